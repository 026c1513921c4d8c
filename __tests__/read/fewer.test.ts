import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import {files, root} from '../structure/project.ts'
import {contradiction, firstAfterAnother, type Kind, retold, sameIn, told} from './fewer.ts'

const logs = ['examples/logs', '__tests__/read/logs', '__tests__/read/programs', '__tests__/read/seeds']
  .flatMap((folder) => files(folder))
  .filter((path) => path.endsWith('.log'))

/** Lines that a filter leaves: of one logger or level, or what somebody looked for. */
const filters: readonly (readonly [string, (kind: Kind) => boolean])[] = [
  ['without explanations', (kind) => kind !== 'explanation'],
  ['explanations alone', (kind) => kind === 'explanation'],
  ['without traces', (kind) => kind !== 'traced'],
  ['without the beginnings of compiles', (kind) => kind !== 'compiling'],
  ['without lowering', (kind) => kind !== 'lowered'],
  ['without the ends of compiles', (kind) => kind !== 'compiled'],
  ['the beginnings of compiles alone', (kind) => kind === 'compiling'],
  ['the ends of compiles alone', (kind) => kind === 'compiled'],
  ['traces alone', (kind) => kind === 'traced'],
  ['explanations and the ends of compiles', (kind) => kind === 'explanation' || kind === 'compiled'],
]

function contradictions(text: string): string[] {
  const whole = told(text)
  return filters.flatMap(([name, keeps]) => {
    const fewer = retold(text, keeps) ?? []
    return fewer.flatMap((one) => {
      const same = sameIn(whole, fewer, one)
      const said = same === null ? null : contradiction(one.miss, same)
      return said === null ? [] : [`${name}: line ${one.line}, ${one.miss.function}: ${said}`]
    })
  })
}

test('a log of the ends of compiles alone leaves open whether a static value or the structure changed', () => {
  const text = readFileSync(join(root, 'examples/logs/p01_batch_size.log'), 'utf8')
  const ends = text.split('\n').filter((line) => line.includes('Finished XLA compilation of jit(predict)'))
  const [, ...later] = told(ends.join('\n'))
  expect(later.length).toBe(2)
  for (const {miss} of later) expect(miss.excluded).toMatch(/a static value.*the structure of the arguments/)
})

describe('read(log) of a part of the lines tells nothing but what the whole log tells, or is less sure', () => {
  test.each(logs)('%s', (path) => {
    expect(contradictions(readFileSync(join(root, path), 'utf8'))).toEqual([])
  })
})

test.each(logs)(
  '%s, begun late, takes no function for new that JAX says took the place of another',
  (path) => {
    expect(firstAfterAnother(readFileSync(join(root, path), 'utf8'))).toEqual([])
  },
)
