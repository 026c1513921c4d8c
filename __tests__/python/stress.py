"""What a recorder could change, each told in a line: run plainly and recorded, the lines must be the same."""

import asyncio
import collections
import contextvars
import copy
import functools
import gc
import multiprocessing
import os
import pickle
import sys
import threading
import traceback
import weakref

import jax
import jax.numpy as jnp
import numpy as np

traces = 0


def counted(function):
    @functools.wraps(function)
    def inner(*args, **kwargs):
        global traces
        traces += 1
        return function(*args, **kwargs)

    return inner


def tell(name, *values):
    print(f"{name}:", *values, flush=True)


x = jnp.ones(3)


class Agent:
    @counted
    def policy(self, obs):
        return -obs

    def act(self, obs):
        return jax.jit(self.policy)(obs)


def methods():
    global traces
    traces, agent = 0, Agent()
    for _ in range(4):
        agent.act(x)
    held = agent.policy
    for _ in range(3):
        jax.jit(held)(x)
    return traces


class Loss:
    compared = 0

    def __init__(self, k):
        self.k = k

    def __call__(self, x):
        global traces
        traces += 1
        return self.k * x

    def __eq__(self, other):
        Loss.compared += 1
        return isinstance(other, Loss) and other.k == self.k

    def __hash__(self):
        return hash(self.k)


def equal_callables():
    global traces
    traces = 0
    for _ in range(4):
        jax.jit(Loss(2.0))(x)
    kept = [Loss(3.0) for _ in range(3)]
    for loss in kept:
        jax.jit(loss)(x)
    step = jax.jit(lambda loss, x: loss(x), static_argnums=0)
    for _ in range(4):
        step(Loss(4.0), x)
    return traces, Loss.compared > 0


def partials():
    global traces
    traces = 0

    @counted
    def scaled(x, *, by):
        return x * by

    for _ in range(3):
        jax.jit(functools.partial(scaled, by=2.0))(x)
    return traces


def closures_die():
    alive = []

    def make(k):
        big = Agent()
        alive.append(weakref.ref(big))

        def f(x):
            big  # noqa: B018 - held
            return x + k

        return jax.jit(f)

    for k in range(5):
        make(k)(x)
    gc.collect()
    return sum(one() is not None for one in alive)


def arguments_die():
    class Static:
        pass

    step, alive = jax.jit(lambda s, x: x, static_argnums=0), []
    for _ in range(3):
        static, array = Static(), jnp.ones(7)
        step(static, array)
        alive += [weakref.ref(array)]
        del array, static
    gc.collect()
    return sum(one() is not None for one in alive)


def results_die_without_collection():
    gc.disable()
    try:
        array = jax.jit(lambda x: x + 1)(x)
        alive = weakref.ref(array)
        del array
        return alive() is None
    finally:
        gc.enable()


def errors_hold_nothing():
    gc.collect()
    gc.disable()
    try:
        array = jnp.ones(9)
        alive = weakref.ref(array)
        step = jax.jit(lambda a, b: a + b)
        try:
            step(array, np.ones(4))
        except TypeError as error:
            told = type(error).__name__
        del array, step
        return told, alive() is None
    finally:
        gc.enable()


def deleted_functions():
    def gone(x):
        return x * 5

    step = jax.jit(gone)
    step(x)
    alive = weakref.ref(gone)
    del gone, step
    gc.collect()
    return alive() is None


def donated_buffers():
    step = jax.jit(lambda x: x + 1, donate_argnums=0)
    given = jnp.arange(4.0)
    result = step(given)
    return given.is_deleted(), result.tolist()


def identity():
    def f(x):
        """Says."""
        return x

    step = jax.jit(f)
    step(x)
    return (
        step.__name__, step.__doc__, step.__wrapped__ is f, type(step).__name__, {step: 1}[step], step == step,
        weakref.ref(step)() is step, isinstance(step, type(jax.jit(lambda: 0))), sorted(vars(step)), callable(copy.copy(step)),
    )  # fmt: skip


class Model:
    @functools.partial(jax.jit, static_argnums=0)
    def apply(self, x):
        return x * 2


def decorated_methods():
    model = Model()
    return model.apply(x).tolist(), model.apply.__self__ is model, Model.apply(model, x).tolist()


def other_ways():
    step = jax.jit(lambda x: x * 2)
    return (
        step.lower(x).compile()(x).tolist(), step.eval_shape(x).shape, len(step.trace(x).jaxpr.eqns),
        jax.vmap(step)(x).tolist(), jax.grad(lambda x: step(x).sum())(x).tolist(), jax.jit(step)(x).tolist(), step.clear_cache(),
        step._cache_size(), step(x).tolist(), step._cache_size(),
    )  # fmt: skip


def sizes_of_caches():
    step = jax.jit(lambda x, n=1: x * n, static_argnames="n")
    for n in (1, 2, 1, 2, 3):
        step(x, n=n)
    return step._cache_size()


def threads():
    global traces
    traces = 0
    step, results = jax.jit(counted(lambda x: x + 1)), []
    step(x)
    workers = [threading.Thread(target=lambda: results.append(step(x).tolist())) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    return results, traces


def coroutines():
    step, name = jax.jit(lambda x: x + 1), contextvars.ContextVar("name", default="none")

    async def one(k):
        name.set(k)
        await asyncio.sleep(0)
        return name.get(), step(x * k).tolist()

    async def every():
        return await asyncio.gather(*(one(k) for k in range(3)))

    return asyncio.run(every())


def generators():
    step = jax.jit(lambda x: x + 1)

    def run():
        value = x
        while True:
            yield value.tolist()
            value = step(value)

    return [value for value, _ in zip(run(), range(3))]


def callbacks():
    inner = jax.jit(lambda x: x * 3)

    def host(value):
        return np.asarray(inner(value))

    @jax.jit
    def step(x):
        return jax.pure_callback(host, jax.ShapeDtypeStruct(x.shape, x.dtype), x)

    return step(x).tolist(), step(x).tolist()


def exceptions():
    step = jax.jit(lambda x: 1 / 0)
    told = []
    for _ in range(2):
        try:
            step(x)
        except ZeroDivisionError as error:
            told.append((str(error), traceback.extract_tb(error.__traceback__)[-1].name))
    return told


def frames():
    """The frames of an exception's traceback (the recorder cannot take its own away in Python 3.10)."""
    told = []
    for function in (lambda x: 1 / 0, lambda x: x if x.sum() > 0 else -x, lambda x: x + jnp.ones((2, 5))):
        try:
            jax.jit(function)(x)
        except Exception as error:
            told.append([frame.name for frame in traceback.extract_tb(error.__traceback__) if "site-packages" not in frame.filename])
    return told if sys.version_info >= (3, 11) else None


class Compared:
    def __init__(self, k):
        self.k = k

    def __hash__(self):
        return hash(self.k)

    def __eq__(self, other):
        return self.k == other.k


@jax.tree_util.register_pytree_node_class
class Node:
    def __init__(self, x, data):
        self.x, self.data = x, data

    def tree_flatten(self):
        return (self.x,), self.data

    @classmethod
    def tree_unflatten(cls, data, children):
        return cls(*children, data)


def compared_data():
    step = jax.jit(lambda node: node.x + 1)
    for k in (1, 2, 2):
        step(Node(1.0, Compared(k)))
    return step._cache_size()


def classes_die():
    alive = []
    for _ in range(3):
        named = collections.namedtuple("Named", "a b")
        jax.jit(lambda pair: pair.a)(named(1.0, 2.0))
        alive.append(weakref.ref(named))
        del named
    jax.clear_caches()
    gc.collect()
    return sum(one() is not None for one in alive)


class Ordered:
    def __init__(self, k):
        self.k = k

    def __lt__(self, other):
        return self.k < other.k


def keys_of_dicts_die():
    alive = []
    for k in range(3):
        key = Ordered(k)
        for tree in ({key: 1.0}, [{"a": {key: 2.0}}], {key: "no array"}):
            try:
                jax.jit(lambda tree: jax.tree.leaves(tree))(tree)
            except TypeError:
                pass
        alive.append(weakref.ref(key))
        del key, tree
    jax.clear_caches()
    gc.collect()
    return sum(one() is not None for one in alive)


def static_texts_are_not_held():
    step, text = jax.jit(lambda text, x: x, static_argnums=0), "long " * 1000
    step(text, x)
    step(text, x)
    jax.clear_caches()
    gc.collect()
    return sys.getrefcount(text)


def code_dies():
    names = {"jax": jax}
    exec("k = 2.0\ndef f(x): return x * k\nstep = jax.jit(f)\nstep(1.0)", names)
    alive = weakref.ref(names["f"].__code__)
    names.clear()
    jax.clear_caches()
    gc.collect()
    return alive() is None


def transforms():
    step = jax.jit(lambda x: (x**2).sum())
    one = jax.vmap(step)(jnp.ones((2, 3))).tolist()
    return one, jax.value_and_grad(step)(2.0), jax.hessian(step)(x).tolist(), str(jax.make_jaxpr(step)(1.0)), jax.eval_shape(step, x).shape


def recursion():
    step = jax.jit(lambda x: x + 1)

    def down(n):
        return step(x).tolist() if n == 0 else down(n - 1)

    return down(500)


def lines_of_programs():
    text = jax.jit(lambda x: jnp.sin(x) + jax.jit(jnp.cos)(x)).lower(x).as_text(debug_info=True)
    return "jitlens" in text, os.path.basename(__file__) in text


def pickles():
    return pickle.loads(pickle.dumps(Loss(1.0))) == Loss(1.0), Loss.__module__, sys.argv[1:], os.path.basename(sys.modules["__main__"].__file__)


def forks():
    sys.stdout.flush()
    child = os.fork()
    if child == 0:
        gc.collect()
        os._exit(0)
    return os.waitpid(child, 0)[1]


def doubled(x):
    return x * 2


def processes():
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.map(doubled, [1, 2])


if __name__ == "__main__":
    for claim in (
        methods, equal_callables, partials, closures_die, arguments_die, results_die_without_collection, errors_hold_nothing,
        deleted_functions, donated_buffers, identity, decorated_methods, other_ways, sizes_of_caches, threads, coroutines, generators,
        callbacks, exceptions, frames, compared_data, classes_die, keys_of_dicts_die, static_texts_are_not_held,
        code_dies, transforms, recursion, lines_of_programs, pickles, forks, processes,
    ):  # fmt: skip
        tell(claim.__name__, claim())
