import {readFileSync} from 'node:fs'
import {guardOf} from '../../lib/guards/index.ts'
import type {Path} from '../../lib/log/index.ts'
import {toldGuard, type ToldGuard} from './told.ts'

const row = /\{"(?:entry|text)": (?:[^{}]|\{[^{}]*\})*?"kind"[^{}]*\}/g

const toldIn = (file: string): ToldGuard[] =>
  [...new Set(readFileSync(`__tests__/golden/${file}`, 'utf8').match(row))].map((one) =>
    toldGuard(JSON.parse(one)),
  )

const bracketed = /^\['?(?:key )?(.*?)'?\]$/
const plain = (path: Path): string[] => path.map((segment) => segment.replace(bracketed, '$1'))

/** What the oracle took for names of the program: Python's of an expression, and by what torch knows a function. */
const words: ReadonlySet<unknown> = new Set(['dict', 'L', '__code__'])

/** The first place of a told guard, as far as it is one of the program's. */
function placeOf({kind, path, text}: ToldGuard): string[] {
  const isOfSeveral = kind === 'SHAPE_ENV' || kind === 'NO_TENSOR_ALIASING'
  const [first] = path
  const all: readonly unknown[] = isOfSeveral && Array.isArray(first) ? first : path
  const end = all.indexOf('size')
  const names = all.slice(0, end < 0 ? all.length : end).filter((one) => !words.has(one))
  return text.startsWith('list(') ? names.slice(0, -1).map(String) : names.map(String)
}

/** What the oracle's words mean: a value that is None is one like others. */
const kindOf = ({kind, text}: ToldGuard): string => (text.endsWith(' is None') ? 'EQUALS_MATCH' : kind)

const told = ['torch.jsonl', 'torch-2.4.jsonl'].flatMap(toldIn)
const isByState = ({text}: ToldGuard): boolean => text.includes('dict.keys(self.state)')

test('guards of the goldens are told in many ways', () => {
  expect(told.length).toBeGreaterThan(300)
})

test('guardOf reads the kind and the place of each guard that real torch told in the goldens', () => {
  const all = told.filter((one) => !isByState(one))
  const read = all.map(({text}) => guardOf(text))
  expect(read.map(({kind, path, said}) => [said, kind, plain(path)])).toEqual(
    all.map((one) => [one.text, kindOf(one), placeOf(one)]),
  )
})

test('guardOf reads what was before, and which dimension, of each tensor and value that real torch told', () => {
  const kinds: ReadonlySet<string> = new Set([
    'TENSOR_MATCH',
    'EQUALS_MATCH',
    'TYPE_MATCH',
    'ID_MATCH',
    'LENGTH',
  ])
  const all = told.filter((one) => kinds.has(one.kind) && !one.text.startsWith('list('))
  expect(all.map(({text}) => guardOf(text)).map(({before, what, index}) => [before, what, index])).toEqual(
    all.map(({before, what, index, text}) => [before, text.includes('.__code__') ? 'code' : what, index]),
  )
})
