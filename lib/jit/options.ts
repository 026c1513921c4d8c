import {PythonError, repr} from '../python/index.ts'
import type {Rules} from '../release/index.ts'
import {type Signature, signatureOf} from './signature.ts'

/** What `jax.jit` and `nnx.jit` take beside the function. */
export interface JitOptions {
  /** Positions of arguments that are compile-time constants; those of `static_argnames` where it is not given. */
  readonly static_argnums?: number | readonly number[]
  /** Parameters whose arguments are static, by name; those at `static_argnums` where it is not given. */
  readonly static_argnames?: string | readonly string[]
  /** Positions of arguments whose buffers the call may use up; those of `donate_argnames` where it is not given. */
  readonly donate_argnums?: number | readonly number[]
  /** Parameters whose buffers may be used up, by name; those at `donate_argnums` where it is not given. */
  readonly donate_argnames?: string | readonly string[]
  /** Opaque labels here: they are part of the key; none where it is not given. */
  readonly in_shardings?: unknown
  /** How results are sharded: labels, compared as they are; none where it is not given. */
  readonly out_shardings?: unknown
  /** Whether arguments that the function does not use stay inputs of the program; false where it is not given. */
  readonly keep_unused?: boolean
  /** Whether a call inside another traced function is written out there; false where it is not given. */
  readonly inline?: boolean
  /** Options for the compiler: a key of the compile layer; none where it is not given. */
  readonly compiler_options?: Readonly<Record<string, unknown>> | null
  /** The device to compile for; JAX's default where it is not given. */
  readonly device?: string | null
  /** The backend to compile for; JAX's default where it is not given. */
  readonly backend?: string | null
}

/** Options with positions and names made to agree, as JAX infers one from the other by the function's signature. */
export interface Resolved {
  readonly static_argnums: readonly number[]
  readonly static_argnames: readonly string[]
  readonly donate_argnums: readonly number[]
  readonly donate_argnames: readonly string[]
}

type Counts = Rules['negativePositions']

const asList = <T>(value: T | readonly T[] | undefined): readonly T[] =>
  value === undefined ? [] : isList(value) ? value : [value]
const isList = <T>(value: T | readonly T[]): value is readonly T[] => Array.isArray(value)

/**
 * Resolves static and donated arguments (jax/_src/api_util.py, `resolve_argnums`).
 *
 * @param counts where a negative position counts from.
 * @throws {PythonError} ValueError for an argument that is both static and donated, a position that is not there, or options that exclude each other.
 */
export function resolve(fn: object, options: JitOptions, counts: Counts): Resolved {
  checkDevice(options)
  const signature = signatureOf(fn)
  const fixed = infer(signature, options.static_argnums, options.static_argnames, 'static', counts)
  const donated = infer(signature, options.donate_argnums, options.donate_argnames, 'donate', counts)
  const names = donated.names.filter((name) => fixed.names.includes(name))
  if (names.length > 0)
    throw new PythonError(
      'ValueError',
      `static_argnames and donate_argnames cannot intersect. Argument names {${names.map((name) => `'${name}'`).join(', ')}} appear in both static_argnames and donate_argnames`,
    )
  return {
    static_argnums: fixed.nums,
    static_argnames: fixed.names,
    donate_argnums: donated.nums,
    donate_argnames: donated.names,
  }
}

function checkDevice({device = null, backend = null, in_shardings, out_shardings}: JitOptions): void {
  if (device === null && backend === null) return
  if (device !== null && backend !== null)
    throw new PythonError(
      'ValueError',
      `can't specify both a device and a backend for jit, got device=${repr(device)} and backend=${repr(backend)}`,
    )
  const given = Object.entries({in_shardings, out_shardings}).find(([, value]) => (value ?? null) !== null)
  if (given !== undefined)
    throw new PythonError(
      'ValueError',
      `If backend or device is specified on jit, then ${given[0]} should not be specified.`,
    )
}

function infer(
  signature: Signature,
  nums: JitOptions['static_argnums'],
  names: JitOptions['static_argnames'],
  kind: string,
  counts: Counts,
): {readonly nums: readonly number[]; readonly names: readonly string[]} {
  const positional = signature.params.filter((param) => param.keyword !== true)
  const given = asList(nums)
  const wanted = asList(names)
  if (signature.args !== true && given.some((num) => num >= positional.length || num < -positional.length))
    throw new PythonError(
      'ValueError',
      `Jitted function has ${kind}_argnums=(${given.join(', ')}${given.length === 1 ? ',' : ''}), but only accepts ${positional.length} positional arguments.`,
    )
  const strange =
    signature.kwargs === true
      ? []
      : wanted.filter((name) => !signature.params.some((param) => param.name === name))
  if (strange.length > 0)
    throw new PythonError(
      'ValueError',
      `Jitted function has invalid argnames {${strange.map((name) => `'${name}'`).join(', ')}} in ${kind}_argnames. Function does not take these args.`,
    )
  const isOpen = counts === 'call' || signature.args === true
  const fixed = isOpen ? given : given.map((num) => (num < 0 ? num + positional.length : num))
  if (nums !== undefined && names !== undefined) return {nums: fixed, names: wanted}
  if (names === undefined) {
    const all = signature.params.length + Number(signature.args === true) + Number(signature.kwargs === true)
    const isNamed = (i: number): boolean =>
      given.includes(i) || (counts === 'function' && given.includes(i - all))
    return {nums: fixed, names: positional.flatMap(({name}, i) => (isNamed(i) ? [name] : []))}
  }
  return {nums: positional.flatMap((param, i) => (wanted.includes(param.name) ? [i] : [])), names: wanted}
}
