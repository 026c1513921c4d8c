import type {Jaxpr} from './op.ts'

/** Hears of a traced body that is not traced again: its name, its program with what it captured, and the way to trace it anew. */
export interface Reused {
  (name: string, held: Jaxpr, anew: () => Jaxpr): void
}

const hearers = new WeakMap<object, Reused>()

/** Who hears of the bodies that are kept for an epoch; nobody where none is given. */
export function hearReused(epoch: object, hear: Reused | null): void {
  if (hear === null) hearers.delete(epoch)
  else hearers.set(epoch, hear)
}

/** Who hears of the bodies that are kept for an epoch. */
export const hearerOf = (epoch: object): Reused | undefined => hearers.get(epoch)
