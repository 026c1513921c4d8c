import {markup} from '../../viz/frame/index.ts'
import {code, prose} from '../../viz/player/prose.ts'

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

test('code(text) shortens a long name in its middle and keeps all of it', () => {
  const name = `model.${'layers.'.repeat(40)}kernel`
  const made = markup(code(name))
  expect(made).toContain(`<span class="whole">${name}</span>`)
  expect(made).toMatch(/class="short">model\.[^<]*…[^<]*kernel<\/span>/)
  expect(made).toContain('tabindex="0"')
})
