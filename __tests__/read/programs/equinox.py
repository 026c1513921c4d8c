import os; os.environ["XLA_FLAGS"]="--xla_force_host_platform_device_count=2"
import jax, jax.numpy as jnp, equinox as eqx, optax
k=jax.random.key(0)
mlp=eqx.nn.MLP(3,1,8,2,key=k)
tx=optax.adam(1e-3); st=jax.jit(tx.init)(eqx.filter(mlp,eqx.is_array))
@eqx.filter_jit
def make_step(m,st,x,y):
    l,g=eqx.filter_value_and_grad(lambda m: jnp.mean((jax.vmap(m)(x)-y)**2))(m)
    u,st=tx.update(g,st); return eqx.apply_updates(m,u),st,l
for n in (16,16,7):
    mlp,st,l=make_step(mlp,st,jnp.ones((n,3)),jnp.ones((n,1)))
@eqx.filter_pmap
def pm(x): return x*2
pm(jnp.ones((2,3))); pm(jnp.ones((2,3))); pm(jnp.ones((2,5)))
for i in range(3):
    eqx.filter_jit(lambda x: x*2)(jnp.ones(3))
ens=eqx.filter_vmap(lambda k: eqx.nn.Linear(3,2,key=k))(jax.random.split(k,4))
class Cell(eqx.Module):
    w: jax.Array
    @eqx.filter_jit
    def __call__(self,x): return x@self.w
c=Cell(jnp.ones((3,3)))
c(jnp.ones(3)); c(jnp.ones((2,3)))
eqx.filter_eval_shape(make_step, mlp, st, jnp.ones((4,3)), jnp.ones((4,1)))
