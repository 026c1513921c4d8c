"""Run scenario files on real JAX + Flax NNX and record what every call did to the jit caches.

Usage: python record.py SCENARIO.json [...] > GOLDEN.jsonl     (one line per scenario, `expect` filled in)

What is recorded, and the format of scenarios, is described in README.md beside this file.
"""
import collections, copy, dataclasses, functools, json, logging, re, sys

import numpy as np
import jax, jax.numpy as jnp
from jax._src import util as jax_util
import flax, optax
from flax import nnx

jax.config.update("jax_explain_cache_misses", True)


class Log(logging.Handler):
    def __init__(self):
        super().__init__(logging.DEBUG)
        self.lines = []

    def emit(self, record):
        self.lines.append(record.getMessage())


LOG = Log()
for name in ("jax", "jax._src.pjit", "jax._src.interpreters.pxla", "jax._src.dispatch"):
    logging.getLogger(name).propagate = False
logging.getLogger("jax").addHandler(LOG)
logging.getLogger("jax._src.pjit").propagate = True
logging.getLogger("jax._src.interpreters.pxla").propagate = True
logging.getLogger("jax._src.dispatch").propagate = True

EVENTS = []
DISPATCH = collections.Counter()


def _on_test_event(name, *args):
    DISPATCH[name] += 1


jax_util.test_event_listener = _on_test_event


def _on_event(event, duration, **kw):
    EVENTS.append((event, str(kw.get("fun_name", ""))))


jax.monitoring.register_event_duration_secs_listener(_on_event)
TRACE = "/jax/core/compile/jaxpr_trace_duration"
LOWER = "/jax/core/compile/jaxpr_to_mlir_module_duration"
COMPILE = "/jax/core/compile/backend_compile_duration"

# ---------------------------------------------------------------- function bodies


class Tagged(nnx.Variable):
    """A user's own Variable subclass."""


@dataclasses.dataclass
class Record:
    """A static object that compares by value and can be changed in place."""
    a: int = 0
    b: str = ""
    __hash__ = None


class Opaque:
    """A static object that compares by identity, Python's default."""


FUNCTIONS = {
    "relu": jax.nn.relu, "gelu": jax.nn.gelu, "tanh": jnp.tanh, "silu": jax.nn.silu, "identity": None,
}


def _identity(x):
    return x


FUNCTIONS["identity"] = _identity


def make_body(kind, counter):
    """A fresh Python function object named after its kind; `counter` counts its traces."""
    def tick():
        counter["traces"] += 1

    if kind == "noop":
        def noop(*args, **kwargs):
            tick(); return 0
        return noop
    if kind == "forward":
        def forward(model, x):
            tick(); return model(x)
        return forward
    if kind == "xy":
        def xy(x, y=2.0, *, z=None):
            tick(); return 0
        return xy
    if kind == "train_step":
        def train_step(model, optimizer, x, y):
            tick()
            def loss_fn(model):
                return ((model(x) - y) ** 2).mean()
            loss, grads = nnx.value_and_grad(loss_fn)(model)
            optimizer.update(model, grads)
            return loss
        return train_step
    if kind == "bump":  # changes the value of a Variable, not the structure
        def bump(model):
            tick()
            for _, v in nnx.iter_graph(model):
                if isinstance(v, nnx.Variable):
                    v[...] = v[...] + 1
        return bump
    if kind == "grow":  # adds a Variable the first time it runs: a structural change inside the function
        def grow(model):
            tick()
            if not hasattr(model, "grown"):
                model.grown = nnx.Variable(jnp.zeros(()))
        return grow
    if kind == "sum":  # uses every numeric leaf of every argument, so that nothing is dropped as unused
        def total(*args, **kwargs):
            tick()
            return sum(jnp.sum(a.astype(jnp.float32)) for a in jax.tree.leaves((args, kwargs))
                       if hasattr(a, "dtype") and not jax.dtypes.issubdtype(a.dtype, jax.dtypes.prng_key))
        return total
    if kind == "count_static":  # a Python counter on the model, moved inside the function
        def count_static(model):
            tick()
            model.n += 1
        return count_static
    if kind == "eval_inside":
        def eval_inside(model):
            tick()
            model.eval()
        return eval_inside
    if kind == "cast_inside":  # the kernel changes dtype inside
        def cast_inside(model):
            tick()
            model.kernel = nnx.Param(model.kernel[...].astype(jnp.bfloat16))
        return cast_inside
    if kind == "metadata_inside":
        def metadata_inside(model):
            tick()
            model.kernel.set_metadata(tag="inside")
        return metadata_inside
    if kind == "sow":  # an Intermediate is recorded by every call
        def sow(model, x):
            tick()
            model.sow(nnx.Intermediate, "seen", x)
        return sow
    if kind == "branch":  # Python control flow on a traced value
        def branch(x):
            tick()
            if x > 0:
                return x
            return -x
        return branch
    raise ValueError(f"unknown body {kind!r}")


# ---------------------------------------------------------------- expressions

VARIABLES = {
    "Param": nnx.Param, "BatchStat": nnx.BatchStat, "Cache": nnx.Cache, "Intermediate": nnx.Intermediate,
    "Variable": nnx.Variable, "Tagged": Tagged,
}
CLASSES = {}


def module_class(name):
    """Custom Module classes are one per name within a scenario."""
    if name not in CLASSES:
        CLASSES[name] = type(name, (nnx.Module,), {})
    return CLASSES[name]


def array(spec, xp):
    shape, dtype = tuple(spec.get("shape", ())), spec.get("dtype", "float32")
    fill = spec.get("fill", 1)
    a = xp.full(shape, fill, dtype=getattr(jnp, dtype) if xp is jnp else np.dtype(getattr(jnp, dtype)))
    if spec.get("weak"):
        a = jax.lax.convert_element_type_p.bind(a, new_dtype=a.dtype, weak_type=True, sharding=None) \
            if not a.weak_type else a
    if spec.get("committed"):
        a = jax.device_put(a, jax.devices()[0])
    return a


def outcome(dispatch_miss, inferred, traced, lowered, compiled):
    if not dispatch_miss and not inferred: return "hit"
    if traced: return "retrace"
    if lowered or compiled: return "rewrap" if inferred else "relower" if lowered else "recompile"
    return "rebind" if inferred else "dispatch"


def describe_error(err):
    """The type and first line, without addresses and file names of this machine."""
    message = re.sub(r" at 0x[0-9a-f]+", "", str(err).split("\n")[0])
    return {"type": type(err).__name__, "message": re.sub(r"(?:/[\w.-]+)+/", "", message)[:240]}


def read_why(text):
    """What jax_explain_cache_misses said: {kind, at: [[path, now, before], ...]}."""
    if " costing " in text.split("\n")[0]:
        return read_old_why(text)
    kind = ("never-seen" if "never seen function" in text else "context" if "Tracing context doesn't match" in text
            else "pytree" if "different input pytree" in text else "debug" if "Debug info doesn't match" in text
            else "types" if "different input types" in text else "unavailable")
    at = re.findall(r"\* at (?:input path )?(.+?), now (.+?) and before (.+?)(?:, so .*)?$", text, re.M) if kind == "types" else \
        [(p, "", "") for p in re.findall(r"\* at input path (.+?), now ", text)] if kind == "pytree" else \
        re.findall(r"\* (\w+) differs: now (.+?) and before (.+?)$", text, re.M)
    return {"kind": kind, "at": [list(a) if a[1] or kind != "pytree" else [a[0]] for a in at]}


OLD_KINDS = {"input pytree": "pytree", "number of args and kwargs": "pytree", "static_argnums": "pytree", "value of static args": "pytree",
             "value of static kwargs": "pytree", "input types": "types", "tracing context": "context"}


def read_old_why(text):
    """The same of releases before 0.9, which list all that differs of the first key, the smallest difference first; None where
    several keys are closest and the text does not say where the first ends."""
    if "never seen function" in text:
        return {"kind": "never-seen", "at": []}
    parts = re.split(r"^  \* key with different ", text, flags=re.M)[1:]
    heads = [re.match(r"[\w ]*", part)[0] for part in parts]
    if "Several previous keys" in text:
        if heads[0] != heads[1]:
            return None
        parts, heads = parts[:1], heads[:1]
    places = {"pytree": [], "types": [], "context": [], "unavailable": []}
    for head, part in zip(heads, parts):
        kind = OLD_KINDS.get(head, "unavailable")
        if head == "input pytree":
            places[kind] += [[re.sub("^args", "[0]", re.sub("^kwargs", "[1]", p))] for p in re.findall(r"\* at (.+?), now ", part)]
        elif kind == "types":
            places[kind] += map(list, re.findall(r"\* at (.+?), now (.+?) and before (.+?)$", part, re.M))
        elif kind == "context":
            places[kind] += map(list, re.findall(r"^ *(\[\d+\]): now (.+?) and before (.+?)(?:, and)?$", part, re.M))
        elif head.startswith("value of static") and ["static"] not in places[kind]:
            places[kind] += [["static"]]
    return {"kind": OLD_KINDS.get(heads[0], "unavailable"), "at": sum(places.values(), [])}


def plain(value):
    """A JSON form of a static value, good enough to compare: type and repr without addresses."""
    text = re.sub(r" at 0x[0-9a-f]+", "", repr(value))
    return [type(value).__name__, re.sub(r"(?:/[\w.-]+)+/", "", text)[:200]]


def describe(model):
    """nnx.split, written down: nodes, attributes and leaves in graphdef order."""
    graphdef, state = nnx.split(model)
    nodes = []
    for n in graphdef.nodes:
        kind = type(n).__name__
        nodes.append([kind, getattr(getattr(n, "type", None), "__name__", str(getattr(n, "type", ""))), getattr(n, "index", None)])
    attributes = [[str(k), type(a).__name__] + ([plain(a.value)] if hasattr(a, "value") else []) for k, a in graphdef.attributes
                  if k != "_pytree__nodes"]
    leaves = [[jax.tree_util.keystr(p, simple=True, separator="."), list(jnp.shape(x)), str(jnp.asarray(x).dtype if not hasattr(x, "dtype") else x.dtype)]
              for p, x in jax.tree_util.tree_flatten_with_path(state)[0]]
    return {"nodes": nodes, "attributes": attributes, "leaves": leaves, "num_leaves": graphdef.num_leaves}


def inspect(value):
    if isinstance(value, nnx.Variable):
        v = value[...] if hasattr(value, "shape") or not isinstance(value.get_value(), (int, float)) else value.get_value()
        return {"variable": type(value).__name__, "value": inspect(v)}
    if hasattr(value, "shape") and hasattr(value, "dtype"):
        return {"shape": list(value.shape), "dtype": str(value.dtype), "weak": bool(getattr(value, "weak_type", False))}
    if isinstance(value, (int, float, str, bool, type(None))):
        return {"type": type(value).__name__, "value": value}
    return {"type": type(value).__name__}


class Missing(Exception):
    """A path of the scenario leads nowhere, after an earlier step failed: the step is left out of the record."""


class Run:
    def __init__(self, scenario):
        self.scenario, self.env, self.jits, self.defs = scenario, {}, {}, {}
        CLASSES.clear()

    # paths: "m.layers.0.kernel"
    def get(self, path):
        head, *rest = path.split(".")
        try:
            value = self.env[head]
            for key in rest:
                value = self.child(value, key)
        except (KeyError, AttributeError, IndexError, TypeError) as err:
            raise Missing(path) from err
        return value

    @staticmethod
    def child(value, key):
        if isinstance(value, (list, tuple, nnx.List)) and re.fullmatch(r"-?\d+", key):
            return value[int(key)]
        if isinstance(value, (dict, nnx.State)):
            return value[key]
        return getattr(value, key)

    def set(self, path, value):
        *parent, key = path.split(".")
        if not parent:
            self.env[key] = value
            return
        owner = self.get(".".join(parent))
        if isinstance(owner, (list, nnx.List)):
            owner[int(key)] = value
        elif isinstance(owner, (dict, nnx.State)):
            owner[key] = value
        else:
            setattr(owner, key, value)

    def ev(self, e):
        (kind, a), = ((k, v) for k, v in e.items())
        ev = self.ev
        if kind == "ref": return self.get(a)
        if kind == "int": return int(a)
        if kind == "float": return float(a)
        if kind == "bool": return bool(a)
        if kind == "complex": return complex(*a)
        if kind == "str": return str(a)
        if kind == "none": return None
        if kind == "fn": return FUNCTIONS[a]
        if kind == "lambda": return lambda x: x
        if kind == "partial": return functools.partial(FUNCTIONS[a["fn"]], *[ev(x) for x in a.get("args", [])])
        if kind == "dtype": return getattr(jnp, a)
        if kind == "list": return [ev(x) for x in a]
        if kind == "tuple": return tuple(ev(x) for x in a)
        if kind == "set": return {ev(x) for x in a}
        if kind == "dict": return {k: ev(x) for k, x in a}
        if kind == "nnxlist": return nnx.List([ev(x) for x in a])
        if kind == "nnxdict": return nnx.Dict({k: ev(x) for k, x in a})
        if kind == "jnp": return array(a, jnp)
        if kind == "np": return array(a, np)
        if kind == "npscalar": return np.dtype(a["dtype"]).type(a["value"])
        if kind == "key": return jax.random.key(a)
        if kind == "prngkey": return jax.random.PRNGKey(a)
        if kind == "shapedtype": return jax.ShapeDtypeStruct(tuple(a["shape"]), getattr(jnp, a["dtype"]))
        if kind == "var":
            return VARIABLES[a.get("type", "Param")](array(a, jnp), **a.get("metadata", {}))
        if kind == "module":
            m = module_class(a["class"])()
            for k, x in a["attrs"]:
                setattr(m, k, ev(x))
            return m
        rngs = nnx.Rngs(a.get("seed", 0)) if isinstance(a, dict) else nnx.Rngs(0)
        if kind == "Rngs": return rngs if not a.get("streams") else nnx.Rngs(**a["streams"])
        opt = {k: (getattr(jnp, v) if k in ("dtype", "param_dtype") and v else v)
               for k, v in (a.items() if isinstance(a, dict) else []) if k in
               ("use_bias", "dtype", "param_dtype", "deterministic", "use_running_average", "num_heads", "epsilon",
                "use_scale", "momentum", "decode")}
        if kind == "Linear": return nnx.Linear(a["in"], a["out"], rngs=rngs, **opt)
        if kind == "Conv": return nnx.Conv(a["in"], a["out"], kernel_size=tuple(a["kernel"]), rngs=rngs, **opt)
        if kind == "Embed": return nnx.Embed(a["num"], a["features"], rngs=rngs, **opt)
        if kind == "LayerNorm": return nnx.LayerNorm(a["features"], rngs=rngs, **opt)
        if kind == "RMSNorm": return nnx.RMSNorm(a["features"], rngs=rngs, **opt)
        if kind == "BatchNorm": return nnx.BatchNorm(a["features"], rngs=rngs, **opt)
        if kind == "Dropout": return nnx.Dropout(a["rate"], rngs=rngs if a.get("rngs", True) else None, **opt)
        if kind == "MultiHeadAttention":
            return nnx.MultiHeadAttention(in_features=a["in"], rngs=rngs, **opt)
        if kind == "LoRA": return nnx.LoRA(a["in"], a["rank"], a["out"], rngs=rngs)
        if kind == "Sequential": return nnx.Sequential(*[ev(x) for x in a["layers"]])
        if kind == "Optimizer":
            tx = {"sgd": lambda: optax.sgd(0.1), "adam": lambda: optax.adam(1e-3),
                  "momentum": lambda: optax.sgd(0.1, momentum=0.9)}[a.get("tx", "sgd")]()
            return nnx.Optimizer(self.get(a["model"]), tx, wrt=nnx.Param)
        if kind == "clone": return nnx.clone(self.get(a))
        if kind == "deepcopy": return copy.deepcopy(self.get(a))
        if kind == "view": return nnx.view(self.get(a["of"]), **a["attributes"])
        if kind == "data": return nnx.data(ev(a))
        if kind == "record": return Record(**a)
        if kind == "identity": return Opaque()
        if kind == "graphdef": return nnx.split(self.get(a))[0]
        if kind == "state": return nnx.split(self.get(a))[1]
        if kind == "merge": return nnx.merge(ev(a[0]), *[ev(x) for x in a[1:]])
        raise ValueError(f"unknown expression {e!r}")

    def step(self, s):
        do = s["do"]
        if do == "def":
            counter = {"traces": 0}
            self.defs[s["name"]] = (make_body(s["body"], counter), counter)
        elif do == "jit":
            fun, counter = self.defs[s["fun"]]
            kw = {k: s[k] for k in ("static_argnums", "static_argnames", "donate_argnums", "donate_argnames", "keep_unused") if k in s}
            for k in kw:
                kw[k] = kw[k] if k == "keep_unused" else tuple(kw[k])
            wrap = nnx.jit if s.get("with", "nnx.jit") == "nnx.jit" else jax.jit
            if s.get("with") == "nnx.jit":
                kw.update({k: s[k] for k in ("graph", "graph_updates") if k in s})
            self.jits[s["name"]] = (wrap(fun, **kw), counter, fun.__name__)
        elif do == "cached_partial":
            jitted, counter, name = self.jits[s["fun"]]
            self.jits[s["name"]] = (nnx.cached_partial(jitted, *[self.ev(x) for x in s["args"]]), counter, name)
        elif do in ("let", "set"):
            self.set(s.get("name") or s["at"], self.ev(s["to"]))
        elif do == "delete":
            *parent, key = s["at"].split(".")
            owner = self.get(".".join(parent))
            if isinstance(owner, (list, nnx.List)): del owner[int(key)]
            elif isinstance(owner, (dict,)): del owner[key]
            else: delattr(owner, key)
        elif do == "write":  # new values, same shape and dtype
            v = self.get(s["at"])
            v[...] = jnp.full_like(v[...], s.get("fill", 3))
        elif do == "replace":  # a new array in an existing Variable
            v = self.get(s["at"])
            v.set_value(array(s["to"], jnp)) if hasattr(v, "set_value") else setattr(v, "value", array(s["to"], jnp))
        elif do == "metadata":
            self.get(s["at"]).set_metadata(**s["to"])
        elif do == "method":
            getattr(self.get(s["on"]), s["name"])(*[self.ev(x) for x in s.get("args", [])],
                                                 **{k: self.ev(x) for k, x in s.get("kwargs", [])})
        elif do == "append":
            self.get(s["to"]).append(self.ev(s["item"]))
        elif do == "mutate":  # change a static value in place
            owner = self.get(s["at"])
            owner.append(self.ev(s["item"])) if isinstance(owner, list) else setattr(owner, s["field"], self.ev(s["to"]))
        elif do == "forget":  # drop the last reference to a jitted function and its body
            self.jits.pop(s["jit"], None); self.defs.pop(s["def"], None)
            import gc; gc.collect()
        elif do == "forget_class":  # the class statement runs again, as when a notebook cell is re-run
            CLASSES.pop(s["name"], None)
        elif do == "pop":  # nnx.pop(model, Type)
            nnx.pop(self.get(s["at"]), VARIABLES[s["type"]])
        elif do == "update":  # nnx.update(model, state)
            nnx.update(self.get(s["target"]), self.ev(s["state"]))
        elif do == "config":
            jax.config.update(s["name"], s["to"])
        elif do == "clear_caches":
            jax.clear_caches()
        else:
            raise ValueError(f"unknown step {do!r}")

    def call(self, s):
        jitted, counter, name = self.jits[s["fn"]]
        args = [self.ev(x) for x in s.get("args", [])]
        kwargs = {k: self.ev(x) for k, x in s.get("kwargs", [])}
        inner = getattr(jitted, "jitted_fn", jitted)
        size = getattr(inner, "_cache_size", None)
        before, n0, l0, e0 = counter["traces"], size() if size else None, len(LOG.lines), len(EVENTS)
        d0 = DISPATCH["jit_cpp_cache_miss"]
        error = None
        try:
            jitted(*args, **kwargs)
        except Exception as err:  # noqa: BLE001 - every error of a call is part of the record
            error = describe_error(err)
        events = [e for e, f in EVENTS[e0:] if f in (f"jit({name})", name, f"jit_{name}")]
        out = {"outcome": None, "traced": counter["traces"] - before, "lowered": events.count(LOWER),
               "compiled": events.count(COMPILE)}
        out["outcome"] = "error" if error else outcome(
            DISPATCH["jit_cpp_cache_miss"] > d0, TRACE in events, out["traced"], out["lowered"], out["compiled"])
        if size:
            out["entries"] = size() - n0
        if error:
            out["error"] = error
        why = [w for w in LOG.lines[l0:] if "TRACING CACHE MISS" in w and re.search(rf"\b{name}\b", w)]
        said = read_why(why[-1]) if why else None
        if said:
            out["why"] = said
        return out

    def look(self, at, s):
        value = self.get(s["at"])
        try:
            return at(value)
        except Exception as err:  # noqa: BLE001
            return {"error": describe_error(err)}

    def run(self):
        x64 = jax.config.jax_enable_x64
        result = {**self.scenario, "steps": []}
        looks = {"call": self.call, "describe": lambda s: self.look(describe, s), "inspect": lambda s: self.look(inspect, s)}
        try:
            for s in self.scenario["steps"]:
                try:
                    if s["do"] in looks:
                        s = {**s, "expect": looks[s["do"]](s)}
                    else:
                        self.step(s)
                except Missing:
                    continue
                except Exception as err:  # noqa: BLE001 - an error is part of the record
                    s = {**s, "expect": {"error": describe_error(err)}}
                result["steps"].append(s)
        finally:
            jax.config.update("jax_enable_x64", x64)
            jax.config.update("jax_default_matmul_precision", None)
        return result


def main(paths):
    print(json.dumps({"versions": {"jax": jax.__version__, "flax": flax.__version__,
                                   "python": sys.version.split()[0]}}))
    for path in paths:
        with open(path) as f:
            data = json.load(f) if path.endswith(".json") else [json.loads(x) for x in f if x.strip()]
        for scenario in data if isinstance(data, list) else [data]:
            jax.clear_caches()
            try:
                print(json.dumps(Run(scenario).run()), flush=True)
            except Exception as err:  # a broken scenario is reported, not hidden
                print(f"{scenario.get('id')}: {type(err).__name__}: {err}", file=sys.stderr)
                raise


if __name__ == "__main__":
    main(sys.argv[1:])
