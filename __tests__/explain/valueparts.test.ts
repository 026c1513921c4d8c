import fc from 'fast-check'
import {describe, expect, test} from '@jest/globals'
import {show} from '../../lib/log/index.ts'
import {told} from '../../lib/words/index.ts'
import {withoutPart} from '../../lib/python/index.ts'
import {otherObjects, otherParts} from '../../lib/explain/valueparts.ts'

/** What differs, as `path: now, before`; a dash stands for what one of them has not. */
const differing = (now: string, before: string): string[] =>
  otherParts(now, before).map(({path, delta}) => {
    const {now: mine, before: theirs} = told(delta)
    return `${show(path)}: ${mine ?? '-'}, ${theirs ?? '-'}`
  })

describe('a static value is told by what differs in it', () => {
  test.each([
    ['Config(lr=0.1, gamma=0.9)', 'Config(lr=0.1, gamma=0.99)', ['gamma: 0.9, 0.99']],
    ['Config(lr=0.2, gamma=0.9)', 'Config(lr=0.1, gamma=0.99)', ['lr: 0.2, 0.1', 'gamma: 0.9, 0.99']],
    ["('a', 'c')", "('a', 'b')", ["[1]: 'c', 'b'"]],
    ['[1, [2, 3]]', '[1, [2, 4]]', ['[1][1]: 3, 4']],
    ["{'k': {'n': 1}, 3: 'x'}", "{'k': {'n': 2}, 3: 'y'}", ["['k']['n']: 1, 2", "[3]: 'x', 'y'"]],
    ["FrozenDict({'k': 1})", "FrozenDict({'k': 2})", ["['k']: 1, 2"]],
    ["{'k': 1}", "{'k': 1, 'm': 2}", ["['m']: -, 2"]],
    ["{'k': 1, 'm': 2}", "{'k': 1}", ["['m']: 2, -"]],
    ['Net(layers=(Dense(n=8, bias=True),))', 'Net(layers=(Dense(n=4, bias=True),))', ['layers[0].n: 8, 4']],
    ["C(name='a, b=(1', n=1)", "C(name='a, b=(1', n=2)", ['n: 1, 2']],
    ['C(a=(1,), b=C(a=(1, 3), b=None))', 'C(a=(1,), b=C(a=(2, 3), b=None))', ['b.a[0]: 1, 2']],
    ['C(shape=(4, 4), n=1)', 'C(shape=(2, 2), n=1)', ['shape: (4, 4), (2, 2)']],
    [
      'PyTreeDef(CustomNode(Net[(8, True)], [CustomNode(Linear[(4, 2)], [*, *]), *]))',
      'PyTreeDef(CustomNode(Net[(8, False)], [CustomNode(Linear[(4, 3)], [*, *]), *]))',
      ['metadata[1]: True, False', '[0].metadata[1]: 2, 3'],
    ],
  ])('%s where %s was', (now, before, told) => {
    expect(differing(now, before)).toEqual(told)
  })

  test.each([
    ['another class', 'A(n=1)', 'B(n=2)'],
    ['a tuple of another length', '(16, 32, 16)', '(16, 16)'],
    ['a tuple of which every item is another', '(3, 4)', '(1, 2)'],
    ['a tuple for a list', '(1, 2)', '[1, 3]'],
    ['items of a set, which have no place', '{1, 2}', '{1, 3}'],
    ['arguments without a name', "PosixPath('a')", "PosixPath('b')"],
    ['a dict in another order', "{'a': 1, 'b': 2}", "{'b': 2, 'a': 1}"],
    ['a node of another class', 'CustomNode(A[(1,)], [*])', 'CustomNode(B[(2,)], [*])'],
    ['a node with more children', 'CustomNode(A[(1,)], [*, *])', 'CustomNode(A[(2,)], [*])'],
    ['a text that breaks off', 'Config(lr=0.1, gamma=0.9)', 'Config(lr=0.2, gam'],
    ['a text with more behind it', '(1, 2) + (3,)', '(1, 2) + (4,)'],
    ['what its class prints as it likes', '<Config 1>', '<Config 2>'],
  ])('%s is told as a whole', (_, now, before) => {
    expect(differing(now, before)).toEqual([`: ${now}, ${before}`])
  })

  test('an address that differs is another object, no other value', () => {
    const [now, before] = ['C(f=<function f at 0x1>, n=1)', 'C(f=<function f at 0x2>, n=2)']
    expect(otherParts(now, before).map(({path, delta}) => [show(path), delta.kind])).toEqual([
      ['f', 'identity'],
      ['n', 'value'],
    ])
  })
})

describe('of objects that read alike the addresses beside a value tell which is another', () => {
  const value = "C(f=<function f>, g=(1, <X object>), k=<class 'int'>, n=2)"
  const others = (now: string, before: string): string[] | null =>
    otherObjects({value, identity: now}, {value, identity: before})?.map(({path}) => show(path)) ?? null

  test.each([
    ['0x1 0x2', '0x1 0x2', []],
    ['0x1 0x3', '0x1 0x2', ['g[1]']],
    ['0x3 0x4', '0x1 0x2', ['f', 'g[1]']],
    ['0x1 0x2 0x4', '0x1 0x2 0x3', null],
  ])('%s where %s was', (now, before, told) => {
    expect(others(now, before)).toEqual(told)
  })

  test('an object that may print several addresses leaves all open, beside one that prints none', () => {
    const held = '(functools.partial(<function f>, <function g>), <Color.RED: 1>)'
    expect(otherObjects({value: held, identity: '0x1 0x3'}, {value: held, identity: '0x1 0x2'})).toBeNull()
    const method = '(<bound method A.f of <A object>>, <function <lambda>>)'
    const [one] =
      otherObjects({value: method, identity: '0x1 0x3'}, {value: method, identity: '0x1 0x2'}) ?? []
    expect(one?.path).toEqual(['[1]'])
  })

  test('an object in the place of one that reads otherwise is told by its text', () => {
    const [now, before] = ['(<function g>, 1)', '(<function f>, 1)']
    expect(otherObjects({value: now, identity: '0x2'}, {value: before, identity: '0x1'})).toEqual([])
  })
})

/** Values as Python prints them. */
const value = fc.letrec<{all: string; leaf: string; tuple: string; config: string; dict: string}>((tie) => ({
  all: fc.oneof({maxDepth: 4}, tie('leaf'), tie('tuple'), tie('config'), tie('dict')),
  leaf: fc.constantFrom('1', '2', '0.5', "'a'", "'b, c=('", 'None', 'True'),
  tuple: fc.array(tie('all'), {maxLength: 3}).map((items) => `[${items.join(', ')}]`),
  config: fc.tuple(tie('all'), tie('all')).map(([a, b]) => `Config(a=${a}, b=${b})`),
  dict: fc
    .array(tie('all'), {maxLength: 3})
    .map((all) => `{${all.map((one, i) => `'k${i}': ${one}`).join(', ')}}`),
})).all

test('values are equal exactly where nothing is told; without all that is told they are one, but for what one has not', () => {
  fc.assert(
    fc.property(value, value, (now, before) => {
      const others = otherParts(now, before)
      expect(others.length === 0).toBe(now === before)
      if (others.some(({path, delta}) => path.length === 0 || delta.kind !== 'value')) return
      const without = (text: string): string =>
        others.length === 1 ? others.reduce((left, {path}) => withoutPart(left, path), text) : ''
      expect(without(now)).toBe(without(before))
    }),
  )
})
