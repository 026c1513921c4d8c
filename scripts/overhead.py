"""What the recorder costs a call that hits, measured beside the plain run.

    JAX_PLATFORMS=cpu python scripts/overhead.py [ROUNDS]

Each round runs a block of calls plainly and one recorded, in turns; the figures are medians over the rounds of the processor time of
a plain call, of what recording adds to it, and of their quotient. The hash of a graphdef stands beside them: JAX takes it in each
call, plain or recorded. Needs JAX and Flax.
"""

import gc
import os
import pathlib
import statistics
import sys
import tempfile
import time

os.environ.setdefault("JAX_PLATFORMS", "cpu")
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "examples/python"))

import jax
import jax.numpy as jnp
import jitlens
from flax import nnx

x = jnp.ones((4, 8))


class Model(nnx.Module):
    def __init__(self, layers):
        self.layers = nnx.List([nnx.Linear(8, 8, rngs=nnx.Rngs(i)) for i in range(layers)])

    def __call__(self, x):
        for layer in self.layers:
            x = layer(x)
        return x


def small(sizes):
    """A function of one array, called with arrays of so many sizes in turns."""
    step, arrays = jax.jit(lambda x: x + 1), [jnp.ones(n + 1) for n in range(sizes)]

    def call():
        for array in arrays:
            step(array)

    return call, sizes


def tree(layers):
    """A function of a dict of two arrays a layer."""
    step = jax.jit(lambda params, x: x + params["0"]["b"])
    params = {str(i): {"w": jnp.ones((8, 8)), "b": jnp.ones(8)} for i in range(layers)}
    return lambda: step(params, x), 1


def model(layers):
    """`nnx.jit` of a model of so many layers."""
    held, step = Model(layers), nnx.jit(lambda model, x: model(x))
    return lambda: step(held, x), 1


def method(layers):
    """A bound method that reads a static attribute and a model of `self`."""

    class Agent:
        def __init__(self):
            self.scale, self.weights = 2.0, [jnp.ones(8) for _ in range(layers)]

        def act(self, x):
            return sum(x * weight * self.scale for weight in self.weights)

    step = jax.jit(Agent().act)
    return lambda: step(x), 1


def eager():
    """An operation outside jit."""
    return lambda: jnp.sin(x), 1


kept = jax.jit(lambda x: x)

CASES = {
    "jax.jit of an array": lambda: small(1),
    "jax.jit of an array, 4 sizes in turns": lambda: small(4),
    "jax.jit of a bound method, 10 arrays in self": lambda: method(10),
    "jax.jit of a dict, 200 layers": lambda: tree(200),
    "nnx.jit of a model, 10 layers": lambda: model(10),
    "nnx.jit of a model, 200 layers": lambda: model(200),
    "jnp.sin outside jit": eager,
}


def block(call, count, calls):
    """Processor time of a call, in microseconds."""
    call()
    gc.collect()
    gc.disable()
    began = time.process_time_ns()
    for _ in range(count):
        call()
    taken = time.process_time_ns() - began
    gc.enable()
    return taken / count / calls / 1000


def measured(make, rounds, path):
    call, calls = make()
    for _ in range(3):
        call()
    count = max(5, int(20_000 / block(call, 5, calls) / calls))
    def recorded():
        with jitlens.record(path):
            kept(x)  # a recording without a call warns
            return block(call, count, calls)

    pairs = []
    for turn in range(rounds):
        first = block(call, count, calls) if turn % 2 == 0 else None
        other = recorded()
        pairs.append((block(call, count, calls) if first is None else first, other))
    median = statistics.median
    return median(a for a, _ in pairs), median(b - a for a, b in pairs), median(b / a for a, b in pairs)


def hashed(layers):
    graphdef = nnx.split(Model(layers))[0]
    return block(lambda: hash(graphdef), 100, 1)


def main(rounds):
    print(f"jax {jax.__version__}, python {sys.version.split()[0]}, {rounds} pairs\n")
    print("| a call that hits | plain, µs | recorded, more µs | quotient |\n| --- | ---: | ---: | ---: |")
    with tempfile.TemporaryDirectory() as folder:
        for title, make in CASES.items():
            plain, more, quotient = measured(make, rounds, os.path.join(folder, "run.jsonl"))
            print(f"| {title} | {plain:.1f} | {more:.1f} | {quotient:.3f} |", flush=True)
    print(f"\nhash of a graphdef: {hashed(10):.0f} µs of 10 layers, {hashed(200):.0f} µs of 200")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 30)
