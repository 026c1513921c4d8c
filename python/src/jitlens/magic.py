"""What IPython calls: `%load_ext jitlens`, then `%%jitlens` above a cell records it and shows what compiled; `%lesson` and `%%predict` are
for the lessons."""

from __future__ import annotations

import argparse
import asyncio
import importlib
import os
import shlex
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NoReturn

from .lesson import Lesson, marked
from .shown import Shown

__all__ = ["load_ipython_extension"]


def load_ipython_extension(ipython: Any) -> None:
    """Makes `%%jitlens` known, which records a cell and shows the recording as its value.

    `%%jitlens --live` shows it before the cell runs, as a widget (anywidget) that follows it. `%%jitlens -o run.jsonl` keeps the
    recording in that file. `%lesson FILE` begins a lesson, and `%%predict SPAN GUESS` marks a guess about its cell.

    >>> class Shell:
    ...     def register_magic_function(self, magic, kind):
    ...         print(kind, magic.__name__)
    >>> load_ipython_extension(Shell())
    cell jitlens
    line lesson
    cell predict
    """
    lessons: list[Lesson] = []

    def jitlens(line: str, cell: str) -> Shown | None:
        """Records what a cell compiles, and shows it: `%%jitlens [--live] [-o FILE]`."""
        given = _arguments().parse_args(shlex.split(line))
        return _recorded(ipython, cell, given.output, given.live)

    def lesson(line: str) -> None:
        """Begins a lesson, whose calls the simulator wrote into a file: `%lesson FILE`."""
        lessons.append(Lesson(line.strip()))

    def predict(line: str, cell: str) -> None:
        """Runs a cell of a lesson, and marks what was predicted: `%%predict FROM:TO [yes|no|NUMBER|<=NUMBER]`."""
        if not lessons:
            raise ValueError("%%predict: no lesson has begun; run the cell with %lesson first")
        span, guess = [*line.split(), ""][:2]
        if guess == "?":
            raise ValueError("%%predict: write your prediction in the place of the question mark, then run the cell")
        places = None if span == "-" else slice(*map(int, span.split(":")))
        said = marked(guess, *lessons[-1].run(ipython, cell, places))
        if said:
            print(said)

    ipython.register_magic_function(jitlens, "cell")
    ipython.register_magic_function(lesson, "line")
    ipython.register_magic_function(predict, "cell")


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

    if _awaits(ipython, cell):
        raise ValueError("%%jitlens: a cell that awaits cannot be run inside another; write `with jitlens.record(…) as recording:` in it")
    with tempfile.TemporaryDirectory(prefix="jitlens-") as folder:
        recording = record(output or os.path.join(folder, "cell.jsonl"), title=output or "this cell")
        recording.start()
        live = recording.widget() if is_live else None
        if live is not None:
            importlib.import_module("IPython.display").display(live)
        try:
            with inside(ipython):
                done = ipython.run_cell(cell)
        finally:
            recording.stop()
        shown = None if live is not None else Shown(recording)
        if live is not None:
            live.settle()
        if shown is not None and not done.success:
            importlib.import_module("IPython.display").display(shown)
    # As a cell without the magic, so that cells behind it do not run.
    done.raise_error()
    return shown


def _awaits(ipython: Any, cell: str) -> bool:
    """Whether a cell would be run by the loop that this one is run by."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return False
    return bool(ipython.should_run_async(cell, transformed_cell=ipython.transform_cell(cell)))


@contextmanager
def inside(ipython: Any) -> Iterator[None]:
    """What is run has the number of the cell around it, which shows what it raises."""
    names = ("showtraceback", "showsyntaxerror", "showindentationerror")
    # IPython counts before a cell runs, so that code inside one would be named by the number of the next.
    number, cache = len(ipython.user_ns["In"]) - 1, ipython.compile.cache
    ipython.compile.cache = lambda code, _=0, *args, **kwargs: cache(code, number, *args, **kwargs)
    earlier = {name: vars(ipython)[name] for name in names if name in vars(ipython)}
    for name in names:
        setattr(ipython, name, lambda *_, **__: None)
    try:
        yield
    finally:
        ipython.compile.cache = cache
        for name in names:
            delattr(ipython, name)
        vars(ipython).update(earlier)
