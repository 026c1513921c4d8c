"""Trees: what jax.tree does to them, and how their structures print."""

import collections
import dataclasses
from typing import NamedTuple

import jax
import jax.numpy as jnp
import optax
from flax import nnx


@jax.tree_util.register_dataclass
@dataclasses.dataclass
class Point:
    x: int
    y: int = dataclasses.field(metadata=dict(static=True), default=3)


class Pair(NamedTuple):
    a: int
    b: int


class Block(nnx.Module):
    def __init__(self, rngs):
        self.scale = nnx.Param(jnp.ones(1))
        self.dense = nnx.List([nnx.Linear(1, 1, kernel_init=nnx.initializers.ones, rngs=rngs)])
        self.count = 2

    def __call__(self, x):
        return self.dense[0](x) * self.scale


model = Block(nnx.Rngs(0))
state = nnx.state(model)
for tree in ([1, (2,), {"z": 3, "a": None}, None], 3, None, Point(1), Pair(1, [2]), {1: 2, 0: 3}):
    print(jax.tree.structure(tree), jax.tree.structure(tree).num_leaves)
print(jax.tree.structure(state))
print(jax.tree.structure({"s": state, "k": model.scale}))
print(jax.tree.structure(nnx.state(nnx.Dropout(0.5, rngs=nnx.Rngs(0)))))
print(jax.tree.structure(optax.adam(0.1).init({"w": jnp.ones(1)})))
print(jax.tree.structure(collections.OrderedDict([("b", 1), ("a", 2)])))
print(jax.tree.structure((1, 2)) == jax.tree.structure((3, 4)), jax.tree.structure((1, 2)) == jax.tree.structure([3, 4]))

print(jax.tree.map(lambda x: x, (1, [2.5, "a"])), jax.tree.map(lambda x: x * 2, {0: jnp.ones(1), 1: 1.5}))
print(jax.tree.map(lambda x, y: (x, y), [1, 2], [(3, 4), 5]), jax.tree.map(lambda x, y: x + y, {"a": 1}, {"a": 2}))
print(jax.tree.map(lambda x: x.shape, state))
print(jax.tree.map(lambda v: type(v).__name__, state, is_leaf=lambda x: isinstance(x, nnx.Variable)))
print(jax.tree.leaves([1, None], is_leaf=lambda x: x is None), jax.tree.leaves({"b": 1, "a": [2, None]}))
print(jax.tree.map(lambda x: x + 1, model.scale), jax.tree.map(lambda x: x * 3, model).dense[0].kernel[...])
print(jax.tree.reduce(lambda x, y: x + y, [1, [2, 3]]), jax.tree.all([True, 1, 0]), jax.tree.map(lambda x: x, state) is state)
try:
    jax.tree.map(lambda x, y: x, {"a": 1}, {"b": 1})
except ValueError as error:
    print(type(error).__name__)
print(optax.tree.norm({"a": jnp.array([3.0, 4.0])}), type(state), type(state["scale"]))

info = jnp.finfo(jnp.float32)
print(info.min, info.max, info.eps, repr(info.tiny), jnp.finfo(jnp.float16).max, jnp.finfo("bfloat16").eps)


def names(model):
    return [line.split("=")[0].strip() for line in str(model).split("\n") if line[:3].strip() and line[0] == " "]


x = jnp.ones((1, 1))
print(names(model), names(Block(nnx.Rngs(0)).dense[0]))
nnx.grad(lambda m: m(x).sum())(model)
print(names(model), names(model.dense[0]))
model = Block(nnx.Rngs(0))


@nnx.jit
def call(model, x):
    return model(x)


call(model, x)
model.last = 1
print(names(model), names(nnx.clone(model)))
call(model, x)
print(names(model))
