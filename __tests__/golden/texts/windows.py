# Slices whose begin is computed, alone and along a batch, with their derivatives.
import jax
import jax.numpy as jnp
from jax import lax

x = jnp.arange(12.0).reshape(3, 4)


def window(x, i):
    return lax.dynamic_slice(x, (0, i), (2, 2))


def patched(x, patch, i):
    return lax.dynamic_update_slice(x, patch, (i, 1))


patch = -jnp.ones((1, 2))
jitted = jax.jit(window)
print(jitted(x, 1).tolist(), jitted(x, 9).tolist(), patched(x, patch, 2).tolist())
print(jax.grad(lambda x: jnp.sum(window(x, 1) ** 2))(x).tolist())
print(jax.grad(lambda x: jnp.sum(patched(x, patch, 1) ** 2))(x).tolist())
print(jax.grad(lambda p: jnp.sum(patched(x, p, 1) ** 2))(patch).tolist())
print(jax.jvp(lambda x: window(x, 2), (x,), (2 * x,))[1].tolist())
print(jax.jvp(lambda x, p: patched(x, p, 0), (x, patch), (x, patch))[1].tolist())
print(jax.vmap(window, (None, 0))(x, jnp.array([0, 2])).tolist())
print(jax.vmap(window, (0, None))(jnp.stack([x, -x]), 1).tolist())
print(jax.vmap(window)(jnp.stack([x, -x]), jnp.array([0, 2])).tolist())
print(jax.vmap(patched, (None, 0, None))(x, jnp.stack([patch, 2 * patch]), 1).tolist())
print(jax.vmap(patched, (None, None, 0))(x, patch, jnp.array([0, 2])).tolist())
rows = jnp.array([2, 0])
print(jax.vmap(lambda x: x[rows])(jnp.stack([x, -x])).tolist(), jax.vmap(lambda i: x[i])(rows).tolist())
print(jax.vmap(lambda x, i: x[i])(jnp.stack([x, -x]), rows).tolist())
print(jax.vmap(lambda x, i: x.at[i].add(1.0))(jnp.stack([x, -x]), rows).tolist())
print(jax.vmap(lambda i: x.at[i].set(0.0))(rows).tolist(), jax.vmap(lambda u: x.at[rows].set(u))(jnp.stack([x[:2], -x[:2]])).tolist())
