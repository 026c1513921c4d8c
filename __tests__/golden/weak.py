"""What becomes of a weak type: the results of each call in weak.json, on arrays whose types are weak or not.

    python weak.py > weak.json.new
"""

import json
from pathlib import Path

import jax
import jax.numpy as jnp
from jax import lax

w, s = jnp.full((3,), 1), jnp.ones(3, "int32")
wf, sf = jnp.full((3,), 1.0), jnp.ones(3)


def told(python):
    return [f"{'~' if x.weak_type else ''}{x.dtype}[{','.join(map(str, x.shape))}]" for x in jax.tree.leaves(eval(python))]


if __name__ == "__main__":
    rows = json.loads((Path(__file__).parent / "weak.json").read_text())
    print(json.dumps({python: told(python) for python in rows}, indent=2))
