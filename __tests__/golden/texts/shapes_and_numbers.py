import jax
import jax.numpy as jnp
from functools import partial


@jax.jit
def scale(x, by):
    return x * by


for n in [3, 3, 4, 3]:
    scale(jnp.ones(n), 2.0)
scale(jnp.ones(3), jnp.float32(5))
scale(jnp.ones(3), 5)
scale(jnp.ones(3), by=5.0)
scale(jnp.arange(3), 5.0)
scale(jnp.zeros((3, 1)), 5.0)


@partial(jax.jit, static_argnames="n")
def power(x, n):
    return x**n


power(jnp.ones(3), n=2)
power(jnp.ones(3), n=3)
power(jnp.zeros(3), n=2)
power(jnp.zeros(3), 2)
