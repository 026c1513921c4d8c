type Schema = Readonly<Record<string, unknown>>

const isObject = (value: unknown): value is Schema =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const typeOf = (value: unknown): string =>
  value === null
    ? 'null'
    : Array.isArray(value)
      ? 'array'
      : Number.isInteger(value)
        ? 'integer'
        : typeof value

/** Words of JSON Schema that `violations` checks; another word in a schema is a violation itself, so that none goes unchecked. */
const words = new Set([
  '$schema',
  '$defs',
  '$ref',
  'title',
  'description',
  'type',
  'enum',
  'const',
  'required',
  'properties',
  'additionalProperties',
  'items',
  'minimum',
  'oneOf',
])

/** Where a value breaks a schema (the part of JSON Schema 2020-12 that `words` names); empty where it does not. */
export function violations(value: unknown, schema: unknown, root: Schema, at = '$'): string[] {
  if (!isObject(schema)) return [`${at}: the schema is no object`]
  const unknown = Object.keys(schema).filter((word) => !words.has(word))
  if (unknown.length > 0) return [`${at}: the schema says ${unknown.join()}, which nothing checks`]
  const ref = schema['$ref']
  if (typeof ref === 'string') {
    const definitions = root['$defs']
    return violations(
      value,
      isObject(definitions) ? definitions[ref.replace('#/$defs/', '')] : undefined,
      root,
      at,
    )
  }
  const found: string[] = []
  const types = Array.isArray(schema['type'])
    ? schema['type']
    : schema['type'] === undefined
      ? null
      : [schema['type']]
  const type = typeOf(value)
  if (types !== null && !types.some((one) => one === type || (one === 'number' && type === 'integer')))
    found.push(`${at}: ${type}, expected ${types.join(' or ')}`)
  if (Array.isArray(schema['enum']) && !schema['enum'].includes(value))
    found.push(`${at}: ${JSON.stringify(value)} is none of ${schema['enum'].join()}`)
  if ('const' in schema && schema['const'] !== value)
    found.push(`${at}: ${JSON.stringify(value)}, expected ${JSON.stringify(schema['const'])}`)
  if (typeof schema['minimum'] === 'number' && typeof value === 'number' && value < schema['minimum'])
    found.push(`${at}: ${value} is too small`)
  if (Array.isArray(schema['oneOf'])) {
    const fitting = schema['oneOf'].filter((one) => violations(value, one, root, at).length === 0)
    if (fitting.length !== 1) found.push(`${at}: fits ${fitting.length} of its schemas, expected one`)
  }
  if (Array.isArray(value) && schema['items'] !== undefined)
    value.forEach((item, index) => found.push(...violations(item, schema['items'], root, `${at}[${index}]`)))
  if (isObject(value)) {
    const properties = isObject(schema['properties']) ? schema['properties'] : {}
    const required: unknown[] = Array.isArray(schema['required']) ? schema['required'] : []
    for (const name of required)
      if (typeof name === 'string' && !Object.hasOwn(value, name)) found.push(`${at}: ${name} is missing`)
    for (const [name, held] of Object.entries(value)) {
      if (Object.hasOwn(properties, name))
        found.push(...violations(held, properties[name], root, `${at}.${name}`))
      else if (schema['additionalProperties'] === false) found.push(`${at}: ${name} is not in the schema`)
    }
  }
  return found
}
