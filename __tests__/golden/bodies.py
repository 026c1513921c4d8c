"""How often JAX 0.10.2 and flax 0.12.8 run the body of a loop, a branch or a transformed function over three calls outside jit: of one
function object, and of a new one each call. Writes bodies.json."""

import json
import pathlib

import jax
import jax.numpy as jnp
from flax import nnx
from jax import lax

runs = 0
x, xs = jnp.ones(2), jnp.ones((3, 2))


def counted(body):
    def run(*args):
        global runs
        runs += 1
        return body(*args)

    return run


class Layer(nnx.Module):
    def __init__(self):
        self.w = nnx.Param(jnp.ones(2))


layer = Layer()


def programs():
    """Each program with the body that it runs."""
    return {
        "lax.scan": (lambda c, one: (c + one, c), lambda f: lax.scan(f, x, xs)),
        "lax.fori_loop": (lambda i, c: c * 2, lambda f: lax.fori_loop(0, 3, f, x)),
        "lax.fori_loop traced bounds": (lambda i, c: c * 2, lambda f: lax.fori_loop(0, jnp.array(3), f, x)),
        "lax.while_loop body": (lambda c: c * 2, lambda f: lax.while_loop(below, f, x)),
        "lax.while_loop test": (lambda c: c.sum() < 9, lambda f: lax.while_loop(f, twice, x)),
        "lax.cond": (lambda c: c * 2, lambda f: lax.cond(True, f, twice, x)),
        "lax.switch": (lambda c: c * 2, lambda f: lax.switch(0, [f, twice], x)),
        "lax.map": (lambda one: one * 2, lambda f: lax.map(f, xs)),
        "lax.associative_scan": (lambda a, b: a + b, lambda f: lax.associative_scan(f, xs)),
        "jax.checkpoint": (lambda c: c * 2, lambda f: jax.checkpoint(f)(x)),
        "jax.grad": (lambda c: c.sum(), lambda f: jax.grad(f)(x)),
        "jax.vmap": (lambda c: c * 2, lambda f: jax.vmap(f)(xs)),
        "nnx.scan": (lambda c, one: (c + one, c), lambda f: nnx.scan(f, in_axes=(nnx.Carry, 0), out_axes=(nnx.Carry, 0))(x, xs)),
        "nnx.fori_loop": (lambda i, c: (c[0], c[1] * 2), lambda f: nnx.fori_loop(0, 3, f, (layer, x))),
        "nnx.while_loop": (lambda c: (c[0], c[1] * 2), lambda f: nnx.while_loop(lambda c: c[1].sum() < 9, f, (layer, x))),
        "nnx.cond": (lambda m, c: c * 2, lambda f: nnx.cond(True, f, lambda m, c: c, layer, x)),
        "nnx.switch": (lambda m, c: c * 2, lambda f: nnx.switch(0, [f, lambda m, c: c], layer, x)),
        "nnx.vmap": (lambda c: c * 2, lambda f: nnx.vmap(f)(xs)),
        "nnx.remat": (lambda m, c: c * 2, lambda f: nnx.remat(f)(layer, x)),
        "nnx.grad": (lambda m: m.w[...].sum(), lambda f: nnx.grad(f)(layer)),
    }


def below(c):
    return c.sum() < 9


def twice(c):
    return c * 2


rows = {}
for name, (body, call) in programs().items():
    found = []
    one = counted(body)
    for make in (lambda: one, lambda: counted(body)):
        counts = []
        for _ in range(3):
            runs = 0
            call(make())
            counts.append(runs)
        found.append(counts)
    rows[name] = found
pathlib.Path(__file__).with_suffix(".json").write_text(json.dumps(rows, indent=1) + "\n")
