"""Every dtype of JAX: its size, its short name in an aval, its repr, and what its elements hold.

Usage: python dtypes.py > dtypes.json     (jax 0.10.2, CPU)

`codes` is the number of each bit pattern of a float of 8 bits or less; `rounded` what the numbers of `given` become in an array of that
dtype (`"nan"`, `"inf"`, `"-inf"` as text; null where NumPy does not convert).
"""
import json, math, warnings
import numpy as np
import jax, jax.numpy as jnp

warnings.simplefilter("ignore")
jax.config.update("jax_platforms", "cpu")
jax.config.update("jax_enable_x64", True)

NAMES = (
    "bool uint1 uint2 uint4 uint8 uint16 uint32 uint64 int1 int2 int4 int8 int16 int32 int64 float4_e2m1fn float6_e2m3fn float6_e3m2fn float8_e3m4 "
    "float8_e4m3 float8_e8m0fnu float8_e4m3b11fnuz float8_e4m3fn float8_e4m3fnuz float8_e5m2 float8_e5m2fnuz bfloat16 float16 float32 float64 complex64 complex128"
).split()
GIVEN = [
    0.0, 1.0, -1.0, 0.5, 1.5, 2.5, 3.5, -2.5, 0.1, 0.3, 1 / 3, 0.2499, 0.25, 0.375, 5.0, 6.0, 6.5, 7.0, 7.5, 8.0, 15.5, 28.0, 30.0, 31.0, 100.0, 240.0, 248.0, 256.0, 448.0, 464.0, 480.0,
    1e-3, 1e-5, 6e-8, 3e-8, 2e-10, 1e-39, 57344.0, 61440.0, 65504.0, 65519.0, 65520.0, 1e6, 3.39e38, 3.5e38, -448.0, -1e-3, 16777217.0, 0.0625, 0.03125, 0.0009765625,
]


def number(v):
    v = float(v)
    return "nan" if math.isnan(v) else ("inf" if v > 0 else "-inf") if math.isinf(v) else v


def row(name):
    dtype = jnp.dtype(name)
    one = {"itemsize": dtype.itemsize, "short": jax.core.ShapedArray((), dtype).str_short(short_dtypes=True), "repr": repr(dtype)}
    if "float" in name:
        one["rounded"] = [number(np.float64(v).astype(dtype)) for v in GIVEN]
    if "float" in name and dtype.itemsize == 1:
        bits = {"float4": 4, "float6": 6}.get(name[:6], 8)
        one["codes"] = [number(v) for v in np.arange(2**bits, dtype=np.uint8).view(dtype)]
    return one


print(json.dumps({"versions": {"jax": jax.__version__}, "given": GIVEN, "dtypes": {name: row(name) for name in NAMES}}))
