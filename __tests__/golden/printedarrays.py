"""Records how NumPy prints arrays of random numbers of each dtype of floats: their bytes, `repr` of them, and that of JAX's.

    python printedarrays.py > printedarrays.json

jax 0.10.2, NumPy 2.5.5, ml_dtypes 0.6.0.
"""

import json
import os

import jax
import jax.numpy as jnp
import ml_dtypes
import numpy as np

os.environ['JAX_PLATFORMS'] = 'cpu'
jax.config.update('jax_enable_x64', True)
EACH = 30
DTYPES = {
    name: getattr(ml_dtypes, name, None) or getattr(np, name)
    for name in (
        'float16',
        'float32',
        'float64',
        'complex64',
        'complex128',
        'bfloat16',
        'float8_e4m3fn',
        'float8_e5m2',
    )
}


def numbers(rng: np.random.Generator, kind: int, size: int) -> np.ndarray:
    """Numbers of a kind: near one, of all sizes, ties, powers of ten, whole ones, with those that are none, of one size."""
    if kind == 1:
        return rng.standard_normal(size) * 10.0 ** rng.integers(-12, 13, size)
    if kind == 2:
        return rng.integers(-2000, 2000, size) / 2.0 ** rng.integers(0, 14)
    if kind == 3:
        return 10.0 ** rng.integers(-6, 9, size)
    if kind == 4:
        return rng.integers(-10, 10, size) * 1.0
    found = rng.standard_normal(size)
    if kind == 5:
        found[rng.random(size) < 0.4] = rng.choice([np.nan, np.inf, -np.inf, -0.0, 0.0])
    return found * 10.0 ** rng.integers(-3, 8) if kind == 6 else found


def main() -> None:
    rng = np.random.default_rng(0)
    rows = []
    for name, dtype in DTYPES.items():
        for i in range(EACH):
            n = int(rng.integers(1, 12))
            shape = [(n,), (2, n), ()][int(rng.integers(0, 3))]
            size = int(np.prod(shape))
            with np.errstate(all='ignore'):
                found = numbers(rng, i % 7, size)
                if name.startswith('complex'):
                    found = found + 1j * numbers(rng, i % 7, size)
                array = found.astype(dtype).reshape(shape)
            rows.append([name, list(shape), array.tobytes().hex(), repr(array), repr(jnp.asarray(array))])
    print('[\n' + ',\n'.join(json.dumps(row) for row in rows) + '\n]')


main()
