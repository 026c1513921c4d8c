import slow from '../slow.json' with {type: 'json'}
import {files} from './project.ts'

const tests = files('__tests__').filter((path) => path.endsWith('.test.ts'))

test('npm run test:fast leaves out tests that exist, each by one entry of __tests__/slow.json', () => {
  expect(slow.filter((path) => !tests.some((test) => test.startsWith(path)))).toEqual([])
  expect(tests.filter((test) => slow.filter((path) => test.startsWith(path)).length > 1)).toEqual([])
})

test('npm run test:fast runs three tests of four at least', () => {
  const left = tests.filter((test) => !slow.some((path) => test.startsWith(path)))
  expect(left.length).toBeGreaterThanOrEqual((tests.length * 3) / 4)
})
