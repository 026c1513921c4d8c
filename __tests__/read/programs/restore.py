"""Training is stopped and goes on from a checkpoint: arrays come back as numpy or placed on a device."""
import tempfile
import jax, jax.numpy as jnp, numpy as np, optax, optimistix as optx


@jax.jit
def train_step(params, opt_state, x):
    loss, grads = jax.value_and_grad(lambda p: jnp.mean((x @ p["w"] + p["b"]) ** 2))(params)
    updates, opt_state = tx.update(grads, opt_state, params)
    return optax.apply_updates(params, updates), opt_state, loss


tx = optax.chain(optax.clip_by_global_norm(1.0), optax.adam(1e-3))
params = {"w": jnp.ones((16, 4)), "b": jnp.zeros(4)}
state = tx.init(params)
for _ in range(3):
    params, state, loss = train_step(params, state, jnp.ones((8, 16)))
with tempfile.TemporaryFile() as f:
    np.savez(f, **params)
    f.seek(0)
    loaded = np.load(f)
    params = {k: loaded[k] for k in loaded.files}
params, state, loss = train_step(params, state, jnp.ones((8, 16)))
placed = jax.device_put(params, jax.devices()[0])
train_step(placed, state, jnp.ones((8, 16)))
train_step(jax.tree.map(lambda a: a.astype(jnp.bfloat16), params), state, jnp.ones((8, 16)))
tx = optax.adam(1e-3)
train_step(params, tx.init(params), jnp.ones((8, 16)))


def residual(y, args):
    return jnp.tanh(y) - args


solver = optx.LevenbergMarquardt(rtol=1e-5, atol=1e-5)
for n in (3, 3, 4):
    optx.least_squares(residual, solver, jnp.ones(n), args=jnp.linspace(0, 0.5, n))
