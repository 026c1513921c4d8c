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
  const finding = {what: 'fits', path: 'x', multiple: 8, room: 'f32[16]', shapes: 3} as const
  expect(advice(finding)).toBe(
    'Pad `x` to a multiple of 8 (f32[16] is compiled already), and mask what was added.',
  )
  expect(because(finding)).toBe('`x` came in 3 shapes')
  expect(because({what: 'flag', path: 'model.train'})).toBeNull()
})

test('advices(findings) tells one step a kind, wherever it is to be taken, and two at most', () => {
  const [a, b] = [{what: 'object anew', path: 'a'} as const, {what: 'object anew', path: 'b'} as const]
  const [c, d] = [{what: 'none', path: 'c'} as const, {what: 'static number', path: 'd'} as const]
  expect(advices([a, b])).toBe(advice(a))
  expect(advices([a, b, c, d])).toBe(`${advice(a)} ${advice(c)}`)
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
