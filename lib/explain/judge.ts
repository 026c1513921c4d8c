import {type Aval, aval, avalChange} from './aval.ts'
import type {Cause, Taxonomy, Verdict} from './explanation.ts'
import {isArgument} from './slot.ts'

/** What a cause amounts to, and what to do about it. */
export interface Judgement {
  readonly taxonomy: Taxonomy
  readonly verdict: Verdict
  /** One next step that names the path. */
  readonly advice: string
  /** Why, for a headline: follows "because". */
  readonly because: string
}

/** What was seen of a path before: its values in earlier causes, oldest first. */
export type Seen = readonly string[]

/**
 * Judges one cause: `avoidable` where the two are equal by value but other objects, or where the change need not have reached
 * the key (a number that could be data, an array that fits in a shape that is already compiled).
 *
 * @param name the function's name
 * @param seen values that this path had in earlier keys
 */
export function judge(cause: Cause, name: string, seen: Seen): Judgement {
  if (cause.component === 'function') return functionIdentity(cause, name)
  if (cause.change === 'identity') return identity(cause)
  switch (cause.component) {
    case 'static':
      return staticValue(cause)
    case 'tree':
      return tree(cause)
    case 'graphdef':
      return graphdef(cause)
    case 'aval':
      return type(cause, seen)
    case 'placement':
      return placement(cause)
    case 'options':
      return {
        taxonomy: 'placement',
        verdict: 'avoidable',
        advice: `Jit \`${name}\` once, with \`${cause.path}\` decided, and call that one everywhere.`,
        because: `it was jitted with other \`${cause.path}\``,
      }
    case 'context':
      return {
        taxonomy: 'context',
        verdict: 'necessary',
        advice: `Set \`${cause.path}\` once, before the first call: each value is a program of its own.`,
        because: `\`${cause.path}\` changed`,
      }
  }
}

function functionIdentity({now}: Cause, name: string): Judgement {
  const isLambda = name.includes('<lambda>') || (now ?? '').includes('<lambda>')
  return {
    taxonomy: 'identity',
    verdict: 'avoidable',
    advice: isLambda
      ? 'Define the lambda once at module level and jit it there, not where it is called.'
      : `Define and jit \`${name}\` once at module level, not in a loop or in a function that makes it anew.`,
    because: isLambda ? 'a new lambda was jitted each time' : `\`${name}\` was defined and jitted anew`,
  }
}

function identity({path, now, kind}: Cause): Judgement {
  const text = now ?? ''
  const because = `\`${path}\` was a new object each time`
  const judgement = {taxonomy: 'identity', verdict: 'avoidable', because} as const
  if (kind === 'node' || kind === 'variable')
    return {...judgement, advice: `Define the class ${text} once: running its definition again makes another class (\`${path}\`).`, because: `the class of \`${path}\` was defined anew`}
  if (/GradientTransformation|optax/.test(text) || /(^|\.)tx$/.test(path)) return {...judgement, advice: `Create the optimizer once, before the loop, or give every one the same \`tx\` (\`${path}\`).`}
  if (text.includes('<lambda>')) return {...judgement, advice: `Define the lambda of \`${path}\` once at module level and use that one.`}
  if (text.includes('functools.partial')) return {...judgement, advice: `Make the partial of \`${path}\` once at module level and use that one.`}
  if (text.includes('<locals>')) return {...judgement, advice: `Make \`${path}\` once, outside the function that returns a new one each time.`}
  return {...judgement, advice: `Reuse one object for \`${path}\`, or give its class __eq__ and __hash__ by value.`}
}

const isNumber = (text: string | null): boolean => text !== null && /^[-+]?(\d+\.?\d*(e[-+]?\d+)?|inf|nan)$/i.test(text)
const isFloat = (text: string | null): boolean => isNumber(text) && /[.e]|inf|nan/i.test(text ?? '')
const isFlag = (text: string | null): boolean => text === 'True' || text === 'False' || text === 'None'

function staticValue({path, now, before}: Cause): Judgement {
  const isData = isNumber(now) && isNumber(before) && (isFloat(now) || isFloat(before))
  return {
    taxonomy: 'static value',
    verdict: isData ? 'avoidable' : 'necessary',
    advice: isData
      ? `Pass \`${path}\` as an array: take it out of static_argnums and static_argnames.`
      : `Take \`${path}\` out of static_argnums and static_argnames if no shape and no Python loop depends on it; else keep to few values.`,
    because: `the static \`${path}\` had other values`,
  }
}

const names = (text: string | null): string[] => [...(text ?? '').matchAll(/'((?:[^'\\]|\\.)*)'/g)].map(([, name = '']) => name)

function tree({path, segments, change, now, before, from}: Cause): Judgement {
  const judgement = {taxonomy: 'tree', because: `the structure of \`${path}\` changed`} as const
  if (path === 'args')
    return {...judgement, verdict: 'avoidable', advice: `Pass every argument in every call, always by position or always by keyword: now a ${now ?? ''}, before a ${before ?? ''}.`, because: 'some calls left an argument out, or gave it by keyword'}
  if (path === 'kwargs') {
    const others = names(before)
    const mine = names(now)
    const changed = [...mine.filter((name) => !others.includes(name)), ...others.filter((name) => !mine.includes(name))]
    const which = changed.length > 0 ? changed.map((name) => `\`${name}\``).join(' and ') : 'each argument'
    return {
      ...judgement,
      verdict: 'avoidable',
      advice: `Pass ${which} always by keyword, or always by position.`,
      because: `${which} came by keyword and by position`,
    }
  }
  if (change === 'moved' && isArgument(segments))
    return {...judgement, verdict: 'avoidable', advice: `Pass \`${path}\` always by keyword, or always by position (\`${from ?? ''}\`).`, because: `\`${path}\` came by keyword and by position`}
  if (change === 'moved') return {...judgement, verdict: 'necessary', advice: `Use one name in every call: \`${path}\` was \`${from ?? ''}\`.`, because: `\`${from ?? ''}\` became \`${path}\``}
  if (now === 'None' || before === 'None')
    return {...judgement, verdict: 'avoidable', advice: `Pass an array for \`${path}\` in every call, zeros or a mask instead of None.`, because: `\`${path}\` was None in some calls`}
  if (isArgument(segments) && (change === 'added' || change === 'removed'))
    return {
      ...judgement,
      verdict: 'avoidable',
      advice: `Pass \`${path}\` in every call, always by keyword or always by position: a default that is left out makes another tree.`,
      because: `\`${path}\` was passed in some calls and left out in others`,
    }
  const containers = [now, before].map((text) => /^(?:<class ')?(list|tuple)/.exec(text ?? '')?.[1])
  if (containers[0] !== undefined && containers[1] !== undefined && containers[0] !== containers[1])
    return {...judgement, verdict: 'avoidable', advice: `Pass \`${path}\` always as a ${containers[1]}.`, because: `\`${path}\` came as a ${containers[0]} and as a ${containers[1]}`}
  return {...judgement, verdict: 'necessary', advice: `Give \`${path}\` the same structure in every call: fill what is missing, drop what is not used.`}
}

function graphdef(cause: Cause): Judgement {
  const {path, change, now, before, kind, segments, from} = cause
  const owner = segments[0] ?? path
  const judgement = {taxonomy: 'structural', verdict: 'necessary', because: `\`${path}\` changed`} as const
  if (change === 'moved') return {...judgement, advice: `Keep names and order of the layers: \`${from ?? ''}\` became \`${path}\`.`, because: `\`${from ?? ''}\` became \`${path}\``}
  if (/\bIntermediate\b/.test(now ?? before ?? ''))
    return {...judgement, verdict: 'avoidable', advice: `Call nnx.pop(${owner}, nnx.Intermediate) after each call, so that \`${path}\` does not stay in the model.`, because: `\`${path}\` was sown and never popped`}
  if (kind === 'metadata')
    return {...judgement, advice: `Set the metadata \`${path}\` before the first call, and before an optimizer copies it.`, because: `the metadata \`${path}\` changed`}
  if (kind === 'reference' || (now ?? '').startsWith('shared with') || (before ?? '').startsWith('shared with'))
    return {...judgement, advice: `Share or separate \`${path}\` before the first call.`, because: `\`${path}\` was shared or separated`}
  if (kind !== 'attribute') {
    const verb = change === 'added' ? 'added' : change === 'removed' ? 'removed' : 'replaced'
    return {...judgement, advice: `Build \`${owner}\` in its final form before the first call: \`${path}\` was ${verb} later.`, because: `\`${path}\` was ${verb}`}
  }
  if (change === 'added' || change === 'removed') return {...judgement, advice: `Set or delete \`${path}\` before the first call.`, because: `\`${path}\` was ${change}`}
  const last = segments.at(-1) ?? ''
  if (isFlag(now) && isFlag(before)) {
    if (before === 'None' || now === 'None')
      return {...judgement, verdict: 'avoidable', advice: `Call ${owner}.train() or ${owner}.eval() once before the first call, so that \`${path}\` is never None.`, because: `\`${path}\` was None at first`}
    if (last === 'deterministic' || last === 'use_running_average')
      return {...judgement, advice: `Keep it: training and evaluation are two programs, and both stay cached. Warm up both before the loop (\`${path}\`).`, because: `\`${path}\` differs between training and evaluation`}
    return {...judgement, advice: `Decide \`${path}\` before the first call: each of its values is a program of its own.`}
  }
  const isSize = /(features|size|dim|axis|num_|rate|epsilon|momentum|strides|heads)/.test(last)
  if (isNumber(now) && isNumber(before) && !isSize) {
    const isCounter = !isFloat(now) && !isFloat(before)
    return {
      ...judgement,
      verdict: 'avoidable',
      advice: isCounter ? `Keep \`${path}\` in an nnx.Variable, or move the counter out of ${owner}.` : `Keep \`${path}\` in an nnx.Variable, so that its value is data and not part of the graphdef.`,
      because: `the number \`${path}\` changed`,
    }
  }
  return {...judgement, advice: `Choose \`${path}\` before the first call: each of its values is a program of its own.`}
}

function type({path, segments, now, before}: Cause, seen: Seen): Judgement {
  const judgement = {taxonomy: 'type', verdict: 'necessary'} as const
  const a = aval(now ?? '')
  const b = aval(before ?? '')
  if (a === null || b === null) return {...judgement, advice: `Give \`${path}\` one type in every call: ${now ?? 'nothing'} now, ${before ?? 'nothing'} before.`, because: `\`${path}\` changed its type`}
  const change = avalChange(now ?? '', before ?? '')
  if (isParameter(segments) && change !== 'sharding' && change !== 'weak type')
    return {...judgement, advice: `Give \`${path}\` its final shape and dtype before the first call.`, because: `the parameter \`${path}\` changed its type`}
  switch (change) {
    case 'sharding':
      return {taxonomy: 'placement', verdict: 'necessary', advice: `Place \`${path}\` with one sharding before the first call (jax.device_put).`, because: `\`${path}\` came with other shardings`}
    case 'weak type':
      return {
        ...judgement,
        verdict: 'avoidable',
        advice: `Pass \`${path}\` always as a Python number, or always as an array (jnp.${longName(a.dtype)}(…)): the one has a weak type.`,
        because: `\`${path}\` came as a number and as an array`,
      }
    case 'dtype': {
      if (a.dtype.startsWith('key') !== b.dtype.startsWith('key') || (a.dtype.startsWith('key') && b.dtype.startsWith('key')))
        return {...judgement, verdict: 'avoidable', advice: `Make the random key \`${path}\` one way: jax.random.key with one implementation, in every call.`, because: `\`${path}\` came as ${b.dtype} and as ${a.dtype}`}
      const isScalar = a.shape.length === 0 && b.shape.length === 0
      const first = aval(seen[0] ?? '') ?? b
      const cast = isScalar ? `jnp.${longName(first.dtype)}(…)` : `.astype(jnp.${longName(first.dtype)})`
      const because = isScalar && (a.weak || b.weak) && a.weak !== b.weak ? `\`${path}\` came as a number and as an array` : `\`${path}\` came as ${b.dtype} and as ${a.dtype}`
      return {...judgement, verdict: isScalar ? 'avoidable' : 'necessary', advice: `Give \`${path}\` one dtype: ${cast} in every call.`, because}
    }
    case 'shape': {
      const fits = [...seen, before ?? ''].find((text) => isRoomFor(text, a))
      const multiple = padding(a.shape, (fits === undefined ? b : (aval(fits) ?? b)).shape)
      return {
        ...judgement,
        verdict: fits === undefined ? 'necessary' : 'avoidable',
        advice:
          fits === undefined
            ? `Pad \`${path}\` to a multiple of ${multiple}, or sort its sizes into few buckets, and mask what was added.`
            : `Pad \`${path}\` to a multiple of ${multiple} (${fits} is compiled already), and mask what was added.`,
        because: `\`${path}\` came in ${howMany(new Set([...seen, now, before]).size)} shapes`,
      }
    }
    default:
      return {...judgement, advice: `Give \`${path}\` one type in every call: ${now ?? ''} now, ${before ?? ''} before.`, because: `\`${path}\` came as ${before ?? ''} and as ${now ?? ''}`}
  }
}

/** The path of a leaf in a module, or of one without a name, not of an argument or of what a container holds. */
export const isParameter = (segments: readonly string[]): boolean => segments[0] === 'leaves' || (segments[1] !== undefined && !segments[1].startsWith('['))

/** A number of values as far as they are remembered. */
const howMany = (count: number): string => (count >= 64 ? 'many' : String(count))

/** Whether an array of type `a` fits into one of type `room` by padding. */
function isRoomFor(room: string, a: Aval): boolean {
  const b = aval(room)
  return (
    b !== null && a.dtype === b.dtype && a.weak === b.weak && a.sharding === b.sharding && a.shape.length === b.shape.length &&
    a.shape.every((size, at) => Number(b.shape[at]) >= Number(size))
  )
}

/** The smallest power of two, from 8, at whose multiples the sizes that differ become equal; at most 1024. */
export function padding(a: readonly string[], b: readonly string[]): number {
  const up = (size: string | undefined, multiple: number): number => Math.ceil(Number(size) / multiple)
  let multiple = 8
  while (multiple < 1024 && a.some((size, at) => up(size, multiple) !== up(b[at], multiple))) multiple *= 2
  return multiple < 1024 ? multiple : 8
}

const dtypes: Readonly<Record<string, string>> = {
  f16: 'float16', f32: 'float32', f64: 'float64', bf16: 'bfloat16', i8: 'int8', i16: 'int16', i32: 'int32', i64: 'int64',
  u8: 'uint8', u16: 'uint16', u32: 'uint32', u64: 'uint64', c64: 'complex64', c128: 'complex128', bool: 'bool_',
}

const longName = (dtype: string): string => (Object.hasOwn(dtypes, dtype) ? (dtypes[dtype] ?? dtype) : dtype)

const soft = new Set<string | null>(['python', 'numpy', 'uncommitted', null])

function placement({path, now, before}: Cause): Judgement {
  const judgement = {taxonomy: 'placement', verdict: 'avoidable'} as const
  if (soft.has(now) && soft.has(before))
    return {...judgement, advice: `Pass \`${path}\` always as the same kind of value (${before ?? 'nothing'} before): this costs a dispatch, no compile.`, because: `\`${path}\` came as ${before ?? 'nothing'} and as ${now ?? 'nothing'}`}
  if (soft.has(now) || soft.has(before))
    return {...judgement, advice: `Put \`${path}\` on its device once, before the first call (jax.device_put), or never.`, because: `\`${path}\` was committed to a device in some calls only`}
  return {...judgement, verdict: 'necessary', advice: `Place \`${path}\` with one sharding before the first call (jax.device_put).`, because: `\`${path}\` came with other shardings`}
}
