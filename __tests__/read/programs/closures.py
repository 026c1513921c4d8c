"""A function that is made anew for each model, of which only the first and the last time the same program comes again."""

import jax
import jax.numpy as jnp


def trainer(rate):
    def train_step(state, x):
        return {name: value + rate * x.sum() for name, value in state.items()}

    return jax.jit(train_step)


def fit(step, state, size=4):
    step(state, jnp.ones((size, 2)))


adam = {"mu": jnp.ones(3), "nu": jnp.ones(3), "w": jnp.ones(3)}
sgd = {"w": jnp.ones(3)}
fit(trainer(0.1), adam)
fit(trainer(0.2), adam)  # another function: `rate` could be an argument
fit(trainer(0.1), sgd)  # another function, and another state
fit(trainer(0.1), sgd, 8)  # another function, and another size
fit(trainer(0.3), adam)  # another function: the arrays are those of the first
