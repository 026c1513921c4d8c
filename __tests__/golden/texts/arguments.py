"""Arguments by name, and what Python's print and classes do."""

import jax
import jax.numpy as jnp
import optax
from flax import nnx

print(optax.linear_schedule(init_value=1.0, end_value=0.0, transition_steps=4)(2))
print(optax.linear_schedule(1.0, 0.0, 4, transition_begin=2)(2), optax.constant_schedule(value=0.5)(5))
print(optax.polynomial_schedule(init_value=1.0, end_value=0.0, power=2, transition_steps=4)(2))
print(optax.join_schedules(schedules=[optax.constant_schedule(1.0), optax.constant_schedule(2.0)], boundaries=[3])(5))
print(optax.warmup_constant_schedule(init_value=0.0, peak_value=1.0, warmup_steps=4)(2))
print(optax.piecewise_constant_schedule(init_value=1.0, boundaries_and_scales={3: 0.5})(5))
print(optax.piecewise_constant_schedule(1.0, {3: 0.5, 4: 0.5})(5))
print(optax.piecewise_interpolate_schedule("linear", init_value=1.0, boundaries_and_scales={4: 0.5})(2))
print(optax.apply_updates(params=jnp.ones(1), updates=jnp.ones(1)))
clip = optax.clip_by_global_norm(max_norm=1.0)
print(clip.update(jnp.array([0.0, 4.0]), clip.init(None))[0], optax.clip(max_delta=2.0).update(jnp.array([3.0]), ())[0])
print(optax.adamw(learning_rate=0.1, weight_decay=0.01).init(jnp.ones(1))[0].count)

print(jax.lax.scan(f=lambda c, x: (c + x, c), init=0.0, xs=jnp.ones(2)))
print(jax.lax.scan(lambda c, _: (c + 1, c), 0, length=3), jax.lax.scan(lambda c, x: (c, x["a"]), 1, {"a": jnp.ones(2)})[1])
print(jax.lax.fori_loop(lower=0, upper=2, body_fun=lambda i, c: c + 1, init_val=0))
print(jax.lax.while_loop(cond_fun=lambda c: c < 2, body_fun=lambda c: c + 1, init_val=0))

linear = nnx.Linear(2, 3, kernel_init=nnx.initializers.ones, rngs=nnx.Rngs(0))
print(linear([1.0, 2.0]))
print(hasattr(nnx.Rngs, "fork"), hasattr(nnx.Linear, "__call__"), hasattr(nnx.Rngs, "nope"))
model = nnx.Sequential(nnx.Dropout(0.5, rngs=nnx.Rngs(0)), linear)
model.set_attributes(nnx.Dropout, deterministic=True)
print(model.layers[0].deterministic)
model.set_attributes(rate=0.25)
model.set_attributes(nope=1, raise_if_not_found=False)
print(model.layers[0].rate)

print("a", end=" ")
print("b")
print("c", "d", sep="-", end="\n\n")
for i in range(3):
    print(i, end=",")
print()
try:
    jnp.round(jnp.arange(3), -1)
except NotImplementedError as error:
    print(error)
print("last", end="")
