"""What programs keep beside their jitted functions: counters, caches, buffers, states. No hit here is stale."""

import collections
import dataclasses
import enum
import functools
import itertools
import logging
import math
import random
import re
import time

import jax
import jax.numpy as jnp
import optax
from flax import nnx

log = logging.getLogger(__name__)
Batch = collections.namedtuple("Batch", "x y")
PATTERN = re.compile("a+")
step_counter = itertools.count()
history = collections.defaultdict(list)
global_step = 0


@dataclasses.dataclass
class Config:
    lr: float = 0.1
    steps: int = 3
    seen: int = 0


cfg = Config()


class Mode(enum.Enum):
    A = 1
    B = 2


class Trainer:
    def __init__(self):
        self.cfg = cfg
        self.tx = optax.adam(cfg.lr)
        self.step = 0
        self.best = math.inf
        self.timer = time.time()
        self.buffer = collections.deque(maxlen=5)
        self.metrics = {"loss": 0.0}
        self.key = jax.random.PRNGKey(0)
        self.mode = Mode.A
        self.params = {"w": jnp.ones((3, 1))}
        self.opt_state = self.tx.init(self.params)
        self.update = jax.jit(self._update)
        self.evaluate = jax.jit(self._evaluate)

    def _loss(self, params, b):
        if self.mode is Mode.A:
            return jnp.mean((b.x @ params["w"] - b.y) ** 2) * self.cfg.lr
        return 0.0

    def _update(self, params, opt_state, b):
        log.info("tracing update at step %d", self.step)
        value, g = jax.value_and_grad(self._loss)(params, b)
        u, opt_state = self.tx.update(g, opt_state)
        return optax.apply_updates(params, u), opt_state, value

    def _evaluate(self, params, b):
        return self._loss(params, b)

    def run(self):
        for _ in range(6):
            self.key, sub = jax.random.split(self.key)
            b = Batch(jax.random.normal(sub, (4, 3)), jnp.ones((4, 1)))
            self.buffer.append(b)
            self.params, self.opt_state, value = self.update(self.params, self.opt_state, b)
            self.step += 1
            self.metrics["loss"] = float(value)
            self.best = min(self.best, float(value))
            self.timer = time.time()
            cfg.seen += 1
            cfg.steps += 1
            history["loss"].append(float(value))
            self.evaluate(self.params, b)


Trainer().run()


class Net(nnx.Module):
    def __init__(self, rngs):
        self.lin = nnx.Linear(3, 3, rngs=rngs)
        self.drop = nnx.Dropout(0.1, rngs=rngs)
        self.bn = nnx.BatchNorm(3, rngs=rngs)
        self.count = 0

    def __call__(self, x):
        return self.bn(self.drop(self.lin(x)))


net = Net(nnx.Rngs(0))
opt = nnx.Optimizer(net, optax.sgd(0.1), wrt=nnx.Param)


@nnx.jit
def train_step(net, opt, x):
    value, g = nnx.value_and_grad(lambda n: n(x).mean())(net)
    opt.update(net, g)
    return value


@nnx.jit
def eval_step(net, x):
    return net(x)


for _ in range(4):
    net.train()
    train_step(net, opt, jnp.ones((4, 3)))
    net.eval()
    eval_step(net, jnp.ones((4, 3)))
    global_step += 1
memo = {}


def helper(n):
    if n not in memo:
        memo[n] = n * 2
    return memo[n]


@functools.partial(jax.jit, static_argnames=("n", "verbose"))
def f(x, n, verbose=False):
    if verbose:
        print(global_step)
    next(step_counter)
    return x * helper(n) + len(PATTERN.pattern)


for i in range(4):
    f(jnp.ones(2), n=i % 2)
    global_step += 1
    helper(i)


def make(k):
    calls = 0

    def inner(x):
        nonlocal calls
        calls += 1
        return x * k

    return jax.jit(inner)


a, b = make(1), make(2)
for i in range(3):
    a(1.0)
    b(1.0)
    a(jnp.ones(i + 1))


class Env:
    def __init__(self):
        self.t = 0
        self.state = jnp.zeros(2)
        self.rng = random.Random(0)
        self._step = jax.jit(self.dynamics)

    def dynamics(self, s, u):
        return s + self.dt() * u

    def dt(self):
        return 0.1

    def step(self, u):
        self.state = self._step(self.state, u)
        self.t += 1
        return self.state


e = Env()
for i in range(4):
    e.step(float(i))


@jax.jit
def g(x):
    out = []
    for i in range(3):
        out.append(x * i)
    table = {}
    table["a"] = x
    return sum(out) + table["a"]


for _ in range(3):
    g(1.0)
xs = [1, 2, 3]
total = 0.0


@jax.jit
def h(x):
    return sum(x * v for v in range(len(CONST)))


CONST = (1, 2)
for i in range(3):
    total += float(h(1.0))
    xs.append(i)
loss_fn = optax.l2_loss


@jax.jit
def k(p, t):
    return loss_fn(p, t).sum()


for _ in range(3):
    k(jnp.ones(2), jnp.ones(2))
print("done")
