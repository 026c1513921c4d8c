import type {Io} from './io.ts'
import {Wrong} from './wrong.ts'

/** How the name of a log or a trace ends, and of a scenario. */
const logs = /\.(?:log|txt|out|err|jsonl)(?:\.gz)?$/i
const scenarios = /\.json(?:\.gz)?$/i

const slashes = /(?<![/\\])[/\\]+$/
const order = new Intl.Collator('en', {numeric: true})

/**
 * The files that a word stands for: itself, or the logs and traces of a folder, by name; of one without these the scenarios.
 *
 * @throws {Wrong} for a folder that holds neither.
 */
export function filesOf(path: string, io: Pick<Io, 'list'>): readonly string[] {
  const all = io.list(path)
  if (all === null) return [path]
  const shown = all.filter((name) => !name.startsWith('.')).sort((a, b) => order.compare(a, b))
  const told = shown.filter((name) => logs.test(name))
  const found = told.length > 0 ? told : shown.filter((name) => scenarios.test(name))
  if (found.length > 0) return found.map((name) => `${path.replace(slashes, '')}/${name}`)
  throw new Wrong(
    `${path}: this folder holds no log, trace or scenario; expected files that end in .log, .txt, .out, .err, .jsonl or .json, packed or not`,
  )
}
