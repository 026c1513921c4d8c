"""A state and a Variable, changed in place and copied."""

import jax
import jax.numpy as jnp
from flax import nnx


def linear():
    ones = nnx.initializers.ones
    return nnx.Linear(1, 2, kernel_init=ones, rngs=nnx.Rngs(0))


model = linear()
state = nnx.state(model)
state["bias"] = state["bias"].replace(jnp.array([7.0, 8.0]))
print(state, model.bias[...])
nnx.update(model, state)
print(model.bias)
state["bias"].value = jnp.array([1.0, 2.0])
state.bias[1] = 5.0
state["bias"].value += 1.0
print(state["bias"][...], state["bias"].get_value(), type(state["bias"]), state.bias.shape, model.bias[...])
print(list(state), len(state), "bias" in state, [name for name, _ in state.items()])

print(model.bias.replace(jnp.zeros(2)), model.bias.copy(note="x"), model.bias.replace(value=jnp.ones(2)))
print(model.bias.copy() is model.bias, nnx.update(model, {"bias": jnp.array([3.0, 4.0])}), model.bias[...])

net = nnx.Sequential(linear(), linear())
deep = nnx.state(net)
deep["layers"][0]["bias"].value = jnp.array([3.0, 3.0])
layers = deep["layers"]
layers[1]["bias"] = layers[1]["bias"].replace(jnp.array([4.0, 4.0]))
nnx.update(net, deep)
print(net.layers[0].bias[...], net.layers[1].bias[...])
del deep["layers"][0]["kernel"]
deep["more"] = {"scale": nnx.Param(jnp.ones(1))}
print(deep, deep["more"]["scale"][...])

flat = nnx.to_flat_state(nnx.state(net))
print(flat)
print(nnx.from_flat_state(flat)["layers"][0]["bias"][...])
print(nnx.map_state(lambda path, leaf: path, nnx.state(net)))
print([state], (model.bias, 1), {"s": state, "p": model.kernel})


@nnx.jit
def double(state):
    return jax.tree.map(lambda x: x * 2, state)


state = nnx.state(model)
print(double(state)["bias"])
state["bias"].value = jnp.array([1.0, 2.0])
print(double(state)["bias"])
state["extra"] = nnx.Param(jnp.ones(1))
print(double(state)["extra"])
