"""Writes what jax, flax and optax export, as JSON: module -> name -> its parameters, or what else it is.

python signatures.py > signatures.json

A function is its parameters as Python prints them, a default as `=`; a class those of its constructor, behind `class`.
`methods` has those of arrays and of the classes of flax.nnx: class -> name -> its parameters.
"""

import importlib
import inspect
import json
from importlib.metadata import version

import flax.nnx
import jax.numpy
import jax.ops
import jax.scipy.special
import jax.scipy.stats

modules = [
    'flax.nnx',
    'flax.nnx.initializers',
    'jax',
    'jax.numpy',
    'jax.numpy.linalg',
    'jax.nn',
    'jax.random',
    'jax.lax',
    'jax.tree',
    'jax.tree_util',
    'jax.ops',
    'jax.scipy.special',
    'jax.scipy.stats',
    'optax',
    'optax.losses',
]


def parameters(value):
  found, is_named, is_placed = [], False, False
  for one in inspect.signature(value).parameters.values():
    if one.name == 'self':
      continue
    if is_placed and one.kind != one.POSITIONAL_ONLY:
      found.append('/')
    is_placed = one.kind == one.POSITIONAL_ONLY
    if one.kind == one.KEYWORD_ONLY and not is_named:
      found.append('*')
    is_named = is_named or one.kind in (one.KEYWORD_ONLY, one.VAR_POSITIONAL)
    mark = {one.VAR_POSITIONAL: '*', one.VAR_KEYWORD: '**'}.get(one.kind, '')
    found.append(mark + one.name + ('' if one.default is one.empty else '='))
  if is_placed:
    found.append('/')
  return ', '.join(found)


def described(value):
  if inspect.ismodule(value):
    return 'module'
  try:
    if inspect.isclass(value):
      return f'class({parameters(value.__init__)})'
    return f'({parameters(value)})' if callable(value) else type(value).__name__
  except (TypeError, ValueError):
    return 'class' if inspect.isclass(value) else '(…)'


def names(name):
  package, *path = name.split('.')
  found = importlib.import_module('flax.nnx' if name.startswith('flax.nnx') else package)
  for part in path[1:] if package == 'flax' else path:
    found = getattr(found, part)
  return {n: described(getattr(found, n)) for n in sorted(dir(found)) if not n.startswith('_')}


def methods(value):
  """Those that a program calls by name, each with its parameters."""
  own = {n: getattr(value, n) for n in sorted(dir(value)) if not n.startswith('_') or n == '__call__'}
  return {n: described(one)[1:-1] for n, one in own.items() if inspect.isfunction(one)}


# What samples of a stream of keys is wrapped: its signature is the function's, with the key.
wrapped = ('Rngs', 'RngStream')
classes = {'Array': type(jax.numpy.ones(1))} | {
    n: one
    for n, one in sorted(vars(flax.nnx).items())
    if inspect.isclass(one) and not n.startswith('_') and n not in wrapped
}


print(
    json.dumps(
        {
            'versions': {p: version(p) for p in ('jax', 'flax', 'optax')},
            'names': {name: names(name) for name in modules},
            'methods': {n: found for n, one in classes.items() if (found := methods(one))},
        },
        indent=1,
        ensure_ascii=False,
    )
)
