"""A jaxpr as text that a person can read and a test can compare: every variable, literal and parameter.

    lambda a:float32[3,4]
    b:float32[3,4] = max a 0.:float32[]
    return b

Called jaxprs stand indented under the equation that calls them. Left out are the parameters that say how to compile and not what is
computed, and those that hold the called jaxprs.
"""
import enum, string
import jax
import numpy as np
from jax.extend.core import Literal, jaxprs_in_params

SILENT = {
    "accuracy", "branches", "body_jaxpr", "call_jaxpr", "cond_jaxpr", "compiler_options_kvs", "ctx_mesh", "donated_invars", "in_layouts", "in_shardings",
    "indices_are_sorted", "inline", "is_stable", "jaxpr", "jvp_jaxpr_fun", "jvp_jaxpr_thunk", "keep_unused", "linear", "num_keys",
    "out_dtype", "out_layouts", "out_sharding", "out_shardings", "sharding", "symbolic_zeros", "unique_indices", "unroll", "update_consts",
    "update_jaxpr", "_split_transpose", "rounding_method",
}


def type_of(aval):
    return f"{'~' if getattr(aval, 'weak_type', False) else ''}{aval.dtype}[{','.join(map(str, aval.shape))}]"


def number(value, dtype):
    """A number with as many digits as its dtype tells apart: eight, or four of 16 bits."""
    if dtype == bool:
        return str(bool(value))
    if not jax.numpy.issubdtype(dtype, jax.numpy.floating):
        return str(int(value))
    value = float(value)
    if value != value or value in (float("inf"), float("-inf")):
        return str(value)
    if abs(value) >= 1e21 or 0 < abs(value) < 1e-6:
        return f"{value:.{8 if dtype.itemsize > 2 else 4}g}".replace("e-0", "e-")
    short = np.format_float_positional(float(f"{value:.{8 if dtype.itemsize > 2 else 4}g}"), trim="-")
    return short if "." in short else short + "."


def parameter(value):
    if isinstance(value, (list, tuple)) and not hasattr(value, "_fields"):
        inner = ", ".join(map(parameter, value))
        return f"({inner},)" if len(value) == 1 else f"({inner})"
    if hasattr(value, "tag"):
        return value.tag
    if hasattr(value, "_fields"):
        return "(" + " ".join(f"{name}={parameter(getattr(value, name))}" for name in value._fields) + ")"
    if isinstance(value, enum.Enum):
        return value.name
    if isinstance(value, (bool, str)) or value is None:
        return str(value)
    if isinstance(value, (int, np.integer)):
        return str(int(value))
    return str(value)


def header(eqn):
    name = eqn.primitive.name
    if name in ("jit", "pjit"):
        return f"jit[{eqn.params['name']}]"
    told = [f"{key}={parameter(value)}" for key, value in sorted(eqn.params.items()) if key not in SILENT and (key, name) != ("num_consts", "custom_jvp_call")]
    return f"{name}[{' '.join(told)}]" if told else name


def letters(n):
    return (letters(n // 26 - 1) if n >= 26 else "") + string.ascii_lowercase[n % 26]


def lines(jaxpr, depth=0):
    names, indent = {}, "  " * depth

    def new(var):
        names[var] = letters(len(names))
        return f"{names[var]}:{type_of(var.aval)}"

    def atom(a):
        return f"{number(a.val, a.aval.dtype)}:{type_of(a.aval)}" if isinstance(a, Literal) else names[a]

    out = [indent + " ".join(["lambda", *[new(v) for v in [*jaxpr.constvars, *jaxpr.invars]]])]
    for eqn in jaxpr.eqns:
        given = [atom(a) for a in eqn.invars]
        out.append(f"{indent}{' '.join(new(v) for v in eqn.outvars)} = {' '.join([header(eqn), *given])}")
        for inner in jaxprs_in_params(eqn.params):
            out += lines(getattr(inner, "jaxpr", inner), depth + 1)
    return [*out, indent + " ".join(["return", *[atom(a) for a in jaxpr.outvars]])]
