/** An argument: an array, a container of arrays, or a static value. */
export type Argument =
  | {readonly kind: 'leaf'; readonly type: string}
  | {readonly kind: 'dict'; readonly held: Readonly<Record<string, string>>}
  | {readonly kind: 'tuple'; readonly held: readonly string[]}
  | {readonly kind: 'static'; readonly value: number}

/** What one call of `step(x, y, z, *, n)` is given. */
export interface Given {
  readonly args: readonly Argument[]
  /** The static keyword; null where it is not given. */
  readonly n: number | null
  readonly context: Readonly<Record<string, string>>
}

export const names = ['x', 'y', 'z']
export const settings = ['jax_enable_x64', 'jax_default_matmul_precision']

/** A leaf with its name in JAX's messages and the path of a key. */
export interface GivenLeaf {
  readonly name: string
  readonly path: readonly string[]
  readonly type: string
}

export const leavesOf = ({args}: Given): GivenLeaf[] =>
  args.flatMap((argument, i): GivenLeaf[] => {
    const name = names[i] ?? ''
    switch (argument.kind) {
      case 'leaf':
        return [{name, path: [name], type: argument.type}]
      case 'dict':
        return Object.entries(argument.held)
          .sort()
          .map(([key, type]) => ({name: `${name}['${key}']`, path: [name, `['${key}']`], type}))
      case 'tuple':
        return argument.held.map((type, at) => ({name: `${name}[${at}]`, path: [name, `[${at}]`], type}))
      case 'static':
        return []
    }
  })

const classes = {
  leaf: 'pytree leaf',
  dict: "<class 'dict'>",
  tuple: "<class 'tuple'>",
  static: "<class 'jax._src.tree_util.Static'>",
}
const children = (count: number): string => `${count} child${count > 1 ? 'ren' : ''}`
const list = (keys: readonly string[]): string => `[${keys.map((key) => `'${key}'`).join(', ')}]`
const other = (one: readonly string[], two: readonly string[]): string[] =>
  [...one, ...two].filter((key) => one.includes(key) !== two.includes(key))

/** jax `tree_util.py`, `_equality_errors` */
function treeErrors(at: string, now: Argument, before: Argument): string[] {
  const error = (one: string, two: string, so: string): string[] => [
    `  * at input path ${at}, now ${one} and before ${two}, so ${so}`,
  ]
  if (now.kind !== before.kind)
    return error(classes[now.kind], classes[before.kind], 'their Python types differ')
  if (now.kind === 'static' && before.kind === 'static' && now.value !== before.value)
    return error(
      `${classes.static} with pytree metadata Static(val=${now.value})`,
      `${classes.static} with pytree metadata Static(val=${before.value})`,
      'the pytree node metadata does not match',
    )
  if (now.kind === 'tuple' && before.kind === 'tuple' && now.held.length !== before.held.length)
    return error(
      `tuple of length ${now.held.length}`,
      `tuple of length ${before.held.length}`,
      'the lengths do not match',
    )
  if (now.kind === 'dict' && before.kind === 'dict') {
    const [one, two] = [Object.keys(now.held).sort(), Object.keys(before.held).sort()]
    const swapped = other(one, two)
    if (one.length !== two.length)
      return error(
        `${classes.dict} with ${children(one.length)}`,
        `${classes.dict} with ${children(two.length)}`,
        `the numbers of children do not match, with the symmetric difference of key sets: {${swapped.map((key) => `'${key}'`).join(' ')}}`,
      )
    if (swapped.length > 0)
      return error(
        `${classes.dict} with pytree metadata ${list(one)}`,
        `${classes.dict} with pytree metadata ${list(two)}`,
        'the pytree node metadata does not match',
      )
  }
  return []
}

function treesErrors(now: Given, before: Given): string[] {
  const counts = [now.args.length, before.args.length]
  const args =
    counts[0] === counts[1]
      ? now.args.flatMap((argument, i) => treeErrors(`[0][${i}]`, argument, before.args[i] ?? argument))
      : [
          `  * at input path [0], now tuple of length ${counts[0]} and before tuple of length ${counts[1]}, so the lengths do not match`,
        ]
  const keywords = [now, before].map(({n}) => (n === null ? 0 : 1))
  const kwargs =
    keywords[0] !== keywords[1]
      ? [
          `  * at input path [1], now <class 'dict'> with ${keywords[0]} child and before <class 'dict'> with ${keywords[1]} child, so the numbers of children do not match, with the symmetric difference of key sets: {'n'}`,
        ]
      : now.n === null || before.n === null
        ? []
        : treeErrors("[1]['n']", {kind: 'static', value: now.n}, {kind: 'static', value: before.n})
  return [...args, ...kwargs]
}

/** jax 0.10 `partial_eval.py`, `diff_tracing_cache_keys`: severity, number of differences, text. */
function difference(now: Given, before: Given): readonly [number, number, string] {
  const changed = settings.filter((name) => now.context[name] !== before.context[name])
  if (changed.length > 0)
    return [
      0,
      changed.length,
      [
        "Tracing context doesn't match, e.g. due to config or context manager.",
        ...changed.map(
          (name) =>
            `  * ${name} differs: now ${now.context[name] ?? ''} and before ${before.context[name] ?? ''}`,
        ),
      ].join('\n'),
    ]
  const trees = treesErrors(now, before)
  if (trees.length > 0) return [1, trees.length, ['different input pytree:', ...trees].join('\n')]
  const earlier = leavesOf(before)
  const types = leavesOf(now).flatMap(({name, type}, i) =>
    type === earlier[i]?.type ? [] : [`  * at ${name}, now ${type} and before ${earlier[i]?.type ?? ''}`],
  )
  return [3, types.length, ['different input types:', ...types].join('\n')]
}

const least = (
  one: readonly [number, number, string],
  two: readonly [number, number, string],
): readonly [number, number, string] =>
  (one[0] - two[0] || one[1] - two[1] || (one[2] < two[2] ? -1 : 1)) < 0 ? one : two

const long = (type: string): string => type.replace(/^f/, 'float').replace(/^i/, 'int')

const tuple = (items: readonly string[]): string => `(${items.join(', ')}${items.length === 1 ? ',' : ''})`

/** The lines of a compile, without the leaves that the program does not use. */
const compiled = (used: readonly GivenLeaf[]): string[] => [
  'Finished tracing step for jit in 0.001 sec',
  `Compiling jit(step) with global shapes and types ${tuple(used.map(({type}) => `ShapedArray(${long(type)})`))}. Argument mapping: ${tuple(used.map(() => 'UnspecifiedValue'))}.`,
  'Finished jaxpr to MLIR module conversion jit(step) in 0.002 sec',
  'Finished XLA compilation of jit(step) in 0.003 sec',
]

/**
 * What jax 0.10 logs while `step` is called so: JAX_EXPLAIN_CACHE_MISSES, and JAX_LOG_COMPILES where `compiles`. The calls
 * that miss, in order, and the leaves of each that its program uses.
 */
export function jaxLog(
  calls: readonly Given[],
  compiles: boolean,
  uses: (leaf: GivenLeaf) => boolean,
): {readonly text: string; readonly missed: readonly Given[]; readonly used: readonly GivenLeaf[][]} {
  const seen = new Map<string, Given>()
  const lines: string[] = []
  const used: GivenLeaf[][] = []
  for (const call of calls) {
    const key = JSON.stringify([call.args, call.n, settings.map((name) => call.context[name])])
    if (seen.has(key)) continue
    lines.push(`TRACING CACHE MISS at /home/me/train.py:${seen.size + 9}:1 (<module>):`)
    if (seen.size === 0)
      lines.push('  never seen function:', '    step id=139 defined at /home/me/train.py:3')
    else
      lines.push(
        '  for step defined at /home/me/train.py:3',
        '  all previously seen cache keys differ. For the closest previous key:',
        `  ${[...seen.values()].map((before) => difference(call, before)).reduce(least)[2]}`,
      )
    seen.set(key, call)
    used.push(leavesOf(call).filter(uses))
    if (compiles) lines.push(...compiled(leavesOf(call).filter(uses)))
  }
  return {text: lines.join('\n') + '\n', missed: [...seen.values()], used}
}
