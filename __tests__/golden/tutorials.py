"""What flax's tutorials give in real JAX, with small data where they load some: `python tutorials.py > tutorials.json`; __tests__/tutorial runs the same."""
import json
from functools import partial

import jax
import jax.numpy as jnp
import optax
from flax import nnx
from jax import random


class Count(nnx.Variable):
    pass


class Linear(nnx.Module):
    def __init__(self, din, dout, *, rngs):
        self.w = nnx.Param(random.uniform(rngs.params(), (din, dout)))
        self.b = nnx.Param(jnp.zeros((dout,)))
        self.din, self.dout = din, dout

    def __call__(self, x):
        return x @ self.w + self.b


class MLP(nnx.Module):
    def __init__(self, din, dmid, dout, *, rngs):
        self.linear1 = Linear(din, dmid, rngs=rngs)
        self.dropout = nnx.Dropout(rate=0.1, rngs=rngs)
        self.bn = nnx.BatchNorm(dmid, rngs=rngs)
        self.linear2 = Linear(dmid, dout, rngs=rngs)

    def __call__(self, x):
        return self.linear2(nnx.gelu(self.dropout(self.bn(self.linear1(x)))))


class LoraParam(nnx.Param):
    pass


class LoraLinear(nnx.Module):
    def __init__(self, linear, rank, rngs):
        self.linear = linear
        self.A = LoraParam(random.normal(rngs(), (linear.din, rank)))
        self.B = LoraParam(random.normal(rngs(), (rank, linear.dout)))

    def __call__(self, x):
        return self.linear(x) + x @ self.A @ self.B


def basics():
    out = {"linear": Linear(2, 5, rngs=nnx.Rngs(params=0))(jnp.ones((1, 2)))}
    out["mlp"] = MLP(2, 16, 5, rngs=nnx.Rngs(0))(random.normal(random.key(7), (3, 2)))
    rngs = nnx.Rngs(0)
    model = MLP(2, 32, 5, rngs=rngs)
    model.linear1 = LoraLinear(model.linear1, 4, rngs=rngs)
    model.linear2 = LoraLinear(model.linear2, 4, rngs=rngs)
    out["lora"] = model(random.normal(random.key(7), (3, 2)))
    model = MLP(2, 16, 10, rngs=nnx.Rngs(0))
    optimizer = nnx.Optimizer(model, optax.adam(1e-3), wrt=nnx.Param)

    @nnx.jit
    def train_step(model, optimizer, x, y):
        def loss_fn(model):
            return jnp.mean((model(x) - y) ** 2)

        loss, grads = nnx.value_and_grad(loss_fn)(model)
        optimizer.update(model, grads)
        return loss

    x, y = random.normal(random.key(7), (5, 2)), jnp.ones((5, 10))
    out["losses"] = jnp.array([train_step(model, optimizer, x, y) for _ in range(20)])
    out["bn"] = model.bn.var[...]

    @nnx.vmap(in_axes=0, out_axes=0)
    def create_model(key):
        return MLP(10, 32, 10, rngs=nnx.Rngs(key))

    model = create_model(random.split(random.key(0), 5))

    @nnx.scan(in_axes=(0, nnx.Carry), out_axes=nnx.Carry)
    def forward(model, x):
        return model(x)

    out["scanned"] = forward(model, random.normal(random.key(7), (3, 10)))
    out["counts"] = model.dropout.rngs.count[...]
    return out


class StatefulLinear(nnx.Module):
    def __init__(self, din, dout, *, rngs):
        self.w = nnx.Param(random.uniform(rngs(), (din, dout)))
        self.b = nnx.Param(jnp.zeros((dout,)))
        self.count = Count(jnp.array(0, dtype=jnp.uint32))

    def __call__(self, x):
        self.count[...] += 1
        return x @ self.w + self.b


def functional():
    model = StatefulLinear(3, 5, rngs=nnx.Rngs(0))
    return {"y": model(jnp.ones((1, 3)))}


class TwoLayerMLP(nnx.Module):
    def __init__(self, dim, rngs):
        self.linear1 = nnx.Linear(dim, dim, rngs=rngs)
        self.linear2 = nnx.Linear(dim, dim, rngs=rngs)

    def __call__(self, x):
        return self.linear2(self.linear1(x))


def surgery():
    x = random.normal(random.key(42), (3, 4))
    return {"x": x, "y": TwoLayerMLP(4, rngs=nnx.Rngs(0))(x)}


class Weights(nnx.Module):
    def __init__(self, kernel, bias, count, seed=None):
        self.kernel, self.bias = nnx.Param(kernel), nnx.Param(bias)
        self.count = Count(count)
        if seed is not None:
            self.rngs = nnx.Rngs(noise=seed)


def dot(weights, x):
    weights.count[...] += 1
    return x @ weights.kernel + weights.bias


def noisy(weights, x):
    y = dot(weights, x)
    return y + random.normal(weights.rngs.noise(), y.shape)


def transforms():
    x = random.normal(random.key(1), (10, 2))
    weights = Weights(random.uniform(random.key(0), (10, 2, 3)), jnp.zeros((10, 3)), jnp.arange(10))
    out = {"y": nnx.vmap(dot, in_axes=0, out_axes=1)(weights, x), "count": weights.count[...]}
    weights = Weights(random.uniform(random.key(0), (2, 3)), jnp.zeros((3,)), jnp.array(0), 0)
    axes = nnx.StateAxes({nnx.RngState: 0, (nnx.Param, Count): None})
    f = nnx.split_rngs(splits=10)(nnx.vmap(noisy, in_axes=(axes, 0)))
    out["noisy"] = [f(weights, x), f(weights, x)]
    return out


class CNN(nnx.Module):
    def __init__(self, *, rngs):
        self.conv1 = nnx.Conv(1, 4, kernel_size=(3, 3), rngs=rngs)
        self.conv2 = nnx.Conv(4, 8, kernel_size=(3, 3), rngs=rngs)
        self.avg_pool = partial(nnx.avg_pool, window_shape=(2, 2), strides=(2, 2))
        self.linear1 = nnx.Linear(392, 32, rngs=rngs)
        self.linear2 = nnx.Linear(32, 10, rngs=rngs)

    def __call__(self, x):
        x = self.avg_pool(nnx.relu(self.conv1(x)))
        x = self.avg_pool(nnx.relu(self.conv2(x)))
        x = x.reshape(x.shape[0], -1)
        x = nnx.relu(self.linear1(x))
        return self.linear2(x)


def loss_fn(model, batch):
    logits = model(batch["image"])
    loss = optax.softmax_cross_entropy_with_integer_labels(logits=logits, labels=batch["label"]).mean()
    return loss, logits


@nnx.jit
def train_step(model, optimizer, metrics, batch):
    (loss, logits), grads = nnx.value_and_grad(loss_fn, has_aux=True)(model, batch)
    metrics.update(loss=loss, logits=logits, labels=batch["label"])
    optimizer.update(model, grads)


@nnx.jit
def eval_step(model, metrics, batch):
    loss, logits = loss_fn(model, batch)
    metrics.update(loss=loss, logits=logits, labels=batch["label"])


def batch(step):
    """Ten pictures, of each digit one: a bar at its height, and noise."""
    label = jnp.arange(10)
    bars = jnp.arange(28) // 2 == 2 + label[:, None]
    noise = random.uniform(random.key(step), (10, 28, 28, 1))
    return {"image": jnp.where(bars[:, :, None, None], 1.0, 0.3 * noise), "label": label}


def mnist():
    model = CNN(rngs=nnx.Rngs(0))
    out = {"first": model(jnp.ones((1, 28, 28, 1)))}
    optimizer = nnx.Optimizer(model, optax.adamw(0.005, 0.9), wrt=nnx.Param)
    metrics = nnx.MultiMetric(accuracy=nnx.metrics.Accuracy(), loss=nnx.metrics.Average("loss"))
    history = []
    for step in range(4):
        train_step(model, optimizer, metrics, batch(step))
        if step % 2 == 1:
            train = metrics.compute()
            metrics.reset()
            eval_step(model, metrics, batch(100))
            test = metrics.compute()
            metrics.reset()
            history.append([train["loss"], train["accuracy"], test["loss"], test["accuracy"]])
    model.eval()
    out["history"] = jnp.array(history)
    out["pred"] = nnx.jit(lambda model, batch: model(batch["image"]).argmax(axis=1))(model, batch(100))
    return out


if __name__ == "__main__":
    found = {f.__name__: jax.tree.map(lambda x: x.tolist(), f()) for f in [basics, functional, surgery, transforms, mnist]}
    print("{\n" + ",\n".join(f"{json.dumps(k)}: {json.dumps(v)}" for k, v in found.items()) + "\n}")
