import {readFileSync} from 'node:fs'
import {show, type Trace} from '../../lib/log/index.ts'
import {read} from '../../lib/read/index.ts'
import {wrappings} from './wrappings.ts'

const open = (name: string): string => readFileSync(`examples/logs/torch/${name}.log`, 'utf8').trimEnd()
const own = /^[VW]\d{4} \S+ \d+ [^\]]*\] (?:\[[^\]]*\] ){1,2}/
const begins = /^(?:Recompiling|torch\._dynamo hit)/

/** Messages as another handler prints them: each with its lines, without what torch writes before these. */
function bare(log: string): string[][] {
  const records: string[][] = []
  for (const line of log.split('\n').map((one) => one.replace(own, '')))
    if (begins.test(line)) records.push([line])
    else records.at(-1)?.push(line)
  return records
}

/** What torch's own lines are: each whole. */
const lines = (log: string): string[][] => log.split('\n').map((line) => [line])

const guards = (trace: Trace): unknown[] =>
  [...trace].flatMap(({outcome, guards: all}) =>
    all === undefined
      ? []
      : [[outcome, all.map(({entry, kind, path, before, now}) => [entry, kind, show(path), before, now])]],
  )

const befores = (trace: Trace): Set<string> =>
  new Set(
    [...trace].flatMap(({guards: all = []}) =>
      all
        .filter(({before}) => before !== null)
        .map(({entry, path, before}) => `${entry} ${show(path)} ${before}`),
    ),
  )

/** Ways that fold lines, or print each twice. */
const folding =
  /^(?:rich|textwrap|fold|two handlers|basicConfig folded|absl and a rank|docker json-file in pieces)|folded at|cut at \d+ letters/
/** A handler that writes behind a message, on its last line alone, or takes blanks away; the last message of a log that is turned round has no known begin. */
const partly =
  /^(?:tab-separated, text last but one|structlog with|loguru with the message first|blanks at the begin|relativeCreated)|newest first/

const texts = wrappings.flatMap(({name, wrap, times}) => {
  const wrapped = (records: string[][]): string | null => {
    const text = wrap(records)
    return typeof text === 'string' ? text : null
  }
  return times === 2 ? [] : [{name, wrapped}]
})

const counter = open('t2_counter')
const limit = open('t7_limit')
const schedule = open('t13_schedule')
const among = (log: string): Trace => read(`${log}\n`)
const ofCounter = guards(among(counter))
const ofLimit = guards(among(limit))

test.each(texts.filter(({name}) => !folding.test(name)).map((one) => [one.name, one] as const))(
  'torch’s own lines: %s',
  (_, {wrapped}) => {
    const text = wrapped(lines(counter))
    if (text !== null) expect(guards(among(text))).toEqual(ofCounter)
  },
)

test.each(
  texts.filter(({name}) => !folding.test(name) && !partly.test(name)).map((one) => [one.name, one] as const),
)('messages of another handler: %s', (_, {wrapped}) => {
  const text = wrapped(bare(limit))
  if (text !== null) expect(guards(among(text))).toEqual(ofLimit)
})

test('no wrapping, folding and cutting ones included, makes another value of what was before', () => {
  for (const log of [counter, limit, schedule]) {
    const told = befores(among(log))
    for (const {wrapped} of texts.filter(({name}) => !name.startsWith('HTML')))
      for (const records of [lines(log), bare(log)]) {
        const wrong = [...befores(among(wrapped(records) ?? ''))].filter((one) => !told.has(one))
        expect(wrong).toEqual([])
      }
  }
})
