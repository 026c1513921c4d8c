/** Where a guarded value stands: an argument, a cell or a global, or a place below another source. */
export interface Source {
  /** What it is reached from; null for a name of the frame. */
  readonly parent: Source | null
  /** As torch names it: `L['m']._modules['drop'].p`. */
  readonly name: string
  /** As a user writes it: `['m', 'drop', 'p']`; a global's begins with `globals`. */
  readonly path: readonly (string | number)[]
  /** The same by the names that a program writes, items in brackets: `['m', 'drop', 'p']`, `['d', "['a']"]`. */
  readonly segments: readonly string[]
  /** How guards of it are sorted before the length of the name (torch `GuardSource`). */
  readonly rank: Rank
  /** How it is read of its parent. */
  readonly step: Step
}

/** The sorts of places, in the order in which an entry's guards are tried: names of the frame, globals, what a user's module holds, what torch.nn's own holds. */
export const ranks = {local: 0, global: 1, module: 2, builtin: 3} as const
type Rank = (typeof ranks)[keyof typeof ranks]

/** How a value is read of the one that holds it. */
type Step =
  | {readonly by: 'local' | 'global' | 'own' | 'attribute' | 'part'; readonly key: string}
  | {readonly by: 'item'; readonly key: string | number}
  | {readonly by: 'place'; readonly key: number}
  | {readonly by: 'code'}
  | {readonly by: 'held'; readonly object: object}

/** How a value of a dict is read: by its key, or by its place where the key is an object. */
export const keyStep = (key: unknown, keys: Iterable<unknown>): Step =>
  typeof key === 'number' || typeof key === 'string'
    ? {by: 'item', key}
    : {by: 'place', key: [...keys].indexOf(key)}

/** The maps of a module that torch keeps apart; a user's path leaves them out. */
export const parts = ['_modules', '_parameters', '_buffers'] as const
export type Part = (typeof parts)[number]

/** Whether a name is that of such a map. */
export const isPart = (name: string): name is Part => parts.some((part) => part === name)

const subscript = (key: string | number): string => `[${typeof key === 'number' ? key : `'${key}'`}]`

/** A name of the frame: an argument or a cell. */
export const local = (key: string): Source => ({
  parent: null,
  name: `L['${key}']`,
  path: [key],
  segments: [key],
  rank: ranks.local,
  step: {by: 'local', key},
})

/** A global of the frame's function. */
export const global = (key: string): Source => ({
  parent: null,
  name: `G['${key}']`,
  path: ['globals', key],
  segments: ['globals', key],
  rank: ranks.global,
  step: {by: 'global', key},
})

/** What JavaScript closes over: it does not tell the name, so this is one made for it. */
export const captured = (key: string, object: object): Source => ({
  parent: null,
  name: `G['${key}']`,
  path: ['globals', key],
  segments: ['globals', key],
  rank: ranks.global,
  step: {by: 'held', object},
})

/** A place below another. */
export function below(parent: Source, step: Step, rank: Rank = parent.rank): Source {
  if (step.by === 'held') return parent
  const {name, key, segment} = stepped(parent, step)
  return {
    parent,
    name: parent.name + name,
    path: key === null ? parent.path : [...parent.path, key],
    segments: segment === null ? parent.segments : [...parent.segments, segment],
    rank,
    step,
  }
}

/** What a step adds to the name of a source, to its path and to its segments; null where the user writes nothing. */
interface Stepped {
  readonly name: string
  readonly key: string | number | null
  readonly segment: string | null
}

function stepped(parent: Source, step: Exclude<Step, {readonly by: 'held'}>): Stepped {
  switch (step.by) {
    case 'item': {
      const isChild = parent.step.by === 'part'
      return {
        name: subscript(step.key),
        key: step.key,
        segment: isChild ? String(step.key) : subscript(step.key),
      }
    }
    case 'place':
      return {
        name: `[list(dict.keys(${parent.name}))[${step.key}]]`,
        key: step.key,
        segment: `[list(…)[${step.key}]]`,
      }
    case 'code':
      return {name: '.__code__', key: '__code__', segment: null}
    case 'part':
      return {name: `.${step.key}`, key: null, segment: null}
    default:
      return {name: `.${step.key}`, key: step.key, segment: step.key}
  }
}

/** The same place as one that a module of torch.nn, or of the user's own, holds. */
export const ranked = (source: Source, rank: Rank): Source =>
  rank > source.rank ? {...source, rank} : source

const localName = /L\['(\w+)'\]/g
const partName = /\.(?:_modules|_parameters|_buffers)\['(\w+)'\]/g

/** A text with the arguments' names as torch prints them since 2.5: `x` for `L['x']`. */
export const stripped = (text: string): string => text.replace(localName, '$1')

/** The same without the maps that a module keeps its parts in. */
export const shortened = (text: string): string => stripped(text).replace(partName, '.$1')
