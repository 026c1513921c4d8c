import {remarkOf, runOf, saidOf} from '../../examples/site/index.ts'
import {markup} from '../../viz/index.ts'

const text = `import jax
import jax.numpy as jnp
import numpy as np

@jax.jit
def double(x):
    return x * 2

double(1.0)
double(np.float64(1))
double(jnp.float32(1))
double(jnp.array(1.0))
`

test('a call that JAX looks up anew, since another made the number, runs the program of its type', () => {
  const run = runOf(text)
  expect(run.calls.map(remarkOf).map((remark) => remark.text)).toEqual([
    'compiled program 1',
    'compiled program 2',
    'ran program 2',
    'ran program 1',
  ])
})

test('who made a number is said in words', () => {
  const run = runOf(text)
  const said = run.calls.slice(2).map((call) => markup(saidOf(run, call)).replaceAll(/<[^>]*>/g, ''))
  expect(said).toEqual([
    'x was an array of NumPy, now it is an array of JAX: looked up anew, nothing compiled.',
    'x was a number of Python, now it is an array of JAX: looked up anew, nothing compiled.',
  ])
})
