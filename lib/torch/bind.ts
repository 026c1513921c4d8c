import {PythonError, tuple} from '../python/index.ts'
import type {Description} from './code.ts'

/** Keyword arguments of a call, as its last argument. */
export class Keywords {
  readonly values: Readonly<Record<string, unknown>>

  constructor(values: Readonly<Record<string, unknown>>) {
    this.values = values
  }
}

/**
 * Keyword arguments, to be written last.
 *
 * @example
 * const step = torch.compile((x, scale) => mul(x, scale))
 * step(full([3], 1), kwargs({scale: 2}))
 */
export const kwargs = (values: Readonly<Record<string, unknown>>): Keywords => new Keywords(values)

/** The names of a call's frame and what they stand for, as Python binds them. */
export function bind(
  {params, defaults, name}: Description,
  args: readonly unknown[],
  keywords: Readonly<Record<string, unknown>>,
): ReadonlyMap<string, unknown> {
  const locals = new Map<string, unknown>()
  const left = new Map(Object.entries(keywords))
  let given = 0
  let isKeyword = false
  for (const param of params
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '')) {
    if (param === '*') isKeyword = true
    else if (param.startsWith('**')) locals.set(param.slice(2), Object.fromEntries(left))
    else if (param.startsWith('*')) {
      locals.set(param.slice(1), tuple(...args.slice(given)))
      isKeyword = true
    } else if (!isKeyword && given < args.length) locals.set(param, args[given++])
    else if (left.has(param)) {
      locals.set(param, left.get(param))
      left.delete(param)
    } else if (param in defaults) locals.set(param, defaults[param])
    else throw new PythonError('TypeError', `${name}() missing 1 required positional argument: '${param}'`)
  }
  return locals
}
