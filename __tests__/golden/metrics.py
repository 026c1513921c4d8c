"""What flax 0.12.8 gives for metrics: values after each step, and the text of a MultiMetric. Writes metrics.json beside it."""

import json
import pathlib

import jax
import jax.numpy as jnp
from flax import nnx


def plain(value):
    if isinstance(value, dict):
        return {name: plain(one) for name, one in value.items()}
    if isinstance(value, nnx.metrics.Statistics):
        return {name: plain(getattr(value, name)) for name in ("mean", "standard_error_of_mean", "standard_deviation")}
    return repr(value)


def variables(metric):
    return {".".join(map(str, path)): repr(leaf[...]) for path, leaf in nnx.to_flat_state(nnx.state(metric))}


a, b = jnp.array([1, 2, 3, 4]), jnp.array([3.0, 2.0, 1.0, 0.5])
logits = jnp.array([[0.5, 0.2, 0.7], [0.1, 0.9, 0.3], [0.4, 0.3, 0.2]])
labels, mask = jnp.array([2, 0, 0]), jnp.array([1, 0, 1])
binary, signs = jnp.array([0.1, 0.6, 0.9, 0.4]), jnp.array([0, 1, 0, 0])


def run(metric, *updates):
    rows = [plain(metric.compute())]
    for update in updates:
        metric.update(**update)
        rows.append(plain(metric.compute()))
    rows.append(variables(metric))
    metric.reset()
    return [*rows, plain(metric.compute()), variables(metric)]


def primitives(metric, update):
    graphdef, state = nnx.split(metric)

    def step(state):
        inner = nnx.merge(graphdef, state)
        inner.update(**update)
        return nnx.state(inner), inner.compute()

    return [str(eqn.primitive) for eqn in jax.make_jaxpr(step)(state).eqns]


def text(make):
    try:
        return repr(make())
    except Exception as error:
        return f"{type(error).__name__}: {error}"


multi = nnx.MultiMetric(accuracy=nnx.metrics.Accuracy(), loss=nnx.metrics.Average("loss"))
masked = nnx.MultiMetric(accuracy=nnx.metrics.Accuracy(), loss=nnx.metrics.Average("loss"))
rows = {
    "versions": {"jax": jax.__version__},
    "Average": run(nnx.metrics.Average(), {"values": a}, {"values": b}, {"values": 2.5}, {"values": 3}),
    "Average masked": run(nnx.metrics.Average("x"), {"x": b, "mask": jnp.array([1, 0, 1, 1])}),
    "Welford": run(nnx.metrics.Welford(), {"values": a}, {"values": b}, {"values": 2.5}),
    "Accuracy": run(nnx.metrics.Accuracy(), {"logits": logits, "labels": labels}, {"logits": logits, "labels": labels, "mask": mask}),
    "Accuracy binary": run(nnx.metrics.Accuracy(threshold=0.5), {"logits": binary, "labels": signs}),
    "MultiMetric": run(multi, {"logits": logits, "labels": labels, "loss": b}),
    "MultiMetric masked": run(masked, {"logits": logits, "labels": labels, "loss": b[:3], "mask": {"accuracy": mask}}),
    "primitives": {
        "Average": primitives(nnx.metrics.Average(), {"values": b}),
        "Average masked": primitives(nnx.metrics.Average(), {"values": b, "mask": jnp.array([1, 0, 1, 1])}),
        "Welford": primitives(nnx.metrics.Welford(), {"values": b}),
        "Accuracy": primitives(nnx.metrics.Accuracy(), {"logits": logits, "labels": labels}),
        "Accuracy binary": primitives(nnx.metrics.Accuracy(threshold=0.5), {"logits": binary, "labels": signs}),
    },
    "text": repr(nnx.MultiMetric(accuracy=nnx.metrics.Accuracy(), loss=nnx.metrics.Average())),
    "errors": [
        text(lambda: nnx.metrics.Average().update(x=1)),
        text(lambda: nnx.metrics.Welford().update(x=1)),
        text(lambda: nnx.metrics.Average().update(values=1.0, mask=mask)),
        text(lambda: nnx.metrics.Accuracy(threshold=1)),
        text(lambda: nnx.metrics.Accuracy().update(logits=b, labels=labels)),
        text(lambda: nnx.metrics.Accuracy(threshold=0.5).update(logits=logits, labels=labels)),
        text(lambda: nnx.metrics.Accuracy().update(logits=logits, labels=labels.astype("uint8"))),
    ],
}
pathlib.Path(__file__).with_suffix(".json").write_text(json.dumps(rows, indent=1) + "\n")
