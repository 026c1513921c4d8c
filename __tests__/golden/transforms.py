"""Runs small Python programs over JAX's transforms statement by statement and records what each did.

Usage: python transforms.py PROGRAMS > GOLDEN.jsonl     (PROGRAMS: a golden to record anew, or text with a line `### id` before each)

What is recorded is told in README.md beside this file.
"""
import ast, json, re, sys

import jax, jax.numpy as jnp
import flax, optax
from flax import nnx
from jax import lax

import record as r
from lifted import Scale


class MLP(nnx.Module):
    """Two Linear layers."""

    def __init__(self, din, dmid, dout, *, rngs):
        self.first = nnx.Linear(din, dmid, rngs=rngs)
        self.second = nnx.Linear(dmid, dout, rngs=rngs)

    def __call__(self, x):
        return self.second(nnx.relu(self.first(x)))


class Block(nnx.Module):
    """Linear, BatchNorm, Dropout, relu."""

    def __init__(self, din, dout, *, rngs):
        self.linear = nnx.Linear(din, dout, rngs=rngs)
        self.bn = nnx.BatchNorm(dout, rngs=rngs)
        self.dropout = nnx.Dropout(0.5, rngs=rngs)

    def __call__(self, x):
        return nnx.relu(self.dropout(self.bn(self.linear(x))))


def primitives(fun):
    """How often each primitive stands in the traced function, those inside of others too."""
    def count(jaxpr, found):
        for eqn in jaxpr.eqns:
            found[eqn.primitive.name] = found.get(eqn.primitive.name, 0) + 1
            for value in eqn.params.values():
                for inner in value if isinstance(value, (tuple, list)) else [value]:
                    inner = getattr(inner, "jaxpr", inner)
                    if hasattr(inner, "eqns"):
                        count(inner, found)
        return found
    return lambda *args: dict(sorted(count(jax.make_jaxpr(fun)(*args).jaxpr, {}).items()))


NAMES = {"jax": jax, "jnp": jnp, "lax": lax, "nnx": nnx, "optax": optax, "Scale": Scale, "MLP": MLP, "Block": Block,
         "primitives": primitives}

RAN = {}
DEFINED = set()


def tick(name):
    RAN[name] = RAN.get(name, 0) + 1


class Counted(ast.NodeTransformer):
    """Makes each function count how often its body ran."""

    def visit_FunctionDef(self, node):
        DEFINED.add(node.name)
        self.generic_visit(node)
        node.body.insert(0, ast.parse(f"_tick({node.name!r})").body[0])
        return node

    def visit_Lambda(self, node):
        self.generic_visit(node)
        node.body = ast.BoolOp(ast.Or(), [ast.parse("_tick('<lambda>')", mode="eval").body, node.body])
        return node


def numbers(x):
    """Numbers to six digits, as JSON can hold them."""
    if isinstance(x, list):
        return [numbers(y) for y in x]
    if isinstance(x, float):
        return float(f"{x:.6g}") if x - x == 0 else str(x)
    return str(x) if isinstance(x, complex) else x


SHORT = {"float": "f", "int": "i", "uint": "u", "bfloat": "bf", "bool": "bool", "complex": "c"}


def array(x):
    """`["f32[3]", elements]`, a `~` behind a weak type."""
    if hasattr(x, "_base_array") or jax.dtypes.issubdtype(x.dtype, jax.dtypes.prng_key):
        return ["key" + str(list(x.shape)).replace(" ", ""), jax.random.key_data(x).tolist()]
    kind, bits = re.match(r"([a-z]+)(\d*)", str(x.dtype)).groups()
    text = SHORT.get(kind, kind) + bits + str(list(x.shape)).replace(" ", "") + ("~" if getattr(x, "weak_type", False) else "")
    return [text, numbers(jnp.asarray(x).astype(jnp.float32).tolist() if kind == "bfloat" else x.tolist())]


def value(x):
    """A value in JSON: trees as lists and objects, models and states by the paths of their Variables."""
    if isinstance(x, nnx.Variable):
        return {type(x).__name__: value(x.get_value())}
    if isinstance(x, (nnx.Module, nnx.Rngs)):
        x = nnx.state(x)
    if isinstance(x, nnx.State):
        return {".".join(map(str, path)): value(v) for path, v in nnx.to_flat_state(x)}
    if isinstance(x, jax.core.Tracer):
        return "Tracer"
    if isinstance(x, (float, int)) and hasattr(x, "dtype"):
        return array(jnp.asarray(x))
    if isinstance(x, jax.ShapeDtypeStruct):
        return {"ShapeDtypeStruct": [list(x.shape), str(x.dtype)]}
    if hasattr(x, "dtype") and (hasattr(x, "tolist") or hasattr(x, "_base_array")):
        return array(x)
    if isinstance(x, (list, tuple)):
        return [value(y) for y in x]
    if isinstance(x, dict):
        return {str(k): value(y) for k, y in x.items()}
    return numbers(x) if isinstance(x, (float, int, str, bool, type(None))) else type(x).__name__


def called(node, names):
    """The jitted function that a statement calls, where it does nothing else."""
    call = getattr(node, "value", None)
    if isinstance(call, ast.Call) and isinstance(call.func, ast.Name):
        fun = names.get(call.func.id)
        if hasattr(getattr(fun, "jitted_fn", fun), "_cache_size"):
            return fun
    return None


def of(node, names):
    """The value of an expression."""
    code = ast.fix_missing_locations(ast.Expression(node))
    return eval(compile(code, "program", "eval"), names)


def jit_call(fun, call, names):
    """Calls a jitted function; tells what it gave and what the caches did, as record.py does."""
    args, kwargs = [], {}
    for arg in call.args:
        args += of(arg.value, names) if isinstance(arg, ast.Starred) else [of(arg, names)]
    for key in call.keywords:
        kwargs[key.arg] = of(key.value, names)
    inner = getattr(fun, "jitted_fn", fun)
    name = getattr(fun, "__name__", None) or inner.__wrapped__.__name__
    RAN.clear()
    size, l0, e0, d0 = inner._cache_size(), len(r.LOG.lines), len(r.EVENTS), r.DISPATCH["jit_cpp_cache_miss"]
    result = error = None
    try:
        result = fun(*args, **kwargs)
    except Exception as err:  # noqa: BLE001
        error = err
    events = [e for e, f in r.EVENTS[e0:] if f in (f"jit({name})", name, f"jit_{name}")]
    told = rf"\n  (?:for |never seen function:\n    ){re.escape(name)} "
    why = [w for w in r.LOG.lines[l0:] if "TRACING CACHE MISS" in w and re.search(told, w)]
    traced = RAN.get(name, 0) if name in DEFINED else min(1, len(why))
    lowered, compiled = events.count(r.LOWER), events.count(r.COMPILE)
    word = "error" if error else r.outcome(r.DISPATCH["jit_cpp_cache_miss"] > d0, r.TRACE in events, traced, lowered, compiled)
    size = inner._cache_size() - size
    out = {"jit": [word, size] if error else [word, traced, lowered, compiled, size]}
    if why:  # two functions of one name: whose reason it is cannot be told
        out["why"] = r.read_why(why[0]) if len(why) == 1 else None
    return result, error, out


def step(node, names):
    """Runs one statement and tells what it did."""
    RAN.clear()
    out, result, error = {}, None, None
    try:
        fun = called(node, names)
        if fun is not None:
            result, error, out = jit_call(fun, node.value, names)
        elif isinstance(node, (ast.Expr, ast.Assign)):
            result = of(node.value, names)
        else:
            exec(compile(ast.fix_missing_locations(ast.Module([node], [])), "program", "exec"), names)
        if isinstance(node, ast.Assign) and error is None:
            names["_"] = result
            node.value = ast.parse("_", mode="eval").body
            exec(compile(ast.fix_missing_locations(ast.Module([node], [])), "program", "exec"), names)
    except Exception as err:  # noqa: BLE001
        error = err
    if RAN:
        out["ran"] = dict(sorted(RAN.items()))
    if error is not None:
        out["error"] = list(r.describe_error(error).values())
    elif isinstance(node, ast.Expr):
        out["value"] = value(result)
    return out


def run(name, code):
    jax.clear_caches()
    DEFINED.clear()
    names = {**NAMES, "_tick": tick}
    tree = Counted().visit(ast.parse(code))
    return {"id": name, "code": code.split("\n"), "expect": [step(node, names) for node in tree.body]}


def programs(text):
    if text.startswith("{"):
        for row in map(json.loads, text.splitlines()[1:]):
            yield row["id"], "\n".join(row["code"])
    for part in re.split(r"^### ", text, flags=re.M)[1:]:
        name, code = part.split("\n", 1)
        yield name.strip(), code.strip()


if __name__ == "__main__":
    print(json.dumps({"versions": {"jax": jax.__version__, "flax": flax.__version__, "python": sys.version.split()[0]}}))
    for path in sys.argv[1:]:
        with open(path) as f:
            for name, code in programs(f.read()):
                print(json.dumps(run(name, code)), flush=True)
