import {ShapeEnv} from './symbol.ts'

/** A trace of a frame while it runs, as operations, modules and scopes see it. */
export abstract class Recording {
  readonly env = new ShapeEnv()
  /** Operations that the graph holds. */
  ops = 0

  /** What is read of a scope, with its guards. */
  abstract scoped(scope: object, key: string): unknown

  /** A module that JavaScript closes over, as the trace sees it. */
  abstract captured(module: object): object
}

let active: Recording | null = null

/** The trace that runs; null where code runs for real. */
export const recording = (): Recording | null => active

/** From now on this trace records, or none does. */
export function record(next: Recording | null): void {
  active = next
}

/** A call of a compiled function while it runs, traced or for real, as modules and graph breaks see it. */
export interface Running {
  /** A module is called. */
  readonly called: (module: object, args: readonly unknown[], run: () => unknown) => unknown
  /** A function is called that is never traced as a part of its caller. */
  readonly apart: (fun: object, args: readonly unknown[]) => unknown
  /** Whether a number that is read of a tensor stays in the graph, as under fullgraph of torch 2.15. */
  readonly keepsNumbers: boolean
  /** The graph breaks: what lives on is handed back, as the rest of the function sees it. */
  readonly broken: (why: string, live: Readonly<Record<string, unknown>>) => Readonly<Record<string, unknown>>
}

let runs: Running | null = null

/** The call that runs; null outside of compiled functions. */
export const running = (): Running | null => runs

/** Runs code within a call of a compiled function, or outside of any. */
export function within<T>(next: Running | null, run: () => T): T {
  const before = [active, runs] as const
  runs = next
  active = null
  try {
    return run()
  } finally {
    ;[active, runs] = before
  }
}
