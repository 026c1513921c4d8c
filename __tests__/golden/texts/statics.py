import jax
import jax.numpy as jnp
from dataclasses import dataclass
from functools import partial


@dataclass(frozen=True)
class Config:
    width: int = 4
    name: str = "a"


class Plain:
    def __init__(self, width):
        self.width = width


class Equal:
    def __init__(self, width):
        self.width = width

    def __eq__(self, other):
        return isinstance(other, Equal) and self.width == other.width

    def __hash__(self):
        return hash((Equal, self.width))


@partial(jax.jit, static_argnums=1)
def f(x, config):
    return x * config.width


x = jnp.ones(2)
f(x, Config())
f(x, Config(4))
f(x, Config(width=5))
f(x, Config(name="b"))
f(x, Plain(3))
f(x, Plain(3))
f(x, Equal(3))
f(x, Equal(3))
f(x, Equal(4))


@partial(jax.jit, static_argnums=1)
def g(x, n):
    return x + n


for n in [1, 1.0, True, 2, 2]:
    g(x, n)


@partial(jax.jit, static_argnames=("shape", "mode"))
def h(x, *, shape, mode="sum"):
    return jnp.broadcast_to(x.sum(), shape)


h(x, shape=(2, 3))
h(x, shape=(2, 3), mode="sum")
h(x, shape=(3, 2))
try:
    h(x, shape=[2, 3])
except ValueError as error:
    print(type(error).__name__)
