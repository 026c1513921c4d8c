"""Hits after something changed that the traced code names: each function says by its name whether the hit is surely wrong."""

import jax
import jax.numpy as jnp
import numpy as np

x = jnp.ones(3)


class Model:
    """Reads its attributes in many ways."""

    def __init__(self):
        self.flag, self.scale, self.bias, self.table = True, 2.0, jnp.ones(3), np.ones(3, np.float32)
        self.layers = [self]

    def sure_before_a_branch(self, x):
        scale = self.scale
        if x.ndim > 5:
            return x
        return x * scale

    def sure_in_a_branch_that_ran(self, x):
        if self.flag:
            return x * self.scale
        return x

    def sure_in_an_inner_function(self, x):
        def inner(y):
            return y * self.scale

        return jax.vmap(inner)(x)

    def sure_of_a_held_array(self, x):
        return x + self.bias

    def maybe_in_a_branch_that_did_not_run(self, x):
        if self.flag:
            return x * 3
        return x * self.scale

    def maybe_in_a_line_with_a_branch(self, x):
        return x * 3 if self.flag else x * self.scale

    def right_of_a_type_alone(self, x):
        return x + jnp.zeros_like(self.bias) + len(self.bias) + self.bias.ndim


class Other:
    """Runs one of two models, which share their code."""

    def __init__(self):
        self.first, self.second, self.is_first = Model(), Model(), True

    def maybe_of_the_other_object(self, x):
        if self.is_first:
            return self.first.sure_in_a_branch_that_ran(x)
        return self.second.sure_in_a_branch_that_ran(x)


for name in [name for name in vars(Model) if not name.startswith("_")]:
    model = Model()
    jitted = jax.jit(getattr(model, name))
    jitted(x)
    model.scale, model.bias = 4.0, jnp.zeros(3)
    jitted(x)

other = Other()
jitted = jax.jit(other.maybe_of_the_other_object)
jitted(x)
other.second.scale = 4.0
jitted(x)

table = np.ones(3, np.float32)


def sure_of_numpy(x):
    """Holds a view of the array."""
    return x + table


jitted = jax.jit(sure_of_numpy)
jitted(x)
table = np.zeros(3, np.float32)
jitted(x)


def right_of_numpy(x):
    """Reads the size of the array."""
    return x * len(table)


jitted = jax.jit(right_of_numpy)
jitted(x)
table = np.ones(3, np.float32)
jitted(x)
