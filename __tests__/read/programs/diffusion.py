import jax, jax.numpy as jnp, flax.linen as nn, optax
from flax.training.train_state import TrainState
class Net(nn.Module):
    @nn.compact
    def __call__(self,x,t): return nn.Dense(2)(nn.relu(nn.Dense(16)(jnp.concatenate([x,t[:,None]],-1))))
net=Net(); k=jax.random.key(0); x=jax.random.normal(k,(64,2))
params=jax.jit(net.init)(k,x,x[:,0])
st=TrainState.create(apply_fn=net.apply,params=params,tx=optax.adamw(1e-3))
betas=jnp.linspace(1e-4,.02,20); ab=jnp.cumprod(1-betas)
@jax.jit
def train(st,x,k):
    def loss(p):
        t=jax.random.randint(k,(x.shape[0],),0,20); e=jax.random.normal(k,x.shape); a=ab[t][:,None]
        return jnp.mean((st.apply_fn(p,jnp.sqrt(a)*x+jnp.sqrt(1-a)*e,t/20.)-e)**2)
    l,g=jax.value_and_grad(loss)(st.params); return st.apply_gradients(grads=g),l
for i,n in enumerate((64,64,10)): st,l=train(st,x[:n],jax.random.fold_in(k,i))
def sample(p,k,n):
    def step(i,c):
        x,k=c; t=19-i; e=net.apply(p,x,jnp.full((n,),t/20.)); k,s=jax.random.split(k)
        return x-e*betas[t]+jnp.sqrt(betas[t])*jax.random.normal(s,x.shape),k
    return jax.lax.fori_loop(0,20,step,(jax.random.normal(k,(n,2)),k))[0]
for n in (4,4,8): sample(st.params,k,n)
jax.jit(sample,static_argnums=2)(st.params,k,4); jax.jit(sample,static_argnums=2)(st.params,k,5)
for i in range(3): jax.jit(net.apply)(st.params,x,x[:,0])
for i in range(2): jax.jit(net.apply)(st.params,x[:8],x[:8,0])
