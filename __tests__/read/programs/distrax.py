import jax, jax.numpy as jnp, distrax, chex, optax
d=distrax.Normal(jnp.zeros(3),jnp.ones(3)); k=jax.random.key(0)
s=jax.jit(lambda k: d.sample(seed=k,sample_shape=(5,)))(k)
for n in (5,6): jax.jit(d.log_prob)(jnp.ones((n,3)))
for i in range(3): jax.jit(d.log_prob)(jnp.ones((5,3)))
@jax.jit
@chex.assert_max_traces(n=2)
def step(p,x): return jax.grad(lambda p: -distrax.MultivariateNormalDiag(p,jnp.ones(3)).log_prob(x).sum())(p)
step(jnp.zeros(3),s); step(jnp.zeros(3),s[:2])
tx=optax.chain(optax.clip_by_global_norm(1.),optax.sgd(.1)); o=tx.init(jnp.zeros(3))
upd=jax.jit(tx.update); u,o=upd(jnp.ones(3),o,jnp.zeros(3)); upd(jnp.ones(4),o,jnp.zeros(4))
@chex.dataclass
class S: a: jax.Array; n: int
@jax.jit
def g(s): return s.a*s.n
g(S(a=jnp.ones(3),n=1)); g(S(a=jnp.ones(3),n=1.5)); g(S(a=jnp.ones(4),n=2))
chex.assert_trees_all_close(jnp.ones(3),jnp.ones(3))
