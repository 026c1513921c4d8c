import {editOf, isJson, type Step} from '../scenario/index.ts'

/** What sets each of torch's defaults. */
const setters: Readonly<Record<string, string>> = {
  dtype: 'torch.set_default_dtype',
  grad: 'torch.set_grad_enabled',
  deterministic: 'torch.use_deterministic_algorithms',
  threads: 'torch.set_num_threads',
  matmul: 'torch.set_float32_matmul_precision',
  device: 'torch.set_default_device',
}

const defaults = ({do: _do, ...step}: Step): string =>
  Object.entries(step)
    .map(([name, value]) => `${setters[name] ?? name}(${JSON.stringify(value)})`)
    .join('; ')

const end = (name: string, value: unknown): readonly string[] =>
  typeof value === 'number' ? [`${name}=${value}`] : []

const dimension = ({min, max, dim}: Step): string =>
  [String(dim), ...end('min', min), ...end('max', max)].join(', ')

/** The marks of dimensions, by the names that steps have for them. */
const marks: Readonly<Record<string, string>> = {
  dynamic: 'mark_dynamic',
  maybe: 'maybe_mark_dynamic',
  static: 'mark_static',
}

/** The steps that torch's programs write in another way, or alone have. */
const written: Readonly<Record<string, (step: Step) => string>> = {
  data: ({at, to}) => `${String(at)}.data = ${isJson(to) ? `${Object.keys(to).join('')}(…)` : '…'}`,
  write: ({at}) => `${String(at)}.fill_(…)`,
  insert: ({to, index}) => `${String(to)}.insert(${String(index)}, …)`,
  mark: (step) =>
    `torch._dynamo.${marks[String(step['how'])] ?? 'maybe_mark_dynamic'}(${String(step['at'])}, ${dimension(step)})`,
  config: ({name, to}) => `torch._dynamo.config.${String(name)} = ${JSON.stringify(to)}`,
  default: defaults,
  reset: () => 'torch._dynamo.reset()',
  hook: ({at, name}) => `${String(name)} = ${String(at)}.register_forward_hook(…)`,
  unhook: ({name}) => `${String(name)}.remove()`,
  parametrize: ({at, name}) => `register_parametrization(${String(at)}, ${JSON.stringify(name)}, …)`,
  grads: ({of}) => `each parameter of ${String(of)}: p.grad = …`,
}

/** A step of a torch scenario as a line of Python; null for a call. */
export const torchEdit = (step: Step): string | null =>
  Object.hasOwn(written, step.do) ? (written[step.do]?.(step) ?? null) : editOf(step)
