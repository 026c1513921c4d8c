import jax, jax.numpy as jnp, optax
from flax import nnx
class Net(nnx.Module):
    def __init__(self, rngs):
        self.embed = nnx.Linear(4, 4, rngs=rngs); self.head = nnx.Linear(4, 4, rngs=rngs)
        self.layers = nnx.List([nnx.Linear(4, 4, rngs=rngs), nnx.Linear(4, 4, use_bias=False, rngs=rngs), nnx.Linear(4, 4, rngs=rngs)])
        self.note = "it's a (test) 'quoted' \" one, and before two"
        self.cfg = {'a': (1, 2), 'b': [3, {'c': None}]}
        self.arr = jnp.ones(2)
    def __call__(self, x):
        x = self.embed(x)
        for l in self.layers: x = l(x)
        return getattr(self, 'head', self.embed)(x)
@nnx.jit
def f(model, x): return model(x)
x = jnp.ones((2, 4))
m = Net(nnx.Rngs(0)); f(m, x)                          # 1
m.head.kernel = m.embed.kernel; f(m, x)                # 2 tied
m = Net(nnx.Rngs(0)); m.layers.pop(0); f(m, x)         # 3 removed first layer, others moved
m = Net(nnx.Rngs(0)); m.layers.insert(0, nnx.Linear(4, 4, rngs=nnx.Rngs(1))); f(m, x)   # 4 inserted
m = Net(nnx.Rngs(0)); m.out = m.head; del m.head; f(m, x)  # 5 renamed head -> out
m = Net(nnx.Rngs(0)); m.note = 'other'; f(m, x)        # 6
m = Net(nnx.Rngs(0)); m.cfg = {'a': (1, 3), 'b': [3, {'c': None}]}; f(m, x)  # 7
m = Net(nnx.Rngs(0)); m.layers[1] = nnx.Dropout(0.3, rngs=nnx.Rngs(2)); f(m, x)  # 8 Linear -> Dropout
m = Net(nnx.Rngs(0)); m.alias = m.layers; f(m, x)      # 9 alias of a list
class Par(nnx.Param): pass
m = Net(nnx.Rngs(0)); m.embed.kernel = Par(m.embed.kernel[...]); f(m, x)  # 10 variable class
m = Net(nnx.Rngs(0)); m.arr = jnp.ones(3); f(m, x)     # 11 raw array shape
m = Net(nnx.Rngs(0)); m.embed.kernel = nnx.Param(jnp.ones((4, 4), jnp.bfloat16)); f(m, x)  # 12 dtype
