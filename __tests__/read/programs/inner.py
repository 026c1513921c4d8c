"""A function that a step runs inside it is called by itself afterwards: it was traced, and never compiled."""
import jax, jax.numpy as jnp

@jax.jit
def score(x, scale):
    return jnp.sum(x * scale)

@jax.jit
def step(x):
    return score(x, jnp.int32(2))

@jax.jit
def spread(x):
    return jnp.max(x) - jnp.min(x)

@jax.jit
def both(x):
    return step(x) + spread(x)

both(jnp.ones(3))
score(jnp.ones(3), 3)
score(jnp.ones(4), 3)
spread(jnp.ones(3))
spread(jnp.ones(4))
