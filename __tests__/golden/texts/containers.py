"""What JAX, flax and optax give as a tuple, a list or a named tuple."""

import jax
import jax.numpy as jnp
import optax
from flax import nnx
from jax import lax


def kind(x):
    if isinstance(x, (list, tuple)):
        inner = ", ".join(kind(item) for item in x)
        if isinstance(x, list):
            return f"[{inner}]"
        name = type(x).__name__
        return f"({inner})" if name == "tuple" else f"{name}({inner})"
    if isinstance(x, dict):
        return "{" + ", ".join(f"{key}: {kind(value)}" for key, value in x.items()) + "}"
    return "*"


def show(name, value):
    print(name, kind(value))


a = jnp.array([3.0, 1.0, 2.0])
m = jnp.array([[2.0, 1.0], [1.0, 3.0]])
i = jnp.array([1, 0, 2])


def f(x):
    return jnp.sum(x * x)


def g(x, y):
    return jnp.sum(x * y)


print(jax.value_and_grad(f)(a), jax.jvp(f, (a,), (a,)), lax.scan(lambda c, x: (c + x, c), 0.0, a))
show("grad", jax.grad(f)(a))
show("grad of two", jax.grad(g, argnums=(0, 1))(a, a))
show("grad of a list of one", jax.grad(g, argnums=[1])(a, a))
show("grad with aux", jax.grad(lambda x: (f(x), [x]), has_aux=True)(a))
show("value_and_grad with aux", jax.value_and_grad(lambda x: (f(x), [x]), has_aux=True)(a))
show("vjp", jax.vjp(g, a, a)[1](1.0))
show("jacobians", (jax.jacfwd(g, argnums=(0, 1))(a, a), jax.jacrev(g, argnums=(0, 1))(a, a)))
show("hessian", jax.hessian(g, argnums=(0, 1))(a, a))
show("scan", lax.scan(lambda c, x: ([c[0] + x], (x, [x])), [0.0], a))
show("cond", lax.cond(True, lambda x: (x, [x]), lambda x: (x, [x]), a))
show("while_loop", lax.while_loop(lambda c: c[0] < 3, lambda c: [c[0] + 1, c[1]], [0, a]))
show("top_k", lax.top_k(a, 2))
show("sort", lax.sort((a, i)))
show("divmod", (jnp.divmod(a, 2), jnp.modf(a)))
show("nonzero", (jnp.nonzero(a), a.nonzero(), jnp.where(a > 1)))
show("histogram", jnp.histogram(a))
show("split", (jnp.split(a, 3), jnp.hsplit(m, 2), jnp.unstack(m)))
show("meshgrid", (jnp.meshgrid(a, a), jnp.broadcast_arrays(a, 1.0)))
show("indices", (jnp.ix_(i, i), jnp.triu_indices(3), jnp.diag_indices(3)))
show("gradient", jnp.gradient(m))
show("qr", jnp.linalg.qr(m))
show("flatten", jax.tree.flatten((1, [2])))
show("leaves", jax.tree.leaves((1, [2])))

rngs = nnx.Rngs(0)
linear = nnx.Linear(2, 2, rngs=rngs)
show("nnx.split", (nnx.split(linear), nnx.split(linear, nnx.Param, ...)))
show("nnx.state", nnx.state(linear, nnx.Param, nnx.BatchStat))
show("nnx.split_state", nnx.split_state(nnx.state(linear), nnx.Param, ...))
print([path for path, _ in nnx.to_flat_state(nnx.state(nnx.Sequential(linear)))])
print([path for path, _ in nnx.iter_modules(nnx.Sequential(linear))])
print([path for path, item in nnx.iter_graph(linear) if isinstance(item, nnx.Variable)])
print(nnx.find_duplicates([linear, linear]))
print(sorted(nnx.state(linear, lambda path, _: path == ("bias",))))
cell = nnx.LSTMCell(2, 3, rngs=rngs)
carry = cell.initialize_carry((1, 2), rngs)
show("cell", cell(carry, jnp.ones((1, 2))))
show("rnn", nnx.RNN(cell, return_carry=True)(jnp.ones((1, 4, 2))))

tx = optax.chain(optax.clip(1.0), optax.adam(1e-3))
show("update", tx.update(a, tx.init(a), a))
steps = optax.MultiSteps(optax.sgd(0.1), 2)
show("MultiSteps", steps.update(a, steps.init(a), a))


@jax.jit
def total(tree):
    return jax.tree.reduce(lambda x, y: x + y.sum(), tree, 0.0)


gradient = jax.grad(g, argnums=(0, 1))(a, a)
print(total(gradient), total((a, a)), total([a, a]))
