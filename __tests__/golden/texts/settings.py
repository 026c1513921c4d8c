import jax
import jax.numpy as jnp


@jax.jit
def f(x):
    return jnp.sin(x) * 2


x = jnp.ones(3)
f(x)
with jax.default_matmul_precision("float32"):
    f(x)
    f(x)
f(x)
with jax.disable_jit():
    f(x)
jax.clear_caches()
f(x)
f.clear_cache()
f(x)


@jax.jit
def of_tree(batch):
    return sum(leaf.sum() for leaf in jax.tree.leaves(batch))


of_tree({"image": x, "label": x})
of_tree({"label": x, "image": x})
of_tree({"image": x, "mask": x})
of_tree([x, (x, None)])
of_tree([x, (x, x)])
