# configs that flip; clear_caches mid; x64; default matmul precision; debug_nans; weird static types
import jax, jax.numpy as jnp, functools, numpy as np
@functools.partial(jax.jit, static_argnums=(1, 2))
def conv(x, kernel, mode): return jnp.convolve(x, jnp.ones(kernel), mode=mode)
conv(jnp.ones(8), 3, 'same'); conv(jnp.ones(8), 5, 'same'); conv(jnp.ones(8), 3, 'full'); conv(jnp.ones(9), 3, 'full'); conv(jnp.ones(9), np.int64(3), 'full')
conv(jnp.ones(9), kernel=3, mode='full')
@jax.jit
def f(x, y=None): return x if y is None else x + y
f(1.0); f(2); f(jnp.ones(3)); f(jnp.ones(3), jnp.ones(3)); f(jnp.ones(3), None); f(jnp.ones(3), y=jnp.ones(3)); f(True)
jax.config.update('jax_default_matmul_precision', 'highest'); f(1.0); conv(jnp.ones(8), 3, 'same')
jax.config.update('jax_debug_nans', True); f(2.0)
with jax.numpy_dtype_promotion('strict'): f(1.0)
with jax.numpy_rank_promotion('raise'): f(1.0)
jax.clear_caches(); f(1.0); conv(jnp.ones(8), 3, 'same'); f(jnp.ones(4))
