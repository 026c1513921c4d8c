"""What a running JAX says of itself: how many entries its caches keep, how its settings start, and how it refuses a value.

Usage: python tables.py > VERSION.json    (where jax is installed)

The line is `{jax, limits, weak types, starts, refusals}`. A limit is that of the cache of a layer, by the name of the layer; null where it drops
none, and 0 where the release has no such cache. `starts` are the values of jax.config at the start of a program, enumerations by their name. A refusal is
what `jax.config.update` raises for 'bogus', for 7 and for None: `[type, words]`, or null where it takes the value.
"""
import enum, inspect, json, re

import jax
from jax._src import pjit
from jax._src.interpreters import partial_eval, pxla


def size(*caches):
    """The limit of the first of these caches that the release has; None for a cache without one."""
    module, name = next(((module, name) for module, name in caches if hasattr(module, name)), (None, None))
    if module is None:
        return 0
    cache = getattr(module, name)
    most = cache.cache_info().maxsize if hasattr(cache, "cache_info") else None
    return most if most is not None and 0 < most < 2**31 - 1 else None


def limits():
    capacities = re.findall(r"(?:capacity=|make_jit_cpp_cache\()(\d+)", inspect.getsource(pjit))
    return {
        "dispatch": int(capacities[0]),
        "infer": size((pjit, "_infer_params_cached")),
        "trace": size((pjit, "_create_pjit_jaxpr"), (partial_eval, "trace_to_jaxpr")),
        "lower": size((pxla, "_cached_lowering_to_hlo")),
        "compile": size((pxla, "_cached_compilation")),
    }


def plain(value):
    return value.name if isinstance(value, enum.Enum) else value if isinstance(value, (bool, int, float, str)) or value is None else repr(value)


def refusal(name, value):
    before = getattr(jax.config, name)
    try:
        jax.config.update(name, value)
    except Exception as error:
        return [type(error).__name__, str(error)]
    jax.config.update(name, before)
    return None


names = sorted(name for name in jax.config.values if name.startswith("jax_") and hasattr(jax.config, name))
starts = {name: plain(getattr(jax.config, name)) for name in names}
is_told = lambda refused: refused is not None and ("is not a valid" in refused[1] or "new enum value" in refused[1])
refusals = {name: [refusal(name, value) for value in ("bogus", 7, None)] for name in names if is_told(refusal(name, "bogus"))}
source = inspect.getsource(partial_eval) + inspect.getsource(pjit)
print(json.dumps({"jax": jax.__version__, "limits": limits(), "weak types": sorted(set(re.findall(r"https://\S+#weak-types", source))), "starts": starts, "refusals": refusals}))
