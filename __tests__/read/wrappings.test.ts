import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import {gzipSync} from 'node:zlib'
import {jitlens} from '../cli/io.ts'
import {recordsOf, rich, wrappings} from './wrappings.ts'

const log = readFileSync(join(__dirname, 'logs/wrapped.log'), 'utf8')
const records = recordsOf(log)

/** What `explain --json` tells of a log: each miss without its line, all seconds, the lines that were not read. */
interface Told {
  readonly misses: readonly string[]
  readonly seconds: number
  readonly unread: number
}

interface Json {
  readonly misses: readonly Record<string, unknown>[]
  readonly account: {readonly seconds: number}
  readonly unread: {readonly lines: number}
}

const isJson = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && 'misses' in value && 'account' in value && 'unread' in value

async function told(file: string | Uint8Array): Promise<Told> {
  const {out} = await jitlens(['explain', 'x', '--json'], {x: file})
  const said: unknown = JSON.parse(out)
  if (!isJson(said)) throw new Error(out)
  const misses = said.misses.map(({function: name, taxonomy, verdict, causes, site, seconds}) =>
    JSON.stringify([name, taxonomy, verdict, causes, site, seconds]),
  )
  return {misses: misses.sort(), seconds: said.account.seconds, unread: said.unread.lines}
}

/** What is told of the bare log. */
let bare: Told = {misses: [], seconds: 0, unread: 0}
beforeAll(async () => {
  bare = await told(log)
})

const withoutPlaces = (miss: string): string => miss.replace(/\(process [^)]*\)| of process \S+/g, '')

test.each(wrappings.map((each) => [each.name, each] as const))(
  'explain of a log under %s tells the misses, causes, places and seconds of the bare log',
  async (_, {wrap, foreign = 0, times = 1}) => {
    const wrapped = await told(wrap(records))
    const expected = bare.misses.flatMap((miss) => Array.from({length: times}, () => miss)).sort()
    expect(wrapped.misses.map(withoutPlaces)).toEqual(expected.map(withoutPlaces))
    expect(wrapped.seconds).toBeCloseTo(bare.seconds * times, 6)
    expect(wrapped.unread).toBeLessThanOrEqual(foreign)
  },
)

test.each([60, 65, 70])(
  'explain of a log under RichHandler at %i columns, where a line has no room for the first words of a message, loses no second and no call',
  async (width) => {
    const wrapped = await told(rich(width, true)(records))
    expect(wrapped.seconds).toBeCloseTo(bare.seconds, 6)
    expect(wrapped.misses).toHaveLength(bare.misses.length)
  },
)

const missesUnder = async (name: string, of: readonly (readonly string[])[]): Promise<readonly string[]> => {
  const found = wrappings.find((each) => each.name === name)
  if (found === undefined) throw new Error(name)
  return (await told(found.wrap(of))).misses
}

test.each([
  'gcloud logging read --format=json',
  'a JSON array on one line',
  'a notebook',
  'a Python list of lines',
  'CSV',
  'HTML',
  'fold -w 80',
  'fold -w 132',
  'fold -w 64',
])('explanations of hundreds of lines under %s are told as in the bare log', async (name) => {
  const long = readFileSync(join(__dirname, 'logs/modes.log'), 'utf8')
  expect(await missesUnder(name, recordsOf(long))).toEqual((await told(long)).misses)
})

test.each([
  'rich 60',
  'rich 80',
  'rich 100',
  'textwrap 72',
  'docker compose folded at 100',
  'journalctl -o verbose',
])('a graphdef of hundreds of lines under %s is told as in the bare log', async (name) => {
  const long = readFileSync(join(__dirname, '../../examples/logs/p09_nnx_model_rebuilt.log'), 'utf8')
  expect(await missesUnder(name, recordsOf(long))).toEqual((await told(long)).misses)
})

test.each([
  'rich 80',
  'rich 60',
  'fold -w 80',
  'textwrap 72',
  'basicConfig folded at 80',
  'tab-separated, text last but one',
  'a word behind each line',
  'a name in brackets behind each line',
  'loguru with the message first',
  'structlog with the logger behind',
])('explanations without a line of a compile under %s are told as in the bare log', async (name) => {
  const alone = records.filter(([opening = '']) => opening.startsWith('TRACING'))
  expect(await missesUnder(name, alone)).toEqual((await told(alone.flat().join('\n'))).misses)
})

test('explain of a log that gzip packed, in one member, in two or without its end, tells what is in it', async () => {
  const half = log.length >> 1
  const members = [log.slice(0, half), log.slice(half)].map((part) => gzipSync(part))
  expect(await told(gzipSync(log))).toEqual(await told(log))
  expect(await told(Buffer.concat(members))).toEqual(await told(log))
  const cut = await told(gzipSync(log.repeat(50)).subarray(0, -20))
  expect(cut.misses.length).toBeGreaterThan(100)
})

test.each(
  [
    'p04_static_arg',
    'p09_nnx_model_rebuilt',
    'p12_nnx_split_static_graphdef',
    'p13_jaxjit_module_pytree',
  ].flatMap((name) => [100, 132, 200].map((width) => [name, width] as const)),
)('the explanations of %s alone, cut at %i letters, are told as in the bare log', async (name, width) => {
  const bare = readFileSync(join(__dirname, `../../examples/logs/${name}.explain_only.log`), 'utf8')
  const cut = bare.replace(new RegExp(`.{${width}}(?=.)`, 'g'), '$&\n')
  expect((await told(cut)).misses).toEqual((await told(bare)).misses)
})

test('a tag behind the first line of a log of explanations alone is none of its second line', async () => {
  const bare = readFileSync(
    join(__dirname, '../../examples/logs/p20_scan_grad_vmap.explain_only.log'),
    'utf8',
  )
  expect(await missesUnder('HTML in spans', recordsOf(bare))).toEqual((await told(bare)).misses)
})

/** Lines cut at a width, without the blanks at their ends. */
const cutAt = (text: string, width: number): string =>
  text
    .split('\n')
    .flatMap((line) => line.match(new RegExp(`.{1,${width}}`, 'g')) ?? [line])
    .map((line) => line.trimEnd())
    .join('\n')

test.each([
  ['p06_nnx_eval_toggle', 169],
  ['p12_nnx_split_static_graphdef', 106],
  ['p13_jaxjit_module_pytree', 106],
  ['p16_kwargs_defaults', 61],
  ['p17_optimizer_recreated', 70],
])(
  'explain of %s tells the same misses where its lines are cut at %i letters and the blanks there are lost',
  async (name, width) => {
    const file = `${name}${width === 61 ? '' : '.explain_only'}.log`
    const text = readFileSync(join(__dirname, '../../examples/logs', file), 'utf8')
    expect((await told(cutAt(text, width))).misses).toEqual((await told(text)).misses)
  },
)
