import {Float, repr} from '../../lib/python/index.ts'
import type {Claim} from './examples.ts'

const has = <K extends string>(value: object, name: K): value is Record<K, unknown> => name in value

const printed = (value: unknown): string => String(value)

/** A value as the comments of examples write it. */
export function written(value: unknown): string {
  if (typeof value === 'string')
    return value.includes("'")
      ? JSON.stringify(value)
      : `'${JSON.stringify(value).slice(1, -1).replaceAll('\\"', '"')}'`
  if (value instanceof Float) return `float(${repr(value).replace(/\.0$/, '')})`
  if (Array.isArray(value)) return `[${value.map(written).join(', ')}]`
  if (value instanceof Error) return `${value.name}: ${value.message}`
  if (value instanceof Map || value instanceof Set) return written([...value])
  if (typeof value !== 'object' || value === null || printed(value) !== '[object Object]')
    return printed(value)
  const fields = Object.entries(value).map(
    ([name, field]) => `${/^\w+$/.test(name) ? name : written(name)}: ${written(field)}`,
  )
  return `{${fields.join(', ')}}`
}

/** The texts of a value: as it is, and of an array its numbers. */
const texts = (value: unknown): string[] => {
  const own = written(value)
  if (typeof value !== 'object' || value === null || !has(value, 'tolist')) return [own]
  const {tolist} = value
  return typeof tolist === 'function' ? [own, written(tolist.call(value))] : [own]
}

const special = /[.*+?^${}()|[\]\\]/g

/** Whether a value is what its example says: `…` stands for any text, and words may follow. */
export function isAsSaid({said, value}: Claim): boolean {
  const pattern = said.split('…').map((part) => part.replaceAll(special, String.raw`\$&`))
  const whole = new RegExp(`^${pattern.join('.*')}$`, 's')
  return texts(value).some(
    (text) =>
      whole.test(text) ||
      (said.startsWith(text) && /^[:;, ]/.test(said.slice(text.length))) ||
      (value instanceof Error && text.startsWith(said)),
  )
}
