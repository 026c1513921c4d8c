import {net} from '../site/index.ts'

/** A program to begin with. */
export interface Example {
  readonly name: string
  readonly text: string
}

/** Programs to begin with, the simplest first. */
export const examples: readonly Example[] = [
  {
    name: 'Shapes and numbers',
    text: `import jax
import jax.numpy as jnp

@jax.jit
def scale(x, by):
    return x * by

scale(jnp.ones(3), 2.0)
scale(jnp.zeros(3), 5.0)
scale(jnp.ones(4), 2.0)
scale(jnp.ones(3), 2)
scale(jnp.ones(3), jnp.float32(2))
scale(jnp.ones(4), 7.0)
`,
  },
  {
    name: 'A model and its edits',
    text: `${net}

model = Net(nnx.Rngs(0))
predict(model, jnp.ones((32, 4)))
model = Net(nnx.Rngs(1))
predict(model, jnp.ones((32, 4)))
model.eval()
predict(model, jnp.ones((32, 4)))
model.train()
predict(model, jnp.ones((32, 4)))
`,
  },
  {
    name: 'A training loop',
    text: `import jax, jax.numpy as jnp
import optax
from flax import nnx

model = nnx.Linear(4, 1, rngs=nnx.Rngs(0))
optimizer = nnx.Optimizer(model, optax.adam(1e-1), wrt=nnx.Param)

@nnx.jit
def train_step(model, optimizer, x, y):
    def loss_fn(model):
        return ((model(x) - y) ** 2).mean()
    loss, grads = nnx.value_and_grad(loss_fn)(model)
    optimizer.update(model, grads)
    return loss

x = jnp.linspace(0, 1, 40).reshape(10, 4)
for rows in (4, 4, 4, 2):
    y = x[:rows].sum(axis=1, keepdims=True)
    loss = train_step(model, optimizer, x[:rows], y)
    print(f"loss {loss:.4f}")

optimizer = nnx.Optimizer(model, optax.adam(1e-2), wrt=nnx.Param)
print(train_step(model, optimizer, x[:4], x[:4, :1]))
`,
  },
  {
    name: 'Functions made in a loop',
    text: `import jax
import jax.numpy as jnp

x = jnp.ones(3)

for rate in (0.1, 0.2, 0.3):
    update = jax.jit(lambda x: x - rate)
    update(x)

def step(x, rate):
    return x - rate

for rate in (0.1, 0.2, 0.3):
    jax.jit(step)(x, rate)
`,
  },
  {
    name: 'Static arguments',
    text: `from dataclasses import dataclass
from functools import partial

import jax
import jax.numpy as jnp

class Config:
    def __init__(self, width):
        self.width = width

@dataclass(frozen=True)
class Frozen:
    width: int

@partial(jax.jit, static_argnums=1)
def build(x, config):
    return jnp.tile(x, config.width)

x = jnp.ones(2)
build(x, Frozen(3))
build(x, Frozen(3))
build(x, Config(3))
build(x, Config(3))
print(build(x, Frozen(4)))
`,
  },
]
