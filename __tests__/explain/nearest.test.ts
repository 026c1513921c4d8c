import fc from 'fast-check'
import {withoutLeftovers} from '../../lib/explain/leftovers.ts'
import {causes, explain, nearest} from '../../lib/explain/index.ts'
import type {Component, Fact, Key} from '../../lib/log/index.ts'
import {show, Trace, noSeconds} from '../../lib/log/index.ts'
import {read} from '../../lib/read/index.ts'

/** What a type weighs that differs from another in one part. */
const aPart = 256

/** The obvious twin: compares each pair of facts, path by path; a leaf of which one log does not tell the type counts a share. */
function bruteDistance(a: Key, b: Key, untold = 1 / 2): number {
  const name = ({component, path}: Fact): string => `${component} ${show(path)}`
  const find = (key: Key, fact: Fact): Fact | undefined =>
    key.facts.find((other) => name(other) === name(fact))
  const weight = ({component}: Fact): number =>
    component === 'placement' || component === 'options' ? 1 : 65536
  let distance = 0
  for (const fact of a.facts) {
    const other = find(b, fact)
    if (other === undefined) distance += alone(fact, a, b, weight, untold)
    else if (fact.value !== other.value || fact.identity !== other.identity)
      distance += weight(fact) + (fact.component === 'aval' ? aPart : 0)
  }
  for (const fact of b.facts) if (find(a, fact) === undefined) distance += alone(fact, b, a, weight, untold)
  return distance
}

const isOfArguments = ({component}: Fact): boolean => component !== 'context' && component !== 'options'

/** What only one key has counts unless its holder is missing too, or the other's log does not tell: a share where it is a leaf's type. */
function alone(fact: Fact, key: Key, other: Key, weight: (fact: Fact) => number, untold: number): number {
  const isPrefix = (prefix: readonly string[], path: readonly string[]): boolean =>
    prefix.every((segment, at) => segment === path[at])
  const isHidden = (one: Fact): boolean =>
    other.unknown.some((gap) => gap.component === one.component && isPrefix(gap.path, one.path))
  if (isHidden(fact)) return fact.component === 'aval' ? weight(fact) * untold : 0
  const longest = fact.component === 'graphdef' ? fact.path.length - 1 : fact.path.length
  for (let length = isOfArguments(fact) ? longest : 0; length > 0; length--) {
    const holds = ({component, path}: Fact): boolean =>
      component === 'graphdef' && path.length === length && isPrefix(path, fact.path)
    const holder = key.facts.find(holds)
    if (holder !== undefined) return other.facts.some(holds) || isHidden(holder) ? weight(fact) : 0
  }
  return weight(fact)
}

const names = ['a', 'b', 'c'] as const

const factOf = fc.record({
  component: fc.constantFrom<Component>('graphdef', 'graphdef', 'aval', 'placement', 'options', 'context'),
  path: fc.array(fc.constantFrom(...names), {minLength: 1, maxLength: 3}),
  value: fc.constantFrom('0', '1'),
})

const keyOf: fc.Arbitrary<Key> = fc
  .record({
    facts: fc.uniqueArray(factOf, {
      maxLength: 12,
      selector: ({component, path}) => `${component} ${show(path)}`,
    }),
    unknown: fc.oneof(
      {weight: 3, arbitrary: fc.constant([])},
      fc.array(
        fc.record({
          component: fc.constantFrom<Component>('graphdef', 'aval'),
          path: fc.array(fc.constantFrom(...names), {maxLength: 1}),
        }),
        {maxLength: 1},
      ),
    ),
  })
  .map(({facts, unknown}) => ({
    id: 0,
    function: 0,
    unknown,
    facts: facts.map((fact): Fact => ({
      ...fact,
      kind:
        fact.component === 'graphdef'
          ? 'node'
          : fact.component === 'aval'
            ? 'leaf'
            : fact.component === 'context'
              ? 'context'
              : fact.component === 'options'
                ? 'option'
                : 'placement',
    })),
  }))

test('nearest().find(key) gives the key and the distance of a comparison with every earlier key', () => {
  fc.assert(
    fc.property(fc.array(keyOf, {minLength: 2, maxLength: 12}), (keys) => {
      const earlier = nearest()
      for (const [index, key] of keys.entries()) {
        const distances = keys.slice(0, index).map((other) => bruteDistance(key, other))
        const least = Math.min(...distances)
        const found = earlier.find(key)
        if (index === 0) expect(found).toBeNull()
        else expect(found).toEqual({distance: least, index: distances.lastIndexOf(least)})
        earlier.add(key, index)
      }
    }),
    {numRuns: 500},
  )
})

test('nearest().first(key) gives the first key that equals it in all that is known', () => {
  fc.assert(
    fc.property(fc.array(keyOf, {minLength: 2, maxLength: 8}), (keys) => {
      const earlier = nearest()
      for (const [index, key] of keys.entries()) {
        const equal = keys.slice(0, index).findIndex((other) => bruteDistance(key, other, 0) === 0)
        expect(earlier.first(key)).toBe(equal === -1 ? null : equal)
        earlier.add(key, index)
      }
    }),
  )
})

test('causes(now, before) covers every difference and blames no path that is equal', () => {
  fc.assert(
    fc.property(keyOf, keyOf, (now, before) => {
      const found = causes(now, before, 'simulated')
      const paths = found.flatMap(({path, paths: all, from}) => [
        path,
        ...(all ?? []),
        ...(from === undefined ? [] : [from]),
      ])
      const text = (fact: Fact): string => `${fact.component} ${show(fact.path)} ${fact.value}`
      const mine = new Set(now.facts.map(text))
      const theirs = new Set(before.facts.map(text))
      for (const [facts, others, other] of [
        [now.facts, theirs, before],
        [before.facts, mine, now],
      ] as const) {
        for (const fact of facts) {
          const isUnknown = other.unknown.some(
            (gap) =>
              gap.component === fact.component && gap.path.every((segment, at) => segment === fact.path[at]),
          )
          if (
            others.has(text(fact)) ||
            (isUnknown &&
              !other.facts.some(
                (one) => one.component === fact.component && show(one.path) === show(fact.path),
              ))
          )
            continue
          expect(
            paths.some(
              (path) =>
                path.includes('*') || show(fact.path) === path || show(fact.path).startsWith(`${path}.`),
            ),
          ).toBe(true)
        }
      }
      for (const cause of found) if (cause.change === 'changed') expect(cause.now).not.toBe(cause.before)
      if (bruteDistance(now, before) === 0) expect(found).toEqual([])
    }),
    {numRuns: 500},
  )
})

test('explain(trace) of thousands of keys of one function ends', () => {
  const trace = new Trace({producer: 'test'})
  const fn = trace.addFunction({name: 'step'})
  const shared: Fact[] = Array.from({length: 100}, (_, i): Fact => ({
    component: 'graphdef',
    kind: 'attribute',
    path: ['model', `a${i}`],
    value: '1',
  }))
  for (let index = 0; index < 4_000; index++) {
    const key = trace.addKey({
      function: fn,
      unknown: [],
      facts: [
        ...shared,
        {component: 'graphdef', kind: 'attribute', path: ['model', 'train'], value: String(index % 2 === 0)},
        {component: 'aval', kind: 'leaf', path: ['x'], value: `f32[${index}]`},
      ],
    })
    trace.append({
      function: fn,
      key,
      outcome: 'retrace',
      evidence: 'simulated',
      time: index,
      seconds: noSeconds,
      layers: [],
    })
  }
  const {misses, groups} = explain(trace)
  expect(misses.length).toBe(4_000)
  expect(misses.at(-1)?.causes.map(({path}) => path)).toEqual(['x'])
  expect(groups.length).toBeLessThan(5)
})

test('nearest().find(key) finds, of keys whose types all differ, the latest of those that differ in fewest parts', () => {
  const typed = (value: string): Key => ({
    id: 0,
    function: 0,
    unknown: [],
    facts: [{component: 'aval', kind: 'leaf', path: ['x'], value}],
  })
  const found = (now: string, ...before: string[]): number | undefined => {
    const earlier = nearest()
    for (const [index, type] of before.entries()) earlier.add(typed(type), index)
    return earlier.find(typed(now))?.index
  }
  expect(found('i32[4,8]', 'f32[4,8]', 'f32[2,8]')).toBe(0)
  expect(found('f32[4,8]', 'f32[4,2]', 'f32[4,8]{weak_type=True}', 'f32[2,2]')).toBe(1)
  expect(found('f32[4]', "f32[4]({Auto: ('data',)})", "f32[2]({Auto: ('data',)})")).toBe(0)
  expect(found('f32[4]', 'i32[4]', 'f32[2]', 'f32[2,2]')).toBe(1)
})

test('withoutLeftovers(key) takes from each list what lies past its length, and nothing from another list or attribute', () => {
  const fact = (path: string, value: string): Fact => ({
    component: 'graphdef',
    kind: 'attribute',
    path: path.split('.'),
    value,
  })
  const kept = [
    fact('model.one._length', '1'),
    fact('model.one.0', 'Linear'),
    fact('model.two._length', '3'),
    fact('model.two.2', 'Linear'),
    fact('model.two.2.rate', '0.5'),
    fact('model.7', 'Linear'),
    fact('model.one.name', 'first'),
  ]
  const left = [fact('model.one.1', 'Linear'), fact('model.one.1.rate', '0.5'), fact('model.two.3', 'Linear')]
  const key = {id: 0, function: 0, facts: [...kept, ...left], unknown: []}
  expect(withoutLeftovers(key).facts).toEqual(kept)
  expect(withoutLeftovers({...key, facts: kept}).facts).toEqual(kept)
})

test('causes(now, before) tells of what a list keeps past its length where nothing else differs', () => {
  const fact = (path: string, value: string): Fact => ({
    component: 'graphdef',
    kind: 'attribute',
    path: path.split('.'),
    value,
  })
  const list = [fact('model.blocks._length', '1'), fact('model.blocks.0', 'Linear')]
  const of = (...facts: Fact[]): Key => ({id: 0, function: 0, facts, unknown: []})
  const told = (now: Key, before: Key) =>
    causes(now, before, 'observed').map(({path, now, before}) => [path, now, before])
  const [fresh, shrunk] = [
    of(...list),
    of(...list, fact('model.blocks.1', 'Linear'), fact('model.blocks.1.rate', '0.5')),
  ]
  const leftOver = 'left over from a deletion'
  expect(told(shrunk, fresh)).toEqual([['model.blocks.1', leftOver, null]])
  expect(told(fresh, shrunk)).toEqual([['model.blocks.1', null, leftOver]])
  expect(told(of(...shrunk.facts, fact('model.rate', '0.1')), fresh)).toEqual([['model.rate', '0.1', null]])
})

test('of calls whose trees JAX says to differ alike from a call, that of the most types in common is nearest, and then the latest', () => {
  const compiled = (why: string, types: readonly string[]): string =>
    [
      'TRACING CACHE MISS at /home/me/a.py:9:4 (<module>):',
      ...why.split('\n').map((line) => `  ${line}`),
      'Finished tracing f for jit in 0.01 sec',
      `Compiling jit(f) with global shapes and types (${types.map((type) => `ShapedArray(${type})`).join(', ')}). Argument mapping: (${types.map(() => 'UnspecifiedValue').join(', ')}).`,
      'Finished jaxpr to MLIR module conversion jit(f) in 0.01 sec',
      'Finished XLA compilation of jit(f) in 0.1 sec',
    ].join('\n')
  const differs =
    'for f defined at /home/me/a.py:6\nall previously seen cache keys differ. For the closest previous key:\n'
  const sizes = (size: number): string =>
    `${differs}different input types:\n* at b.ids, now i32[${size}] and before i32[1]`
  const log = [
    compiled('never seen function:\n  f id=1 defined at /home/me/a.py:6', ['int32[1]']),
    compiled(sizes(4), ['int32[4]']),
    compiled(sizes(8), ['int32[8]']),
    compiled(
      `${differs}different input pytree:\n* at input path [0][0].mask, now pytree leaf and before <class 'NoneType'>, so their Python types differ`,
      ['int32[4]', 'bool[4]'],
    ),
  ].join('\n')
  expect(explain(read(log)).misses.map((miss) => miss.nearest)).toEqual([-1, 0, 1, 1])
})
