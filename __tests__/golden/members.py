"""What each member of a cache's key costs: two calls that differ in one thing alone, and how far the second one falls.

Usage: python members.py [members.jsonl] > members.jsonl.new     (where jax is installed; the outcomes of its release are added to the file's)

A line is `{title, wrappers, first, second, outcomes}`. Both calls are of one function, `f(x, y=None): x * 2`, through so many wrappers; first
and second are `{with, args, kwargs, config}`: the options of jit, the arguments (`{"ones": shape}`, `{"numpy": shape}`, `{"committed": device}`,
`{"weak": x}` for a Python float, `{"tuple": […]}`, `{"dtype": name}` for `np.dtype(name)`, `{"scalar": name}` for `jnp.float32`, plain values)
and the settings; a release that has no such setting has no outcome. Two CPU devices are made.
"""
import collections, json, os, sys

os.environ["XLA_FLAGS"] = "--xla_force_host_platform_device_count=2"
os.environ["JAX_PLATFORMS"] = "cpu"
import jax, jax.numpy as jnp, numpy as np
from jax._src import util
from jax.sharding import SingleDeviceSharding

EVENTS, DISPATCH, BODIES = [], collections.Counter(), []
util.test_event_listener = lambda name, *args: DISPATCH.update([name])
jax.monitoring.register_event_duration_secs_listener(lambda event, seconds, **more: EVENTS.append(event.split("/")[-1]))

ONES = {"ones": [3]}
PAIRS = []


def call(*args, kwargs=None, config=None, **options):
    return {"with": options, "args": list(args), "kwargs": kwargs or {}, "config": config or {}}


def pair(title, first, second):
    wrappers = 1 if first["with"] == second["with"] and "another wrapper" not in title else 2
    PAIRS.append({"title": title, "wrappers": wrappers, "first": first, "second": second})


pair("the same call through another wrapper", call(ONES), call(ONES))
pair("a NumPy array through another wrapper", call(ONES), call({"numpy": [3]}))
pair("a committed array through another wrapper", call(ONES), call({"committed": 0}))
for x, y in (([3], [4]), ([3], [3, 1]), ([0], [3])):
    pair(f"shape {x} and {y}", call({"ones": x}), call({"ones": y}))
pair("an array and a NumPy array", call(ONES), call({"numpy": [3]}))
pair("a NumPy array and an array", call({"numpy": [3]}), call(ONES))
pair("an array and a Python float", call({"ones": []}), call({"weak": 1.5}))
pair("a Python int and a Python float", call(1), call({"weak": 1.5}))
pair("two Python floats", call({"weak": 1.5}), call({"weak": 2.5}))
pair("a Python bool and a Python int", call(True), call(1))
pair("a free and a committed array", call(ONES), call({"committed": 0}))
pair("a committed and a free array", call({"committed": 0}), call(ONES))
pair("arrays committed to two devices", call({"committed": 0}), call({"committed": 1}))
pair("a committed array that the body does not use", call(ONES, ONES), call(ONES, {"committed": 0}))
pair("by position and by keyword", call(ONES), call(kwargs={"x": ONES}))
pair("a default left out and given", call(ONES), call(ONES, None))
pair("None and an array", call(ONES, None), call(ONES, ONES))
pair("a tuple and a list", call(ONES, {"tuple": [1, 2]}), call(ONES, [1, 2]))
pair("keep_unused where all is used", call(ONES), call(ONES, keep_unused=True))
pair("keep_unused where something is not used", call(ONES, ONES), call(ONES, ONES, keep_unused=True))
pair("keep_unused for a NumPy array", call(ONES, ONES), call({"numpy": [3]}, ONES, keep_unused=True))
pair("keep_unused where all is used, for a NumPy array", call(ONES), call({"numpy": [3]}, keep_unused=True))
pair("a device", call(ONES), call(ONES, device=0))
pair("a backend", call(ONES), call(ONES, backend="cpu"))
pair("the same backend", call(ONES, backend="cpu"), call(ONES, backend="cpu"))
pair("inline", call(ONES), call(ONES, inline=True))
pair("donation", call(ONES), call(ONES, donate_argnums=0))
pair("donation of what is dropped", call(ONES, ONES), call(ONES, ONES, donate_argnums=1))
pair("donation by position and by name", call(ONES, donate_argnums=0), call(ONES, donate_argnames="x"))
pair("compiler options", call(ONES), call(ONES, compiler_options={"xla_cpu_enable_fast_math": False}))
pair("two values of a compiler option", call(ONES, compiler_options={"xla_cpu_enable_fast_math": True}), call(ONES, compiler_options={"xla_cpu_enable_fast_math": False}))
pair("the same compiler options", call(ONES, compiler_options={"xla_cpu_enable_fast_math": True}), call(ONES, compiler_options={"xla_cpu_enable_fast_math": True}))
pair("a sharding of the inputs", call(ONES), call(ONES, in_shardings="sharding"))
pair("the same sharding of the inputs", call(ONES, in_shardings="sharding"), call(ONES, in_shardings="sharding"))
pair("a sharding of the results", call(ONES), call(ONES, out_shardings="sharding"))
pair("a static position", call(ONES, 1), call(ONES, 1, static_argnums=1))
pair("a static position that is not given", call(ONES), call(ONES, static_argnums=1))
pair("a static name", call(ONES, kwargs={"y": 1}), call(ONES, kwargs={"y": 1}, static_argnames="y"))
static = {"static_argnums": 1}
pair("one static value", call(ONES, 1, **static), call(ONES, 1, **static))
pair("static 1 and 2", call(ONES, 1, **static), call(ONES, 2, **static))
pair("static 1 and 1.0", call(ONES, 1, **static), call(ONES, {"weak": 1.0}, **static))
pair("static 1 and True", call(ONES, 1, **static), call(ONES, True, **static))
pair("static (1,) and (1.0,)", call(ONES, {"tuple": [1]}, **static), call(ONES, {"tuple": [{"weak": 1.0}]}, **static))
pair("static 'a' and 'b'", call(ONES, "a", **static), call(ONES, "b", **static))
named = {"static_argnames": "y"}
pair("static keyword 1 and 1.0", call(ONES, kwargs={"y": 1}, **named), call(ONES, kwargs={"y": {"weak": 1.0}}, **named))
pair("static keyword 1 and 2", call(ONES, kwargs={"y": 1}, **named), call(ONES, kwargs={"y": 2}, **named))
pair("static dtypes that are ==, of two hashes", call(ONES, {"dtype": "float32"}, **static), call(ONES, {"scalar": "float32"}, **static))
pair("static keyword dtypes that are ==, of two hashes", call(ONES, kwargs={"y": {"dtype": "float32"}}, **named), call(ONES, kwargs={"y": {"scalar": "float32"}}, **named))
for name, value in (
    ("jax_default_matmul_precision", "float32"), ("jax_numpy_rank_promotion", "warn"), ("jax_numpy_dtype_promotion", "strict"), ("jax_debug_nans", True), ("jax_log_compiles", True),
    ("jax_enable_x64", True), ("jax_threefry_partitionable", False), ("jax_default_prng_impl", "rbg"), ("jax_transfer_guard", "log"), ("jax_softmax_custom_jvp", True),
    ("jax_optimization_level", "O1"), ("jax_memory_fitting_level", "O1"), ("jax_mutable_array_checks", False), ("jax_explain_cache_misses", True), ("jax_check_tracer_leaks", False),
    ("jax_debug_key_reuse", True), ("jax_threefry_gpu_kernel_lowering", True), ("jax_use_direct_linearize", False), ("jax_use_simplified_jaxpr_constants", True),
    ("jax_enable_pgle", True), ("jax_pgle_profiling_runs", 4), ("jax_random_seed_offset", 1), ("jax_remove_size_one_mesh_axis_from_type", True),
    ("jax_error_checking_behavior_nan", "raise"), ("jax_error_checking_behavior_divide", "raise"), ("jax_error_checking_behavior_oob", "raise"),
    ("jax_auto_pcast", False), ("jax_allow_f16_reductions", False), ("jax_xla_profile_version", 1), ("jax_use_shardy_partitioner", False),
    ("jax_high_dynamic_range_gumbel", True), ("jax_hlo_source_file_canonicalization_regex", "x"), ("jax_check_static_indices", True), ("jax_scan3", True),
    ("jax_remat3", True), ("jax_custom_vjp3", True), ("jax_custom_jvp3", True), ("jax_embedded_constants_max_bytes", 64), ("jax_use_emit_pipeline_primitive", True),
    ("jax_pallas_enable_debug_checks", True), ("jax_pallas_use_mosaic_gpu", True), ("jax_ragged_dot_use_gpu_pallas_triton_lowering", True),
    ("jax_raise_on_ppermute_sort_diff", False), ("jax_remat_barrier_no_cotangents", True), ("jax_use_hlo_logistic_lowering", True), ("jax_accurate_erf_inv", True),
    ("jax_pallas_auto_assign_collective_ids", "yes"), ("jax_pallas_auto_assign_collective_ids_limit", 26), ("jax_safer_randint", False),
    ("jax_dynamic_shapes", True), ("jax_explicit_x64_dtypes", "error"),
):
    pair(name, call(ONES), call(ONES, config={name: value}))


def decode(v):
    if isinstance(v, list):
        return [decode(one) for one in v]
    if not isinstance(v, dict):
        return v
    ((tag, of),) = v.items()
    return {
        "ones": lambda: jnp.ones(of), "numpy": lambda: np.ones(of, "float32"), "committed": lambda: jax.device_put(jnp.ones(3), jax.devices()[of]),
        "dtype": lambda: np.dtype(of), "scalar": lambda: getattr(jnp, of),
        "weak": lambda: of, "tuple": lambda: tuple(decode(one) for one in of),
    }[tag]()


def make():
    def f(x, y=None):
        BODIES.append(1)
        return x * 2

    return f


def wrap(f, one):
    options = {k: SingleDeviceSharding(jax.devices()[0]) if v == "sharding" else jax.devices()[v] if k == "device" else v for k, v in one["with"].items()}
    return jax.jit(f, **options)


def has(name):
    return hasattr(jax.config, name)


def run(jitted, one):
    args, kwargs = decode(one["args"]), {k: decode(v) for k, v in one["kwargs"].items()}
    before = {name: getattr(jax.config, name) for name in one["config"]}
    start = (len(BODIES), len(EVENTS), DISPATCH["jit_cpp_cache_miss"])
    try:
        for name, value in one["config"].items():
            jax.config.update(name, value)
        jitted(*args, **kwargs)
    finally:
        for name, value in before.items():
            jax.config.update(name, value)
    events = EVENTS[start[1] :]
    traced, lowered, compiled = len(BODIES) - start[0], events.count("jaxpr_to_mlir_module_duration"), events.count("backend_compile_duration")
    missed, inferred = DISPATCH["jit_cpp_cache_miss"] > start[2], "jaxpr_trace_duration" in events
    if not missed and not inferred:
        return "hit"
    if traced:
        return "retrace"
    if lowered or compiled:
        return "rewrap" if inferred else "relower" if lowered else "recompile"
    return "rebind" if inferred else "dispatch"


known = [json.loads(line) for line in open(sys.argv[1])] if len(sys.argv) > 1 else []
outcomes = {one["title"]: one["outcomes"] for one in known}
for one in PAIRS:
    if not all(has(name) for name in one["second"]["config"]):
        print(json.dumps({**one, "outcomes": outcomes.get(one["title"], {})}))
        continue
    jax.clear_caches()
    f = make()
    jitted = wrap(f, one["first"])
    run(jitted, one["first"])
    outcome = run(jitted if one["wrappers"] == 1 else wrap(f, one["second"]), one["second"])
    print(json.dumps({**one, "outcomes": {**outcomes.get(one["title"], {}), jax.__version__: outcome}}))
