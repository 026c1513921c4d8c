"""What `nnx.tabulate` of flax 0.12.8 prints of the models below, wide and without colours. Writes tabulate.json beside it (jax 0.10.2)."""

import json
import pathlib

import jax.numpy as jnp
from flax import nnx


class Block(nnx.Module):
    def __init__(self, din, dout, rngs):
        self.linear = nnx.Linear(din, dout, rngs=rngs)
        self.bn = nnx.BatchNorm(dout, rngs=rngs)
        self.dropout = nnx.Dropout(0.2, rngs=rngs)

    def __call__(self, x):
        return nnx.relu(self.dropout(self.bn(self.linear(x))))


class Foo(nnx.Module):
    def __init__(self, rngs):
        self.block1 = Block(32, 128, rngs)
        self.block2 = Block(128, 10, rngs)

    def __call__(self, x):
        return self.block2(self.block1(x))


class Pair(nnx.Module):
    """Takes several arguments, gives a dict, calls one layer twice, and has metadata and a scale of its own."""

    def __init__(self, rngs):
        self.scale = nnx.Param(jnp.ones(3), tag="mine")
        self.count = nnx.Variable(jnp.array(0))
        self.shared = nnx.Linear(3, 3, use_bias=False, rngs=rngs)
        self.norms = nnx.List([nnx.LayerNorm(3, rngs=rngs), nnx.RMSNorm(3, rngs=rngs)])
        self.unused = nnx.Linear(2, 2, rngs=rngs)

    def __call__(self, batch, pair, *, train=True, mask=None):
        x = self.shared(self.shared(batch["x"])) * self.scale
        for norm in self.norms:
            x = norm(x)
        return {"out": x, "rest": (pair[0], [pair[1]])}

    def encode(self, x):
        return self.shared(x)


pair = Pair(nnx.Rngs(0))
x = jnp.ones((2, 3))
wide = {"width": 300, "force_terminal": False, "color_system": None}


def table(*args, **kwargs):
    return nnx.tabulate(*args, console_kwargs=wide, **kwargs)


class Tower(nnx.Module):
    def __init__(self, rngs):
        self.embed = nnx.Embed(1000, 600, rngs=rngs)
        self.conv = nnx.Sequential(nnx.Conv(600, 4, (3,), rngs=rngs), nnx.relu, nnx.LoRA(4, 2, 8, rngs=rngs))
        self.dropout = nnx.Dropout(0.1, rngs=rngs)

    def __call__(self, tokens):
        return self.dropout(self.conv(self.embed(tokens)), deterministic=True)


pathlib.Path(__file__).with_suffix(".json").write_text(
    json.dumps(
        {
            "foo": table(Foo(nnx.Rngs(0)), jnp.ones((1, 32))),
            "foo depth 1": table(Foo(nnx.Rngs(0)), jnp.ones((1, 32)), depth=1),
            "pair": table(pair, {"x": x, "y": jnp.ones(1, "int32")}, [x, 1], train=False),
            "pair encode": table(pair, x, method="encode"),
            "linear": table(nnx.Linear(2, 3, rngs=nnx.Rngs(0)), jnp.ones((1, 2), "bfloat16")),
            "tower": table(Tower(nnx.Rngs(0)), jnp.ones((2, 5), "int32")),
        },
        indent=1,
        ensure_ascii=False,
    )
    + "\n"
)
