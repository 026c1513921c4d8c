import {shallow} from './factlist.ts'
import {type Fields, isFields, isItems, isText, isTexts, isWord} from './fields.ts'
import type {Path} from './key.ts'

/**
 * The kinds of guards, by torch's names (torch `_dynamo/guards.py`), and what a `Guard` of each tells:
 *
 * | kind | `what` | before | torch says |
 * | --- | --- | --- | --- |
 * | TENSOR_MATCH | `size` or `stride` with `index`; `rank`, `dtype`, `requires_grad`, `dispatch key set`; nothing for a class | what it was | `tensor 'x' size mismatch at index 0. expected 3, actual 5` |
 * | EQUALS_MATCH | `key` with `index`, for the key at a place of a dict; else nothing | repr | `m.scale == 1.0`, `z is None` |
 * | TYPE_MATCH | nothing | `<class 'list'>` | `___check_type_id(m.l2, …), type=<class '…'>` |
 * | ID_MATCH | `code` for that of a function, which then is another one; else nothing | the class of the object | `___check_obj_id(m.act, …), type=<class '…'>` |
 * | LENGTH | nothing | the length | `len(xs) == 2`, `not xs`, `len(m._modules) != 1` |
 * | DICT_CONTAINS, HASATTR | the key, the attribute | `absent` or `there` | `not ___dict_contains('scale', kwargs)`, `hasattr(o, 'scale')` |
 * | DUPLICATE_INPUT | nothing; `others` | null: they were one object | `x is y` |
 * | NO_TENSOR_ALIASING | nothing; `others` | null: they were several tensors | `Duplicate tensors found: ["x", "y"]` |
 * | SHAPE_ENV | `size`, `stride` with `index`; nothing for a number; `others` | null: `said` is the relation that held | `2 <= x.size()[0]`, `(n % 2) == 0` |
 * | GLOBAL_STATE | what changed, blanks between | null | `GLOBAL_STATE changed: grad_mode` |
 * | TORCH_FUNCTION_STATE | nothing | null | `___check_torch_function_mode_stack()` |
 * | DEFAULT_DEVICE | nothing | the device | `utils_device.CURRENT_DEVICE == None` |
 * | DIM_MARKING | nothing | null; the path is empty | `_has_dynamo_dim_marking is present on runtime tensor …` |
 * | ACCESS | the error; `Not a function` where a function stood | null: it was there | `KeyError on m.adapter` |
 * | BACKEND_MATCH | nothing | the backend | `BACKEND_MATCH failure: …` |
 * | GONE | nothing | null: an object that the entry held died | `Cache line invalidated because … got deallocated` |
 * | UNREAD | nothing | null | words that no kind knows |
 */
export const guardKinds = [
  'TENSOR_MATCH',
  'EQUALS_MATCH',
  'TYPE_MATCH',
  'ID_MATCH',
  'LENGTH',
  'DICT_CONTAINS',
  'HASATTR',
  'DUPLICATE_INPUT',
  'NO_TENSOR_ALIASING',
  'SHAPE_ENV',
  'GLOBAL_STATE',
  'TORCH_FUNCTION_STATE',
  'DEFAULT_DEVICE',
  'DIM_MARKING',
  'ACCESS',
  'BACKEND_MATCH',
  'GONE',
  'UNREAD',
] as const

/** One of `guardKinds`. */
export type GuardKind = (typeof guardKinds)[number]

/**
 * What of torch made a guard that the program's own code did not: `duck sizing` takes sizes that are equal in the first call for one, a
 * `specialization` fixes a number that was dynamic, since an operation or Python code needs its value (torch `symbolic_shapes.py`), a
 * `layer` is one of torch.nn's that reads a value, and a `module` is one of the program's that holds a whole number, which torch keeps as it is.
 */
const guardMakers = ['duck sizing', 'specialization', 'layer', 'module'] as const

/** One of `guardMakers`. */
export type GuardMaker = (typeof guardMakers)[number]

/** A guard that a call did not meet: why torch.compile could not use one entry. Others of that entry, behind it, may not hold either. */
export interface Guard {
  /** The id of the compile that made the entry, `0/1`; null before torch 2.5, which does not name it. */
  readonly entry: string | null
  /** What it compares. */
  readonly kind: GuardKind
  /** The place as the program writes it, `['self', 'blocks', '0', 'p']`, items of lists and dicts in brackets; a global stands under `globals`. Empty where none is named. */
  readonly path: Path
  /** The other places, of a guard between several. */
  readonly others?: readonly Path[]
  /** What of it, by the table of `guardKinds`. */
  readonly what?: string
  /** Which dimension, or which key of a dict, from 0. */
  readonly index?: number
  /** What stood there when the entry was compiled; null where it is not told. */
  readonly before: string | null
  /** What stands there in the call; null where it is not told. */
  readonly now: string | null
  /** Torch's own words, without the comment behind them. */
  readonly said: string
  /** The line of the program that made the guard, `file:line`. */
  readonly site?: string
  /** What of torch made it, where it is not what the program reads. */
  readonly by?: GuardMaker
}

/** A limit at which torch.compile compiles no more. */
export interface Limit {
  /** Its name in `torch._dynamo.config`. */
  readonly name: string
  /** So many entries are kept. */
  readonly value: number
}

/** The guards of an event's line; null where one is broken. */
export function readGuards(value: unknown): readonly Guard[] | null {
  const guards = isItems(value) ? value.map(readGuard) : []
  return guards.every((one) => one !== null) ? guards : null
}

function readGuard(row: unknown): Guard | null {
  if (!isFields(row)) return null
  const {entry, kind, path, others, what, index, before, now, said, site, by} = row
  if (!isWord(guardKinds, kind) || !isTexts(path) || !isText(said)) return null
  return {
    entry: textOrNull(entry),
    kind,
    path: shallow(path),
    ...(isItems(others) && {others: others.filter(isTexts).map(shallow)}),
    ...(isText(what) && {what}),
    ...(Number.isSafeInteger(index) && {index: Number(index)}),
    before: textOrNull(before),
    now: textOrNull(now),
    said,
    ...(isText(site) && {site}),
    ...(isWord(guardMakers, by) && {by}),
  }
}

const textOrNull = (value: unknown): string | null => (isText(value) ? value : null)

/** The limit of an event's line, where it names one. */
export function readLimit(value: unknown): Limit | undefined {
  if (!isFields(value)) return undefined
  const {name, value: count}: Fields = value
  return isText(name) && typeof count === 'number' ? {name, value: count} : undefined
}
