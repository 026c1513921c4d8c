"""Record every call of jitted functions, hits included, as a jitlens trace.

Put this file beside a program or a notebook and name the functions to watch. There is nothing to install: it needs JAX, and knows
`flax.nnx.jit` where Flax is there.

    import jitlens

    with jitlens.record("run.jsonl", train_step, predict):
        for batch in data:
            train_step(model, optimizer, batch)

    # then: npx jitlens report run.jsonl        or: npx jitlens explain run.jsonl

`record` sees calls made through the names of modules and through closures. Where the name is a local variable of a running
function, take what it hands back, or watch the function where it is made:

    with jitlens.record("run.jsonl", step) as step: ...

    @jitlens.watch                              # writes jitlens.jsonl; @jitlens.watch(to="run.jsonl") another file
    @nnx.jit
    def train_step(model, optimizer, batch): ...

A whole program runs unchanged, with every function that its own files jit:

    python jitlens.py -o run.jsonl train.py --its --own arguments

In a notebook, `recording = jitlens.record("run.jsonl", step).start()` in one cell and `recording.stop()` in another do as well.

For every call the trace holds its key (the graphdef of each NNX object with the path of every attribute, Variable and parameter;
shapes, dtypes and weak types; static arguments; the structure of all other arguments; where arrays live; JAX's settings), its
outcome and the seconds that tracing, lowering and compiling took. A key is written once and referred to. The values of arrays are
never read, so nothing waits for a device, and results do not change.

What a call did to the caches is told by `jax.monitoring` and by counters of JAX that are private; where a version of JAX lacks
one, the next best is used and a note in the trace's first line says so. That line also says what recording cost in this run.

Calls inside the tracing of another function are part of that function and are not recorded by themselves. What NNX does around
the call of the cache is outside of it: a call that NNX rejects before is not recorded, one that it rejects after is what the cache
did.
"""

import atexit
import functools
import gc
import hashlib
import inspect
import json
import os
import re
import runpy
import sys
import threading
import time
import types
import warnings
import weakref

import jax
import numpy as np

__all__ = ["record", "watch"]

VERSION = 1

# ---------------------------------------------------------------- what JAX lets one see


def _probe(find):
    """What `find` gives, or None in a version of JAX that does not have it."""
    try:
        return find()
    except Exception:  # noqa: BLE001 - any failure means: not there
        return None


_util = _probe(lambda: __import__("jax._src.util", fromlist=["util"]))
_has_test_events = _util is not None and hasattr(_util, "test_event_listener")
_trace_cache = _probe(lambda: __import__("jax._src.interpreters.partial_eval", fromlist=["x"]).trace_to_jaxpr.cache_info)
_trace_misses = _trace_cache if _trace_cache is not None and _probe(lambda: _trace_cache().misses) is not None else None
_is_clean = _probe(lambda: __import__("jax._src.core", fromlist=["core"]).trace_state_clean) or (lambda: True)
_canonical = jax.dtypes.canonicalize_dtype
_Tracer = jax.core.Tracer

TRACE = "/jax/core/compile/jaxpr_trace_duration"
LOWER = "/jax/core/compile/jaxpr_to_mlir_module_duration"
COMPILE = "/jax/core/compile/backend_compile_duration"
PERSISTENT = "/jax/compilation_cache/cache_hits"

# Settings that are part of a key and that people change. Any other one that JAX keys by is written once it leaves its first value.
SETTINGS = (
    "jax_enable_x64", "jax_default_matmul_precision", "jax_default_device", "jax_numpy_rank_promotion",
    "jax_numpy_dtype_promotion", "jax_threefry_partitionable", "jax_debug_key_reuse", "jax_disable_jit",
)


def _other_settings():
    """The names of the remaining settings, and a function that gives their values."""
    config = __import__("jax._src.config", fromlist=["config"])
    names, values = tuple(config.trace_context_names()), config.trace_context
    if len(names) != len(values()):
        raise ValueError("the names do not fit")
    return names, values


_others = _probe(_other_settings)


class _Watcher(threading.local):
    """The call that is running in this thread."""

    call = None


_running = _Watcher()


def _on_duration(event, duration, **details):
    call = _running.call
    if call is None or str(details.get("fun_name", "")) not in call.names:
        return
    if event == TRACE:
        call.inferred += 1
        call.seconds[0] += duration
    elif event == LOWER:
        call.lowered += 1
        call.seconds[1] += duration
    elif event == COMPILE:
        call.compiled += 1
        call.seconds[2] += duration


def _on_event(event, **_):
    call = _running.call
    if call is not None and event == PERSISTENT:
        call.persistent = True


def _on_test_event(name, *args):
    call = _running.call
    if call is not None and name == "jit_cpp_cache_miss":
        call.missed = True
    if _listening.earlier is not None:
        _listening.earlier(name, *args)


class _Listening:
    """JAX's listeners, there while anything is recorded; for good where JAX cannot take one away."""

    def __init__(self):
        self.users, self.earlier, self.registered = 0, None, False

    def start(self):
        self.users += 1
        if self.users > 1:
            return
        if not self.registered:
            jax.monitoring.register_event_duration_secs_listener(_on_duration)
            jax.monitoring.register_event_listener(_on_event)
            self.registered = True
        if _has_test_events:
            self.earlier, _util.test_event_listener = _util.test_event_listener, _on_test_event

    def stop(self):
        self.users -= 1
        if self.users > 0:
            return
        if hasattr(jax.monitoring, "unregister_event_duration_listener") and hasattr(jax.monitoring, "unregister_event_listener"):
            jax.monitoring.unregister_event_duration_listener(_on_duration)
            jax.monitoring.unregister_event_listener(_on_event)
            self.registered = False
        if _has_test_events and _util.test_event_listener is _on_test_event:
            _util.test_event_listener, self.earlier = self.earlier, None


_listening = _Listening()

# ---------------------------------------------------------------- values as text


class _Identities:
    """A number for each object that Python compares by identity; an address may be used again, a number is not."""

    def __init__(self):
        self.numbers, self.count, self.equals = {}, 0, {}

    def of(self, value):
        known = self.numbers.get(id(value))
        if known is not None and (known[0]() if isinstance(known[0], weakref.ref) else known[0]) is value:
            return known[1]
        try:
            held = weakref.ref(value)
        except TypeError:
            held = value
        self.count += 1
        number = str(self.count)
        self.numbers[id(value)] = (held, number)
        return number

    def equal(self, value):
        """One number for all objects that are equal by their own `==`, for reprs that show an address."""
        seen = self.equals.setdefault(type(value), [])
        for other, number in seen:
            if other is value or _probe(lambda: bool(other == value)):
                return number
        number = self.of(value)
        seen.append((value, number))
        return number


_address = re.compile(r" at 0x[0-9a-fA-F]+")
_by_value = (int, float, complex, bool, str, bytes, type(None), type(Ellipsis), range, slice)
_say_type = frozenset((int, float, complex, bool, str, bytes, type(None), type(Ellipsis), range, slice, tuple, list, dict, set, frozenset))


def _text(value):
    try:
        text = repr(value)
    except Exception as error:  # noqa: BLE001 - a repr of the user's may raise anything
        text = f"<{type(value).__name__} whose repr raised {type(error).__name__}>"
    return _address.sub("", " ".join(text.split()) if "\n" in text else text)


def _identity(value, identities):
    """What tells `value` from another of the same text; None where its text says all."""
    kind = type(value)
    if kind in _by_value:
        return None
    if isinstance(value, type) or isinstance(value, (types.FunctionType, types.BuiltinFunctionType, functools.partial)):
        return identities.of(value)
    if isinstance(value, (tuple, list)):
        found = [_identity(item, identities) for item in value]
    elif isinstance(value, dict):
        found = [_identity(item, identities) for item in value.values()]
    elif isinstance(value, types.MethodType):
        found = [identities.of(value.__func__), identities.equal(value.__self__)]
    elif kind.__eq__ is object.__eq__:
        return identities.of(value)
    elif _address.search(_probe(lambda: repr(value)) or ""):
        return identities.equal(value)
    else:
        return None
    told = " ".join(number for number in found if number is not None)
    return told or None


def _static_text(value):
    """The repr; with the class where the repr does not tell it."""
    text, kind = _text(value), type(value)
    return text if kind in _say_type or kind.__name__ in text or callable(value) else f"{text} ({kind.__name__})"


# ---------------------------------------------------------------- leaves


def _short(dtype):
    name = str(getattr(dtype, "name", dtype))
    if name.startswith("key<"):
        return name
    return name.replace("float", "f").replace("uint", "u").replace("int", "i").replace("complex", "c")


def _python_type(value):
    """dtype and weakness of a Python scalar under the settings of the moment."""
    kind = np.bool_ if isinstance(value, bool) else np.int64 if isinstance(value, int) else np.float64 if isinstance(value, float) else np.complex128
    return _canonical(kind), not isinstance(value, bool)


def _aval(value):
    """The type of a leaf as JAX writes it, `f32[4,8]` or `f32[]{weak_type=True}`; None where it is no array."""
    if isinstance(value, (bool, int, float, complex)) and not isinstance(value, np.generic):
        dtype, weak = _python_type(value)
        shape = ()
    elif hasattr(value, "shape") and hasattr(value, "dtype"):
        dtype, shape, weak = value.dtype, value.shape, bool(getattr(value, "weak_type", False))
        if isinstance(value, (np.ndarray, np.generic)):
            dtype = _probe(lambda: _canonical(dtype))
            if dtype is None or dtype.kind in "OUSMm":
                return None
    else:
        return None
    mesh = ""
    sharding = _probe(lambda: value.sharding)
    if sharding is not None and hasattr(sharding, "mesh"):
        told = _probe(lambda: jax.typeof(value).str_short(short_dtypes=True, mesh_axis_types=True)) or ""
        if told:
            return told.replace("({})", "") + ("{weak_type=True}" if weak else "")
    memory = _probe(lambda: sharding.memory_kind) if sharding is not None else None
    if memory not in (None, "device", "unpinned_host"):
        mesh = f"<{memory.split('_')[-1]}>"
    return f"{_short(dtype)}{mesh}[{','.join(map(str, shape))}]" + ("{weak_type=True}" if weak else "")


def _placement(value):
    if isinstance(value, (np.ndarray, np.generic)):
        return "numpy"
    if isinstance(value, (bool, int, float, complex)):
        return "python"
    if not isinstance(value, jax.Array):
        return type(value).__name__
    if not getattr(value, "committed", False):
        return "uncommitted"
    devices = _probe(lambda: list(value.sharding.device_set)) or []
    if len(devices) == 1 and not hasattr(value.sharding, "mesh"):
        return f"committed {devices[0].platform}:{devices[0].id}"
    return _text(value.sharding)


_leaf_kinds = {int: "python", float: "python", bool: "python", complex: "python"}


def _leaf_kind(kind):
    """Which sort of leaf a class is, `tracer` and `""` (no leaf) included; asked once a class."""
    found = _leaf_kinds.get(kind)
    if found is None:
        found = "tracer" if issubclass(kind, _Tracer) else "jax" if issubclass(kind, jax.Array) else "numpy" if issubclass(kind, (np.ndarray, np.generic)) else ""
        _leaf_kinds[kind] = found
    return found


def _signature(value):
    """What tells two leaves apart, fast; None for what is no leaf. (The setting of x64 is told apart elsewhere.)"""
    kind = _leaf_kind(type(value))
    if kind == "jax":
        return (value.shape, value.dtype, getattr(value, "weak_type", False), value.sharding if getattr(value, "committed", False) else None)
    if kind == "numpy":
        return (value.shape, value.dtype, kind)
    return type(value) if kind == "python" else None


# ---------------------------------------------------------------- keys


def _is_graphdef(value):
    return hasattr(value, "nodes") and hasattr(value, "attributes") and type(value).__name__ == "GraphDef"


def _split(value):
    """(graphdef, leaves, whether it numbers its nodes alone) of what NNX makes of an object; None for anything else."""
    kind = type(value).__name__
    if kind == "NodeStates" and hasattr(value, "_graphdef"):
        graphdef, states = value._graphdef, value.states
        leaves = states[0] if len(states) == 1 and isinstance(states[0], list) else jax.tree_util.tree_leaves(states)
        return graphdef, leaves, False
    if kind == "TreeState" and hasattr(value, "graphdef"):
        return value.graphdef, jax.tree_util.tree_leaves(value), True
    return None


class _Facts:
    """Writes down what one call's key holds."""

    def __init__(self, identities):
        self.list, self.identities, self.volatile = [], identities, []
        self.paths = {}

    def add(self, component, kind, path, value, identity=None):
        row = [component, kind, path, value]
        if identity is not None:
            row.append(identity)
        self.list.append(row)

    def static(self, component, kind, path, value):
        text = _static_text(value) if component == "static" else _text(value)
        if isinstance(value, (list, dict, set)) or hasattr(value, "__dataclass_fields__"):
            self.volatile.append((value, _text(value)))
        self.add(component, kind, path, text, _identity(value, self.identities))

    def leaf(self, path, value):
        self.add("aval", "leaf", path, _aval(value) or "no array")
        self.add("placement", "placement", path, _placement(value))

    def tree(self, path, value):
        """One argument that is data: a container, a leaf, an NNX object."""
        kind = type(value)
        if value is None:
            self.add("tree", "container", path, "None")
        elif _signature(value) is not None:
            self.leaf(path, value)
        elif _split(value) is not None:
            self.graph(path, *_split(value))
        elif _is_graphdef(value):
            self.graph(path, value, None, True)
        elif kind is list or kind is tuple:
            self.add("tree", "container", path, f"{kind.__name__} of length {len(value)}")
            for i, item in enumerate(value):
                self.tree([*path, f"[{i}]"], item)
        elif isinstance(value, tuple) and hasattr(value, "_fields"):
            self.add("tree", "container", path, f"{kind.__name__}({', '.join(value._fields)})", self.identities.of(kind))
            for name, item in zip(value._fields, value):
                self.tree([*path, name], item)
        elif isinstance(value, dict):
            keys = list(value) if kind.__name__ == "OrderedDict" else (_probe(lambda: sorted(value)) or list(value))
            self.add("tree", "container", path, f"{kind.__name__}{{{', '.join(map(repr, keys))}}}")
            for key in keys:
                self.tree([*path, f"[{key!r}]"], value[key])
        else:
            self.custom(path, value)

    def custom(self, path, value):
        """A registered node of any class, one level at a time; NNX objects and Variables in their own words."""
        children = jax.tree_util.tree_flatten_with_path(value, is_leaf=lambda x: x is not value)[0]
        if len(children) == 1 and children[0][1] is value:
            self.leaf(path, value)
            return
        kind, name = type(value), type(value).__name__
        data = _probe(lambda: jax.tree_util.tree_structure(value).node_data()[1])
        get_metadata = getattr(value, "get_metadata", None)
        if name == "State":
            self.add("tree", "container", path, f"State{{{', '.join(repr(_key(keys)) for keys, _ in children)}}}")
        elif callable(get_metadata) and len(children) <= 1:
            self.variable(path, kind, get_metadata())
            for _, child in children:
                self.tree(path, child)
            return
        elif hasattr(value, "_pytree__nodes"):
            self.add("graphdef", "node", path, name, self.identities.of(kind))
            dynamic = {str(_key(keys)) for keys, _ in children}
            for attribute in sorted(vars(value), key=str):
                if str(attribute) not in dynamic and not str(attribute).startswith("_pytree__"):
                    self.static("graphdef", "attribute", [*path, str(attribute)], vars(value)[attribute])
        else:
            told = "" if data is None or data == () else f" {_text(data)}"
            self.add("tree", "container", path, name + told, " ".join(filter(None, (self.identities.of(kind), _identity(data, self.identities)))))
        for keys, child in children:
            key = _key(keys)
            if key != "_pytree__state":
                self.tree([*path, key if isinstance(key, str) else f"[{key}]" if not hasattr(value, "_pytree__nodes") and name != "State" else str(key)], child)

    def variable(self, path, kind, metadata):
        self.add("graphdef", "variable", path, kind.__name__, self.identities.of(kind))
        for name, value in metadata.items():
            if (name, value) not in (("hijax", False), ("ref", False), ("eager_sharding", True)):
                self.static("graphdef", "metadata", [*path, str(name)], value)

    def graph(self, root, graphdef, leaves, alone):
        """A graphdef's nodes and attributes, depth first, its leaves in step with them."""
        if not hasattr(graphdef, "nodes"):
            self.add("graphdef", "node", root, _text(graphdef), _identity(graphdef, self.identities))
            for i, leaf in enumerate(leaves or ()):
                self.tree([*root, "leaves", f"[{i}]"], leaf)
            return
        nodes, attributes, values = iter(graphdef.nodes), iter(graphdef.attributes), iter(leaves or ())
        paths = {} if alone else self.paths
        aligned = leaves is not None and len(leaves) == graphdef.num_leaves

        def value(path):
            leaf = next(values, _passing) if aligned else _passing
            if leaf is not _passing:
                self.tree(path, leaf)

        def visit(path, hidden=False):
            node = next(nodes)
            kind = type(node).__name__
            if kind == "NodeRef":
                self.add("graphdef", "reference", path, ".".join(paths.get(node.index, ["?"])))
                return
            if node.index is not None:
                paths[node.index] = path
            if kind == "VariableDef":
                self.variable(path, node.type, node.metadata)
                value(path)
                return
            if not hidden:
                self.add("graphdef", "node", path, *self.node(node))
            for _ in range(getattr(node, "num_attributes", 0)):
                key, attribute = next(attributes)
                at = [*path, str(key)]
                form = type(attribute).__name__
                if form == "NodeAttr":
                    visit(at, hidden or key == "_pytree__state")
                elif form == "LeafAttr":
                    if leaves is None:  # a graphdef by itself
                        self.add("graphdef", "leaf", at, "leaf")
                    value(at)
                elif key != "_pytree__nodes":
                    self.static("graphdef", "attribute", at, attribute.value)

        visit(root)
        if leaves is not None and not aligned:
            for i, leaf in enumerate(leaves):
                self.tree([*root, "leaves", f"[{i}]"], leaf)

    def node(self, node):
        kind = node.type
        if not isinstance(kind, type):
            return (str(kind),)
        if kind.__name__ == "GenericPytree":
            kind = _probe(lambda: node.metadata[1].node_data()[0]) or kind
        return (kind.__name__,) if kind.__module__ == "builtins" else (kind.__name__, self.identities.of(kind))


def _key(keys):
    """The name or index of one step of a path of jax.tree_util."""
    step = keys[0]
    for field in ("name", "key", "idx"):
        if hasattr(step, field):
            return getattr(step, field)
    return str(step)


def _same_static(a, b):
    return a is b or (type(a) is type(b) and _probe(lambda: bool(a == b)) is True and _text(a) == _text(b))


def _same(a, b):
    """Whether two graphdefs or static values are the same in all that a person could tell apart: stricter than `==`, for which 1 is 1.0."""
    if a is b:
        return True
    if not hasattr(a, "nodes") or not hasattr(b, "nodes"):
        return _same_static(a, b)
    if len(a.nodes) != len(b.nodes) or len(a.attributes) != len(b.attributes) or a.num_leaves != b.num_leaves:
        return False
    for x, y in zip(a.attributes, b.attributes):
        if x[0] != y[0]:
            return False
        x, y = x[1], y[1]
        if x is y:
            continue
        if type(x) is not type(y) or (hasattr(x, "value") and x.value is not y.value and not _same_static(x.value, y.value)):
            return False
    for x, y in zip(a.nodes, b.nodes):
        if x is y:
            continue
        if type(x) is not type(y) or x.index != y.index:
            return False
        kind = getattr(x, "type", None)
        if kind is not getattr(y, "type", None):
            return False
        x, y = getattr(x, "metadata", None), getattr(y, "metadata", None)
        if x is y:
            continue
        if hasattr(x, "items"):
            if len(x) != len(y) or any(name not in y or not _same_static(value, y[name]) for name, value in x.items()):
                return False
        elif not _probe(lambda: bool(x == y)):
            return False
    return True


class _Seen:
    """One key that is in the trace, with what an equal one is told by."""

    def __init__(self, number, exacts, volatile):
        self.number, self.exacts, self.volatile = number, exacts, volatile

    def matches(self, exacts):
        return (
            len(exacts) == len(self.exacts)
            and all(map(_same, exacts, self.exacts))
            and all(_text(value) == text for value, text in self.volatile)
        )


# ---------------------------------------------------------------- functions


class _Definition:
    """A jitted function: what the trace says of it, and what its keys need."""

    def __init__(self, function, inner):
        self.function, self.inner = function, inner
        wrapped = getattr(function, "__wrapped__", function)
        target = inspect.unwrap(wrapped)
        while isinstance(target, functools.partial):
            target = target.func
        code = getattr(target, "__code__", None)
        self.name = getattr(wrapped, "__name__", None) or getattr(target, "__name__", None) or type(target).__name__
        self.names = frozenset(form for name in (self.name, getattr(inner, "__name__", self.name)) for form in (name, f"jit({name})", f"jit_{name}"))
        self.file, self.line = (code.co_filename, code.co_firstlineno) if code is not None else (None, None)
        self.wrapper = "jax.jit" if inner is function else "nnx.jit"
        # jax.jit shares its caches between wrappers of one function, nnx.jit does not.
        self.owner = wrapped if inner is function else function
        signature = _probe(lambda: inspect.signature(target))
        params = list(signature.parameters.values()) if signature is not None else []
        self.params = [p.name for p in params]
        self.positional = [p.name for p in params if p.kind in (p.POSITIONAL_ONLY, p.POSITIONAL_OR_KEYWORD)]
        self.rest = next((p.name for p in params if p.kind is p.VAR_POSITIONAL), "args")
        self.keywords = next((p.name for p in params if p.kind is p.VAR_KEYWORD), "kwargs")
        info = _probe(lambda: inner._jit_info)
        self.told = info is not None
        self.static_argnums = tuple(getattr(info, "static_argnums", ()) or ())
        self.static_argnames = frozenset(getattr(info, "static_argnames", ()) or ())
        options = [
            (name, _text(value))
            for name, value, usual in (
                ("static_argnums", self.static_argnums, ()),
                ("static_argnames", tuple(getattr(info, "static_argnames", ()) or ()), ()),
                ("donate_argnums", getattr(info, "donate_argnums", ()), ()),
                ("keep_unused", getattr(info, "keep_unused", False), False),
                ("inline", getattr(info, "inline", False), False),
                ("device", getattr(info, "device", None), None),
                ("backend", getattr(info, "backend", None), None),
                ("compiler_options", dict(getattr(info, "compiler_options_kvs", ()) or ()), {}),
            )
            if value != usual
        ]
        # NNX gives jax.jit shardings of its own making; only a user's belong to the key that a user sees.
        if inner is function:
            for name in ("in_shardings", "out_shardings"):
                leaves = getattr(info, f"{name}_leaves", ())
                if any(type(leaf).__name__ != "UnspecifiedValue" for leaf in leaves):
                    options.append((name, _text(tuple(leaves))))
        self.options = tuple(options)

    def row(self):
        row = {"name": self.name, "wrapper": self.wrapper, "params": self.params}
        if self.file is not None:
            row.update(file=self.file, line=self.line)
            if _is_library(self.file):
                row["library"] = True
        return row

    def position(self, i):
        return self.positional[i] if i < len(self.positional) else f"{self.rest}[{i - len(self.positional)}]"

    def keyword(self, name):
        return name if name in self.params else f"{self.keywords}[{name!r}]"


class _Call:
    """What JAX told while one call ran."""

    __slots__ = ("names", "missed", "inferred", "lowered", "compiled", "persistent", "seconds")

    def __init__(self, names):
        self.names, self.missed, self.inferred, self.lowered, self.compiled, self.persistent = names, False, 0, 0, 0, False
        self.seconds = [0.0, 0.0, 0.0]


class _Tap:
    """Stands in for a jitted function: calls it, and has the call written down."""

    def __init__(self, inner, definition):
        self.inner, self.definition, self.recorders = inner, definition, []
        functools.update_wrapper(self, inner)

    def __call__(self, *args, **kwargs):
        if not self.recorders or _running.call is not None or not _is_clean():
            return self.inner(*args, **kwargs)
        return self.recorders[-1]._call(self, args, kwargs)

    def __get__(self, owner, kind=None):
        return self if owner is None else types.MethodType(self, owner)

    def __getattr__(self, name):
        return getattr(self.__dict__["inner"], name)

    def __repr__(self):
        return repr(self.inner)


def _tap(function):
    """The tap of a jitted function, its own or a new one: (tap, what a caller shall call)."""
    if isinstance(function, _Tap):
        return function, function
    inner = getattr(function, "jitted_fn", None)
    if isinstance(inner, _Tap):
        return inner, function
    if callable(inner):  # nnx.jit: a Python object that calls its `jitted_fn` with exacts and leaves already apart
        return _Tap(inner, _Definition(function, inner)), function
    if hasattr(function, "lower") and callable(function):
        tap = _Tap(function, _Definition(function, function))
        return tap, tap
    name = getattr(function, "__name__", repr(function))
    raise TypeError(f"jitlens: {name} is not jitted; expected what jax.jit or nnx.jit returns. Jit it first: {name} = jax.jit({name})")


def _release(function, tap):
    if not tap.recorders:
        function.jitted_fn = tap.inner


def _namespaces(function, caller):
    """Where a name or a closure holds this very function: [(get rid of it and put another there)]."""
    places = []
    spaces = {id(space): space for space in [caller, *(vars(module) for module in list(sys.modules.values()) if hasattr(module, "__dict__"))]}
    for space in spaces.values():
        for name, value in list(space.items()):
            if value is function:
                places.append(functools.partial(space.__setitem__, name))
    for cell in gc.get_referrers(function):
        if isinstance(cell, types.CellType):
            places.append(functools.partial(setattr, cell, "cell_contents"))
    return places


def _is_library(file):
    return "site-packages" in file or "dist-packages" in file or file.startswith("<frozen")


def _site():
    """Where the user's program called, `file:line`: the first frame that is neither this file's nor a library's."""
    frame = sys._getframe(2)
    while frame is not None:
        file = frame.f_code.co_filename
        if file != __file__ and not _is_library(file):
            return f"{file}:{frame.f_lineno}"
        frame = frame.f_back
    return None


# ---------------------------------------------------------------- recording

_HEADER = 2048


class record:
    """Writes the calls of jitted functions to a file, as a context manager or between `start()` and `stop()`.

    Args:
      path: the file; an older one of that name is replaced.
      functions: what `jax.jit` or `nnx.jit` returned.
      title: what the trace is called; the program's name if left out.

    Entering gives the watched function, or a tuple of them, for use where names cannot be followed (local variables).
    """

    def __init__(self, path, *functions, title=None):
        self.path, self.functions = os.fspath(path), functions
        self.title = title or os.path.basename(sys.argv[0] if sys.argv and sys.argv[0] not in ("", "-c") else self.path)
        self.taps = [_tap(function) for function in functions]
        self.undo, self.file, self.lock = [], None, threading.RLock()

    def __enter__(self):
        self.start(_caller=sys._getframe(1).f_globals)
        watched = [given for _, given in self.taps]
        return watched[0] if len(watched) == 1 else tuple(watched)

    def __exit__(self, *_):
        self.stop()

    def start(self, _caller=None):
        """Begins to record; returns itself."""
        if self.file is not None:
            return self
        caller = sys._getframe(1).f_globals if _caller is None else _caller
        self.file = open(self.path, "w", encoding="utf-8", newline="\n")  # noqa: SIM115 - closed by stop()
        self.identities, self.functions_seen, self.known, self.numbers, self.traceable = _Identities(), {}, {}, {}, set()
        self.contexts, self.first, self.process = {}, None, None
        self.began, self.spent, self.calls, self.called = time.perf_counter(), 0.0, 0, set()
        self._header()
        _listening.start()
        for (tap, given), function in zip(self.taps, self.functions):
            self._attach(tap, given, function, caller)
        atexit.register(self.stop)
        return self

    def add(self, function):
        """Watches one more function while this recording lasts; returns what to call."""
        tap, given = _tap(function)
        self.taps.append((tap, given))
        self._attach(tap, given, function, None)
        return given

    # No closure over `function` here: closures that hold it are about to hold the tap.
    def _attach(self, tap, given, function, caller):
        tap.recorders.append(self)
        self.undo.append(functools.partial(tap.recorders.remove, self))
        if given is not tap:
            if function.jitted_fn is not tap:
                function.jitted_fn = tap
                self.undo.append(functools.partial(_release, function, tap))
        elif function is not tap and caller is not None:
            for place in _namespaces(function, caller):
                place(tap)
                self.undo.append(functools.partial(place, function))

    def stop(self):
        """Ends the recording, puts everything back and closes the file."""
        if self.file is None:
            return
        for undo in self.undo:
            undo()
        self.undo = []
        _listening.stop()
        with self.lock:
            self._header()
            self.file.close()
            self.file = None
        atexit.unregister(self.stop)

    def _header(self):
        """The first line: written at the start, and again at the end with what recording cost."""
        total = time.perf_counter() - self.began
        notes = [
            f"recording took {self.spent:.3g} s of {total:.3g} s ({100 * self.spent / max(total, 1e-9):.2g} %), {1e6 * self.spent / max(self.calls, 1):.0f} µs a call over {self.calls} calls"
            if self.calls > 0
            else "no call was recorded, or the recording has not ended"
        ]
        silent = [tap.definition.name for tap, _ in self.taps if self.calls > 0 and tap not in self.called]
        if silent:
            notes.append(f"not called, or not by a name that recording can follow: {', '.join(silent)}")
        if not _has_test_events:
            notes.append("this version of JAX does not tell a dispatch miss: it is concluded from the size of the dispatch cache")
        if _trace_misses is None:
            notes.append("this version of JAX does not count traces: rebind and rewrap are concluded from the keys seen before")
        if any(not tap.definition.told for tap, _ in self.taps):
            notes.append("this version of JAX does not tell which arguments are static: hashable values that are no numbers are taken for static")
        versions = {"jax": jax.__version__, "python": sys.version.split()[0], "numpy": np.__version__}
        for name in ("jaxlib", "flax", "optax"):
            if name in sys.modules and hasattr(sys.modules[name], "__version__"):
                versions[name] = sys.modules[name].__version__
        header = {"format": "jitlens", "version": VERSION, "producer": "jitlens recorder", "title": self.title[:200], "versions": versions, "notes": notes}
        while notes and len(json.dumps(header)) > _HEADER:
            notes.pop()
        self.file.seek(0)
        self.file.write(json.dumps(header).ljust(_HEADER) + "\n")
        self.file.seek(0, os.SEEK_END)

    def _write(self, row):
        self.file.write(json.dumps(row, separators=(",", ":")) + "\n")

    def _call(self, tap, args, kwargs):
        began = time.perf_counter()
        definition = tap.definition
        try:
            key = self._key(definition, args, kwargs)
        except Exception as error:  # noqa: BLE001 - recording must not break the program
            warnings.warn(f"jitlens: the key of a call of {definition.name} could not be written ({type(error).__name__}: {error})", RuntimeWarning, stacklevel=3)
            key = None
        if key is _passing:
            return tap.inner(*args, **kwargs)
        call = _Call(definition.names)
        size = getattr(tap.inner, "_cache_size", None)
        before = size() if size is not None else 0
        traces = _trace_misses().misses if _trace_misses is not None else 0
        error, ready = None, time.perf_counter()
        _running.call = call
        try:
            return tap.inner(*args, **kwargs)
        except BaseException as raised:
            error = raised
            raise
        finally:
            _running.call = None
            done = time.perf_counter()
            grown = size is not None and size() > before
            traced = _trace_misses().misses > traces if _trace_misses is not None else None
            with self.lock:
                try:
                    if self.file is not None:
                        self._event(definition, key, call, grown, traced, error, ready - self.began)
                except Exception as problem:  # noqa: BLE001 - likewise
                    warnings.warn(f"jitlens: a call of {definition.name} could not be written ({type(problem).__name__}: {problem})", RuntimeWarning, stacklevel=3)
                self.calls += 1
                self.called.add(tap)
                self.spent += (ready - began) + (time.perf_counter() - done)

    def _event(self, definition, key, call, grown, traced, error, at):
        missed = call.missed or grown or bool(call.inferred or call.lowered or call.compiled)
        number, is_new = (-1, True) if key is None else self._number(definition, key)
        if traced is None:
            traced = is_new
        outcome = _outcome(missed, call, traced)
        row = {"function": self._function(definition), "key": number, "outcome": "error" if error is not None else outcome, "evidence": "observed", "time": round(at, 6)}
        if error is not None:
            first = (str(error).splitlines() or [""])[0]
            row["error"] = {"type": type(error).__name__, "message": _address.sub("", first)[:240]}
        if missed:
            if any(call.seconds):
                row["seconds"] = [round(x, 6) for x in call.seconds]
            row["layers"] = _layers(call, traced)
            site = _site()
            if site is not None:
                row["site"] = site
        if call.persistent:
            row["within"] = "persistent"
        if self.process is None:
            self.process = str(jax.process_index()) if (_probe(jax.process_count) or 1) > 1 else ""
        if self.process:
            row["process"] = self.process
        self._write({"event": row})
        if missed or error is not None:
            self.file.flush()

    def _function(self, definition):
        row = definition.row()
        place = (row["name"], row.get("file"), row.get("line"), row["wrapper"])
        if place not in self.functions_seen:
            self.functions_seen[place] = len(self.functions_seen)
            self._write({"function": row})
        return self.functions_seen[place]

    # A key is told by (what can be hashed: leaves, statics, names, settings) and the exacts, compared exactly.
    def _key(self, definition, args, kwargs):
        parts, exacts, statics = [], [], set()
        parts.append(self._owner(definition))
        parts.append(definition.options)
        parts.append(len(args))
        exact = True
        for i, value in enumerate(args):
            if self._is_static(definition, i, None, value, len(args)):
                statics.add(i)
                exact = self._static_part(parts, exacts, value) and exact
            else:
                exact = self._data_part(parts, exacts, value) and exact
                if parts[-1] is _passing:
                    return _passing
        for name in sorted(kwargs):
            value = kwargs[name]
            parts.append(name)
            if self._is_static(definition, None, name, value, 0):
                statics.add(name)
                exact = self._static_part(parts, exacts, value) and exact
            else:
                exact = self._data_part(parts, exacts, value) and exact
                if parts[-1] is _passing:
                    return _passing
        context = self._context()
        parts.append(context)
        if exact:
            signature = tuple(parts)
            for seen in self.known.get(signature, ()):
                if seen.matches(exacts):
                    return seen
        facts = self._facts(definition, args, kwargs, statics, context)
        return signature if exact else None, exacts, facts

    def _owner(self, definition):
        return _identity(definition.owner, self.identities) or self.identities.equal(definition.owner)

    def _is_static(self, definition, i, name, value, count):
        if not definition.told:
            return isinstance(value, (str, bytes, types.FunctionType)) or _is_graphdef(value)
        if name is not None:
            return name in definition.static_argnames
        return i in definition.static_argnums or (i - count) in definition.static_argnums

    def _static_part(self, parts, exacts, value):
        if _is_graphdef(value):
            parts.append("graphdef")
            exacts.append(value)
        else:
            parts.append((type(value), _text(value), _identity(value, self.identities)))
        return True

    def _data_part(self, parts, exacts, value):
        """Adds what tells one argument apart; False where only its facts can."""
        if _leaf_kind(type(value)) == "tracer":
            parts.append(_passing)
            return True
        signature = _signature(value)
        if signature is not None:
            parts.append(signature)
            return True
        split = _split(value)
        if split is not None:
            graphdef, leaves, _ = split
            exacts.append(graphdef)
            parts.append("graph")
            return self._many(parts, exacts, leaves)
        kind = type(value)
        if value is None:
            parts.append(None)
            return True
        if kind is list or kind is tuple:
            parts.append((kind, len(value)))
            return self._many(parts, exacts, value)
        if kind is dict:
            keys = _probe(lambda: sorted(value))
            if keys is not None and all(type(key) in (str, int) for key in keys):
                parts.append((dict, *keys))
                return self._many(parts, exacts, [value[key] for key in keys])
        attributes = getattr(value, "__dict__", None)
        nodes = attributes.get("_pytree__nodes") if attributes is not None else None
        if nodes is not None:  # an NNX object that is an ordinary pytree here
            parts.append((kind, *attributes))
            exact = True
            for name, held in attributes.items():
                if name == "_pytree__nodes" or name == "_pytree__state":
                    continue
                if nodes.get(name):
                    exact = self._data_part(parts, exacts, held) and exact
                    if parts[-1] is _passing:
                        return True
                else:
                    exacts.append(held)
            return exact
        if hasattr(kind, "get_metadata") and hasattr(kind, "get_raw_value"):
            metadata = value.get_metadata()
            parts.append((kind, *metadata))
            exacts.extend(metadata.values())
            return self._data_part(parts, exacts, value.get_raw_value())
        if any(isinstance(leaf, _Tracer) for leaf in jax.tree_util.tree_leaves(value)):
            parts.append(_passing)
        return False

    def _many(self, parts, exacts, values):
        exact = True
        for value in values:
            exact = self._data_part(parts, exacts, value) and exact
            if parts[-1] is _passing:
                break
        return exact

    def _context(self):
        """The settings that a key holds, as (name, value); made once for each combination."""
        values = _others[1]() if _others is not None else tuple(getattr(jax.config, name, None) for name in SETTINGS)
        found = self.contexts.get(values)
        if found is None:
            names = _others[0] if _others is not None else SETTINGS
            told = dict(zip(names, values))
            found = [(name, _text(told[name])) for name in SETTINGS if name in told]
            found += [(name, _text(value)) for name, value, first in zip(names, values, self.first or values) if name not in SETTINGS and value != first]
            found = self.contexts[values] = tuple(found)
            self.first = self.first or values
        return found

    def _facts(self, definition, args, kwargs, statics, context):
        facts = _Facts(self.identities)
        where = f" defined at {definition.file}:{definition.line}" if definition.file is not None else ""
        facts.add("function", "function", [definition.name], f"{definition.name}{where}", self._owner(definition))
        facts.add("tree", "container", ["args"], f"tuple of length {len(args)}")
        facts.add("tree", "container", ["kwargs"], f"dict{{{', '.join(map(repr, sorted(kwargs)))}}}")
        given = [(i, [definition.position(i)], value) for i, value in enumerate(args)]
        given += [(name, [definition.keyword(name)], kwargs[name]) for name in sorted(kwargs)]
        for label, path, value in given:
            if label not in statics:
                facts.tree(path, value)
            elif _is_graphdef(value):
                facts.add("static", "static", path, "GraphDef")
                facts.graph(path, value, None, True)
            else:
                facts.static("static", "static", path, value)
        for name, value in definition.options:
            facts.add("options", "option", [name], value)
        for name, value in context:
            facts.add("context", "context", [name], value)
        return facts

    def _number(self, definition, key):
        """The number of a key in the trace, written down when it is new; and whether JAX cannot have traced it before."""
        if isinstance(key, _Seen):
            return key.number, False
        signature, exacts, facts = key
        function = self._function(definition)
        text = _hash([function, facts.list])
        number = self.numbers.get(text)
        core = _hash([row for row in facts.list if row[0] not in ("placement", "options")])
        is_new = core not in self.traceable
        self.traceable.add(core)
        if number is None:
            number = self.numbers[text] = len(self.numbers)
            digest = _hash([row[:4] for row in facts.list])[:8]
            self._write({"key": {"function": function, "facts": facts.list, "unknown": [], "digest": digest}})
        if signature is not None:
            self.known.setdefault(signature, []).append(_Seen(number, exacts, facts.volatile))
        return number, is_new


def _hash(rows):
    return hashlib.sha256(json.dumps(rows).encode()).hexdigest()


_passing = object()


def _outcome(missed, call, traced):
    if not missed:
        return "hit"
    if call.inferred and traced:
        return "retrace"
    if call.lowered or call.compiled:
        return "rewrap" if call.inferred else "relower" if call.lowered else "recompile"
    return "rebind" if call.inferred else "dispatch"


def _layers(call, traced):
    word = lambda miss: "miss" if miss else "hit"  # noqa: E731
    rows = [["dispatch", "miss", -1], ["infer", word(call.inferred), -1]]
    if call.inferred:
        rows.append(["trace", word(traced), -1])
    if call.lowered or call.compiled:
        rows += [["lower", word(call.lowered), -1], ["compile", "miss", -1]]
    if call.persistent:
        rows.append(["persistent", "hit", -1])
    return rows


_default = {}


def watch(function=None, *, to="jitlens.jsonl"):
    """Records a jitted function from now on, as a decorator or a call; returns what to call.

    All functions that are watched with one `to` share that file, which is closed when the program ends. A `record` that
    names the function takes its calls while it lasts.
    """
    if function is None:
        return functools.partial(watch, to=to)
    recording = _default.get(to)
    if recording is None or recording.file is None:
        recording = _default[to] = record(to).start()
    return recording.add(function)


def main(arguments):
    """`jitlens.py [-o TRACE] PROGRAM ARGUMENTS…`: runs a program and records what its own files jit."""
    path = "jitlens.jsonl"
    if arguments[:1] == ["-o"] and len(arguments) > 1:
        path, arguments = arguments[1], arguments[2:]
    if not arguments or arguments[0].startswith("-"):
        print("usage: python jitlens.py [-o run.jsonl] program.py [its arguments]", file=sys.stderr)
        return 2
    if not os.path.isfile(arguments[0]):
        print(f"jitlens: there is no program {arguments[0]}", file=sys.stderr)
        return 2
    sys.modules["jitlens"] = sys.modules["__main__"]  # for a program that imports it too
    sys.argv = list(arguments)
    sys.path[0] = os.path.dirname(os.path.abspath(arguments[0]))
    recording = record(path, title=os.path.basename(arguments[0])).start()
    jax.jit = _watching(jax.jit, recording)
    nnx = _probe(lambda: __import__("flax.nnx", fromlist=["nnx"]))
    if nnx is not None:
        nnx.jit = _watching(nnx.jit, recording)
    try:
        runpy.run_path(arguments[0], run_name="__main__")
    finally:
        recording.stop()
    return 0


def _watching(jit, recording):
    """`jax.jit` or `nnx.jit` that hands out watched functions, to the files of a program and not to libraries."""

    @functools.wraps(jit)
    def watching(*args, **kwargs):
        made = jit(*args, **kwargs)
        if _is_library(sys._getframe(1).f_code.co_filename):
            return made
        return recording.add(made) if hasattr(made, "lower") else lambda function: recording.add(made(function))

    return watching


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
