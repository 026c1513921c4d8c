"""What optax gives: five updates of each transformation, and the values of schedules and losses.

python record.py > recorded.json
"""

import json

import jax
import jax.numpy as jnp
import numpy as np
import optax

rng = np.random.default_rng(5)


def call(name, *args, **options):
  return {'call': name, 'args': args, 'options': options}


def made(value):
  if isinstance(value, dict) and 'call' in value:
    found = optax
    for part in value['call'].split('.'):
      found = getattr(found, part)
    return found(*map(made, value['args']), **{k: made(v) for k, v in value['options'].items()})
  if isinstance(value, dict):
    return {k: made(v) for k, v in value.items()}
  return [made(v) for v in value] if isinstance(value, list) else value


def numbers(tree):
  return [np.asarray(leaf, np.float64).ravel().round(9).tolist() for leaf in jax.tree.leaves(tree)]


def arrays():
  return {'b': rng.normal(size=2).round(3).tolist(), 'w': rng.normal(size=(2, 3)).round(3).tolist()}


start = arrays()
gradients = [arrays() for _ in range(5)]
sgd, adam = call('sgd', 0.5), call('adam', 0.01)
fall = call('exponential_decay', 0.5, 2, 0.5)

transformations = [
    call('adabelief', 0.01),
    call('adafactor', 0.05, min_dim_size_to_factor=2),
    call('adafactor', 0.05, momentum=0.9, weight_decay_rate=0.1),
    call('adagrad', 0.1),
    call('adam', fall, b1=0.8, eps_root=1e-6),
    call('adamaxw', 0.01, weight_decay=0.1),
    call('adamw', 0.01, mask={'b': False, 'w': True}, weight_decay=0.5),
    call('amsgrad', 0.01),
    call('fromage', 0.1),
    call('lamb', 0.01, weight_decay=0.1),
    call('lars', 0.1, weight_decay=0.1, nesterov=True),
    call('nadam', 0.01),
    call('novograd', 0.01, weight_decay=0.1),
    call('radam', 0.01, b2=0.9, threshold=4.5),
    call('rmsprop', 0.01, centered=True, momentum=0.9),
    call('rmsprop', 0.01, eps_in_sqrt=False, initial_scale=0.5),
    call('sgd', fall, momentum=0.5, nesterov=True),
    call('sign_sgd', 0.1),
    call('clip_by_block_rms', 0.5),
    call('scale_by_param_block_norm'),
    call('scale_by_learning_rate', fall, flip_sign=False),
    call('add_decayed_weights', fall),
    call('ema', 0.9, debias=False),
    call('masked', sgd, {'b': True, 'w': False}),
    call('multi_transform', {'slow': adam, 'still': call('set_to_zero')}, {'b': 'still', 'w': 'slow'}),
    call('chain', call('clip_by_global_norm', 0.5), call('trace', 0.9), call('scale', -0.1)),
    call('MultiSteps', adam, 2),
    call('MultiSteps', sgd, 3, use_grad_mean=False),
]

schedules = [
    call('constant_schedule', 0.25),
    call('linear_schedule', 0.1, 0.9, 4, 2),
    call('polynomial_schedule', 0.9, 0.1, 3, 5),
    call('exponential_decay', 0.5, 3, 0.5, transition_begin=1, end_value=0.2),
    call('exponential_decay', 0.5, 3, 0.5, staircase=True),
    call('cosine_decay_schedule', 0.5, 6, alpha=0.1, exponent=2),
    call('warmup_cosine_decay_schedule', 0.1, 0.5, 3, 8, end_value=0.05),
    call('warmup_exponential_decay_schedule', 0.1, 0.5, 3, 2, 0.5),
    call('linear_onecycle_schedule', 8, 0.5),
    call('cosine_onecycle_schedule', 8, 0.5),
    call('join_schedules', [call('linear_schedule', 0.1, 0.5, 4), call('constant_schedule', 0.25)], [3]),
]

matrix = lambda *shape: rng.normal(size=shape).round(3).tolist()
shares = jax.nn.softmax(jnp.array(matrix(2, 3))).round(3).tolist()
signs, classes = [[1.0, -1.0, 1.0], [-1.0, -1.0, 1.0]], [2, 0]
losses = [
    ('l2_loss', [matrix(2, 3)], {}),
    ('huber_loss', [matrix(2, 3), matrix(2, 3)], {'delta': 0.5}),
    ('log_cosh', [matrix(2, 3), matrix(2, 3)], {}),
    ('cosine_distance', [matrix(2, 3), matrix(2, 3)], {'epsilon': 0.1}),
    ('sigmoid_binary_cross_entropy', [matrix(2, 3), shares], {}),
    ('sigmoid_focal_loss', [matrix(2, 3), [[1.0, 0.0, 1.0], [0.0, 0.0, 1.0]]], {'alpha': 0.25, 'gamma': 1.5}),
    ('softmax_cross_entropy', [matrix(2, 3), shares], {}),
    ('safe_softmax_cross_entropy', [matrix(2, 3), [[1.0, 0.0, 0.0], [0.0, 0.5, 0.5]]], {}),
    ('softmax_cross_entropy_with_integer_labels', [matrix(2, 3), classes], {}),
    ('kl_divergence', [matrix(2, 3), [[1.0, 0.0, 0.0], [0.25, 0.5, 0.25]]], {}),
    ('generalized_kl_divergence', [matrix(2, 3), shares], {}),
    ('hinge_loss', [matrix(2, 3), signs], {}),
    ('losses.perceptron_loss', [matrix(2, 3), signs], {}),
    ('losses.multiclass_hinge_loss', [matrix(2, 3), classes], {}),
    ('losses.multiclass_perceptron_loss', [matrix(2, 3), classes], {}),
    ('losses.poly_loss_cross_entropy', [matrix(2, 3), shares], {'epsilon': 1.5}),
    ('losses.triplet_margin_loss', [matrix(2, 3), matrix(2, 3), matrix(2, 3)], {'margin': 0.5}),
]


def steps(tx):
  tx = made(tx)
  params = {k: jnp.array(v) for k, v in start.items()}
  state, found = tx.init(params), []
  for gradient in gradients:
    updates, state = tx.update({k: jnp.array(v) for k, v in gradient.items()}, state, params)
    params = optax.apply_updates(params, updates)
    found.append(numbers(updates))
  return found


def lossed(name, args, options):
  found = optax
  for part in name.split('.'):
    found = getattr(found, part)
  first, *rest = map(jnp.array, args)
  loss = lambda x: found(x, *rest, **options)
  gradient = jax.grad(lambda x: loss(x).sum())(first)
  return {'name': name, 'args': args, 'options': options, 'loss': numbers(loss(first)), 'gradient': numbers(gradient)}


row = lambda value: '  ' + json.dumps(value, separators=(',', ':'))
rows = lambda values: '[\n' + ',\n'.join(map(row, values)) + '\n ]'
print(f"""{{
 "versions": {json.dumps({'jax': jax.__version__, 'optax': optax.__version__})},
 "start": {json.dumps(start)},
 "gradients": {json.dumps(gradients)},
 "transformations": {rows({'tx': tx, 'updates': steps(tx)} for tx in transformations)},
 "schedules": {rows({'schedule': s, 'values': [round(float(made(s)(jnp.array(i))), 9) for i in range(10)]} for s in schedules)},
 "losses": {rows(lossed(*loss) for loss in losses)}
}}""")
