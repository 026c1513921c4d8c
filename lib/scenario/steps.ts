import {ArrayImpl, NumpyScalar} from '../array/index.ts'
import {isArray, List, type Metadata, Module, pop, State, update} from '../graph/index.ts'
import {camelCase, Complex, Float, isDict, PythonError, Tuple, typeName} from '../python/index.ts'
import {describedArray, Missing, variables} from './expression.ts'
import {describe, inspect} from './look.ts'
import type {RunningScenario} from './program.ts'
import {isJson, type Json, jsonList} from './jsonvalue.ts'
import {type Step} from './scenario.ts'

/** What a call or a look gave; null for a step that only does something. */
export type Got = {readonly kind: 'call' | 'inspect' | 'describe'; readonly got: Json} | null

/** What each kind of step does. */
export const steps: Readonly<Record<string, (run: RunningScenario, step: Step) => Got>> = {
  def: (run, step) => (run.def(step), null),
  jit: (run, step) => (run.jit(step), null),
  cached_partial: (run, step) => (run.cachedPartial(step), null),
  let: (run, step) => (run.set(String(step['name']), run.ev(step['to'])), null),
  set: (run, step) => (run.set(String(step['at']), run.ev(step['to'])), null),
  delete: (run, step) => (run.delete(String(step['at'])), null),
  write(run, step) {
    const variable = run.variable(
      step['at'],
      (type) => new PythonError('TypeError', `'${type}' object is not subscriptable`),
    )
    const value: unknown = variable.value
    if (value instanceof ArrayImpl) {
      const filled = describedArray({
        shape: value.shape,
        dtype: value.dtype.name,
        weak: value.weak_type,
        fill: step['fill'] ?? 3,
      })
      variable.setValue(
        value.weak_type ? filled : new ArrayImpl(value.aval, filled.contents, value.placement),
      ) // jnp.full_like keeps the place of an array that is not weak
    }
    return null
  },
  replace(run, step) {
    const array = describedArray(isJson(step['to']) ? step['to'] : {})
    const at = run.get(String(step['at']))
    if (at instanceof Module) Reflect.set(at, 'value', array)
    else run.variable(step['at'], (type) => noAttribute(type, 'value')).setValue(array)
    return null
  },
  metadata(run, step) {
    const to: Metadata = isJson(step['to']) ? step['to'] : {}
    run.variable(step['at'], (type) => noAttribute(type, 'set_metadata')).setMetadata(to)
    return null
  },
  method(run, step) {
    const on = run.get(String(step['on']))
    const method: unknown =
      typeof on === 'object' && on !== null ? Reflect.get(on, camelCase(String(step['name']))) : undefined
    if (typeof method !== 'function') throw new Missing(String(step['on']))
    const named = Object.fromEntries(
      jsonList(step['kwargs']).map((row) => [String(jsonList(row)[0]), run.ev(jsonList(row)[1])]),
    )
    Reflect.apply(method, on, [
      ...jsonList(step['args']).map((arg) => run.ev(arg)),
      ...(Object.keys(named).length > 0 ? [named] : []),
    ])
    return null
  },
  append(run, step) {
    const to = run.get(String(step['to']))
    if (to instanceof List) to.append(run.ev(step['item']))
    else if (Array.isArray(to) && !(to instanceof Tuple)) to.push(run.ev(step['item']))
    else throw noAttribute(typeName(to), 'append')
    return null
  },
  mutate(run, step) {
    const owner = run.get(String(step['at']))
    const field = String(step['field'])
    const isList = Array.isArray(owner) && !(owner instanceof Tuple)
    const wanted = isList ? 'item' : 'field'
    if (!(wanted in step)) throw new PythonError('KeyError', `'${wanted}'`)
    if (isList) owner.push(run.ev(step['item']))
    else if (hasAttributes(owner)) Reflect.set(owner, field, run.ev(step['to']))
    else throw noAttribute(typeName(owner), field)
    return null
  },
  forget: (run, step) => (run.forget(step), null),
  forget_class: (run, step) => (run.forgetClass(String(step['name'])), null),
  pop(run, step) {
    const type = variables[String(step['type'])]
    if (type !== undefined) pop(run.get(String(step['at'])), type)
    return null
  },
  update(run, step) {
    const state = run.ev(step['state'])
    if (state instanceof State) update(run.get(String(step['target'])), state)
    return null
  },
  config: (run, step) => (run.session.update(String(step['name']), step['to']), null),
  clear_caches: (run) => (run.session.clearCaches(), null),
  call: (run, step) => ({kind: 'call', got: run.call(step)}),
  inspect: (run, step) => ({kind: 'inspect', got: run.look(step, inspect)}),
  describe: (run, step) => ({kind: 'describe', got: run.look(step, describe)}),
}

const noAttribute = (type: string, name: string): PythonError =>
  new PythonError('AttributeError', `'${type}' object has no attribute '${name}'`)

/** Whether Python's setattr works on a value. */
const hasAttributes = (value: unknown): value is object =>
  typeof value === 'function' ||
  (typeof value === 'object' &&
    value !== null &&
    !(
      value instanceof Tuple ||
      value instanceof Set ||
      value instanceof Float ||
      value instanceof Complex ||
      value instanceof NumpyScalar ||
      isArray(value) ||
      isDict(value)
    ))
