/**
 * An error with a Python type's name, as JAX and Flax raise it.
 *
 * @example
 * throw new PythonError('ValueError', 'Incorrect number of leaves, expected 4 leaves, but got 2.')
 */
export class PythonError extends Error {
  constructor(type: string, message: string) {
    super(message)
    this.name = type
  }
}
