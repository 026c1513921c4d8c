/** Lines that fill the gaps of a program rightly, by the lesson that asks for them. */
export const fillings: Readonly<Record<string, readonly number[]>> = {byhand: [2, 5, 0, 3]}

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
  statics: [
    `import jax
import jax.numpy as jnp
from functools import partial

class Config:
    def __init__(self, width, label):
        self.width = width
        self.label = label

    def __eq__(self, other):
        return self.width == other.width

    def __hash__(self):
        return hash(self.width)

@partial(jax.jit, static_argnames="config")
def stretch(x, config):
    return x * config.width

x = jnp.ones(2)
for label in ("a", "b", "c"):
    config = Config(2, label)
    print(config.label, stretch(x, config))
`,
    `import jax
import jax.numpy as jnp
from functools import partial

class Config:
    def __init__(self, width, label):
        self.width = width
        self.label = label

@partial(jax.jit, static_argnames="width")
def stretch(x, width):
    return x * width

x = jnp.ones(2)
for label in ("a", "b", "c"):
    config = Config(2, label)
    print(config.label, stretch(x, config.width))
`,
    `import jax
import jax.numpy as jnp
from dataclasses import dataclass, field
from functools import partial

@dataclass(frozen=True)
class Config:
    width: int
    label: str = field(compare=False)

@partial(jax.jit, static_argnames="config")
def stretch(x, config):
    return x * config.width

x = jnp.ones(2)
for label in ("a", "b", "c"):
    config = Config(2, label)
    print(config.label, stretch(x, config))
`,
  ],
  modes: [
    `import jax.numpy as jnp
from flax import nnx

@nnx.jit
def forward(model, x):
    return model(x)

drop = nnx.Dropout(0.5, rngs=nnx.Rngs(0))
x = jnp.ones((8, 4))
for epoch in range(2):
    drop.train()
    forward(drop, x)
    drop.eval()
    print("check", forward(drop, x).sum())
print("use", forward(drop, x).sum())
`,
  ],
  optimizer: [
    `import jax.numpy as jnp
import optax
from flax import nnx

def loss(judge, x):
    return jnp.mean(judge(x) ** 2)

@nnx.jit
def train(judge, optimizer, x):
    grads = nnx.grad(loss)(judge, x)
    optimizer.update(judge, grads)

x = jnp.ones((4, 2))
rule = optax.adam(0.1)
for epoch in range(4):
    judge = nnx.Linear(2, 1, rngs=nnx.Rngs(epoch))
    optimizer = nnx.Optimizer(
        judge, rule, wrt=nnx.Param)
    for _ in range(2):
        train(judge, optimizer, x)
        print(f"{loss(judge, x):.3f}")
`,
    `import jax.numpy as jnp
import optax
from flax import nnx

def loss(judge, x):
    return jnp.mean(judge(x) ** 2)

@nnx.jit
def train(judge, optimizer, x):
    grads = nnx.grad(loss)(judge, x)
    optimizer.update(judge, grads)

x = jnp.ones((4, 2))
rule = optax.adam(0.1)
for epoch in range(4):
    judge = nnx.Linear(2, 1, rngs=nnx.Rngs(epoch))
    optimizer = nnx.Optimizer(
        judge, rule, wrt=nnx.Param)
    rule = optimizer.tx
    for _ in range(2):
        train(judge, optimizer, x)
        print(f"{loss(judge, x):.3f}")
`,
  ],
  numbers: [
    `import jax
import jax.numpy as jnp
import numpy as np

@jax.jit
def step(w, rate):
    return w - rate * w

w = jnp.ones(3)
for rate in (0.5, 2, np.float64(0.5), jnp.array(0.25)):
    w = step(w, jnp.float32(rate))
    print(w)
`,
    `import jax
import jax.numpy as jnp
import numpy as np

@jax.jit
def step(w, rate):
    return w - rate * w

w = jnp.ones(3)
for rate in (0.5, 2, np.float64(0.5), jnp.array(0.25)):
    w = step(w, float(rate))
    print(w)
`,
    `import jax
import jax.numpy as jnp
import numpy as np

@jax.jit
def step(w, rate):
    return w - rate * w

w = jnp.ones(3)
for rate in jnp.array([0.5, 2, 0.5, 0.25]):
    w = step(w, rate)
    print(w)
`,
  ],
  split: [
    `import jax.numpy as jnp
from flax import nnx

@nnx.jit
def forward(model, x):
    return model(x)

x = jnp.ones((2, 4))
a = nnx.Linear(4, 3, rngs=nnx.Rngs(0))
b = nnx.clone(a)
b.kernel[...] = jnp.ones((4, 3))

same = (forward(a, x) == forward(b, x)).all()
print("same result:", same)
`,
    `import jax.numpy as jnp
from flax import nnx

@nnx.jit
def forward(model, x):
    return model(x)

x = jnp.ones((2, 4))
a = nnx.Linear(4, 3, rngs=nnx.Rngs(0))
b = nnx.clone(a)
b.note = "tuned"

same = (forward(a, x) == forward(b, x)).all()
print("same result:", same)
`,
    `import jax.numpy as jnp
from flax import nnx

@nnx.jit
def forward(model, x):
    return model(x)

x = jnp.ones((2, 4))
a = nnx.Linear(4, 3, rngs=nnx.Rngs(0))
b = nnx.clone(a)
b = nnx.Linear(4, 3, rngs=nnx.Rngs(1))

same = (forward(a, x) == forward(b, x)).all()
print("same result:", same)
`,
  ],
  shared: [
    `import jax.numpy as jnp
from flax import nnx

class Net(nnx.Module):
    def __init__(self, rngs):
        self.embed = nnx.Linear(4, 4, rngs=rngs)
        self.out = nnx.Linear(4, 4, rngs=rngs)

    def __call__(self, x):
        return self.out(self.embed(x))

@nnx.jit
def forward(model, x):
    return model(x)

x = jnp.ones((2, 4))
model = Net(nnx.Rngs(0))
model.out.kernel = model.embed.kernel
for scale in (1.0, 0.5, 0.25):
    forward(model, x)
    model.embed.kernel[...] = jnp.eye(4) * scale
    print(forward(model, x))
`,
    `import jax.numpy as jnp
from flax import nnx

class Net(nnx.Module):
    def __init__(self, rngs):
        self.embed = nnx.Linear(4, 4, rngs=rngs)
        self.out = nnx.Linear(4, 4, rngs=rngs)
        self.out.kernel = self.embed.kernel

    def __call__(self, x):
        return self.out(self.embed(x))

@nnx.jit
def forward(model, x):
    return model(x)

x = jnp.ones((2, 4))
model = Net(nnx.Rngs(0))
for scale in (1.0, 0.5, 0.25):
    forward(model, x)
    model.embed.kernel[...] = jnp.eye(4) * scale
    print(forward(model, x))
`,
  ],
  grows: [
    `import jax.numpy as jnp
from flax import nnx

class Fade(nnx.Module):
    def __init__(self):
        self.step = nnx.Variable(jnp.array(0))

    def __call__(self, x):
        self.step[...] += 1
        return x / 2 ** self.step[...]

@nnx.jit
def forward(model, x):
    return model(x)

model = Fade()
for _ in range(4):
    print(forward(model, jnp.ones(2)))
`,
    `import jax.numpy as jnp
from flax import nnx

class Watched(nnx.Module):
    def __call__(self, x):
        x = x * 2
        self.sow(nnx.Intermediate, "seen", x)
        return x + 1

@nnx.jit
def forward(model, x):
    return model(x)

model = Watched()
for n in range(3):
    forward(model, jnp.full(2, n, jnp.float32))
    print(model.seen[-1])
    nnx.pop(model, nnx.Intermediate)
`,
    `import jax.numpy as jnp
from flax import nnx

class Fade(nnx.Module):
    def __init__(self):
        self.step = nnx.Variable(jnp.zeros((), jnp.int32))

    def __call__(self, x):
        self.step[...] += 1
        return x / 2 ** self.step[...]

@nnx.jit
def forward(model, x):
    return model(x)

model = Fade()
for _ in range(4):
    print(forward(model, jnp.ones(2)))
`,
  ],
  lies: [
    `import jax
import jax.numpy as jnp

rate = 1

@jax.jit
def step(w, rate):
    return w - rate

w = jnp.array([10, 10])
for _ in range(3):
    w = step(w, rate)
    rate = rate + 1
print(w)
`,
    `import jax
import jax.numpy as jnp

@jax.jit
def step(w, rate):
    return w - rate, rate + 1

w, rate = jnp.array([10, 10]), jnp.array(1)
for _ in range(3):
    w, rate = step(w, rate)
print(w)
`,
  ],
  layers: [
    `import jax
import jax.numpy as jnp

@jax.jit
def step(w):
    return w * 2

cpu = jax.devices("cpu")[0]
w = jax.device_put(jnp.ones(3), cpu)
for _ in range(3):
    w = step(w)
print(w)
`,
    `import jax
import jax.numpy as jnp

@jax.jit
def step(w):
    return w * 2

w = jnp.ones(3)
for _ in range(3):
    w = step(w)
print(w)
`,
  ],
}
