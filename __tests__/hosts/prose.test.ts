import {markup} from '../../viz/frame/index.ts'
import {code, prose} from '../../viz/player/prose.ts'

const step = {text: 'step', kind: 'function', value: '0'} as const
const path = {text: 'model.drop.rate', kind: 'path', value: 'model.drop.rate'} as const
const shown = (sentence: string): string => markup(prose(sentence, [step, path]))

test('prose(sentence, words) marks a word where it stands alone', () => {
  expect(shown('step was traced')).toContain('<code dir="auto" data-function="0">step</code> was traced')
  expect(shown('steps, step2 and a.step')).not.toContain('<code')
  expect(shown('it was step.')).toContain('>step</code>.')
})

test('prose(sentence, words) marks the longest word', () => {
  expect(shown('because model.drop.rate is 0.2')).toContain('data-path="model.drop.rate"')
  expect(shown('model.drop.rate.x')).not.toContain('<code')
})

test('prose(sentence, words) sets what stands between backticks as code', () => {
  expect(shown('pass `jnp.float32(x)`, `step`')).toBe(
    '<span dir="auto" class="prose">pass <code dir="auto">jnp.float32(x)</code>, <code dir="auto" data-function="0">step</code></span>',
  )
  expect(shown('a lone ` stays')).toContain('a lone ` stays')
})

test('prose(sentence, words) shows markup as text', () => {
  expect(shown('<b>step</b>')).toBe(
    '<span dir="auto" class="prose">&lt;b&gt;<code dir="auto" data-function="0">step</code>&lt;/b&gt;</span>',
  )
})

test('prose(sentence, words) reads a sentence of 100 kB with a name of 10 kB', () => {
  const name = 'n'.repeat(10_000)
  const made = markup(
    prose(`${`${name} `.repeat(5)}${'x '.repeat(25_000)}`, [{text: name, kind: 'function', value: '1'}]),
  )
  expect(made.match(/data-function="1"/g)).toHaveLength(5)
})

test('code(text) shortens a long name in its middle and keeps all of it', () => {
  const name = `model.${'layers.'.repeat(40)}kernel`
  const made = markup(code(name))
  expect(made).toContain(`<span class="whole">${name}</span>`)
  expect(made).toMatch(/class="short">model\.[^<]*…[^<]*kernel<\/span>/)
  expect(made).toContain('tabindex="0"')
})
