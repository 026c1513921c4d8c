"""What real Flax NNX pays for a model of N Linear layers, and what its cheaper ways pay.

    JAX_PLATFORMS=cpu python flaxbench.py > flax.json
    JAX_PLATFORMS=cpu python flaxbench.py 100 1000

Each figure is the least of several runs, in microseconds of processor time for the whole model: the least is what the
machine can do undisturbed, so a ratio with it understates Flax's cost rather than overstates it.
"""

import datetime
import gc
import json
import os
import platform
import sys
import time

os.environ.setdefault("JAX_PLATFORMS", "cpu")

import flax
import jax
import jax.numpy as jnp
from flax import nnx


class Model(nnx.Module):
    def __init__(self, modules, rngs):
        self.layers = nnx.List([nnx.Linear(2, 2, rngs=rngs) for _ in range(modules)])


traces = 0


def forward(model, x):
    global traces
    traces += 1
    return model.layers[0](x)


def same(model, x):
    global traces
    traces += 1
    return model


def merged(graphdef, state, x):
    return forward(nnx.merge(graphdef, state), x)


def least(call, runs, prepare=lambda: None):
    """The cheapest of some runs, in microseconds; what `prepare` returns is handed to the call and not timed."""
    times = []
    gc.collect()
    gc.disable()
    try:
        for _ in range(runs):
            given = prepare()
            start = time.process_time_ns()
            call(given)
            times.append(time.process_time_ns() - start)
    finally:
        gc.enable()
    return round(min(times) / 1000, 1)


def edit(model):
    """Changes a static value of one layer to and fro: both are known to the cache."""
    layer = model.layers[len(model.layers) // 2]
    layer.use_bias = not layer.use_bias


def measure(modules):
    model = Model(modules, nnx.Rngs(0))
    x = jnp.ones((2,))
    runs = max(7, 2000 // modules)
    graphdef, state = nnx.split(model)
    step = nnx.jit(forward)
    given_back = nnx.jit(same)
    tree = nnx.jit(forward, graph=False)
    partial = nnx.cached_partial(nnx.jit(forward), model)
    static = jax.jit(merged, static_argnums=0)
    calls = {
        "hit_us": lambda _: step(model, x).block_until_ready(),
        "returned_us": lambda _: given_back(model, x),
        "tree_us": lambda _: tree(model, x).block_until_ready(),
        "cached_partial_us": lambda _: partial(x).block_until_ready(),
        "static_graphdef_us": lambda _: static(graphdef, state, x).block_until_ready(),
    }

    def edit_and_hit(_):
        edit(model)
        step(model, x).block_until_ready()

    for call in calls.values():
        call(None)
    for _ in range(2):
        edit_and_hit(None)
    before = traces
    row = {
        "modules": modules,
        "split_us": least(lambda _: nnx.split(model), runs),
        "hash_us": least(hash, runs, prepare=lambda: nnx.split(model)[0]),
        **{name: least(call, runs) for name, call in calls.items()},
        "edit_and_hit_us": least(edit_and_hit, runs),
    }
    if traces != before:
        raise SystemExit(f"{modules} modules: a timed call was traced, so this is not the time of a hit")
    return row


def machine():
    name = platform.processor() or platform.machine()
    if os.path.exists("/proc/cpuinfo"):
        with open("/proc/cpuinfo") as lines:
            names = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
        name = names[0] if names else name
    return f"{os.cpu_count()} x {name}, {platform.system()} {platform.machine()}"


if __name__ == "__main__":
    table = {
        "what": "calls of a Module that holds N nnx.Linear(2, 2); least of several runs, microseconds of processor time a model",
        "program": "examples/python/flaxbench.py",
        "machine": machine(),
        "date": datetime.date.today().isoformat(),
        "versions": {"jax": jax.__version__, "flax": flax.__version__, "python": platform.python_version()},
        "rows": [measure(int(modules)) for modules in sys.argv[1:] or (10, 100, 1000, 5000)],
    }
    print(json.dumps(table, indent=2))
