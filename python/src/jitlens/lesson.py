"""A lesson in a notebook: a cell is predicted before it runs, and marked by what it then compiles."""

from __future__ import annotations

import atexit
import importlib.util
import re
import tempfile
from typing import TYPE_CHECKING, Any

from .traces import Call, Trace
from .words import count, told

if TYPE_CHECKING:
    from .recording import record

__all__ = ["Lesson", "marked"]


class Lesson:
    """The calls of a lesson's cells: those of JAX, which are recorded from here on, where it is installed; else those of a file, which
    the simulator made of the same cells.

    Args:
      path: the file of the simulator.

    Raises:
      OSError: the file cannot be read.
    """

    def __init__(self, path: str) -> None:
        self.simulated = Trace.load(path)
        self.recording = _recorded() if importlib.util.find_spec("jax") else None

    def run(self, ipython: Any, cell: str, span: slice | None) -> tuple[Trace, list[Call]]:
        """Runs a cell, and gives its calls. Without JAX it is not run: its calls are those of the file, of which `span` says which."""
        if self.recording is None:
            if span is None:
                raise ValueError("%%predict: what you changed runs where JAX is installed: pip install jax flax")
            return self.simulated, self.simulated.calls[span]
        from .magic import inside

        before = len(self.recording.trace().calls)
        with inside(ipython):
            done = ipython.run_cell(cell)
        done.raise_error()
        trace = self.recording.trace()
        return trace, trace.calls[before:]


def _recorded() -> record:
    """A recording that goes on until Python ends."""
    from .recording import record

    folder = tempfile.TemporaryDirectory(prefix="jitlens-")
    recording = record(f"{folder.name}/lesson.jsonl", title="the lesson")
    recording.start()
    atexit.register(folder.cleanup)
    atexit.register(recording.stop)
    return recording


def marked(guess: str, trace: Trace, calls: list[Call]) -> str:
    """Whether a guess is what calls of a trace did, and what they did: `yes` or `no`, whether the last of them compiled; a number, how
    many did; `<=1`, at most how many should. An empty guess is not marked.

    >>> trace = Trace.of([
    ...     '{"format": "jitlens", "version": 1}',
    ...     '{"function": {"name": "step"}}',
    ...     '{"key": {"function": 0, "facts": [["aval", "leaf", ["x"], "f32[4]"]]}}',
    ...     '{"event": {"function": 0, "key": 0, "outcome": "retrace", "seconds": [0.1, 0.1, 0.3]}}',
    ...     '{"event": {"function": 0, "key": 0, "outcome": "hit"}}',
    ... ])
    >>> print(marked("no", trace, trace.calls))
    ✓ Right: 1 of 2 calls compiled
      call 1, 500 ms: the first call that is recorded

    Raises:
      ValueError: it is no guess, or nothing was called.
    """
    own = [call for call in calls if call.within is None and trace.functions[call.function].owner == "program"]
    compiled = [call for call in own if call.compiled]
    if not own:
        if guess:
            raise ValueError("%%predict: this cell calls no jitted function, so there is nothing to mark")
        return ""
    verdict = "" if not guess else "✓ Right: " if _is_so(guess, len(compiled), own[-1].compiled) else "✗ Not so: "
    said = f"{verdict}{len(compiled)} of {count(len(own), 'call')} compiled"
    return "\n".join([said, *told(miss for miss in trace.misses() if miss.call in compiled)])


def _is_so(guess: str, compiled: int, is_last: bool) -> bool:
    if guess in ("yes", "no"):
        return is_last == (guess == "yes")
    number = re.fullmatch(r"(<=)?(\d+)", guess)
    if number is None:
        raise ValueError(f"%%predict: write yes, no or a number in the place of {guess}: does the last call compile, or how many do?")
    return compiled <= int(number[2]) if number[1] else compiled == int(number[2])
