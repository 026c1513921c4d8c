# flax linen TrainState subclass with extra batch_stats; metrics; donate; lr schedule as python float
import jax, jax.numpy as jnp, flax.linen as nn, optax, functools, numpy as np
from flax.training import train_state
from typing import Any
class TS(train_state.TrainState):
    batch_stats: Any
    key: Any = None
class Net(nn.Module):
    n: int
    @nn.compact
    def __call__(self, x, train=True):
        x = nn.Dense(self.n)(x); x = nn.BatchNorm(use_running_average=not train)(x); return nn.Dense(2)(x)
net = Net(8)
v = net.init(jax.random.key(0), jnp.ones((2, 3)))
def new(tx, key=None): return TS.create(apply_fn=net.apply, params=jax.tree.map((lambda x: x + 0), v['params']), tx=tx, batch_stats=jax.tree.map((lambda x: x + 0), v['batch_stats']), key=key)
@functools.partial(jax.jit, donate_argnums=0)
def step(state, batch, lr):
    def loss(p):
        o, u = state.apply_fn({'params': p, 'batch_stats': state.batch_stats}, batch['x'], mutable=['batch_stats'])
        return jnp.mean(optax.softmax_cross_entropy_with_integer_labels(o, batch['y'])) * lr, u
    g, u = jax.grad(loss, has_aux=True)(state.params)
    return state.apply_gradients(grads=g, batch_stats=u['batch_stats'])
@jax.jit
def evaluate(state, batch): return state.apply_fn({'params': state.params, 'batch_stats': state.batch_stats}, batch['x'], train=False).sum()
b = lambda n, d=np.int32: {'x': np.ones((n, 3), np.float32), 'y': np.zeros(n, d)}
s = new(optax.sgd(0.1))
s = step(s, b(4), 0.1); s = step(s, b(4), 0.1)
s = step(s, b(4), np.float32(0.05)); s = step(s, b(4), 1)
s = step(s, b(2), 0.1)
s = step(s, b(4, np.uint8), 0.1)
evaluate(s, b(4)); evaluate(s, b(7))
s2 = new(optax.sgd(0.1)).replace(params=jax.tree.map(lambda x: x + 0, s.params)); s2 = step(s2, b(4), 0.1)
s3 = new(optax.chain(optax.clip(1.), optax.sgd(0.1, momentum=0.9)), jax.random.key(3)).replace(params=jax.tree.map(lambda x: x + 0, s.params), batch_stats=jax.tree.map(lambda x: x + 0, s.batch_stats)); s3 = step(s3, b(4), 0.1)
evaluate(s3, b(4)); evaluate(s3, {**b(4), 'mask': np.ones(4)})
