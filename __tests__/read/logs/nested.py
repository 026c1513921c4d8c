import jax, jax.numpy as jnp
from flax import nnx
@jax.jit
def inner(x): return jnp.sin(x)
@jax.jit
def outer(x): return inner(x) + 1
def body(c, x): return c + inner(x).sum(), c
jax.lax.scan(body, 0., jnp.ones((3, 2)))
jax.lax.scan(body, 0., jnp.ones((4, 5)))
jax.grad(lambda x: outer(x).sum())(jnp.ones(3))
jax.vmap(outer)(jnp.ones((2, 3)))
outer(jnp.ones(3)); outer(jnp.ones(7))
jax.eval_shape(outer, jnp.ones(9)); outer.lower(jnp.ones(10)).compile()
jax.make_jaxpr(inner)(jnp.ones(11))
@jax.jit
def bad(x): return x + undefined_name
try: bad(jnp.ones(2))
except NameError: pass
try: bad(jnp.ones(3))
except NameError: pass
@jax.jit
def loss(p, batch): return ((p['w'] * batch['x']).sum() - batch['y']).sum()
b = {'x': jnp.ones((8, 3)), 'y': jnp.ones(8)}
loss({'w': jnp.ones(3)}, b)
loss({'w': jnp.ones(3)}, {'x': jnp.ones((6, 3)), 'y': jnp.ones(6)})
loss({'w': jnp.ones(3, jnp.bfloat16)}, b)
class A(nnx.Module):
    def __init__(s): s.w = nnx.Param(jnp.ones(2))
def mk():
    class A(nnx.Module):
        def __init__(s): s.w = nnx.Param(jnp.ones(2))
    return A()
@nnx.jit
def g(m, x): return m.w * x
g(mk(), jnp.ones(2)); g(mk(), jnp.ones(2))
