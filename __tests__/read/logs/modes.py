import jax, jax.numpy as jnp
from functools import partial
from flax import nnx
def make():
    return nnx.Sequential(nnx.Linear(4, 4, rngs=nnx.Rngs(0)), nnx.Dropout(0.5, rngs=nnx.Rngs(1)), nnx.Linear(4, 4, rngs=nnx.Rngs(2)))
@partial(nnx.jit, graph=False)
def tree(model, x): return model(x)
@partial(nnx.jit, graph_updates=False)
def simple(model, x): return model(x)
@jax.jit
def plain(model, x): return model(x)
@partial(nnx.jit, static_argnames=('n', 'mode'))
def st(model, x, n, mode='a'): return model(x) * n
x = jnp.ones((2, 4))
for g in (tree, simple, plain):
    m = make(); g(m, x); m.eval(); g(m, x); m.layers[1].rate = 0.2; g(m, x); m.layers.append(nnx.Linear(4, 4, rngs=nnx.Rngs(3))); g(m, x)
    m.layers[0].kernel.set_metadata(foo=1); g(m, x)
m = make()
st(m, x, 1); st(m, x, 2); st(m, x, 2, mode='b'); st(m, x, n=2, mode='b'); st(m, jnp.ones((3, 4)), 2)
