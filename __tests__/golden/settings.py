"""The settings of jax.config: their start values, and whether the key of jit's fast path and the tracing context hold them.

Usage: python settings.py > VERSION.json    (where jax is installed; it reads JAX's source and runs nothing)
"""
import ast, importlib.util, json, pathlib, re

folder = pathlib.Path(importlib.util.find_spec("jax").origin).parent
version = re.search(r'^_version = "(.*?)"', (folder / "version.py").read_text(), re.M).group(1)


def literal(node):
    try:
        return ast.literal_eval(node)
    except (TypeError, ValueError):
        return None


settings = {}
for path in sorted(folder.rglob("*.py")):
    for node in ast.walk(ast.parse(path.read_text())):
        if not isinstance(node, ast.Call):
            continue
        given = {keyword.arg: keyword.value for keyword in node.keywords if keyword.arg}
        called = getattr(node.func, "attr", getattr(node.func, "id", ""))
        if not called.endswith("_state") and "include_in_jit_key" not in given:
            continue
        name = literal(given.get("name", node.args[0] if node.args else None))
        start = literal(given.get("default", node.args[1] if len(node.args) > 1 else None))
        if isinstance(name, str):
            settings[name] = {
                "start": start if isinstance(start, (bool, int, float, str)) else None,
                "jit": literal(given.get("include_in_jit_key")) is True,
                "trace": literal(given.get("include_in_trace_context")) is True,
            }
print(json.dumps({"jax": version, "settings": dict(sorted(settings.items()))}))
