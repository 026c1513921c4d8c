"""One function, three programs: it is run as it is, under a gradient and under a batch."""

import jax
import numpy as np


def net(p, b):
    return (p * b).mean()


train = jax.jit(jax.value_and_grad(net))
evaluate = jax.jit(net)
each = jax.jit(jax.vmap(net, (None, 0)))
x = np.ones((4, 8), np.float32)
train(x, x)
evaluate(x, x)
each(x, np.ones((3, 4, 8), np.float32))
train(x, x[:1])
evaluate(x, x[:1])
