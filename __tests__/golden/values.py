"""What JAX and NumPy print of values, and the words of keys: evaluates the Python of each row of values.json anew.

    python values.py > values.json.new
"""

import json
from pathlib import Path

import jax
import jax.numpy as jnp
import numpy as np


def words(key):
    """The words of a key, old or typed."""
    return jax.random.key_data(key).tolist() if jnp.issubdtype(key.dtype, jax.dtypes.prng_key) else key.tolist()


def told(python):
    jax.config.update("jax_enable_x64", python.startswith("x64: "))
    try:
        return repr(eval(python.removeprefix("x64: ")))
    except Exception as error:
        return f"{type(error).__name__}: {error}".split("\n")[0]


if __name__ == "__main__":
    rows = json.loads((Path(__file__).parent / "values.json").read_text())
    print(json.dumps({python: told(python) for python in rows}, indent=2))
