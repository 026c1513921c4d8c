import jax
import jax.numpy as jnp
import optax
from flax import nnx


class MLP(nnx.Module):
    def __init__(self, din, dmid, dout, *, rngs: nnx.Rngs):
        self.l1 = nnx.Linear(din, dmid, rngs=rngs)
        self.drop = nnx.Dropout(0.1, rngs=rngs)
        self.l2 = nnx.Linear(dmid, dout, rngs=rngs)

    def __call__(self, x):
        return self.l2(self.drop(nnx.relu(self.l1(x))))


def loss_fn(model, x, y):
    return jnp.mean((model(x) - y) ** 2)


@nnx.jit
def train_step(model, optimizer, x, y):
    loss, grads = nnx.value_and_grad(loss_fn)(model, x, y)
    optimizer.update(model, grads)
    return loss


@nnx.jit
def eval_step(model, x, y):
    return loss_fn(model, x, y)


model = MLP(4, 8, 2, rngs=nnx.Rngs(0))
optimizer = nnx.Optimizer(model, optax.adam(1e-3), wrt=nnx.Param)
x, y = jnp.ones((16, 4)), jnp.ones((16, 2))
for epoch in range(2):
    for size in (16, 16, 5):
        train_step(model, optimizer, x[:size], y[:size])
    model.eval()
    eval_step(model, x, y)
    model.train()
model.drop.rate = 0.2
train_step(model, optimizer, x, y)
model.l1.kernel[...] = model.l1.kernel[...] * 2
train_step(model, optimizer, x, y)
optimizer = nnx.Optimizer(model, optax.adam(1e-3), wrt=nnx.Param)
train_step(model, optimizer, x, y)
