import {explain, Trace} from '../../lib/index.ts'
import {headline, names} from '../../viz/player/index.ts'
import {empty, quiet, toggle, training} from '../viz/traces.ts'

const run = (name: string, trace: Trace) => ({name, trace, explanation: explain(trace)})

test('names(paths) leaves out the folders that all have in common', () => {
  expect(names(['logs/a/one.log', 'logs/b/two.log'])).toEqual(['a/one.log', 'b/two.log'])
  expect(names(['logs/host1.log', 'logs/host12.log'])).toEqual(['host1.log', 'host12.log'])
  expect(names(['one.log'])).toEqual(['one.log'])
  expect(names(['logs/one.log'])).toEqual(['logs/one.log'])
})

test('names(scenarios) leaves out the file that all stand in, and never a part of a word', () => {
  expect(names(['x/all.jsonl: Train', 'x/all.jsonl: Trace'])).toEqual(['Train', 'Trace'])
  expect(names(['/tmp/a.log', '/b.log', 'c.log'])).toEqual(['/tmp/a.log', '/b.log', 'c.log'])
})

test('names(given) numbers a name that comes again', () => {
  expect(names(['a.log', 'a.log', 'b.log'])).toEqual(['a.log', 'a.log (2)', 'b.log'])
  expect(names(['', ''])).toEqual(['run', 'run (2)'])
})

test('headline(runs) counts the compiles of all, and says which run has most', () => {
  expect(headline([run('quiet', quiet()), run('edits', training())])).toMatch(
    /^2 runs: 18 compiles, [\d.]+ s: \d+ were avoidable; most in `edits`, 17 compiles\.$/,
  )
  expect(headline([run('a', toggle()), run('b', toggle())])).toMatch(/; 2 in each\.$/)
  expect(headline([run('a', empty()), run('b', empty())])).toBe('2 runs: 0 compiles.')
})

test('headline of one run is its own', () => {
  const only = run('edits', training())
  expect(headline([only])).toBe(only.explanation.headline)
})
