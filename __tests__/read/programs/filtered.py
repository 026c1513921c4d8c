"""What is no array in the arguments of a function under filter_jit is one static value."""

import equinox as eqx
import jax
import jax.numpy as jnp


class Net(eqx.Module):
    w: jax.Array
    scale: float | jax.Array
    frozen: bool = False


@eqx.filter_jit
def forward(net, x):
    return x if net.frozen else net.w * net.scale * x


w, x = jnp.ones(3), jnp.ones(3)
forward(Net(w, 1.0), x)
forward(Net(w, 2.0), x)  # another number: static
forward(Net(w, jnp.asarray(2.0)), x)  # an array in its place
forward(Net(w, jnp.asarray(2.0), True), x)  # a flag
forward(Net(w, jnp.asarray(2.0)), jnp.ones((2, 3)))  # other axes
