import jax
import jax.numpy as jnp
from jax import lax


@jax.jit
def grads(w, x):
    return jax.grad(lambda w: jnp.sum(jnp.tanh(x @ w)))(w)


grads(jnp.ones((3, 2)), jnp.ones((4, 3)))
grads(jnp.zeros((3, 2)), jnp.ones((4, 3)))
grads(jnp.zeros((3, 2)), jnp.ones((5, 3)))


@jax.jit
def batched(x):
    return jax.vmap(lambda row: row / jnp.sqrt(jnp.sum(row**2)))(x)


batched(jnp.ones((4, 3)))
batched(jnp.ones((4, 3)))


@jax.jit
def rnn(w, xs):
    def cell(h, x):
        h = jnp.tanh(h @ w + x)
        return h, h

    last, outs = lax.scan(cell, jnp.zeros(3), xs)
    return {"last": last, "outs": outs}


out = rnn(jnp.eye(3), jnp.ones((5, 3)))
rnn(out["outs"][:3], jnp.ones((5, 3)))
rnn(jnp.eye(3), jnp.ones((6, 3)))


@jax.jit
def choose(flag, x):
    return lax.cond(flag, lambda v: v * 2, lambda v: v - 1, x)


choose(True, jnp.ones(2))
choose(False, jnp.ones(2))
choose(jnp.array(True), jnp.ones(2))


@jax.jit
def broken(x):
    if x > 0:
        return x
    return -x


try:
    broken(jnp.float32(3))
except jax.errors.TracerBoolConversionError:
    print("a branch on a traced value")
