import {type Delta, type Guarded, guardStates} from '../../words/index.ts'
import type {Cause} from '../explanation.ts'
import {type Around, type Judgement, avoidable, necessary, reducible, unsure} from './judgement.ts'
import {isFlag, isFloat, isNumber} from './static.ts'

/** Judges a guard of torch.compile that did not hold. */
export function judgeGuard(one: Cause, delta: Guarded, around: Around): Judgement {
  const path = [one.path]
  switch (delta.guard) {
    case 'TENSOR_MATCH':
      return judgeTensor(one, delta)
    case 'EQUALS_MATCH':
      return delta.what === 'key'
        ? avoidable('structural', {what: 'torch keys', path})
        : judgeValue(one, delta, around)
    case 'TYPE_MATCH':
    case 'ID_MATCH':
      return judgeObject(one, delta)
    case 'LENGTH':
      return judgeLength(one, around)
    case 'DICT_CONTAINS':
    case 'HASATTR':
      return necessary('structural', {what: 'torch present', path, name: delta.what ?? ''})
    case 'DUPLICATE_INPUT':
    case 'NO_TENSOR_ALIASING':
      return necessary('structural', {what: 'torch alias', path: [...path, ...(delta.others ?? [])]})
    case 'SHAPE_ENV':
      return judgeRelation(one, delta)
    default:
      return judgeState(one, delta, around)
  }
}

/** What is about no place of the program. */
function judgeState({path}: Cause, {guard, what, said}: Guarded, {name}: Around): Judgement {
  switch (guard) {
    case 'GLOBAL_STATE':
      return necessary(
        'context',
        what === 'grad_mode' ? {what: 'torch grad mode'} : {what: 'torch state', path: guardStates(what)},
      )
    case 'TORCH_FUNCTION_STATE':
    case 'DEFAULT_DEVICE':
      return necessary('context', {what: 'torch state', path: [path]})
    case 'DIM_MARKING':
      return avoidable('type', {what: 'torch mark'})
    case 'ACCESS':
      return necessary('structural', {
        what: what === 'Not a function' ? 'torch object' : 'torch access',
        path: [path],
      })
    case 'BACKEND_MATCH':
      return avoidable('identity', {what: 'torch backend', name})
    case 'GONE':
      return avoidable('identity', {what: 'torch gone', name})
    default:
      return unsure('unknown', {what: 'torch unread', said})
  }
}

const special = new Set<string | null>(['0', '1'])

/** How torch names a parameter or a buffer, whose sizes are guarded as they are. */
const ofParameter = /\._(?:parameters|buffers)\[/

/** Whether it is an argument, or an item of one. */
const isInput = ({segments: [, ...rest]}: Cause): boolean => rest.every((segment) => segment.startsWith('['))

function judgeTensor(one: Cause, delta: Guarded): Judgement {
  const {what, index = 0, now: is, before: was} = delta
  const path = [one.path]
  const [now, before] = [one.now ?? '', one.before ?? '']
  switch (what) {
    case 'size':
      if (ofParameter.test(delta.said)) return necessary('type', {what: 'torch size held', path})
      return special.has(is) || special.has(was)
        ? reducible('type', {what: 'torch size alone', path, dimension: String(index)})
        : reducible('type', {what: 'torch size', path, place: one.path, dimension: String(index)})
    case 'stride':
      return avoidable('type', {what: 'torch layout', path, place: one.path})
    case 'rank':
      return necessary('type', {what: 'torch rank', path})
    case 'dtype':
      return necessary('type', {what: 'torch dtype', path, now, before})
    case 'requires_grad':
      return necessary('type', {what: 'torch grad', path})
    case 'dispatch key set':
      return necessary('context', {what: 'torch dispatch', path})
    default:
      return necessary('type', {what: isNone(now) || isNone(before) ? 'torch none' : 'torch kind', path})
  }
}

const isNone = (text: string): boolean => text === 'None' || text === 'NoneType'

const onlySize = /^(?:\d+ <= )?[\w.[\]']+\.size\(\)\[\d+\](?: <= \d+| == \d+)?$/
/** From 2 on: what size 0 or 1 fails. */
const fromTwo = /^2 <= [^<=]+$/

/** A relation of sizes or numbers: that of one size alone has to do with sizes, any other may be a branch of the program. */
function judgeRelation(one: Cause, {what, index = 0, said, others, by}: Guarded): Judgement {
  const path = [one.path]
  if (by === 'duck sizing')
    return reducible('type', {
      what: 'torch duck',
      path: [...path, ...(others ?? [])],
    })
  const relation = `\`${said}\``
  if (what !== 'size' || others !== undefined || !onlySize.test(said))
    return necessary('guarded value', {what: 'torch relation', path, relation})
  const dimension = String(index)
  return fromTwo.test(said)
    ? reducible('type', {what: 'torch size alone', path, dimension})
    : reducible('type', {what: 'torch size bound', path, dimension, relation})
}

/** A value that is guarded as it is. */
function judgeValue(one: Cause, {now, before}: Guarded, around: Around): Judgement {
  const path = [one.path]
  const guarded = (what: 'torch value' | 'torch training' | 'torch none') =>
    necessary('guarded value', {what, path})
  if (one.segments.at(-1) === 'training') return guarded('torch training')
  if (before === 'None' || now === 'None') return guarded('torch none')
  if (before === null) return unsure('guarded value', {what: 'torch value untold', path})
  if (!isNumber(before)) return guarded('torch value')
  if (now !== null && (!isNumber(now) || isFloat(now) !== isFloat(before)))
    return isFlag(now) || isNumber(now)
      ? avoidable('guarded value', {what: 'torch number', path, now, before})
      : guarded('torch value')
  return judgeNumber(one, before, around)
}

/** A number that is guarded by its value: each is a program until it becomes dynamic, which the code that needs its value undoes. */
function judgeNumber(one: Cause, before: string, {life}: Around): Judgement {
  const path = [one.path]
  const guarded = (life.get(one.path) ?? []).filter(isOfValue)
  if (guarded.some(({by}) => by === 'specialization'))
    return necessary('guarded value', {what: 'torch constant', path})
  if (guarded.some(({by}) => by === 'layer')) return necessary('guarded value', {what: 'torch layer', path})
  if (ofBreak.test(one.path)) return reducible('guarded value', {what: 'torch stack', path})
  const what = isFloat(before) ? floatFinding(guarded) : intFinding(one, guarded)
  return reducible('guarded value', {what, path})
}

const floatFinding = (guarded: readonly Guarded[]) =>
  new Set(guarded.map(({before}) => before)).size > 1 ? 'torch float fixed' : 'torch float'

function intFinding(one: Cause, guarded: readonly Guarded[]) {
  if (guarded.some(({by}) => by === 'module')) return 'torch int held'
  return isGlobal(one) ? 'torch global' : 'torch int'
}

const isGlobal = ({segments: [first]}: Cause): boolean => first === 'globals'

/** What a frame leaves where its graph breaks, by torch's name for it. */
const ofBreak = /^___stack\d/

const isOfValue = (delta: Delta): delta is Guarded => delta.kind === 'guard' && delta.guard === 'EQUALS_MATCH'

/** Another class or another object. */
function judgeObject(one: Cause, {guard, now, before}: Guarded): Judgement {
  const path = [one.path]
  const isAlike = now !== null && now === before
  if (guard === 'TYPE_MATCH')
    return isAlike ? avoidable('identity', {what: 'torch class anew', path}) : judgeClass(one)
  if (one.segments.at(-1) === 'training') return necessary('guarded value', {what: 'torch training', path})
  const isModule = isAlike && isOfProgram(before)
  return isModule
    ? avoidable('identity', {what: 'torch instance', path})
    : necessary('identity', {what: 'torch object', path})
}

/** Another class: two of numbers are one type too many, and what is of Python's own is a value and no part of a model. */
function judgeClass({path: place, now, before}: Cause): Judgement {
  const path = [place]
  if (now !== null && before !== null && numbers.has(now) && numbers.has(before))
    return avoidable('guarded value', {what: 'torch number', path, now, before})
  if (now === 'None' || before === 'None') return necessary('type', {what: 'torch none', path})
  const isOfValue = [now, before].some((name) => name !== null && isOfPython(name))
  return necessary('structural', {what: isOfValue ? 'torch kind' : 'torch class', path})
}

/** Whether a class is one of values, as Python's own and tensors are. */
const isOfPython = (name: string): boolean => !name.includes('.') || tensors.test(name)

const numbers = new Set(['int', 'float', 'bool'])
const tensors = /^torch\.(?:Tensor|nn\.parameter\.|nn\.Parameter$)/

const ofPython = /^<class '(?:code|function|method|type|[\w]+)'>$/

/** Whether a class is one of torch's or of the program's, and not of Python's. */
const isOfProgram = (type: string | null): boolean => type !== null && !ofPython.test(type)

/** A list or a dict of another length: what gets longer from call to call has to do with sizes. */
function judgeLength(one: Cause, {life}: Around): Judgement {
  const path = [one.path]
  const lengths = (life.get(one.path) ?? []).flatMap((delta) =>
    delta.kind === 'guard' && delta.guard === 'LENGTH' && delta.before !== null ? [Number(delta.before)] : [],
  )
  const hasGrown =
    lengths.length > 1 && lengths.every((length, at) => at === 0 || length > (lengths[at - 1] ?? length))
  return hasGrown && isInput(one)
    ? reducible('structural', {what: 'torch longer', path})
    : necessary('structural', {what: 'torch length', path})
}
