import {float, jax, type JaxArray, jnp, np, nnx, PythonError, tuple} from '../../lib/index.ts'

/** Numbers that look random and are the same each time (mulberry32). */
export function random(seed: number): {
  below: (n: number) => number
  pick: <T>(items: readonly T[]) => T
  chance: (p: number) => boolean
} {
  let state = seed >>> 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), state | 1)
    t = (t + Math.imul(t ^ (t >>> 7), t | 61)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
  const below = (n: number): number => Math.floor(next() * n)
  return {
    below,
    chance: (p) => next() < p,
    pick: (items) => {
      const found = items[below(items.length)]
      if (found === undefined) throw new RangeError('nothing to pick from')
      return found
    },
  }
}

export type Random = ReturnType<typeof random>

export class Block extends nnx.Module {}
export class Other extends nnx.Module {}
export class Tagged<V = unknown> extends nnx.Param<V> {}

const variableClasses = [nnx.Param, nnx.BatchStat, Tagged]
const fs = [(x: unknown) => x, (x: unknown) => x] as const

/** Random values, models and edits of them, from small sets, so that a call often meets an old key again. */
export class Walker {
  readonly random: Random
  /**
   * Lists that statics hold by reference, changed in place now and then. None ever equals another one: which of two keys
   * that were different and are now equal is found first, is up to chance in JAX, too.
   */
  readonly #lists: unknown[][] = [['p'], ['q'], ['r']]
  /** Python lists in data attributes, changed in place as well. */
  readonly #data: unknown[][] = []
  readonly models: nnx.Module[]

  constructor(seed: number) {
    this.random = random(seed)
    this.models = [this.#module(2), this.#module(2), this.#module(1)]
  }

  /** A static value. */
  fixed(hashable = false): unknown {
    const {random} = this
    const kinds: (() => unknown)[] = [
      () => random.pick<unknown>([1, float(1), true, 2, 0, float(0), false, 0.5]),
      () => random.pick(['a', 'b', null]),
      () => random.pick(fs),
      () => random.pick([jnp.float32, np.dtype('float32'), jnp.int32]),
      () => this.pair(),
    ]
    if (!hashable)
      kinds.push(
        () => random.pick(this.#lists),
        () => [random.pick([1, 2])],
        () => tuple(1, random.pick(this.#lists)),
        () => ({k: random.pick([1, true, 2])}),
      )
    return random.pick(kinds)()
  }

  /** Tuples that are all equal, and of two hashes. */
  pair(): unknown {
    return tuple(this.random.pick([1, true]), this.random.pick<unknown>([jnp.float32, np.dtype('float32')]))
  }

  /** An array as a caller may hand it over. */
  leaf(): unknown {
    const {random} = this
    const shape = random.pick([[], [2], [3]])
    return random.pick([
      () => jnp.ones(shape, random.pick(['float32', 'int32', 'bool', 'bfloat16'])),
      () => jnp.ones(shape, 'float32'),
      () => np.ones(shape, random.pick(['float32', 'float64', 'int64'])),
      () => random.pick([1, 2, float(1), 0.5, true]),
      () => jnp.asarray(0.5),
      () => np.float32(1),
      () => jax.devicePut(jnp.ones(shape)),
    ])()
  }

  #array(): JaxArray {
    return jnp.ones(this.random.pick([[2], [3]]), this.random.pick(['float32', 'int32']))
  }

  #variable(): nnx.Variable {
    const {random} = this
    const value = random.chance(0.8)
      ? this.#array()
      : random.pick([1, np.ones([2], 'float32'), tuple(this.#array(), this.#array())])
    return new (random.pick(variableClasses))(
      value,
      random.chance(0.2) ? {note: random.pick([1, true, 'x'])} : {},
    )
  }

  #module(depth: number): nnx.Module {
    const {random} = this
    const made = random.chance(0.8) ? new Block() : new Other()
    for (let i = random.below(3) + 1; i > 0; i--) this.#set(made, depth)
    return made
  }

  #names(module: nnx.Module, first: string): string[] {
    return Object.keys(module).filter((name) => name.startsWith(first))
  }

  #nodes(): readonly nnx.Module[] {
    return this.models.flatMap((model) => [...nnx.iterModules(model)].map(([, module]) => module))
  }

  #variables(): readonly nnx.Variable[] {
    return this.models.flatMap((model) =>
      [...nnx.iterGraph(model)].flatMap(([, value]) => (value instanceof nnx.Variable ? [value] : [])),
    )
  }

  /** Sets one attribute: the first letter of its name says what it holds. */
  #set(module: nnx.Module, depth: number): void {
    const {random} = this
    const at = String(random.below(2))
    const set = (name: string, value: unknown): void => void Reflect.set(module, name + at, value)
    random.pick([
      () => set('s', this.fixed()),
      () =>
        set(
          'v',
          random.chance(0.25) && this.models !== undefined && this.#variables().length > 0
            ? random.pick(this.#variables())
            : this.#variable(),
        ),
      () => set('d', random.chance(0.5) ? this.#array() : nnx.data(random.pick([1, 2, float(1), null]))),
      () => {
        const list: unknown[] = [this.#array()]
        if (random.chance(0.5)) list.push(this.#variable())
        this.#data.push(list)
        set('p', nnx.data(list))
      },
      () => {
        if (depth > 0)
          set(
            'm',
            random.chance(0.2) && this.models !== undefined
              ? random.pick(this.#nodes())
              : this.#module(depth - 1),
          )
      },
      () => {
        if (depth > 0)
          set('l', new nnx.List([this.#module(0), random.pick([this.#variable(), this.fixed()])]))
      },
      () => set('deterministic', random.chance(0.5)),
    ])()
  }

  /** Puts a Variable or Module in a second place; a Module may come to hold itself. */
  share(): void {
    const {random} = this
    const module = random.pick(this.#nodes())
    const variables = this.#variables()
    if (variables.length > 0 && random.chance(0.9))
      Reflect.set(module, `v${random.below(2)}`, random.pick(variables))
    else Reflect.set(module, `m${random.below(2)}`, random.pick(this.#nodes()))
  }

  /** Changes something about the models, or not. */
  edit(): string {
    const {random} = this
    const module = random.pick(this.#nodes())
    const edits: Readonly<Record<string, () => void>> = {
      set: () => this.#set(module, 1),
      'set again': () => this.#set(module, 0),
      delete: () => {
        const names = Object.keys(module).filter((name) => /^[svdpm]\d$/.test(name))
        if (names.length > 1) Reflect.deleteProperty(module, random.pick(names))
      },
      value: () => {
        const variables = this.#variables()
        if (variables.length > 0)
          random
            .pick(variables)
            .setValue(
              random.chance(0.6)
                ? this.#array()
                : random.pick([1, 0.5, np.ones([2], 'float64'), jnp.asarray(0.5)]),
            )
      },
      metadata: () => {
        const variables = this.#variables()
        if (variables.length > 0) random.pick(variables).setMetadata({note: random.pick([1, true, 2])})
      },
      'mutate a static list': () => {
        const list = random.pick(this.#lists)
        if (list.length > 2) list.pop()
        else list.push(1)
      },
      'mutate a list of data': () => {
        const [list] = this.#data.length > 0 ? [random.pick(this.#data)] : []
        if (list !== undefined && list.length > 2) list.pop()
        else list?.push(this.#array())
      },
      share: () => this.share(),
      list: () => {
        const [first] = this.#names(module, 'l')
        const list: unknown = first === undefined ? null : Reflect.get(module, first)
        if (!(list instanceof nnx.List)) return
        if (random.chance(0.4) && list.length > 1) list.pop(random.below(list.length))
        else if (list.length < 3) list.append(random.pick([this.fixed(), this.#variable(), this.#module(0)]))
      },
      train: () => module.train(),
      eval: () => module.eval(),
      clone: () => {
        this.models[random.below(this.models.length)] = nnx.clone(random.pick(this.models))
      },
      'a new model': () => {
        this.models[random.below(this.models.length)] = this.#module(2)
      },
    }
    const name = random.pick(Object.keys(edits))
    try {
      edits[name]?.()
      return name
    } catch (error) {
      if (error instanceof PythonError) return `${name}, refused: ${error.message}`
      throw error
    }
  }

  /** An argument: a model, an array, or a container of either. */
  argument(): unknown {
    const {random} = this
    return random.pick([
      () => random.pick(this.models),
      () => random.pick(this.models),
      () => this.leaf(),
      () => this.leaf(),
      () =>
        random.pick<unknown>([
          null,
          tuple(this.leaf()),
          [this.leaf()],
          {a: this.leaf(), b: random.pick(this.models)},
          tuple(random.pick(this.models), random.pick(this.models)),
        ]),
    ])()
  }
}
