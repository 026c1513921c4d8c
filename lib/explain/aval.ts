/** An aval's text in parts: `f32[8,4]({Auto: ('data',)}){weak_type=True}`. */
export interface Aval {
  readonly dtype: string
  /** Sizes as text, without the mesh axes (`4@data` is `4`); null where the text has none. */
  readonly shape: readonly string[]
  readonly weak: boolean
  /** What is said of mesh axes, as text. */
  readonly sharding: string
}

const pattern = /^([A-Za-z][\w<>]*)\[([^\]]*)\](.*)$/s

/** Texts that were parsed; as many as a model has leaves come again with every miss. */
const parsed = new Map<string, Aval | null>()

/** Parses an aval's text; null where it is something else. */
export function aval(text: string): Aval | null {
  const known = parsed.get(text)
  if (known !== undefined) return known
  if (parsed.size >= 65_536) parsed.clear()
  const found = parse(text)
  parsed.set(text, found)
  return found
}

function parse(text: string): Aval | null {
  const match = pattern.exec(text)
  if (match === null) return null
  const [, dtype = '', inside = '', rest = ''] = match
  const sizes = inside === '' ? [] : inside.split(',').map((size) => size.trim())
  const axes = sizes.map((size) => size.split('@')[1] ?? '')
  const marks = rest.replace(/\{weak_type=(?:True|False)\}/, '').replace(/^\(\{\}\)/, '')
  return {
    dtype,
    shape: sizes.map((size) => size.split('@')[0] ?? size),
    weak: rest.includes('{weak_type=True}'),
    sharding: axes.some((axis) => axis !== '') || marks !== '' ? `${axes.join()}${marks}` : '',
  }
}

/** How two avals differ, in the order in which it matters. */
export function avalChange(
  now: string,
  before: string,
): 'rank' | 'shape' | 'dtype' | 'weak type' | 'sharding' | 'other' {
  const a = aval(now)
  const b = aval(before)
  if (a === null || b === null) return 'other'
  if (a.dtype !== b.dtype) return 'dtype'
  if (a.shape.length !== b.shape.length) return 'rank'
  if (a.shape.some((size, at) => size !== b.shape[at])) return 'shape'
  if (a.weak !== b.weak) return 'weak type'
  return a.sharding === b.sharding ? 'other' : 'sharding'
}
