"""Records what real JAX does with every text of the course: which calls of its own jitted functions compiled, and what it printed.

    node __tests__/golden/course.mjs | python __tests__/golden/course.py > __tests__/golden/course.json     (jax 0.10.2, flax 0.12.8, optax 0.2.8)

The texts stand in the lessons; the recording names each by a digest, so that a text that changed has to be recorded anew.
"""

import contextlib
import hashlib
import io
import json
import pathlib
import sys
import tempfile
import traceback

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent.parent / "examples" / "python"))

import jitlens  # noqa: E402
from texts import calls_in  # noqa: E402


def record(text):
    printed = io.StringIO()
    error = None
    with tempfile.NamedTemporaryFile(suffix=".jsonl") as recording:
        with contextlib.redirect_stdout(printed), jitlens.record(recording.name):
            try:
                exec(compile(text, "program.py", "exec"), {"__name__": "__main__"})
            except Exception as raised:
                error = type(raised).__name__
                sys.stderr.write(text + "\n" + traceback.format_exc())
        rows = [json.loads(line) for line in open(recording.name)]
    found = {"calls": ", ".join(" ".join(call) for call in calls_in(rows, "program"))}
    if printed.getvalue():
        found["printed"] = printed.getvalue()
    if error:
        found["error"] = error
    return found


def main():
    texts = sorted(set(json.load(sys.stdin)))
    found = {hashlib.sha256(text.encode()).hexdigest()[:12]: record(text) for text in texts}
    lines = [f"  {json.dumps(name)}: {json.dumps(one)}" for name, one in sorted(found.items())]
    print("{\n" + ",\n".join(lines) + "\n}")


if __name__ == "__main__":
    main()
