import {readFileSync} from 'node:fs'
import {setFlagsFromString} from 'node:v8'
import {runInNewContext} from 'node:vm'
import hash from 'object-hash'
import {Session, nnx} from '../../dist/lib/index.js'
import {Forms, Summaries} from '../../dist/lib/key/index.js'

const flax = JSON.parse(readFileSync(new URL('flax.json', import.meta.url), 'utf8'))
const real = (modules) => flax.rows.find((row) => row.modules === modules)

/** A model of so many Linear layers in lists of ten, lists of lists, and so on: as deep as it is large, never wide. */
class Net extends nnx.Module {
  constructor(modules) {
    super()
    const rngs = new nnx.Rngs(0)
    let level = Array.from({length: modules}, () => new nnx.Linear({in_features: 1, out_features: 1, rngs}))
    while (level.length > 10)
      level = Array.from(
        {length: Math.ceil(level.length / 10)},
        (_, i) => new nnx.List(level.slice(i * 10, i * 10 + 10)),
      )
    this.blocks = new nnx.List(level)
  }
}

/** Microseconds of processor time of one run, the least of several rounds: other work on the machine does not count. */
function least(rounds, body) {
  let best = Infinity
  for (let i = 0; i < rounds; i++) {
    const start = process.cpuUsage()
    const times = body() ?? 1
    const {user, system} = process.cpuUsage(start)
    best = Math.min(best, (user + system) / times)
  }
  return best
}

const noop = (_model) => 0

/** A warm jitted function of a model, and its calls. */
function warm(modules) {
  const session = new Session()
  const model = new Net(modules)
  const step = session.nnxJit(noop)
  for (let i = 0; i < 3; i++) step(model)
  let deep = model.blocks[0]
  while (deep instanceof nnx.List) deep = deep[0]
  return {session, model, step, deep}
}

const unchanged = (modules) => {
  const {model, step} = warm(modules)
  return least(7, () => {
    for (let i = 0; i < 2000; i++) step(model)
    return 2000
  })
}

const edited = (modules) => {
  const {model, step, deep} = warm(modules)
  for (const tag of ['a', 'b']) {
    deep.use_bias = tag === 'a'
    step(model)
  }
  let flag = false
  return least(7, () => {
    for (let i = 0; i < 40; i++) {
      deep.use_bias = flag = !flag
      step(model)
    }
    return 40
  })
}

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc')

/** The first key of a model: a large one at a time, and what making it left behind is collected before, not while it is measured. */
const cold = (modules) => {
  const summaries = new Summaries(new Forms())
  const key = (model) => summaries.forms.equal(summaries.graph([model])[0])
  key(new Net(modules))
  const times = Array.from({length: modules > 2000 ? 6 : 25}, () => {
    const models = Array.from({length: Math.ceil(1000 / modules)}, () => new Net(modules))
    collect({type: 'minor'})
    return least(1, () => {
      models.forEach(key)
      return models.length
    })
  })
  return Math.min(...times)
}

const plain = (value) => {
  if (value instanceof nnx.Variable)
    return {
      type: value.constructor.name,
      shape: [...value.shape],
      dtype: value.dtype.name,
      metadata: value.getMetadata(),
    }
  if (value instanceof nnx.Module)
    return Object.fromEntries(Object.entries(value).map(([name, child]) => [name, plain(child)]))
  return value
}

const hashed = (modules) => {
  const model = plain(new Net(modules))
  return least(modules > 2000 ? 1 : 3, () => void hash(model))
}

/** Keys and calls against real Flax (recorded, flax.json) and object-hash (in this run). */
export default async function calls() {
  const rows = []
  const calm = unchanged(1000)
  rows.push({
    what: 'real nnx.jit hit ÷ simulated unchanged call, 1000 modules',
    ratio: real(1000).hit_us / calm,
    reach: 10000,
    detail: `${real(1000).hit_us} µs and ${calm.toFixed(2)} µs`,
  })
  const edit = edited(1000)
  rows.push({
    what: 'real nnx.jit hit ÷ (one deep edit + simulated call), 1000 modules',
    ratio: real(1000).hit_us / edit,
    reach: 300,
    detail: `${real(1000).hit_us} µs and ${edit.toFixed(1)} µs`,
  })
  for (const modules of [10, 100, 1000, 5000]) {
    const {split_us, hash_us} = real(modules)
    const ours = cold(modules)
    rows.push({
      what: `real split + hash ÷ cold split + key, ${modules} modules`,
      ratio: (split_us + hash_us) / ours,
      reach: 20,
      detail: `${(split_us + hash_us).toFixed(0)} µs and ${ours.toFixed(0)} µs`,
    })
  }
  for (const [modules, reach] of [
    [1000, 20],
    [10000, 40],
  ]) {
    const theirs = hashed(modules)
    const ours = cold(modules)
    rows.push({
      what: `object-hash of the whole model ÷ cold key, ${modules} modules`,
      ratio: theirs / ours,
      reach,
      detail: `${(theirs / 1000).toFixed(1)} ms and ${(ours / 1000).toFixed(1)} ms`,
    })
  }
  const [small, large] = [unchanged(10), unchanged(100000)]
  rows.push({
    what: 'unchanged call at 100 k ÷ at 10 modules',
    ratio: large / small,
    reach: {most: 2},
    detail: `${large.toFixed(2)} µs and ${small.toFixed(2)} µs`,
  })
  const [one, hundred] = [edited(1000), edited(100000)]
  rows.push({
    what: 'one edit + call at 100 k ÷ at 1 k modules',
    ratio: hundred / one,
    reach: {most: 4},
    detail: `${hundred.toFixed(1)} µs and ${one.toFixed(1)} µs`,
  })
  return rows
}
