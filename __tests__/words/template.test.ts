import fc from 'fast-check'
import {advice, advices, because, merged, told, type Delta} from '../../lib/words/index.ts'
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
  expect(advice(finding)).toBe('Pad axis 0 of `x` to 16, the largest so far, and mask what was added.')
  expect(because(finding)).toBe('`x` came in 3 shapes')
  expect(because({what: 'untold', name: 'step'})).toBeNull()
})

test('merged(findings) tells a step once for all places that it is to be taken at', () => {
  const anew = {what: 'object anew', path: ['a']} as const
  const none = {what: 'none', path: ['c']} as const
  expect(merged([anew, none, {...anew, path: ['b']}])).toEqual([{...anew, path: ['a', 'b']}, none])
  expect(advice({...none, path: ['a', 'b']})).toMatch(/ for `a` and `b` it is another program/)
  expect(advice({...none, path: ['a', 'b', 'c', 'd', 'e']})).toMatch(/ for `a`, `b`, `c` and 2 more it /)
})

test('advices(findings) accepts several changes in one sentence, and tells apart what could be mended all the same', () => {
  const [flag, value] = [{what: 'flag', path: ['b']} as const, {what: 'attribute', path: ['c']} as const]
  expect(advices([flag, value])).toBe(
    'Nothing to fix where the changes are meant; else decide `b` before the first call: each value is a program of its own; choose `c` before the first call: each value is a program of its own.',
  )
  expect(advices([flag, {what: 'number', path: ['d']}])).toMatch(
    /^Nothing to fix where the change is meant; else decide `b` .*\. Besides that: keep `d` in an nnx\.Variable/,
  )
})

test('advices(findings, most) tells the first so many steps', () => {
  const all = [{what: 'none', path: ['a']} as const, {what: 'flag', path: ['b']} as const]
  expect(advices(all)).toBe(
    all
      .map(advice)
      .join(' ')
      .replace(/ Nothing to fix where(?= the change)/, ' Likewise where'),
  )
  expect(advices(all, 1)).toBe(advice({what: 'none', path: ['a']}))
})

test.each<[Delta, string, string | null, string | null]>([
  [{kind: 'axis', axis: 0, now: '5', before: '16', like: null}, 'changed', 'size 5 of axis 0', 'size 16'],
  [{kind: 'weak type', now: true}, 'changed', 'weak type', 'no weak type'],
  [{kind: 'added', now: {sharedWith: 'm.embed'}}, 'added', 'shared with m.embed', null],
  [{kind: 'removed', before: 'Param'}, 'removed', null, 'Param'],
  [{kind: 'moved', from: 'm.a', to: 'm.b'}, 'moved', 'm.b', 'm.a'],
  [{kind: 'shared', now: 'Param', before: {sharedWith: 'm.a'}}, 'changed', 'Param', 'shared with m.a'],
])('told(%j) is %s, %s and %s', (delta, change, now, before) => {
  expect(told(delta)).toMatchObject({change, now, before})
})
