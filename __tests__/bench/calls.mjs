import {setFlagsFromString} from 'node:v8'
import {runInNewContext} from 'node:vm'
import hash from 'object-hash'
import {Session, nnx} from '../../dist/lib/index.js'
import {Forms, Summaries} from '../../dist/lib/key/index.js'
import {flax} from './live/flax.mjs'

/** The model that real Flax is measured with. */
class Flat extends nnx.Module {
  constructor(modules) {
    super()
    const rngs = new nnx.Rngs(0)
    this.layers = new nnx.List(
      Array.from({length: modules}, () => new nnx.Linear({in_features: 2, out_features: 2, rngs})),
    )
  }
}

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
    this.layers = new nnx.List(level)
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
const same = (model) => model

/** A warm jitted function of a model, and a layer in the midst of it. */
function warm(model, body = noop) {
  const step = new Session().nnxJit(body)
  for (let i = 0; i < 3; i++) step(model)
  let deep = model.layers
  while (deep instanceof nnx.List) deep = deep[Math.floor(deep.length / 2)]
  return {step, deep}
}

const unchanged = (model, body) => {
  const {step} = warm(model, body)
  return least(7, () => {
    for (let i = 0; i < 2000; i++) step(model)
    return 2000
  })
}

/** A static value changes to and fro: both are known to the cache. */
const edited = (model) => {
  const {step, deep} = warm(model)
  for (const use of [false, true]) {
    deep.use_bias = use
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

/** What is done to a model that was never seen: a large one at a time, and what making it left behind is collected before, not while it is measured. */
const fresh = (Model, modules, act) => {
  act(new Model(modules))
  const times = Array.from({length: modules > 2000 ? 6 : 25}, () => {
    const models = Array.from({length: Math.ceil(1000 / modules)}, () => new Model(modules))
    collect({type: 'minor'})
    return least(1, () => {
      models.forEach(act)
      return models.length
    })
  })
  return Math.min(...times)
}

const cold = (Model, modules) => {
  const summaries = new Summaries(new Forms())
  return fresh(Model, modules, (model) => summaries.forms.equal(summaries.graph([model])[0]))
}

const split = (modules) => fresh(Flat, modules, (model) => nnx.split(model))

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

/** What the simulator takes for what real Flax is measured with, in microseconds. */
const ours = (modules) => ({
  modules,
  hit: unchanged(new Flat(modules)),
  returned: unchanged(new Flat(modules), same),
  edit: edited(new Flat(modules)),
  key: cold(Flat, modules),
  split: split(modules),
})

/** The least of each figure, by modules. */
const leastOf = (rounds) =>
  new Map(
    rounds[0].map(({modules}, at) => {
      const all = rounds.map((rows) => rows[at])
      return [
        modules,
        Object.fromEntries(
          Object.keys(all[0]).map((name) => [name, Math.min(...all.map((one) => one[name]))]),
        ),
      ]
    }),
  )

const figure = (micro) =>
  micro < 1000 ? `${Number(micro.toPrecision(3))} µs` : `${(micro / 1000).toFixed(1)} ms`
const counts = [10, 100, 1000, 5000]

/** Real Flax beside the simulator, two rounds in turn. */
function besideFlax() {
  const rounds = [0, 1].map(() => ({theirs: flax(), mine: counts.map(ours)}))
  const [real, own] = [leastOf(rounds.map(({theirs}) => theirs.rows)), leastOf(rounds.map(({mine}) => mine))]
  const {when} = rounds[0].theirs
  const row = (what, modules, theirs, mine, reach) => ({
    what: `${what}, ${modules} modules`,
    ratio: theirs(real.get(modules)) / mine(own.get(modules)),
    reach,
    detail: `${figure(theirs(real.get(modules)))} and ${figure(mine(own.get(modules)))}; ${when}`,
  })
  const hit = ({hit}) => hit
  return [
    row('real nnx.jit hit ÷ simulated unchanged call', 1000, (one) => one.hit_us, hit, 100_000),
    row(
      'real nnx.jit hit that returns its argument ÷ simulated',
      1000,
      (one) => one.returned_us,
      ({returned}) => returned,
      100_000,
    ),
    row('real hit by graph=False ÷ simulated unchanged call', 1000, (one) => one.tree_us, hit, 10_000),
    row(
      'real hit by cached_partial ÷ simulated unchanged call',
      1000,
      (one) => one.cached_partial_us,
      hit,
      10_000,
    ),
    row(
      'real hit of jax.jit, split once ÷ simulated unchanged call',
      1000,
      (one) => one.static_graphdef_us,
      hit,
      5_000,
    ),
    ...[
      [100, 500],
      [1000, 5000],
    ].map(([modules, reach]) =>
      row(
        'real edit + hit ÷ simulated edit + call',
        modules,
        (one) => one.edit_and_hit_us,
        ({edit}) => edit,
        reach,
      ),
    ),
    ...counts.map((modules) =>
      row(
        'real split + hash ÷ key of a model never seen',
        modules,
        (one) => one.split_us + one.hash_us,
        ({key}) => key,
        40,
      ),
    ),
    ...counts.map((modules) =>
      row(
        'real nnx.split ÷ nnx.split of a new model',
        modules,
        (one) => one.split_us,
        (one) => one.split,
        20,
      ),
    ),
  ]
}

/** Keys and calls against real Flax and object-hash, and how they grow with a model. */
export default async function calls() {
  const rows = besideFlax()
  for (const [modules, reach] of [
    [1000, 40],
    [10000, 60],
  ]) {
    const [theirs, key] = [hashed(modules), cold(Net, modules)]
    rows.push({
      what: `object-hash of the whole model ÷ key of a model never seen, ${modules} modules`,
      ratio: theirs / key,
      reach,
      detail: `${figure(theirs)} and ${figure(key)}`,
    })
  }
  const [small, large] = [unchanged(new Net(10)), unchanged(new Net(100_000))]
  rows.push({
    what: 'unchanged call at 100 k ÷ at 10 modules',
    ratio: large / small,
    reach: {most: 2},
    detail: `${figure(large)} and ${figure(small)}`,
  })
  const [one, hundred] = [edited(new Net(1000)), edited(new Net(100_000))]
  rows.push({
    what: 'one edit + call at 100 k ÷ at 1 k modules',
    ratio: hundred / one,
    reach: {most: 4},
    detail: `${figure(hundred)} and ${figure(one)}`,
  })
  return rows
}
