"""Runs the cells of notebooks, which come as JSON, in IPython, and writes what each printed or raised. With `without` as if JAX were not installed."""

import contextlib
import io
import json
import os
import sys

if "without" in sys.argv:
    sys.modules["jax"] = None

from IPython.core.interactiveshell import InteractiveShell

shell = InteractiveShell.instance()


def outcome(source: str) -> str:
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        done = shell.run_cell(source)
    wrong = done.error_before_exec or done.error_in_exec
    return said.getvalue() if wrong is None else f"{type(wrong).__name__}: {wrong}"


given = json.load(sys.stdin)
os.chdir(given["folder"])
print(json.dumps([[outcome(source) for source in cells] for cells in given["notebooks"]]))
