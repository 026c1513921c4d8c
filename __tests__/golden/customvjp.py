"""Gradients of functions with their own backward pass, `nnx.custom_vjp` of flax 0.12.8 (jax 0.10.2). Writes customvjp.json."""

import json
import pathlib

import jax
import jax.numpy as jnp
from flax import nnx


class Foo(nnx.Module):
    def __init__(self, x, y):
        self.x, self.y, self.calls = nnx.Param(jnp.array(x)), nnx.Param(jnp.array(y)), nnx.Variable(jnp.array(0))


def told(tree):
    return {"/".join(map(str, path)): leaf[...].tolist() for path, leaf in nnx.to_flat_state(nnx.state(tree))}


def f(m, by):
    m.calls[...] += 1
    return jnp.sin(m.x) * m.y * by


def forward(m, by):
    return custom(m, by), (jnp.cos(m.x), jnp.sin(m.x), m, by)


def backward(res, g):
    (m_updates_g, _), out_g = g
    cos_x, sin_x, m, by = res
    m_g = jax.tree.map(lambda x: x, m_updates_g)
    m_g["x"][...] = 10 * cos_x * out_g * m.y * by
    m_g["y"][...] = 10 * sin_x * out_g * by
    return m_g, out_g * 100


custom = nnx.custom_vjp(f, graph=True, graph_updates=True)
custom.defvjp(forward, backward)
m = Foo(1.5, 2.5)
graph = nnx.grad(custom, argnums=(0, 1))(m, jnp.array(3.5))
rows = {"graph": [told(graph[0]), graph[1].tolist(), int(m.calls[...])]}


def simple_forward(m, by):
    return simple(m, by), (jnp.cos(m.x), jnp.sin(m.x), m, by)


class Plain(nnx.Module):
    def __init__(self, x, y):
        self.x, self.y = nnx.Param(jnp.array(x)), nnx.Param(jnp.array(y))


def product(m, by):
    return jnp.sin(m.x) * m.y * by


def plain_backward(res, g):
    cos_x, sin_x, m, by = res
    m_g = nnx.clone(m)
    m_g.x[...] = 10 * cos_x * g * m.y * by
    m_g.y[...] = 10 * sin_x * g * by
    return m_g, g * 100


simple = nnx.custom_vjp(product, graph=True, graph_updates=False)
simple.defvjp(simple_forward, plain_backward)
plain = Plain(1.5, 2.5)
found = nnx.grad(simple, argnums=(0, 1), graph=True, graph_updates=False)(plain, jnp.array(3.5))
rows["values"] = [told(found[0]), found[1].tolist()]

pathlib.Path(__file__).with_suffix(".json").write_text(json.dumps(rows, indent=1) + "\n")
