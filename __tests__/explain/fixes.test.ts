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
      expect(figures.compiles + spared.length).toBe(explanation.figures.compiles)
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
  const unseen = 'nothing else changes, nor did a function, a static or a structure not in the log.'
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
