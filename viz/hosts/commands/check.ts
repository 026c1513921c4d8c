import {
  type Baseline,
  check as _check,
  checked,
  type Limits,
  mayBeKnown,
  printable,
  unchecked,
  plainMiss,
  widest,
} from '../../../lib/index.ts'
import type {Command} from '../command.ts'
import type {Flags} from '../flags.ts'
import {github} from '../formats/github.ts'
import {junit} from '../formats/junit.ts'
import type {Outcome} from '../formats/outcome.ts'
import {sarif} from '../formats/sarif.ts'
import {one, spared, whole} from '../input.ts'
import type {Io} from '../io.ts'
import {asJson} from '../json.ts'
import {widthOf, widthOption} from '../screen.ts'
import {Absent, Wrong} from '../wrong.ts'

/** How a check is written. */
const formats = {
  text: (outcomes, {letters}) => asText(outcomes, letters),
  json: outcomesJson,
  github: (outcomes, {folder}) => github(outcomes, folder),
  junit: (outcomes, io) => junit(outcomes, io.now()),
  sarif: (outcomes, {folder, version}) => sarif(outcomes, folder, version),
} satisfies Record<string, (outcomes: readonly Outcome[], io: Io) => string>

const names = ['text', 'json', 'github', 'junit', 'sarif'] as const

export const check: Command = {
  name: 'check',
  takes: 'LOG|TRACE…',
  what: 'exit 1 when there are more misses than allowed',
  options: {
    after: {takes: 'N', what: 'allow misses in the first N calls of each function'},
    budget: {
      takes: 'N',
      what: 'allow N misses in all, first calls among them; with --after or --baseline, N beside those',
    },
    baseline: {takes: 'FILE', what: 'allow the misses that FILE holds'},
    'update-baseline': {what: 'write the misses of this run to the baseline FILE'},
    'allow-empty': {what: "pass a file in which nothing of JAX's or torch's was read"},
    unread: {takes: 'N', what: "warn where more than N % of JAX's lines were unread; 1"},
    format: {takes: 'NAME', choices: names, what: names.join(', ')},
    json: {what: 'as --format json'},
    ...widthOption,
  },
  examples: [
    ['check run.log --after 2', 'fail where a function compiles after its second call'],
    ['check run.log --baseline misses.json --update-baseline', 'allow what is there now'],
    ['check run.log --baseline misses.json --format github', 'fail a pull request that compiles more'],
  ],
  inputs: [1, Infinity],
  async run(flags, io) {
    const format = flags.choice('format', names) ?? (flags.has('json') ? 'json' : 'text')
    const screen = {...io, letters: widthOf('check', flags, io)}
    const file = flags.value('baseline')
    if (flags.has('update-baseline')) return update(flags, file, io)
    const baseline = file === undefined ? undefined : await readBaseline(file, io)
    const outcomes = await checkAll(flags, io, baseline)
    io.write(formats[format](outcomes, screen))
    const isNew = outcomes.some((one) => isRead(one) && !one.check.passed)
    if (format === 'text' && file === undefined && isNew) io.write(`${printable(mayBeKnown(flags.files))}\n`)
    return verdictOf(outcomes, io)
  },
}

/** What each file comes to, by the limits that were given. */
async function checkAll(flags: Flags, io: Io, baseline: Baseline | undefined): Promise<readonly Outcome[]> {
  const [after, budget, unread] = [flags.count('after'), flags.count('budget'), flags.count('unread')]
  const limits: Limits = {
    ...(after !== undefined && {after}),
    ...(budget !== undefined && {budget}),
    ...(unread !== undefined && {unread: unread / 100}),
    ...(baseline !== undefined && {baseline}),
    allowEmpty: flags.has('allow-empty'),
  }
  const outcomes: Outcome[] = []
  for (const path of flags.files) {
    const {name, trace} = await one(path, io, true)
    outcomes.push({name, check: _check(trace, limits)})
  }
  return outcomes
}

/** Whether a file tells enough to be judged, or may be empty. */
const isRead = ({check: {blank, passed}}: Outcome): boolean => blank === null || passed

/** Writes a line for each file that was not checked; the exit code. */
function verdictOf(outcomes: readonly Outcome[], io: Io): number {
  for (const line of complaints(outcomes)) io.error(`jitlens ${printable(line)}\n`)
  if (!outcomes.every(isRead)) return 2
  return outcomes.every(({check: {passed}}) => passed) ? 0 : 1
}

/** Why files were not checked. */
const complaints = (outcomes: readonly Outcome[]): readonly string[] =>
  outcomes.flatMap(({name, check: {blank, passed}}) =>
    blank === null || passed ? [] : [unchecked(name, blank)],
  )

function asText(outcomes: readonly Outcome[], width: number): string {
  const name = (one: Outcome): string => (outcomes.length > 1 ? `${printable(one.name)}\n` : '')
  return outcomes
    .filter(isRead)
    .map((one) => `${name(one)}${checked(one.check, width).join('\n')}\n`)
    .join('')
}

function outcomesJson(outcomes: readonly Outcome[]): string {
  const all = outcomes.map(({name, check: {compiles: _compiles, ...rest}}) => ({
    name,
    ...rest,
    misses: rest.misses.map(plainMiss),
  }))
  return asJson(all.length === 1 ? all[0] : all)
}

const head = {format: 'jitlens baseline', version: 2} as const

/** Writes what the files come to as a baseline; a file that is none is not overwritten. */
async function update(flags: Flags, file: string | undefined, io: Io): Promise<number> {
  if (file === undefined) throw new Wrong('check: --update-baseline needs --baseline FILE to write to')
  spared(file, '--baseline', flags.files, io)
  await readBaseline(file, io).catch((thrown: unknown) => {
    if (!(thrown instanceof Absent)) throw thrown
  })
  const outcomes = await checkAll(flags, io, undefined)
  const [complaint] = complaints(outcomes)
  if (complaint !== undefined) throw new Wrong(complaint)
  const misses = widest(outcomes.map(({check}) => check.baseline))
  await io.save(file, asJson({...head, misses}))
  io.write(`${printable(file)}: ${Object.keys(misses).length} kinds of misses\n`)
  return 0
}

/**
 * @throws {Absent} where there is no such file.
 * @throws {Wrong} where it is no baseline.
 */
async function readBaseline(file: string, io: Io): Promise<Baseline> {
  const text = await whole(file, io).catch((thrown: unknown) => {
    throw thrown instanceof Absent ? new Absent(`${thrown.message}; write it with --update-baseline`) : thrown
  })
  const {format, version, misses} = rowOf(text)
  if (format !== head.format || typeof misses !== 'object' || misses === null)
    throw new Wrong(
      `${file}: this is no baseline; name another file, or remove it and give --update-baseline`,
    )
  if (version !== head.version)
    throw new Wrong(
      `${file}: this baseline is of version ${typeof version === 'number' ? version : 'unknown'}, expected ${head.version}; remove it and give --update-baseline`,
    )
  const counts = Object.entries(misses).map(
    ([name, count]) => [name, typeof count === 'number' ? count : Number.NaN] as const,
  )
  if (counts.some(([, count]) => !Number.isSafeInteger(count) || count < 0))
    throw new Wrong(`${file}: this baseline holds a count that is no whole number from 0`)
  return Object.fromEntries(counts)
}

function rowOf(text: string): {format?: unknown; version?: unknown; misses?: unknown} {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? value : {}
  } catch {
    return {}
  }
}
