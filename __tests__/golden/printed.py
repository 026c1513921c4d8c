"""What flax 0.12.8 prints of models: python printed.py > printed.json (jax 0.10.2)."""

import json

import jax.numpy as jnp
from flax import nnx


class Net(nnx.Module):
    def __init__(self, rngs):
        self.drop = nnx.Dropout(0.1, rngs=rngs)
        self.w = nnx.Param(jnp.ones((600, 2)))
        self.layers = nnx.List([nnx.Param(jnp.zeros(2))])
        self.heads = nnx.Dict(a=1, b=nnx.Param(jnp.ones(2)))
        self.n = 3


net = Net(nnx.Rngs(0))
print(
    json.dumps(
        {
            "str(net)": str(net),
            "str(state)": str(nnx.split(net)[1]),
            "str(param)": str(nnx.Param(jnp.arange(6.0).reshape(2, 3), tag="a")),
            "str(rngs)": str(nnx.Rngs(0, dropout=1)),
        },
        indent=2,
    )
)
