import fc from 'fast-check'
import {causes} from '../../lib/explain/index.ts'
import type {Fact, Key} from '../../lib/log/index.ts'
import {read} from '../../lib/read/index.ts'
import {type Argument, type Given, type GivenLeaf, jaxLog, leavesOf, names, settings} from './jaxlog.ts'

const type = fc.constantFrom('f32[4]', 'f32[8]', 'i32[4]')
const argument: fc.Arbitrary<Argument> = fc.oneof(
  fc.record({kind: fc.constant('leaf' as const), type}),
  fc.record({
    kind: fc.constant('dict' as const),
    held: fc.dictionary(fc.constantFrom('a', 'b', 'c'), type, {
      minKeys: 1,
      maxKeys: 3,
      noNullPrototype: true,
    }),
  }),
  fc.record({kind: fc.constant('tuple' as const), held: fc.array(type, {minLength: 1, maxLength: 3})}),
  fc.record({kind: fc.constant('static' as const), value: fc.nat(2)}),
)
const given: fc.Arbitrary<Given> = fc.record({
  args: fc.array(argument, {minLength: 1, maxLength: 3}),
  n: fc.option(fc.nat(1)),
  context: fc.record({
    jax_enable_x64: fc.constantFrom('False', 'False', 'True'),
    jax_default_matmul_precision: fc.constantFrom('None', 'None', 'float32'),
  }),
})

/** Calls that are mostly like one before them. */
const calls: fc.Arbitrary<readonly Given[]> = fc
  .tuple(
    given,
    fc.array(fc.tuple(fc.nat(), given, fc.subarray(['args', 'n', 'context', 'one'] as const)), {
      minLength: 1,
      maxLength: 7,
    }),
  )
  .map(([first, edits]) => {
    const made = [first]
    for (const [from, other, changes] of edits) {
      const base = made[from % made.length] ?? first
      const i = from % base.args.length
      const args = changes.includes('args')
        ? other.args
        : changes.includes('one')
          ? base.args.map((one, at) => (at === i ? (other.args[0] ?? one) : one))
          : base.args
      made.push({
        args,
        n: changes.includes('n') ? other.n : base.n,
        context: changes.includes('context') ? other.context : base.context,
      })
    }
    return made
  })

/** The argument that the first segment of a path names. */
function argumentAt({args}: Given, segment: string): Argument | undefined {
  const position = /^args\[(\d)\]$/.exec(segment)?.[1]
  return args[position === undefined ? names.indexOf(segment) : Number(position)]
}

const isTuple = /^tuple(?: of length (\d+))?$/
const isDict = /^dict(?: with (\d+) child(?:ren)?(?:, of other names .*)?)?$/

function isTrueOfTree(call: Given, [head, key]: readonly string[], value: string): boolean {
  if (head === 'args') return value === `tuple of length ${call.args.length}`
  if (head === 'kwargs' && key === undefined)
    return value.startsWith(`dict with ${call.n === null ? 0 : 1} child`)
  if (head === 'kwargs' || head === "kwargs['n']" || head === 'n')
    return value === 'present' && call.n !== null
  const argument = argumentAt(call, head ?? '')
  if (argument === undefined) return false
  if (value === 'present')
    return argument.kind === 'dict' && key !== undefined && key.slice(2, -2) in argument.held
  switch (argument.kind) {
    case 'leaf':
      return value === 'leaf'
    case 'static':
      return value === 'Static'
    case 'tuple': {
      const length = isTuple.exec(value)
      return length !== null && Number(length[1] ?? argument.held.length) === argument.held.length
    }
    case 'dict': {
      const keys = Object.keys(argument.held).sort()
      const count = isDict.exec(value)
      return (
        value === `dict [${keys.map((key) => `'${key}'`).join(', ')}]` ||
        (count !== null && Number(count[1] ?? keys.length) === keys.length)
      )
    }
  }
}

/** The leaf that a path stands for: by its name, by its position among the printed leaves or in its container. */
function leafAt(call: Given, used: readonly GivenLeaf[], path: readonly string[]): GivenLeaf | undefined {
  const [head = '', inner = ''] = path
  const number = /^leaf (\d+) of (\d+)(?: in call \d+)?$/.exec(head)
  if (number !== null) return Number(number[2]) === used.length ? used[Number(number[1]) - 1] : undefined
  const position = /^args\[(\d)\]$/.exec(head)?.[1]
  const name = position === undefined ? head : (names[Number(position)] ?? '')
  const child = /^\[leaf (\d+)\]$/.exec(inner)?.[1]
  const below = leavesOf(call).filter((leaf) => leaf.path[0] === name)
  return child === undefined
    ? below.find((leaf) => leaf.path.slice(1).join() === path.slice(1).join())
    : below[Number(child)]
}

function isTrue(call: Given, used: readonly GivenLeaf[], {component, path, value, evidence}: Fact): boolean {
  switch (component) {
    case 'function':
      return value === 'step defined at /home/me/train.py:3'
    case 'context':
      return call.context[path[0] ?? ''] === value
    case 'aval':
      return evidence === 'inferred'
        ? [...used, ...leavesOf(call)].some((leaf) => leaf.type === value)
        : leafAt(call, used, path)?.type === value
    case 'placement':
      return value === 'uncommitted'
    case 'tree':
      return path[0] === 'number of leaves' ? Number(value) >= used.length : isTrueOfTree(call, path, value)
    case 'static': {
      const [head = ''] = path
      if (head === 'n' || head === "kwargs['n']") return String(call.n) === value
      const argument = argumentAt(call, head)
      return argument?.kind === 'static' && String(argument.value) === value
    }
    default:
      return false
  }
}

const covers = (gap: Key['unknown'][number], {component, path}: Fact): boolean =>
  gap.component === component && gap.path.every((segment, i) => segment === path[i])

/** What a key says that is not so of its call: facts, and places where another key says something and this one neither that nor a gap. */
function untruths(call: Given, used: readonly GivenLeaf[], key: Key, others: readonly Key[]): string[] {
  const isPlaced = key.facts.every(({component, evidence}) => component !== 'aval' || evidence !== 'inferred')
  const wrong = key.facts.filter((fact) => !isTrue(call, used, fact))
  const absent = others
    .flatMap(({facts}) => facts)
    .filter(
      (fact) =>
        (fact.component === 'aval'
          ? isPlaced && fact.evidence !== 'inferred'
          : fact.component === 'static' || fact.value === 'present') &&
        !key.facts.some(
          ({component, path}) => component === fact.component && path.join() === fact.path.join(),
        ) &&
        !key.unknown.some((gap) => covers(gap, fact)) &&
        (fact.component === 'aval' ? leafAt(call, used, fact.path) !== undefined : isTrue(call, used, fact)),
    )
  return [
    ...wrong.map(({component, path, value}) => `${component} ${path.join('.')} is not ${value}`),
    ...absent.map(({component, path}) => `${component} ${path.join('.')} is not absent`),
  ]
}

/** The containers of an argument, without the types of its leaves. */
function structureOf(argument: Argument): string {
  if (argument.kind === 'static') return String(argument.value)
  if (argument.kind === 'leaf') return 'leaf'
  return JSON.stringify([argument.kind, Object.keys(argument.held).sort()])
}

/** Arguments that two keys tell apart though both calls hold the same containers there. */
const apart = (calls: readonly [Given, Given], keys: readonly [Key, Key]): string[] =>
  causes(...keys, 'observed').flatMap(({component, segments: [name = '', ...inside], now, before}) => {
    const [a, b] = calls.flatMap((call) => argumentAt(call, name) ?? []).map(structureOf)
    return b !== undefined &&
      component === 'tree' &&
      inside.length === 0 &&
      now !== null &&
      before !== null &&
      a === b
      ? [`${name} is told apart where it is one: ${now}, before ${before}`]
      : []
  })

describe('read(log) of what JAX prints for any sequence of calls', () => {
  test.each([
    ['explanations alone', false, () => true],
    ['explanations and compiles', true, () => true],
    ['explanations and compiles of a program that does not use some leaves', true, unused],
  ] as const)('states no untrue fact of any key: %s', (_, compiles, uses) => {
    fc.assert(
      fc.property(calls, (all) => {
        const {text, missed, used} = jaxLog(all, compiles, uses)
        const trace = read(text)
        expect(trace.source?.unread.lines).toBe(0)
        expect(trace.source?.eager.compiles).toBe(0)
        expect(trace.length).toBe(missed.length)
        const keys = [...trace].map((event) => trace.key(event.key))
        const found = missed.flatMap((call, i) => {
          const key = keys[i]
          return key === undefined
            ? []
            : untruths(call, used[i] ?? [], key, keys).map((one) => `${i}: ${one}`)
        })
        missed.forEach((call, i) => {
          for (let k = 0; k < i; k++) {
            const [other, now, before] = [missed[k], keys[i], keys[k]]
            if (other !== undefined && now !== undefined && before !== undefined)
              found.push(...apart([call, other], [now, before]))
          }
        })
        if (found.length > 0) throw new Error(`${found.join('\n')}\n${text}`)
      }),
      {numRuns: 200, seed: 1},
    )
  })

  test('tells the context of each call, whatever else changed', () => {
    fc.assert(
      fc.property(calls, (all) => {
        const {text, missed} = jaxLog(all, false, () => true)
        const trace = read(text)
        for (const [i, event] of [...trace].entries())
          for (const {path, value} of trace
            .key(event.key)
            .facts.filter(({component}) => component === 'context'))
            if (settings.includes(path[0] ?? '')) expect(value).toBe(missed[i]?.context[path[0] ?? ''])
      }),
      {numRuns: 50, seed: 1},
    )
  })
})

function unused({path}: GivenLeaf): boolean {
  return path.at(-1) !== "['b']"
}
