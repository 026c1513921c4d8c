import {type Json, jsonList, jsonObject, type Scenario, type Step} from '../scenario/index.ts'

/** Flax's names of what torch's layers hold under another. */
const renamed: Readonly<Record<string, string>> = {
  kernel: 'weight',
  embedding: 'weight',
  rate: 'p',
  epsilon: 'eps',
}

const path = (at: unknown): string =>
  String(at)
    .split('.')
    .map((part) => renamed[part] ?? part)
    .join('.')

const tensor = (value: unknown): Json => {
  const {shape = [], dtype, fill} = jsonObject(value)
  return {tensor: {shape, ...(dtype !== undefined && {dtype}), ...(fill !== undefined && {fill})}}
}

const pairs = (value: unknown): unknown[] =>
  jsonList(value).map((row) => [jsonList(row)[0], translated(jsonList(row)[1])])

/** The expressions that are written in another way; those that are not here and not `alike` torch has nothing for. */
const expressions: Readonly<Record<string, (value: unknown) => Json>> = {
  ref: (at) => ({ref: path(at)}),
  list: (items) => ({list: jsonList(items).map(translated)}),
  tuple: (items) => ({tuple: jsonList(items).map(translated)}),
  dict: (items) => ({dict: pairs(items)}),
  clone: (at) => ({deepcopy: path(at)}),
  deepcopy: (at) => ({deepcopy: path(at)}),
  jnp: tensor,
  np: tensor,
  var: (value) => (jsonObject(value)['type'] === 'Param' ? {param: tensor(value)['tensor']} : tensor(value)),
  module: (value) => ({
    module: {class: jsonObject(value)['class'], forward: 'parts', attrs: pairs(jsonObject(value)['attrs'])},
  }),
  nnxlist: (items) => ({ModuleList: jsonList(items).map(translated)}),
  Sequential: (value) => ({Sequential: jsonList(jsonObject(value)['layers']).map(translated)}),
  Linear: (value) => ({
    Linear: {in: jsonObject(value)['in'], out: jsonObject(value)['out'], bias: jsonObject(value)['use_bias']},
  }),
  Dropout: (value) => ({Dropout: {p: jsonObject(value)['rate']}}),
  LayerNorm: (value) => ({
    LayerNorm: {features: jsonObject(value)['features'], eps: jsonObject(value)['epsilon']},
  }),
  BatchNorm: (value) => ({BatchNorm1d: {features: jsonObject(value)['features']}}),
  Embed: (value) => ({Embedding: {num: jsonObject(value)['num'], features: jsonObject(value)['features']}}),
}

const alike = new Set(['int', 'float', 'bool', 'str', 'none', 'fn', 'lambda', 'dtype'])

function translated(expression: unknown): Json {
  const [kind = '', value] = Object.entries(jsonObject(expression))[0] ?? []
  const write = Object.hasOwn(expressions, kind) ? expressions[kind] : undefined
  if (write !== undefined) return write(value)
  if (alike.has(kind)) return {[kind]: value}
  throw new SyntaxError(`${JSON.stringify(kind)} is of flax, JAX or NumPy, and has no counterpart in torch`)
}

/** A body that does nothing stands for one that uses its model: JAX's keys do not ask what it does, torch's guards do. */
const bodies: Readonly<Record<string, string>> = {
  noop: 'uses',
  forward: 'forward',
  sum: 'parameters',
  xy: 'xy',
  count_static: 'counts',
}

/** Whether a step was written so. */
export const isUsing = ({body, called}: Step): boolean => body === bodies['noop'] && called === 'noop'

/** The steps that are written in another way, or say nothing to torch. */
const steps: Readonly<Record<string, (step: Step) => Step | null>> = {
  def(step) {
    const body = bodies[String(step['body'])]
    if (body === undefined)
      throw new SyntaxError(`the body ${JSON.stringify(step['body'])} has no counterpart in torch`)
    return {...step, body, called: step['body']}
  },
  jit: ({do: word, name, fun}) => ({do: word, name, fun}),
  let: (step) => ({...step, to: translated(step['to'])}),
  set: (step) => ({...step, at: path(step['at']), to: translated(step['to'])}),
  replace: (step) => ({do: 'data', at: path(step['at']), to: tensor(step['to'])}),
  append: (step) => ({...step, to: path(step['to']), item: translated(step['item'])}),
  delete: (step) => ({...step, at: path(step['at'])}),
  write: (step) => ({...step, at: path(step['at']), fill: step['fill'] ?? 3}),
  method: (step) => ({...step, on: path(step['on'])}),
  call: ({do: word, fn, args, kwargs}) => ({
    do: word,
    fn,
    args: jsonList(args).map(translated),
    kwargs: pairs(kwargs),
  }),
  clear_caches: () => ({do: 'reset'}),
  forget_class: (step) => step,
  config: () => null,
  inspect: () => null,
  describe: () => null,
}

/**
 * A scenario over flax's models as the same program over torch's modules: layers under torch's names, a model of the user's calls its
 * parts in their order. What was recorded of JAX is left out.
 *
 * @throws {SyntaxError} for a step that torch has nothing for.
 */
export function asTorch(scenario: Scenario, policy: string): Scenario {
  const written = scenario.steps.flatMap((step, i) => {
    const write = Object.hasOwn(steps, step.do) ? steps[step.do] : undefined
    if (write === undefined)
      throw new SyntaxError(
        `${scenario.id}, steps[${i}]: ${JSON.stringify(step.do)} has no counterpart in torch`,
      )
    const made = write(step)
    return made === null ? [] : [made.do === 'jit' ? {...made, with: policy} : made]
  })
  const {id, category, title} = scenario
  return {id, category, title, steps: written}
}
