import {readFileSync} from 'node:fs'
import {jsonList, jsonObject} from '../../lib/scenario/index.ts'

/** A guard as a golden or a truth tells it. */
export interface ToldGuard {
  readonly text: string
  readonly entry?: string
  readonly kind: string
  readonly path: readonly unknown[]
  readonly what?: string
  readonly index?: number
  readonly before: string | null
}

/** A recompile of a log, and its causes, of which any counts. */
interface ToldRecompile {
  readonly id: string
  readonly function: string
  readonly reasons: readonly ToldGuard[]
  readonly causes: readonly {readonly entry: string; readonly path: string; readonly now: string | null}[]
}

/** What real torch did in a program whose log is kept. */
export interface Truth {
  readonly compiles: readonly {readonly function: string; readonly compiles: number}[]
  readonly recompiles: readonly ToldRecompile[]
}

/** A guard of a line of JSON. */
export function toldGuard(row: unknown): ToldGuard {
  const {text, entry, kind, path, what, index, before} = jsonObject(row)
  return {
    text: String(text),
    ...(typeof entry === 'string' && {entry}),
    kind: String(kind),
    path: jsonList(path),
    ...(typeof what === 'string' && {what}),
    ...(index !== undefined && {index: Number(index)}),
    before: typeof before === 'string' ? before : null,
  }
}

/** The truths of the logs in a folder, by the program. */
export function truths(folder: string): ReadonlyMap<string, Truth> {
  const {logs} = jsonObject(JSON.parse(readFileSync(`${folder}/truth.json`, 'utf8')))
  return new Map(Object.entries(jsonObject(logs)).map(([name, truth]) => [name, truthOf(truth)]))
}

function truthOf(row: unknown): Truth {
  const {compiles, recompiles} = jsonObject(row)
  return {
    compiles: jsonList(compiles)
      .map(jsonObject)
      .map((one) => ({function: functionOf(one), compiles: Number(one['compiles'])})),
    recompiles: jsonList(recompiles)
      .map(jsonObject)
      .map((one) => ({
        id: String(one['id']),
        function: functionOf(one),
        reasons: jsonList(one['reasons']).map(toldGuard),
        causes: jsonList(one['causes'])
          .map(jsonObject)
          .map(({entry, path, now}) => ({
            entry: String(entry),
            path: String(path),
            now: typeof now === 'string' ? now : null,
          })),
      })),
  }
}

const functionOf = ({function: name, at}: Readonly<Record<string, unknown>>): string =>
  `${String(name)} ${String(at)}`
