"""An environment whose methods are jitted (gymnax): a rollout runs them inside, then the program calls them by themselves."""
import functools
import jax, jax.numpy as jnp, gymnax, optax
import flax.linen as nn

env, params = gymnax.make('CartPole-v1')

class Policy(nn.Module):
    @nn.compact
    def __call__(self, x):
        return nn.Dense(env.num_actions)(nn.tanh(nn.Dense(16)(x)))

policy = Policy()

@functools.partial(jax.jit, static_argnums=(3, 4))
def rollout(key, weights, params, envs, length):
    def step(carry, key):
        obs, state = carry
        action = jax.random.categorical(key, policy.apply(weights, obs))
        obs, state, reward, done, *_ = jax.vmap(env.step, (0, 0, 0, None))(jax.random.split(key, envs), state, action, params)
        return (obs, state), (obs, action, reward, done)
    carry = jax.vmap(env.reset, (0, None))(jax.random.split(key, envs), params)
    return jax.lax.scan(step, carry, jax.random.split(key, length))[1]

tx = optax.adam(1e-3)

@jax.jit
def update(weights, opt_state, batch):
    obs, action, reward, done = batch
    def loss(w):
        logp = jax.nn.log_softmax(policy.apply(w, obs))
        return -jnp.mean(jnp.take_along_axis(logp, action[..., None], -1)[..., 0] * reward)
    l, grads = jax.value_and_grad(loss)(weights)
    updates, opt_state = tx.update(grads, opt_state)
    return optax.apply_updates(weights, updates), opt_state, l

key = jax.random.key(0)
weights = policy.init(key, jnp.zeros((1, 4)))
opt_state = tx.init(weights)
for length in (8, 8, 16):
    weights, opt_state, l = update(weights, opt_state, rollout(key, weights, params, 4, length))
rollout(key, weights, params.replace(gravity=5.), 4, 8)
rollout(key, weights, params.replace(max_steps_in_episode=100), 4, 8)
rollout(key, weights, params.replace(gravity=jnp.float32(5.)), 4, 8)
rollout(key, weights, params, 8, 8)
rollout(jax.random.PRNGKey(0), weights, params, 4, 8)
obs, state = env.reset(key, params)
env.step(key, state, 0, params)
