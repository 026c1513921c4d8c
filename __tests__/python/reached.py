"""Hits after something changed that is reached in one of many ways: each function says by its name what must be told of the hit."""

import functools
import os

import jax
import jax.numpy as jnp
import numpy as np


class Held:
    """Has attributes, and multiplies by one of them where it is called."""

    def __init__(self, **attributes):
        for name, value in attributes.items():
            setattr(self, name, value)

    def __call__(self, x):
        return x * self.k


def run(change):
    """Jits a function, calls it, changes something, and calls it again."""

    def runs(function):
        jitted = jax.jit(function)
        jitted(1.0)
        change()
        jitted(1.0)

    return runs


def sets(held, name, value):
    return lambda: setattr(held, name, value)


def puts(held, key, value):
    return lambda: held.__setitem__(key, value)


one, two = Held(k=1.0), Held(k=2.0)
layers, table, numbers, flags = [Held(k=1.0), Held(k=2.0)], {"a": 1.0, "b": 2.0}, [1.0, 2.0], {"a"}
layers_by_name, settings = {"a": Held(k=1.0)}, Held(mode="train", on=True, count=1, rate=None, limit=1.0, first=one, second=two)
os.environ["JITLENS_TEST"] = "1"


@run(puts(table, "a", 1.5))
def sure_get(x):
    return x * table.get("a", 3.0)


@run(puts(table, "b", 2.5))
def right_get_of_another(x):
    return x * table.get("a", 3.0)


@run(puts(table, "a", 3.5))
def sure_items(x):
    for _, value in table.items():
        x = x * value
    return x


@run(puts(table, "b", 4.5))
def maybe_items_in_a_branch(x):
    for key, value in table.items():
        if key == "a":
            x = x * value
    return x


@run(puts(table, "b", 5.5))
def maybe_keys_alone(x):
    for key in table:
        x = x * len(key)
    return x


@run(sets(one, "k", 1.1))
def sure_getattr(x):
    return x * getattr(one, "k")  # noqa: B009


@run(lambda: numbers.append(3.0))
def sure_list(x):
    for number in numbers:
        x = x * number
    return x


@run(lambda: numbers.append(4.0))
def sure_length(x):
    return x * len(numbers)


@run(flags.clear)
def sure_in_a_set(x):
    return x * (2 if "a" in flags else 1)


@run(sets(layers[1], "k", 2.1))
def sure_layers_of_a_list(x):
    for layer in layers:
        x = layer(x)
    return x


@run(sets(layers[1], "k", 2.2))
def sure_enumerate(x):
    for i, layer in enumerate(layers):
        x = x * layer.k + i
    return x


@run(sets(layers[1], "k", 2.3))
def sure_zip_and_append(x):
    made = []
    for layer, i in zip(layers, (1, 2)):
        made.append(x * layer.k * i)
    return sum(made)


@run(sets(layers[1], "k", 2.4))
def sure_comprehensions(x):
    return x * sum(layer.k for layer in layers) * sum([layer.k for layer in layers])


@run(sets(layers[1], "k", 2.5))
def maybe_index(x):
    for i in range(2):
        x = x * layers[i].k
    return x


@run(sets(layers[1], "k", 2.6))
def maybe_handed_to_a_library(x):
    return functools.reduce(lambda y, layer: layer(y), layers, x)


@run(sets(layers_by_name["a"], "k", 1.1))
def sure_values_of_a_dict(x):
    for layer in layers_by_name.values():
        x = layer(x)
    return x


def scaled(x, held, by=None):
    return x * held.k * (by if by is not None else two.k)


def scaled_by_name(x, *, held):
    return scaled(x, held, 2.0)


def ignored(x, k):
    return x


@run(sets(one, "k", 1.2))
def sure_helpers(x):
    return scaled_by_name(x, held=one)


@run(sets(one, "k", 1.3))
def right_ignored_argument(x):
    return ignored(x, one.k)


@run(sets(two, "k", 2.1))
def maybe_of_what_an_argument_replaces(x):
    return scaled(x, one, 2.0)


@run(sets(one, "k", 1.4))
def sure_alias(x):
    held = one
    return x * held.k


@run(sets(two, "k", 2.2))
def right_alias_of_a_branch(x):
    held = settings.first
    if not settings.on:
        held = settings.second
    return x * held.k


@run(sets(one, "k", 1.5))
def sure_default(x, held=one):
    return x * held.k


class Above:
    def __init__(self):
        self.k = 1.0

    def sure_above(self, x):
        return x * self.k


class Below(Above):
    def sure_above(self, x):
        return super().sure_above(x)


below = Below()
run(sets(below, "k", 2.0))(below.sure_above)


@run(sets(settings, "mode", "eval"))
def sure_comparison(x):
    if settings.mode == "train":
        return x * 2
    return x


@run(sets(settings, "on", False))
def sure_flag(x):
    return x * 2 if settings.on else x


@run(sets(settings, "rate", 2.0))
def maybe_or(x):
    return x * (settings.rate or 3.0)


@run(sets(settings, "limit", 2.0))
def sure_threshold(x):
    return jnp.where(x > settings.limit, x, 0)


@run(sets(settings, "limit", 3.0))
def maybe_compared_with_a_shape(x):
    return x * 2 if x.ndim < settings.limit else x


@run(sets(settings, "count", 2))
def right_of_the_same_outcome(x):
    assert settings.count > 0
    if settings.count > 3 or not settings.count:
        return x
    return x * 2 if isinstance(settings.count, int) else x


@run(sets(settings, "count", 7))
def right_set_by_itself(x):
    setattr(settings, "count", 5)  # noqa: B010
    return x * settings.count


@run(sets(settings, "count", 8))
def maybe_set_by_itself(x):
    name = "count"
    setattr(settings, name, 5)
    return x * settings.count


@run(sets(settings, "count", 9))
def right_in_a_callback(x):
    jax.debug.callback(lambda _: settings.count, x)
    return x


@run(puts(os.environ, "JITLENS_TEST", "2"))
def sure_environment(x):
    return x * float(os.environ["JITLENS_TEST"]) * float(os.environ.get("JITLENS_TEST", "0"))


mask, large = np.ones(3, np.float32), np.ones(5000, np.float32)


@run(puts(large, slice(None), 2.0))
def sure_of_numpy_in_place(x):
    return x + large


@run(lambda: globals().update(mask=np.ones(3, np.float32)))
def right_of_equal_numpy(x):
    return x + mask
