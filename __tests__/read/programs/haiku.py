import haiku as hk, jax, jax.numpy as jnp, optax, numpy as np
def f(x, is_training):
    return hk.nets.MLP([16, 4])(x, dropout_rate=0.1 if is_training else None, rng=hk.next_rng_key() if is_training else None)
net = hk.transform(f)
apply = jax.jit(net.apply, static_argnums=(3,))
params = net.init(jax.random.PRNGKey(0), jnp.ones((8, 3)), True)
tx = optax.adam(1e-3)
opt = jax.jit(tx.init)(params)
@jax.jit
def update(params, opt, batch):
    g = jax.grad(lambda p: jnp.mean(net.apply(p, jax.random.PRNGKey(0), batch['image'], True)**2))(params)
    u, opt = tx.update(g, opt); return optax.apply_updates(params, u), opt
for n in (8, 8, 5):
    params, opt = update(params, opt, {'image': np.ones((n, 3), np.float32)})
apply(params, jax.random.PRNGKey(1), jnp.ones((8, 3)), True)
apply(params, None, jnp.ones((8, 3)), False)
apply(params, None, jnp.ones((4, 3)), False)
params = jax.tree.map(lambda x: x.astype(jnp.bfloat16), params)
apply(params, None, jnp.ones((4, 3)), False)
