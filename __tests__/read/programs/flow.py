import os; os.environ["XLA_FLAGS"]="--xla_force_host_platform_device_count=2"
import functools, jax, jax.numpy as jnp
from jax import lax
def body_map(x): return jnp.sin(x)*2
xs=jnp.arange(4.)
lax.map(body_map, xs); lax.map(body_map, xs)           # same body: once
lax.map(lambda x: x+1, xs); 
for i in range(3): lax.map(lambda x: x*3, xs)            # anew 3
for n in (3,4,5): lax.fori_loop(0, n, lambda i,c: c+i, 0.0)
for n in (3,4,5): lax.fori_loop(0, jnp.int32(n), lambda i,c: c+i, 0.0)
def add(c,x): return c+x, c
for n in (4,5,6,7): lax.scan(add, 0.0, jnp.arange(float(n)))   # growing
lax.associative_scan(jnp.add, xs)
lax.cond(xs[0]>0, lambda: xs, lambda: -xs); lax.cond(xs[0]>0, lambda: xs, lambda: -xs)
lax.switch(1,[lambda x:x, lambda x:x+1, lambda x:x*2], xs)
def outer(c,x):
    def inner(d,y): return d+y*x, d
    c2,_=lax.scan(inner,c,jnp.arange(3.))
    return c2, c2
for _ in range(2): lax.scan(outer, 0.0, xs)
jax.checkpoint(lambda x: jnp.sin(x)**2)(xs)
@jax.custom_vjp
def f(x): return x*2
f.defvjp(lambda x:(x*2,None), lambda r,g:(g*2,))
f(xs); jax.grad(lambda x: f(x).sum())(xs)
@functools.partial(jax.pmap, axis_name='i')
def pm(x): return lax.psum(x,'i')
pm(jnp.ones((2,3))); pm(jnp.ones((2,4))); 
for i in range(3): jax.pmap(lambda x: x*i)(jnp.ones((2,3)))
class M:
    def __init__(s): s.k=2.
    def step(s,x): return x*s.k
    @functools.partial(jax.jit, static_argnums=0)
    def st(s,x): return x*s.k+1
    def __call__(s,x): return x-s.k
m=M()
for i in range(3): jax.jit(m.step)(xs)
for i in range(3): jax.jit(functools.partial(m.step))(xs)
m.st(xs); M().st(xs)
j=jax.jit(m); j(xs); j(jnp.ones(5)); jax.jit(M())(xs)
jax.jit(jnp.sin)(xs); jax.jit(jax.nn.gelu)(xs); jax.vmap(jax.jit(lambda a:a*2))(xs)
def h(x): return x*2
jax.eval_shape(h, xs); jax.make_jaxpr(jax.jit(h))(xs); jax.jit(h).lower(xs).compile(); jax.jit(h)(xs)
def e(x): raise ValueError('no')
try: jax.jit(e)(xs)
except ValueError: pass
jax.jit(jax.grad(lambda x: (x**2).sum()))(xs)
jax.shard_map(lambda v: lax.psum(v,'d'), mesh=jax.make_mesh((2,),("d",),axis_types=(jax.sharding.AxisType.Auto,)), in_specs=jax.P('d'), out_specs=jax.P())(jnp.ones(4))
jax.nn.relu(xs); jnp.einsum('i,i->', xs, xs); jax.device_put(xs, jax.devices()[1])+1
jax.scipy.special.logsumexp(xs); jax.random.normal(jax.random.key(0),(3,))
jnp.linalg.svd(jnp.eye(3)); 
