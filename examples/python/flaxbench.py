"""What real Flax NNX pays for a model of N Linear layers: nnx.split, hash(graphdef), and a hit of nnx.jit.

    JAX_PLATFORMS=cpu python flaxbench.py > flax.json

Each figure is the best of several runs, in microseconds for the whole model: the best is what the machine can do
undisturbed, so a ratio with it understates Flax's cost rather than overstates it.
"""

import datetime
import gc
import json
import os
import platform
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


def best(call, runs, prepare=lambda: None):
    """The fastest of some runs, in microseconds; what `prepare` returns is handed to the call and not timed."""
    times = []
    gc.collect()
    gc.disable()
    try:
        for _ in range(runs):
            given = prepare()
            start = time.perf_counter_ns()
            call(given)
            times.append(time.perf_counter_ns() - start)
    finally:
        gc.enable()
    return round(min(times) / 1000, 1)


def measure(modules):
    model = Model(modules, nnx.Rngs(0))
    x = jnp.ones((2,))
    runs = max(15, 3000 // modules)
    step = nnx.jit(forward)
    step(model, x).block_until_ready()
    before = traces
    row = {
        "modules": modules,
        "split_us": best(lambda _: nnx.split(model), runs),
        "hash_us": best(hash, runs, prepare=lambda: nnx.split(model)[0]),
        "hit_us": best(lambda _: step(model, x).block_until_ready(), runs),
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
        "what": "nnx.split, hash(graphdef) and a hit of nnx.jit for a Module that holds N nnx.Linear(2, 2); best of several runs, microseconds a model",
        "program": "examples/python/flaxbench.py",
        "machine": machine(),
        "date": datetime.date.today().isoformat(),
        "versions": {"jax": jax.__version__, "flax": flax.__version__, "python": platform.python_version()},
        "rows": [measure(modules) for modules in (10, 100, 1000, 5000)],
    }
    print(json.dumps(table, indent=2))
