import {duration, explain, Trace} from '../../lib/index.ts'
import {headline} from '../../viz/player/index.ts'
import {empty, quiet, toggle, training} from '../viz/traces.ts'

const run = (name: string, trace: Trace) => ({name, trace, explanation: explain(trace)})

test('headline(runs) counts the compiles of each, and tells of the run that compiled longest', () => {
  const [calm, edits] = [run('quiet', quiet()), run('edits', training())]
  const [before, after] = edits.explanation.headline.split(' compiles: ')
  expect(before).toMatch(/17$/)
  expect(headline([calm, edits])).toBe(
    `2 runs, 1 and 17 compiles; the longest compiling, \`edits\`, took ${duration(edits.explanation.figures.seconds)}: ${after}`,
  )
  const long = run('c', toggle())
  expect(headline([run('a', toggle()), run('b', toggle())])).toMatch(/^2 runs, 2 compiles in each; /)
  expect(headline([calm, long, edits])).toMatch(/^3 runs, 1 to 17 compiles in each; /)
  expect(headline([run('a', empty()), run('b', empty())])).toBe('2 runs, 0 compiles in each.')
})

test('headline of one run is its own', () => {
  const only = run('edits', training())
  expect(headline([only])).toBe(only.explanation.headline)
})
