"""How JAX prints jaxprs: those of programs of jaxprs.py, of the gradients of some, and of what has a shape of its own in print.

Usage: python jaxprtexts.py > jaxprtexts.json     (jax 0.10.2, CPU)

__tests__/transform/printed.test.ts spells the programs below in TypeScript.
"""
import json
import jax, jax.numpy as jnp
from jax import lax
from jaxprs import PROGRAMS, first

jax.config.update("jax_platforms", "cpu")

FORWARD = ["relu", "var", "einsum", "where", "fancy", "take_ints", "argmax", "one_hot", "normal", "split_shape", "rbg_key", "sort", "conv_wide", "scan", "round", "update", "matmul_half", "pow2", "astype", "softplus"]
BACKWARD = ["relu", "sigmoid", "conv", "take", "cumsum", "tanh", "gelu"]


@jax.custom_vjp
def halved(x):
    return x / 2


def halved_forward(x):
    return halved(x), None


def halved_backward(_, g):
    return (g,)


halved.defvjp(halved_forward, halved_backward)
x, pair = jnp.ones((3, 4)), jnp.array([0, 1])

OWN = {
    "cond": lambda: jax.make_jaxpr(lambda x: lax.cond(x[0, 0] > 0, jnp.sin, jnp.cos, x))(x),
    "while": lambda: jax.make_jaxpr(lambda x: lax.while_loop(lambda c: c[0] < 3, lambda c: (c[0] + 1, c[1] * 2), (0, x)))(x),
    "checkpoint": lambda: jax.make_jaxpr(jax.checkpoint(jnp.sin))(x),
    "custom": lambda: jax.make_jaxpr(halved)(x),
    "captured": lambda: jax.make_jaxpr(lambda x: x * pair[0])(x),
    "wide": lambda: jax.make_jaxpr(lambda first, *rest: sum(rest, first))(*[1.5] * 30),
    "tree": lambda: jax.make_jaxpr(lambda x: {"a": x, "b": (1, x + 1.5)})(x),
    "same": lambda: jax.make_jaxpr(lambda x: jax.jit(lambda x: (x, x + 1.5))(x)[0])(x),
    "set": lambda: jax.make_jaxpr(lambda x: x.at[0].set(1.0))(x),
    "added": lambda: jax.make_jaxpr(lambda x: x.at[jnp.array([0, 1])].add(1.0))(x),
    "pool": lambda: jax.make_jaxpr(lambda x: lax.reduce_window(x, -jnp.inf, lax.max, (2, 2), (1, 1), "VALID"))(x),
}

if __name__ == "__main__":
    out = {name: {"forward": str(jax.make_jaxpr(PROGRAMS[name])(x)).split("\n")} for name in FORWARD}
    for name in BACKWARD:
        text = str(jax.make_jaxpr(jax.grad(lambda z: jnp.sum(first(PROGRAMS[name](z * z)))))(x))
        out.setdefault(name, {})["grad"] = text.split("\n")
    for name, made in OWN.items():
        out[name] = {"own": str(made()).split("\n")}
    print(json.dumps(out, indent=0))
