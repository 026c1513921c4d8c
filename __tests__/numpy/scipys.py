"""Records what jax.scipy gives: python scipys.py > scipys.json (jax 0.10.2, on a CPU)."""
import json

import jax.numpy as jnp
import jax.scipy as scipy
import jax.scipy.special
import jax.scipy.stats

P = [0.001, 0.25, 0.5, 0.875, 0.99]
X = [-6.5, -1.25, 0.0, 0.5, 2.5, 30.5]
CASES = [
    ('special', 'entr', [[-1.0, 0.0, 0.25, 3.5]]),
    ('special', 'erf', [X]),
    ('special', 'expit', [X]),
    ('special', 'gammaln', [[0.25, 1.5, 9.5, 120.5]]),
    ('special', 'i0', [X]),
    ('special', 'logit', [P]),
    ('special', 'ndtr', [X]),
    ('special', 'ndtri', [P]),
    ('special', 'xlogy', [[0.0, 1.5, 2.5], [0.0, 0.25, 3.5]]),
    ('special', 'betaln', [[0.5, 1.5], [2.5, 3.5]]),
    ('special', 'logsumexp', [X]),
    ('stats.norm', 'logpdf', [X, 0.5, 2.5]),
    ('stats.norm', 'pdf', [X]),
    ('stats.norm', 'cdf', [X, 0.5, 2.5]),
    ('stats.uniform', 'logpdf', [X, 0.25, 2.5]),
    ('stats.expon', 'logpdf', [X]),
    ('stats.beta', 'logpdf', [P, 0.5, 2.5]),
    ('stats.bernoulli', 'logpmf', [[0, 1, 2], 0.25]),
]


def of(path, name):
    at = scipy
    for part in [*path.split('.'), name]:
        at = getattr(at, part)
    return at


def array(value):
    return jnp.array(value) if isinstance(value, list) else value


def plain(x):
    return {'dtype': str(x.dtype), 'shape': list(x.shape), 'data': x.reshape(-1).tolist()}


cases = [
    {'module': module, 'fn': name, 'args': args, 'result': plain(of(module, name)(*map(array, args)))}
    for module, name, args in CASES
]
print('[\n' + ',\n'.join(json.dumps(case) for case in cases).replace('-Infinity', '-1e999') + '\n]')
