import {
  type Cause,
  explain,
  type Explanation,
  type Miss,
  paragraphs,
  propose,
  proposed,
  type Row,
} from '../../lib/explain/index.ts'
import {
  type Event,
  type Fact,
  type Key,
  type Seconds,
  show,
  type Trace,
  type TracedFunction,
} from '../../lib/log/index.ts'

type Fields = Readonly<Record<string, unknown>>

const tail = (parts: readonly string[]): string => (parts.length === 0 ? '' : `  (${parts.join(', ')})`)

/** Fields as `name: value`, those that say nothing left out. */
const fields = (all: Fields): string[] =>
  Object.entries(all).flatMap(([name, value]) =>
    value === undefined || value === null || value === false
      ? []
      : [value === true ? name : `${name}: ${typeof value === 'string' ? value : JSON.stringify(value)}`],
  )

const seconds = ({trace, lower, compile}: Seconds): string | undefined =>
  trace + lower + compile === 0 ? undefined : `${figure(trace)} + ${figure(lower)} + ${figure(compile)} s`

const figure = (value: number): string => String(Number(value.toPrecision(4)))

const factText = ({component, kind, path, value, identity, evidence, unplaced, printed}: Fact): string =>
  `${component === kind ? component : `${component} ${kind}`} ${show(path)} = ${value}${tail(
    fields({
      identity,
      evidence,
      unplaced,
      as: printed?.as,
      class: printed !== undefined && printed.type !== value ? printed.type : undefined,
    }),
  )}`

const unknownText = ({component, path}: Key['unknown'][number]): string =>
  `? ${component}${path.length === 0 ? '' : ` ${show(path)}`}`

const keyLines = (key: Key): string[] => [...key.facts.map(factText), ...key.unknown.map(unknownText)]

/** The lines of a key, or what they have more and less than those of the latest key of its function. */
function keyText(key: Key, before: readonly string[] | undefined): string[] {
  const now = keyLines(key)
  if (before === undefined) return now.map((line) => `    ${line}`)
  const [old, young] = [new Set(before), new Set(now)]
  const changes = [
    ...before.filter((line) => !young.has(line)).map((line) => `  - ${line}`),
    ...now.filter((line) => !old.has(line)).map((line) => `  + ${line}`),
  ]
  return changes.length < now.length ? changes : now.map((line) => `    ${line}`)
}

const functionText = ({id, name, file, line, ...rest}: TracedFunction): string =>
  `f${id} ${name}${file === undefined ? '' : ` ${file}:${line ?? ''}`}${tail(fields({...rest}))}`

const eventText = (index: number, event: Event, name: string): string => {
  const {function: fn, key, outcome, evidence, time, seconds: spent, layers, ...rest} = event
  return `#${index} ${name} f${fn} ${outcome}${key === -1 ? '' : ` k${key}`}${tail(
    fields({
      evidence: evidence === 'observed' ? undefined : evidence,
      spent: seconds(spent),
      time: Number.isNaN(time) ? undefined : time,
      layers:
        layers.length === 0 ? undefined : layers.map(({layer, result}) => `${layer} ${result}`).join(' '),
      ...rest,
    }),
  )}`
}

/** The calls of a trace: what each did, and its key as far as it is another than that of the call before. */
function calls(trace: Trace): string[] {
  const latest = new Map<number, string[]>()
  const shown = new Set<number>()
  return [...trace].flatMap((event, index) => {
    const line = eventText(index, event, trace.functions[event.function]?.name ?? '')
    if (event.key === -1 || shown.has(event.key)) return [line]
    shown.add(event.key)
    const key = trace.key(event.key)
    const text = keyText(key, latest.get(event.function))
    latest.set(event.function, keyLines(key))
    return [line, ...text]
  })
}

const causeText = (cause: Cause): string => {
  const {component, kind, path, change, now, before, from, delta, evidence, count, paths, unplaced} = cause
  const what =
    change === 'moved'
      ? `from ${from ?? ''}`
      : [now ?? '', ...(before === null ? [] : [`before ${before}`])].join(', ')
  return `${component} ${path} ${change}: ${what}${tail(
    fields({
      kind: kind === component ? undefined : kind,
      delta: delta.kind === change || delta.kind === 'value' ? undefined : delta,
      evidence: evidence === 'observed' ? undefined : evidence,
      count,
      paths: paths?.join(' '),
      unplaced,
    }),
  )}`
}

const missText = ({index, function: name, call, nearest, ...miss}: Miss): string[] => [
  `#${index} ${name} call ${call}: ${miss.taxonomy}, ${miss.verdict}${tail(
    fields({
      nearest: nearest === -1 ? undefined : `#${nearest}`,
      owner: miss.owner,
      misled: miss.misled,
      gap: miss.gap,
      blamed: miss.blamed,
    }),
  )}`,
  `    ${miss.sentence}`,
  ...miss.causes.map((cause) => `    ${causeText(cause)}`),
  ...miss.findings.map((finding) => `    > ${JSON.stringify(finding)}`),
]

const accountText = ({account}: Explanation): string[] => [
  `${figure(account.seconds)} s`,
  ...account.rows.map(
    ({owner, function: name, compiles, seconds: spent, avoidable}) =>
      `    ${owner} ${name}: ${compiles} compiles, ${figure(spent)} s, ${figure(avoidable)} s of it avoidable`,
  ),
]

const groupText = ({
  function: name,
  taxonomy,
  verdict,
  paths,
  misses,
  seconds: spent,
}: Explanation['groups'][number]) =>
  `    ${name}: ${taxonomy}, ${verdict}, ${figure(spent)} s: ${misses.map((index) => `#${index}`).join(' ')}${paths.length === 0 ? '' : `: ${paths.join(' ')}`}`

const rowText = ({
  function: name,
  functionId,
  calls: many,
  hits,
  misses,
  compiles,
  seconds: spent,
}: Row): string =>
  `    ${name} f${functionId}: ${many} calls, ${hits} hits, ${misses} misses, ${compiles} compiles${tail(fields({spent: seconds(spent)}))}`

function readText({header, source}: Trace): string[] {
  if (source === null) return []
  const {unread, eager, traced, remarks, lines, messages} = source
  return [
    `releases ${header.releases?.join(' ') ?? 'untold'}`,
    `lines ${lines}, messages ${messages}, not read ${unread.lines}, JAX's own of these ${unread.own}, misses of these ${unread.misses}`,
    ...unread.kinds.map(({kind, lines: many}) => `    ${many} ${kind}`),
    ...unread.examples.map(({line, text, kind}) => `    line ${line}, ${kind}: ${text}`),
    `eager ${eager.compiles}${tail(fields({spent: seconds(eager.seconds)}))}`,
    ...traced.map(({owner, name, seconds: spent}) => `traced ${owner} ${name} ${figure(spent)} s`),
    ...remarks.map((remark) => `remark ${JSON.stringify(remark)}`),
  ]
}

const part = (title: string, lines: readonly string[]): string[] =>
  lines.length === 0 ? [] : ['', `-- ${title}`, ...lines]

/**
 * All that is told of a log, as a page to read: what the command line says, then a table each of what was read, the functions, the calls
 * with their keys (of a function's second key on what is other than in the one before), the misses with their causes and findings, their
 * groups, the figures and the account.
 */
export function page(trace: Trace): string {
  const explanation = explain(trace)
  return [
    ...paragraphs(explanation),
    ...proposed(propose(trace), explanation),
    ...part('read', readText(trace)),
    ...part('functions', trace.functions.map(functionText)),
    ...part('calls', calls(trace)),
    ...part('misses', explanation.misses.flatMap(missText)),
    ...part('groups', explanation.groups.map(groupText)),
    ...part('rows', explanation.functions.map(rowText)),
    ...part('figures', fields({...explanation.figures, remarks: undefined, notes: undefined})),
    ...part('account', accountText(explanation)),
    '',
  ].join('\n')
}

/** What is read of a log of a few lines, what it makes of the misses, and what is proposed. */
export const brief = (trace: Trace): string[] => {
  const explanation = explain(trace)
  return [
    ...readText(trace),
    ...trace.functions.map(functionText),
    ...calls(trace),
    ...explanation.misses.flatMap(missText),
    ...proposed(propose(trace), explanation),
  ]
}
