"""What JAX prints of 64 bits, whose integers no float holds: each line behind SETUP.

    python __tests__/golden/integers.py > __tests__/golden/integers.json     (jax 0.10.2)
"""

import contextlib
import io
import json
import sys

SETUP = """
import jax
import jax.numpy as jnp
from jax import lax
jax.config.update('jax_enable_x64', True)
big = jnp.array([2**62 + 1, -(2**62) - 3, 7, 0, -1])
small = jnp.array([3, 5, -2, 9, 2])
shifts = jnp.array([1, 2, 60, 63, 64])
unsigned = jnp.array([2**64 - 1, 5, 0], dtype='uint64')
"""

LINES = r"""
print(big.dtype, big.tolist())
print(jnp.sign(big).tolist(), jnp.abs(big).tolist(), (-big).tolist(), (~big).tolist())
print((big + small).tolist(), (big * 3).tolist(), (big - small).tolist())
print((big // small).tolist(), (big % small).tolist(), lax.div(big, small).tolist(), lax.rem(big, small).tolist())
print(jnp.maximum(big, small).tolist(), jnp.minimum(big, small).tolist(), jnp.clip(big, -5, 5).tolist())
print((big & small).tolist(), (big | small).tolist(), (big ^ small).tolist())
print((big << shifts).tolist(), (big >> shifts).tolist(), lax.shift_right_logical(big, shifts).tolist())
print((small ** 3).tolist(), jnp.power(small, jnp.array([5, 0, 3, 2, 62])).tolist(), lax.integer_pow(big, 2).tolist())
print(lax.population_count(big).tolist(), jnp.where(big > small, big, small).tolist())
print(jnp.max(big).item(), jnp.min(big).item(), jnp.sum(big).item(), jnp.prod(small).item(), jnp.argmax(big).item())
print(jnp.cumsum(big).tolist(), jnp.cumprod(small).tolist(), lax.cummax(big).tolist(), lax.cummin(big).tolist())
print(jnp.sort(big).tolist(), jnp.argsort(big).tolist(), (big == small).tolist(), (big < small).tolist())
print(big.astype('uint64').tolist(), big.astype('int32').tolist(), big.astype('float64').tolist(), big.astype(bool).tolist())
print(jnp.array([1.5, -2.5, 1e300, float('nan'), -1e300]).astype('int64').tolist())
print(jnp.array([3.5, 2.0**63, 1e300]).astype('uint64').tolist())
print(unsigned.tolist(), (unsigned + 2).tolist(), (unsigned // 10).tolist(), (unsigned % 10).tolist(), (unsigned >> 60).tolist())
print(jnp.max(unsigned).item(), jnp.min(unsigned).item(), jnp.maximum(unsigned, 7).tolist(), jnp.sort(unsigned).tolist())
print(big.reshape(5, 1)[1:3].T.tolist(), jnp.concatenate([big, small])[::3].tolist(), jnp.flip(big).tolist(), big[jnp.array([4, 0])].tolist())
print(big.at[1].set(2**61).tolist(), big.at[jnp.array([0, 0])].add(2).tolist(), jnp.zeros(3, int).at[1].max(2**60).tolist())
print(jnp.dot(big, small).item(), jnp.outer(small, small)[0].tolist(), jnp.tile(big[:2], 2).tolist(), jnp.pad(big[:1], 1).tolist())
print(lax.clamp(jnp.int64(-2), big, jnp.int64(2**40)).tolist(), jnp.diff(small).tolist(), jnp.unique(small).tolist())
print(jnp.nextafter(jnp.array([1.0, 0.0, -1.0, 2.0]), jnp.array([2.0, 1.0, 0.0, 2.0])).tolist())
""".strip().splitlines()


def printed(line):
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        exec(SETUP + line, {})
    return out.getvalue().strip()


if __name__ == "__main__":
    json.dump({"setup": SETUP, "lines": [{"text": line, "printed": printed(line)} for line in LINES]}, sys.stdout)
