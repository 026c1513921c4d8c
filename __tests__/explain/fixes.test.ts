import {readdirSync, readFileSync} from 'node:fs'
import fc from 'fast-check'
import {
  explain,
  fixes,
  foretell,
  type jax,
  jnp,
  propose,
  read,
  Session,
  total,
  whatIf,
  without,
  type Trace,
  unfixed,
} from '../../lib/index.ts'
import {traced} from './traced.ts'
import {partsOf} from '../../viz/charts/index.ts'

const folder = 'examples/logs/'
const logs: readonly Trace[] = readdirSync(folder)
  .filter((name) => name.endsWith('.log'))
  .map((name) => read(readFileSync(`${folder}${name}`, 'utf8'), {name}))
const fixable = logs.filter((trace) => fixes(trace).length > 0)

/** A trace, and some of its fixes. */
const tried = fc
  .constantFrom(...fixable)
  .chain((trace) => fc.tuple(fc.constant(trace), fc.subarray([...fixes(trace)])))

test('fixes(trace) says for a batch of another size what to pad, and what that spares', () => {
  const trace = read(readFileSync(`${folder}p01_batch_size.log`, 'utf8'))
  const [fix] = fixes(trace)
  expect(fix?.says).toMatch(/^pad axis 0 of `[^`]+`.* to \d+$/)
  expect(fix?.seconds).toBeGreaterThan(0)
})

test('fixes(trace) sets a mode that began as None before the first call, and places an array once that lay on a mesh in some calls', () => {
  const ofMode = fixes(read(readFileSync(`${folder}p21_training_many_edits.log`, 'utf8')))
  expect(ofMode.find(({says}) => says.includes('.deterministic'))).toMatchObject({
    says: 'set `args[0].blocks.0.attn.deterministic` and `args[0].blocks.1.attn.deterministic` once before the first call',
    misses: [13],
  })
  const ofMesh = fixes(read(readFileSync(`${folder}p14_committed_sharding.log`, 'utf8')))
  expect(ofMesh.map(({says, misses}) => ({says, misses}))).toContainEqual({
    says: 'place `x` once',
    misses: [1, 2],
  })
})

/** A run of a function whose second argument may be left out. */
function weighted(...calls: readonly (readonly number[])[]): Trace {
  const session = new Session()
  const step = session.jaxJit(function step(x: jax.Array, weight: jax.Array | number = 1) {
    return jnp.multiply(x, weight)
  })
  for (const own of calls) step(jnp.ones([4]), ...own)
  return session.trace
}

test('fixes(trace) of an argument that some calls leave out spares those alone, as a run that passes it in every call compiles', () => {
  const [passed] = fixes(weighted([], [2.5], [3]))
  expect(passed).toMatchObject({says: 'pass `weight` always in one way', misses: [1]})
  const always = explain(weighted([1.5], [2.5], [3]))
  expect(always.misses.map(({index}) => index)).toEqual([0, 2])
})

test('fixes(trace) gives a flag that came as the number that it equals one type, and spares that call alone', () => {
  const trace = traced(
    ['False', 'True', '1', '2'].map((value) => ({
      facts: [['static', 'static', 'train', value]] as const,
      seconds: {trace: 0, lower: 0, compile: 1},
    })),
  )
  expect(fixes(trace)).toMatchObject([{says: 'give `train` one type', misses: [2], seconds: 1}])
})

/** One second of compiling. */
const second = {trace: 0, lower: 0, compile: 1}

test('fixes(trace) keeps an entry that was dropped in the cache, and spares the compile and the read from disk that came of it', () => {
  const facts = [['aval', 'leaf', 'x', 'f32[4]']] as const
  const trace = traced([
    {facts, seconds: second},
    {facts, seconds: second, cleared: true},
    {facts, seconds: second, cleared: true, within: 'persistent'},
  ])
  expect(fixes(trace)).toMatchObject([
    {says: 'keep the entries of `step` in the cache', misses: [1, 2], seconds: 2},
    {says: 'keep the entries of `step` in the cache', misses: [1, 2], seconds: 2},
  ])
  expect(explain(trace).figures).toMatchObject({
    compiles: 2,
    reads: 1,
    avoidable: {compiles: 1, reads: 1, seconds: 2},
  })
})

test('fixes(trace) makes one kind of a sequence that came as a list and as a tuple, and does not spare one of another length', () => {
  const trace = traced(
    ['list of length 2', 'tuple of length 2', 'tuple of length 3'].map((value) => ({
      facts: [['tree', 'container', 'x', value]] as const,
      seconds: second,
    })),
  )
  expect(fixes(trace)).toMatchObject([
    {says: 'pass `x` always as a list or always as a tuple', misses: [1], seconds: 1},
  ])
})

test('fixes(trace) changes a function and not its namesakes', () => {
  const trace = traced(
    ['step', 'other'].flatMap((name) =>
      ['False', '0'].map((value) => ({
        name,
        facts: [['static', 'static', 'train', value]] as const,
        seconds: second,
      })),
    ),
  )
  const named = traced([])
  for (const {id: _id, ...fn} of trace.functions) named.addFunction({...fn, name: 'step'})
  for (let index = 0; index < trace.length; index++) {
    const {id: _id, ...key} = trace.key(trace.keyAt(index))
    named.append({...trace.at(index), key: named.addKey(key)})
  }
  expect(fixes(named).map(({misses}) => misses)).toEqual([[1], [3]])
})

/** A log of JAX of calls of `f`: why each was traced, and the sizes of its two arrays. */
const logged = (...calls: readonly (readonly [why: string, sizes: readonly number[]])[]): Trace =>
  read(
    calls
      .flatMap(([why, sizes], at) => [
        `TRACING CACHE MISS at /home/me/a.py:${9 + at}:4 (<module>):`,
        ...why.split('\n').map((line) => `  ${line}`),
        'Finished tracing f for jit in 0.01 sec',
        `Compiling jit(f) with global shapes and types (${sizes.map((size) => `ShapedArray(int32[${size}])`).join(', ')}). Argument mapping: (${sizes.map(() => 'UnspecifiedValue').join(', ')}).`,
        'Finished jaxpr to MLIR module conversion jit(f) in 0.01 sec',
        'Finished XLA compilation of jit(f) in 0.1 sec',
      ])
      .join('\n'),
  )
const differs = (what: string): string =>
  `for f defined at /home/me/a.py:6\nall previously seen cache keys differ. For the closest previous key:\n${what}`
const counted = (count: number): string =>
  differs(
    `different input pytree:\n* at input path [0][0], now <class '__main__.B'> with pytree metadata ('go', ${count}) and before <class '__main__.B'> with pytree metadata ('go', 0), so the pytree node metadata does not match`,
  )

test('fixes(trace) tells leaves by their numbers where a log has no names of them, and spares no call of other types', () => {
  const trace = logged(
    ['never seen function:\n  f id=1 defined at /home/me/a.py:6', [4, 4]],
    [differs('different input types:\n* at b.ids, now i32[8] and before i32[4]'), [8, 4]],
    [counted(1), [4, 4]],
    [counted(2), [2, 4]],
  )
  const data = fixes(trace).filter(({says}) => says.includes('data'))
  expect(data).toMatchObject([{says: 'make `args[0].metadata[1]` data', misses: [2]}])
})

test('fixes(trace) spares a call that JAX compares with one before the log by its types alone', () => {
  const begun = differs('different input types:\n* at x, now i32[5] and before i32[4]')
  expect(fixes(logged([begun, [5]]))).toMatchObject([{says: 'pad axis 0 of `x` to 5', misses: [0]}])
})

test('fixes(trace) spares a read from disk as a compile, and the headline then tells of reads', () => {
  const trace = traced(
    ['i32[32]', 'i32[8]'].map((type) => ({
      facts: [['aval', 'leaf', 'x', type]] as const,
      seconds: second,
      within: 'persistent' as const,
    })),
  )
  expect(foretell(explain(trace), fixes(trace)).headline).toMatch(
    /^Predicted: 1 s of making programs ready instead of 2 s, 1 call read from disk instead of 2, if you pad axis 0 of `x` to 32/,
  )
})

/** A function whose array lies on a mesh in its second call, and whose weights lie elsewhere there where that is asked. */
function meshed(specs: readonly string[]): Trace {
  const sharding = (spec: string): string =>
    `NamedSharding(mesh=Mesh('d': 2), spec=${spec}, memory_kind=device)`
  return traced(
    ['f32[4]', "f32[4]({Auto: ('d',)})"].map((type, at) => ({
      facts: [
        ['aval', 'leaf', 'x', type],
        ['placement', 'placement', 'x', at === 0 ? 'uncommitted' : sharding("P('d',)")],
        ['aval', 'leaf', 'w', 'f32[4]'],
        ['placement', 'placement', 'w', sharding(specs[at] ?? 'P()')],
      ] as const,
      seconds: second,
      evidence: 'observed' as const,
    })),
  )
}

test('unfixed(trace) says of a cause that could be spared why nothing is predicted of it', () => {
  expect(fixes(meshed(['P()', 'P()']))).toMatchObject([{says: 'place `x` once', misses: [1]}])
  expect(unfixed(meshed(['P()', 'P()']))).toEqual([])
  const apart = meshed(['P()', "P('d',)"])
  expect(fixes(apart)).toEqual([])
  expect(unfixed(apart)).toEqual([{group: 0, says: 'not predicted: a placement differs as well, at w'}])
})

test('a fix spares misses of the cause that it is of, and none that is necessary or unexplained', () => {
  expect(fixable.length).toBeGreaterThan(5)
  for (const trace of fixable) {
    const {groups, misses} = explain(trace)
    const verdictAt = new Map(misses.map(({index, verdict}) => [index, verdict]))
    for (const {group, misses: gone} of fixes(trace)) {
      expect(groups[group]?.misses.some((index) => gone.includes(index))).toBe(true)
      for (const index of gone) expect(['avoidable', 'reducible']).toContain(verdictAt.get(index))
    }
  }
})

test('foretell(explanation, some): what is left and what is gone are the seconds and compiles of the run', () => {
  fc.assert(
    fc.property(tried, ([trace, some]) => {
      const explanation = explain(trace)
      const {gone, figures} = foretell(explanation, some)
      const spared = explanation.misses.filter(({index}) => gone.has(index))
      const seconds = spared.reduce((sum, miss) => sum + total(miss.seconds), 0)
      expect(figures.seconds + seconds).toBeCloseTo(explanation.figures.seconds, 9)
      const before = explanation.figures
      expect(figures.compiles + (figures.reads ?? 0) + spared.length).toBe(
        before.compiles + (before.reads ?? 0),
      )
      for (const share of [figures, figures.avoidable, figures.reducible]) {
        expect(share.seconds).toBeGreaterThanOrEqual(0)
        expect(share.compiles).toBeGreaterThanOrEqual(0)
      }
    }),
  )
})

test('foretell(explanation, some) of compile lines alone says that it takes a static that they do not tell to be the same', () => {
  const told = (name: string, isLeft: (line: string) => boolean): string => {
    const lines = readFileSync(`${folder}${name}`, 'utf8').split('\n').filter(isLeft)
    const trace = read(lines.join('\n'))
    return foretell(explain(trace), fixes(trace)).headline
  }
  const unseen =
    'nothing else changes and no function, static or structure differs that the log does not show.'
  expect(told('p01_batch_size.log', (line) => /Finished|Compiling/.test(line))).toContain(unseen)
  expect(told('p01_batch_size.log', () => true)).toMatch(/nothing else changes\.$/)
})

test('foretell(explanation, some): one fix more never leaves more', () => {
  fc.assert(
    fc.property(tried, ([trace, some]) => {
      const explanation = explain(trace)
      const left = foretell(explanation, some).figures
      for (const more of fixes(trace))
        expect(foretell(explanation, [...some, more]).figures.seconds).toBeLessThanOrEqual(left.seconds)
    }),
  )
})

test('foretell(explanation, fixes(trace)) promises no more than whatIf of all changes that are proposed', () => {
  for (const trace of fixable) {
    const {gone} = foretell(explain(trace), fixes(trace))
    const most = new Set(whatIf(trace, propose(trace).at(-1)?.changes ?? []).misses)
    expect([...gone].filter((index) => !most.has(index))).toEqual([])
  }
})

test('foretell(explanation, some).headline says that it is predicted, and under which assumption', () => {
  const trace = read(readFileSync(`${folder}p01_batch_size.log`, 'utf8'))
  const explanation = explain(trace)
  expect(foretell(explanation, fixes(trace)).headline).toMatch(
    /^Predicted: .+ of compiling instead of .+, \d+ compiles? instead of \d+, if you pad .+ and nothing else changes\.$/,
  )
  expect(foretell(explanation, []).headline).toBe(explanation.headline)
})

test('without(explanation, gone) leaves the rest of any misses, and the parts of a bar are the whole run', () => {
  const some = fc
    .constantFrom(...logs)
    .chain((trace) =>
      fc.tuple(fc.constant(trace), fc.subarray(explain(trace).misses.map(({index}) => index))),
    )
  fc.assert(
    fc.property(some, ([trace, indices]) => {
      const explanation = explain(trace)
      const gone = new Set(indices)
      const left = without(explanation, gone)
      expect(left.seconds).toBeGreaterThanOrEqual(-1e-9)
      for (const share of [left.avoidable, left.reducible, left.unexplained])
        expect(share.compiles).toBeGreaterThanOrEqual(0)
      const {span, seconds} = explanation.figures
      const drawn = partsOf(explanation, gone).reduce((sum, part) => sum + part.seconds, 0)
      expect(Math.abs(drawn - (span ?? seconds))).toBeLessThanOrEqual((span ?? seconds) * 6e-4)
    }),
  )
})
