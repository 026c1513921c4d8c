import math
from collections import OrderedDict, namedtuple
from typing import NamedTuple

import jax
import jax.numpy as jnp
import numpy as np

Point = namedtuple("Point", "x y")


class Batch(NamedTuple):
    image: jax.Array
    label: jax.Array
    weight: float = 1.0


@jax.jit
def total(batch):
    return jnp.sum(batch.image) + jnp.sum(batch.label) * batch.weight


x = jnp.ones((2, 3))
total(Batch(x, x))
total(Batch(image=x, label=x, weight=2.0))
total(Batch(x, x, 2))
total(Batch(x, x, jnp.float32(2)))


@jax.jit
def norm(p):
    return jnp.sqrt(p.x**2 + p.y**2)


norm(Point(1.0, 2.0))
norm(Point(np.float32(1), 2.0))
norm(Point(y=1.0, x=2.0))


@jax.jit
def grow(xs):
    return jnp.concatenate([xs, xs[-1:]])


xs = jnp.ones(1)
while xs.shape[0] < 2 ** int(math.log2(8)):
    xs = grow(xs)
    if len(xs) == 5:
        break
else:
    print("never")


@jax.jit
def ordered(d):
    return [v * 2 for k, v in d.items()]


ordered(OrderedDict(a=x, b=x))
ordered(OrderedDict(b=x, a=x))
ordered(dict(b=x, a=x))
ordered({"a": x, "b": x})
rows = {name: [i for i in range(3) if i % 2 == 0] for name in ("p", "q")}
for name, row in sorted(rows.items()):
    for i, n in enumerate(row, start=1):
        grow(jnp.ones(i + n))
