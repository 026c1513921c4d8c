"""Records what JAX draws: python samples.py > samples.json (jax 0.10.2, on a CPU)."""
import json

import jax
import jax.numpy as jnp
from jax.nn import initializers as init

r = jax.random
KEY = 7
LOGITS = [[0.5, -1.0, 2.0], [0.0, 0.25, -0.5]]

DRAWN = {
    'bits': ([[3]], {}),
    'uniform': ([[2, 2], 'float32', -2, 3], {}),
    'normal': ([[3], 'bfloat16'], {}),
    'truncated_normal': ([-1, 2, [4]], {}),
    'randint': ([[5], -3, 300], {}),
    'bernoulli': ([0.25, [6]], {}),
    'rademacher': ([[5]], {}),
    'permutation': ([9], {}),
    'choice': ([8, [4]], {'replace': False}),
    'gumbel': ([[3]], {}),
    'exponential': ([[3]], {}),
    'laplace': ([[3]], {}),
    'logistic': ([[3]], {}),
    'cauchy': ([[3]], {}),
    'maxwell': ([[3]], {}),
    'lognormal': ([0.5, [3]], {}),
    'pareto': ([2.5, [3]], {}),
    'rayleigh': ([1.5, [3]], {}),
    'triangular': ([-1.5, 0.5, 2.5, [3]], {}),
    'weibull_min': ([1.5, 2.5, [3]], {}),
    'gamma': ([0.5, [3]], {}),
    'loggamma': ([2.5, [3]], {}),
    'beta': ([0.5, 2.5, [3]], {}),
    't': ([3.5, [3]], {}),
    'chisquare': ([3.5, [3]], {}),
    'f': ([3.5, 2.5, [3]], {}),
    'geometric': ([0.25, [5]], {}),
    'poisson': ([3.5, [5]], {}),
    'generalized_normal': ([1.5, [3]], {}),
    'orthogonal': ([3], {}),
}
MADE = {
    'constant': [0.5],
    'normal': [0.25],
    'uniform': [0.25],
    'truncated_normal': [0.25],
    'lecun_normal': [],
    'lecun_uniform': [],
    'glorot_normal': [],
    'glorot_uniform': [],
    'he_normal': [],
    'he_uniform': [],
    'orthogonal': [],
    'variance_scaling': [2.5, 'fan_geo_avg', 'normal'],
}


def python(value):
    return tuple(value) if isinstance(value, list) else value


def plain(x):
    return {'dtype': str(x.dtype), 'shape': list(x.shape), 'data': x.astype(jnp.float32).reshape(-1).tolist()}


cases = []
for name, (args, options) in DRAWN.items():
    found = getattr(r, name)(r.key(KEY), *map(python, args), **options)
    cases.append({'draw': name, 'args': args, 'options': options, 'result': plain(found)})
for replace in (True, False):
    shape = [4, 2] if replace else [3, 2]
    found = r.categorical(r.key(KEY), jnp.array(LOGITS), shape=tuple(shape), replace=replace)
    options = {'shape': shape, 'replace': replace}
    cases.append({'draw': 'categorical', 'args': [LOGITS], 'options': options, 'result': plain(found)})
MEANS, COVARIANCES = [[0.5, -1.5], [2.0, 0.0]], [[2.5, 0.5], [0.5, 1.5]]
found = r.multivariate_normal(r.key(KEY), jnp.array(MEANS), jnp.array(COVARIANCES))
cases.append({'draw': 'multivariate_normal', 'args': [MEANS, COVARIANCES], 'options': {}, 'result': plain(found)})
for name, args in MADE.items():
    for shape in ([4, 3], [2, 3, 4]):
        found = getattr(init, name)(*args)(r.key(KEY), tuple(shape))
        cases.append({'make': name, 'args': args, 'shape': shape, 'result': plain(found)})
print('[\n' + ',\n'.join(json.dumps(case) for case in cases) + '\n]')
