"""What JAX refuses of operations under `jax_numpy_rank_promotion='raise'` and `jax_numpy_dtype_promotion='strict'`.

Usage: python strict.py > strict.jsonl     (jax 0.10.2, CPU; the first line of the output is `{"versions": …}`)

The calls are those of operations.py that take two operands or more, and some of its own. A case is `{fn, args, kwargs, x64, set}`; `set`
is "rank" or "dtype". With it comes `types`, or `error` with the type and first line of what JAX raises.
"""
import json
import jax
import operations
from operations import A, F, S, case, spread

OWN = len(operations.CASES)
M = [A("float32", 2, 3), A("float32", 3), A("float32"), F(1.5), 2, True, A("int32", 3), A("int32", 2, 3), A("bool", 3), A("bfloat16", 3)]
for fn in "add subtract multiply divide power maximum less equal not_equal remainder".split():
    for i, a in enumerate(M):
        for b in M[i:]:
            case("jnp." + fn, a, b)
            if a != b and fn in ("add", "power", "divide"):
                case("jnp." + fn, b, a)
spread("jnp.where", [(c, a, b) for c in (A("bool", 2, 3), A("bool", 3), A("bool"), True) for a, b in ((M[0], M[1]), (M[1], M[1]), (M[1], F(0.5)), (M[1], 2), (M[6], F(0.5)), (M[0], M[6]), (M[2], M[0]))])
spread("jnp.clip", [(M[0], M[1], None), (M[0], None, M[1]), (M[1], 0, M[1]), (M[6], F(0.5), 2), (M[9], M[1], 2), (M[0], M[2], M[2])])
for fn in ("concatenate", "stack"):
    for a, b in ((A("float32", 3), A("int32", 3)), (A("float32", 3), A("bfloat16", 3)), (A("bool", 3), A("float32", 3))):
        case("jnp." + fn, [a, b])
for fn in ("matmul", "dot"):
    for a in (A("float32", 2, 3), A("int32", 2, 3), A("bfloat16", 2, 3)):
        for b in (A("float32", 3), A("float32", 3, 4), A("float32", 5, 3, 4), A("int32", 3, 4)):
            case("jnp." + fn, a, b)
case("jnp.einsum", "ij,jk->ik", A("int32", 2, 3), A("float32", 3, 4))
case("jnp.einsum", "ij,jk->ik", A("bfloat16", 2, 3), A("float32", 3, 4))
case("jnp.einsum", "ij,j->i", A("float32", 2, 3), A("float32", 3))
case("jnp.einsum", "ij,j->ij", A("float32", 2, 3), A("float32", 3))
for fn in "add mul max lt pow".split():
    spread("lax." + fn, [(A("float32", 2, 3), A("float32", 3)), (A("float32", 3), 2), (A("int32", 3), F(2.0)), (A("bfloat16", 3), F(2.0)), (A("float32", 3), A("int32", 3))])
for fn in "softmax log_softmax logsumexp".split():
    case("jax.nn." + fn, A("float32", 2, 3), axis=0)
for fn in "relu gelu silu sigmoid softplus elu leaky_relu".split():
    spread("jax.nn." + fn, [(A("float32", 2, 3),), (A("bfloat16", 3),), (A("int32", 3),)])
case("jax.random.bernoulli", {"key": 0}, A("float32", 3), [2, 3])

SETTINGS = {"rank": ("jax_numpy_rank_promotion", "raise", "allow"), "dtype": ("jax_numpy_dtype_promotion", "strict", "standard")}
PAIRED = set("add subtract multiply divide remainder maximum minimum equal not_equal greater greater_equal less less_equal power logical_and logical_or".split())
OTHERS = set("jnp.where jnp.clip jnp.concatenate jnp.stack jnp.matmul jnp.dot jnp.einsum jnp.take jnp.getitem jnp.pad jnp.asarray jnp.full jnp.arange jnp.var jnp.std jnp.mean jax.random.bernoulli jax.random.uniform".split())


def is_wanted(i, one):
    first, name = one["fn"].rsplit(".", 1)
    return i >= OWN or (first == "jnp" and name in PAIRED) or one["fn"] in OTHERS or first in ("lax", "jax.nn")


def says(got, i):
    """Whether a case is kept: all that the setting refuses, and every fourth call that it lets through."""
    message = got.get("error", {"message": ""})["message"]
    return "jax_numpy_" in message or ("error" not in got and i % 4 == 0)


def run(one, which):
    name, value, back = SETTINGS[which]
    jax.config.update(name, value)
    try:
        got = operations.run(one, lambda error: {"type": type(error).__name__, "message": str(error).split("\n")[0]})
    finally:
        jax.config.update(name, back)
    return {key: of for key, of in {**got, "set": which}.items() if key not in ("equations", "gradient")}


if __name__ == "__main__":
    print(json.dumps({"versions": {"jax": jax.__version__}}))
    seen = set()
    for i, one in enumerate(operations.CASES):
        text = json.dumps(one)
        if not is_wanted(i, one) or text in seen:
            continue
        seen.add(text)
        for which in SETTINGS:
            got = run(one, which)
            if says(got, len(seen)):
                print(json.dumps(got))
