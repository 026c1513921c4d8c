import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import {explain, type Miss} from '../../lib/explain/index.ts'
import {type Fact, type Key, show, type Trace} from '../../lib/log/index.ts'
import {loadScenarios, runScenario} from '../../lib/scenario/index.ts'

const scenarios = loadScenarios(
  readFileSync(join(__dirname, '../golden/catalogue.jsonl'), 'utf8'),
  'catalogue.jsonl',
)

const traced = new Set<Fact['component']>(['function', 'static', 'tree', 'graphdef', 'aval', 'context'])

const placeOf = ({component, path}: Fact): string => `${component} ${show(path)}`

/** Paths at which two keys differ, by comparing each fact with each. */
function differences(now: Key, before: Key): string[] {
  const differs = (fact: Fact, other: Key): boolean =>
    traced.has(fact.component) &&
    !other.facts.some(
      (one) => placeOf(one) === placeOf(fact) && one.value === fact.value && one.identity === fact.identity,
    )
  return [
    ...now.facts.filter((fact) => differs(fact, before)),
    ...before.facts.filter((fact) => differs(fact, now)),
  ].map(({path}) => show(path))
}

/** Whether a path is at, beneath or directly above one that a cause names: a container's size changes with what it holds. */
function isCovered(path: string, {causes, function: name}: Miss): boolean {
  const named = causes.flatMap((cause) => [
    cause.path,
    ...(cause.paths ?? []),
    ...(cause.from === undefined ? [] : [cause.from]),
  ])
  const isWithin = (inner: string, outer: string): boolean =>
    inner === outer || inner.startsWith(`${outer}.`) || inner.startsWith(`${outer}[`)
  return named.some(
    (one) =>
      isWithin(path, one) ||
      isWithin(one, path.replace(/\.?_length$/, '')) ||
      (path === '' && one === name) ||
      ((path === 'args' || path === 'kwargs') && causes.some(({component}) => component === 'tree')),
  )
}

function* run(): Generator<{
  readonly id: string
  readonly trace: Trace
  readonly miss: Miss
  readonly nearest: Key
  readonly key: Key
}> {
  for (const scenario of scenarios) {
    const {trace} = runScenario(scenario)
    for (const miss of explain(trace).misses) {
      if (miss.outcome !== 'retrace' || miss.nearest < 0) continue
      yield {
        id: `${scenario.id}, call ${miss.call}`,
        trace,
        miss,
        key: trace.key(trace.keyAt(miss.index)),
        nearest: trace.key(trace.keyAt(miss.nearest)),
      }
    }
  }
}

const retraces = [...run()]

test('the explanation of every retrace of the catalogue names each place that differs from the nearest earlier key', () => {
  const missed: string[] = []
  let count = 0
  for (const {id, miss, key, nearest} of retraces) {
    count++
    for (const path of differences(key, nearest)) if (!isCovered(path, miss)) missed.push(`${id}: ${path}`)
  }
  expect(missed).toEqual([])
  expect(count).toBeGreaterThan(100)
})

test('no explanation of a retrace of the catalogue blames a place that is equal', () => {
  const wrong: string[] = []
  for (const {id, miss, key, nearest} of retraces) {
    const different = differences(key, nearest)
    for (const {path, paths} of miss.causes)
      for (const one of paths ?? [path])
        if (
          one !== miss.function &&
          !different.some(
            (other) => other === one || other.startsWith(`${one}.`) || other.startsWith(`${one}[`),
          )
        )
          wrong.push(`${id}: ${one}`)
  }
  expect(wrong).toEqual([])
})

test('the nearest key of every retrace of the catalogue has the fewest differences, where no key has more places than another', () => {
  const farther: string[] = []
  for (const {id, trace, miss, key, nearest} of retraces) {
    const least = differences(key, nearest).length
    for (let index = 0; index < miss.index; index++) {
      if (
        trace.functionAt(index) !== miss.functionId ||
        trace.keyAt(index) === -1 ||
        trace.outcome(index) === 'error'
      )
        continue
      const other = trace.key(trace.keyAt(index))
      const isSameShape = [key, nearest].every(
        ({facts}) =>
          facts.length === other.facts.length &&
          facts.every((fact) => other.facts.some((one) => placeOf(one) === placeOf(fact))),
      )
      if (isSameShape && differences(key, other).length < least)
        farther.push(`${id}: call at ${index} is nearer`)
    }
  }
  expect(farther).toEqual([])
})
