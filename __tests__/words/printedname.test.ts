import {printedName} from '../../lib/words/index.ts'

test.each([
  ['<jax._src.custom_derivatives.custom_jvp object at 0x7f00>', 'custom_jvp'],
  ['<function gelu>', 'gelu'],
  ['<function chain.<locals>.update_fn at 0x7f00>', 'update_fn'],
  ["<class 'jax.numpy.float32'>", 'float32'],
  ['f32[8,5]', 'f32[8,5]'],
  ['<lambda>', '<lambda>'],
  ['<function <lambda>>', '<lambda>'],
  ['<a field>', '<a field>'],
  ['Policy(rate=0.1)', 'Policy(rate=0.1)'],
])('printedName(%s) is %s', (text, name) => {
  expect(printedName(text)).toBe(name)
})
