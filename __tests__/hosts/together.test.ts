import {explain, Trace} from '../../lib/index.ts'
import {headline} from '../../viz/player/index.ts'
import {empty, quiet, toggle, training} from '../viz/traces.ts'

const run = (name: string, trace: Trace) => ({name, trace, explanation: explain(trace)})

test('headline(runs) counts the compiles of all, and says which run has most', () => {
  expect(headline([run('quiet', quiet()), run('edits', training())])).toMatch(
    /^2 runs: 18 compiles, [\d.]+ s: \d+ avoidable \([\d.]+ s\), 1 reducible \(1\.52 s\); most in `edits`, 17 compiles\.$/,
  )
  expect(headline([run('a', toggle()), run('b', toggle())])).toMatch(/; 2 in each\.$/)
  expect(headline([run('a', empty()), run('b', empty())])).toBe('2 runs: 0 compiles.')
})

test('headline of one run is its own', () => {
  const only = run('edits', training())
  expect(headline([only])).toBe(only.explanation.headline)
})
