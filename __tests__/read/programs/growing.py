import jax, jax.numpy as jnp
class Trainer:
    def __init__(self, lr): self.lr = lr; self.seen = 0
    @jax.jit
    def _bad(x): return x
    def fit(self, data):
        @jax.jit
        def step(w, x, y):
            return w - self.lr * jax.grad(lambda w: jnp.mean((x @ w - y)**2))(w)
        w = jnp.zeros((4,))
        for x, y in data: w = step(w, x, y)
        return w
data = [(jnp.ones((8, 4)), jnp.ones((8,)))]*3 + [(jnp.ones((3, 4)), jnp.ones((3,)))]
for lr in (0.1, 0.2, 0.3): Trainer(lr).fit(data)
cache = jnp.zeros((1, 0, 4))
@jax.jit
def attend(q, cache):
    cache = jnp.concatenate([cache, q], axis=1)
    return jax.nn.softmax(q @ cache.swapaxes(1, 2)), cache
for t in range(6): _, cache = attend(jnp.ones((1, 1, 4)), cache)
@jax.jit
def loss(params, step): return (params['w'] * step).sum()
loss({'w': jnp.ones(3)}, 0); loss({'w': jnp.ones(3)}, 1); loss({'w': jnp.ones(3)}, jnp.int32(2)); loss({'w': jnp.ones(3), 'b': jnp.ones(1)}, 3)
loss({'w': jnp.ones(3)}, 0.5)
