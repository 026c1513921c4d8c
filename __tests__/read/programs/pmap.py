import os; os.environ['XLA_FLAGS'] = '--xla_force_host_platform_device_count=4'
from functools import partial
import jax, numpy as np
x = np.ones((4, 8), np.float32)
@partial(jax.pmap, axis_name='batch')
def train_step(p, b): return p - jax.lax.pmean((p * b).mean(), 'batch')
@jax.pmap
def evaluate(p, b): return (p * b).sum()
scaled = jax.pmap(lambda v, s: v * s, in_axes=(0, None))
static = jax.pmap(lambda v, n: v * n, axis_name='i', static_broadcasted_argnums=1)
train_step(x, x); evaluate(x, x)
train_step(x, x); evaluate(x, x)
train_step(x[:, :5], x[:, :5]); evaluate(x[:, :5], x[:, :5])
scaled(x, 2.)
static(x, 1); static(x, 2); static(x, 1)
for _ in range(2): jax.pmap(lambda v: v * 2)(x)
train_step(x[:2], x[:2])
@jax.jit
def plain(a): return a + 1
plain(x); plain(x[:2])
