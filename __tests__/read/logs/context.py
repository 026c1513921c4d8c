import os
os.environ['XLA_FLAGS'] = '--xla_force_host_platform_device_count=4'
import jax, jax.numpy as jnp, numpy as np
from jax.sharding import NamedSharding, PartitionSpec as P
@jax.jit
def f(x, y): return x @ y
mesh = jax.make_mesh((2, 2), ('data', 'model'))
meshe = jax.make_mesh((4,), ('data',), axis_types=(jax.sharding.AxisType.Explicit,))
x = jnp.ones((8, 4)); y = jnp.ones((4, 8))
f(x, y)
xs = jax.device_put(x, jax.devices()[0]); f(xs, y)
xs = jax.device_put(x, jax.devices()[1]); f(xs, jax.device_put(y, jax.devices()[1]))
xs = jax.device_put(x, NamedSharding(mesh, P('data'))); f(xs, y)
xs = jax.device_put(x, NamedSharding(mesh, P('data', 'model'))); f(xs, y)
xs = jax.device_put(x, NamedSharding(meshe, P('data'))); f(xs, y)
with jax.set_mesh(meshe): f(x, y)
with jax.default_matmul_precision('float32'): f(x, y)
with jax.numpy_rank_promotion('warn'): f(x, y)
g = jax.jit(lambda a: a + 1, donate_argnums=0)
g(jnp.ones(3)); g(jnp.ones(4))
def h(a): return a * 3
jax.jit(h)(jnp.ones(3)); jax.jit(h, donate_argnums=0)(jnp.ones(3)); jax.jit(h, out_shardings=NamedSharding(mesh, P()))(jnp.ones(3))
jax.clear_caches(); jax.jit(h)(jnp.ones(3))
