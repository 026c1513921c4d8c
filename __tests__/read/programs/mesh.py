import jax, jax.numpy as jnp, numpy as np
from jax.sharding import PartitionSpec as P, NamedSharding, Mesh
mesh = jax.make_mesh((2, 2), ('data', 'model'))
sh = lambda *s: NamedSharding(mesh, P(*s))
@jax.jit
def train(state, batch):
    return {k: v - 0.1 * batch['x'].mean() for k, v in state.items()}, batch['x'].sum()
state = {'w': jax.device_put(jnp.ones((8, 4)), sh(None, 'model')), 'b': jnp.zeros(4)}
b = {'x': np.ones((8, 4), np.float32), 'y': np.ones(8, np.int32)}
state, _ = train(state, b)
state, _ = train(state, b)
b2 = {k: jax.device_put(v, sh('data')) for k, v in b.items()}
state, _ = train(state, b2)
state, _ = train(state, {k: v[:6] if False else jax.device_put(np.asarray(v)[:4], sh('data')) for k, v in b2.items()})
state['w'] = jax.device_put(state['w'], sh('model', None)); train(state, b2)
train({k: v.astype(jnp.bfloat16) for k, v in state.items()}, b2)
