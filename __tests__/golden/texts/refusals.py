import jax
import jax.numpy as jnp
from flax import nnx


def said(make):
  try:
    print(make())
  except (TypeError, ValueError, NotImplementedError, IndexError) as error:
    print(error)


x = jnp.arange(6.0).reshape(2, 3)
p = nnx.Param(jnp.arange(3.0))


def added(of):
  of += 1
  return of


said(lambda: x[[0, 1]])
said(lambda: x.at[[0, 1]].set(0))
said(lambda: x[[0, 1], 0])
said(lambda: float(jnp.ones(1)))
said(lambda: int(jnp.ones((1, 2))))
said(lambda: p < 1)
said(lambda: p >= p)
said(lambda: jnp.ones(3) > p)
said(lambda: added(p))
said(lambda: added(jnp.ones(2)))
said(lambda: {[1]: 2})
said(lambda: float('x'))
said(lambda: nnx.List([1])[9])
print(float('-inf'))

print(repr(jnp.round(2.567, 2)))
print(repr(jax.hessian(lambda v: v**3)(2.0)), repr(jax.jacfwd(lambda v: v**2)(jnp.ones(1))))
print(jax.value_and_grad(lambda v: (v * 2, {'n': 3, 's': (1.5, True), 'v': v * 1}), has_aux=True)(2.0))
