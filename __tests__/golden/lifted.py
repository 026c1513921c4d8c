"""Records what nnx's transforms give in real JAX: `python lifted.py > lifted.json`; lifted.test.ts runs the same programs."""
import json

import jax
import jax.numpy as jnp
from flax import nnx


class Scale(nnx.Module):
    """Multiplies by a Param, and counts its calls."""

    def __init__(self, k):
        self.w = nnx.Param(jnp.asarray(k, jnp.float32))
        self.n = nnx.BatchStat(jnp.asarray(0, jnp.float32))

    def __call__(self, x):
        self.n[...] = self.n[...] + 1
        return self.w[...] * x


def stack():
    return nnx.vmap(lambda k: Scale(k))(jnp.arange(1, 4))


def vmap_models():
    models = stack()
    y = nnx.vmap(lambda m, x: m(x))(models, jnp.array([1.0, 2, 3]))
    return [y, models.n[...], models.w[...]]


def vmap_state_axes():
    model = Scale(2)
    model.n.set_value(jnp.zeros(3))

    def f(m, x):
        m.n[...] = m.n[...] + x
        return m.w[...] * x

    axes = nnx.StateAxes({nnx.Param: None, ...: 0})
    y = nnx.vmap(f, in_axes=(axes, 0))(model, jnp.array([1.0, 2, 3]))
    return [y, model.n[...], model.w[...]]


def scan_layers():
    models = stack()
    y = nnx.scan(lambda x, m: m(x), in_axes=(nnx.Carry, 0), out_axes=nnx.Carry)(jnp.float32(1), models)
    return [y, models.n[...]]


def scan_state():
    model = Scale(2)
    axes = nnx.StateAxes({nnx.Param: None, ...: nnx.Carry})
    f = nnx.scan(lambda c, m, x: (c + m(x), c), in_axes=(nnx.Carry, axes, 0))
    c, ys = f(jnp.float32(0), model, jnp.arange(3.0))
    return [c, ys, model.n[...]]


def scan_module():
    model = Scale(2)
    out, ys = nnx.scan(lambda m, x: (m, m(x)))(model, jnp.arange(3.0))
    return [ys, out.n[...], model.n[...]]


def scan_reverse():
    models = stack()
    f = nnx.scan(lambda x, m: (m(x), x), in_axes=(nnx.Carry, 0), reverse=True)
    c, ys = f(jnp.float32(1), models)
    return [c, ys]


def scan_grad():
    models = stack()
    run = nnx.scan(lambda x, m: jnp.sin(m(x)), in_axes=(nnx.Carry, 0), out_axes=nnx.Carry)
    grads = nnx.jit(lambda ms, x: nnx.grad(lambda m: run(x, m))(ms))(models, jnp.float32(1))
    return [grads.w[...], models.n[...]]


def cond_both():
    model = Scale(2)
    f = nnx.jit(lambda m, p, x: nnx.cond(p, lambda m, x: m(x), lambda m, x: m(m(x)), m, x))
    return [f(model, True, jnp.float32(3)), model.n[...], f(model, False, jnp.float32(3)), model.n[...]]


def switch_three():
    model = Scale(2)
    branches = [lambda m, x: x, lambda m, x: m(x), lambda m, x: m(m(x))]
    return [nnx.switch(i, branches, model, jnp.float32(3)) for i in range(3)] + [model.n[...]]


def while_model():
    model = Scale(2)
    _, x = nnx.while_loop(lambda c: c[1] < 10, lambda c: (c[0], c[0](c[1])), (model, jnp.float32(1)))
    return [x, model.n[...]]


def fori_model():
    model = Scale(2)
    _, x = nnx.fori_loop(0, 4, lambda i, c: (c[0], c[0](c[1]) + i), (model, jnp.float32(1)))
    return [x, model.n[...]]


def remat_grad():
    model = Scale(2)
    grads = nnx.grad(lambda m: nnx.remat(lambda q, x: jnp.sin(q(x)))(m, jnp.float32(3)))(model)
    return [grads.w[...], model.n[...]]


def split_streams():
    rngs = nnx.Rngs(0, dropout=1)
    backups = nnx.split_rngs(rngs, splits=3, only='dropout')
    keys = jax.random.key_data(rngs.dropout.key[...])
    count = rngs.dropout.count[...]
    nnx.restore_rngs(backups)
    return [keys, count, rngs.dropout.count[...], rngs.default.count[...]]


def fork_streams():
    rngs = nnx.Rngs(0)
    backups = nnx.fork_rngs(rngs)
    key = jax.random.key_data(rngs())
    nnx.restore_rngs(backups)
    return [key, rngs.default.count[...], jax.random.key_data(rngs.split(2).default.key[...])]


def dropout_rows():
    drop = nnx.Dropout(0.5, rngs=nnx.Rngs(0))
    axes = nnx.StateAxes({nnx.RngState: 0, ...: None})
    rows = nnx.split_rngs(splits=3)(nnx.vmap(lambda d, x: d(x), in_axes=(axes, 0)))
    return [rows(drop, jnp.ones((3, 4))), drop.rngs.count[...]]


programs = [
    vmap_models,
    vmap_state_axes,
    scan_layers,
    scan_state,
    scan_module,
    scan_reverse,
    scan_grad,
    cond_both,
    switch_three,
    while_model,
    fori_model,
    remat_grad,
    split_streams,
    fork_streams,
    dropout_rows,
]

if __name__ == '__main__':
    results = {f.__name__: [jnp.asarray(x).tolist() for x in f()] for f in programs}
    print('{\n' + ',\n'.join(f'{json.dumps(k)}: {json.dumps(v)}' for k, v in results.items()) + '\n}')
