"""Hits that run the program of an earlier value, and hits that do not: each part names its function by whether it must be told."""

import functools
import inspect
import logging
from contextlib import nullcontext

import jax
import jax.numpy as jnp
from flax import nnx

x = jnp.ones(3)


class Agent:
    """Jits a bound method, which reads `self`."""

    def __init__(self):
        self.scale, self.steps, self.config = 2.0, 0, {"rate": 0.1, "step": 0}

    def stale_method(self, x):
        return self.scaled(x) * self.config["rate"]

    def scaled(self, x):
        return x * self.scale


agent = Agent()
method = jax.jit(agent.stale_method)
method(x)
agent.steps += 1
agent.config["step"] += 1
agent.log = logging.getLogger("other")
method(x)
agent.scale = 3.0
method(x)
method(x)
agent.config["rate"] = 0.2
method(x)


class Fixed:
    """Is a static argument."""

    def __init__(self):
        self.power = 1

    @functools.partial(jax.jit, static_argnums=0)
    def stale_static(self, x):
        return x**self.power


fixed = Fixed()
fixed.stale_static(x)
fixed.power = 2
fixed.stale_static(x)


class Net(nnx.Module):
    """Has what eval() and train() change, and a counter that no layer reads."""

    def __init__(self, rngs):
        self.linear, self.norm = nnx.Linear(3, 3, rngs=rngs), nnx.BatchNorm(3, rngs=rngs)
        self.blocks = nnx.List([nnx.Dropout(0.5, rngs=rngs) for _ in range(2)])
        self.calls = 0

    def __call__(self, x):
        x = self.norm(self.linear(x))
        for block in self.blocks:
            x = block(x)
        return x


net = Net(nnx.Rngs(0))
net.eval()


def stale_closure(x):
    return net(x)


closed = jax.jit(stale_closure)
closed(x[None])
net.calls += 1
closed(x[None])
net.train()
closed(x[None])
net.eval()
closed(x[None])
net.linear.kernel[...] = jnp.ones((3, 3))
closed(x[None])


is_new = "graph_updates" in inspect.signature(nnx.jit).parameters  # since Flax 0.12.5


@functools.partial(nnx.jit, **({"graph": True, "graph_updates": True} if is_new else {}))
def stale_partial(model, x):
    return nnx.value_and_grad(lambda model: model(x).sum())(model)[0]


model = Net(nnx.Rngs(1))
with nnx.set_graph_mode(True) if is_new else nullcontext(), nnx.set_graph_updates(True) if is_new else nullcontext():
    partial = nnx.cached_partial(stale_partial, model)
partial(x[None])
model.calls += 1
partial(x[None])
model.eval()
partial(x[None])

RATE, weights, params = 0.5, jnp.ones(3), {"w": jnp.ones(3)}


def loss(y):
    return (y * RATE).sum()


def stale_globals(x):
    return loss(x) + weights + params["w"]


read = jax.jit(stale_globals)
read(x)
exec(compile("def loss(y):\n    return (y * RATE).sum()\n", "<cell>", "exec"))
read(x)
RATE = 0.7
read(x)
RATE, weights = 0.5, weights + 1
read(x)
weights = x
exec(compile("def loss(y):\n    return (y * RATE).max()\n", "<cell>", "exec"))
read(x)

traces, history, step, table, level = 0, [], 0, {}, 1


@functools.lru_cache
def squared(n):
    return n * n


def quiet(x):
    global traces
    traces += 1
    history.append(traces)
    table["last"] = traces
    logging.getLogger("quiet").debug("traced at %s", level)
    print(f"traced at {step}" if traces > 9 else "", end="")
    return x * squared(3)


silent = jax.jit(quiet)
for step in range(4):
    silent(x)
    silent(jnp.ones(step + 1))
    level += squared(step)


@nnx.jit
def stale_number(model, x):
    return x * model.calls


counted = Net(nnx.Rngs(2))
for counted.calls in (1, 2.0, 1.0, 2.0):
    stale_number(counted, x)
