# Lists, tuples and dicts that get longer from call to call, and those that only differ in length.
import jax, jax.numpy as jnp

total = lambda tree: sum(leaf.sum() for leaf in jax.tree.leaves(tree))
x = jnp.ones(3)

@jax.jit
def history(x, items): return x.sum() + total(items)
@jax.jit
def transitions(items): return total(items)
@jax.jit
def cached(x, cache): return x.sum() + total(cache)
@jax.jit
def several(*arrays): return total(arrays)
@jax.jit
def named(x, **arrays): return x.sum() + total(arrays)
@jax.jit
def both(x, items): return x.sum() + total(items)
@jax.jit
def network(layers, x):
    for layer in layers: x = jnp.tanh(x @ layer['w'] + layer['b'])
    return x
@jax.jit
def batch(images): return total(images)

items = []
for i in range(5):
    history(x, items)
    items = items + [jnp.arange(3.0)]
items = ()
for i in range(4):
    items += ({'obs': jnp.ones((2, 2)), 'reward': jnp.float32(i)},)
    transitions(items)
cache = {}
for i in range(4):
    cache[f'k{i}'] = jnp.ones((2, 3))
    cached(x, {'cache': cache, 'length': i})
for n in range(1, 5):
    several(*[jnp.ones(3)] * n)
    named(x, **{f'a{i}': jnp.ones(3) for i in range(n)})
    both(jnp.ones(n), [jnp.ones((2, 2))] * n)
for depth in range(1, 5):
    sizes = [4] + [8] * (depth - 1) + [1]
    network([{'w': jnp.ones(pair), 'b': jnp.ones(pair[1])} for pair in zip(sizes, sizes[1:])], jnp.ones((2, 4)))
for n in (3, 7, 5, 2):
    batch([jnp.ones((4, 4))] * n)
