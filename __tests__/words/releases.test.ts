import {explain, paragraphs, plain, reader, runScenario, Trace} from '../../lib/index.ts'
import {writtenBy} from '../../lib/words/index.ts'

const read = (text: string): Trace => {
  const reading = reader({name: 'a.log'})
  reading.push(text)
  return reading.end()
}

const [traced, compiled] = [
  'Finished tracing + transforming f for pjit in 0.1 sec\n',
  'Finished XLA compilation of jit(f) in 0.3 sec\n',
]

test('writtenBy(releases) names one release, either of two, and the first and the last of more', () => {
  expect(writtenBy({evidence: 'inferred', jax: ['0.6.2']})).toBe('Written by jax 0.6.2, as its wording says.')
  expect(writtenBy({evidence: 'inferred', jax: ['0.7.2', '0.8.2']})).toBe(
    'Written by jax 0.7.2 or 0.8.2, as its wording says.',
  )
  expect(writtenBy({evidence: 'inferred', jax: ['0.9.0', '0.10.2', '0.12.0.1']})).toBe(
    'Written by jax 0.9.0 to 0.12.0.1, as its wording says.',
  )
  expect(writtenBy({evidence: 'observed', jax: ['0.10.2']})).toBe('Recorded on jax 0.10.2.')
})

test('paragraphs(explain(trace)) says near its end which releases write all that the log says, plain(…) lists them', () => {
  const trace = read(traced + compiled)
  const {releases} = explain(trace)
  expect(releases).toEqual({evidence: 'inferred', jax: trace.header.releases})
  expect(plain(explain(trace)).releases).toEqual(releases)
  expect(paragraphs(explain(trace)).at(-1)).toMatch(/^Written by jax 0\.4\.13 .*, as its wording says\.$/)
})

test('explain(trace) of a simulation says which release was simulated, of nothing says nothing', () => {
  const {trace} = runScenario({id: 'a', category: 'a', title: 'a', steps: []}, {release: '0.10.2'})
  expect(paragraphs(explain(trace)).at(-1)).toBe('Simulated: jax 0.10.2.')
  expect(explain(read('no line of JAX\n')).releases).toBeNull()
})
