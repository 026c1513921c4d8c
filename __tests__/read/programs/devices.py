"""jax 0.6.2: one function under jax.pmap, for rows of other sizes and for another number of devices, and under jax.jit."""

import os

os.environ["XLA_FLAGS"] = "--xla_force_host_platform_device_count=4"

import jax
import numpy as np


def step(w, batch):
    return w - batch.mean()


mapped = jax.pmap(step)
mapped(np.ones(4), np.ones((4, 8)))
mapped(np.ones(4), np.ones((4, 6)))  # shorter rows
mapped(np.ones(2), np.ones((2, 8)))  # two devices
jax.jit(step)(np.ones(4), np.ones((4, 8)))
