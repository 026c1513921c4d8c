import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import {explain} from '../../lib/explain/index.ts'
import {read} from '../../lib/read/index.ts'
import {root} from '../structure/project.ts'

const bars = {
  tqdm: 'train:  40%|████████▊             | 2/5 [00:00<00:00,  8.84it/s]',
  'tqdm in ASCII': ' 40%|####4     | 2/5 [00:01<00:02,  1.05it/s, loss=0.123]',
  rich: 'Working... ━━━━━━━╺━━━━━━━  40% 0:00:03',
}
type Draw = (line: string, bar: string) => readonly string[]
const half = (line: string): number => line.length >> 1

/** Where a bar can be drawn so that the bytes still tell the line. */
const drawn: Readonly<Record<string, Draw>> = {
  'right before it': (line, bar) => [`\r${bar}${line}`],
  'before it, and written over': (line, bar) => [`\r${bar}\r${line}`],
  'before it, and cleared': (line, bar) => [`\r${bar}\r${' '.repeat(bar.length)}\r${line}`],
  'on a line of its own before it': (line, bar) => [`\r${bar}`, line],
  'behind it': (line, bar) => [`${line}\r${bar}`],
  'behind it, twice': (line, bar) => [`${line}\r${bar}\r${bar}\r`],
  'inside it': (line, bar) => [`${line.slice(0, half(line))}\r${bar}\r${line.slice(half(line))}`],
}
const inside: readonly Draw[] = [
  (line, bar) => [`${line.slice(0, half(line))}\r${bar}${line.slice(half(line))}`],
  (line, bar) => [`${line.slice(0, half(line))}\r${bar}`, line.slice(half(line))],
  (line, bar) => [`${line}${bar}`],
]

const prefix = '2026-11-27 10:00:00,123 WARNING jax._src.interpreters.partial_eval: '
const heads = /^(?:TRACING|Finished|Compiling)/
const logs = ['p03_weak_type', 'p04_static_arg'].flatMap((name) => {
  const lines = readFileSync(join(root, `examples/logs/${name}.log`), 'utf8').split('\n')
  return [lines, lines.map((line) => (heads.test(line) ? prefix + line : line))]
})

/** What is told of each miss. */
const told = (lines: readonly string[]): string[] =>
  explain(read(lines.join('\n'))).misses.map(
    ({function: name, taxonomy, causes}) =>
      `${name} ${taxonomy} ${causes.map(({path, now, before}) => `${path} ${now} < ${before}`).join()}`,
  )

const wholes = logs.map((lines) => ({lines, whole: told(lines)}))

/** The lines of explanations and of the begins of compiles. */
const telling = /MISS|^ {2}|Compiling jit\((?:step|rep)\)/
const varying = /\d+/g

/** Where lines stand that tell something, one of those that differ in numbers alone. */
function tellingAt(lines: readonly string[]): number[] {
  const met = new Map<string, number>()
  for (const [at, line] of lines.entries()) if (telling.test(line)) met.set(line.replaceAll(varying, '0'), at)
  return [...met.values()]
}

/** The lines of a log with a bar drawn at each of these lines in turn. */
const each = (lines: readonly string[], draw: Draw, bar: string): string[][] =>
  tellingAt(lines).map((at) => [...lines.slice(0, at), ...draw(lines[at] ?? '', bar), ...lines.slice(at + 1)])

describe.each(Object.entries(drawn))(
  'a bar that is drawn %s takes nothing from what a line says',
  (_, draw) => {
    test.each(Object.entries(bars))('%s', (_name, bar) => {
      for (const {lines, whole} of wholes)
        for (const shown of each(lines, draw, bar)) expect(told(shown)).toEqual(whole)
    })
  },
)

test('nothing is told of the letters of a bar that stands in a line where the bytes do not say where it ends', () => {
  for (const lines of logs)
    for (const draw of inside)
      for (const bar of [...Object.values(bars), 'Epoch 2/5: step 17, loss 0.31'])
        for (const shown of each(lines, draw, bar))
          expect(told(shown).join('\n')).not.toMatch(/\d%|it\/s|Epoch|Working|train:/)
})
