import type {Fact} from '../log/index.ts'
import type {Delta} from '../words/index.ts'
import {kept} from './grouped.ts'

/** An aval's text in parts: `f32[8,4]({Auto: ('data',)}){weak_type=True}`. */
export interface Aval {
  readonly dtype: string
  /** Sizes as text, without the mesh axes (`4@data` is `4`); null where the text has none. */
  readonly shape: readonly string[]
  readonly weak: boolean
  /** What is said of mesh axes, as text. */
  readonly sharding: string
}

const dtypeName = /^[A-Za-z][\w<>]*$/
const weakness = /\{weak_type=(?:True|False)\}/
const noAxes = /^\(\{\}\)/

/** Texts that were parsed; as many as a model has leaves come again with every miss. */
const parsed = new Map<string, Aval | null>()

/** Parses an aval's text; null where it is something else. */
export function parseAval(text: string): Aval | null {
  if (parsed.size >= 65_536) parsed.clear()
  return kept(parsed, text, parse)
}

function parse(text: string): Aval | null {
  const open = text.indexOf('[')
  const close = text.indexOf(']', open)
  const dtype = text.slice(0, open)
  if (open < 0 || close < 0 || !dtypeName.test(dtype)) return null
  const inside = text.slice(open + 1, close)
  const sizes = inside === '' ? [] : inside.split(',').map((size) => onMesh(size.trim()))
  const marks = text.slice(close + 1)
  const others = marks.replace(weakness, '').replace(noAxes, '')
  return {
    dtype,
    shape: sizes.map(({size}) => size),
    weak: marks.includes('{weak_type=True}'),
    sharding:
      others !== '' || sizes.some(({axis}) => axis !== '')
        ? `${sizes.map(({axis}) => axis).join()}${others}`
        : '',
  }
}

/** A size and the axis of the mesh that it is spread over: `4@data`. */
function onMesh(text: string): {size: string; axis: string} {
  const at = text.indexOf('@')
  return at < 0 ? {size: text, axis: ''} : {size: text.slice(0, at), axis: text.slice(at + 1)}
}

/** The types of an array now and before; null where a difference tells none. */
export function typesIn(delta: Delta): readonly [now: Aval, before: Aval] | null {
  if (delta.kind !== 'value') return null
  const [now, before] = [parseAval(delta.now), parseAval(delta.before)]
  return now === null || before === null ? null : [now, before]
}

/** The axes of two types of one rank whose sizes differ. */
export function differingAxes(now: Aval, before: Aval): {axis: number; now: string; before: string}[] {
  const found: {axis: number; now: string; before: string}[] = []
  for (let axis = 0; axis < now.shape.length; axis++) {
    const [size, other] = [now.shape[axis], before.shape[axis]]
    if (size !== undefined && other !== undefined && other !== size)
      found.push({axis, now: size, before: other})
  }
  return found
}

/** In how many parts two types of other texts differ: dtype with whether it is weak, each axis, mesh; at least in one. */
export function partsApart(one: string, other: string): number {
  const [a, b] = [parseAval(one), parseAval(other)]
  if (a === null || b === null) return 1
  const kind = Number(a.dtype !== b.dtype || a.weak !== b.weak)
  return Math.max(1, axesApart(a.shape, b.shape) + kind + Number(a.sharding !== b.sharding))
}

/** How many sizes differ; all where there are more of one. */
function axesApart(one: readonly string[], other: readonly string[]): number {
  if (one.length !== other.length) return one.length + other.length
  let count = 0
  for (let axis = 0; axis < one.length; axis++) if (one[axis] !== other[axis]) count++
  return count
}

const meshes = /\(\{[^{}]*\}\)/

/** A type without what is said of meshes behind it. */
export const withoutMeshes = (type: string): string => type.replace(meshes, '')

/** A type without its marks, which JAX prints only where two types differ in them. */
export const bareType = (type: string): string => withoutMeshes(type).replace(weakness, '')

/**
 * Two types as they can be compared: a mesh that both are on says nothing of why they differ, nor does one beside another size of which
 * the log tells none, nor does the mark of a weak type beside one of which the log does not tell whether it is weak.
 */
export function comparable(one: Fact, other: Fact): readonly [string, string] {
  const [now, before] =
    maybeWeak(one) || maybeWeak(other) ? [strong(one), strong(other)] : [one.value, other.value]
  const [mine, theirs] = [withoutMeshes(now), withoutMeshes(before)]
  const told = [now, before].map((type) => meshes.exec(type)?.[0])
  const isOpen = told.includes(undefined) && mine.replace(weakness, '') !== theirs.replace(weakness, '')
  return isOpen || told[0] === told[1] ? [mine, theirs] : [now, before]
}

const maybeWeak = ({printed}: Fact): boolean => printed?.as === 'type'
const strong = ({value}: Fact): string => value.replace(weakness, '')

/** Whether two types differ at most in a mark that one of them was printed without. */
export const mayBeOneType = (a: Fact, b: Fact): boolean =>
  (maybeWeak(a) || maybeWeak(b)) && strong(a) === strong(b)
