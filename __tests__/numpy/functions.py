"""Records what functions of jnp and lax give: python functions.py > functions.json (jax 0.10.2, on a CPU).

A case is [name, arguments, options]; a NumPy array among the arguments is written with its dtype.
"""
import json
import sys

import jax
import jax.numpy as jnp
import numpy as np

F = np.array([[0.5, -1.25, 2.0, 0.0], [3.0, 0.25, -0.5, 1.5], [-2.0, 1.0, 0.75, -3.5]], np.float32)
G = np.array([[1.5, 0.5, -0.25, 2.0], [-1.0, 2.5, 0.5, 1.0], [0.25, -0.75, 3.0, 0.5]], np.float32)
V = np.array([3.0, -1.0, 2.0, 2.0, 0.5], np.float32)
N = np.array([[np.nan, 1.0, 2.0], [0.5, np.nan, -1.5]], np.float32)
NONE = np.full((2, 2), np.nan, np.float32)
I = np.array([[3, -1, 4], [1, -5, 9]], np.int32)
J = np.array([2, 6, 5, 3, 5], np.int32)
U = np.array([1, 3000000000, 4294967295], np.uint32)
B = np.array([[True, False, True, True], [False, False, True, False], [True, True, False, False]])
H = np.array([[1.5, 2.25, -0.5]], np.float16)
C = np.arange(24, dtype=np.float32).reshape(2, 3, 4) / 4
SPACED = np.array([0.0, 1.0, 2.5, 4.0], np.float32)
S = np.array([[4.0, 1.0, 0.5], [1.0, 3.0, -0.25], [0.5, -0.25, 2.0]], np.float32)
INF = float('inf')
NEAR = np.array([-1.0, 0.0, 0.5, 2.5, 3.0, 9.0], np.float32)

CASES = [
    ['jnp.sum', [F], {'where': B}],
    ['jnp.sum', [F], {'axis': 1, 'where': B, 'initial': 2.5, 'keepdims': True}],
    ['jnp.sum', [H], {'axis': 1}],
    ['jnp.prod', [I], {'axis': [0, 1], 'keepdims': True}],
    ['jnp.mean', [F], {'where': B, 'axis': 0}],
    ['jnp.mean', [B], {}],
    ['jnp.var', [F], {'where': B, 'axis': 1, 'ddof': 1}],
    ['jnp.std', [H], {}],
    ['jnp.max', [F], {'where': B, 'initial': -7.5, 'axis': 1}],
    ['jnp.min', [I], {'axis': 0, 'keepdims': True}],
    ['jnp.any', [F], {'axis': 0, 'where': B}],
    ['jnp.all', [I], {'axis': 1}],
    ['jnp.argmax', [F], {'axis': 1, 'keepdims': True}],
    ['jnp.argmin', [F], {'keepdims': True}],
    ['jnp.ptp', [F], {'axis': 0}],
    ['jnp.count_nonzero', [F], {'axis': 1}],
    ['jnp.nansum', [N], {'axis': 0}],
    ['jnp.nanprod', [N], {'keepdims': True}],
    ['jnp.nanmax', [N], {'axis': 1}],
    ['jnp.nanmax', [NONE], {'axis': 0}],
    ['jnp.nanmin', [I], {}],
    ['jnp.nanmean', [N], {'axis': 0}],
    ['jnp.nanvar', [N], {'axis': 1, 'ddof': 1}],
    ['jnp.nanstd', [N], {}],
    ['jnp.nanargmax', [N], {'axis': 1}],
    ['jnp.nanargmin', [NONE], {}],
    ['jnp.nancumsum', [N], {'axis': 1}],
    ['jnp.cumsum', [F], {}],
    ['jnp.cumsum', [B], {'axis': 0}],
    ['jnp.cumprod', [F], {'axis': 1}],
    ['jnp.cumulative_sum', [V], {}],
    ['jnp.average', [F], {'axis': 1, 'weights': np.array([1.0, 2.0, 0.5, 0.0], np.float32)}],
    ['jnp.quantile', [F, np.array([0.1, 0.5, 1.0], np.float32)], {'axis': 1}],
    ['jnp.quantile', [F, np.float32(0.3)], {'method': 'nearest', 'keepdims': True}],
    ['jnp.quantile', [C, np.float32(0.3)], {'axis': [0, 2]}],
    ['jnp.percentile', [N, np.float32(40)], {'axis': 1}],
    ['jnp.median', [F], {'axis': 0}],
    ['jnp.cov', [F], {}],
    ['jnp.corrcoef', [F], {}],
    ['jnp.round', [F], {'decimals': 1}],
    ['jnp.clip', [F, None, np.float32(1)], {}],
    ['jnp.sort', [F], {'axis': 0, 'descending': True}],
    ['jnp.argsort', [V], {'descending': True}],
    ['jnp.argsort', [V], {}],
    ['jnp.sort', [F], {'axis': None}],
    ['jnp.take', [F, np.array([0, 5, -1], np.int32)], {'axis': 1}],
    ['jnp.take', [F, np.array([0, 5, -6], np.int32)], {'axis': 0, 'mode': 'wrap'}],
    ['jnp.take', [F, np.array([3, 7], np.int32)], {}],
    ['jnp.take', [F, np.array([9, -9], np.int32)], {'axis': 1, 'mode': 'clip'}],
    ['jnp.take_along_axis', [F, np.array([[0, -1], [2, 2], [1, 0]], np.int32)], {'axis': 1}],
    ['jnp.take_along_axis', [F, np.array([[1, 0, 2, 1]], np.int32)], {'axis': 0}],
    ['jnp.put_along_axis', [F, np.array([[1], [0], [3]], np.int32), np.float32(9), 1], {'inplace': False}],
    ['jnp.select', [[B, F > 1], [F, G], 7], {}],
    ['jnp.choose', [np.array([1, 0, 2, 1], np.int32), F], {}],
    ['jnp.compress', [np.array([True, False, True]), F], {'axis': 0}],
    ['jnp.extract', [B, F], {}],
    ['jnp.nonzero', [F], {}],
    ['jnp.nonzero', [F], {'size': 4}],
    ['jnp.flatnonzero', [I], {'size': 8, 'fill_value': -1}],
    ['jnp.argwhere', [F], {}],
    ['jnp.bincount', [J], {}],
    ['jnp.bincount', [J], {'length': 4}],
    ['jnp.searchsorted', [SPACED, NEAR], {}],
    ['jnp.searchsorted', [SPACED, np.array([np.nan, 1.0], np.float32)], {'side': 'right'}],
    ['jnp.digitize', [NEAR, SPACED], {}],
    ['jnp.digitize', [NEAR, SPACED[::-1].copy()], {'right': True}],
    ['jnp.interp', [NEAR, SPACED, V[:4]], {}],
    ['jnp.interp', [NEAR, SPACED, V[:4]], {'left': -5.5, 'right': 7.5}],
    ['jnp.delete', [V, 1], {}],
    ['jnp.delete', [F, np.array([0, -1], np.int32)], {'axis': 1}],
    ['jnp.insert', [V, 2, np.float32(9)], {}],
    ['jnp.insert', [F, 1, V[:3]], {'axis': 1}],
    ['jnp.unique', [V], {}],
    ['jnp.unique', [V], {'size': 6, 'fill_value': 0.5}],
    ['jnp.union1d', [J, np.array([1, 6], np.int32)], {}],
    ['jnp.intersect1d', [J, np.array([3, 6, 7], np.int32)], {}],
    ['jnp.isin', [I, np.array([4, 9], np.int32)], {'invert': True}],
    ['jnp.histogram', [V], {'bins': 4}],
    ['jnp.reshape', [F, [2, -1]], {}],
    ['jnp.moveaxis', [C, [0, 1], [-1, 0]], {}],
    ['jnp.rollaxis', [C, 2, 1], {}],
    ['jnp.matrix_transpose', [C], {}],
    ['jnp.concatenate', [[F, I]], {'axis': None}],
    ['jnp.append', [V, J], {}],
    ['jnp.vstack', [[V, V]], {}],
    ['jnp.hstack', [[V, V]], {}],
    ['jnp.dstack', [[F, G]], {}],
    ['jnp.column_stack', [[V, J]], {}],
    ['jnp.block', [[[F, G], [G, F]]], {}],
    ['jnp.split', [F, [1, 3]], {'axis': 1}],
    ['jnp.array_split', [V, 3], {}],
    ['jnp.hsplit', [F, 2], {}],
    ['jnp.unstack', [I], {'axis': 1}],
    ['jnp.tile', [V, [2, 2]], {}],
    ['jnp.tile', [F, 2], {}],
    ['jnp.repeat', [F, 2], {}],
    ['jnp.repeat', [F, np.array([1, 0, 2], np.int32)], {'axis': 0}],
    ['jnp.repeat', [F, np.array([1, 0, 2], np.int32)], {'axis': 0, 'total_repeat_length': 5}],
    ['jnp.flip', [F], {}],
    ['jnp.flip', [C, [0, 2]], {}],
    ['jnp.roll', [F, 5], {}],
    ['jnp.roll', [F, [1, -1]], {'axis': [0, 1]}],
    ['jnp.rot90', [F], {'k': 3}],
    ['jnp.atleast_3d', [F], {}],
    ['jnp.broadcast_arrays', [V, np.ones((2, 1), np.float32)], {}],
    ['jnp.eye', [3, 4], {'k': -1}],
    ['jnp.tri', [3, 4, 1], {}],
    ['jnp.diag', [V, -1], {}],
    ['jnp.diag', [F, 1], {}],
    ['jnp.diagonal', [C, 1, 0, 2], {}],
    ['jnp.trace', [F], {}],
    ['jnp.tril_indices', [3], {}],
    ['jnp.triu_indices', [3, 1], {}],
    ['jnp.indices', [[2, 3]], {}],
    ['jnp.ix_', [J, np.array([1, 0], np.int32)], {}],
    ['jnp.meshgrid', [V, J], {}],
    ['jnp.meshgrid', [V, J], {'indexing': 'ij'}],
    ['jnp.vander', [V], {'N': 3}],
    ['jnp.linspace', [0, 1, 5], {}],
    ['jnp.linspace', [np.float32(1), np.float32(4), 4], {'endpoint': False}],
    ['jnp.linspace', [0, 7, 4], {'dtype': 'int32'}],
    ['jnp.logspace', [0, 2, 3], {}],
    ['jnp.geomspace', [1, 16, 5], {}],
    ['jnp.hamming', [5], {}],
    ['jnp.hanning', [4], {}],
    ['jnp.diff', [F], {'n': 2}],
    ['jnp.ediff1d', [F], {}],
    ['jnp.gradient', [F], {'axis': 1}],
    ['jnp.gradient', [F], {}],
    ['jnp.trapezoid', [V], {}],
    ['jnp.trapezoid', [V[:4], SPACED], {}],
    ['jnp.matmul', [C, F.T.copy()], {}],
    ['jnp.matmul', [C[:, None], np.ones((1, 5, 4, 2), np.float32)], {}],
    ['jnp.matmul', [V[:4], C.transpose(0, 2, 1).copy()], {}],
    ['jnp.matmul', [H, H.T.copy()], {'preferred_element_type': 'float32'}],
    ['jnp.tensordot', [C, C], {'axes': [[0, 2], [0, 2]]}],
    ['jnp.tensordot', [F, G.T.copy()], {'axes': 1}],
    ['jnp.outer', [V, J], {}],
    ['jnp.inner', [F, G], {}],
    ['jnp.vdot', [F, G], {}],
    ['jnp.vecdot', [F, G], {}],
    ['jnp.kron', [I, V], {}],
    ['jnp.cross', [F[:, :3].copy(), G[:, 1:].copy()], {}],
    ['jnp.convolve', [V, SPACED], {'mode': 'same'}],
    ['jnp.correlate', [SPACED, V], {'mode': 'full'}],
    ['jnp.isclose', [V, V + np.float32(1e-6)], {}],
    ['jnp.allclose', [N, N], {'equal_nan': True}],
    ['jnp.array_equal', [V, V], {}],
    ['jnp.array_equiv', [V, np.stack([V, V])], {}],
    ['jnp.hypot', [F, G], {}],
    ['jnp.floor_divide', [F, G], {}],
    ['jnp.divmod', [I, np.array([2, 3, -4], np.int32)], {}],
    ['jnp.divmod', [F, G], {}],
    ['jnp.remainder', [F, G], {}],
    ['jnp.fmod', [I, np.array([2, -3, 4], np.int32)], {}],
    ['jnp.logaddexp', [F, G], {}],
    ['jnp.logaddexp2', [F, G], {}],
    ['jnp.heaviside', [F, G], {}],
    ['jnp.nan_to_num', [N], {'nan': 2.5}],
    ['jnp.signbit', [H], {}],
    ['jnp.modf', [F], {}],
    ['jnp.gcd', [I, np.array([6, 10, 6], np.int32)], {}],
    ['jnp.lcm', [I, np.array([6, 10, 6], np.int32)], {}],
    ['jnp.bitwise_xor', [U, np.array([1, 1, 1], np.uint32)], {}],
    ['jnp.right_shift', [U, np.array([1, 4, 31], np.uint32)], {}],
    ['jnp.right_shift', [I, np.array([1, 1, 2], np.int32)], {}],
    ['jnp.left_shift', [U, np.array([1, 4, 31], np.uint32)], {}],
    ['jnp.nextafter', [V, np.float32(9)], {}],
    ['jnp.pad', [F, 1], {'constant_values': 2.5}],
    ['jnp.pad', [F, [[1, 2], [0, 3]]], {'mode': 'edge'}],
    ['jnp.pad', [F, [[1, 2], [5, 3]]], {'mode': 'symmetric'}],
    *[['jnp.pad', [x, [[1, 2], [0, 3]]], {'mode': mode}] for x in (F, I) for mode in ('maximum', 'minimum', 'mean', 'empty')],
    ['jnp.amax', [F], {'axis': 0}],
    ['jnp.concat', [[F, G]], {'axis': 1}],
    ['jnp.empty_like', [F], {}],
    *[['jnp.' + name, [F], {}] for name in ('absolute', 'atan', 'asinh', 'degrees', 'radians')],
    ['jnp.einsum', ['ii->i', F[:, :3].copy()], {}],
    ['jnp.einsum', ['ii', F[:, :3].copy()], {}],
    ['jnp.einsum', ['iij,jk->k', np.stack([F, G, F]), F.T.copy()], {}],
    ['jnp.einsum', ['ij,jk,kl->il', F, G.T.copy(), F], {}],
    ['jnp.einsum', ['ij,ik,i->jk', F, G, V[:3]], {}],
    ['jnp.linalg.norm', [F], {}],
    ['jnp.linalg.norm', [F], {'axis': 1, 'ord': 3}],
    ['jnp.linalg.norm', [F], {'axis': 0, 'keepdims': True}],
    ['jnp.linalg.norm', [V], {'ord': INF}],
    ['jnp.linalg.norm', [V], {'ord': 0}],
    ['jnp.linalg.norm', [F], {'ord': 1}],
    ['jnp.linalg.norm', [C], {'ord': INF, 'axis': [0, 2]}],
    ['jnp.linalg.cholesky', [S], {}],
    ['jnp.linalg.cholesky', [-S], {}],
    ['jnp.linalg.qr', [F], {}],
    ['jnp.linalg.det', [np.stack([S, F[:, :3]])], {}],
    ['jnp.linalg.matrix_power', [S, 5], {}],
    ['lax.cumprod', [F], {'axis': 1, 'reverse': True}],
    ['lax.cummax', [F], {'axis': 0}],
    ['lax.cumlogsumexp', [F], {'axis': 1}],
    ['lax.clamp', [np.float32(-1), F, np.float32(1)], {}],
    ['lax.reduce_precision', [F, 5, 2], {}],
    ['lax.bitcast_convert_type', [V, 'int32'], {}],
    ['lax.population_count', [U], {}],
    ['lax.clz', [U], {}],
    ['lax.shift_right_arithmetic', [I, I * 0 + 1], {}],
    ['lax.round', [np.array([0.5, 1.5, -2.5], np.float32)], {}],
    ['lax.slice', [F, [0, 1], [3, 4], [2, 2]], {}],
    ['lax.slice_in_dim', [F, -3, None], {'axis': 1}],
    ['lax.index_in_dim', [F, -1], {'keepdims': False}],
    ['lax.dynamic_slice', [F, [np.int32(2), np.int32(9)], [2, 2]], {}],
    ['lax.dynamic_slice_in_dim', [F, np.int32(-2), 2], {'axis': 1}],
    ['lax.dynamic_index_in_dim', [F, np.int32(1)], {'axis': 1, 'keepdims': False}],
    ['lax.dynamic_update_index_in_dim', [F, V[:4], np.int32(1), 0], {}],
    ['lax.pad', [F, np.float32(7), [[1, 0, 1], [-1, 2, 0]]], {}],
    ['lax.sort', [[J, V]], {'num_keys': 1}],
    ['lax.top_k', [F, 2], {}],
    ['lax.argmax', [F, 1, 'int32'], {}],
    ['lax.rev', [F, [0, 1]], {}],
    ['lax.broadcast', [V, [2]], {}],
    ['lax.expand_dims', [V, [0, 2]], {}],
    ['lax.full_like', [I, 4], {}],
    ['lax.broadcasted_iota', ['int32', [2, 3], 1], {}],
    ['lax.conv', [C[None, :, :, :], np.ones((3, 2, 2, 2), np.float32), [1, 2], 'SAME'], {}],
    ['lax.conv_general_dilated', [C[..., None], np.ones((2, 2, 1, 3), np.float32)],
     {'window_strides': [1, 1], 'padding': 'SAME', 'rhs_dilation': [1, 2], 'dimension_numbers': ['NHWC', 'HWIO', 'NHWC']}],
    ['lax.conv_general_dilated', [C, np.ones((2, 5, 4), np.float32)],
     {'window_strides': [2], 'padding': [[1, 1]], 'dimension_numbers': ['NWC', 'WOI', 'NCW']}],
    ['lax.conv_transpose', [C[..., None], np.ones((2, 2, 1, 2), np.float32), [2, 1], 'SAME'],
     {'dimension_numbers': ['NHWC', 'HWIO', 'NHWC']}],
    ['lax.conv_transpose', [C[:, None], np.ones((1, 2, 3, 2), np.float32), [1, 2], 'VALID'],
     {'dimension_numbers': ['NCHW', 'IOHW', 'NCHW']}],
]

# Functions whose gradient by their first argument is recorded too, of the sum of the squares of what they give.
SLOPES = [
    ['jnp.prod', [F], {'axis': 1}],
    ['jnp.einsum', ['ij,ik,i->jk', F, G, V[:3]], {}],
    ['jnp.linalg.norm', [F], {'axis': 1}],
    ['jnp.sort', [F], {'axis': 0}],
    ['jnp.cumprod', [F], {'axis': 1}],
    ['jnp.nanmean', [N], {'axis': 1}],
    ['jnp.median', [F], {'axis': 0}],
    ['jnp.take_along_axis', [F, np.array([[0, -1], [2, 2], [1, 0]], np.int32)], {'axis': 1}],
    ['jnp.matmul', [C[:, None], np.ones((1, 5, 4, 2), np.float32)], {}],
    ['jnp.diag', [V], {}],
    ['jnp.hypot', [F, G], {}],
    ['lax.cummax', [F], {'axis': 1}],
    ['lax.cumlogsumexp', [F], {'axis': 1, 'reverse': True}],
    ['lax.clamp', [np.float32(-1.1), F, np.float32(1.1)], {}],
    ['lax.top_k', [F, 2], {}],
    ['jnp.interp', [NEAR, SPACED, V[:4]], {}],
    ['jnp.logaddexp2', [F, G], {}],
]


def value(x):
    """A tuple where JAX takes no list; arrays stay."""
    if isinstance(x, list):
        return tuple(value(one) for one in x)
    return jnp.asarray(x) if isinstance(x, (np.ndarray, np.generic)) else x


def written(x):
    if isinstance(x, list):
        return [written(one) for one in x]
    if isinstance(x, (np.ndarray, np.generic)):
        return {'dtype': str(x.dtype), 'data': spelt(np.asarray(x).tolist())}
    return spelt(x)


def spelt(x):
    if isinstance(x, list):
        return [spelt(one) for one in x]
    if not isinstance(x, float) or np.isfinite(x):
        return x
    return 'NaN' if np.isnan(x) else 'Infinity' if x > 0 else '-Infinity'


def found(x):
    x = jnp.asarray(x)
    wide = x if x.dtype != jnp.float16 else x.astype(jnp.float32)
    return {'dtype': str(x.dtype), 'shape': list(x.shape), 'data': spelt(wide.reshape(-1).tolist())}


def function(name):
    module, *rest = name.split('.')
    found_ = {'jnp': jnp, 'lax': jax.lax}[module]
    for part in rest:
        found_ = getattr(found_, part)
    return found_


def given(name, args):
    """`block` takes lists, all else tuples."""
    return [[list(row) for row in value(args[0])]] if name == 'jnp.block' else value(args)


cases = []
for name, args, options in CASES:
    result = function(name)(*given(name, args), **{k: value(v) for k, v in options.items()})
    cases.append({'fn': name, 'args': written(args), 'options': {k: written(v) for k, v in options.items()},
                  'results': [found(one) for one in jax.tree.leaves(result)]})
for name, args, options in SLOPES:
    first = 1 if name in ('lax.clamp', 'jnp.einsum') else 0
    def total(x):
        rest = list(value(args))
        rest[first] = x
        result = function(name)(*rest, **{k: value(v) for k, v in options.items()})
        return jnp.sum(jnp.square(jax.tree.leaves(result)[0]))
    cases.append({'slope': first, 'fn': name, 'args': written(args), 'options': {k: written(v) for k, v in options.items()},
                  'results': [found(jax.grad(total)(jnp.asarray(args[first])))]})
json.dump(cases, sys.stdout, separators=(',', ':'))
