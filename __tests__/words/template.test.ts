import fc from 'fast-check'
import {advice, advices, because, told, type Delta} from '../../lib/words/index.ts'
import {fill} from '../../lib/words/template.ts'

test('fill(template, fillings) puts a text, a number with commas, a number with its noun, names and nothing into holes', () => {
  expect(fill('{path} of {size}', {path: 'x', size: 1024})).toBe('x of 1,024')
  expect(fill('{misses:miss|misses} in {calls:call}', {misses: 2, calls: 1})).toBe('2 misses in 1 call')
  expect(fill('pass {names}, not {now}', {names: ['a', 'b'], now: null})).toBe(
    'pass `a` and `b`, not nothing',
  )
})

test('fill(template, fillings) leaves what a value holds as it is, braces and all', () => {
  fc.assert(fc.property(fc.string(), fc.string(), (a, b) => fill('<{a}|{b}>', {a, b}) === `<${a}|${b}>`))
})

test('fill(template, fillings) throws where a hole has no value', () => {
  expect(() => fill('Pad {path}', {})).toThrow('the template "Pad {path}" has no value for path')
})

test('advice(finding) and because(finding) name the path', () => {
  const finding = {what: 'fits', path: ['x'], axes: 'axis 0', sizes: '16', shapes: 3} as const
  expect(advice(finding)).toBe('Pad axis 0 of `x` to 16, as in an earlier call, and mask what was added.')
  expect(because(finding)).toBe('`x` came in 3 shapes')
  expect(because({what: 'flag', path: ['model.train']})).toBeNull()
})

test('advices(findings) tells a step once for all places that it is to be taken at, and so many steps at most', () => {
  const anew = {what: 'object anew', path: ['a']} as const
  const none = {what: 'none', path: ['c']} as const
  expect(advices([anew, {...anew, path: ['b']}])).toBe(advice({...anew, path: ['a', 'b']}))
  expect(advice({...none, path: ['a', 'b']})).toMatch(/^Pass an array for `a` and `b` in every call/)
  expect(advice({...none, path: ['a', 'b', 'c', 'd', 'e']})).toMatch(/ for `a`, `b`, `c` and 2 more in /)
  const others = [{what: 'static number', path: ['d']} as const, {what: 'flag', path: ['e']} as const]
  expect(advices([anew, none, ...others], 3)).toBe([anew, none, ...others.slice(0, 1)].map(advice).join(' '))
})

test.each<[Delta, string, string | null, string | null]>([
  [{kind: 'axis', axis: 0, now: '5', before: '16'}, 'changed', 'size 5 of axis 0', 'size 16'],
  [{kind: 'weak type', now: true}, 'changed', 'weak type', 'no weak type'],
  [{kind: 'added', now: {sharedWith: 'm.embed'}}, 'added', 'shared with m.embed', null],
  [{kind: 'removed', before: 'Param'}, 'removed', null, 'Param'],
  [{kind: 'moved', from: 'm.a', to: 'm.b'}, 'moved', 'm.b', 'm.a'],
  [{kind: 'shared', now: 'Param', before: {sharedWith: 'm.a'}}, 'changed', 'Param', 'shared with m.a'],
])('told(%j) is %s, %s and %s', (delta, change, now, before) => {
  expect(told(delta)).toMatchObject({change, now, before})
})
