"""Records what real JAX does with the texts in this folder's `texts`: which calls of the program's own jitted functions hit, and which missed.

    python __tests__/golden/texts.py > __tests__/golden/texts.json     (jax 0.10.2, flax 0.12.8, optax 0.2.8)

Each text runs in a process of its own under the recorder; what it prints is kept as well.
"""

import json
import pathlib
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).parent
RECORDER = HERE.parent.parent / "examples" / "python" / "jitlens.py"


def calls_in(rows, stem):
    """Name and outcome of each call of a function that the text itself defines."""
    functions = [row["function"] for row in rows if "function" in row]
    events = [row["event"] for row in rows if "event" in row]
    own = [pathlib.Path(one.get("file", "")).stem == stem for one in functions]
    return [
        [functions[event["function"]]["name"], event["outcome"]]
        for event in events
        if own[event["function"]] and "within" not in event
    ]


def record(program):
    with tempfile.NamedTemporaryFile(suffix=".jsonl") as recording:
        ran = subprocess.run(
            [sys.executable, str(RECORDER), "-o", recording.name, str(program)],
            capture_output=True,
            text=True,
        )
        if ran.returncode:
            sys.exit(f"{program.name}: {ran.stderr.splitlines()[-1]}")
        rows = [json.loads(line) for line in open(recording.name)]
    return {"calls": calls_in(rows, program.stem), "printed": ran.stdout.splitlines()}


def main():
    found = {program.stem: record(program) for program in sorted((HERE / "texts").glob("*.py"))}
    json.dump(found, sys.stdout)


if __name__ == "__main__":
    main()
