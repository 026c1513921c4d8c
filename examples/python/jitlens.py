"""Record every call of jitted functions, hits included, as a jitlens trace.

Put this file beside a program or a notebook. There is nothing to install: it needs JAX 0.7 or newer.

    import jitlens

    with jitlens.record("run.jsonl"):
        for batch in data:
            train_step(model, optimizer, batch)

    # then: npx jitlens report run.jsonl        or: npx jitlens explain run.jsonl

`record("run.jsonl", train_step, predict)` writes the calls of these functions alone; the compiles of all others are then counted in
the trace's first line. `@jitlens.watch` above a jitted function records it from there to the end of the program. In a notebook,
`recording = jitlens.record("run.jsonl").start()` in one cell and `recording.stop()` in another do as well.

A whole program runs unchanged, with every function that is jitted in it:

    python jitlens.py -o run.jsonl train.py --its --own arguments
    python jitlens.py -o run.jsonl -m package.train --its --own arguments

How it sees: nothing is wrapped and no name is replaced. While a recording lasts, the class of all jitted functions calls by way of
this file (see `_Watch`), so a function is seen however it is reached: a local variable, a method, a library's own. `jax.monitoring`
tells what a call traced, lowered and compiled. Nothing of a program is held beyond a call: objects are told apart by numbers behind
weak references, and texts are made at once. The values of arrays are never read, so nothing waits for a device.

For every call of a function of the program or of a library the trace holds its key (the graphdef of each NNX object with the path of
every attribute, Variable and parameter; shapes, dtypes and weak types; static arguments; the structure of all other arguments; where
arrays live; JAX's settings), its outcome and the seconds that tracing, lowering and compiling took. JAX's own functions (`jnp.dot`
outside jit, loops) and calls inside the tracing of another function are written where they compiled. A key is written once and
referred to. The first line says what recording cost in this run.
"""

from __future__ import annotations

import atexit
import ctypes
import dis
import enum
import errno
import functools
import hashlib
import importlib
import inspect
import json
import operator
import os
import re
import runpy
import sys
import threading
import time
import types
import weakref
import zlib
from collections import deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import jax
import numpy as np
from jax.tree_util import PyTreeDef

__all__ = ["record", "watch"]

VERSION = 1

_clock = time.perf_counter

# ---------------------------------------------------------------- what JAX lets one see


def _probe(find: Callable[[], Any]) -> Any:
    """What `find` gives, or None where it cannot: in a version of JAX that lacks it, for an object that refuses."""
    try:
        return find()
    except Exception:  # noqa: BLE001 - any failure means: not there
        return None


def _private(name: str) -> Any:
    """A module of JAX's own."""
    return importlib.import_module(f"jax._src.{name}")


_pjit, _util = _private("pjit"), _private("util")
_core = _private("core")
_disabled: Any = _private("config").disable_jit
_is_clean: Callable[[], bool] = _probe(lambda: _core.trace_state_clean) or (lambda: True)
_canonical = jax.dtypes.canonicalize_dtype
_structure: Callable[[Any], Any] = jax.tree_util.tree_structure
_Jitted: Any = type(jax.jit(lambda: None))
_Array: Any = _probe(lambda: _private("array").ArrayImpl)
_HERE, _JAX = __file__, os.path.dirname(jax.__file__) + os.sep

TRACE = "/jax/core/compile/jaxpr_trace_duration"
LOWER = "/jax/core/compile/jaxpr_to_mlir_module_duration"
COMPILE = "/jax/core/compile/backend_compile_duration"
PERSISTENT = "/jax/compilation_cache/cache_hits"
PHASES = (TRACE, LOWER, COMPILE)

# Settings that are part of a key and that people change. Any other one that JAX keys by is written once it leaves its first value.
SETTINGS = (
    "jax_enable_x64",
    "jax_default_matmul_precision",
    "jax_default_device",
    "jax_numpy_rank_promotion",
    "jax_numpy_dtype_promotion",
    "jax_threefry_partitionable",
    "jax_debug_key_reuse",
    "jax_disable_jit",
)


def _other_settings() -> tuple[Sequence[str], Callable[[], tuple[Any, ...]]]:
    """The names of the settings that JAX keys by, and a function that gives their values."""
    config = _private("config")
    names, values = tuple(config.trace_context_names()), config.trace_context
    if len(names) != len(values()):
        raise ValueError("the names do not fit")
    return names, values


def _few_settings() -> tuple[Sequence[str], Callable[[], tuple[Any, ...]]]:
    """The same where JAX does not tell the names, before 0.10: those of the list and the meshes."""
    mesh: Any = _probe(lambda: _private("mesh"))
    meshes: dict[str, Callable[[], Any]] = {
        "mesh_context_manager": lambda: mesh.thread_resources.env.physical_mesh,
        "abstract_mesh_context_manager": lambda: mesh.get_abstract_mesh(),
    }
    found = {name: find for name, find in meshes.items() if _probe(find) is not None}
    names = (*SETTINGS, *found)
    return names, lambda: (*(getattr(jax.config, name, None) for name in SETTINGS), *(find() for find in found.values()))


_setting_names, _setting_values = _probe(_other_settings) or _few_settings()

# ---------------------------------------------------------------- objects as numbers


class _Tokens:
    """Numbers for objects, which are held weakly; an address may be used again, a number is not."""

    def __init__(self) -> None:
        self.count = 0
        self.objects: dict[int, tuple[Any, str]] = {}
        self.equals: dict[Any, tuple[Any, str]] = {}

    def _next(self) -> str:
        self.count += 1
        return str(self.count)

    def of(self, value: Any) -> str:
        """The number of this very object. One that cannot be referred to weakly is told by its address and class."""
        known = self.objects.get(id(value))
        if known is not None and (known[0]() is value if isinstance(known[0], weakref.ref) else known[0] == type(value).__qualname__):
            return known[1]
        number, address, objects = self._next(), id(value), self.objects

        def gone(reference: Any) -> None:
            if objects.get(address, (None,))[0] is reference:
                del objects[address]

        try:
            held: Any = weakref.ref(value, gone)
        except TypeError:
            held = type(value).__qualname__
        objects[address] = held, number
        return number

    def equal(self, value: Any) -> str:
        """One number for all objects of a class with one hash: for those that have an equality of their own."""
        found = _probe(lambda: hash(value))
        if found is None:
            return self.of(value)
        slot = ("equal", self.of(type(value)), found)
        if slot not in self.equals:
            self.equals[slot] = None, self._next()
        return self.equals[slot][1]

    def function(self, value: Any) -> str:
        """The number of what `jax.jit` was given. Its caches take an equal one for the same as long as that one is alive."""
        if _is_by_identity(type(value)):
            return self.of(value)
        found = _probe(lambda: hash(value))
        slot = ("function", self.of(type(value)), found)
        known = self.equals.get(slot)
        if found is not None and known is not None and known[0] is not None and known[0]() is not None:
            return known[1]
        number = self._next()
        self.equals[slot] = _probe(lambda: weakref.ref(value)), number
        return number


_tokens = _Tokens()


def _is_by_identity(kind: Any) -> bool:
    """Whether two objects of a class are equal only where they are one."""
    return kind.__eq__ is object.__eq__


# ---------------------------------------------------------------- values as text

_LONGEST = 1000
_address = re.compile(r" at 0x[0-9a-fA-F]+")
_numbers = frozenset((int, float, complex, bool))
_names = frozenset((int, str))
_plain = (int, float, complex, bool, str, bytes, type(None), type(Ellipsis), range, slice)
_say_type = frozenset((*_plain, tuple, list, dict, set, frozenset))
_redacted: set[str] = set()


class _Thread(threading.local):
    """What runs in one thread."""

    def __init__(self) -> None:
        self.call: _Call | _Seen | None = None
        self.describing = False
        self.early: dict[str, _Call] = {}
        # Calls of which a gradient was taken, by where their function is defined; the jaxpr that was lowered last.
        self.forwards: dict[str, dict[str, tuple[_Key, str]]] = {}
        self.backwards: set[str] = set()
        self.lowered: tuple[str, list[list[str]]] | None = None


_thread = _Thread()


def _array_text(value: Any) -> str:
    return f"<array {_short(value.dtype)}[{','.join(map(str, value.shape))}]>"


_numpy_options: Any = _probe(lambda: np.printoptions(override_repr=_array_text)) and (lambda: np.printoptions(override_repr=_array_text))


def _repr(value: Any) -> str:
    """Python's repr; of what holds arrays or redacted names, what it holds: a program's own could tell or await their values."""
    return _Speller().say(value) if _hides(value, set()) else _plain_repr(value)


def _plain_repr(value: Any) -> str:
    if _numpy_options is None or type(value) in _plain:
        return repr(value)
    with _numpy_options():
        return repr(value)


_MOST_HELD = 500
_whole = (type, types.ModuleType, types.FunctionType, types.BuiltinFunctionType, enum.Enum, *_plain)
_Name = tuple["str | None", Any]


def _hides(value: Any, met: set[int]) -> bool:
    """Whether a value holds an array or something of a redacted name, however deep; true of one that holds very much."""
    if isinstance(value, _whole) or id(value) in met:
        return False
    if isinstance(value, (jax.Array, np.ndarray)) or len(met) > _MOST_HELD:
        return True
    met.add(id(value))
    return any(name in _redacted or _hides(item, met) for name, item in _held(value))


def _held(value: Any) -> Sequence[_Name]:
    """What a value holds, with names where it has them: a container's items, an object's attributes."""
    kind = type(value)
    if isinstance(value, (dict, types.MappingProxyType)):
        return [(key if isinstance(key, str) else None, item) for key, item in value.items()]
    if isinstance(value, tuple) and len(value) == 2 and isinstance(value[0], str) and value[0] in _redacted:
        return [(None, value[0]), (value[0], value[1])]  # a dict's item
    if isinstance(value, functools.partial):
        return [(None, value.func), *((None, item) for item in value.args), *value.keywords.items()]
    if isinstance(value, types.MethodType):
        return [(None, value.__self__)]
    if kind is PyTreeDef:
        return [(None, data) for _, data in _nodes(value)]
    if isinstance(value, (list, tuple, set, frozenset, deque)) and not hasattr(kind, "_fields"):
        return [(None, item) for item in value]
    if kind.__repr__ is vars(object)["__repr__"] or kind.__module__.partition(".")[0] in ("jax", "jaxlib", "numpy", "builtins"):
        return ()
    return [(name, _attribute(value, name)) for name in _fields(value)]


def _attribute(value: Any, name: str) -> Any:
    """An attribute as it is stored; a property of the program's is not asked."""
    held = _own(value, name)
    return None if held is _never else held


def _fields(value: Any) -> Sequence[str]:
    """The names of what a value holds: of a dataclass, a named tuple, or any object with attributes."""
    kind = type(value)
    named = getattr(kind, "_fields", None)
    if named is None and (fields := getattr(kind, "__dataclass_fields__", None)) is not None:
        named = [name for name, field in fields.items() if getattr(field, "repr", True)]
    if named is not None:
        return list(named)
    slots = (getattr(one, "__slots__", ()) for one in reversed(kind.__mro__))
    each = [name for some in slots for name in ((some,) if isinstance(some, str) else some)]
    return [
        *(name for name in each if name not in ("__dict__", "__weakref__")),
        *(_probe(lambda: object.__getattribute__(value, "__dict__")) or ()),
    ]


class _Speller:
    """Puts a value into words by what it holds: arrays are types, what is redacted has no words."""

    def __init__(self) -> None:
        self.count = 0
        self.within: set[int] = set()

    def say(self, value: Any) -> str:
        self.count += 1
        if isinstance(value, (jax.Array, np.ndarray)):
            return _array_text(value)
        if id(value) in self.within or self.count > _MOST_HELD:
            return "…"
        if isinstance(value, _whole) or not _hides(value, set()):
            return _plain_repr(value)
        self.within.add(id(value))
        try:
            return self.inside(value)
        finally:
            self.within.discard(id(value))

    def inside(self, value: Any) -> str:
        kind, name = type(value), type(value).__qualname__
        held = [(one, "<redacted>" if one in _redacted else self.say(item)) for one, item in _held(value)]
        if isinstance(value, (dict, types.MappingProxyType)):
            text = "{" + ", ".join(f"{self.say(key)}: {item}" for key, (_, item) in zip(value, held)) + "}"
            return text if kind is dict else f"{name}({text})"
        if isinstance(value, (tuple, list)) and not hasattr(kind, "_fields"):
            text = ", ".join(item for _, item in held)
            return f"[{text}]" if isinstance(value, list) else f"({text},)" if len(held) == 1 else f"({text})"
        if isinstance(value, types.MethodType):
            return f"<bound method {getattr(value.__func__, '__qualname__', name)} of {held[0][1]}>"
        if isinstance(value, (set, frozenset)):
            held.sort(key=lambda one: one[1])
        inside = ", ".join(item if one is None else f"{one}={item}" for one, item in held)
        return f"{f'functools.{name}' if kind is functools.partial else name}({inside})"


def _described(value: Any) -> str:
    was, _thread.describing = _thread.describing, True
    try:
        return _repr(value)
    except (Exception, SystemExit) as error:  # noqa: BLE001 - a repr of the user's may raise anything
        return f"<{type(value).__name__} whose repr raised {type(error).__name__}>"
    finally:
        _thread.describing = was


def _blotted(text: str) -> str:
    """A text without what stands behind a redacted name."""
    names = "|".join(map(re.escape, _redacted))
    return re.sub(rf"""\b({names})(['"]?\s*[=:,]\s*)(?:'[^']*'|"[^"]*"|[^\s,()\[\]{{}}]+)""", r"\1\2<redacted>", text)


def _text(value: Any) -> str:
    text = _blotted(_described(value)) if _redacted else _described(value)
    text = _address.sub("", " ".join(text.split()) if "\n" in text else text)
    if len(text) <= _LONGEST:
        return text
    return f"{text[:_LONGEST]}… ({len(text)} characters, {hashlib.sha256(text.encode(errors='replace')).hexdigest()[:8]})"


def _identity(value: Any) -> str | None:
    """What tells `value` from another of the same text; None where its text says all."""
    kind = type(value)
    if kind in _plain:
        return None
    found: list[str | None]
    if isinstance(value, (type, types.FunctionType, types.BuiltinFunctionType, functools.partial)):
        return _tokens.of(value)
    if isinstance(value, (tuple, list)):
        found = [_identity(item) for item in value]
    elif isinstance(value, dict):
        found = [_identity(item) for item in value.values()]
    elif isinstance(value, types.MethodType):
        found = [_tokens.of(value.__func__), _tokens.of(value.__self__)]  # equal ones are of one object, not of equal ones
    elif kind is PyTreeDef:
        found = [_identity(data) for _, data in _nodes(value)]
    elif isinstance(value, (jax.Array, np.ndarray)) or _is_by_identity(kind):
        return _tokens.of(value)
    elif isinstance(value, (set, frozenset)):
        found = sorted((_identity(item) for item in value), key=str)
    elif _hides(value, set()) or _address.search(_described(value)):
        return _tokens.equal(value)
    else:
        return None
    told = " ".join(number for number in found if number is not None)
    return told or None


def _nodes(treedef: Any) -> Iterable[tuple[str, Any]]:
    """The nodes of a tree's structure, outermost first: the number of the class (none for a leaf) and what was registered with it."""
    node = treedef.node_data()
    yield ("", treedef.num_leaves) if node is None else (_tokens.of(node[0]), node[1])
    for child in treedef.children():
        yield from _nodes(child)


def _static_text(value: Any) -> str:
    """The repr; with the class where the repr does not tell it."""
    text, kind = _text(value), type(value)
    return text if kind in _say_type or kind.__name__ in text or callable(value) else f"{text} ({kind.__name__})"


# ---------------------------------------------------------------- leaves


def _short(dtype: Any) -> str:
    name = str(getattr(dtype, "name", dtype))
    if name.startswith("key<"):
        return name
    return name.replace("float", "f").replace("uint", "u").replace("int", "i").replace("complex", "c")


def _python_type(value: Any) -> tuple[Any, bool]:
    """dtype and weakness of a Python scalar under the settings of the moment."""
    kind = (
        np.bool_
        if isinstance(value, bool)
        else np.int64
        if isinstance(value, int)
        else np.float64
        if isinstance(value, float)
        else np.complex128
    )
    return _canonical(kind), not isinstance(value, bool)


def _aval(value: Any) -> str | None:
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


def _placement(value: Any) -> str:
    if isinstance(value, (np.ndarray, np.generic)):
        return "numpy"
    if isinstance(value, (bool, int, float, complex)):
        return "python"
    if not isinstance(value, jax.Array) or isinstance(value, jax.core.Tracer):
        return type(value).__name__
    if not getattr(value, "committed", False):
        return "uncommitted"
    devices, layout = _probe(lambda: list(value.sharding.device_set)) or [], _layout(value)
    more = "" if layout is None else f", layout {layout}"
    if len(devices) == 1 and not hasattr(value.sharding, "mesh"):
        memory = _probe(lambda: value.sharding.memory_kind)
        kind = "" if memory in (None, "device", "unpinned_host") else f" {memory}"
        return f"committed {devices[0].platform}:{devices[0].id}{kind}{more}"
    return _text(value.sharding) + more


def _layout(value: Any) -> tuple[int, ...] | None:
    """The order of the axes of an array in memory, outermost first; None where it is theirs, or not told."""
    order = _probe(lambda: tuple(value.format.layout.major_to_minor))
    return None if order is None or order == tuple(range(len(order))) else order


# By the address of a class, for as long as it lives.
_leaf_kinds = {id(kind): "python" for kind in (int, float, bool, complex)}
_leaf_classes: dict[int, Any] = {}


# What JAX makes of Python's numbers while it traces.
_typed_scalars: dict[type, type] = {
    found: kind
    for name, kind in {"TypedInt": int, "TypedFloat": float, "TypedComplex": complex}.items()
    if (found := _probe(lambda name=name: getattr(_private("literals"), name))) is not None  # type: ignore[misc]
}


def _under(value: Any) -> Any:
    """What a gradient or a batch is taken of: the array that the program was compiled for."""
    while isinstance(value, jax.core.Tracer):
        inner = _inside_tracer(value)
        if not isinstance(inner, jax.core.Tracer) and not _leaf_kind(type(inner)):
            break  # a variable of a program that is traced
        value = inner
    return value


def _inside_tracer(value: Any) -> Any:
    """What a tracer stands for one level down: of a gradient, or of a batch; None for another."""
    return next((one for one in (getattr(value, name, None) for name in ("primal", "val")) if one is not None), None)


# What a transform makes of an argument, and what runs meanwhile.
_transforms = {"LinearizeTracer": "jax.grad", "JaxprTracer": "jax.grad", "JVPTracer": "jax.jvp", "BatchTracer": "jax.vmap"}
_transforming = frozenset(name.removesuffix("r") for name in _transforms)


def _is_outside() -> bool:
    """Whether no program is traced in this thread: what is called now runs at once, for a gradient or a batch too."""
    return _is_clean() or type(getattr(_outermost(), "parent_trace", None)).__name__ == "EvalTrace"


def _outermost() -> Any:
    """The first of the transforms that run now, each inside the one before."""
    trace = _probe(lambda: _core.trace_ctx.trace)
    while type(getattr(trace, "parent_trace", None)).__name__ in _transforming:
        trace = trace.parent_trace
    return trace if type(trace).__name__ in _transforming else None


def _transformed(definition: _Definition, args: Sequence[Any], kwargs: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """The transforms that a call stands in, each with the arguments that it is for."""
    if _is_clean():
        return ()
    found: dict[str, list[str]] = {}
    given = [(definition.position(i), value) for i, value in enumerate(args)]
    for name, value in [*given, *((definition.keyword(name), kwargs[name]) for name in sorted(kwargs))]:
        chains = dict.fromkeys(tuple(_chain_of(leaf)) for leaf in jax.tree_util.tree_leaves(value))
        for transform in [transform for chain in chains for transform in chain]:
            found.setdefault(transform, []).append(name)
    told = ((transform, "forward pass by" if transform == _GRAD else "of", names) for transform, names in found.items())
    return tuple((transform, f"{what} {', '.join(names)}") for transform, what, names in told)


def _chain_of(leaf: Any) -> Iterable[str]:
    while isinstance(leaf, jax.core.Tracer) and type(leaf).__name__ in _transforms:
        yield _transforms[type(leaf).__name__]
        leaf = _inside_tracer(leaf)


_GRAD = "jax.grad"


def _leaf_kind(kind: type) -> str:
    """Which sort of leaf a class is, `""` for no leaf; asked once a class."""
    address = id(kind)
    found = _leaf_kinds.get(address)
    if found is None:
        sorts: Mapping[str, Any] = {"tracer": jax.core.Tracer, "jax": jax.Array, "numpy": (np.ndarray, np.generic)}
        found = next((sort for sort, classes in sorts.items() if issubclass(kind, classes)), "")
        if not found and kind in _typed_scalars:
            found = "python"

        def gone(_: Any) -> None:
            del _leaf_kinds[address], _leaf_classes[address]

        _leaf_kinds[address], _leaf_classes[address] = found, weakref.ref(kind, gone)
    return found


def _leaf(value: Any) -> Any:
    """What tells two leaves apart, fast; None for what is no leaf. (The setting of x64 is told apart elsewhere.)"""
    kind = _leaf_kind(type(value))
    if kind == "jax":
        aval, committed = value.aval, value._committed
        return (aval.shape, aval.dtype, aval.weak_type, (_probe(lambda: hash(value.sharding)), _layout(value)) if committed else None)
    if kind == "tracer":
        value = _under(value)
        return _aval(value) if isinstance(value, jax.core.Tracer) else _leaf(value)
    if kind == "numpy":
        return (value.shape, value.dtype, kind)
    return _typed_scalars.get(type(value), type(value)).__name__ if kind == "python" else None


class _Held(tuple[Any, ...]):
    """The signature of what holds others: what it is told by, and the signatures of those."""

    __slots__ = ()


class _Flat(_Held):
    """The signature of what holds many plain values of one class: it holds these themselves."""

    __slots__ = ()


_MANY = 64
_exact = frozenset((int, bool))  # what is equal to one of them, and of its class, is the same


def _atom(value: Any) -> Any:
    """Plain values that tell one static value from another as a person would: stricter than `==`, for which 1 is 1.0."""
    kind = type(value)
    if kind in _plain:
        if kind in (str, bytes) and len(value) > _LONGEST:
            return (kind.__name__, len(value), hash(value))  # a text of the program's is not held
        return (kind.__name__, repr(value)) if kind in (float, complex, slice) else (kind.__name__, value)
    if isinstance(value, (tuple, list)):
        if len(value) > _MANY and len(kinds := set(map(type, value))) == 1 and kinds <= _exact:
            return _Flat(((_tokens.of(kind), kinds.pop().__name__), *value))
        return _Held((_tokens.of(kind), *map(_atom, value)))
    if kind is PyTreeDef:
        return ("tree", *((number, _atom(data)) for number, data in _nodes(value)))
    if kind is dict or kind is types.MappingProxyType:
        return ("dict", *((_atom(key), _atom(item)) for key, item in value.items()))
    if isinstance(value, (type, types.FunctionType, types.BuiltinFunctionType, functools.partial)):
        return _tokens.of(value)
    if _is_by_identity(kind) and vars(object)["__repr__"] is kind.__repr__:
        return _tokens.of(value)
    return (_tokens.of(kind), _text(value), _identity(value))


# ---------------------------------------------------------------- keys, fast


def _signature(value: Any) -> Any:
    """Plain values that tell one argument from another as a key does, without a word of text."""
    leaf = _leaf(value)
    if leaf is not None or value is None:
        return leaf
    head, inside, sign = _opened(value)
    return _Held((head, *map(sign, inside)))


def _opened(value: Any) -> tuple[Any, Sequence[Any], Callable[[Any], Any]]:
    """What a container is told by, what it holds, and how that is told."""
    kind = type(value)
    if kind is list or kind is tuple:
        return kind.__name__, value, _signature
    if kind is dict:
        keys = value if _names.issuperset(map(type, value)) else map(_atom, value)
        return ("dict", *keys), list(value.values()), _signature
    if (split := _split(value)) is not None:
        return "nodes", [split[0], *split[1]], _signature
    if _is_graphdef(value) and hasattr(value, "nodes"):
        return _opened_graph(value)
    found = jax.tree_util.default_registry.flatten_one_level(value)
    if found is None:
        return (_tokens.of(kind), _aval(value), _placement(value), _identity(value)), (), _atom
    return (_tokens.of(kind), _atom(found[1])), list(found[0]), _signature


def _opened_graph(graphdef: Any) -> tuple[Any, Sequence[Any], Callable[[Any], Any]]:
    """A graphdef by its nodes and the names of their attributes; it holds the static values."""
    head: list[Any] = []
    inside: list[Any] = []
    for node in graphdef.nodes:
        metadata: Any = getattr(node, "metadata", None)
        told = (getattr(node, name, None) for name in ("index", "outer_index", "num_attributes"))
        head.append((_tokens.of(type(node)), _node_class(node), *told))
        if type(node).__name__ == "VariableDef":
            head += metadata
            inside += metadata.values()
    for name, attribute in graphdef.attributes:
        if name != "_pytree__nodes":
            head.append(name if type(name) in _names else _atom(name))
            inside.append(getattr(attribute, "value", type(attribute)))
    return ("graph", *head), inside, _atom


def _node_class(node: Any) -> Any:
    """The class of a node of a graphdef, as a plain value."""
    kind = getattr(node, "type", None)
    return _tokens.of(kind) if isinstance(kind, type) else (kind, _atom(getattr(node, "metadata", None)))


def _differing(one: Any, other: Any) -> tuple[int, ...]:
    """The place of the first difference between two signatures; of two that differ as a whole, no step at all."""
    if not isinstance(one, _Held) or type(one) is not type(other) or len(one) != len(other) or one[0] != other[0]:
        return ()
    return next(((place - 1, *_differing(a, b)) for place, (a, b) in enumerate(zip(one, other)) if a != b), ())


def _is_graphdef(value: Any) -> bool:
    return type(value).__name__ == "GraphDef" and type(value).__module__.startswith("flax.")


def _graphdef_in(value: Any) -> Any:
    """The graphdef of what NNX makes of an object, or one by itself."""
    kind = type(value).__name__
    name = "_graphdef" if kind == "NodeStates" else "graphdef" if kind == "TreeState" else None
    return value if name is None else getattr(value, name, None)


def _split(value: Any) -> tuple[Any, Sequence[Any], bool] | None:
    """(graphdef, leaves, whether it numbers its nodes alone) of what NNX makes of an object; None for anything else."""
    kind = type(value).__name__
    if kind == "NodeStates" and hasattr(value, "_graphdef"):
        graphdef, states = value._graphdef, value.states
        leaves = states[0] if len(states) == 1 and isinstance(states[0], list) else jax.tree_util.tree_leaves(states)
        return graphdef, leaves, False
    if kind == "TreeState" and hasattr(value, "graphdef"):
        return value.graphdef, jax.tree_util.tree_leaves(value), True
    return None


# ---------------------------------------------------------------- keys, written down

_missing = object()


def _is_redacted(path: Iterable[str]) -> bool:
    return len(_redacted) > 0 and any(segment.strip("[]'") in _redacted for segment in path)


class _Facts:
    """Writes down what one call's key holds."""

    def __init__(self, are_scalars_static: bool = False) -> None:
        self.list: list[list[Any]] = []
        self.paths: dict[Any, list[str]] = {}
        self.are_scalars_static = are_scalars_static

    def add(self, component: str, kind: str, path: list[str], value: str, identity: str | None = None) -> None:
        if kind not in ("function", "leaf", "placement") and _is_redacted(path):
            value, identity = "<redacted>", f"{identity or ''} {_tokens.equal(value)}".strip()
        row: list[Any] = [component, kind, path, value]
        if identity is not None:
            row.append(identity)
        self.list.append(row)

    def static(self, component: str, kind: str, path: list[str], value: Any) -> None:
        text = _static_text(value) if component == "static" else _text(value)
        self.add(component, kind, path, text, _identity(value))

    def leaf(self, path: list[str], value: Any) -> None:
        if self.are_scalars_static and _leaf_kind(type(value)) not in ("jax", "numpy", "tracer"):
            self.static("static", "static", path, value)
            return
        value = _under(value)
        self.add("aval", "leaf", path, _aval(value) or "no array")
        if not isinstance(value, jax.core.Tracer):
            self.add("placement", "placement", path, _placement(value))

    def tree(self, path: list[str], value: Any) -> None:
        """One argument that is data: a container, a leaf, an NNX object."""
        kind = type(value)
        if value is None:
            self.add("tree", "container", path, "None")
        elif _leaf(value) is not None:
            self.leaf(path, value)
        elif (split := _split(value)) is not None:
            self.graph(path, *split)
        elif _is_graphdef(value):
            self.graph(path, value, None, True)
        elif kind is list or kind is tuple:
            self.add("tree", "container", path, f"{kind.__name__} of length {len(value)}")
            for i, item in enumerate(value):
                self.tree([*path, f"[{i}]"], item)
        elif isinstance(value, tuple) and hasattr(value, "_fields"):
            self.add("tree", "container", path, f"{kind.__name__}({', '.join(value._fields)})", _tokens.of(kind))
            for name, item in zip(value._fields, value):
                self.tree([*path, name], item)
        elif isinstance(value, dict):
            keys = list(value) if kind.__name__ == "OrderedDict" else (_probe(lambda: sorted(value)) or list(value))
            self.add("tree", "container", path, f"{kind.__name__}{{{', '.join(map(repr, keys))}}}")
            for key in keys:
                self.tree([*path, f"[{key!r}]"], value[key])
        else:
            self.custom(path, value)

    def custom(self, path: list[str], value: Any) -> None:
        """A registered node of any class, one level at a time; NNX objects and Variables in their own words."""
        children = jax.tree_util.tree_flatten_with_path(value, is_leaf=lambda x: x is not value)[0]
        if len(children) == 1 and children[0][1] is value:
            self.leaf(path, value)
            return
        kind, name = type(value), type(value).__name__
        data = _probe(lambda: _structure(value).node_data()[1])
        get_metadata = getattr(value, "get_metadata", None)
        is_state = _is_of_nnx(value, "State")
        if is_state:
            self.add("tree", "container", path, f"State{{{', '.join(repr(_key(keys)) for keys, _ in children)}}}")
        elif callable(get_metadata) and len(children) <= 1:
            self.variable(path, kind, get_metadata())
            for _, child in children:
                self.tree(path, child)
            return
        elif hasattr(value, "_pytree__nodes"):
            self.add("graphdef", "node", path, name, _tokens.of(kind))
            dynamic = {str(_key(keys)) for keys, _ in children}
            for attribute in sorted(vars(value), key=str):
                if str(attribute) not in dynamic and not str(attribute).startswith("_pytree__"):
                    self.static("graphdef", "attribute", [*path, str(attribute)], vars(value)[attribute])
        elif (held := _attributes_beside(value, children)) is not None:
            self.add("tree", "container", path, name, _tokens.of(kind))
            for attribute in held:
                self.static("static", "static", [*path, attribute], getattr(value, attribute, None))
        else:
            told = "" if data is None or (type(data) is tuple and not data) else f" {_text(data)}"
            self.add("tree", "container", path, name + told, " ".join(filter(None, (_tokens.of(kind), _identity(data)))))
        for keys, child in children:
            key = _key(keys)
            if key != "_pytree__state":
                self.tree(
                    [
                        *path,
                        key if isinstance(key, str) else f"[{key}]" if not hasattr(value, "_pytree__nodes") and not is_state else str(key),
                    ],
                    child,
                )

    def variable(self, path: list[str], kind: type, metadata: Mapping[str, Any]) -> None:
        self.add("graphdef", "variable", path, kind.__name__, _tokens.of(kind))
        for name, value in metadata.items():
            if (name, value) not in (("hijax", False), ("ref", False), ("eager_sharding", True)):
                self.static("graphdef", "metadata", [*path, str(name)], value)

    def graph(self, root: list[str], graphdef: Any, leaves: Sequence[Any] | None, alone: bool) -> None:
        """A graphdef's nodes and attributes, depth first, its leaves in step with them."""
        if not hasattr(graphdef, "nodes"):
            self.add("graphdef", "node", root, _text(graphdef), _identity(graphdef))
            for i, leaf in enumerate(leaves or ()):
                self.tree([*root, "leaves", f"[{i}]"], leaf)
            return
        nodes, attributes, values = iter(graphdef.nodes), iter(graphdef.attributes), iter(leaves or ())
        paths: dict[Any, list[str]] = {} if alone else self.paths
        aligned = leaves is not None and len(leaves) == graphdef.num_leaves

        def value(path: list[str]) -> None:
            leaf = next(values, _missing) if aligned else _missing
            if leaf is not _missing:
                self.tree(path, leaf)

        def visit(path: list[str], hidden: bool = False) -> None:
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

    def node(self, node: Any) -> tuple[str, ...]:
        kind = node.type
        if not isinstance(kind, type):
            return (str(kind),)
        if kind.__name__ == "GenericPytree":
            kind = _probe(lambda: node.metadata[1].node_data()[0]) or kind
        return (kind.__name__,) if kind.__module__ == "builtins" else (kind.__name__, _tokens.of(kind))


def _attributes_beside(value: Any, children: Sequence[Any]) -> list[str] | None:
    """The fields of a dataclass that are no data; None for another class, and for one whose data has no names."""
    fields, named = getattr(type(value), "__dataclass_fields__", None), [_key(keys) for keys, _ in children]
    return None if fields is None or not fields.keys() >= set(named) else [name for name in fields if name not in named]


def _key(keys: Sequence[Any]) -> Any:
    """The name or index of one step of a path of jax.tree_util."""
    step = keys[0]
    for field in ("name", "key", "idx"):
        if hasattr(step, field):
            return getattr(step, field)
    return str(step)


# ---------------------------------------------------------------- functions

_loops = frozenset(("while", "while_loop", "scan", "cond", "fori_loop", "custom_jvp_call", "custom_vjp_call", "checkpoint", "remat"))


# Where JAX defines what it makes of a user's function: for pmap, by shard_map.
_WRAPPING = ("api.py", "pmap.py", "shard_map.py", "_shard_map.py", "linear_util.py")


def _is_library(file: str) -> bool:
    return "site-packages" in file or "dist-packages" in file or file.startswith("<frozen")


def _target(function: Any) -> Any:
    """The function at the bottom of partials, methods, callable objects and decorators."""
    for _ in range(64):
        inner = getattr(function, "__wrapped__", None)
        if inner is None and isinstance(function, functools.partial):
            inner = function.func
        if inner is None:
            break
        function = inner
    function = getattr(function, "__func__", function)
    if not hasattr(function, "__code__") and not isinstance(function, type):
        function = (
            getattr(type(function).__call__, "__func__", type(function).__call__)
            if hasattr(type(function).__call__, "__code__")
            else function
        )
    return function


class _Definition:
    """A jitted function: what the trace says of it, and what its keys need. It holds nothing of the function itself."""

    def __init__(self, function: Any, info: Any, wrapper: str | None = None) -> None:
        target = _target(function)
        code = getattr(target, "__code__", None)
        wrapped = inspect.unwrap(function)
        while isinstance(wrapped, functools.partial):
            wrapped = wrapped.func
        self.name: str = getattr(function, "__name__", None) or getattr(wrapped, "__name__", None) or type(wrapped).__name__
        self.names = {self.name, _probe(lambda: _pjit.fun_name(function)), getattr(target, "__name__", None)} - {None}
        if not hasattr(function, "__name__"):
            self.names |= {"<unnamed wrapped function>", "<unknown>"}  # so before JAX 0.9, and in 0.9
        self.file: str | None = code.co_filename if code is not None else None
        self.line: int | None = code.co_firstlineno if code is not None else None
        self.wrapper = wrapper or ("nnx.jit" if type(function).__module__.startswith("flax.nnx") else "jax.jit")
        is_part = type(function).__name__ == "HashablePartial" and type(function).__module__.startswith("jax.")
        file, is_primitive = self.file or "", getattr(function, "_apply_primitive", False) or is_part
        self.is_quiet = is_primitive or file.startswith(_JAX)
        # JAX makes a function for each set of an operation's parameters: they, and not the function, tell two of them apart.
        held = _parameters(function).items() if is_primitive else ()
        self.bound: tuple[tuple[str, str, str | None], ...] = tuple((name, _parameter_text(value), None) for name, value in held)
        self.object = _tokens.function(function)
        self.number = _tokens.equal(self.name) if is_primitive else self.object
        self.owner = self._owner(function, file)
        if is_part:
            self.name, self.owner = f"{self.name} ({_part_of(function)})", "eager"
            self.number = _tokens.equal(self.name)
        self.mapped = _probe(lambda: _mapped_in(function)) if os.path.basename(file) in _WRAPPING and file.startswith(_JAX) else None
        if self.mapped is not None:
            self.mapped[0].name = f"{self.name} (jax.pmap of {self.mapped[0].name})"
            self.is_quiet = False
        signature = _probe(lambda: inspect.signature(function)) or getattr(info, "fun_signature", None)
        params = list(signature.parameters.values()) if signature is not None else []
        if is_primitive:
            params = []
        self.params = [p.name for p in params]
        self.positional = [p.name for p in params if p.kind in (p.POSITIONAL_ONLY, p.POSITIONAL_OR_KEYWORD)]
        self.rest = next((p.name for p in params if p.kind is p.VAR_POSITIONAL), "args")
        self.keywords = next((p.name for p in params if p.kind is p.VAR_KEYWORD), "kwargs")
        self.static_argnums = frozenset(getattr(info, "static_argnums", ()) or ())
        self.static_argnames = frozenset(getattr(info, "static_argnames", ()) or ())
        self.options = tuple(self._options(info))

    def _owner(self, function: Any, file: str) -> str | None:
        if getattr(function, "_apply_primitive", False):
            return "control flow" if self.name in _loops else "eager"
        if file.startswith(_JAX):
            return "unexplained" if os.path.basename(file) in _WRAPPING else "eager"
        return "library" if _is_library(file) else None

    def _options(self, info: Any) -> Iterable[tuple[str, str]]:
        for name, value, usual in (
            ("static_argnums", tuple(getattr(info, "static_argnums", ()) or ()), ()),
            ("static_argnames", tuple(getattr(info, "static_argnames", ()) or ()), ()),
            ("donate_argnums", getattr(info, "donate_argnums", ()), ()),
            ("keep_unused", getattr(info, "keep_unused", False), False),
            ("inline", getattr(info, "inline", False), False),
            ("device", getattr(info, "device", None), None),
            ("backend", getattr(info, "backend", None), None),
            ("compiler_options", dict(getattr(info, "compiler_options_kvs", ()) or ()), {}),
        ):
            if value != usual and not (name == "inline" and getattr(value, "name", None) == "AUTO"):
                yield name, _text(value)
        # NNX gives jax.jit shardings of its own making; only a user's belong to the key that a user sees.
        if self.wrapper != "nnx.jit":
            for name in ("in_shardings", "out_shardings"):
                leaves = getattr(info, f"{name}_leaves", ())
                if any(type(leaf).__name__ != "UnspecifiedValue" for leaf in leaves):
                    yield name, _text(tuple(leaves))

    def row(self) -> dict[str, Any]:
        row: dict[str, Any] = {"name": self.name, "wrapper": self.wrapper, "params": self.params}
        if self.file is not None:
            row.update(file=_shown_file(self.file), line=self.line)
        if self.owner is not None:
            row["owner"] = self.owner
        return row

    def position(self, i: int) -> str:
        return self.positional[i] if i < len(self.positional) else f"{self.rest}[{i - len(self.positional)}]"

    def bind(self, transforms: Iterable[tuple[Any, Any]]) -> None:
        """Notes the static arguments that jax.pmap takes out before it calls: the others come at the places that are left."""
        for places, statics in (given for step, given in transforms if "argnums" in getattr(step, "__name__", "")):
            names = [self.position(i) for i in range(len(places) + len(statics))]
            fixed = [name for i, name in enumerate(names) if i not in places]
            self.bound = tuple((name, _static_text(one.val), _identity(one.val)) for name, one in zip(fixed, statics))
            self.positional = [names[i] for i in places]

    def keyword(self, name: str) -> str:
        return name if name in self.params else f"{self.keywords}[{name!r}]"

    def is_static(self, i: int | str, count: int) -> bool:
        return i in self.static_argnames if isinstance(i, str) else i in self.static_argnums or i - count in self.static_argnums


def _part_of(function: Any) -> str:
    """What a step of a shard_map outside jit does: an operation, or how an array is laid out."""
    return f"shard_map of {next((str(one) for one in function.args if hasattr(one, 'multiple_results')), function.f.__name__.strip('_'))}"


def _mapped_in(function: Any) -> tuple[_Definition, Any] | None:
    """The user's function that jax.pmap, made of shard_map, jits, and the tree of the arguments that it takes as leaves."""
    inner = inspect.unwrap(function)
    held = inspect.getclosurevars(inner).nonlocals if hasattr(inner, "__code__") else {}
    wrapped = held.get("fun", getattr(inner, "__self__", None))
    if type(wrapped).__name__ != "WrappedFun":
        return None
    trees = [held.get("in_tree"), *(one for _, given in wrapped.transforms for one in given)]
    definition = _Definition(wrapped.f, None, wrapper="jax.pmap")
    definition.bind(wrapped.transforms)
    return definition, next(one for one in trees if type(one) is PyTreeDef)


def _parameters(function: Any) -> Mapping[str, Any]:
    """The parameters of the operation that JAX made this function of."""
    if hasattr(function, "args"):  # a step of a shard_map
        names = function.f.__code__.co_varnames
        return {name: one for name, one in zip(names, function.args) if not hasattr(one, "multiple_results")} | dict(function.kwargs)
    names, cells = getattr(function, "__code__", None), getattr(function, "__closure__", None) or ()
    found = dict(zip(names.co_freevars, cells)) if names is not None else {}
    held = _probe(lambda: found["params"].cell_contents)
    return held if isinstance(held, dict) else {}


def _parameter_text(value: Any) -> str:
    """A parameter as text; of what a loop runs, where that is defined."""
    if isinstance(value, tuple) and any("Jaxpr" in type(item).__name__ for item in value):
        return f"({', '.join(map(_parameter_text, value))})"
    if "Jaxpr" not in type(value).__name__:
        return _text(value)
    jaxpr = getattr(value, "jaxpr", value)
    return str(_probe(lambda: jaxpr.debug_info.func_src_info) or "a jaxpr")


# ---------------------------------------------------------------- what a trace reads besides its arguments

# A program that JAX compiled holds what its function read outside of its arguments: attributes of `self` and of static arguments, what
# is in its closure, globals. JAX looks at none of them again. What the code names on the way from the function is noted once it is
# traced, and looked at in hits: by value where it is plain, by identity where it is an array or a function, never at an array's values.

_MOST_READS = 6000
_MOST_DEEP = 16
_STANDARD = os.path.dirname(os.__file__) + os.sep
_changing = frozenset(
    ("append", "appendleft", "extend", "insert", "add", "update", "setdefault", "pop", "popitem", "remove", "clear", "push")
)
_saying = frozenset(("print", "log", "info", "debug", "warning", "warn", "error", "write"))
_random = frozenset(("Rngs", "RngStream", "RngState", "RngCount", "RngKey"))
_never = object()


class _Way(NamedTuple):
    """How code reaches a value: a name, then attributes, items and the like."""

    root: str
    is_global: bool
    steps: tuple[tuple[str, Any], ...] = ()

    def at(self, how: str, name: Any) -> _Way:
        return self._replace(steps=(*self.steps, (how, name)))


class _Chain(NamedTuple):
    """A use of `root.a['b']` in a code object: whether it is called, with what arguments, or iterated over, whether it stands before
    any branch, and its line."""

    way: _Way
    is_called: bool
    arguments: Mapping[int | str, Any] | None
    is_iterated: bool
    is_first: bool
    line: int


class _Constant(NamedTuple):
    """A value that stands in the code."""

    value: Any


class _Group(NamedTuple):
    """Values that are taken apart again."""

    items: tuple[Any, ...]


class _Loop(NamedTuple):
    """An iterator, by the value that it gives."""

    item: Any


class _Reading(NamedTuple):
    """What a code object names."""

    chains: list[_Chain]
    stored: frozenset[str]
    bound: frozenset[str]
    keywords: frozenset[str]
    changes: bool
    sets_anything: bool
    inner: list[tuple[types.CodeType, Any]]
    forks: frozenset[int]
    is_straight: bool


_readings: weakref.WeakKeyDictionary[types.CodeType, _Reading] = weakref.WeakKeyDictionary()


def _reading(code: types.CodeType) -> _Reading:
    found = _readings.get(code)
    if found is None:
        found = _readings[code] = _Reader(code).read()
    return found


_null = _Constant(_never)
_State = tuple[list[Any], dict[str, Any]]
_passed_over = frozenset(
    ("CACHE", "PRECALL", "EXTENDED_ARG", "NOP", "RESUME", "COPY_FREE_VARS", "MAKE_CELL", "GEN_START", "NOT_TAKEN", "SETUP_FINALLY")
)
_merging = frozenset(("LIST_APPEND", "SET_ADD", "MAP_ADD", "LIST_EXTEND", "SET_UPDATE", "DICT_UPDATE", "DICT_MERGE"))
_of_one = frozenset(("LIST_TO_TUPLE", "CALL_INTRINSIC_1", "GET_LEN", "YIELD_VALUE"))
_ending = frozenset(
    (
        "JUMP_FORWARD",
        "JUMP_ABSOLUTE",
        "JUMP_BACKWARD",
        "JUMP_BACKWARD_NO_INTERRUPT",
        "RETURN_VALUE",
        "RETURN_CONST",
        "RAISE_VARARGS",
        "RERAISE",
    )
)
_jumps = frozenset((*dis.hasjrel, *dis.hasjabs))
_branching = ("JUMP", "FOR_ITER", "RETURN", "RAISE", "SEND", "YIELD", "MATCH")
_CLOSURE = 8
_mirrored = {"<": ">", ">": "<", "<=": ">=", ">=": "<="}
_asking = frozenset(("isinstance", "issubclass", "type", "callable", "hasattr", "id"))
_whole_loops = frozenset(("list", "tuple", "reversed", "iter", "sorted", "set", "frozenset"))


class _Reader:
    """Runs the instructions of a code object with ways to values instead of values, of any CPython from 3.10 on.

    What it does not know leaves values of which nothing is known.
    """

    def __init__(self, code: types.CodeType) -> None:
        self.code = code
        self.chains: list[_Chain] = []
        self.forks = set[int]()
        self.is_first = self.is_straight = True
        self.changes = self.sets_anything = self.is_dead = False
        self.stored, self.bound, self.loud = set[str](), set[str](), set[int]()
        self.stack: list[Any] = []
        self.aliases: dict[str, Any] = {}
        self.ahead: dict[int, _State] = {}
        self.iterated: dict[types.CodeType, Any] = {}
        self.names: tuple[str, ...] = ()
        self.held: list[Any] = []  # what stays on the stack where a jump is taken alone
        self.line = 0

    def read(self) -> _Reading:
        loops = 0
        for one in dis.get_instructions(self.code):
            told = getattr(one, "starts_line", None)
            self.line = getattr(one, "line_number", None) or (told if type(told) is int else None) or self.line
            self.arrive(one.offset)
            before = len(self.stack)
            if one.opname not in _passed_over:
                self.instruction(one.opname, one.argval, one.arg or 0, one.opcode)
            if one.opcode in _jumps and one.opname != "SETUP_FINALLY" and one.argval > one.offset:
                self.jump(one, before)
            self.is_dead = one.opname in _ending
            if one.opname in ("SETUP_FINALLY", "PUSH_EXC_INFO"):
                self.is_straight = False
            if one.opcode in _jumps and (one.opname == "FOR_ITER" or one.argval < one.offset):
                loops += 1 if one.opname == "FOR_ITER" else -1
        self.is_straight &= loops == 0  # a loop that never comes back runs once
        constants = self.code.co_consts
        keywords = {name for one in constants if type(one) is tuple for name in one if type(name) is str}
        chains = [chain for chain in self.chains if chain.line not in self.loud]
        inner = [(one, self.iterated.get(one)) for one in constants if isinstance(one, types.CodeType)]
        names = frozenset(self.stored), frozenset(self.bound), frozenset(keywords)
        return _Reading(chains, *names, self.changes, self.sets_anything, inner, frozenset(self.forks), self.is_straight)

    def arrive(self, offset: int) -> None:
        """Takes what is known in common of all the ways that lead to an instruction."""
        state = self.ahead.pop(offset, None)
        if state is None:
            if self.is_dead:
                self.stack, self.aliases = [], {}
        elif self.is_dead:
            self.stack, self.aliases = list(state[0]), dict(state[1])
        else:
            merged = _common(self.stack, state[0])
            lost = [one for stack in (self.stack, state[0]) for one, now in zip(stack[::-1], merged[::-1]) if one is not now]
            self.chains += [_Chain(one, False, None, False, False, -1) for one in lost if isinstance(one, _Way)]
            self.stack, self.aliases = merged, {k: v for k, v in self.aliases.items() if state[1].get(k) == v}

    def jump(self, one: dis.Instruction, before: int) -> None:
        stack = list(self.stack)
        change = dis.stack_effect(one.opcode, one.arg, jump=True) - (len(stack) - before)
        stack = stack[: len(stack) + change] if change < 0 else [*stack, *self.held, *[None] * change][: len(stack) + change]
        self.held = []
        known = self.ahead.get(one.argval)
        if known is not None:
            self.ahead[one.argval] = _common(stack, known[0]), {k: v for k, v in self.aliases.items() if known[1].get(k) == v}
        else:
            self.ahead[one.argval] = stack, dict(self.aliases)

    def pop(self, count: int = 1) -> list[Any]:
        """The last values, the first of them first."""
        held = self.stack[len(self.stack) - count :] if 0 < count <= len(self.stack) else [None] * count
        del self.stack[max(0, len(self.stack) - count) :]
        return held

    def use(self, *values: Any, is_iterated: bool = False) -> None:
        """Notes that a value is read."""
        for value in values:
            if isinstance(value, _Way):
                self.chains.append(_Chain(value, False, None, is_iterated, self.is_first, self.line))
            elif isinstance(value, _Group):
                self.use(*value.items)

    def compare(self, operator: str, one: Any, other: Any = _null) -> None:
        """Notes that a value is compared: only what comes of that is read."""
        if isinstance(one, _Way):
            known = isinstance(other, _Constant) and (other is _null or type(other.value) in (int, bool, float, str, bytes, type(None)))
            one = one.at("compare", (operator, None if other is _null else other.value) if known else None)
        self.use(one)

    def instruction(self, name: str, value: Any, number: int, opcode: int) -> None:
        if name.startswith("LOAD_"):
            self.load(name, value, number, opcode)
        elif name.startswith(("STORE_", "DELETE_")):
            self.store(name, value, opcode)
        elif name == "KW_NAMES":
            self.names = self.code.co_consts[number]
        elif name.startswith("CALL") and "INTRINSIC" not in name:
            self.call_by(name, value, number, opcode)
        elif name in ("COPY", "DUP_TOP"):
            number = number or 1
            self.stack.append(self.stack[-number] if number <= len(self.stack) else None)
        elif name in ("SWAP", "ROT_TWO") and len(self.stack) >= (number or 2):
            number = number or 2
            self.stack[-1], self.stack[-number] = self.stack[-number], self.stack[-1]
        elif name in ("ROT_THREE", "ROT_FOUR") and len(self.stack) > 3:
            self.stack.insert(-2 if name == "ROT_THREE" else -3, self.stack.pop())
        else:
            self.take(name, value, number, opcode)
            if any(word in name for word in _branching):
                self.is_first = False
                if ("JUMP" in name and "_IF" in name) or "MATCH" in name:
                    self.is_straight = False
                    self.forks.add(self.line)

    def load(self, name: str, value: Any, number: int, opcode: int) -> None:
        if value in _saying:
            self.loud.add(self.line)
        if name in ("LOAD_CONST", "LOAD_SMALL_INT"):
            self.stack.append(_Constant(value))
        elif name in ("LOAD_ATTR", "LOAD_METHOD"):
            (owner,) = self.pop()
            self.stack.append(self.attribute(owner, value))
            if name == "LOAD_METHOD" or (sys.version_info >= (3, 12) and number & 1):
                self.stack.append(_null)
        elif name == "LOAD_SUPER_ATTR":
            self.stack.append(self.attribute(self.pop(3)[2], value, "super"))
            if number & 1:
                self.stack.append(_null)
        elif name == "LOAD_GLOBAL":
            is_called = sys.version_info >= (3, 11) and number & 1
            made = [_Way(value, True), _null] if is_called else [_Way(value, True)]
            self.stack += made if sys.version_info >= (3, 13) else reversed(made)
        elif name.startswith(("LOAD_FAST", "LOAD_DEREF", "LOAD_CLASSDEREF", "LOAD_NAME")) and not name.endswith("AND_CLEAR"):
            for one in value if isinstance(value, tuple) else (value,):
                way = _Way(one, name == "LOAD_NAME")
                self.stack.append(_Loop(way.at("each", True)) if one == ".0" else self.aliases.get(one, way))
        elif dis.stack_effect(opcode, number if opcode >= dis.HAVE_ARGUMENT else None) == 1:
            self.stack.append(None)
        else:
            self.other(opcode, number)

    def attribute(self, owner: Any, name: str, how: str = "attribute") -> Any:
        if not isinstance(owner, _Way):
            return None
        self.changes |= name in _changing and owner.root not in self.bound
        self.sets_anything |= name == "__dict__"
        if owner.steps[-1:] == (("super", None),):
            owner, how = owner._replace(steps=owner.steps[:-1]), "super"
        return owner.at(how, name)

    def store(self, name: str, value: Any, opcode: int) -> None:
        names = value if isinstance(value, tuple) else (value,)
        if name.startswith(("STORE_FAST", "DELETE_FAST")):
            for one in names if name != "STORE_FAST_LOAD_FAST" else names[:1]:
                held = self.pop()[0] if name.startswith("STORE") else None
                self.use(held)
                self.aliases[one] = held if isinstance(held, (_Way, _Group)) else _Way(one, False)
            self.bound.update(names)
            if name == "STORE_FAST_LOAD_FAST":
                self.load("LOAD_FAST", names[-1], 0, opcode)
            return
        held = self.pop(max(0, -dis.stack_effect(opcode, 0 if opcode >= dis.HAVE_ARGUMENT else None)))
        self.changes |= ("SUBSCR" in name or "SLICE" in name) and any(isinstance(one, _Way) and one.root not in self.bound for one in held)
        self.stored.update(one for one in names if isinstance(one, str))
        self.use(*held)

    def take(self, name: str, value: Any, number: int, opcode: int) -> None:
        """An instruction that takes what was loaded."""
        if name == "PUSH_NULL":
            self.stack.append(_null)
        elif name == "GET_ITER":
            self.iterate(*self.pop())
        elif name == "FOR_ITER":
            loop = self.stack[-1] if self.stack else None
            self.stack.append(loop.item if isinstance(loop, _Loop) else None)
        elif name == "UNPACK_SEQUENCE":
            (held,) = self.pop()
            items: Sequence[Any] = held.items if isinstance(held, _Group) else ()
            if isinstance(held, _Way):
                items = [held.at("item", i) for i in range(number)]
            self.stack += [items[i] if len(items) == number else None for i in reversed(range(number))]
        elif name == "BINARY_SUBSCR" or (name == "BINARY_OP" and value in ("[]", 26)):
            self.item(*self.pop(2))
        elif name == "CONTAINS_OP":
            item, held = self.pop(2)
            is_known = isinstance(item, _Constant) and isinstance(held, _Way)
            self.use(held.at("in", item.value) if is_known else held, item)
            self.stack.append(None)
        elif name == "BUILD_TUPLE":
            self.stack.append(_Group(tuple(self.pop(number))))
        elif name.startswith("BUILD_"):
            self.use(*self.pop(2 * number if name == "BUILD_MAP" else number + (name == "BUILD_CONST_KEY_MAP")))
            self.stack.append(None)
        elif name == "MAKE_FUNCTION":
            held = self.pop(1 - dis.stack_effect(opcode, number if opcode >= dis.HAVE_ARGUMENT else None))
            code = next((i for i, one in enumerate(held) if isinstance(one, _Constant) and isinstance(one.value, types.CodeType)), None)
            self.use(*held[: None if code is None else code - bool(number & _CLOSURE)])
            self.stack.append(None if code is None else held[code])
        elif name == "SET_FUNCTION_ATTRIBUTE":
            held = self.pop(2)
            self.use(*held[: number != _CLOSURE])
            self.stack.append(held[1])
        elif name.startswith("FORMAT") or name == "CONVERT_VALUE":
            self.pop(2 if name == "FORMAT_WITH_SPEC" or (name == "FORMAT_VALUE" and number & 4) else 1)  # it is told as text
            self.stack.append(None)
        elif name in _merging:
            self.use(*self.pop(2 if name == "MAP_ADD" else 1))
        elif name in ("COMPARE_OP", "IS_OP"):
            one, other = self.pop(2)
            operator = str(value) if name == "COMPARE_OP" else "is not" if number else "is"
            self.compare(operator, one, other)
            self.compare(_mirrored.get(operator, operator), other, one)
            self.stack.append(None)
        elif name in ("TO_BOOL", "UNARY_NOT"):
            self.compare("bool", *self.pop())
            self.stack.append(None)
        elif name.startswith("JUMP_IF_") and name.endswith("OR_POP"):
            self.held = self.pop()
            self.compare("bool", *self.held)
        elif name.startswith("POP_JUMP"):
            self.compare("is" if "NONE" in name else "bool", *self.pop())
        elif name.startswith(("BINARY_", "INPLACE_", "UNARY_")) or name in _of_one:
            self.use(*self.pop(1 if name.startswith("UNARY_") or name in _of_one else 2 if name != "BINARY_SLICE" else 3))
            self.stack += [None, None] if name == "GET_LEN" else [None]
        else:
            self.other(opcode, number)

    def other(self, opcode: int, number: int) -> None:
        """An instruction that takes values off, or one of which nothing is known."""
        change = dis.stack_effect(opcode, number if opcode >= dis.HAVE_ARGUMENT else None, jump=False)
        name = dis.opname[opcode]
        if name == "POP_TOP":
            self.pop()
        elif name.startswith(("POP_", "END_FOR", "RETURN_", "JUMP_", "RAISE_", "RERAISE")):
            self.use(*self.pop(max(0, -change)))
        else:
            self.use(*self.stack)
            self.stack = [None] * max(0, len(self.stack) + change)

    def item(self, held: Any, key: Any) -> None:
        is_known = isinstance(key, _Constant) and type(key.value) in (str, int)
        if isinstance(held, _Way):
            self.stack.append(held.at("item", key.value) if is_known else held.at("each", False))
        else:
            self.stack.append(None)
            self.use(held)
        self.use(key)

    def iterate(self, held: Any) -> None:
        self.use(held, is_iterated=True)
        self.stack.append(held if isinstance(held, _Loop) else _Loop(held.at("each", True) if isinstance(held, _Way) else None))

    def call_by(self, name: str, value: Any, number: int, opcode: int) -> None:
        names, self.names = self.names, ()
        if name == "CALL_FUNCTION_EX":
            held = self.pop(1 - dis.stack_effect(opcode, number))
            self.use(*held[1:])
            self.call(next((one for one in held if one is not _null), None), None)
            return
        if name in ("CALL_KW", "CALL_FUNCTION_KW"):
            told = self.pop()[0]
            names = told.value if isinstance(told, _Constant) else ()
        given = self.pop(number)
        callee, first = (self.pop()[0], _null) if name.startswith("CALL_FUNCTION") else self.pop(2)
        if callee is _null:
            callee, first = first, _null
        given = given if first is _null else [first, *given]
        count = len(given) - len(names)
        self.call(callee, {**dict(enumerate(given[:count])), **dict(zip(names, given[count:]))})

    def call(self, callee: Any, given: dict[int | str, Any] | None) -> None:
        values = list((given or {}).values())
        first = values[0] if values else None
        if isinstance(callee, _Constant) and isinstance(first, _Loop):
            self.iterated[callee.value] = first.item
        if isinstance(callee, _Way) and given is not None:
            name = callee.steps[-1][1] if callee.steps[-1:] and callee.steps[-1][0] == "attribute" else callee.root
            text = next((one.value for one in values[:2] if isinstance(one, _Constant) and type(one.value) is str), None)
            if not callee.steps and callee.is_global and self.builtin(name, values, first, text):
                return
            if name in ("setattr", "__setattr__", "__delattr__", "delattr") and text is not None:
                self.stored.add(text)
            self.sets_anything |= name in ("setattr", "__setattr__", "vars") and (text is None or name == "vars")
            if name == "get" and callee.steps and isinstance(first, _Constant):
                self.use(*values[1:])
                self.stack.append(callee._replace(steps=(*callee.steps[:-1], ("get", first.value))))
                return
            if name in ("items", "values") and callee.steps and not values:
                base = callee._replace(steps=callee.steps[:-1])
                each = base.at("each", "values")
                self.use(base.at("values", None), is_iterated=True)
                self.stack.append(_Loop(_Group((None, each)) if name == "items" else each))
                return
        is_told = isinstance(callee, _Way) and given is not None
        self.use(*(one for one in values if not (is_told and isinstance(one, _Way))))
        if isinstance(callee, _Way):
            self.chains.append(_Chain(callee, True, given, False, self.is_first, self.line))
        self.stack.append(None)

    def builtin(self, name: Any, values: list[Any], first: Any, text: str | None) -> bool:
        """A call of a function of Python's that is known to lead on; whether it is one."""
        made: Any = _never
        if name == "super" and not values and self.code.co_argcount > 0:
            made = _Way(self.code.co_varnames[0], False, (("super", None),))
        elif name == "getattr" and text is not None and len(values) > 1:
            self.use(*values[2:])
            made = self.attribute(first, text)
        elif name == "len" and len(values) == 1:
            self.use(first.at("len", None) if isinstance(first, _Way) else first)
            made = None
        elif name in _asking:
            made = None
        elif name in ("enumerate", "zip"):
            self.use(*values, is_iterated=True)
            each = [one.item if isinstance(one, _Loop) else one.at("each", True) if isinstance(one, _Way) else None for one in values]
            made = _Loop(_Group((None, *each[:1]) if name == "enumerate" else tuple(each)))
        elif name in _whole_loops and len(values) == 1:
            self.use(first, is_iterated=True)
            made = first if isinstance(first, _Loop) else _Loop(first.at("each", True) if isinstance(first, _Way) else None)
        if made is not _never:
            self.stack.append(made)
        return made is not _never


def _common(one: list[Any], other: list[Any]) -> list[Any]:
    """What two stacks have in common, from the top."""
    count = min(len(one), len(other))
    return [a if a is b or a == b else None for a, b in zip(one[len(one) - count :], other[len(other) - count :])]


class _Ran(NamedTuple):
    """What a trace is known to have run and held, by what JAX made of it."""

    lines: frozenset[tuple[str, int]] = frozenset()
    """The lines of files whose operations are in the program."""
    arrays: frozenset[int] | None = None
    """The addresses of the arrays that it holds, and of their data; None where that is not known."""
    types: frozenset[Any] = frozenset()
    """The types of those that may be copies."""


def _ran(jaxpr: Any) -> _Ran:
    lines: set[tuple[str, int]] = set()
    held, stack, met = list(jaxpr.consts), [jaxpr], set[int]()
    while stack:
        inner = stack.pop()
        if id(inner) in met:
            continue
        met.add(id(inner))
        held += getattr(inner, "consts", ())
        for equation in inner.eqns:
            traceback = equation.source_info.traceback
            if traceback is not None and id(traceback) not in met:
                met.add(id(traceback))
                lines.update((frame.file_name, frame.line_num) for frame in traceback.frames)
            held += (one.val for one in equation.invars if hasattr(one, "val") and hasattr(one.val, "shape"))
            for value in equation.params.values():
                stack += (one for one in (value if isinstance(value, (tuple, list)) else (value,)) if hasattr(one, "eqns"))
    copies = [one for one in held if not isinstance(one, jax.Array)]
    data = {_data(getattr(one, "val", one)) for one in copies} - {None}
    return _Ran(frozenset(lines), frozenset((*map(id, held), *data)), frozenset((tuple(one.shape), str(one.dtype)) for one in copies))


def _data(array: Any) -> Any:
    """Where the elements of an array of numpy's stand."""
    return array.__array_interface__["data"][0] if isinstance(array, np.ndarray) and array.size > 0 else None


_Codes = frozenset[types.CodeType] | None


class _Place:
    """Something that a trace read: how it is reached from what holds it, what it was, and whether it surely was read.

    It is sure by the `codes` whose operations show it, where each ran for one object alone; None where it is not sure.
    """

    __slots__ = ("codes", "inside", "kept", "path", "step", "text")

    def __init__(self, step: tuple[str, Any], path: tuple[str, ...]) -> None:
        self.step, self.path = step, path
        self.kept: Any = None
        self.codes: _Codes = None
        self.text = ""
        self.inside: dict[tuple[str, Any], _Place] = {}

    def at(self, step: tuple[str, Any], path: tuple[str, ...]) -> _Place:
        if step not in self.inside:
            self.inside[step] = _Place(step, path)
        return self.inside[step]

    def changed(self, value: Any) -> Iterable[tuple[_Place, Any]]:
        """The places at and below this one that are not what they were, with what they are."""
        if self.kept is not None and not _is_kept(self.kept, value):
            yield self, value
            return
        if self.kept is not None and self.kept[0] in ("plain", "arrays"):
            return  # so is what it holds
        for place in self.inside.values():
            held = _taken(value, place.step)
            if held is not _never:
                yield from place.changed(held)

    def now(self, value: Any) -> str:
        text = _kept_text(value)
        return f"{text} of other code or closure" if text == self.text and self.kept[0] == "function" else text

    def prune(self, stored: set[str], are_arguments: bool, ran: _Ran, runs: Mapping[Any, set[Any]]) -> bool:
        """Leaves out what the code itself stores, arrays that are arguments, and what leads nowhere; whether anything is left."""
        if self.step[1] in stored:
            return False
        if self.codes is not None and any(len(runs[code]) > 1 for code in self.codes):
            self.codes = None
        elif self.codes is not None:
            self.codes = frozenset()  # it holds no code
        if self.kept is not None and self.kept[0] == "arrays" and not are_arguments:
            self.kept, is_sure = _kept_arrays(self.kept[1], ran)
            self.codes = frozenset() if is_sure else None
        if are_arguments and self.kept is not None and self.kept[0] == "arrays":
            self.kept = None
        self.inside = {step: place for step, place in self.inside.items() if place.prune(stored, are_arguments, ran, runs)}
        return self.kept is not None or len(self.inside) > 0


def _own(value: Any, name: str) -> Any:
    """An attribute of an object, its class's included, without a run of code of the program's."""
    held = _probe(lambda: object.__getattribute__(value, "__dict__"))
    if isinstance(held, (dict, types.MappingProxyType)) and name in held:
        return held[name]
    found = _member(type(value), name)
    return _probe(functools.partial(found.__get__, value, type(value))) if isinstance(found, types.MemberDescriptorType) else found


def _taken(value: Any, step: tuple[str, Any]) -> Any:
    """What one step from a value leads to."""
    how, name = step
    try:
        if how == "attribute":
            return _own(value, name)
        if how == "global":
            return value.__globals__.get(name, _never)
        if how == "cell":
            return value.__closure__[name].cell_contents
        if how == "item":
            return value[name]
        if how == "compare":
            return value
        if how == "len":
            return len(value)
        if how == "in":
            return name in value
        if how == "super":
            above = type(value).__mro__
            return next(vars(one)[name[1]] for one in above[above.index(name[0]()) + 1 :] if name[1] in vars(one))
        if how == "class":
            return _member(type(value), name)
        return getattr(value, name)  # of a class of Python's or JAX's own
    except (AttributeError, LookupError, TypeError, ValueError, StopIteration):
        return _never


def _is_array(value: Any) -> bool:
    return isinstance(value, (jax.Array, np.ndarray)) and not isinstance(value, jax.core.Tracer)


def _arrays_in(value: Any) -> list[Any] | None:
    """The arrays of a tree of Python's containers that holds nothing else; None of anything else."""
    if _is_array(value):
        return [value]
    if isinstance(value, dict) and type(value).__name__ in ("dict", "OrderedDict", "FrozenDict"):
        value = list(value.values())
    if not isinstance(value, (list, tuple)) or len(value) == 0:
        return None
    found: list[Any] = []
    for item in value:
        inside = _arrays_in(item)
        if inside is None:
            return None
        found += inside
    return found


def _kept(value: Any) -> Any:
    """What tells later whether a value is what it was; None where nothing does."""
    if type(value) in _plain:
        return "plain", type(value), repr(value)
    if isinstance(value, enum.Enum):
        return "plain", type(value), value.name
    kind = type(value)
    if kind in _containers and len(value) <= _MOST_ITEMS and all(type(item) in _plain for item in _items(value)):
        return "plain", kind, repr(value) if kind not in (set, frozenset) else sorted(map(repr, value))
    if isinstance(value, types.FunctionType):
        return "function", value.__code__, _cells(value, 4)
    arrays = _arrays_in(value)
    if arrays is None:
        return None
    return "arrays", [(_probe(functools.partial(weakref.ref, one)), _aval(one), (_content(one), _content(one, True))) for one in arrays]


_MOST_ITEMS = 256
_MOST_BYTES = 1 << 20
_containers = frozenset((list, tuple, dict, set, frozenset))


def _items(value: Any) -> Iterable[Any]:
    return (*value, *value.values()) if type(value) is dict else value


def _content(array: Any, is_whole: bool = False) -> int | None:
    """A checksum of an array of numpy's that owns its elements, of a sample of them or of all; None of any other, and of a large one."""
    if type(array) is not np.ndarray or array.base is not None or array.dtype.hasobject or not array.flags.c_contiguous:
        return None
    if array.nbytes == 0 or (is_whole and array.nbytes > _MOST_BYTES):
        return None
    data: Any = array.reshape(-1).view(np.uint8)
    return zlib.crc32(data if is_whole or array.nbytes <= 2048 else data[:: array.nbytes // 1024 | 1].tobytes())


def _is_same_array(reference: Any, content: tuple[int | None, int | None], array: Any) -> bool:
    """Whether an array is what it was: one of numpy's by its elements, any other by identity."""
    is_one = reference is None or reference() is array
    if is_one or content[1] is None:
        return is_one and (content[0] is None or content[0] == _content(array))
    return content[1] == _content(array, True)


def _kept_arrays(arrays: Sequence[Any], ran: _Ran) -> tuple[Any, bool]:
    """Of the arrays that were named those that the program holds; of the others their types alone, which it may be made for."""
    kept, is_sure = [], False
    for reference, aval, content in arrays:
        array = None if reference is None else reference()
        if array is not None and ran.arrays is not None:
            is_held = id(array) in ran.arrays or _data(array) in ran.arrays
            is_sure |= is_held
            is_copied = isinstance(array, np.ndarray) and (tuple(array.shape), str(_canonical(array.dtype))) in ran.types
            reference, content = (reference, content) if is_held or is_copied else (None, (None, None))
        kept.append((reference, aval, content))
    return ("arrays", kept), is_sure


def _cells(function: Any, deep: int) -> tuple[Any, ...]:
    """The plain values and functions in a closure, but for what the function itself changes there."""
    found: list[Any] = []
    for name, cell in zip(function.__code__.co_freevars, function.__closure__ or ()):
        held = _probe(functools.partial(getattr, cell, "cell_contents"))
        if name in _reading(function.__code__).stored:
            continue
        if type(held) in _plain:
            found.append((name, type(held), repr(held)))
        elif deep > 0 and isinstance(held, types.FunctionType):
            found.append((name, _code_of(held.__code__), _cells(held, deep - 1)))
    return tuple(found)


def _code_of(code: types.CodeType) -> tuple[Any, ...]:
    """What code does, wherever it stands in a file or a notebook."""
    constants = [_code_of(one) if isinstance(one, types.CodeType) else repr(one) for one in code.co_consts]
    return code.co_code, tuple(constants), code.co_names, code.co_varnames, code.co_freevars, code.co_argcount, code.co_flags


def _is_kept(kept: Any, value: Any) -> bool:
    """Whether a value is what it was; a definition that ran again makes the same function."""
    if kept[0] == "arrays":
        arrays = _arrays_in(value)
        return arrays is None or (
            len(arrays) == len(kept[1])
            and all(
                (one is not None and content[0] is None and one() is now) or (aval == _aval(now) and _is_same_array(one, content, now))
                for (one, aval, content), now in zip(kept[1], arrays)
            )
        )
    if kept[0] == "function" and isinstance(value, types.FunctionType):
        code = value.__code__
        return (code is kept[1] or _code_of(code) == _code_of(kept[1])) and _cells(value, 4) == kept[2]
    if kept[0] == "compare":
        outcome = _outcome(kept[1], value)
        return outcome is None or outcome == kept[2]
    now = _kept(value)
    return now is None or now == kept


_operators: dict[str, Callable[[Any, Any], Any]] = {
    "<": operator.lt, "<=": operator.le, "==": operator.eq, "!=": operator.ne, ">": operator.gt, ">=": operator.ge,
    "is": operator.is_, "is not": operator.is_not, "bool": lambda value, _: bool(value),
    "len": lambda value, _: len(value),
}  # fmt: skip


def _outcome(test: tuple[str, Any], value: Any) -> Any:
    """What comes of a comparison of a plain value with one that stands in the code; None where that is not known."""
    if type(value) not in _plain and not (test[0] in ("is", "is not") and test[1] is None):
        return None
    return _probe(lambda: _operators[test[0]](value, test[1]))


def _kept_text(value: Any) -> str:
    arrays = None if _is_array(value) else _arrays_in(value)
    return _text(value) if arrays is None else f"{len(arrays)} arrays"


# Arguments by place or name, each with the place that it was read from; None of what is not known.
_Given = Mapping["int | str", Any]
_REST = "*"  # among arguments: there may be others
_unknown: _Given = {_REST: None}


class _Frame(NamedTuple):
    """Code that runs, and what it has names for."""

    code: types.CodeType
    place: _Place
    function: Any
    given: Mapping[str, Any]
    reading: _Reading
    is_foreign: bool
    deep: int
    sure: _Codes


class _Reads:
    """What the trace of a function read besides its arguments."""

    def __init__(self, jitted: Any, ran: _Ran | None) -> None:
        # What a trace that was not seen ran is not known.
        self.ran, self.is_seen = ran or _Ran(), ran is not None
        self.count = 0
        self.stored: set[str] = set()
        self.met: set[Any] = set()
        self.runs: dict[types.CodeType, set[Any]] = {}
        self.roots: list[tuple[str, Any, _Place]] = []
        self.cost = 0.0
        self.how = "read"
        self.is_loose = False
        self.jitted = jitted

    def of(self, definition: _Definition, args: Sequence[Any], kwargs: Mapping[str, Any]) -> _Reads | None:
        """Notes them; None where there are none."""
        began = _clock()
        given: dict[int | str, Any] = {}
        labelled: list[tuple[int | str, Any]] = [*enumerate(args), *kwargs.items()]
        for label, value in labelled:
            name = label if isinstance(label, str) else definition.position(label)
            given[name] = None
            original, clone = _cached_nodes.get(id(_graphdef_in(value)), (None, None))
            clone = None if clone is None else clone()
            if clone is not None and original is not None:
                given[name] = self.root("cached", original, name), clone
            elif definition.is_static(label, len(args)) and not _is_graphdef(value) and type(value) not in _plain:
                reference = _probe(functools.partial(weakref.ref, value))
                if reference is not None:
                    given[name] = self.root("static", reference, name), value
        self.call(self.root("read", None, ""), self.jitted._fun, given, 0, frozenset() if self.is_seen else None)
        # A cached_partial gives its arrays anew in each call.
        self.roots = [
            (how, held, place) for how, held, place in self.roots if place.prune(self.stored, how == "cached", self.ran, self.runs)
        ]
        self.cost, self.jitted, self.ran = _clock() - began, None, _Ran()
        self.met, self.runs = set(), {}
        return self if self.roots else None

    def root(self, how: str, reference: Any, name: str) -> _Place:
        place = _Place(("root", None), (name,) if name else ())
        self.roots.append((how, reference, place))
        return place

    def changed(self, function: Any) -> list[list[Any]]:
        """What differs now, as rows of a trace: component, path, now, before; the most telling first."""
        began, self.how = _clock(), ""
        found: list[tuple[_Place, Any]] = []
        for how, reference, place in self.roots:
            value = function if reference is None else reference()
            changed = [] if value is None else list(place.changed(value))
            found += changed
            self.how = how if any(one.codes is not None for one, _ in changed) or (changed and not self.how) else self.how
        # What was not surely read is told where nothing else is.
        sure = [one for one in found if one[0].codes is not None and not self.is_loose]
        if sure and sure[0][0].kept[0] == "function":
            self.how = "redefined"
        if found and not sure:
            self.how = "maybe"
        found = sure or found
        found.sort(key=lambda one: ("function", "plain", "compare", "arrays").index(one[0].kept[0]))
        self.cost = _clock() - began
        return [
            ["static", "", list(place.path), *(("<redacted>",) * 2 if _is_redacted(place.path) else (place.now(value), place.text))]
            for place, value in found[:8]
        ]

    def call(self, place: _Place, value: Any, given: _Given, deep: int, sure: _Codes) -> bool:
        """What runs when a value is called with arguments; whether that is code of the program's."""
        if deep > _MOST_DEEP or self.count > _MOST_READS:
            return False
        kind = type(value)
        if kind is types.MethodType:
            return self.method(place, value, given, deep, sure)
        elif isinstance(value, types.FunctionType):
            return self.run(place, value, given, deep, False, sure)
        elif kind is functools.partial:
            args, keywords = place.at(("field", "args"), ()), place.at(("field", "keywords"), ())
            names = [*_positional(value.func), *(f"[{i}]" for i in range(len(value.args)))]
            more: dict[int | str, Any] = {i: (args.at(("item", i), (names[i],)), one) for i, one in enumerate(value.args)}
            more |= {name: (keywords.at(("item", name), (name,)), one) for name, one in value.keywords.items()}
            for where, one in more.values():
                self.arrive(where, one, deep + 1, sure)
            return self.call(
                place.at(("field", "func"), place.path), value.func, {**_shifted(given, len(value.args)), **more}, deep + 1, sure
            )
        elif kind is _Jitted:
            return self.call(place.at(("field", "_fun"), place.path), value._fun, given, deep + 1, sure)
        elif kind.__module__.startswith("flax.nnx") and kind.__name__ in ("JitFn", "SimpleJitFn", "JitWrapped", "SimpleJitWrapped"):
            name = "f" if kind.__name__.endswith("Fn") else "fun"
            return self.call(place.at(("attribute", name), place.path), _own(value, name), given, deep + 1, sure)
        elif isinstance(inner := _taken(value, ("class", "__call__")), types.FunctionType):
            where = place.at(("class", "__call__"), place.path)
            return self.run(where, inner, {**_shifted(given), 0: (place, value)}, deep, _is_module(value), sure)
        return False

    def method(self, place: _Place, value: Any, given: _Given, deep: int, sure: _Codes) -> bool:
        names, owner = _positional(value.__func__), value.__self__
        held = place.at(("field", "__self__"), (*place.path, *names[:1]) if not place.path else place.path)
        inner = place.at(("field", "__func__"), place.path)
        if isinstance(value.__func__, types.FunctionType):
            return self.run(inner, value.__func__, {**_shifted(given), 0: (held, owner)}, deep, _is_module(owner), sure)
        return False

    def run(self, place: _Place, function: Any, given: _Given, deep: int, is_module: bool, sure: _Codes) -> bool:
        code = function.__code__
        is_foreign = _is_library(code.co_filename) or code.co_filename.startswith(_STANDARD)
        if deep > _MOST_DEEP or (is_foreign and not is_module and not hasattr(function, "__wrapped__")):
            return False
        names = code.co_varnames[: code.co_argcount]
        labels: dict[int | str, str] = {**dict(enumerate(names)), **{label: label for label in given if isinstance(label, str)}}
        named = {labels[label]: one for label, one in given.items() if label in labels}
        if _REST not in given:
            named = {**self.defaults(place, function), **named}
        objects = tuple(sorted((name, id(one[1])) for name, one in named.items() if one is not None))
        mark = code, objects, frozenset(named), sure is not None
        if mark not in self.met:
            self.met.add(mark)
            self.runs.setdefault(code, set()).add((id(function), objects))
            self.look(_Frame(code, place, function, named, _reading(code), is_foreign, deep, sure))
        return not is_foreign and not code.co_flags & (inspect.CO_VARARGS | inspect.CO_VARKEYWORDS)

    def defaults(self, place: _Place, function: Any) -> dict[str, Any]:
        """The values of parameters that are not given."""
        values, names = function.__defaults__ or (), _positional(function)
        held, named = place.at(("field", "__defaults__"), ()), place.at(("field", "__kwdefaults__"), ())
        found = {name: (held.at(("item", i), (name,)), values[i]) for i, name in enumerate(names[len(names) - len(values) :])}
        found |= {name: (named.at(("item", name), (name,)), value) for name, value in (function.__kwdefaults__ or {}).items()}
        return {name: one for name, one in found.items() if type(one[1]) not in _plain}

    def look(self, frame: _Frame) -> None:
        """Notes what the code of a frame reads, and what runs in that."""
        reading = frame.reading
        if not frame.is_foreign:
            self.stored |= reading.stored
            self.is_loose |= reading.sets_anything
        for chain in reading.chains:
            if self.count > _MOST_READS:
                return
            start = self.start(frame, chain.way)
            is_run = self.is_run(frame, chain)
            is_handed = start is not None and self.follow(frame, *start, chain, chain.way.steps, is_run)
            # What is handed to code of the program's is read there, if it is.
            for way in () if is_handed or chain.arguments is None else chain.arguments.values():
                given = self.start(frame, way) if isinstance(way, _Way) else None
                if given is not None:
                    self.follow(frame, *given, _Chain(way, False, None, False, chain.is_first, chain.line), way.steps, is_run)
        for inner, item in reading.inner:
            names = {name: frame.given[name] for name in inner.co_freevars if name in frame.given and name not in reading.bound}
            if isinstance(item, _Way) and item.steps[-1:] == (("each", True),):
                names[".0"] = self.resolve(frame, item._replace(steps=item.steps[:-1]))
            self.look(frame._replace(code=inner, given=names, reading=_reading(inner)))

    def start(self, frame: _Frame, way: _Way) -> tuple[_Place, Any] | None:
        """What stands at the root of a way, and its place."""
        root, free = way.root, frame.function.__code__.co_freevars
        if frame.is_foreign and len(way.steps) > 0 and way.steps[0][1] in frame.given:
            return None  # what a library's module is called with wins over its attribute
        if root in frame.given and not way.is_global:
            found: tuple[_Place, Any] | None = None if root in frame.reading.bound else frame.given[root]
            return found
        if root in free and (not frame.is_foreign or root in ("function", "fun", "f", "func", "fn")):
            step: tuple[str, Any] = "cell", free.index(root)
        elif way.is_global and not frame.is_foreign:
            step = "global", root
        else:
            return None
        value = _taken(frame.function, step)
        return None if root in frame.reading.stored or value is _never else (frame.place.at(step, (root,)), value)

    def is_run(self, frame: _Frame, chain: _Chain) -> _Codes:
        """By what codes a chain surely ran: it stands before any branch of what ran, or an operation stands in its line."""
        body = frame.function.__code__
        is_first = chain.is_first and chain.way.steps[-1:] != (("compare", None),)
        if frame.sure is None or (frame.code is body and (is_first or frame.reading.is_straight)):
            return frame.sure
        is_shown = chain.line not in frame.reading.forks and (frame.code.co_filename, chain.line) in self.ran.lines
        return frame.sure | {body} if is_shown else None

    def resolve(self, frame: _Frame, way: Any) -> tuple[_Place, Any] | None:
        """An object that is handed on, and its place; None of what is no way to an object, or a way through code of the program's."""
        found = self.start(frame, way) if isinstance(way, _Way) else None
        if found is None:
            return None
        place, value = found
        for how, name in way.steps:
            if how not in ("attribute", "item", "get") or _is_array(value) or _is_variable(value):
                return None
            if how == "attribute" and not isinstance(value, types.ModuleType) and _is_of_class(value, name):
                return None
            place, value = self.step(place, value, how, name)
            if value is _never:
                return None
        return place, value

    def step(self, place: _Place, value: Any, how: str, name: Any) -> tuple[_Place, Any]:
        """Goes one step on."""
        if how == "attribute":
            return place.at((how, name), (*place.path, name)), _taken(value, (how, name))
        if type(value).__name__ in ("List", "Dict") and _is_of_nnx(value, "Module"):
            return place.at(("attribute", str(name)), (*place.path, str(name))), _own(value, str(name))
        is_one = type(value) in (dict, list, tuple) or value is os.environ
        step = "item", name
        return place.at(step, (*place.path, f"[{name!r}]")), _taken(value, step) if is_one else _never

    def follow(self, frame: _Frame, place: _Place, value: Any, chain: _Chain, steps: Sequence[tuple[str, Any]], sure: _Codes) -> bool:
        """Goes along a chain to what is read at its end; whether code of the program's got what it is called with."""
        deep = frame.deep
        for i, (how, name) in enumerate(steps):
            self.count += 1
            if _is_variable(value) or (_is_foreign_module(value) and name != "environ"):
                break
            if how == "attribute" and _is_array(value) and name not in _of_types:
                break
            if how in ("item", "get", "each") and _is_array(value):
                break
            if how == "each":
                each = sure if name and frame.reading.is_straight else None
                for where, one in () if frame.reading.changes else self.inside(place, value, name):
                    self.follow(frame, where, one, chain, steps[i + 1 :], each)
                return False
            if how in ("len", "in", "values", "compare"):
                self.measure(place, value, how, name, sure if how != "values" or frame.reading.is_straight else None)
                return False
            if how == "super":
                return self.above(frame, place, value, name, chain, sure)
            if frame.is_foreign and name in self.stored:
                return False
            before = place, value
            place, value = self.step(place, value, how, name)
            if value is _never or _is_array(before[1]):
                return False
            if how == "attribute" and not isinstance(before[1], types.ModuleType) and _is_of_class(before[1], name):
                inner = value.fget if isinstance(value, property) else getattr(value, "__func__", value)
                if isinstance(inner, types.FunctionType):
                    given = self.arguments(frame, chain) if i + 1 == len(steps) else {}
                    given = given if isinstance(value, staticmethod) else {**_shifted(given), 0: before}
                    where = before[0].at(("class", name), before[0].path)
                    return self.run(where, inner, given, deep + 1, _is_module(before[1]), sure)
                if type(value) not in _plain and type(value) not in _containers and not _is_array(value):
                    return False
        is_handed = False
        if not isinstance(value, types.ModuleType):
            sure = None if chain.is_iterated and not frame.reading.is_straight else sure
            given = self.arguments(frame, chain)
            is_handed = self.arrive(place, value, deep, sure, chain.is_called, frame.reading.changes, chain.is_iterated, given)
        if frame.is_foreign:
            self.stored |= frame.reading.keywords & _toggles
        return is_handed

    def arguments(self, frame: _Frame, chain: _Chain) -> _Given:
        """What a chain is called with."""
        if chain.arguments is None:
            return _unknown
        return {label: self.resolve(frame, one) for label, one in chain.arguments.items() if one != _Constant(None)}

    def inside(self, place: _Place, value: Any, how: Any) -> Iterable[tuple[_Place, Any]]:
        """What a container holds."""
        if isinstance(value, (list, tuple, dict)) and (how is not True or not isinstance(value, dict)):
            items = value.items() if isinstance(value, dict) else enumerate(value)
            few = [(key, one) for key, one in items if type(key) in _names][:_MOST_ITEMS]
            return [(place.at(("item", key), (*place.path, f"[{key!r}]")), one) for key, one in few]
        if type(value).__name__ not in ("List", "Dict", "Sequential"):
            return ()
        held = _probe(lambda: object.__getattribute__(value, "__dict__")) or {}
        return [(place.at(("attribute", key), (*place.path, str(key))), one) for key, one in held.items() if not str(key).startswith("_")]

    def measure(self, place: _Place, value: Any, how: str, name: Any, sure: _Codes) -> None:
        """Notes what is asked of a value: what comes of a comparison; how many it holds, whether it holds one, or all values."""
        if how == "compare":
            self.compare(place, value, name, sure)
        elif how == "len" and type(value) in (str, bytes):
            self.compare(place, value, ("len", None), sure)
        elif type(value) not in _containers:
            return
        elif how == "len":
            self.keep(place.at((how, None), (*place.path, "len()")), len(value), sure)
        elif how == "in" and type(value) in (dict, set, frozenset):
            self.keep(place.at((how, name), (*place.path, f"[{name!r} in it]")), name in value, sure)
        elif how == "values" and type(value) is dict:
            self.keep(place, value, sure)

    def compare(self, place: _Place, value: Any, test: Any, sure: _Codes) -> None:
        outcome = None if test is None else _outcome(test, value)
        if outcome is None:
            if test is None or type(value) in _containers:
                self.keep(place, value, sure if type(value) in _plain else None)
            return
        place = place.at(("compare", test), place.path)
        self.keep(place, value, sure)
        place.kept, place.text = ("compare", test, outcome), _kept_text(value)

    def above(self, frame: _Frame, place: _Place, value: Any, name: str, chain: _Chain, sure: _Codes) -> bool:
        """Notes what a method of a class above runs."""
        free = frame.function.__code__.co_freevars
        kind = _taken(frame.function, ("cell", free.index("__class__"))) if "__class__" in free else None
        if isinstance(kind, type) and isinstance(value, kind):
            step = "super", (weakref.ref(kind), name)
            inner = _taken(value, step)
            if isinstance(inner, types.FunctionType):
                given = {**_shifted(self.arguments(frame, chain)), 0: (place, value)}
                return self.run(place.at(step, place.path), inner, given, frame.deep + 1, _is_module(value), sure)
        return False

    def arrive(
        self,
        place: _Place,
        value: Any,
        deep: int,
        sure: _Codes,
        is_called: bool = False,
        changes: bool = False,
        is_iterated: bool = False,
        given: _Given = _unknown,
    ) -> bool:
        """Notes what a chain ends at, and what that may run; whether it ran code of the program's."""
        self.count += 1
        if self.count > _MOST_READS or deep > _MOST_DEEP or type(value).__name__ in _random:
            return False
        if _is_variable(value):
            if any(kind.__name__ == "Param" for kind in type(value).__mro__):
                name = next(name for name in ("_raw_value", "raw_value") if _own(value, name) is not _never)
                self.keep(place.at(("attribute", name), place.path), _own(value, name), sure)
            return False
        if type(value) in _containers or isinstance(value, (list, tuple, dict)) or type(value).__name__ in ("List", "Dict", "Sequential"):
            if not changes:
                self.container(place, value, deep, sure, is_iterated)
            if type(value).__name__ != "Sequential":
                return False
        self.keep(place, value, sure)
        if is_called or _is_module(value) or isinstance(value, (types.FunctionType, types.MethodType, functools.partial, _Jitted)):
            return self.call(place, value, given, deep + 1, sure)
        return False

    def container(self, place: _Place, value: Any, deep: int, sure: _Codes, is_iterated: bool) -> None:
        is_sequence = type(value).__name__ == "Sequential"
        if not is_sequence and isinstance(value, (list, tuple, dict, set, frozenset)):
            is_whole = (is_iterated and not isinstance(value, dict)) or isinstance(value, tuple) or _arrays_in(value) is not None
            self.keep(place, value, sure if is_whole else None)
        if place.kept is None and not is_iterated:
            for where, one in self.inside(place, value, None):
                if _is_module(one) or isinstance(one, types.FunctionType) or _is_users(type(one)):
                    self.arrive(where, one, deep + 1, sure if is_sequence else None, is_called=True)

    def keep(self, place: _Place, value: Any, sure: _Codes) -> None:
        place.kept = _kept(value)
        if sure is not None and (place.codes is None or len(sure) < len(place.codes)):
            place.codes = sure
        if place.kept is not None:
            place.text = _kept_text(value)


_toggles = frozenset(("deterministic", "use_running_average", "train", "training", "is_training", "inference", "decode"))


def _is_foreign_module(value: Any) -> bool:
    return isinstance(value, types.ModuleType) and _is_library(getattr(value, "__file__", None) or "<frozen")


def _positional(function: Any) -> Sequence[str]:
    code = getattr(getattr(function, "__func__", function), "__code__", None)
    return () if code is None else code.co_varnames[: code.co_argcount]


def _shifted(given: _Given, count: int = 1) -> dict[int | str, Any]:
    """Arguments by their places behind so many others."""
    return {label + count if isinstance(label, int) else label: one for label, one in given.items()}


def _is_users(kind: type) -> bool:
    """Whether objects of a class of the program's can be called."""
    call = _member(kind, "__call__")
    return isinstance(call, types.FunctionType) and not _is_library(call.__code__.co_filename)


_of_types = frozenset(("shape", "ndim", "dtype", "size", "nbytes", "itemsize", "sharding", "weak_type", "aval"))


def _is_of_class(value: Any, name: str) -> bool:
    held = _probe(lambda: object.__getattribute__(value, "__dict__"))
    return not (isinstance(held, dict) and name in held) and not isinstance(_member(type(value), name), types.MemberDescriptorType)


def _member(kind: type, name: str) -> Any:
    return next((vars(one)[name] for one in kind.__mro__ if name in vars(one)), _never)


def _is_module(value: Any) -> bool:
    """Whether it is a module of NNX: what it runs is in its `__call__`."""
    return _is_of_nnx(value, "Module")


def _is_variable(value: Any) -> bool:
    return _is_of_nnx(value, "Variable")


def _is_of_nnx(value: Any, name: str) -> bool:
    return any(kind.__name__ == name and kind.__module__.startswith("flax.nnx") for kind in type(value).__mro__)


# By the graphdef that nnx.cached_partial made: the object that it was given, and the copy that it calls with.
_cached_nodes: dict[int, tuple[Any, Any]] = {}


def _create_cache(graphdef: Any, *rest: Any) -> Any:
    """Stands in for what nnx.cached_partial keeps of an object."""
    held = sys._getframe(1).f_locals
    _probe(lambda: _cached_nodes.__setitem__(id(graphdef), (weakref.ref(held["x"]), weakref.ref(held["node_cache"]))))
    return _create(graphdef, *rest)


def _static_cache_class() -> Any:
    """The class in which a loaded Flax keeps what nnx.cached_partial made."""
    found = (sys.modules.get(f"flax.nnx.{name}") for name in ("graphlib", "graph"))
    return next((module.StaticCache for module in found if module is not None and hasattr(module, "StaticCache")), None)


_create: Any = None


# ---------------------------------------------------------------- entries of JAX's caches

_MOST_ENTRIES = 64


_Stale = tuple[str, list[list[Any]]]


class _Entry:
    """One entry of the dispatch cache of a jitted function, as a recording met it."""

    __slots__ = ("digest", "is_watched", "met", "numbers", "reads", "signature", "tests", "told")

    def __init__(self, key: _Key, args: Sequence[Any]) -> None:
        self.digest, self.signature = key.digest, key.signature
        self.reads: _Reads | None = None
        self.is_watched = False
        # The recordings that have a hit of it, where these are all.
        self.met: tuple[record, ...] = ()
        # Static numbers as they are told, and their classes: 1, 1.0 and True are one to JAX.
        self.told = {tuple(path): text for path, text in _static_numbers(key.facts or ())}
        # Where this entry differs from each other one, by the place in a signature: enough to know it by.
        self.tests: dict[tuple[int, ...], Any] = {}
        self.numbers = [(place, found) for place, value in enumerate(args) if (found := _numbers_in(value))]

    def stale(self, jitted: Any, definition: _Definition, args: Sequence[Any], kwargs: Mapping[str, Any]) -> _Stale | None:
        """Why the program of this entry is not that of the call: how JAX missed it, and what differs; None where nothing does."""
        if not self.is_same(args):
            facts = _key_of(definition, args, kwargs, lambda _: False).facts
            now = [(path, text) for path, text in _static_numbers(facts or ()) if self.told.get(tuple(path), text) != text]
            return "equal", [["static", "", path, text, self.told[tuple(path)]] for path, text in now]
        reads = self.reads
        if reads is None or not _watch.may_look(reads.cost):
            return None
        changed = reads.changed(jitted._fun)
        _watch.looked += reads.cost
        return (reads.how, changed) if changed else None

    def is_same(self, args: Sequence[Any]) -> bool:
        """Whether what JAX takes for equal is so to the letter."""
        for place, kinds in self.numbers:
            held = _statics(args[place])
            for i, kind in kinds:
                if type(held[i][1].value) is not kind:
                    return False
        return True


class _Seen:
    """A jitted function that was called. It is held weakly."""

    __slots__ = ("definition", "entries", "is_late", "is_quiet", "reference")

    def __init__(self, reference: Any, definition: _Definition, is_late: bool) -> None:
        self.reference, self.definition = reference, definition
        self.is_quiet = definition.is_quiet
        self.is_late = is_late  # whether it was compiled before it was seen
        self.entries: list[_Entry] = []

    def entry(self, jitted: Any, args: Sequence[Any], kwargs: Mapping[str, Any]) -> _Entry | None:
        """The entry that a call hit: of all that JAX has by what tells them apart, else by all that tells a call."""
        entries = self.entries
        if not entries:
            return None
        if len(entries) != jitted._cache_size():
            if len(entries) >= _MOST_ENTRIES:
                return None
            signature = _call_signature(self.definition, args, kwargs)
            return next((entry for entry in entries if entry.signature == signature), None)
        if len(entries) == 1:
            return entries[0]
        looked: dict[tuple[int, ...], Any] = {}
        for is_equal in (_is_same, _is_equal):
            for entry in entries:
                for path, value in entry.tests.items():
                    if path not in looked:
                        looked[path] = _look(self.definition, args, kwargs, path)
                    if not is_equal(looked[path], value):
                        break
                else:
                    return entry
        return None

    def add(self, entry: _Entry) -> None:
        """Notes an entry that a call made or hit; so many that each is worth comparing with."""
        if len(self.entries) >= _MOST_ENTRIES:
            return
        for other in list(self.entries):
            path = _differing(entry.signature, other.signature)
            if not path and entry.signature == other.signature:
                self.entries.remove(other)
                entry.reads = entry.reads or other.reads
            elif path:
                entry.tests[path], other.tests[path] = _inside(entry.signature, path), _inside(other.signature, path)
            else:
                entry.tests[()], other.tests[()] = entry.signature, other.signature
        self.entries.append(entry)


def _static_numbers(facts: Iterable[list[Any]]) -> Iterable[tuple[list[str], str]]:
    """The static values among facts that are numbers, with their paths."""
    return ((row[2], row[3]) for row in facts if row[0] in ("static", "graphdef") and _number.fullmatch(row[3]))


_number = re.compile(r"True|False|-?[\d.]+(?:e[+-]?\d+)?")


def _is_same(one: Any, other: Any) -> bool:
    return bool(one == other)


_number_kinds = frozenset(kind.__name__ for kind in (bool, int, float))


def _is_equal(one: Any, other: Any) -> bool:
    """Whether two signatures differ in the class of a number alone: 1, 1.0 and True are one to JAX, where they are static."""
    if not type(one) is type(other) is tuple or not len(one) == len(other) == 2:
        return False
    number = _numeric(one)
    return number is not None and number == _numeric(other)


def _numeric(atom: Any) -> float | None:
    return float(atom[1]) if atom[0] in _number_kinds else None


def _inside(signature: Any, path: tuple[int, ...]) -> Any:
    for step in path:
        found = signature[step + 1]
        signature = _atom(found) if type(signature) is _Flat else found
    return signature


def _look(definition: _Definition, args: Sequence[Any], kwargs: Mapping[str, Any], path: tuple[int, ...]) -> Any:
    """What stands at a place of the signature of a call, without the rest of it; None where nothing does."""
    if not path:
        return _call_signature(definition, args, kwargs)
    first, *steps = path
    if first == 0:
        return _setting_values()
    try:
        label, value = (first - 1, args[first - 1]) if first <= len(args) else sorted(kwargs.items())[first - 1 - len(args)]
        sign: Callable[[Any], Any] = _atom if definition.is_static(label, len(args)) and not _is_graphdef(value) else _signature
        for step in steps:
            if sign is not _atom:
                _, inside, sign = _opened(value)
            elif isinstance(value, (tuple, list)):
                inside = value
            else:
                return None
            value = inside[step]
        return sign(value)
    except (LookupError, TypeError, AttributeError):
        return None


def _statics(value: Any) -> Sequence[tuple[Any, Any]]:
    """The attributes of a graphdef in an argument; of another argument, that itself."""
    return (_is_graphdef(found := _graphdef_in(value)) and found.attributes) or ((None, types.SimpleNamespace(value=value)),)


def _numbers_in(value: Any) -> list[tuple[int, type]]:
    """Where numbers stand among the static values of an argument, and their classes."""
    held = [type(getattr(one, "value", None)) for _, one in _statics(value)]
    return [(i, kind) for i, kind in enumerate(held) if kind in _numbers]


_definitions: dict[int, _Seen] = {}


def _is_compiled(jitted: Any) -> bool:
    return _probe(lambda: jitted._cache_size() > 0) is True


def _seen(jitted: Any) -> _Seen | None:
    """What is known of a jitted function; None for one that JAX makes for its own calls."""
    address = id(jitted)
    is_late = _is_compiled(jitted)  # before it is looked for: a thread that calls it has put it there
    known = _definitions.get(address)
    if known is not None and known.reference() is jitted:
        return known
    function, info = getattr(jitted, "_fun", None), getattr(jitted, "_jit_info", None)
    if function is None or info is None:
        return None

    def gone(reference: Any) -> None:
        held = _definitions.get(address)
        if held is not None and held.reference is reference:
            del _definitions[address]

    _watch.put_late()
    made = _definitions[address] = _Seen(weakref.ref(jitted, gone), _Definition(function, info), is_late)
    return made


def _forget_entries() -> None:
    """What JAX dropped, or may have dropped, is known no longer."""
    for seen in list(_definitions.values()):
        seen.entries, seen.is_late = [], False


def _jitted_in(function: Any) -> Any:
    """The jitted function in what `jax.jit` or `nnx.jit` returned."""
    inner = getattr(function, "jitted_fn", function)
    if isinstance(inner, _Jitted):
        return inner
    name = getattr(function, "__name__", repr(function))
    raise TypeError(f"jitlens: {name} is not jitted; expected what jax.jit or nnx.jit returns. Jit it first: {name} = jax.jit({name})")


# ---------------------------------------------------------------- the key of a call

_first_settings: list[tuple[Any, ...]] = []
_contexts: dict[tuple[Any, ...], tuple[tuple[str, str], ...]] = {}
_MOST_KNOWN = 512
_MOST_VALUES = 300_000


class _Known(dict[tuple[Any, ...], tuple[_Definition, str]]):
    """The digests of the keys met lately, by signature: no more of them than hold some tens of megabytes."""

    values_held = 0

    def note(self, signature: tuple[Any, ...], definition: _Definition, digest: str) -> None:
        if len(self) >= _MOST_KNOWN or self.values_held >= _MOST_VALUES:
            self.clear()
        self[signature] = definition, digest
        self.values_held += _size(signature)

    def clear(self) -> None:
        super().clear()
        self.values_held = 0


_known = _Known()


def _size(signature: Any) -> int:
    return sum(map(_size, signature)) if isinstance(signature, tuple) else 1


def _context() -> tuple[tuple[str, str], ...]:
    """The settings that a key holds, as (name, value); made once for each combination."""
    values = _setting_values()
    found = _contexts.get(values)
    if found is None:
        if not _first_settings:
            _first_settings.append(values)
        told = dict(zip(_setting_names, values))
        pairs = [(name, _text(told[name])) for name in SETTINGS if name in told]
        pairs += [
            (name, _text(value))
            for name, value, first in zip(_setting_names, values, _first_settings[0])
            if name not in SETTINGS and value != first
        ]
        found = _contexts[values] = tuple(pairs)
    return found


class _Key(NamedTuple):
    """What a call is told by: whose it is, a digest of its facts, and the facts where a recording has not met it."""

    definition: _Definition
    digest: str
    facts: list[list[Any]] | None
    caller: Any = None
    signature: Any = None


def _in_users_words(definition: _Definition, args: Sequence[Any]) -> tuple[_Definition, Sequence[Any], Mapping[str, Any]] | None:
    """The function and the arguments that jax.pmap or Equinox's filter_jit was given, of what they give to jax.jit; None for others."""
    if definition.mapped is not None:
        return definition.mapped[0], *jax.tree_util.tree_unflatten(definition.mapped[1], args)
    if definition.params != ["dynamic_donate", "dynamic_nodonate", "static"] or len(args) != 3:
        return None
    data = {**args[0], **args[1]}
    function, first, (rest, kwargs) = (
        jax.tree_util.tree_unflatten(treedef, [d if s is None else s for d, s in zip(data[name], leaves)])
        for name, (leaves, treedef) in zip(("fun", "first", "rest"), args[2])
    )
    # Equinox adds a None at the end.
    return _Definition(function, None, wrapper="equinox.filter_jit"), [first, *rest][:-1], kwargs


def _call_signature(definition: _Definition, args: Sequence[Any], kwargs: Mapping[str, Any]) -> _Held:
    """The signature of a call: the settings, then each argument."""
    given: list[tuple[int | str, Any]] = [*enumerate(args), *sorted(kwargs.items())]
    own = definition.object, definition.name, definition.options, definition.bound
    head = (*own, _transformed(definition, args, kwargs), *(label for label, _ in given))
    signed = (
        _atom(value) if definition.is_static(label, len(args)) and not _is_graphdef(value) else _signature(value) for label, value in given
    )
    return _Held((head, _setting_values(), *signed))


def _key_of(definition: _Definition, args: Sequence[Any], kwargs: Mapping[str, Any], met: Callable[[str], bool]) -> _Key:
    """The key of a call; `met` says whether the facts of a digest are written already."""
    caller, signature = definition, _call_signature(definition, args, kwargs)
    known = _known.get(signature)
    if known is not None and met(known[1]):
        return _Key(*known, None, caller, signature)
    users = _probe(lambda: _in_users_words(definition, args))
    if users is not None:
        definition, args, kwargs = users
    context = *_context(), *_transformed(definition, args, kwargs)
    facts = _facts_of(definition, args, kwargs, context, users is not None and caller.mapped is None)
    digest = _hash([definition.row(), facts])
    _known.note(signature, definition, digest)
    return _Key(definition, digest, facts, caller, signature)


def _facts_of(
    definition: _Definition, args: Sequence[Any], kwargs: Mapping[str, Any], context: Any, are_scalars_static: bool
) -> list[list[Any]]:
    facts = _Facts(are_scalars_static)
    where = f" defined at {definition.file}:{definition.line}" if definition.file is not None else ""
    facts.add("function", "function", [definition.name], f"{definition.name}{where}", _number_of(definition, args))
    facts.add("tree", "container", ["args"], f"tuple of length {len(args)}")
    facts.add("tree", "container", ["kwargs"], f"dict{{{', '.join(map(repr, sorted(kwargs)))}}}")
    given: list[tuple[int | str, list[str], Any]] = [(i, [definition.position(i)], value) for i, value in enumerate(args)]
    given += [(name, [definition.keyword(name)], kwargs[name]) for name in sorted(kwargs)]
    for label, path, value in given:
        if not definition.is_static(label, len(args)):
            facts.tree(path, value)
        elif _is_graphdef(value):
            facts.add("static", "static", path, "GraphDef")
            facts.graph(path, value, None, True)
        else:
            facts.static("static", "static", path, value)
    for name, value, identity in definition.bound:
        facts.add("static", "static", [name], value, identity)
    for name, value in definition.options:
        facts.add("options", "option", [name], value)
    for name, value in context:
        facts.add("context", "context", [name], value)
    return facts.list


def _backward(key: _Key, is_batch: bool) -> _Key:
    """The key of what a gradient compiles after a call: its backward pass, or a batch of them, as for a Jacobian."""
    way = "batch of backward" if is_batch else "backward"
    facts = [row if row[2] != [_GRAD] else [*row[:3], row[3].replace("forward", way)] for row in key.facts or ()]
    return key._replace(digest=_hash([key.digest, way]), facts=facts)


_loop_objects: dict[Any, tuple[int, list[str]]] = {}


def _number_of(definition: _Definition, args: Sequence[Any]) -> str:
    """The number of the function. A loop's counts those that run what is defined in one place with arguments of the same types."""
    if definition.owner != "control flow":
        return definition.number
    number, met = _loop_objects.setdefault((definition.name, repr(definition.bound), tuple(map(_aval, args))), (len(_loop_objects), []))
    if definition.object not in met:
        met.append(definition.object)
    index = met.index(definition.object)
    return f"{definition.number} {index}" if index == 0 else f"{definition.number} {number} {index}"


def _hash(rows: Any) -> str:
    return hashlib.sha256(json.dumps(rows).encode()).hexdigest()


# ---------------------------------------------------------------- calls, seen


class _Call:
    """One call that runs, and what JAX told of it."""

    __slots__ = (
        "at", "compiled", "definition", "error", "inferred", "key", "late", "lowered",
        "missed", "persistent", "place", "ran", "seconds", "site", "stale", "traced", "within",
    )  # fmt: skip

    def __init__(self, definition: _Definition | None, key: _Key | None = None) -> None:
        self.definition = definition
        self.key = key
        self.missed = self.inferred = self.traced = self.lowered = self.compiled = self.persistent = False
        self.late = False  # whether its function had entries before
        self.seconds = [0.0, 0.0, 0.0]
        self.error: tuple[str, str] | None = None
        self.ran: _Ran | None = None
        self.stale: _Stale | None = None
        self.within: str | None = None
        self.place: str | None = None
        self.at = _clock()
        self.site: str | None = None

    def add(self, phase: int, seconds: float) -> None:
        self.seconds[phase] += seconds
        if phase == 0:
            self.inferred = True
        elif phase == 1:
            self.lowered = True
        else:
            self.compiled = True

    def outcome(self) -> str:
        if self.error is not None:
            return "error"
        if not (self.missed or self.inferred or self.lowered or self.compiled):
            return "hit"
        if self.inferred and self.traced:
            return "retrace"
        if self.lowered or self.compiled:
            return "rewrap" if self.inferred else "relower" if self.lowered else "recompile"
        return "rebind" if self.inferred else "dispatch"

    def layers(self) -> list[list[Any]]:
        def word(miss: bool) -> str:
            return "miss" if miss else "hit"

        rows = [["dispatch", "miss", -1], ["infer", word(self.inferred), -1]]
        if self.inferred:
            rows.append(["trace", word(self.traced), -1])
        if self.lowered or self.compiled:
            rows += [["lower", word(self.lowered), -1], ["compile", "miss", -1]]
        if self.persistent:
            rows.append(["persistent", "hit", -1])
        return rows


_recordings: tuple[record, ...] = ()
_wrapped_name = re.compile(r"^(?:jit|pmap|pjit)[(_](.*?)\)?$")


def _on_duration(event: str, duration_secs: float, **details: Any) -> None:
    """Gives the seconds to the call of that function which runs in this thread, or to a compile outside of any call."""
    if event not in PHASES or not _recordings:
        return
    told = str(details.get("fun_name", ""))
    name = found.group(1) if (found := _wrapped_name.match(told)) else told
    phase, call = PHASES.index(event), _running()
    if call is not None and call.definition is not None and (name in call.definition.names or told in call.definition.names):
        call.add(phase, duration_secs)
        return
    early = _thread.early
    if name not in early:
        if len(early) > 4 * _MOST_KNOWN:
            early.clear()
        early[name] = _Call(None)
        early[name].at -= duration_secs
    early[name].add(phase, duration_secs)
    if event == COMPILE:
        compiled = early.pop(name)
        if compiled.key is not None:
            _ahead.pop(compiled.key.digest, None)
        _outside(name, compiled)


def _outside(name: str, call: _Call) -> None:
    """Writes a compile that no call of a jitted function in this thread asked for: ahead of time, by pmap, of a gradient."""
    call.site = _site()
    if call.within is None and call.key is None:
        call.within = "grad" if _is_outside() else "nested"
        place, outputs = _thread.lowered or ("", [])
        _thread.lowered = None
        if call.lowered and place:
            call.place = place
            call.key = _probe(lambda: _backward_pass(place, outputs))
            call.definition = call.key.definition if call.key is not None else _defined_at(place)
    for recording in _recordings:
        recording._take(call, name)


def _forward_pass(call: _Call, whole: Callable[[], _Key | None]) -> None:
    """Keeps the key of a call that a gradient is taken of: nothing else tells later of what its backward pass is."""
    key = call.key
    if key is None:
        return
    # JAX tells nothing of how it makes the program of a transform; in 0.9 it tells of a trace that it found again.
    if call.lowered or call.compiled:
        call.inferred = call.traced = True
    elif not call.traced:
        call.inferred = call.missed = False
    definition = key.caller or key.definition
    met = _thread.forwards.setdefault(f"{definition.file}:{definition.line}", {})
    known, _ = met.pop(key.digest, (key if key.facts is not None else whole(), ""))
    if known is not None:
        met[key.digest] = known, _tokens.of(_outermost())
    if len(met) > _MOST_ENTRIES:
        del met[next(iter(met))]


def _backward_pass(place: str, outputs: Sequence[list[str]]) -> _Key | None:
    """The key of what a gradient compiles after a call: of the latest with arguments of the gradient's types and no backward pass yet."""
    latest = [(key, run) for key, run in reversed(_thread.forwards.get(place, {}).values()) if _has(key, _GRAD)]
    ours = [(key, run) for key, run in latest if all(not _types(key).isdisjoint(one) for one in outputs)]
    keys = [_backward(key, not _types(key).issuperset(one[0] for one in outputs)) for key, run in ours if run == ours[0][1]]
    key = next((key for key in keys if key.digest not in _thread.backwards), next(iter(keys), None))
    if key is not None:
        if len(_thread.backwards) >= _MOST_KNOWN:
            _thread.backwards.clear()
        _thread.backwards.add(key.digest)
    return key


def _types(key: _Key) -> set[str]:
    return {row[3].partition("{")[0] for row in key.facts or () if row[0] == "aval"}


def _has(key: _Key, transform: str) -> bool:
    return any(row[2] == [transform] for row in key.facts or ())


def _defined_at(place: str) -> _Definition | None:
    """A function that was called and is defined at a place, where that is one alone."""
    found = {
        seen.definition.object: seen.definition
        for seen in list(_definitions.values())
        if f"{seen.definition.file}:{seen.definition.line}" == place and not seen.is_quiet
    }
    return next(iter(found.values())) if len(found) == 1 else None


def _lowered(jaxpr: Any) -> tuple[str, list[list[str]]]:
    """Where the function of a program is defined, `file:line`, and the types that it gives, each then without an axis, as in a batch."""
    avals = [aval for aval in jaxpr.out_avals if hasattr(aval, "shape")]
    info = str(getattr(jaxpr, "jaxpr", jaxpr).debug_info.func_src_info)
    return info.rpartition(" at ")[2], [
        [_type_of(aval.dtype, shape) for shape in (aval.shape, *_without_axis(aval.shape))] for aval in avals
    ]


def _type_of(dtype: Any, shape: Sequence[int]) -> str:
    return f"{_short(dtype)}[{','.join(map(str, shape))}]"


def _without_axis(shape: tuple[int, ...]) -> Iterable[tuple[int, ...]]:
    return (shape[:axis] + shape[axis + 1 :] for axis in range(len(shape)))


def _on_event(event: str, **_: Any) -> None:
    if event == PERSISTENT and (call := _running()) is not None:
        call.persistent = True


def _running() -> _Call | None:
    """The call that runs in this thread; made once something is told of it, so that a hit makes none."""
    call = _thread.call
    if isinstance(call, _Seen):
        call = _thread.call = _Call(call.definition)
    return call


def _site() -> str | None:
    """Where the user's program called, `file:line`: the first frame that is neither this file's nor a library's."""
    frame = sys._getframe(1)
    while frame is not None:
        file = frame.f_code.co_filename
        if file != _HERE and not _is_library(file):
            return f"{_shown_file(file)}:{frame.f_lineno}"
        frame = frame.f_back  # type: ignore[assignment]
    return None


def _shown_file(file: str) -> str:
    """The name of a file; of a notebook's cell, which a kernel compiles as a file of its own, `Cell In[3]`."""
    ipython = sys.modules.get("IPython")
    cell = None if ipython is None else _probe(lambda: ipython.get_ipython().compile.format_code_name(file))
    return file if cell is None else " ".join(cell)


_jitted_call: Any = _Jitted.__call__
_INFER = "_infer_params" if hasattr(_pjit, "_infer_params") else "_trace_for_jit"  # so in JAX 0.9
_infer_params: Any = getattr(_pjit, _INFER, None)
_mapped_axis_size: Any = _probe(lambda: _private("api")._mapped_axis_size)
_clear_all_caches: Any = getattr(_util, "clear_all_caches", None)
_clear_cache: Any = getattr(_pjit, "jit_evict_fn", None)


def _call_of_jitted(self: Any, /, *args: Any, **kwargs: Any) -> Any:
    """Stands in for `__call__` of the class of jitted functions while a recording lasts."""
    if not _recordings:
        return _jitted_call(self, *args, **kwargs)
    if _disabled.value:
        for recording in _recordings:
            recording.unjitted += 1
        return _jitted_call(self, *args, **kwargs)
    began, thread = _clock(), _thread
    known = _definitions.get(id(self))
    if known is None or known.reference() is not self:
        known = _probe(lambda: _seen(self))
    if known is None:
        return _jitted_call(self, *args, **kwargs)
    seen: _Seen = known
    outer, thread.call = thread.call, seen
    try:
        result = _jitted_call(self, *args, **kwargs)
    except BaseException as error:
        failed, thread.call = _running() or _Call(seen.definition), outer
        failed.error = type(error).__name__, "<redacted>" if _redacted else _first_line(error)
        _told(_finished, seen, failed, args, kwargs, began, _clock())
        if error.__traceback__ is not None:  # this frame, which Python adds no second time
            error.__traceback__ = error.__traceback__.tb_next
        raise
    end = _clock()
    call, thread.call = thread.call, outer
    if isinstance(call, _Call):
        _told(_finished, seen, call, args, kwargs, began, end)
    elif not seen.is_quiet and _is_outside():
        _told(_hit, seen, self, args, kwargs, began, end)
    return result


def _told(tell: Callable[..., None], seen: _Seen, *more: Any) -> None:
    """Writes a call down; whatever fails in that does not break the program."""
    try:
        tell(seen, *more)
    except Exception as error:  # noqa: BLE001 - recording must not break the program
        _warn(f"a call of {seen.definition.name} could not be written ({type(error).__name__}: {error})")


def _hit(seen: _Seen, jitted: Any, args: Sequence[Any], kwargs: Mapping[str, Any], began: float, end: float) -> None:
    """Notes a call that JAX answered from the dispatch cache; it is written later, with others."""
    entries = seen.entries
    entry = None
    if _is_clean():  # a transform has caches of its own
        entry = entries[0] if len(entries) == 1 == jitted._cache_size() else seen.entry(jitted, args, kwargs)
    stale = None
    if entry is not None:
        if entry.is_watched:
            watched = entry
            stale = _probe(lambda: watched.stale(jitted, seen.definition, args, kwargs))
        if stale is None and entry.met is _recordings:
            _again.note(entry, began, end)
            return
    call = _Call(seen.definition)
    call.stale = stale
    _finished(seen, call, args, kwargs, began, end)


class _Again:
    """Hits of keys of which each recording has one already. Each takes two values until it is put into words."""

    def __init__(self) -> None:
        self.entries: deque[_Entry] = deque()
        self.times: deque[float] = deque()
        self.spent = self.settled = 0.0
        self.lock = threading.RLock()

    def note(self, entry: _Entry, began: float, end: float) -> None:
        self.entries.append(entry)
        self.times.append(began)
        if len(self.times) >= _BUFFERED or began - self.settled > 1:
            for recording in _recordings:
                with recording.lock:
                    recording._flush_at(began, True)
        self.spent += _clock() - end

    def settle(self) -> None:
        """Gives them to the recordings, in their order."""
        with self.lock:
            spent, self.spent, self.settled = self.spent, 0.0, _clock()
            for _ in range(len(self.times)):
                entry, at = self.entries.popleft(), self.times.popleft()
                for recording in entry.met:
                    recording._again(entry.digest, at)
            for recording in _recordings:
                recording.spent += spent


_again = _Again()


def _finished(seen: _Seen, call: _Call, args: Sequence[Any], kwargs: Mapping[str, Any], began: float, end: float) -> None:
    """Writes a call of which something was told, or whose entry is not known."""
    definition, outside = seen.definition, _is_outside()
    call.at = began
    if seen.is_quiet or not outside:
        if not (call.lowered or call.compiled):
            return
        call.key = _key_or_warn(definition, args, kwargs, is_whole=True)
        call.within = None if outside else "nested"
    else:
        call.key = call.key or _key_or_warn(definition, args, kwargs)
        if call.lowered or call.compiled:
            _adopt(call)
        if not _is_clean():
            if _transformed(definition, args, kwargs):
                _forward_pass(call, lambda: _key_or_warn(definition, args, kwargs, is_whole=True))
        elif call.error is None and call.stale is None and call.key is not None:
            entry, is_hit = _Entry(call.key, args), call.outcome() == "hit"
            before = next((one for one in seen.entries if one.signature == entry.signature), None) if is_hit else None
            if before is not None and before.is_watched:
                call.stale = _probe(lambda: before.stale(seen.reference(), definition, args, kwargs))
            # What a program read that was made before the recording is looked at when it first runs in it.
            is_new = is_hit and before is None and len(seen.entries) < _MOST_ENTRIES
            if definition.owner is None and (call.traced or is_new):
                ran = call.ran or _Ran() if call.traced else None
                entry.reads = _probe(lambda: _Reads(seen.reference(), ran).of(definition, args, kwargs))
            seen.add(entry)
            entry.is_watched = entry.reads is not None or len(entry.numbers) > 0
            entry.met = _recordings if not call.missed and call.outcome() == "hit" else ()
    for recording in _recordings:
        recording._take(call, definition.name)
        recording.spent += _clock() - end


def _first_line(error: BaseException) -> str:
    return _address.sub("", _probe(lambda: str(error).splitlines()[0]) or "")[:240]


def _key_or_warn(definition: _Definition, args: Sequence[Any], kwargs: Mapping[str, Any], is_whole: bool = False) -> _Key | None:
    wanting = [recording for recording in _recordings if recording._wants(definition)]
    if not wanting:
        return None
    was, _thread.call = _thread.call, None
    try:
        return _key_of(definition, args, kwargs, lambda digest: not is_whole and all(digest in recording.numbers for recording in wanting))
    except Exception as error:  # noqa: BLE001 - recording must not break the program
        _warn(f"the key of a call of {definition.name} could not be written ({type(error).__name__}: {error})")
        return None
    finally:
        _thread.call = was


def _warn(text: str) -> None:
    """One line on stderr: a warning of Python's could be an error, by the program's own filters."""
    _probe(lambda: print(f"jitlens: {text}", file=sys.stderr))


def _infer(function: Any, info: Any, args: Sequence[Any], kwargs: Mapping[str, Any]) -> Any:
    """Stands in for what JAX infers parameters by, before it traces: the arguments are then as they were given."""
    if _recordings and _is_outside():
        if sys._getframe(1).f_code.co_name == "jit_trace":
            return _infer_ahead(function, info, args, kwargs)
        seen = _thread.call
        if isinstance(seen, _Seen) and not seen.is_quiet and getattr(seen.reference(), "_fun", None) is function:
            began = _clock()
            key = _key_or_warn(seen.definition, args, kwargs)
            for recording in _recordings:
                recording.spent += _clock() - began
            call = _thread.call = _Call(seen.definition, key)
            call.late = seen.is_late
            result = _infer_params(function, info, args, kwargs)
            if call.traced and seen.definition.owner is None:
                call.ran = _probe(lambda: _ran(result[0].params["jaxpr"]))
            return result
    return _infer_params(function, info, args, kwargs)


def _infer_ahead(function: Any, info: Any, args: Sequence[Any], kwargs: Mapping[str, Any]) -> Any:
    """Ahead of time (`lower`, `trace`) nothing else tells the arguments."""
    definition = _probe(lambda: _Definition(function, info))
    if definition is None:
        return _infer_params(function, info, args, kwargs)
    call, outer = _Call(definition, _key_or_warn(definition, args, kwargs)), _thread.call
    call.within, call.site = "aot", _site()
    _thread.call = call
    try:
        return _infer_params(function, info, args, kwargs)
    finally:
        _thread.call = outer
        _expect(call)


# What was traced or lowered ahead of time and is not compiled yet, by the digest of its key.
_ahead: dict[str, _Call] = {}


def _expect(call: _Call) -> None:
    """What is compiled next under the names of a function is of this call."""
    if call.definition is None or call.key is None:
        return
    _adopt(call)
    if call.within == "aot" and call.definition.owner is None:
        if len(_ahead) >= _MOST_KNOWN:
            _ahead.clear()
        _ahead[call.key.digest] = call
    _thread.early.update(dict.fromkeys(call.definition.names, call))


def _adopt(call: _Call) -> None:
    """A call compiles what was made of the same arguments ahead of time: it took the seconds of both."""
    ahead = None if call.key is None else _ahead.pop(call.key.digest, None)
    if ahead is None:
        return
    call.seconds = [a + b for a, b in zip(call.seconds, ahead.seconds)]
    call.inferred, call.traced, call.lowered = (
        call.inferred or ahead.inferred, call.traced or ahead.traced, call.lowered or ahead.lowered,
    )  # fmt: skip
    early = _thread.early
    for name in [name for name, one in early.items() if one is ahead]:
        del early[name]


def _mapped(function: Any, tree: Any, values: Any, axes: Any, name: str, **more: Any) -> Any:
    """Stands in for what pmap asks the size of an axis by: until JAX 0.9 nothing else tells its arguments."""
    if _recordings and name == "pmap" and _is_clean():
        held = sys._getframe(1).f_locals
        _probe(lambda: _expect_pmap(function, tree, values, held["f"].transforms))
    return _mapped_axis_size(function, tree, values, axes, name, **more)


def _expect_pmap(function: Any, tree: Any, values: Any, transforms: Iterable[tuple[Any, Any]]) -> None:
    args, kwargs = jax.tree_util.tree_unflatten(tree, values)
    definition = _Definition(function, None, wrapper="jax.pmap")
    definition.bind(transforms)
    call = _Call(definition, _key_or_warn(definition, args, kwargs))
    call.missed = call.traced = True
    _expect(call)
    for recording in _recordings:
        recording.maps = True


def _clear_all(*args: Any) -> Any:
    """Stands in for what empties all of JAX's caches."""
    _forget_entries()
    for recording in _recordings:
        recording._clear(None)
    return _clear_all_caches(*args)


def _clear_one(jitted: Any) -> Any:
    """Stands in for `clear_cache` of a jitted function."""
    _forget_entries()
    seen = _probe(lambda: _seen(jitted))
    for recording in _recordings:
        recording._clear("" if seen is None else seen.definition.object)
    return _clear_cache(jitted)


def _on_test_event(name: str, *args: Any) -> None:
    call = _running()
    if call is not None:
        if name == "jit_cpp_cache_miss":
            call.missed = True
        elif name in ("trace_to_jaxpr", "create_pjit_jaxpr"):
            call.traced = True
    if name == "mlir.collect_lowered_jaxprs":
        _thread.lowered = _probe(lambda: _lowered(args[0]))
    if _watch.earlier is not None:
        _watch.earlier(name, *args)


def _told_as_type(plain: Any) -> Any:
    """Stands in for what puts an array into text: within a text of this file's it is a type."""
    return functools.wraps(plain)(lambda value, *form: _array_text(value) if _thread.describing else plain(value, *form))


_VECTORCALL = 1 << 11
_TYPE_FLAGS = 168  # where a class of CPython 3.11 on 64 bits keeps its flags


def _call_by_class(kind: Any, call: Any) -> None:
    """Makes objects of a class be called by `call`. CPython 3.11 keeps to the faster way that the class was made with unless told."""
    kind.__call__ = call
    if kind.__flags__ & _VECTORCALL and call is not _jitted_call and sys.version_info[:2] == (3, 11):
        flags = ctypes.c_ulong.from_address(id(kind) + _TYPE_FLAGS)
        if flags.value == kind.__flags__:
            flags.value &= ~_VECTORCALL


def _before(listener: Callable[..., None], tell: Callable[..., None]) -> Callable[..., None]:
    """What JAX tells of itself by, heard first."""

    @functools.wraps(tell)
    def heard(event: str, *details: Any, **more: Any) -> None:
        listener(event, *details, **more)
        tell(event, *details, **more)

    return heard


class _Watch:
    """What is put into JAX while anything is recorded, and taken away after."""

    def __init__(self) -> None:
        self.users, self.earlier, self.lock = 0, None, threading.RLock()
        self.undo: list[Callable[[], Any]] = []
        self.began = self.looked = 0.0
        self.is_late = False

    def may_look(self, cost: float) -> bool:
        """Whether what traces read may be looked at again: at once where that is cheap, else for a fiftieth of the time."""
        return cost < 5e-6 or self.looked < 0.05 + 0.02 * (_clock() - self.began)

    def put_late(self) -> None:
        """What can be put into Flax once the program has imported it."""
        global _create
        kind = None if self.is_late or self.users == 0 else _probe(_static_cache_class)
        if kind is not None:
            self.is_late, _create = True, kind.create
            kind.create = staticmethod(_create_cache)
            self.undo.append(lambda: setattr(kind, "create", staticmethod(_create)))

    def start(self) -> None:
        with self.lock:
            self.users += 1
            if self.users == 1:
                self.began, self.looked, self.is_late = _clock(), 0.0, False
                self._put()

    def stop(self) -> None:
        with self.lock:
            self.users -= 1
            if self.users == 0:
                for undo in reversed(self.undo):
                    _probe(undo)
                self.undo = []
                for table in (_definitions, _ahead, _cached_nodes, _known, _contexts, _redacted, _loop_objects, _tokens.equals):
                    table.clear()

    def _replace(self, owner: Any, name: str, value: Any) -> Any:
        earlier = getattr(owner, name)
        setattr(owner, name, value)
        self.undo.append(lambda: setattr(owner, name, earlier) if getattr(owner, name) is value else None)
        return earlier

    def _put(self) -> None:
        # Listeners could be cleared by the program, and be seen by it.
        for module in (_private("monitoring"), _private("dispatch")):
            for name, listener in (("record_event_duration_secs", _on_duration), ("record_event", _on_event)):
                if hasattr(module, name):
                    self._replace(module, name, _before(listener, getattr(module, name)))
        if hasattr(_util, "test_event_listener"):
            self.earlier = self._replace(_util, "test_event_listener", _on_test_event)
        if _infer_params is not None:
            self._replace(_pjit, _INFER, _infer)
        if _mapped_axis_size is not None:
            self._replace(_private("api"), "_mapped_axis_size", _mapped)
        if _clear_all_caches is not None:
            self._replace(_util, "clear_all_caches", _clear_all)
        if _clear_cache is not None:  # JAX sets the method anew with each function that is jitted
            self._replace(_pjit, "jit_evict_fn", _clear_one)
            self._replace(_Jitted, "clear_cache", _clear_one)
            self.undo.append(lambda: setattr(_Jitted, "clear_cache", _clear_cache))
        if _Array is not None:
            for name in ("__repr__", "__str__", "__format__"):
                self._replace(_Array, name, _told_as_type(getattr(_Array, name)))
        # JAX names the user's line by the first frame that is no library's: this file's frames are none.
        for name in ("source_info_util", "traceback_util"):
            self._exclude(_private(name))
        _call_by_class(_Jitted, _call_of_jitted)
        self.undo.append(lambda: _call_by_class(_Jitted, _jitted_call) if _Jitted.__call__ is _call_of_jitted else None)

    def _exclude(self, module: Any) -> None:
        if _HERE not in getattr(module, "_exclude_paths", (_HERE,)):
            module.register_exclusion(_HERE)


_watch = _Watch()

# ---------------------------------------------------------------- recording

_START = b'{"format": "jitlens"'
_HEADER = 2048
_BUFFERED = 256


class record:
    """Writes the calls of jitted functions to a file, as a context manager or between `start()` and `stop()`.

    Args:
      path: the file; an older recording of that name is replaced, and nothing else.
      functions: what `jax.jit` or `nnx.jit` returned, to record these alone; all functions if none is named.
      title: what the trace is called; the program's name if left out.
      redact: names of arguments, fields and keys whose values are not written.

    Entering gives the functions, or the recording where none is named. Recordings may nest and overlap: each sees its calls.
    A process that is forked meanwhile writes nothing. Where the disk is full the recording ends with a line on stderr.

    Raises:
      TypeError: a function is not jitted.
      OSError: the file cannot be made, or is there and no recording.

    Example:
      >>> import jax, os, tempfile
      >>> step, path = jax.jit(lambda x: x + 1), os.path.join(tempfile.mkdtemp(), "run.jsonl")
      >>> with record(path, step):
      ...     values = [float(step(x)) for x in (1.0, 2.0, 3)]
      >>> [json.loads(line)["event"]["outcome"] for line in open(path) if line.startswith('{"event"')]
      ['retrace', 'hit', 'retrace']
    """

    def __init__(self, path: str | os.PathLike[str], *functions: Any, title: str | None = None, redact: Iterable[str] = ()) -> None:
        self.path = os.fspath(path)
        program = sys.argv[0] if hasattr(sys.modules.get("__main__"), "__file__") and sys.argv else ""  # a notebook has no file
        self.title = title or os.path.basename(program or self.path)
        self.redact = frozenset((redact,) if isinstance(redact, str) else redact)
        self.only = {_tokens.function(_jitted_in(function)._fun): _name(function) for function in functions} if functions else None
        self.given = [weakref.ref(function) for function in functions]
        self.file: Any = None
        self.lock = threading.RLock()
        self.numbers: dict[str, int] = {}

    def __enter__(self) -> Any:
        self.start()
        given = [function() for function in self.given]
        return self if not given else given[0] if len(given) == 1 else tuple(given)

    def __exit__(self, *_: Any) -> None:
        self.stop()

    def start(self) -> record:
        """Begins to record; returns itself."""
        global _recordings
        if self.file is not None:
            return self
        if not _is_replaceable(self.path):
            raise FileExistsError(errno.EEXIST, "this file is there and is no recording, which would replace it; name another", self.path)
        self.file = open(self.path, "wb", buffering=0)  # noqa: SIM115 - closed by stop()
        self.lines: deque[str] = deque()
        self.heads: dict[str, str] = {}
        self.rows: dict[str, int] = {}
        self.numbers = {}
        self.process: str | None = None
        self.cleared = False
        self.entries: dict[str, int] = {}
        self.made: dict[str, list[list[Any]]] = {}
        self.evicted: dict[str, None] = {}
        self.maps = False
        self.calls, self.called, self.others, self.spent = 0, set[str](), dict[str, list[float]](), 0.0
        self.unjitted = 0
        # What other recordings saw before.
        self.before = {seen.definition.number for seen in list(_definitions.values()) if _is_compiled(seen.reference())}
        self.began = self.flushed = _clock()
        self._guarded(lambda: self._header(["the recording has not ended: calls after the last one that it holds are missing"]))
        if not self.redact <= _redacted:
            _redacted.update(self.redact)
            _known.clear()
        _watch.start()
        _recordings = (*_recordings, self)
        atexit.register(self.stop)
        return self

    def add(self, function: Any) -> Any:
        """Watches one more function while this recording lasts; returns it."""
        self.only = {**(self.only or {}), _tokens.function(_jitted_in(function)._fun): _name(function)}
        return function

    def stop(self) -> None:
        """Ends the recording, puts everything back and closes the file."""
        global _recordings
        with self.lock:
            if self not in _recordings:
                return
            _again.settle()
            _recordings = tuple(one for one in _recordings if one is not self)
            if self.file is not None:
                for call in list(_ahead.values()):
                    call.within = "ahead"
                    self._take(call, call.definition.name if call.definition is not None else "")
                self._guarded(self._flush)
                self._guarded(lambda: self._header(list(self._notes())))
                if self.calls == 0 and self.file is not None:
                    _warn(f"the recording of {self.title} holds no call: {self._uncalled()}")
            self._close()
        _watch.stop()
        _probe(lambda: atexit.unregister(self.stop))

    def _close(self) -> None:
        if self.file is not None:
            _probe(self.file.close)
            self.file = None

    def _guarded(self, write: Callable[[], None]) -> None:
        try:
            write()
        except Exception as error:  # noqa: BLE001 - a full disk must not break the program
            self._close()
            _warn(f"the recording {self.path} ends here, the program goes on ({type(error).__name__}: {error})")

    def _header(self, notes: list[str]) -> None:
        """The first line: written at the start, and again at the end with what recording cost."""
        header = {
            "format": "jitlens", "version": VERSION, "producer": "jitlens recorder", "title": self.title[:200],
            "versions": _versions(), "notes": notes,
        }  # fmt: skip
        while notes and len(json.dumps(header)) > _HEADER:
            notes.pop()
        self.file.seek(0)
        self.file.write(json.dumps(header).ljust(_HEADER).encode() + b"\n")
        self.file.seek(0, os.SEEK_END)

    def _notes(self) -> Iterable[str]:
        total = _clock() - self.began
        if self.calls == 0:
            yield self._uncalled()
        else:
            share, each = 100 * self.spent / max(total, 1e-9), 1e6 * self.spent / self.calls
            apiece = f"{each:.3g} µs" if each < 999.5 else f"{each / 1000:.3g} ms"
            yield f"recording took {self.spent:.3g} s of {total:.3g} s ({share:.2g} %), {apiece} a call over {self.calls} calls"
        silent = [name for number, name in (self.only or {}).items() if self.calls > 0 and number not in self.called]
        if silent:
            yield f"not called: {', '.join(silent)}"
        if self.others:
            count, seconds = (sum(column) for column in zip(*self.others.values()))
            names = sorted(self.others, key=lambda name: -self.others[name][1])
            told = ", ".join(names[:8]) + (" …" if len(names) > 8 else "")
            yield f"{count:.0f} compiles of other functions took {seconds:.3g} s and are not recorded: {told}"
        if self.unjitted:
            yield f"calls that ran without jit, by jax_disable_jit, are not recorded: {self.unjitted}"
        if self.maps:
            yield "hits of jax.pmap are not recorded: JAX tells of none before 0.8"
        if _Jitted.__flags__ & _VECTORCALL:
            yield "this Python calls jitted functions in a way that cannot be followed: compiles alone are recorded"
        elif _Jitted.__call__ is not _call_of_jitted:
            yield "another program replaced how jitted functions are called: calls after that are missing"

    def _uncalled(self) -> str:
        whom = f"{' and '.join(self.only.values())} was not called" if self.only else "no jitted function was called"
        return f"{whom} between its start and its end. Start it before the first call"

    def _wants(self, definition: _Definition | None) -> bool:
        return self.only is None or (definition is not None and definition.number in self.only)

    def _take(self, call: _Call, name: str) -> None:
        """Writes one call down."""
        _again.settle()
        with self.lock:
            if self.file is None:
                return
            if not self._wants(call.definition):
                if call.key is not None:
                    self.heads[call.key.digest] = ""
                if call.compiled:
                    other = self.others.setdefault(name, [0, 0.0])
                    other[0], other[1] = other[0] + 1, other[1] + sum(call.seconds)
                return
            try:
                self._event(call, name)
            except Exception as problem:  # noqa: BLE001 - recording must not break the program
                _warn(f"a call of {name} could not be written ({type(problem).__name__}: {problem})")
            self.calls += 1
            if call.definition is not None:
                self.called.add(call.definition.number)

    def _event(self, call: _Call, name: str) -> None:
        outcome, definition = call.outcome(), call.definition if call.key is None else call.key.definition
        function = self._row({"name": name, **_origin(call.place)}) if definition is None else self._function(definition)
        number = self._number(call.key)
        row: dict[str, Any] = {
            "function": function, "key": number, "outcome": outcome, "evidence": "observed",
            "time": round(call.at - self.began, 6),
        }  # fmt: skip
        if call.stale is not None:
            row["stale"] = dict(zip(("how", "places"), call.stale))
        if self.cleared:
            row["cleared"], self.cleared = True, False
            row["evicted"] = [made for whose in self.evicted for made in self.made.pop(whose, ())]
            self.evicted.clear()
        if call.error is not None:
            row["error"] = dict(zip(("type", "message"), call.error))
        is_miss = outcome != "hit" and (call.error is None or call.missed or call.inferred or call.lowered or call.compiled)
        if is_miss:
            if any(call.seconds):
                row["seconds"] = [round(x, 6) for x in call.seconds]
            row["layers"] = call.layers() if call.error is not None else self._numbered(call.layers(), definition)
            if self._is_late(call):
                row["late"] = True
            site = call.site or _site()
            if site is not None:
                row["site"] = site
        within = "persistent" if call.persistent else call.within
        if within is not None:
            row["within"] = within
        if self.process is None:
            self.process = str(jax.process_index()) if (_probe(jax.process_count) or 1) > 1 else ""
        if self.process:
            row["process"] = self.process
        self._write({"event": row})
        if outcome == "hit" and call.stale is None and call.key is not None and number >= 0:
            known = {name: row[name] for name in ("function", "key", "outcome", "evidence", "process") if name in row}
            self.heads[call.key.digest] = f'{{"event":{json.dumps(known, separators=(",", ":"))[:-1]},"time":'
        self._flush_at(_clock(), outcome != "hit")

    def _is_late(self, call: _Call) -> bool:
        """Whether it is the first call here of a function that was compiled before."""
        if call.definition is None or call.definition.number in self.called:
            return False
        return call.late or call.definition.number in self.before

    def _numbered(self, layers: list[list[Any]], definition: _Definition | None) -> list[list[Any]]:
        """The answers of the layers, with a number for each entry that was made; they are kept by function."""
        for row in layers:
            if row[1] == "miss":
                row[2] = self.entries[row[0]] = self.entries.get(row[0], -1) + 1
                self.made.setdefault("" if definition is None else definition.object, []).append(row)
        return layers

    def _clear(self, whose: str | None) -> None:
        """Entries of a function, or of all, were dropped."""
        self.cleared = True
        self.before.clear()
        self.evicted.update(dict.fromkeys([whose] if whose is not None else self.made))

    def _again(self, digest: str, at: float) -> None:
        """Writes one more hit of a key."""
        head = self.heads.get(digest)
        if head:
            self.calls += 1
            self.lines.append(f"{head}{at - self.began:.6f}}}}}\n")

    def _flush_at(self, now: float, is_due: bool) -> None:
        if is_due or len(self.lines) >= _BUFFERED or now - self.flushed > 1:
            self.flushed = now
            self._guarded(self._flush)

    def _function(self, definition: _Definition) -> int:
        """The number of a function in the trace."""
        return self._row(definition.row())

    def _row(self, function: Mapping[str, Any]) -> int:
        place = json.dumps(function)
        if place not in self.rows:
            self.rows[place] = len(self.rows)
            self._write({"function": function})
        return self.rows[place]

    def _number(self, key: _Key | None) -> int:
        """The number of a key in the trace, written down when it is new."""
        if key is None:
            return -1
        number = self.numbers.get(key.digest)
        if number is None and key.facts is not None:
            number = self.numbers[key.digest] = len(self.numbers)
            digest = _hash([row[:4] for row in key.facts])[:8]
            self._write({"key": {"function": self._function(key.definition), "facts": key.facts, "unknown": [], "digest": digest}})
        return -1 if number is None else number

    def _write(self, row: Mapping[str, Any]) -> None:
        self.lines.append(json.dumps(row, separators=(",", ":")) + "\n")

    def _flush(self) -> None:
        _again.settle()
        lines = [self.lines.popleft() for _ in range(len(self.lines))]
        if lines and self.file is not None:
            data = memoryview("".join(lines).encode("utf-8", "backslashreplace"))
            while data:
                data = data[self.file.write(data) :]


def _is_replaceable(path: str) -> bool:
    """Whether there is no file of that name, or an empty one, or a recording, or something like a pipe."""
    if not os.path.isfile(path):
        return True
    with open(path, "rb") as file:
        start = file.read(len(_START))
    return start in (b"", _START)


def _origin(place: str | None) -> dict[str, Any]:
    """Whose a function is that no call tells of: JAX's own has a place, `file:line`."""
    file, _, line = (place or "").rpartition(":")
    return {"owner": "eager", "file": file, "line": int(line)} if file.startswith(_JAX) and line.isdigit() else {"owner": "unexplained"}


def _name(function: Any) -> str:
    return getattr(function, "__name__", None) or type(function).__name__


def _versions() -> dict[str, str]:
    versions = {"jax": jax.__version__, "python": sys.version.split()[0], "numpy": np.__version__}
    for name in ("jaxlib", "flax", "optax"):
        version = getattr(sys.modules.get(name), "__version__", None)
        if version is not None:
            versions[name] = version
    return versions


def _forked() -> None:
    """A child process has its parent's recordings: it drops them, and writes nothing of theirs."""
    global _recordings
    for recording in _recordings:
        recording.lock, recording.lines = threading.RLock(), deque()
        _again.__init__()  # type: ignore[misc]
        recording._close()
    _recordings = ()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forked)

_default: dict[str, record] = {}


def watch(function: Any = None, *, to: str = "jitlens.jsonl") -> Any:
    """Records a jitted function from now on, as a decorator or a call; returns it.

    All functions that are watched with one `to` share that file, which is closed when the program ends.

    Raises:
      TypeError: the function is not jitted.

    Example:
      >>> import jax
      >>> watch(abs)
      Traceback (most recent call last):
      TypeError: jitlens: abs is not jitted; expected what jax.jit or nnx.jit returns. Jit it first: abs = jax.jit(abs)
    """
    if function is None:
        return functools.partial(watch, to=to)
    _jitted_in(function)
    recording = _default.get(to)
    if recording is None or recording.file is None:
        recording = _default[to] = record(to)
        recording.only = {}
        recording.start()
    return recording.add(function)


# ---------------------------------------------------------------- a whole program

_USAGE = "usage: python jitlens.py [-o run.jsonl] [--redact NAME]… program.py [its arguments] (or: -m module [its arguments])"


def main(arguments: Sequence[str]) -> int:
    """`jitlens.py [-o TRACE] [--redact NAME]… [-m MODULE | PROGRAM] ARGUMENTS…`: runs a program and records what is jitted in it."""
    path, redact, rest = "jitlens.jsonl", [], list(arguments)
    while len(rest) > 1 and rest[0] in ("-o", "--redact"):
        if rest[0] == "-o":
            path = rest[1]
        else:
            redact.append(rest[1])
        rest = rest[2:]
    if rest[:1] in (["-h"], ["--help"]):
        print(_USAGE)
        return 0
    module = rest[0] == "-m" and len(rest) > 1 if rest else False
    if module:
        rest = rest[1:]
    if not rest or rest[0].startswith("-"):
        print(_USAGE, file=sys.stderr)
        return 2
    if not module and not os.path.isfile(rest[0]):
        print(f"jitlens: there is no program {rest[0]}", file=sys.stderr)
        return 2
    try:
        record(path, title=os.path.basename(rest[0]), redact=redact).start()  # stopped when Python ends, after threads of the program
    except OSError as wrong:
        print(f"jitlens: {path}: {wrong.strerror}", file=sys.stderr)
        return 2
    sys.argv = rest
    if module:
        sys.path[0] = os.getcwd()
        runpy.run_module(rest[0], run_name="__main__", alter_sys=True)
    else:
        sys.path[0] = os.path.dirname(os.path.realpath(rest[0]))
        _run(rest[0])
    return 0


def _run(program: str) -> None:
    """Runs a file as Python does: its module stays `__main__` for whatever runs when it has ended."""
    main_module = types.ModuleType("__main__")
    main_module.__file__, main_module.__builtins__ = program, __builtins__  # type: ignore[attr-defined]
    with open(program, "rb") as file:
        code = compile(file.read(), program, "exec", dont_inherit=True)
    sys.modules["__main__"] = main_module
    exec(code, vars(main_module))


if __name__ == "__main__":
    sys.modules["jitlens"] = sys.modules["__main__"]  # for a program that imports it too
    sys.exit(main(sys.argv[1:]))
