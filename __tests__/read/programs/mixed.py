import jax, jax.numpy as jnp, functools
from typing import NamedTuple
class Carry(NamedTuple):
    h: jax.Array; t: int
@jax.tree_util.register_dataclass
@__import__('dataclasses').dataclass
class Env:
    pos: jax.Array; goal: jax.Array; name: str = __import__('dataclasses').field(metadata=dict(static=True), default='maze')
@jax.jit
def act(env, carry, *, greedy=False): return jnp.where(env.pos > env.goal, carry.h, carry.t)
e = Env(jnp.zeros(3), jnp.ones(3)); c = Carry(jnp.zeros(3), 0)
act(e, c); act(Env(e.pos, e.goal, 'room'), c); act(e, Carry(jnp.zeros((1, 3)), 0)); act(e, c, greedy=True)
act(e, Carry(c.h, 1.0)); act(Env(e.pos, None), c) if False else None
act(e, {'h': c.h, 't': 0} and Carry(c.h, jnp.zeros(3)))
for lr in (0.1, 0.01):
    g = jax.jit(functools.partial(lambda x, lr: x * lr, lr=lr)); g(jnp.ones(3)); g(jnp.ones(4))
class Agent:
    def __init__(s): s.n = 0
    @functools.partial(jax.jit, static_argnums=0)
    def act(self, x): return x + self.n
a, b = Agent(), Agent(); a.act(jnp.ones(3)); b.act(jnp.ones(3)); a.act(jnp.ones(2))
@functools.partial(jax.jit, static_argnums=(1,))
def pad(x, n): return jnp.pad(x, (0, n))
for i in range(4): pad(jnp.ones(3), i)
pad(jnp.ones(3), True)
with jax.enable_x64(True): pad(jnp.ones(3), 2)
with jax.default_matmul_precision('float32'): pad(jnp.ones(3), 2)
jax.clear_caches(); pad(jnp.ones(3), 1); act(e, c)
