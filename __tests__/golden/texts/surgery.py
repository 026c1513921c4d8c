import jax
import jax.numpy as jnp
from flax import nnx


class Block(nnx.Module):
    def __init__(self, d, rngs):
        self.norm = nnx.LayerNorm(d, rngs=rngs)
        self.dense = nnx.Linear(d, d, rngs=rngs)

    def __call__(self, x):
        return x + self.dense(self.norm(x))


class Stack(nnx.Module):
    def __init__(self, d, depth, rngs):
        self.blocks = nnx.List([Block(d, rngs) for _ in range(depth)])
        self.count = nnx.Variable(jnp.array(0))
        self.calls = 0

    def __call__(self, x):
        self.count[...] += 1
        for block in self.blocks:
            x = block(x)
        return x


class Loud(Stack):
    def __init__(self, d, depth, rngs, loudness=2.0):
        super().__init__(d, depth, rngs)
        self.loudness = loudness

    def __call__(self, x):
        return super().__call__(x) * self.loudness


@nnx.jit
def forward(model, x):
    return model(x)


x = jnp.ones((2, 4))
model = Stack(4, 2, nnx.Rngs(0))
forward(model, x)
forward(model, x)
forward(Stack(4, 2, nnx.Rngs(1)), x)
model.blocks.append(Block(4, nnx.Rngs(2)))
forward(model, x)
del model.blocks[0]
forward(model, x)
model.calls += 1
forward(model, x)
model.blocks[0].dense = model.blocks[1].dense
forward(model, x)
loud = Loud(4, 1, nnx.Rngs(3))
forward(loud, x)
loud.loudness = 3.0
forward(loud, x)
forward(nnx.clone(loud), x)
graphdef, state = nnx.split(model)


@jax.jit
def pure(state, x):
    merged = nnx.merge(graphdef, state)
    return merged(x)


pure(state, x)
pure(nnx.state(model), x)
pure(jax.tree.map(lambda leaf: leaf * 2, state), x)
