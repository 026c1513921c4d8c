# brax: reset/step with vmap, batch sizes, env objects
import jax, jax.numpy as jnp
from brax import envs
env = envs.create('fast', auto_reset=False) if 'fast' in envs._envs else envs.create('inverted_pendulum', backend='positional')
step = jax.jit(env.step); reset = jax.jit(env.reset)
s = reset(jax.random.PRNGKey(0)); s = step(s, jnp.zeros(env.action_size)); s = step(s, jnp.zeros(env.action_size)); s = step(s, jnp.zeros(env.action_size))
vr = jax.jit(jax.vmap(env.reset)); vs = jax.jit(jax.vmap(env.step))
for n in (2, 4):
    b = vr(jax.random.split(jax.random.PRNGKey(1), n)); b = vs(b, jnp.zeros((n, env.action_size))); b = vs(b, jnp.zeros((n, env.action_size)))
