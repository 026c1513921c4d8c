/**
 * An error with a Python type's name, as JAX and Flax raise it.
 *
 * @example
 * String(new PythonError('ValueError', 'Incorrect number of leaves')) // 'ValueError: Incorrect number of leaves'
 */
export class PythonError extends Error {
  constructor(type: string, message: string) {
    super(message)
    this.name = type
  }
}
