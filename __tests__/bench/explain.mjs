import {
  decode,
  encode,
  explain,
  noSeconds,
  paragraphs,
  propose,
  proposed,
  read,
  Trace,
} from '../../dist/lib/index.js'

const size = 1_000_000

/** A repeatable source of numbers below a bound. */
function dice() {
  let seed = 7
  return (bound) => {
    seed = (seed * 1103515245 + 12345) % 2147483648
    return Math.floor((seed / 2147483648) * bound)
  }
}

/** So many characters of blocks. */
function fill(block, most = size) {
  const blocks = []
  for (let i = 0, length = 0; length < most; i++) {
    const text = block(i)
    blocks.push(text)
    length += text.length
  }
  return blocks.join('')
}

const start = (name, what) =>
  `TRACING CACHE MISS at /a/train.py:7:4 (<module>):\n  for ${name} defined at /a/train.py:3\n  all previously seen cache keys differ. For the closest previous key:\n  different input ${what}:\n`
const fresh = (name, id, line = 3) =>
  `TRACING CACHE MISS at /a/train.py:7:4 (<module>):\n  never seen function:\n    ${name} id=${id} defined at /a/train.py:${line}\n`
const types = (name, now, before) => `${start(name, 'types')}  * at x, now ${now} and before ${before}\n`
const tree = (name, at, now, before, so = '') =>
  `${start(name, 'pytree')}  * at input path ${at}, now ${now} and before ${before}, so ${so === '' ? 'the pytree node metadata does not match' : so}\n`
const shaped = (sizes) => `ShapedArray(float32[${sizes}])`
const compile = (name, avals) =>
  `Compiling jit(${name}) with global shapes and types (${avals.join(', ')},). Argument mapping: (${avals.map(() => 'UnspecifiedValue').join(', ')},).\n`
const timed = (name, avals, seconds = 0.25) =>
  `Finished tracing ${name} for jit in ${seconds} sec\n${compile(name, avals)}Finished jaxpr to MLIR module conversion jit(${name}) in ${seconds} sec\nFinished XLA compilation of jit(${name}) in ${seconds} sec\n`

function graphdef(layers, rate) {
  const nodes = Array.from(
    {length: layers},
    (_, i) =>
      `, NodeDef(\n  type='Linear',\n  index=${3 * i + 1},\n  outer_index=None,\n  num_attributes=2,\n  metadata=Linear\n), VariableDef(\n  type='Param',\n  index=${3 * i + 2},\n  outer_index=None,\n  metadata=PrettyMapping({\n    'hijax': False\n  })\n)`,
  ).join('')
  const attributes = Array.from(
    {length: layers},
    (_, i) => `('l${i}', NodeAttr()), ('kernel', NodeAttr()), ('rate', Static(value=${rate}))`,
  ).join(', ')
  return `<class 'flax.nnx.graphlib.GraphDef'> with pytree metadata GraphDef(nodes=[NodeDef(\n  type='Net',\n  index=0,\n  outer_index=None,\n  num_attributes=${layers},\n  metadata=Net\n)${nodes}], attributes=[${attributes}], num_leaves=${layers})`
}

const dict = (count) => `<class 'dict'> with ${count} child${count === 1 ? '' : 'ren'}`
const keySets = (keys) =>
  `the numbers of children do not match, with the symmetric difference of key sets: {${keys.map((key) => `'${key}'`).join(', ')}}`

/** Logs of about 1 MB, each of one kind that a careless comparison of all with all takes long for. */
function* logs() {
  const roll = dice()
  yield [
    'shapes of one function',
    fresh('step', 1) +
      timed('step', [shaped(1)]) +
      fill((i) => types('step', `f32[${i + 2}]`, `f32[${i + 1}]`) + timed('step', [shaped(i + 2)])),
  ]
  yield [
    'shapes of two dimensions',
    fresh('step', 1) +
      timed('step', [shaped('1,1')]) +
      fill(() => {
        const [a, b] = [roll(3000), roll(3000)]
        return (
          types('step', `f32[${a},${b}]`, `f32[1,1]`) + timed('step', [shaped(`${a},${b}`)], roll(100) / 100)
        )
      }),
  ]
  yield [
    'shapes, explanations alone',
    fresh('step', 1) + fill((i) => types('step', `f32[${i + 2}]`, `f32[${i + 1}]`)),
  ]
  yield ['shapes, compiles alone', fill((i) => compile('step', [shaped(i)]))]
  yield ['shapes, times alone', fill((i) => `Finished tracing step for jit in 0.${i} sec\n`)]
  yield ['shapes of many functions', fill((i) => fresh(`f${i}`, i, i + 1) + timed(`f${i}`, [shaped(i)]))]
  yield ['many functions, compiles alone', fill((i) => compile(`f${i}`, [shaped(i)]))]
  yield ['a new function in each turn', fill((i) => fresh('<lambda>', i) + timed('<lambda>', [shaped(3)]))]
  yield ['a new function, explanations alone', fill((i) => fresh('f', i))]
  yield [
    'the shapes of fifty arguments',
    fresh('step', 1) +
      fill((i) => {
        const sizes = Array.from({length: 50}, (_, at) => shaped(at === i % 50 ? i : at))
        return (
          types('step', `f32[${i}]`, `f32[${i % 50}]`).replace('at x', `at x${i % 50}`) + timed('step', sizes)
        )
      }),
  ]
  yield [
    'types of many names',
    fresh('step', 1) +
      fill(
        (i) =>
          types('step', `f32[${i}]`, 'f32[1]').replace('at x', `at x${i}`) + compile('step', [shaped(i)]),
      ),
  ]
  yield [
    'small graphdefs',
    fresh('step', 1) +
      fill(
        (i) =>
          tree('step', '[0][0]._graphdef', graphdef(1, i + 1), graphdef(1, i)) + timed('step', [shaped(i)]),
      ),
  ]
  yield [
    'graphdefs that grow',
    fresh('step', 1) +
      fill(
        (i) =>
          tree('step', '[0][0]._graphdef', graphdef((i % 8) + 1, i), graphdef(((i + 3) % 8) + 1, i)) +
          timed('step', Array((i % 8) + 1).fill(shaped(i))),
      ),
  ]
  yield [
    'graphdefs, explanations alone',
    fresh('step', 1) +
      fill(() => tree('step', '[0][0]._graphdef', graphdef(2, roll(1000)), graphdef(2, roll(1000)))),
  ]
  yield [
    'one large graphdef',
    fresh('step', 1) +
      tree('step', '[0][0]._graphdef', graphdef(1500, 1), graphdef(1500, 2)) +
      timed('step', Array(1500).fill(shaped(2))),
  ]
  yield [
    'statics',
    fresh('step', 1) +
      fill(
        (i) =>
          tree(
            'step',
            '[0][1]',
            `<class 'jax._src.tree_util.Static'> with pytree metadata Static(val=${i + 1})`,
            `<class 'jax._src.tree_util.Static'> with pytree metadata Static(val=${i})`,
          ) + timed('step', [shaped(4)]),
      ),
  ]
  yield [
    'statics at many places',
    fresh('step', 1) +
      fill(
        (i) =>
          tree(
            'step',
            `[0][${i}]`,
            `<class 'Static'> with pytree metadata Static(val=${i + 1})`,
            `<class 'Static'> with pytree metadata Static(val=${i})`,
          ) + compile('step', [shaped(4)]),
      ),
  ]
  yield [
    'tuples of other lengths',
    fresh('step', 1) +
      fill(
        (i) =>
          tree(
            'step',
            '[0]',
            `tuple of length ${i + 2}`,
            `tuple of length ${i + 1}`,
            'the lengths do not match',
          ) + timed('step', [shaped(3)]),
      ),
  ]
  yield [
    'keywords that come and go',
    fresh('step', 1) +
      fill(
        (i) =>
          tree('step', '[1]', dict((i % 5) + 1), dict(i % 5), keySets([`k${i}`])) +
          timed('step', [shaped(i % 9)]),
      ),
  ]
  yield [
    'a few keywords that come and go',
    fresh('step', 1) +
      fill(() => {
        const keys = Array.from({length: roll(20)}, () => `k${roll(40)}`)
        return (
          tree('step', '[1]', dict(roll(20)), dict(roll(20)), keySets(keys)) +
          timed('step', Array(keys.length).fill(shaped(3)))
        )
      }),
  ]
  yield [
    'thousands of keywords',
    fresh('step', 1) +
      fill(
        (i) =>
          tree(
            'step',
            '[1]',
            dict(3000),
            dict(0),
            keySets(Array.from({length: 3000}, (_, at) => `key_${i}_${at}`)),
          ) + timed('step', Array(1000).fill(shaped(i))),
      ),
  ]
  yield [
    'keys in dicts at many places',
    fresh('step', 1) +
      fill(
        (i) =>
          tree('step', `[0][${i % 300}]`, dict(2), dict(1), keySets([`k${i}`])) +
          compile('step', [shaped(i)]),
      ),
  ]
  yield [
    'contexts',
    fresh('step', 1) +
      fill(
        (i) =>
          `${start('step', 'types').replace('different input types', "tracing context doesn't match")}  * jax_option_${i % 500}: now ${i} and before ${i - 1}\n${timed('step', [shaped(3)])}`,
      ),
  ]
  yield [
    'hosts in turn',
    fill(
      (i) =>
        `[${i % 64}]: ${(i < 64 ? fresh('step', 1) : types('step', `f32[${i}]`, `f32[${i - 64}]`) + timed('step', [shaped(i)])).trimEnd().replaceAll('\n', `\n[${i % 64}]: `)}\n`,
    ),
  ]
  yield [
    'a process a record',
    fill(
      (i) =>
        `W1122 15:06:56.242391 ${i} dispatch.py:204] ${fresh('step', i)}W1122 15:06:56.242391 ${i} dispatch.py:204] ${compile('step', [shaped(i)])}`,
    ),
  ]
  yield [
    'tracebacks',
    fill(
      (i) =>
        `${fresh('step', i)}Traceback (most recent call last):\n  File "/a.py", line 3, in step\nValueError: ${i}\n`,
    ),
  ]
  yield [
    'nested misses',
    fill((i) => fresh(`f${i}`, i, i), size / 2) +
      fill((i) => `Finished tracing f${i} for jit in 0.1 sec\n`, size / 2),
  ]
  yield [
    'compiles inside others',
    fresh('step', 1) +
      fill(
        (i) =>
          types('step', `f32[${i}]`, `f32[${i - 1}]`) +
          fresh(`g${i % 30}`, i) +
          timed(`g${i % 30}`, [shaped(i)]) +
          timed('step', [shaped(i)]),
      ),
  ]
  yield ['one line', 'a'.repeat(size)]
  yield ['one name', timed('f'.repeat(size / 4), [shaped(3)])]
  yield [
    'one compile of many leaves',
    fresh('step', 1) +
      timed(
        'step',
        Array.from({length: size / 45}, (_, i) => shaped(i)),
      ),
  ]
  yield [
    'deep nesting',
    tree(
      'step',
      '[0][0]',
      `<class 'A'> with pytree metadata ${'('.repeat(size / 4)}${')'.repeat(size / 4)}`,
      `<class 'A'> with pytree metadata ${'['.repeat(size / 4)}`,
    ),
  ]
  yield [
    'a deep path',
    tree('step', `[0]${"['a']".repeat(size / 5)}`, 'tuple of length 1', 'tuple of length 2'),
  ]
}

/** Traces that a recorder or a simulation could have written, of about 1 MB. */
function* traces() {
  const roll = dice()
  const leaf = (i, value) => ({component: 'aval', kind: 'leaf', path: ['m', `l${i}`], value})
  const attribute = (path, value) => ({component: 'graphdef', kind: 'attribute', path, value})
  const node = (path) => ({component: 'graphdef', kind: 'node', path, value: 'Linear'})
  const of = (count, facts) => {
    const trace = new Trace({producer: 'bench'})
    trace.addFunction({name: 'step'})
    for (let i = 0; i < count; i++)
      trace.append({
        function: 0,
        key: trace.addKey({function: 0, facts: facts(i), unknown: []}),
        outcome: 'retrace',
        evidence: 'simulated',
        time: i,
        seconds: {trace: 0.1, lower: 0.1, compile: roll(9)},
        layers: [],
      })
    return [...encode(trace)].join('\n')
  }
  yield ['trace: other shapes in each key', of(4000, (i) => [leaf(0, `f32[${i}]`)])]
  yield [
    'trace: other paths in each key',
    of(1200, (i) => Array.from({length: 8}, (_, at) => attribute(['m', `a${i}`, String(at)], '1'))),
  ]
  yield [
    'trace: lists that shift',
    of(60, (i) =>
      Array.from({length: 100}, (_, at) => [
        node(['m', 'layers', String(at)]),
        attribute(['m', 'layers', String(at), 'rate'], String((at + i * 7) % 103)),
      ]).flat(),
    ),
  ]
  yield [
    'trace: two long lists',
    of(2, (i) =>
      Array.from({length: 4000}, (_, at) => [
        node(['m', 'layers', String(at)]),
        attribute(['m', 'layers', String(at), 'rate'], String((at + i * 7) % 1003)),
      ]).flat(),
    ),
  ]
  yield [
    'trace: many lists',
    of(4, (i) =>
      Array.from({length: 1300}, (_, at) => [
        node(['m', `n${at}`, String(i % 3)]),
        attribute(['m', `n${at}`, String(i % 3), 'rate'], String(i)),
      ]).flat(),
    ),
  ]
  yield [
    'trace: renamed attributes',
    of(6, (i) =>
      Array.from({length: 1000}, (_, at) => [
        node(['m', `n${at}_${i}`]),
        attribute(['m', `n${at}_${i}`, 'rate'], String(at % 3)),
      ]).flat(),
    ),
  ]
  yield [
    'trace: a deep path',
    of(6, (i) =>
      Array.from({length: 170}, (_, at) =>
        node(Array.from({length: at}, (_, depth) => `n${depth === 100 ? i : depth}`)),
      ),
    ),
  ]
}

/** All of them, by what they are. */
export function* inputs() {
  yield* logs()
  yield* traces()
}

/** Seconds of processor time that a body takes: what others do on the machine does not count. */
export function seconds(body) {
  const before = process.cpuUsage()
  body()
  const {user, system} = process.cpuUsage(before)
  return (user + system) / 1e6
}

/** What the command `explain` does with the text of a file. */
export function whole(text) {
  const trace = text.startsWith('{"format"') ? decode(text.split('\n'), 'bench') : read(text)
  const explanation = explain(trace)
  return [...paragraphs(explanation), ...proposed(propose(trace), explanation)].join('\n').length
}

/** A trace of `count` keys of `width` facts, as training writes them: one of a few values changes in each. */
export function keys(count, width) {
  const trace = new Trace({producer: 'bench'})
  trace.addFunction({name: 'step'})
  const base = Array.from({length: width}, (_, i) => ({
    component: 'aval',
    kind: 'leaf',
    path: ['model', `layer${i}`, 'kernel'],
    value: `f32[${i},4]`,
  }))
  for (let i = 0; i < count; i++) {
    const facts = base.map((fact) => ({...fact}))
    facts[i % width] = {...facts[i % width], value: `f32[${i},8]`}
    trace.append({
      function: 0,
      key: trace.addKey({function: 0, facts, unknown: []}),
      outcome: 'retrace',
      evidence: 'simulated',
      time: i,
      seconds: {trace: 0.1, lower: 0.1, compile: 1},
      layers: [],
    })
  }
  return trace
}

/** A trace of calls of which few miss. */
export function calls(count) {
  const trace = new Trace({producer: 'bench'})
  trace.addFunction({name: 'step'})
  for (let i = 0; i < count; i++) {
    if (i % 10_000 > 0) trace.hit(0, trace.keyCount - 1, i)
    else
      trace.append({
        function: 0,
        key: trace.addKey({
          function: 0,
          facts: [{component: 'aval', kind: 'leaf', path: ['x'], value: `f32[${i}]`}],
          unknown: [],
        }),
        outcome: 'retrace',
        evidence: 'simulated',
        time: i,
        seconds: noSeconds,
        layers: [],
      })
  }
  return trace
}

/** The rows of `npm run bench` on explaining: seconds of processor time, each the whole way from text to text. */
export default async function rows() {
  let slowest = {what: '', time: 0}
  let kinds = 0
  for (const [what, text] of inputs()) {
    const time = seconds(() => whole(text))
    kinds++
    if (time > slowest.time) slowest = {what, time}
  }
  const many = keys(10_000, 100)
  const wide = seconds(() => explain(many))
  const warm = calls(100_000)
  const few = seconds(() => explain(warm))
  return [
    {
      what: 'explain: seconds for the slowest of the inputs of 1 MB, read, explained and written',
      ratio: slowest.time,
      reach: {most: 1},
      detail: `${slowest.what}, of ${kinds} kinds`,
    },
    {
      what: 'explain: seconds for 10,000 keys of 100 facts',
      ratio: wide,
      reach: {most: 1},
      detail: 'each differs in one fact from the first',
    },
    {
      what: 'explain: seconds for 100,000 calls, 10 of them misses',
      ratio: few,
      reach: {most: 0.1},
      detail: 'hits are read from their columns',
    },
  ]
}
