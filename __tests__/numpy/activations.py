"""Records what jax.nn gives: python activations.py > activations.json (jax 0.10.2, on a CPU)."""
import json

import jax
import jax.numpy as jnp

X = [[-7.5, -1.25, 0.0, 0.5], [1.0, 2.5, 6.5, -0.75]]
WHERE = [[True, False, True, True], [True, True, False, True]]
ONE = 'relu relu6 gelu silu sigmoid softplus elu leaky_relu hard_sigmoid hard_silu squareplus sparse_plus sparse_sigmoid'
ONE += ' soft_sign log_sigmoid mish celu selu hard_tanh glu softmax log_softmax logsumexp logmeanexp standardize'
MORE = [
    ('elu', [0.5], {}),
    ('celu', [2.5], {}),
    ('leaky_relu', [0.25], {}),
    ('squareplus', [0.5], {}),
    ('gelu', [], {'approximate': False}),
    ('glu', [], {'axis': 0}),
    ('softmax', [], {'axis': 0}),
    ('softmax', [], {'where': WHERE}),
    ('log_softmax', [], {'where': WHERE}),
    ('logsumexp', [], {'axis': 1, 'keepdims': True}),
    ('logsumexp', [], {'axis': 0, 'b': [[1.0, 0.0, 2.5, -0.5], [0.5, 1.0, 1.0, 3.0]]}),
    ('logsumexp', [], {'axis': 1, 'where': WHERE}),
    ('logmeanexp', [], {'axis': 0}),
    ('standardize', [], {'axis': 0}),
]


def array(value):
    return jnp.array(value) if isinstance(value, list) else value


def plain(x):
    return {'dtype': str(x.dtype), 'shape': list(x.shape), 'data': x.astype(jnp.float32).reshape(-1).tolist()}


cases = []
for name, args, options in [(name, [], {}) for name in ONE.split()] + MORE:
    f = lambda x: getattr(jax.nn, name)(x, *args, **{key: array(value) for key, value in options.items()})
    x = jnp.array(X)
    slope = jax.grad(lambda x: jnp.sum(jnp.where(jnp.isfinite(f(x)), f(x), 0)))(x)
    case = {'fn': name, 'x': X, 'args': args, 'options': options, 'result': plain(f(x))}
    cases.append(case | ({'gradient': plain(slope)} if 'where' not in options else {}))
print('[\n' + ',\n'.join(json.dumps(case) for case in cases).replace('-Infinity', '-1e999').replace('NaN', 'null') + '\n]')
