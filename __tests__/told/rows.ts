import {explanations, type ExplanationSays, messages, type Wording} from '../../lib/release/index.ts'
import {read} from '../../lib/read/index.ts'
import {brief} from './page.ts'

/** What stands in each hole of a row. */
const holes: Readonly<Record<string, string>> = {
  seconds: '0.5',
  cost: '1.5',
  id: '4711',
  count: '1',
  more: '1',
  position: '2',
  name: 'step',
  site: '/home/me/app/train.py:9:4 (<module>)',
  place: '/home/me/app/train.py:3',
  path: "[0][0]['x']",
  keys: "['y']",
  field: 'donation',
  types: 'ShapedArray(float32[8,4]), ShapedArray(float32[])',
  mesh: '(2, 2)',
  key: "'jit_step-1f'",
  duration: '4m19.2s',
  limit: '1.0',
  line: '73',
  why: 'the types do not match',
  now: 'f32[8]',
  seen: 'f32[4]',
  before: 'f32[4]',
  given: 'f32[8]',
  mapping: 'UnspecifiedValue, UnspecifiedValue',
}

const filled = (line: string): string =>
  line.replace(/\{(\w+)\}/g, (_, hole: string) => holes[hole] ?? `{${hole}}`)

/** The lines that stand before and after those of a record of each of the three forms. */
const forms = {
  old: {
    head: 'TRACING CACHE MISS at /home/me/app/train.py:9:4 (<module>) because:',
    closest: [],
    types: 'never seen input type signature:',
    tree: 'never seen input pytree:',
    context: "tracing context doesn't match, e.g. due to config or context manager",
    setting: 'closest seen context tuple differs at positions:',
    entry: '* at x, seen f32[4], but now given f32[8]',
    node: '* at [0][0], seen tuple of length 2 but now given tuple of length 3, so the lengths do not match',
  },
  middle: {
    head: 'TRACING CACHE MISS at /home/me/app/train.py:9:4 (<module>) costing 1.5 ms because:',
    closest: ['all previously seen cache keys are different. Closest previous key:'],
    types: '* key with different input types:',
    tree: '* key with different input pytree:',
    context: '* key with different tracing context, e.g. due to config or context manager.',
    setting: '[0]: now True and before False',
    entry: '* at x, now f32[8] and before f32[4]',
    node: '* at [0][0], now tuple of length 3 and before tuple of length 2, so the lengths do not match',
  },
  young: {
    head: 'TRACING CACHE MISS at /home/me/app/train.py:9:4 (<module>):',
    closest: ['all previously seen cache keys differ. For the closest previous key:'],
    types: 'different input types:',
    tree: 'different input pytree:',
    context: "Tracing context doesn't match, e.g. due to config or context manager.",
    setting: '* jax_enable_x64 differs: now True and before False',
    entry: '* at x, now f32[8] and before f32[4]',
    node: '* at input path [0][0], now tuple of length 3 and before tuple of length 2, so the lengths do not match',
  },
} as const

const formOf = ({until = ''}: Wording): keyof typeof forms =>
  until === '' || until === '0.11.2' ? 'young' : until.startsWith('0.8') ? 'middle' : 'old'

/** The heading under which a line of an explanation stands, where it is none itself. */
const headings: Partial<Record<ExplanationSays, string>> = {
  'closest passing': 'never seen passing 1 positional args and 1 keyword args with keys:',
  'closest passing none': 'never seen passing 1 positional args and 1 keyword args with keys:',
  'keys now': '* key with different number of args and kwargs, but same total number.',
  'keys before': '* key with different number of args and kwargs, but same total number.',
  sides: '* key with different value of static args:',
}

/** The record that a line of an explanation opens. */
const opening: Partial<Record<ExplanationSays, true>> = {
  miss: true,
  unseen: true,
  object: true,
  redefined: true,
}

/** The line in the record of a first call, or of a function that JAX never saw. */
function firstRecord({says}: Wording<ExplanationSays>, line: string, head: string): string[] {
  const [unseen, object] = ['  never seen function:', '    step id=17 defined at /home/me/app/train.py:3']
  if (says === 'miss') return [line, unseen, object]
  if (says === 'unseen') return [head, `  ${line}`, object]
  if (says === 'object') return [head, `  ${line}`]
  return [head, unseen, '    step id=4711 defined at /home/me/app/train.py:3', `  ${line}`]
}

/** The line in the record of a second call, beneath its heading. */
function secondRecord(row: Wording<ExplanationSays>, line: string): string[] {
  const {head, closest, types, tree, context, entry, node, setting} = forms[formOf(row)]
  const seen = 'for step defined at /home/me/app/train.py:3'
  const lines = (): readonly string[] => {
    if (row.says === 'seen function') return [line, ...closest, types, entry]
    if (row.says.endsWith('closest')) return [seen, line, types, entry]
    const told = (...all: readonly string[]): string[] => [seen, ...closest, ...all]
    if (row.says === 'context') return told(line, setting)
    if (row.says === 'setting' || row.says === 'positions') return told(context, line)
    if (row.says === 'tree') return told(line, node)
    if (row.says === 'types') return told(line, entry)
    if (row.line.includes('{why}')) return told(tree, line)
    if (row.says === 'entry' || row.says === 'given types') return told(types, line)
    const heading = headings[row.says]
    return heading === undefined ? told(line) : told(heading, line)
  }
  return [head, ...lines().map((one) => `  ${one}`)]
}

function recordOf(row: Wording<ExplanationSays>): string[] {
  const {head} = forms[formOf(row)]
  const line = filled(row.line)
  const first = firstRecord({...row, says: 'unseen'}, 'never seen function:', head)
  if (row.says === 'miss') return firstRecord(row, line, head)
  return [...first, ...(opening[row.says] === true ? firstRecord(row, line, head) : secondRecord(row, line))]
}

const section = (row: Wording, log: readonly string[]): string[] => [
  `== ${row.says}, ${row.since} to ${row.until ?? 'now'}: ${row.line}`,
  ...log.map((line) => `| ${line}`),
  ...brief(read(`${log.join('\n')}\n`)),
  '',
]

/** What is told of a log of each row alone, or of it in the smallest record in which it may stand. */
export const rowsPage = (): string =>
  [
    ...messages.flatMap((row) => section(row, [filled(row.line)])),
    ...explanations.flatMap((row) => section(row, recordOf(row))),
  ].join('\n')
