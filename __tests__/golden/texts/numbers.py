import jax
import jax.numpy as jnp
import numpy as np
from functools import partial

for kind in (np.float32, np.float64, np.int32, np.float16, np.bool_, np.uint8):
    for value in (0.5, 2, True, np.float64(0.5), np.float32(2), np.int32(3), np.bool_(True)):
        print(repr(kind(value)))
print(np.float32(jnp.array(0.25)), np.float64(np.array(2)), np.int32(2.75))


@jax.jit
def step(w, rate):
    return w - rate * w


w = jnp.ones(3)
for rate in (0.5, 2, np.float64(0.5), jnp.array(0.25)):
    w = step(w, np.float32(rate))
    print(w)


@partial(jax.jit, static_argnames="by")
def scale(x, by):
    return x * by


for by in (0.5, np.float32(0.5), np.float64(0.5), np.float32(0.1), 0.1):
    print(scale(w, by=by))

try:
    len(3)
except TypeError as error:
    print(type(error), TypeError)
