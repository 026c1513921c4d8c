import type {Delta} from '../../words/index.ts'
import {type Aval, parseAval, typesIn} from '../avaltext.ts'
import type {Cause} from '../explanation.ts'
import {isOfX64, isX64} from '../history.ts'
import {isArgument, isParameter} from '../slot.ts'
import {type Around, type Judgement, avoidable, necessary} from './judgement.ts'
import {isFiltered} from './filtered.ts'
import {isUnnamed} from './inputs.ts'
import {longName, promoted} from './commondtype.ts'
import {judgeSizes} from './resized.ts'

/**
 * An array of another shape, dtype, weak type or mesh: a judgement for each of these that differs. One of JAX's own operations is
 * called from everywhere, with arrays of all types: that these be of one is nothing to ask.
 */
export function judgeLeaf(cause: Cause, around: Around): Judgement[] {
  const found = judgeType(cause, around).map((one) => withoutName(one, cause, around))
  const {owner, name, isUnsorted} = around
  return owner !== 'eager' || found.every(({verdict}) => verdict === 'reducible')
    ? found
    : [necessary('type', {what: isUnsorted ? 'types of operation or function' : 'types outside jit', name})]
}

/** What is asked of an array that has no name in the program, or one that a library gave it, is told by its type. */
function withoutName(judgement: Judgement, cause: Cause, {wrapper}: Around): Judgement {
  const {finding} = judgement
  const isOfIt = 'path' in finding && finding.path.includes(cause.path)
  if (!isOfIt || (!isUnnamed(cause) && !isFiltered(wrapper))) return judgement
  return {...judgement, finding: {...finding, unnamed: [typeOf(cause)]}}
}

/** What an array came as, without its marks; null where no type of a single one is told. */
function typeOf({delta}: Cause): string | null {
  const [aval] = typesIn(delta) ?? [delta.kind === 'axis' && delta.like ? parseAval(delta.like.now) : null]
  return aval === null ? null : `${aval.dtype}[${aval.shape.join()}]`
}

function judgeType(cause: Cause, around: Around): Judgement[] {
  const {path, now, before, delta} = cause
  if (delta.kind === 'axis') return [judgeSizes(cause, around)]
  if (delta.kind === 'dtype') return [dtypes(cause, delta, around)]
  if (delta.kind === 'weak type') return [avoidable('type', {what: 'weak arrays', path: [path]})]
  const pair = typesIn(delta)
  const found = pair === null ? [] : changes(cause, ...pair, around)
  return found.length > 0 ? found : [necessary('type', {what: 'type', path: [path], now, before})]
}

const isKey = ({dtype}: Aval): boolean => dtype.startsWith('key')

function changes(cause: Cause, mine: Aval, theirs: Aval, around: Around): Judgement[] {
  const {path, now, before} = cause
  const [dtype, other] = [mine.dtype, theirs.dtype]
  if (isKey(mine) !== isKey(theirs))
    return [avoidable('type', {what: 'random key', path: [path], now: dtype, before: other})]
  const found: Judgement[] = []
  if (mine.shape.length !== theirs.shape.length)
    found.push(necessary('type', {what: 'rank', path: [path], now, before}))
  else if (mine.shape.some((size, at) => size !== theirs.shape[at])) found.push(judgeSizes(cause, around))
  if (dtype !== other) found.push(dtypes(cause, {now: dtype, before: other}, around, mine, theirs))
  else if (mine.weak !== theirs.weak) found.push(weakness(cause, mine))
  if (mine.sharding !== theirs.sharding) found.push(placed(mine, theirs, path))
  return found
}

function dtypes(
  cause: Cause,
  pair: {readonly now: string; readonly before: string},
  around: Around,
  mine?: Aval,
  theirs?: Aval,
): Judgement {
  const path = [cause.path]
  const {now, before} = pair
  if (now.startsWith('key')) return avoidable('type', {what: 'random key', path, now, before})
  const isScalar = mine?.shape.length === 0 && theirs?.shape.length === 0
  const isModel = !isScalar && (isUnnamed(cause) || isParameter(cause.segments))
  const apart = (what: 'flag or number' | 'dtypes apart'): Judgement =>
    isScalar
      ? avoidable('type', {what, path, now, before})
      : necessary('type', {what: 'dtypes meant', path, now, before})
  if (!isModel && (now === 'bool' || before === 'bool')) return apart('flag or number')
  const setting = ofSetting(pair, around)
  if (setting !== null) return setting
  const cast = castOf(cause, [before, now], around)
  if (cast === null) return apart('dtypes apart')
  if (isModel) return necessary('type', {what: 'parameter', path})
  const dtype = longName(cast)
  if (!isScalar) return necessary('type', {what: 'dtype', path, dtype})
  return avoidable(
    'type',
    mine.weak === theirs.weak
      ? {what: 'scalar dtype', path, now, before, dtype}
      : {what: 'number or array', path, dtype},
  )
}

const ofX64 = /^(?:([iuf])(?:32|64)|(c)(?:64|128))$/

/** The kind of a dtype that is twice as wide with x64 as without. */
const kindOf = (dtype: string): string | undefined => ofX64.exec(dtype)?.slice(1).find(Boolean)

/** What x64 made of a dtype: it is the setting that is to be one, and no array; null of another dtype. */
function ofSetting(
  {now, before}: {readonly now: string; readonly before: string},
  {causes}: Around,
): Judgement | null {
  const setting = causes.find(isX64)
  const kind = kindOf(now)
  return setting === undefined || kind === undefined || kind !== kindOf(before)
    ? null
    : necessary('context', {what: 'context', path: [setting.path]})
}

/** The dtype that holds all that stood there in the calls of one setting of x64; null of two, which differ because of it. */
const castOf = ({path}: Cause, pair: readonly string[], {causes, life}: Around): string | null =>
  isOfX64(causes) ? null : promoted([...pair, ...(life.get(path) ?? []).flatMap(dtypesIn)])

/** On a mesh in some calls and on none in others: one place from the first call on spares a program. */
function placed(mine: Aval, theirs: Aval, path: string): Judgement {
  return mine.sharding === '' || theirs.sharding === ''
    ? avoidable('placement', {what: 'sharded in some calls', path: [path]})
    : necessary('placement', {what: 'sharding', path: [path]})
}

/** The dtypes that a difference tells. */
function dtypesIn(delta: Delta): string[] {
  if (delta.kind === 'dtype') return [delta.before, delta.now]
  if (delta.kind !== 'value') return []
  const both = [parseAval(delta.before), parseAval(delta.now)]
  return both.flatMap((type) => (type === null || isKey(type) ? [] : [type.dtype]))
}

/** A number of Python has a weak type; so has an array that was made of one without a dtype, until it is computed with. */
const weakness = (cause: Cause, {dtype, shape}: Aval): Judgement =>
  avoidable('type', {
    what:
      isArgument(cause.segments) && !isUnnamed(cause) && shape.length === 0 ? 'weak type' : 'weak at first',
    path: [cause.path],
    dtype: longName(dtype),
  })
