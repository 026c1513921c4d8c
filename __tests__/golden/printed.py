"""What flax 0.12.8 prints of models: python printed.py > printed.json (jax 0.10.2)."""

import json
import re

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
rngs = nnx.Rngs(0)
layers = [
    nnx.Linear(2, 3, rngs=rngs),
    nnx.Conv(2, 3, (3,), rngs=rngs),
    nnx.ConvTranspose(2, 3, (3,), rngs=rngs),
    nnx.Einsum("ab,bc->ac", (2, 3), (3,), rngs=rngs),
    nnx.LinearGeneral(2, 3, rngs=rngs),
    nnx.LoRALinear(2, 4, lora_rank=3, rngs=rngs),
    nnx.Embed(2, 3, rngs=rngs),
    nnx.BatchNorm(2, rngs=rngs),
    nnx.LayerNorm(2, rngs=rngs),
    nnx.RMSNorm(2, rngs=rngs),
    nnx.GroupNorm(2, num_groups=1, rngs=rngs),
    nnx.InstanceNorm(2, rngs=rngs),
    nnx.MultiHeadAttention(2, 4, rngs=rngs),
    nnx.LSTMCell(2, 3, rngs=rngs),
    nnx.OptimizedLSTMCell(2, 3, rngs=rngs),
    nnx.GRUCell(2, 3, rngs=rngs),
    nnx.SimpleCell(2, 3, rngs=rngs),
]
print(
    json.dumps(
        {
            "str(net)": str(net),
            "str(state)": str(nnx.split(net)[1]),
            "str(param)": str(nnx.Param(jnp.arange(6.0).reshape(2, 3), tag="a")),
            "str(rngs)": str(nnx.Rngs(0, dropout=1)),
            "str(layers)": re.sub(" at 0x[0-9a-f]+", "", "\n".join(map(str, layers))),
        },
        indent=2,
    )
)
