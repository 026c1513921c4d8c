"""What IPython calls: `%load_ext jitlens`, then `%%jitlens` above a cell records it and shows what compiled."""

from __future__ import annotations

import argparse
import importlib
import os
import shlex
import tempfile
from typing import Any, NoReturn

from .shown import Shown

__all__ = ["load_ipython_extension"]


def load_ipython_extension(ipython: Any) -> None:
    """Makes `%%jitlens` known, which records a cell and shows the recording as its value.

    `%%jitlens --live` shows it before the cell runs, as a widget (anywidget) that follows it. `%%jitlens -o run.jsonl` keeps the
    recording in that file.
    """

    def jitlens(line: str, cell: str) -> Shown | None:
        """Records what a cell compiles, and shows it: `%%jitlens [--live] [-o FILE]`."""
        given = _arguments().parse_args(shlex.split(line))
        return _recorded(ipython, cell, given.output, given.live)

    ipython.register_magic_function(jitlens, "cell")


class _Arguments(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        """Ends the cell, and not the kernel."""
        raise ValueError(f"{self.prog}: {message}; write {self.format_usage().strip()}")


def _arguments() -> _Arguments:
    parser = _Arguments("%%jitlens", add_help=False)
    parser.add_argument("-o", "--output", metavar="FILE")
    parser.add_argument("-l", "--live", action="store_true")
    return parser


def _recorded(ipython: Any, cell: str, output: str | None, is_live: bool) -> Shown | None:
    from .recording import record

    with tempfile.TemporaryDirectory(prefix="jitlens-") as folder:
        recording = record(output or os.path.join(folder, "cell.jsonl"), title=output or "this cell")
        recording.start()
        live = recording.widget() if is_live else None
        if live is not None:
            importlib.import_module("IPython.display").display(live)
        try:
            ipython.run_cell(cell)
        finally:
            recording.stop()
        if live is None:
            return Shown(recording)
        live.settle()
    return None
