"""The recorder, whose recordings tell, explain and show themselves. To import this imports JAX."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from . import recorder
from .source import Wrong
from .traces import Trace

if TYPE_CHECKING:
    from .widget import Lens

__all__ = ["record"]


class record(recorder.record):
    """Writes the calls of jitted functions to a file, as a context manager or between `start()` and `stop()`; then tells and shows them.

    Args:
      path: the file; an older recording of that name is replaced, and nothing else.
      functions: what `jax.jit` or `nnx.jit` returned, to record these alone; all functions if none is named.
      title: what the recording is called; the program's name if left out.
      redact: names of arguments, fields and keys whose values are not written.

    Entering gives the functions, or the recording where none is named.

    Raises:
      TypeError: a function is not jitted.
      OSError: the file cannot be made, or is there and no recording.

    >>> import jax, os, tempfile
    >>> double = jax.jit(lambda x: 2 * x)
    >>> recording = record(os.path.join(tempfile.mkdtemp(), "run.jsonl"), double, title="doubles")
    >>> with recording:
    ...     values = [float(double(x)) for x in (1.0, 2.0, 3)]
    >>> print(recording.summary().splitlines()[0])
    doubles: 3 calls, 1 hit, 2 misses
    """

    def flush(self) -> None:
        """Writes what is still held back, so that the file has all calls so far.

        Raises:
          Wrong: the recording has not begun. It is a ValueError.
        """
        with self.lock:
            if not hasattr(self, "lines"):
                raise Wrong(f"{self.path}: this recording has not begun; start() it, or use it in a with statement")
            if self.file is not None:
                self._guarded(self._flush)

    def trace(self) -> Trace:
        """What is recorded so far."""
        self.flush()
        return Trace.load(self.path)

    def summary(self) -> str:
        """Calls, hits, misses and seconds of each function so far, and what differs in each miss from the nearest earlier key."""
        return self.trace().summary()

    def explain(self) -> str:
        """A paragraph for each miss, as `jitlens.explain` gives it."""
        from .engine import explain

        return explain(self)

    def report(self, to: str | os.PathLike[str] = "report.html", *, title: str | None = None, open: bool = False) -> Path:
        """Writes a report, as `jitlens.report` does."""
        from .page import report

        return report(self, to, title=title, open=open)

    def widget(self, **traits: Any) -> Lens:
        """The views as an anywidget, which follows the recording while it goes on; the traits are those of `jitlens.widget.Lens`.

        Raises:
          ImportError: anywidget is not installed.
        """
        from .widget import Lens

        return Lens(self, **traits)

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        from .shown import show

        return show(self)._repr_mimebundle_(include, exclude)

    def _display_(self) -> Any:
        from .shown import show

        return show(self)._display_()
