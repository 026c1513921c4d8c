import {execFileSync} from 'node:child_process'
import {isJson, type Json} from '../../lib/scenario/index.ts'
import {root, text} from '../structure/project.ts'

const script =
  "import('./scripts/pythonnames.mjs').then(({pythonNames}) => console.log(JSON.stringify(pythonNames().names)))"
const held: unknown = JSON.parse(execFileSync('node', ['-e', script], {cwd: root, encoding: 'utf8'}))
const names: readonly Json[] = Array.isArray(held) ? held.filter(isJson) : []
const named = (name: string): Json | undefined => names.find((one) => one['name'] === name)

test('every name that the Python package gives is in the reference, and says what it is', () => {
  const [, all = ''] = /^__all__ = \[([^\]]*)\]$/m.exec(text('python/src/jitlens/__init__.py')) ?? []
  const given = [...all.matchAll(/"(\w+)"/g)].map(([, name = '']) => `jitlens.${name}`)
  expect(names.map((one) => one['name'])).toEqual(given)
  expect(names.filter((one) => one['text'] === '')).toEqual([])
})

test('a function of Python says how it is called, what it takes and raises; a class that is made from another as that says', () => {
  expect(named('jitlens.watch')).toMatchObject({
    lines: ['jitlens.watch(function: Any = None, *, to: str = "jitlens.jsonl") -> Any'],
    throws: ['{TypeError} the function is not jitted.'],
  })
  expect(named('jitlens.record')).toMatchObject({
    lines: [expect.stringMatching(/^jitlens\.record\(path: .*, \*functions: Any, /)],
  })
  expect(JSON.stringify(named('jitlens.record')?.['params'])).toContain('redact names of arguments')
})
