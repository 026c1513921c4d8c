"""Writes what jax, flax and optax export, as JSON: module -> name -> its parameters, or what else it is.

python signatures.py > signatures.json

A function is its parameters as Python prints them, a default as `=`; a class those of its constructor, behind `class`.
"""

import importlib
import inspect
import json
from importlib.metadata import version

import jax.ops
import jax.scipy.special

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
    'jax.ops',
    'jax.scipy.special',
    'optax',
    'optax.losses',
]


def parameters(value):
  found, is_named = [], False
  for one in inspect.signature(value).parameters.values():
    if one.name == 'self':
      continue
    if one.kind == one.KEYWORD_ONLY and not is_named:
      found.append('*')
    is_named = is_named or one.kind in (one.KEYWORD_ONLY, one.VAR_POSITIONAL)
    mark = {one.VAR_POSITIONAL: '*', one.VAR_KEYWORD: '**'}.get(one.kind, '')
    found.append(mark + one.name + ('' if one.default is one.empty else '='))
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



print(
    json.dumps(
        {
            'versions': {p: version(p) for p in ('jax', 'flax', 'optax')},
            'names': {name: names(name) for name in modules},
        },
        indent=1,
        ensure_ascii=False,
    )
)
