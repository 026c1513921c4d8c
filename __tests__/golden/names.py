"""Writes the names that jax, flax and optax export, as JSON: module -> names.

python names.py > names.json
"""

import importlib
import json
from importlib.metadata import version

modules = [
    'flax.nnx',
    'flax.nnx.initializers',
    'jax',
    'jax.numpy',
    'jax.lax',
    'jax.nn',
    'jax.random',
    'jax.tree',
    'jax.sharding',
    'numpy',
    'optax',
]


def names(name):
  package, *path = name.split('.')
  found = importlib.import_module('flax.nnx' if name.startswith('flax.nnx') else package)
  for part in path[1:] if package == 'flax' else path:
    found = getattr(found, part)
  return [n for n in sorted(dir(found)) if not n.startswith('_')]


print(
    json.dumps(
        {
            'versions': {p: version(p) for p in ('jax', 'flax', 'optax', 'numpy')},
            'names': {name: names(name) for name in modules},
        },
        indent=1,
    )
)
