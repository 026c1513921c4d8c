import jax
import jax.numpy as jnp
import optax
from flax import nnx


def said(make):
  try:
    make()
  except TypeError as error:
    print(error)


key = jax.random.key(0)
print(jnp.arange(start=1, stop=5), jnp.arange(5, step=2), jnp.arange(1, 5, 2, jnp.float32))
print(jnp.arange(stop=4, start=0, dtype='int8').dtype)
print(jax.random.split(key=key).shape, jax.random.split(key, num=3).shape)
print(jax.random.fold_in(key=key, data=3))
print(jax.random.uniform(key=key, minval=1.0, maxval=1.0, shape=(2,)))
print(jax.nn.relu(x=jnp.array([-1.0, 2.0])), jax.nn.leaky_relu(x=-1.0, negative_slope=0.5))
print(jax.tree.map(f=lambda a: a + 1, tree={'a': 1}), jax.tree.unflatten(treedef=jax.tree.structure([1, 2]), leaves=[3, 4]))
print(jnp.vstack(tup=[jnp.arange(2)]), jnp.take(a=jnp.arange(3), indices=jnp.array([1])))
print(jnp.ones(2).astype(dtype=jnp.int32), jnp.clip(jnp.arange(4), max=2))
print(jax.lax.add(x=1, y=2), jax.lax.top_k(operand=jnp.arange(4), k=2))
print(jax.lax.scan(f=lambda c, x: (c + x, c), init=0, xs=jnp.arange(3)))
print(jax.lax.scan(lambda c, x: (c + 1, c), 0, length=3))

model = nnx.Linear(in_features=2, out_features=3, kernel_init=nnx.initializers.ones, rngs=nnx.Rngs(0))
print(model(inputs=jnp.ones((1, 2))))
print(nnx.jit(fun=lambda m, x: m(x))(model, jnp.ones((1, 2))))
print(nnx.grad(f=lambda m: m.bias.value.sum())(model)['bias'].value)
print(nnx.state(node=model)['bias'].value)
print(nnx.BatchNorm(num_features=2, rngs=nnx.Rngs(0))(x=jnp.zeros((1, 2)), use_running_average=True))
print(optax.linear_schedule(init_value=1.0, end_value=0.0, transition_steps=4)(2))
print(optax.global_norm(updates={'a': jnp.ones(4)}))

said(lambda: nnx.Linear(2, 3))
said(lambda: nnx.Linear(rngs=nnx.Rngs(0)))
said(lambda: nnx.Linear(2, 3, in_features=2, rngs=nnx.Rngs(0)))
said(lambda: nnx.Conv(2, 3, rngs=nnx.Rngs(0)))
said(lambda: model())
said(lambda: jax.random.split())
said(lambda: jax.random.split(num=3))
said(lambda: jax.random.normal(key, (2,), jnp.float32, 3))
said(lambda: jnp.sum(jnp.ones(3), a=2))
said(lambda: jnp.sin(x=1.0))
said(lambda: jnp.where(jnp.array([True]), x=1, y=2))
said(lambda: optax.sgd())
