# old style: PRNG, lax.scan in jit w/ length static, namedtuple opt states, int step, donated; numpy scalars; python lists of arrays growing
import jax, jax.numpy as jnp, numpy as np, functools, collections
S = collections.namedtuple('S', 'params mu step')
@jax.jit
def update(s, g, lr=1e-2):
    mu = jax.tree_util.tree_map(lambda m, g: 0.9 * m + g, s.mu, g)
    return S(jax.tree_util.tree_map(lambda p, m: p - lr * m, s.params, mu), mu, s.step + 1)
s = S([jnp.ones(3)], [0.], 0)
g = [jnp.ones(3)]
for _ in range(3): s = update(s, g)
s = update(s, [np.ones(3, np.float16)]); s = update(s, g, 1e-3); s = update(s, g, lr=1e-3)
@functools.partial(jax.jit, static_argnames='n')
def roll(xs, n): return sum(x.sum() for x in xs) * n
xs = []
for i in range(4): xs.append(jnp.ones(2)); roll(xs, n=3)
roll(tuple(xs), n=3); roll(xs, n=4); roll(jnp.stack(xs), n=4)
class W:
    def __init__(self, v): self.v = v
jax.tree_util.register_pytree_node(W, lambda w: ((w.v,), w.v.shape), lambda a, c: W(c[0]))
h = jax.jit(lambda w, f=None: w.v.sum()); h(W(jnp.ones(2))); h(W(jnp.ones(3))); h(W(jnp.ones(2)), jnp.ones(2))
