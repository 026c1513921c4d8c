import {cause} from '../../lib/explain/cause.ts'
import {explain, noSeconds, Trace} from '../../lib/index.ts'
import {markup} from '../../viz/frame/index.ts'
import {body} from '../../viz/player/body.ts'
import {change} from '../../viz/player/changes.ts'
import {code, prose} from '../../viz/player/prose.ts'
import {start} from '../../viz/view.ts'

const step = {text: 'step', kind: 'function', value: '0'} as const
const path = {text: 'model.drop.rate', kind: 'path', value: 'model.drop.rate'} as const
const shown = (sentence: string): string => markup(prose(sentence, [step, path]))

test('prose(sentence, words, subject) marks what the sentence begins with, and no other', () => {
  expect(markup(prose('step was traced, step', [], step))).toBe(
    '<span dir="auto" class="prose"><code dir="auto" data-function="0">step</code> was traced, step</span>',
  )
})

test('prose(sentence, words) sets what stands between backticks as code, and marks the words among it', () => {
  expect(shown('pass `jnp.float32(x)`, `step`')).toBe(
    '<span dir="auto" class="prose">pass <code dir="auto">jnp.float32(x)</code>, <code dir="auto" data-function="0">step</code></span>',
  )
  expect(shown('hold `model.drop.rate`, not `model.drop`')).toContain(
    'data-path="model.drop.rate">model.drop.rate</code>, not <code dir="auto">model.drop</code>',
  )
  expect(shown('a lone ` stays')).toContain('a lone ` stays')
  expect(shown('`a` and a lone ` stay')).toContain('<code dir="auto">a</code> and a lone ` stay')
})

test('prose(sentence, words) shows markup as text', () => {
  expect(shown('<b>`step`</b>')).toBe(
    '<span dir="auto" class="prose">&lt;b&gt;<code dir="auto" data-function="0">step</code>&lt;/b&gt;</span>',
  )
})

test('prose(sentence, words) reads a sentence of 100 kB with a name of 10 kB', () => {
  const name = 'n'.repeat(10_000)
  const made = markup(
    prose(`${`\`${name}\` `.repeat(5)}${'x '.repeat(25_000)}`, [{text: name, kind: 'function', value: '1'}]),
  )
  expect(made.match(/data-function="1"/g)).toHaveLength(5)
})

test('code(text) shortens a long name to the last of its names and keeps all of it', () => {
  const name = `model.${'layers.'.repeat(40)}kernel`
  const made = markup(code(name))
  expect(made).toContain(`<span class="whole">${name}</span>`)
  expect(made.replaceAll('<wbr/>', '')).toMatch(/class="short">…(?:layers\.)+kernel<\/span>/)
  expect(made).toContain('tabindex="0"')
})

test('code(path) may break a long path where a name ends, and a short one nowhere', () => {
  expect(markup(code('optimizer.opt_state.0.mu.kernel'))).toBe(
    '<code dir="auto">optimizer<wbr/>.opt_<wbr/>state<wbr/>.0<wbr/>.mu<wbr/>.kernel</code>',
  )
  expect(markup(code('model.drop.rate'))).toBe('<code dir="auto">model.drop.rate</code>')
})

test('change(cause) says of a value that torch does not tell that it is not told', () => {
  const delta = {
    kind: 'guard',
    guard: 'EQUALS_MATCH',
    entry: '0/0',
    now: null,
    before: '4',
    said: '',
  } as const
  const told = cause({component: 'guard', segments: ['m', 'n'], delta, evidence: 'observed'})
  expect(markup(change(told)).replace(/<[^>]*>/g, '')).toMatch(/m\.n\s+before\s+4\s+now not told/)
})

const heads = (groups: number, isOfTorch: boolean): string => {
  const trace = new Trace({producer: 'a test'})
  const fn = trace.addFunction({name: 'step', params: ['x'], ...(isOfTorch && {compiler: 'torch'})})
  for (let at = 0; at < groups; at++)
    trace.append({
      function: fn,
      key: -1,
      outcome: 'retrace',
      evidence: 'observed',
      time: at,
      seconds: noSeconds,
      layers: [],
    })
  const explanation = explain(trace)
  return body(trace, explanation, start(trace, explanation), {under: false, linked: false})
    .map((one) => markup(one))
    .join('')
}

test('a page on which no fix can be tried tells of no switch, and one of torch alone keeps no place for small keys', () => {
  expect(heads(1, false)).not.toContain('a switch tries a fix')
  expect(heads(1, false)).toContain('class="why fixless"')
  expect(heads(1, true)).toContain('class="why fixless keyless"')
})
