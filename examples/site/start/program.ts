/** A model with a dropout layer, and a jitted function that calls it. */
export const net = `import jax.numpy as jnp
from flax import nnx

class Net(nnx.Module):
    def __init__(self, rngs):
        self.hidden = nnx.Linear(4, 32, rngs=rngs)
        self.drop = nnx.Dropout(0.1, rngs=rngs)
        self.out = nnx.Linear(32, 2, rngs=rngs)

@nnx.jit
def predict(model, x):
    return model.out(model.drop(model.hidden(x)))`

/** The program of the start page: two calls that run what is there, and each part of a key that a beginner changes. */
export const program = `${net}

model = Net(nnx.Rngs(0))
predict(model, jnp.ones((32, 4)))
predict(model, jnp.zeros((32, 4)))
predict(model, jnp.ones((5, 4)))
model.eval()
predict(model, jnp.ones((32, 4)))
predict(model, jnp.zeros((32, 4)))
model.drop.rate = 0.2
predict(model, jnp.ones((32, 4)))
`

/** The call at which the page stands still: the last, smaller batch. */
export const opening = 2
