import jax, jax.numpy as jnp, optax
from flax import nnx
class Net(nnx.Module):
    def __init__(self, rngs):
        self.l1 = nnx.Linear(4, 8, rngs=rngs); self.bn = nnx.BatchNorm(8, rngs=rngs); self.drop = nnx.Dropout(0.1, rngs=rngs); self.l2 = nnx.Linear(8, 2, rngs=rngs); self.temperature = 1.0
    def __call__(self, x): return self.l2(self.drop(nnx.relu(self.bn(self.l1(x))))) / self.temperature
@nnx.jit
def train(model, opt, batch, *, scale=1.0):
    def loss(m): return ((m(batch['x']) - batch['y']) ** 2).mean() * scale
    l, g = nnx.value_and_grad(loss)(model); opt.update(model, g); return l
@nnx.jit
def evaluate(model, batch): return model(batch['x'])
b = lambda n: {'x': jnp.ones((n, 4)), 'y': jnp.ones((n, 2))}
m = Net(nnx.Rngs(0)); o = nnx.Optimizer(m, optax.adamw(1e-3), wrt=nnx.Param)
train(m, o, b(8)); train(m, o, b(8)); train(m, o, b(5))
m.temperature = 2.0; train(m, o, b(8))
train(m, o, b(8), scale=2.0); train(m, o, b(8), scale=jnp.float32(2.))
m.eval(); evaluate(m, b(8)); m.train(); evaluate(m, b(8)); evaluate(m, b(3))
m.l2 = nnx.Linear(8, 2, use_bias=False, rngs=nnx.Rngs(3)); evaluate(m, b(8))
o = nnx.Optimizer(m, optax.adamw(1e-3), wrt=nnx.Param); train(m, o, b(8))
