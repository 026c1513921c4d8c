"""The jaxprs of small programs on one float32 array of shape (3, 4), and of their gradients.

Usage: python jaxprs.py > jaxprs.json     (jax 0.10.2, CPU)

The gradient is that of `sum(program(x * x))`, where the first result is of floats. The text is that of equations.py.
"""
import json
import jax, jax.numpy as jnp
from jax import lax
from equations import lines

jax.config.update("jax_platforms", "cpu")

nn, random = jax.nn, jax.random
matrix, pair, key, crossed = jnp.ones((4, 5)), jnp.array([0, 1]), random.key(0), jnp.ones((4, 3))
image = lambda x: jnp.reshape(x, (1, 3, 2, 2))

LAST = ("NHWC", "HWIO", "NHWC")

PROGRAMS = {
    "relu": nn.relu, "gelu": nn.gelu, "silu": nn.silu, "sigmoid": nn.sigmoid, "softplus": nn.softplus, "tanh": jnp.tanh,
    "softmax": nn.softmax, "log_softmax": nn.log_softmax, "logsumexp": nn.logsumexp, "elu": nn.elu, "leaky_relu": nn.leaky_relu,
    "var": jnp.var, "mean": jnp.mean, "sum": jnp.sum, "max": jnp.max, "min": jnp.min, "std": jnp.std, "prod": jnp.prod,
    "mean1": lambda x: jnp.mean(x, -1, keepdims=True),
    "sum_bool": lambda x: jnp.sum(x > 0),
    "matmul": lambda x: x @ matrix,
    "einsum": lambda x: jnp.einsum("ij,jk->ik", x, matrix),
    "where": lambda x: jnp.where(x > 0, x, 0.0),
    "where2": lambda x: jnp.where(x > 0, x, x),
    "pow2": lambda x: x**2, "pow.5": lambda x: x**0.5, "powx": lambda x: x**x,
    "square": jnp.square, "sqrt": jnp.sqrt, "rsqrt": lax.rsqrt, "abs": jnp.abs,
    "div": lambda x: x / 2, "neg": lambda x: -x,
    "max2": lambda x: jnp.maximum(x, 0), "clip": lambda x: jnp.clip(x, 0, 1),
    "reshape": lambda x: jnp.reshape(x, 12), "T": lambda x: x.T, "swapaxes": lambda x: jnp.swapaxes(x, 0, 1),
    "expand": lambda x: jnp.expand_dims(x, 0), "None": lambda x: x[None],
    "idx0": lambda x: x[0], "idx-1": lambda x: x[-1], "slice": lambda x: x[1:], "slice2": lambda x: x[:, 1:3],
    "idxcol": lambda x: x[:, 0], "ellipsis0": lambda x: x[..., 0],
    "take": lambda x: jnp.take(x, pair, axis=0), "fancy": lambda x: x[pair], "step": lambda x: x[::2],
    "concat": lambda x: jnp.concatenate([x, x]), "stack": lambda x: jnp.stack([x, x]),
    "astype": lambda x: x.astype(jnp.bfloat16), "astype_same": lambda x: x.astype(jnp.float32),
    "argmax": lambda x: jnp.argmax(x, axis=-1),
    "one_hot": lambda x: nn.one_hot(jnp.array([1, 2]), 4),
    "cumsum": lambda x: jnp.cumsum(x, axis=0),
    "zeros": lambda x: jnp.zeros((3,)), "full": lambda x: jnp.full((2,), 3.0), "arange": lambda x: jnp.arange(4),
    "broadcast": lambda x: jnp.broadcast_to(x, (2, 3, 4)),
    "addb": lambda x: x + jnp.ones(4), "add1": lambda x: x + 1,
    "logical": lambda x: jnp.logical_and(x > 0, x < 1), "not": lambda x: jnp.logical_not(x > 0),
    "key": lambda x: random.key(0), "PRNGKey": lambda x: random.PRNGKey(0), "split": lambda x: random.split(key),
    "normal": lambda x: random.normal(key, (3,)), "uniform": lambda x: random.uniform(key, (3,)),
    "bernoulli": lambda x: random.bernoulli(key, 0.5, (3,)), "fold_in": lambda x: random.fold_in(key, 1),
    "erf": lax.erf, "tril": jnp.tril, "squeeze": lambda x: jnp.squeeze(x[None], 0),
    "floor": jnp.floor, "exp": jnp.exp, "log1p": jnp.log1p, "sin": jnp.sin,
    "any": lambda x: jnp.any(x > 0), "all": lambda x: jnp.all(x > 0),
    "tile": lambda x: jnp.tile(x, (2, 1)), "sort": jnp.sort, "isnan": jnp.isnan, "sign": jnp.sign,
    "stop_gradient": lax.stop_gradient,
    "item>0": lambda x: jnp.sum(x) > 0,
    "einsum_attention": lambda x: jnp.einsum("...qhd,...khd->...hqk", image(x), image(x)),
    "einsum_values": lambda x: jnp.einsum("...hqk,...khd->...qhd", jnp.ones((1, 2, 3, 3)) * jnp.sum(x), image(x)),
    "einsum_both": lambda x: jnp.einsum("ij,ji->", x, crossed),
    "reflect_behind": lambda x: jnp.pad(x, ((0, 0), (0, 2)), mode="reflect"),
    "reflect_before": lambda x: jnp.pad(x, ((2, 0), (0, 0)), mode="reflect"),
    "reflect_around": lambda x: jnp.pad(x, ((1, 1), (2, 1)), mode="reflect"),
    "wrap": lambda x: jnp.pad(x, ((1, 2), (0, 1)), mode="wrap"),
    "einsum_trace": lambda x: jnp.einsum("ij->j", x),
    "sum_weak": lambda x: jnp.sum(jnp.full((2,), 1.0)),
    "sum_bf16": lambda x: jnp.sum(x.astype(jnp.bfloat16)),
    "mean_bf16": lambda x: jnp.mean(x.astype(jnp.bfloat16)),
    "mean_int": lambda x: jnp.mean(x.astype(jnp.int32)),
    "var_axis": lambda x: jnp.var(x, -1, keepdims=True), "max_axis": lambda x: jnp.max(x, 0, keepdims=True),
    "add_int_float": lambda x: x.astype(jnp.int32) + 1.5,
    "add_bf16": lambda x: x.astype(jnp.bfloat16) + x,
    "weak_strong": lambda x: x + jnp.asarray(1.0) * 2,
    "split2": lambda x: jnp.split(x, 2, axis=1)[0],
    "batched": lambda x: jnp.matmul(jnp.reshape(x, (3, 2, 2)), jnp.reshape(x, (3, 2, 2))),
    "vecmat": lambda x: x[0] @ matrix,
    "broadcast_matmul": lambda x: jnp.matmul(x, jnp.ones((2, 4, 5))),
    "mse": lambda x: jnp.mean((x - 1.0) ** 2),
    "dropout": lambda x: lax.select(random.bernoulli(key, 0.9, x.shape), x / 0.9, jnp.zeros_like(x)),
    "conv": lambda x: lax.conv_general_dilated(image(x), jnp.ones((2, 2, 2, 5)), (1, 1), "VALID", dimension_numbers=LAST),
    "conv_wide": lambda x: lax.conv_general_dilated(
        image(x), jnp.ones((3, 2, 2, 5)), (2, 1), [(1, 2), (3, 0)], lhs_dilation=(2, 1), rhs_dilation=(1, 3), dimension_numbers=LAST),
    "conv_features_first": lambda x: lax.conv_general_dilated(image(x), jnp.ones((5, 3, 2, 1)), (1, 2), "SAME", dimension_numbers=("NCHW", "OIHW", "NCHW")),
    "conv_groups": lambda x: lax.conv_general_dilated(image(x), jnp.ones((2, 1, 1, 4)), (1, 1), "SAME", dimension_numbers=LAST, feature_group_count=2),
    "conv_kernel": lambda x: lax.conv_general_dilated(
        jnp.ones((2, 5, 6, 2)), jnp.reshape(x, (3, 2, 2, 1)), (2, 1), [(2, 1), (0, 3)], lhs_dilation=(1, 2), rhs_dilation=(2, 1), dimension_numbers=LAST),
    "conv_kernel_groups": lambda x: lax.conv_general_dilated(
        jnp.ones((2, 5, 6, 4)), jnp.reshape(x, (3, 1, 2, 2)), (1, 2), "SAME", dimension_numbers=LAST, feature_group_count=2),
    "conv_transpose": lambda x: lax.conv_transpose(image(x), jnp.ones((3, 2, 2, 5)), (2, 3), "SAME"),
    "conv_transpose_valid": lambda x: lax.conv_transpose(image(x), jnp.ones((3, 2, 2, 5)), (1, 4), "VALID", rhs_dilation=(2, 1)),
    "conv_transpose_kernel": lambda x: lax.conv_transpose(image(x), jnp.ones((3, 2, 5, 2)), (2, 2), [(1, 0), (2, 1)], transpose_kernel=True),
    "dot_general": lambda x: lax.dot_general(jnp.reshape(x, (2, 3, 2)), jnp.ones((2, 3, 5, 2)), (((1,), (1,)), ((0, 2), (0, 3)))),
    "dot_general_order": lambda x: lax.dot_general(jnp.ones((3, 4, 5)), x, (((1, 0), (1, 0)), ((), ()))),
    "dot_general_wide": lambda x: lax.dot_general(x.astype(jnp.bfloat16), jnp.ones((4, 2), jnp.bfloat16), (((1,), (0,)), ((), ())), preferred_element_type=jnp.float32),
    "lax_transpose": lambda x: lax.transpose(lax.reshape(x, (2, 3, 2)), (2, 0, 1)),
    "broadcast_in_dim": lambda x: lax.broadcast_in_dim(x, (3, 2, 4, 5), (0, 2)),
    "reduce_sum": lambda x: lax.reduce_sum(x, (1,)), "reduce_max": lambda x: lax.reduce_max(x, (0,)), "reduce_min": lambda x: lax.reduce_min(x, (1, 0)),
    "update": lambda x: lax.dynamic_update_slice(jnp.zeros((5, 6), int), x.astype(int), (x[0, 0].astype(int), x[0, 1].astype(int))),
    "attention": lambda x: nn.dot_product_attention(image(x), image(x), image(x)),
    "causal": lambda x: nn.dot_product_attention(image(x), image(x), image(x), is_causal=True),
    "masked": lambda x: nn.dot_product_attention(image(x), image(x), image(x), mask=jnp.ones((1, 1, 3, 3), bool)),
    "biased": lambda x: nn.dot_product_attention(image(x), image(x), image(x), bias=jnp.ones((1, 2, 3, 3))),
    "biased_masked": lambda x: nn.dot_product_attention(image(x), image(x), image(x), bias=jnp.ones((1, 2, 3, 3)), mask=jnp.ones((1, 2, 3, 3), bool)),
    "biased_causal": lambda x: nn.dot_product_attention(image(x), image(x), image(x), bias=jnp.ones((1, 1, 3, 3)), is_causal=True),
    "attention_shared": lambda x: nn.dot_product_attention(jnp.reshape(x, (1, 3, 4, 1)), x[None, :, :2, None], x[None, :, 2:, None]),
    "matmul_weak": lambda x: jnp.matmul(jnp.full((2, 3), 1.0), jnp.full((3, 2), 1.0)),
    "dot_general_weak": lambda x: lax.dot_general(jnp.full((2, 3), 1.0), jnp.full((3, 2), 1.0), (((1,), (0,)), ((), ()))),
    "matmul_half": lambda x: jnp.matmul(x.astype(jnp.bfloat16), jnp.ones((4, 2), jnp.bfloat16)),
    "einsum_weak": lambda x: jnp.einsum("ij,jk->ik", jnp.full((2, 3), 1.0), jnp.full((3, 2), 1.0)),
    "scan": lambda x: lax.scan(lambda carry, row: (carry * row + x[0], jnp.sin(carry)), x[1], x)[0],
    "scan_back": lambda x: lax.scan(lambda carry, row: (carry * row, jnp.sin(carry)), x[1], x, reverse=True)[1],
    "scan_still": lambda x: lax.scan(lambda carry, row: (carry + row, carry), jnp.zeros(4), x)[0],
    "scan_two": lambda x: lax.scan(lambda carry, row: ((carry[0] + carry[1], carry[1] * row), carry[0]), (x[1], x[2]), x)[0],
    "einsum_types": lambda x: jnp.einsum("ij,jk->ik", x.astype(int), jnp.ones((4, 2))), "dot_types": lambda x: jnp.dot(x, jnp.ones((4, 2), jnp.bfloat16)),
    "dot": lambda x: jnp.dot(x, jnp.ones((4, 2))), "dot_vectors": lambda x: jnp.dot(x[0], x[1]), "matmul_types": lambda x: jnp.matmul(x.astype(int), jnp.ones((4, 2))),
    "take_ints": lambda x: jnp.take(x.astype(jnp.int32), pair, axis=1), "take_deep": lambda x: jnp.take(image(x), jnp.zeros((2, 5), int), axis=2),
    "take_bytes": lambda x: jnp.take(x.astype(jnp.uint8), pair, axis=-1), "take_flags": lambda x: jnp.take(x > 0, pair, axis=0),
    "fancy_deep": lambda x: image(x)[:, :, jnp.zeros((2, 5), int)],
    "cumsum_last": lambda x: jnp.cumsum(x, axis=-1), "moveaxis": lambda x: jnp.moveaxis(image(x), -1, 1), "triu": lambda x: jnp.triu(x, 2), "tril-1": lambda x: jnp.tril(x, -1),
    "expand2": lambda x: jnp.expand_dims(x, (0, -1)), "stack_last": lambda x: jnp.stack([x, x, x], axis=-1), "concat_last": lambda x: jnp.concatenate([x, x], axis=-1),
    "repeat": lambda x: jnp.repeat(x, 3, axis=-1), "flip": lambda x: jnp.flip(x, -1), "one_hot_deep": lambda x: nn.one_hot(x.astype(jnp.int32), 7, dtype=jnp.bfloat16),
    "sum_keep": lambda x: jnp.sum(image(x), axis=(-1, 1), keepdims=True), "any_keep": lambda x: jnp.any(x > 0, axis=-1, keepdims=True),
    "var_ddof": lambda x: jnp.var(x, axis=0, ddof=1), "std_ddof": lambda x: jnp.std(x, axis=0, ddof=1, keepdims=True),
    "max_initial": lambda x: jnp.max(x, axis=-1, initial=2), "min_keep": lambda x: jnp.min(x, axis=(0, 1), keepdims=True),
    "logsumexp_axes": lambda x: nn.logsumexp(image(x), axis=(1, -1)), "softmax0": lambda x: nn.softmax(x, axis=0), "log_softmax0": lambda x: nn.log_softmax(x, axis=0),
    "uniform_range": lambda x: random.uniform(key, (2, 3), minval=-1.0, maxval=3.0), "normal_half": lambda x: random.normal(key, (2,), jnp.float16),
    "normal_bf16": lambda x: random.normal(key, (2,), jnp.bfloat16), "split_shape": lambda x: random.split(key, (2, 3)), "bernoulli_x": lambda x: random.bernoulli(key, x, x.shape),
    "old_key": lambda x: random.fold_in(random.PRNGKey(3), 2), "rbg_key": lambda x: random.key(0, impl="rbg"),
    "expm1": jnp.expm1, "log": jnp.log, "cos": jnp.cos, "ceil": jnp.ceil, "isfinite": jnp.isfinite, "erf_grad": lambda x: lax.erf(x) * x,
    "rem": lambda x: lax.rem(x, x + 1), "where_broadcast": lambda x: jnp.where(x[:, :1] > 0, x, x[0]), "sub_broadcast": lambda x: x[:1] - x[:, :1], "div_broadcast": lambda x: x[0] / x,
    "max_broadcast": lambda x: jnp.maximum(x[:1], x[:, :1]), "lax_pow": lambda x: lax.pow(x, x + 1), "integer_pow3": lambda x: lax.integer_pow(x, 3), "integer_pow-2": lambda x: lax.integer_pow(x, -2),
    "squeeze_all": lambda x: jnp.squeeze(x[:1, :1]), "squeeze_axes": lambda x: jnp.squeeze(image(x)[:, :1], (1, 0)), "pad": lambda x: jnp.pad(x, ((1, 2), (0, 3))), "pad_scalar": lambda x: jnp.pad(x[0], ((2, 1),)),
    "slice_steps": lambda x: image(x)[:, 0:3:2, -1:], "index_two": lambda x: image(x)[0, -1], "index_mixed": lambda x: image(x)[None, :, 1, ..., None],
    "concat_scalar_types": lambda x: jnp.concatenate([x, x.astype(jnp.int32)]), "split_parts": lambda x: jnp.split(x, 4, axis=-1)[2], "tile_grid": lambda x: jnp.tile(x, (2, 3)),
    "conv_first_groups": lambda x: lax.conv_general_dilated(
        jnp.reshape(x, (1, 2, 3, 2)), jnp.ones((4, 1, 2, 1)), (1, 1), "SAME", dimension_numbers=("NCHW", "OIHW", "NCHW"), feature_group_count=2),
    "conv_kernel_first_groups": lambda x: lax.conv_general_dilated(
        jnp.ones((3, 4, 5, 6)), jnp.reshape(x, (2, 2, 3, 1)), (1, 1), "SAME", dimension_numbers=("NCHW", "OIHW", "NCHW"), feature_group_count=2),
    "conv_batch_groups": lambda x: lax.conv_general_dilated(
        jnp.reshape(x, (2, 3, 2, 1)), jnp.ones((2, 1, 1, 4)), (1, 1), "SAME", dimension_numbers=LAST, batch_group_count=2),
    "scan_inside": lambda x: jax.jit(lambda z: lax.scan(lambda carry, row: (carry * row, jnp.sin(carry)), z[1], z)[0])(x),
    "scan_partly": lambda x: lax.scan(lambda carry, row: ((carry[0] * row, carry[1] + 1.0), carry[1]), (x[1], jnp.zeros(4)), x)[0][0],
    "masked_heads": lambda x: nn.dot_product_attention(image(x), image(x), image(x), mask=jnp.ones((1, 2, 3, 3), bool)),
    "biased_once": lambda x: nn.dot_product_attention(image(x), image(x), image(x), bias=jnp.ones((1, 1, 3, 3))),
    "shared_masked": lambda x: nn.dot_product_attention(jnp.reshape(x, (1, 3, 4, 1)), x[None, :, :2, None], x[None, :, 2:, None], mask=jnp.ones((1, 4, 3, 3), bool)),
    "shared_biased": lambda x: nn.dot_product_attention(jnp.reshape(x, (1, 3, 4, 1)), x[None, :, :2, None], x[None, :, 2:, None], bias=jnp.ones((1, 4, 3, 3))),
    "shared_biased_once": lambda x: nn.dot_product_attention(jnp.reshape(x, (1, 3, 4, 1)), x[None, :, :2, None], x[None, :, 2:, None], bias=jnp.ones((1, 1, 3, 3))),
    "shared_causal": lambda x: nn.dot_product_attention(jnp.reshape(x, (1, 3, 4, 1)), x[None, :, :2, None], x[None, :, 2:, None], is_causal=True),
    "slice_empty": lambda x: x[2:1], "slice_none_of_step": lambda x: x[2:2:2], "slice_step_one": lambda x: x[1:2:2], "slice_step_last": lambda x: x[:, 1:4:3],
    "round": jnp.round, "round_ints": lambda x: jnp.round(x.astype(int)),
}


def first(value):
    return jax.tree.leaves(value)[0]


if __name__ == "__main__":
    x, out = jnp.ones((3, 4)), {}
    for name, program in PROGRAMS.items():
        jaxpr = jax.make_jaxpr(program)(x)
        out[name] = {"forward": lines(jaxpr.jaxpr)}
        if jnp.issubdtype(jaxpr.out_avals[0].dtype, jnp.floating):
            try:
                out[name]["grad"] = lines(jax.make_jaxpr(jax.grad(lambda z: jnp.sum(first(program(z * z)))))(x).jaxpr)
            except NotImplementedError:
                pass
    print(json.dumps(out, indent=0))
