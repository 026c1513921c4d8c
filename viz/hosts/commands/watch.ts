import {
  check,
  explain,
  glance,
  isAside,
  type Miss,
  printable,
  propose,
  proposed,
  type Trace,
  wrap,
} from '../../../lib/index.ts'
import type {Command} from '../command.ts'
import type {Flags} from '../flags.ts'
import {growing, type Growing} from '../growing.ts'
import {unreadable} from '../input.ts'
import type {Io} from '../io.ts'
import {paint} from '../paint.ts'
import {widthOf, widthOption} from '../screen.ts'
import {Wrong} from '../wrong.ts'

export const watch: Command = {
  name: 'watch',
  takes: 'LOG|TRACE',
  what: 'a line a miss while the program runs',
  options: {
    ...widthOption,
    'fail-after': {takes: 'N', what: 'exit 1 as soon as N calls compiled that were no first calls'},
  },
  examples: [
    ['watch run.log', 'a line as soon as something compiles again; Ctrl-C ends with a summary'],
    ['watch run.log --fail-after 3', 'end with 1 at the third call that compiled again'],
    ['watch - < pipe', 'from standard input, until its writer ends'],
  ],
  inputs: [1, 1],
  async run(flags, io) {
    const [path = ''] = flags.files
    const [most, width] = [mostOf(flags), widthOf('watch', flags, io)]
    const name = path === '-' ? 'standard input' : path
    const [run, told] = [growing(name), new Set<string>()]
    if (io.watched) io.error(`jitlens watches ${printable(name)}; Ctrl-C ends with a summary\n`)
    for await (const isQuiet of moments(path, name, run, io)) {
      if (isQuiet) run.settle()
      const trace = run.soFar()
      tell(trace, told, io)
      if (most < Infinity && missed(trace) >= most) break
    }
    const trace = run.end()
    tell(trace, told, io)
    return summary(trace, name, most, width, io)
  },
}

function mostOf(flags: Flags): number {
  const most = flags.count('fail-after') ?? Infinity
  if (most > 0) return most
  throw new Wrong('watch: --fail-after needs a whole number from 1, but got 0')
}

/** Milliseconds between two times at which misses are told while lines come. */
const often = 500
/** What was told took so much of the time at most: one part of so many. */
const share = 10

/** Takes what a file grows by; each time that it should be told, whether nothing came for a moment. */
async function* moments(path: string, name: string, run: Growing, io: Io): AsyncGenerator<boolean> {
  const now = (): number => io.now().getTime()
  let [isNew, last, took] = [false, now(), 0]
  for await (const chunk of followed(path, name, io)) {
    if (chunk !== null) run.push(chunk)
    isNew ||= chunk !== null
    const began = now()
    if (!isNew || began - last < Math.max(chunk === null ? 0 : often, took * share)) continue
    isNew = false
    yield chunk === null
    last = now()
    took = last - began
  }
}

async function* followed(path: string, name: string, io: Io): AsyncGenerator<Uint8Array | null> {
  try {
    yield* io.follow(path)
  } catch (thrown) {
    throw unreadable(name, thrown)
  }
}

/** Writes a line for each miss that was not told. */
function tell(trace: Trace, told: Set<string>, io: Io): void {
  const isTold = ({index, line, process = '', functionId}: Miss): boolean => {
    const name = line === undefined ? String(index) : `${line} ${process} ${functionId}`
    return told.size === told.add(name).size
  }
  for (const miss of explain(trace).misses)
    if (!isAside(miss) && !isTold(miss))
      io.write(`${paint(io)(printable(glance(miss)), miss.outcome === 'error' ? 'error' : miss.verdict)}\n`)
}

/** So many calls compiled that were no first calls. */
const missed = (trace: Trace): number => check(trace).misses.length

/** Writes what the run came to; the exit code. */
function summary(trace: Trace, name: string, most: number, width: number, io: Io): number {
  const [explanation, {blank, misses}] = [explain(trace), check(trace)]
  const lines = [...wrap(explanation.headline, '', width), ...proposed(propose(trace), explanation, width)]
  io.write(`${lines.map(printable).join('\n')}\n`)
  if (most === Infinity || misses.length >= most) return most === Infinity ? 0 : 1
  if (blank !== null) throw new Wrong(`watch: ${name}: too little of JAX's was read here to be judged`)
  return 0
}
