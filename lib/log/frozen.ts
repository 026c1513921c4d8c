/** Freezes a value with all that it holds, which holds itself nowhere, and gives it back. */
export function frozen<T>(value: T): T {
  if (typeof value !== 'object' || value === null) return value
  Object.freeze(value)
  for (const inner of Object.values(value)) if (typeof inner === 'object') frozen(inner)
  return value
}
