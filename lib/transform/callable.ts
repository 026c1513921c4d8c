import {callHint, PythonError} from '../python/index.ts'

/** Refuses what is no function, in JAX's words. */
export function refuseOther(message: string, ...given: readonly unknown[]): void {
  if (given.some((one) => typeof one !== 'function'))
    throw new PythonError('TypeError', message + callHint(...given))
}
