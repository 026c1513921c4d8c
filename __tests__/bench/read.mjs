import {
  closeSync,
  createReadStream,
  mkdtempSync,
  openSync,
  readSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {createInterface} from 'node:readline'
import {reader} from '../../dist/lib/read/index.js'
import {writeMisses} from '../../scripts/misslog.mjs'

const megabyte = 1e6
const chunk = 1 << 18

/** What a logging format that most programs have writes before a message. */
function usual() {
  let milliseconds = Date.UTC(2026, 10, 27)
  return (module) => {
    const [day, time] = new Date((milliseconds += 17)).toISOString().slice(0, -1).split('T')
    return `${day} ${time.replace('.', ',')} WARNING jax._src.${module}: `
  }
}

/** A log of about `size` bytes, of records like those that JAX writes, each with other numbers and something before it; never held in memory. */
function write(path, size, head = () => '') {
  const file = openSync(path, 'w')
  let seed = 1
  const random = () => {
    seed = (seed * 1103515245 + 12345) % 2147483648
    return seed / 2147483648
  }
  const seconds = () => (random() / 10).toFixed(9)
  const timed = (name, types) =>
    `${head('dispatch')}Finished tracing ${name} for jit in ${seconds()} sec\n` +
    `${head('interpreters.pxla')}Compiling jit(${name}) with global shapes and types (${types},). Argument mapping: (UnspecifiedValue,).\n` +
    `${head('dispatch')}Finished jaxpr to MLIR module conversion jit(${name}) in ${seconds()} sec\n` +
    `${head('dispatch')}Finished XLA compilation of jit(${name}) in ${seconds()} sec\n`
  const eager = [
    'convert_element_type',
    'broadcast_in_dim',
    '_threefry_split',
    'multiply',
    'add',
    'true_divide',
  ]
  const nodes = (layers) =>
    `NodeDef(\n  type='Net',\n  index=0,\n  outer_index=None,\n  num_attributes=${layers},\n  metadata=Net\n)` +
    Array.from(
      {length: layers},
      (_, i) =>
        `, NodeDef(\n  type='Linear',\n  index=${3 * i + 1},\n  outer_index=None,\n  num_attributes=4,\n  metadata=Linear\n)` +
        [2, 3]
          .map(
            (at) =>
              `, VariableDef(\n  type='Param',\n  index=${3 * i + at},\n  outer_index=None,\n  metadata=PrettyMapping({\n    'hijax': False,\n    'ref': False,\n    'eager_sharding': True\n  })\n)`,
          )
          .join(''),
    ).join('')
  const attributes = (layers, rate) =>
    Array.from(
      {length: layers},
      (_, i) =>
        `('l${i}', NodeAttr()), ('bias', NodeAttr()), ('kernel', NodeAttr()), ('rate', Static(value=${rate})), ('promote_dtype', Static(value=<function promote_dtype at 0x7efdcbeef740>))`,
    ).join(', ')
  const graphdef = (rate) =>
    `<class 'flax.nnx.graphlib.GraphDef'> with pytree metadata GraphDef(nodes=[${nodes(8)}], attributes=[${attributes(8, rate)}], num_leaves=16)`
  let before = graphdef('0')
  let written = 0
  let step = 0
  while (written < size) {
    let block = ''
    for (let i = 0; i < 40; i++)
      block += timed(
        eager[Math.floor(random() * eager.length)] ?? 'add',
        `ShapedArray(float32[${Math.floor(random() * 512)},4])`,
      )
    const now = graphdef(String(++step % 50))
    block +=
      `${head('interpreters.partial_eval')}TRACING CACHE MISS at /venv/lib/python3.11/site-packages/flax/nnx/transforms/compilation.py:1023:49 (JitWrapped.__call__):\n` +
      '  for forward defined at /home/me/train/net.py:9\n  all previously seen cache keys differ. For the closest previous key:\n  different input pytree:\n' +
      `  * at input path [0][0]._graphdef, now ${now} and before ${before}, so the pytree node metadata does not match\n` +
      timed('forward', Array(17).fill('ShapedArray(float32[4])').join(', '))
    before = now
    written += writeSync(file, block)
  }
  closeSync(file)
}

/** The best of three turns of both sides on one log, and the most memory of ours. */
async function sides(path) {
  const turns = []
  for (let turn = 0; turn < 3; turn++) turns.push({big: ours(path), other: await theirs(path)})
  return {
    big: turns.reduce((best, {big}) => (big.seconds < best.seconds ? big : best), turns[0].big),
    other: turns.reduce((best, {other}) => (other.seconds < best.seconds ? other : best), turns[0].other),
    peak: Math.max(...turns.map(({big}) => big.peak)),
    size: statSync(path).size / megabyte,
  }
}

const against = ({big, other, size}) =>
  `${big.seconds.toFixed(2)} s (${(size / big.seconds).toFixed(0)} MB/s, ${big.events} events, ${big.unread} unread lines) against ${other.seconds.toFixed(2)} s (${other.found} matches)`

const cost = ({seconds, peak}, size) =>
  `${seconds.toFixed(1)} s and ${(peak / megabyte).toFixed(0)} MB at ${size} MB`

/** Seconds of processor time since it was called: what others do on the machine does not count. */
function stopwatch() {
  const start = process.cpuUsage()
  return () => {
    const {user, system} = process.cpuUsage(start)
    return (user + system) / 1e6
  }
}

/** Seconds that our reader takes, and the most memory that it held over what was held before. */
function ours(path) {
  globalThis.gc?.()
  const start = process.memoryUsage().rss
  let peak = 0
  const file = openSync(path, 'r')
  const bytes = new Uint8Array(chunk)
  const log = reader({name: path})
  const elapsed = stopwatch()
  for (let count = readSync(file, bytes), turn = 0; count > 0; count = readSync(file, bytes), turn++) {
    log.push(bytes.subarray(0, count))
    if (turn % 16 === 0) peak = Math.max(peak, process.memoryUsage().rss)
  }
  const trace = log.end()
  const seconds = elapsed()
  closeSync(file)
  return {
    seconds,
    peak: Math.max(peak, process.memoryUsage().rss) - start,
    events: trace.length,
    unread: trace.source?.unread.lines ?? -1,
  }
}

/** The grammar of the logs as regular expressions: a prefix of any logging format, and one expression a message. */
const prefix =
  /^(?:(?:WARNING|DEBUG|INFO):(?:\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d+:)?[\w.]+:(?:\d+: ?)?|[WIDE]\d{4} [\d:.]+ \d+ [\w.]+:\d+\] |\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d+ \w+ [\w.]+: )?/
const patterns = [
  /^Finished tracing (.+) for jit in ([\d.]+) sec$/,
  /^Compiling jit\((.+)\) with global shapes and types \((.*)\)\. Argument mapping: \((.*)\)\.$/,
  /^Finished jaxpr to MLIR module conversion jit\((.+)\) in ([\d.]+) sec$/,
  /^Finished XLA compilation of jit\((.+)\) in ([\d.]+) sec$/,
  /^(?:PERSISTENT|Persistent) .* '(.+)' with key '(.+)'$/,
  /^TRACING CACHE MISS at (.*):$/,
  /^ {2}for (\S+) defined at (.*):(\d+)$/,
  /^ {4}(.+) id=(\d+) defined at (.*):(\d+)$/,
  /^ {2}\* at (.+?), now (.+) and before (.+)$/,
]

/** Seconds that readline with those regular expressions takes only to find the messages of the same log. */
async function theirs(path) {
  const elapsed = stopwatch()
  let found = 0
  for await (const line of createInterface({
    input: createReadStream(path, {highWaterMark: chunk}),
    crlfDelay: Infinity,
  })) {
    const text = line.replace(prefix, '')
    for (const pattern of patterns)
      if (pattern.exec(text) !== null) {
        found++
        break
      }
  }
  return {seconds: elapsed(), found}
}

/** Inputs of 1 MB that a careless pattern or walk takes quadratic time for; the slowest, in seconds. */
function worst() {
  const size = megabyte
  const head =
    'TRACING CACHE MISS at /a.py:1 (<module>):\n  for f defined at /a.py:1\n  all previously seen cache keys differ. For the closest previous key:\n  different input pytree:\n'
  const fill = (text) => text.repeat(Math.ceil(size / text.length))
  const bullet = (text) => `${head}  * at input path [0][0], now ${text} and before ${text}, so x\n`
  const inputs = {
    'one line without end': fill('a'),
    spaces: fill(' '),
    'open brackets': bullet(fill('(')),
    quotes: bullet(fill("'")),
    'and before': bullet(`(${fill(' and before ')})`),
    so: `${head}  * at input path [0][0], now ${fill(', so ')}\n`,
    colons: `TRACING CACHE MISS at ${fill(':1')}:\n`,
    'in sec': `Finished tracing ${fill(' in sec')}\n`,
    'pieces of openings': fill('Finished tracing Compiling TRACING CACHE MISS at \n'),
    'nested nodes': bullet(
      `<class 'GraphDef'> with pytree metadata GraphDef(nodes=[${fill("NodeDef(type='A', index=0, num_attributes=1, metadata=A), ")}], attributes=[${fill("('a', NodeAttr()), ")}])`,
    ),
    'a function after another': fill(
      'TRACING CACHE MISS at /a.py:1 (<module>):\n  never seen function:\n    f id=1 defined at /a.py:1\n',
    ),
    'many misses of types':
      head.replace('input pytree', 'input types') +
      '  * at x, now f32[1] and before f32[2]\n' +
      Array.from(
        {length: 5000},
        (_, i) =>
          head.replace('input pytree', 'input types') + `  * at x, now f32[${i}] and before f32[${i + 1}]\n`,
      ).join(''),
    'brackets in a launcher': fill('[a-1'),
  }
  let slowest = {seconds: 0, what: ''}
  for (const [what, text] of Object.entries(inputs)) {
    const elapsed = stopwatch()
    const log = reader({name: what})
    log.push(text)
    const trace = log.end()
    for (let id = 0; id < trace.keyCount; id += 50) trace.key(id)
    const seconds = elapsed()
    if (seconds > slowest.seconds) slowest = {seconds, what}
  }
  return slowest
}

/** The reader's rows of `npm run bench`. */
export default async function rows() {
  const folder = mkdtempSync(join(tmpdir(), 'jitlens-read-'))
  try {
    const file = join(folder, 'a.log')
    const costs = []
    for (const megabytes of [10, 1000]) {
      write(file, megabytes * megabyte)
      costs.push(cost(ours(file), megabytes))
    }
    write(file, 100 * megabyte)
    const quiet = await sides(file)
    write(file, 100 * megabyte, usual())
    const headed = await sides(file)
    writeMisses(file, 100 * megabyte)
    const misses = await sides(file)
    writeMisses(file, 1000 * megabyte)
    const many = cost(ours(file), 1000)
    const bad = worst()
    return [
      {
        what: 'log reader: readline + regular expressions ÷ ours, 100 MB',
        ratio: quiet.other.seconds / quiet.big.seconds,
        reach: 2,
        detail: `${against(quiet)}; ${[...costs, cost({...quiet.big, peak: quiet.peak}, 100)].join(', ')} over the start (processor time, the best of three turns each)`,
      },
      {
        what: 'log reader: the same with time, level and logger before each message, 100 MB',
        ratio: headed.other.seconds / headed.big.seconds,
        reach: 1,
        detail: `${against(headed)}; ${cost({...headed.big, peak: headed.peak}, 100)} over the start`,
      },
      {
        what: 'log reader: the same of a log of misses, 100 MB',
        ratio: misses.other.seconds / misses.big.seconds,
        reach: 1.5,
        detail: `${against(misses)}; ${cost({...misses.big, peak: misses.peak}, 100)}, ${many} over the start`,
      },
      {
        what: 'log reader: one second ÷ the slowest of the hostile inputs of 1 MB',
        ratio: 1 / bad.seconds,
        reach: 1,
        detail: `${bad.seconds.toFixed(3)} s for ${bad.what}`,
      },
    ]
  } finally {
    rmSync(folder, {recursive: true, force: true})
  }
}
