"""How often functions of `nnx.jit_partial` (flax 0.12.8, jax 0.10.2) are traced, what they give and what they say. Writes partials.json."""

import json
import pathlib

import jax.numpy as jnp
from flax import nnx

traces = []


class Net(nnx.Module):
    def __init__(self):
        self.w = nnx.Param(jnp.array([1.0, 2.0]))
        self.count = nnx.Variable(jnp.array(0))
        self.open = True


def step(net, scale, x):
    traces.append(1)
    net.count[...] += 1
    return net.w * x * (1 if net.open else 0) + scale


def text(make):
    try:
        return repr(make())
    except Exception as error:
        return f"{type(error).__name__}: {str(error)}"


def run(graph):
    net = Net()
    one = nnx.jit_partial(step, net, jnp.array(0.5), graph=graph, graph_updates=False)
    rows = []

    def call(what, fn, *args):
        traces.clear()
        got = text(lambda: fn(*args))
        rows.append([what, len(traces), got, repr(net.count[...])])

    x = jnp.ones(2)
    call("first", one, x)
    call("again", one, x)
    net.w[...] = jnp.array([3.0, 4.0])
    call("new values", one, x)
    net.open = False
    call("static changed", one, x)
    net.w = nnx.Param(jnp.array([9.0, 9.0]))
    call("Variable replaced", one, x)
    call("other shape", one, jnp.ones(1))
    other = nnx.jit_partial(step, net, jnp.array(0.5), graph=graph, graph_updates=False)
    call("another partial", other, x)
    net.count[...] = jnp.array(7)
    call("count set", other, x)
    net.w.set_metadata(tag="a")
    call("metadata set", other, x)
    call("Variable at run time", other, nnx.Param(x))
    return rows


net, layer = Net(), Net()
layer.w = net.w
rows = {
    "tree": run(False),
    "graph": run(True),
    "errors": {
        "graph updates": text(lambda: nnx.jit_partial(step, net, graph=True, graph_updates=True)),
        "shared": text(lambda: nnx.jit_partial(lambda a, b: None, net, layer, graph=False)),
    },
}
pathlib.Path(__file__).with_suffix(".json").write_text(json.dumps(rows, indent=1) + "\n")
