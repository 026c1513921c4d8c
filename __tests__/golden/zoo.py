"""Records what real JAX does with the programs of `zoo.json`, which `pythonOf` wrote of the catalogue's scenarios.

    python __tests__/golden/zoo.py     (jax 0.10.2, flax 0.12.8, optax 0.2.8)

`UPDATE=1 npx jest __tests__/scenario/programtext` writes a program anew that has changed, without its calls; this one runs each program
that has none under the recorder, and writes them beside it.
"""

import json
import pathlib
import tempfile

from texts import record

FILE = pathlib.Path(__file__).with_name("zoo.json")


def main():
    zoo = json.loads(FILE.read_text())
    with tempfile.TemporaryDirectory() as folder:
        for name, one in zoo.items():
            if "calls" in one:
                continue
            program = pathlib.Path(folder, f"{name}.py")
            program.write_text(one["text"])
            one["calls"] = [outcome for _, outcome in record(program)["calls"]]
            FILE.write_text(json.dumps(zoo, indent=1))


if __name__ == "__main__":
    main()
