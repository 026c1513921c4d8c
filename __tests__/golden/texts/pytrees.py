import dataclasses
from functools import partial

import jax
import jax.numpy as jnp


@partial(jax.tree_util.register_dataclass, data_fields=["w", "b"], meta_fields=["act", "name"])
@dataclasses.dataclass
class Dense:
    w: jax.Array
    b: jax.Array
    act: object
    name: str = "dense"


@partial(jax.tree_util.register_dataclass, data_fields=["layers"], meta_fields=["tag"])
@dataclasses.dataclass
class Net:
    layers: list
    tag: str


@jax.tree_util.register_dataclass
@dataclasses.dataclass
class Batch:
    ids: jax.Array
    mask: jax.Array | None = None
    mode: str = dataclasses.field(metadata=dict(static=True), default="train")
    step: int = dataclasses.field(metadata={"static": True}, default=0)


@jax.tree_util.register_pytree_node_class
class Pair:
    def __init__(self, a, b, scale=1):
        self.a, self.b, self.scale = a, b, scale

    def tree_flatten(self):
        return (self.a, self.b), self.scale

    @classmethod
    def tree_unflatten(cls, aux, children):
        return cls(*children, scale=aux)


class Box:
    def __init__(self, x):
        self.x = x


jax.tree_util.register_pytree_node(Box, lambda box: ((box.x,), None), lambda aux, children: Box(*children))


def build(tag, act):
    return Net([Dense(jnp.ones((4, 4)), jnp.zeros(4), act, f"l{i}") for i in range(2)], tag)


@jax.jit
def apply(net, x):
    for layer in net.layers:
        x = layer.act(x @ layer.w + layer.b)
    return x


x = jnp.ones((2, 4))
apply(build("a", jnp.tanh), x)
apply(build("a", jnp.tanh), x).block_until_ready()
apply(build("b", jnp.tanh), x)
apply(build("b", lambda v: v * 2), x)
apply(build("b", lambda v: v * 2), x)
net = build("b", jnp.tanh)
net.layers[1].name = "renamed"
apply(net, x)
net.layers.append(Dense(jnp.ones((4, 4)), jnp.zeros(4), jnp.tanh))
apply(net, x)
net.layers.pop()
apply(net, x)


@jax.jit
def forward(batch):
    h = batch.ids * 2
    if batch.mask is not None:
        h = h * batch.mask
    return h.sum() + batch.step


for n in (2, 4, 2):
    print(forward(Batch(jnp.arange(n))))
print(forward(Batch(jnp.arange(4), mask=jnp.ones(4, int))))
for step in range(3):
    forward(Batch(jnp.arange(4), step=step))
print(forward(Batch(jnp.arange(4), mode="eval")))
print(forward(dataclasses.replace(Batch(jnp.arange(4)), ids=jnp.arange(4) + 1)))


@jax.jit
def total(pair):
    return (pair.a + pair.b.sum()) * pair.scale


total(Pair(1.0, jnp.ones(3)))
total(Pair(2.0, jnp.ones(3)))
print(total(Pair(2.0, jnp.ones(3), scale=2)))
total(Pair(jnp.float32(2), jnp.ones(3), scale=2))
print(total(Pair(jnp.float32(3), jnp.ones(3), scale=2)))
g = jax.jit(jax.grad(lambda pair: total(pair)))(Pair(1.0, jnp.ones(3), scale=3))
print(g.a, g.b, g.scale)


@jax.jit
def double(box):
    return jax.tree.map(lambda v: v * 2, box)


print(double(Box(jnp.arange(3))).x)
double(Box(jnp.arange(4)))
double(Box([jnp.arange(4)]))
print(len(jax.tree.leaves([Box(1), Pair(1, 2), build("c", jnp.tanh)])))
print(jnp.ones((2, 3)).nbytes, jnp.ones(2).itemsize)

y = jnp.sum(jnp.ones(3))
print(y, float(y), int(y), bool(y), y.item(), f"{y} {y:.2f} {y:.3}", "%.3f %s" % (y, y), abs(jnp.float32(-2)))
print(jnp.linspace(0, 1, 3).tolist(), jnp.arange(3).tolist(), jnp.ones(()).tolist(), jnp.array([[True]]).tolist())
print(jnp.ones(2, int).dtype, jnp.zeros(2, dtype=float).dtype, jnp.ones(2).astype(bool).dtype)
