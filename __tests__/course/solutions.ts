/** Changed programs that are right, by the lesson that asks for them. */
export const solutions: Readonly<Record<string, readonly string[]>> = {
  halves: [
    `import jax.numpy as jnp
from flax import nnx

class Scale(nnx.Module):
    def __init__(self, by):
        self.by = nnx.Variable(jnp.array(by))

    def __call__(self, x):
        return x * self.by[...]

@nnx.jit
def forward(model, x):
    return model(x)

model = Scale(1.0)
for by in (1.0, 0.5, 0.25):
    model.by[...] = by
    print(forward(model, jnp.ones(3)))
`,
    `import jax.numpy as jnp
from flax import nnx

class Scale(nnx.Module):
    def __call__(self, x, by):
        return x * by

@nnx.jit
def forward(model, x, by):
    return model(x, by)

model = Scale()
for by in (1.0, 0.5, 0.25):
    print(forward(model, jnp.ones(3), by))
`,
  ],
  functions: [
    `import jax
import jax.numpy as jnp

def step(w, rate):
    return w - rate * w

fast = jax.jit(step)
w = jnp.ones(3)
for rate in (0.1, 0.1, 0.05):
    w = fast(w, rate)
print(w)
`,
    `import jax
import jax.numpy as jnp

@jax.jit
def step(w, rate):
    return w - rate * w

w = jnp.ones(3)
for rate in (0.1, 0.1, 0.05):
    w = step(w, rate)
print(w)
`,
  ],
}
