import {
  type FieldKinds,
  type ValueKind,
  type KindWord,
  isOfWords,
  locks,
  programFields,
  scenarioFields,
  stepFields,
  valueKinds,
} from './format.ts'
import type {Json} from './jsonvalue.ts'

const whole = {type: 'integer'}
const text = {type: 'string'}
const value = {$ref: '#/$defs/value'}
const listOf = (items: Json): Json => ({type: 'array', items})

const words: Readonly<Record<KindWord, Json>> = {
  text,
  number: {type: 'number'},
  integer: {type: ['integer', 'string']},
  flag: {type: 'boolean'},
  anything: {},
  shape: listOf({...whole, minimum: 0}),
  numbers: listOf({type: 'number'}),
  positions: {oneOf: [whole, listOf(whole)]},
  names: {oneOf: [text, listOf(text)]},
  lines: {oneOf: [text, listOf(text)], description: 'A text, or its lines.'},
  locks: listOf({enum: locks}),
  value,
  values: listOf(value),
  'named values': listOf({
    type: 'array',
    description: 'A name and an expression.',
    items: {oneOf: [text, value]},
  }),
  reference: {...text, description: 'A name that a {"do": "let"} gave, or a path from it: model.layers.0.'},
  place: {...text, description: 'A name, or a path from one: model.drop.rate.'},
  definition: {...text, description: 'A name that a {"do": "def"} gave.'},
  jitted: {...text, description: 'A name that a {"do": "jit"} gave.'},
}

const schemaOf = (kind: ValueKind): Json =>
  typeof kind !== 'object' ? words[kind] : isOfWords(kind) ? {enum: kind} : objectOf(kind)

/** An object of some fields and no others. */
const objectOf = (fields: FieldKinds, more: Json = {}): Json => ({
  type: 'object',
  required: [...Object.keys(more).slice(0, 1), ...Object.keys(fields).filter((name) => !name.endsWith('?'))],
  properties: {
    ...more,
    ...Object.fromEntries(
      Object.entries(fields).map(([name, kind]) => [name.replace('?', ''), schemaOf(kind)]),
    ),
  },
  additionalProperties: false,
})

/**
 * The format of scenario files as JSON Schema, made of the tables by which they are checked; an editor completes and checks by it what has
 * `"$schema": "…/scenario.schema.json"`.
 *
 * @example
 * scenarioSchema().title // 'A scenario of jitlens'
 */
export const scenarioSchema = (): Json => ({
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'A scenario of jitlens',
  description:
    'A small program over models and jitted functions, run by jitlens simulate: one scenario, or a list of them. docs/scenarios.md says what each step and expression means.',
  oneOf: [{$ref: '#/$defs/scenario'}, listOf({$ref: '#/$defs/scenario'})],
  $defs: {
    scenario: {
      oneOf: [objectOf(scenarioFields, {steps: listOf({$ref: '#/$defs/step'})}), objectOf(programFields)],
    },
    step: {
      oneOf: Object.entries(stepFields).map(([word, fields]) =>
        objectOf({...fields, 'expect?': 'anything'}, {do: {const: word}}),
      ),
    },
    value: {
      oneOf: Object.entries(valueKinds).map(([word, kind]) => objectOf({[word]: kind})),
    },
  },
})
