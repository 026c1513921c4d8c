import fc from 'fast-check'
import {describe as described} from '../../lib/scenario/index.ts'
import {at} from '../../lib/array/index.ts'
import {leavesOf, structureOf} from '../../lib/graph/index.ts'
import {Forms, Summaries} from '../../lib/key/index.ts'
import {jnp, loadState, nnx, PythonError, saveState} from '../../lib/index.ts'
import {isSame, write} from '../jit/twin.ts'
import {Tagged, Walker} from '../jit/walker.ts'

const runs = {numRuns: 150}

/** A walker over random models with sharing and cycles, some edits later. */
const walkers = fc.tuple(fc.nat(), fc.nat({max: 30})).map(([seed, edits]) => {
  const walker = new Walker(seed)
  for (let i = 0; i < edits; i++) walker.edit()
  for (let i = walker.random.below(3); i > 0; i--) walker.share()
  return walker
})

const holds = (law: (walker: Walker) => void): void => fc.assert(fc.property(walkers, law), runs)

/** A model without its values, written down by a walk of the test's own. */
const written = (model: unknown): unknown => write(model, null, new Map())
/** What JAX makes of a model, or why it takes none of it: a list may hold a text, which is no array. */
function seen(model: unknown): unknown {
  try {
    return described(model)
  } catch (error) {
    if (error instanceof PythonError) return error.message
    throw error
  }
}

/** What a walk finds, or the message of its error: without references a Module that holds itself has no end. */
function attempt(walk: () => readonly unknown[]): readonly unknown[] {
  try {
    return walk()
  } catch (error) {
    return [String(error)]
  }
}

const values = (model: unknown): readonly unknown[] =>
  nnx
    .toFlatState(nnx.split(model)[1])
    .map(([, leaf]): unknown => (leaf instanceof nnx.VariableState ? leaf.value : leaf))

describe('merge(split(model))', () => {
  test('is the model again: structure, sharing, cycles and values', () => {
    let shared = 0
    holds(({models}) => {
      for (const model of models) {
        if (nnx.graphdef(model).nodes.some(({kind}) => kind === 'NodeRef')) shared++
        const back = nnx.merge(...nnx.split(model))
        expect(back).not.toBe(model)
        expect(isSame(written(back), written(model))).toBe(true)
        expect(seen(back)).toEqual(seen(model))
        expect(values(back).every((value, i) => Object.is(value, values(model)[i]))).toBe(true)
      }
    })
    expect(shared).toBeGreaterThan(50)
  })

  test('keeps what two models share when they are split together', () => {
    holds(({models}) => {
      const [first, second] = models
      const pair = {first, second, again: first}
      const back = nnx.merge(...nnx.split(pair))
      expect(isSame(written(back), written(pair))).toBe(true)
    })
  })
})

test('the leaves of a call are those that taking its arguments apart meets, with their nodes in the same order', () => {
  const count = {leaves: 0, nodes: 0}
  holds(({models}) => {
    for (const isShared of [true, false]) {
      const trees = [{models, more: [1, null, undefined]}, models[0]]
      const apart = (): readonly unknown[] => {
        const met: unknown[] = []
        for (const tree of trees) structureOf(tree, met, references)
        return met
      }
      const references = isShared ? new Map<object, number>() : null
      const other = isShared ? new Map<object, number>() : null
      const [found, expected] = [attempt(() => leavesOf(trees, other)), attempt(apart)]
      expect(found.length).toBe(expected.length)
      expect(found.every((leaf, i) => Object.is(leaf, expected[i]))).toBe(true)
      expect([...(other?.keys() ?? [])].every((node, i) => references?.get(node) === i)).toBe(true)
      expect(other?.size).toBe(references?.size)
      count.leaves += found.length
      count.nodes += other?.size ?? 0
    }
  })
  expect(Math.min(count.leaves, count.nodes)).toBeGreaterThan(1000)
})

test('graphdef(a) equals graphdef(b) if and only if the models are described alike', () => {
  let alike = 0
  holds(({models, random}) => {
    const [a, b] = [
      random.pick(models),
      random.chance(0.5) ? nnx.clone(random.pick(models)) : random.pick(models),
    ]
    const same = isSame(written(a), written(b))
    if (same) alike++
    expect(nnx.graphdef(a).equals(nnx.graphdef(b))).toBe(same)
    expect(nnx.graphdef(b).equals(nnx.graphdef(a))).toBe(same)
  })
  expect(alike).toBeGreaterThan(10)
})

describe('the key of a model', () => {
  test('kept up to date after each edit is that of a fresh walk', () => {
    fc.assert(
      fc.property(fc.nat(), (seed) => {
        const [walker, forms] = [new Walker(seed), new Forms()]
        const lasting = new Summaries(forms)
        for (let i = 0; i < 25; i++) {
          const done = walker.edit()
          const ids = (summaries: Summaries): readonly number[] =>
            [
              ...walker.models.flatMap((model) => summaries.graph([model])),
              ...summaries.graph(walker.models),
            ].map((form) => forms.equal(form))
          expect([done, ids(lasting)]).toEqual([done, ids(new Summaries(forms))])
        }
      }),
      {numRuns: 60},
    )
  })

  test('is that of another model if and only if what they hold is alike', () => {
    holds(({models, random}) => {
      const forms = new Forms()
      const key = (model: unknown): number => forms.equal(at(new Summaries(forms).graph([model]), 0))
      const [a, b] = [
        random.pick(models),
        random.chance(0.3) ? nnx.clone(random.pick(models)) : random.pick(models),
      ]
      const content = (model: unknown): unknown => write(model, [], new Map())
      expect(key(a) === key(b)).toBe(isSame(content(a), content(b)))
    })
  })
})

describe('edit(state, recipe)', () => {
  test('leaves untouched leaves the same objects, and the first state as it was', () => {
    holds(({models, random}) => {
      const [, state] = nnx.split<unknown>(random.pick(models))
      const leaves = nnx.toFlatState(state)
      if (!(state instanceof nnx.State) || leaves.length === 0) return
      const [path] = random.pick(leaves)
      const next = nnx.edit<object>(state, (draft) => {
        const owner: unknown = path
          .slice(0, -1)
          .reduce<unknown>(
            (at, key) => (typeof at === 'object' && at !== null ? Reflect.get(at, String(key)) : null),
            draft,
          )
        if (typeof owner === 'object' && owner !== null)
          Reflect.set(owner, String(path[path.length - 1]), jnp.zeros([7]))
      })
      const still = nnx.toFlatState(state)
      expect(still.map(([at]) => at)).toEqual(leaves.map(([at]) => at))
      still.forEach(([, leaf], i) => expect(leaf).toBe(leaves[i]?.[1]))
      const changed = nnx.toFlatState(next).filter(([, leaf], i) => leaf !== leaves[i]?.[1])
      expect(changed.map(([at]) => at)).toEqual([path])
      expect(Object.isFrozen(next)).toBe(true)
    })
  })

  test('gives the same state back when the recipe changes nothing', () => {
    const [, state] = nnx.split(new nnx.Linear({in_features: 4, out_features: 8, rngs: new nnx.Rngs(0)}))
    expect(nnx.edit(state, () => undefined)).toBe(state)
    const next = nnx.edit(state, (draft) => {
      draft.bias.value = jnp.ones([8])
    })
    expect(next.kernel).toBe(state.kernel)
    expect(next.bias).not.toBe(state.bias)
  })
})

test('loadState(saveState(state)) is the state, through the text of a file', () => {
  holds(({models}) => {
    for (const model of models) {
      const [, state] = nnx.split<unknown>(model)
      if (!(state instanceof nnx.State)) continue
      const file: unknown = JSON.parse(JSON.stringify(saveState(state)))
      const back = loadState(file, {Tagged})
      expect(saveState(back)).toEqual(saveState(state))
      const kinds = (of: nnx.State): unknown[] =>
        nnx
          .toFlatState(of)
          .map(([path, leaf]) => [
            path.join('.'),
            leaf instanceof nnx.VariableState ? [leaf.type, {...leaf.metadata}] : null,
          ])
      expect(kinds(back)).toEqual(kinds(state))
      if (nnx.toFlatState(state).length > 0)
        expect(isSame(written(nnx.merge(nnx.graphdef(model), back)), written(model))).toBe(true)
    }
  })
})
