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



def traced_names(tree):
    """Until 0.8 the tracing context is a tuple of `state.value` in `trace_context()`: the names of these states."""
    named = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Call) and isinstance(node.targets[0], ast.Name):
            given = {keyword.arg: keyword.value for keyword in node.value.keywords}
            name = literal(given.get("name", node.value.args[0] if node.value.args else None))
            named[node.targets[0].id] = name if isinstance(name, str) else node.targets[0].id
    contexts = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef) and node.name == "trace_context"]
    return {
        named.get(part.value.id, part.value.id)
        for context in contexts
        for part in ast.walk(context)
        if isinstance(part, ast.Attribute) and part.attr == "value" and isinstance(part.value, ast.Name)
    }


traced = traced_names(ast.parse((folder / "_src" / "config.py").read_text()))
settings = {}
for path in sorted(folder.rglob("*.py")):
    tree = ast.parse(path.read_text())
    variables = {id(node.value): ast.unparse(node.targets[0]) for node in ast.walk(tree) if isinstance(node, ast.Assign)}
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        given = {keyword.arg: keyword.value for keyword in node.keywords if keyword.arg}
        called = getattr(node.func, "attr", getattr(node.func, "id", ""))
        if not called.endswith("_state") and "include_in_jit_key" not in given:
            continue
        name = literal(given.get("name", node.args[0] if node.args else None))
        start = literal(given.get("default", node.args[1] if len(node.args) > 1 else None))
        if not isinstance(name, str) and "include_in_jit_key" in given:
            target = variables.get(id(node), "")
            name = target if target.isidentifier() else None
        if isinstance(name, str):
            settings[name] = {
                "start": start if isinstance(start, (bool, int, float, str)) else None,
                # Until 0.7 a hook of its own puts x64 into the state of the fast path.
                "jit": literal(given.get("include_in_jit_key")) is True or "_update_x64_global" in ast.unparse(node),
                "trace": literal(given.get("include_in_trace_context")) is True or name in traced,
            }
print(json.dumps({"jax": version, "settings": dict(sorted(settings.items()))}))
