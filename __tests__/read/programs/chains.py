"""Samplers (blackjax) whose step is made of a library's closure, for each sampler and step size anew."""
import jax, jax.numpy as jnp, blackjax

def logdensity(q):
    return -jnp.sum(q['x'] ** 2) / 2

q = {'x': jnp.ones(3)}
def sample(sampler, seed):
    state, step = sampler.init(q), jax.jit(sampler.step)
    for i in range(2):
        state, _ = step(jax.random.key(seed + i), state)
    return state

def hmc(size):
    return blackjax.hmc(logdensity, step_size=size, inverse_mass_matrix=jnp.ones(3), num_integration_steps=2)

nuts = blackjax.nuts(logdensity, step_size=.1, inverse_mass_matrix=jnp.ones(3), max_num_doublings=2)
state, step = nuts.init(q), jax.jit(nuts.step)
state, _ = step(jax.random.key(0), state)
for size in (.1, .1, .2):
    sample(hmc(size), 1)
