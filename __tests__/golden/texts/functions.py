import jax
import jax.numpy as jnp
from functools import partial

x = jnp.ones(3)


def double(v):
    return v * 2


def build(k):
    def inner(v):
        return v * k

    return jax.jit(inner)


for _ in range(2):
    jax.jit(double)(x)
for _ in range(2):
    jax.jit(lambda v: v + 1)(x)
one, other = build(1), build(1)
one(x)
other(x)
one(x)
bound = jax.jit(partial(double))
bound(x)
bound(x)
jax.jit(partial(double))(x)


class Model:
    def __init__(self, rate):
        self.rate = rate

    def apply(self, v):
        return v * self.rate


m = Model(2.0)
step = jax.jit(m.apply)
step(x)
m.rate = 3.0
step(x)
jax.jit(m.apply)(x)


@jax.jit
def recursive(v, depth=jnp.float32(1)):
    return v * depth


recursive(x)
recursive(x, jnp.float32(2))
recursive(v=x)
