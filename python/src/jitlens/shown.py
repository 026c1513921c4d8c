"""Shows a log or a recording in a notebook: live where scripts run, as words and a picture where none may."""

from __future__ import annotations

import base64
import json
import sys
from functools import cached_property
from html import escape
from itertools import count as numbers
from typing import TYPE_CHECKING, Any

from .disk import carried
from .page import MOST, MOST_TOLD, hold, page_of
from .picture import Cause, Mark, Picture, of_trace
from .source import Source
from .traces import Trace
from .words import count, duration, summary

if TYPE_CHECKING:
    from .widget import Lens

__all__ = ["Shown", "show"]

# So many lines of words stand where no script may run; the live report has all.
MOST_LINES = 60
_ids = numbers(1)


def show(source: Any, *, title: str | None = None, most: int = MOST) -> Shown:
    """A log or a recording as the value of a cell.

    Where the notebook runs scripts it is the report, in a frame of its own that fits its height and has the notebook's colours.
    Where none may run (a notebook that is not trusted, GitHub, an export) it is words and a picture. The saved notebook holds
    both, so that they need no kernel.

    Args:
      source: the path of a log or of a recording, a recording itself, or the text of a log.
      title: stands above the headline; the file's name where it is left out.
      most: so many bytes of packed text the cell keeps in the notebook; of a longer log it says how much that is.

    Raises:
      OSError: the file cannot be read.
      Wrong: it is empty or binary. It is a ValueError.

    >>> shown = show('{"format": "jitlens", "version": 1, "producer": "me", "title": "train.py"}\\n')
    >>> print(shown)
    train.py: 0 calls, 0 hits, 0 misses
    """
    return Shown(source, title=title, most=most)


class Shown:
    """What `show` gives: a notebook asks it for the form that it can show, `print` gives the words."""

    def __init__(self, source: Any, *, title: str | None = None, most: int = MOST) -> None:
        self.source = source
        self.held = hold(Source(source), most)
        self.title = title or self.held.title

    def __str__(self) -> str:
        return self.words

    def __repr__(self) -> str:
        return self.words

    @cached_property
    def trace(self) -> Trace | None:
        """The recording; None of a log, and of one that is too long to be told here."""
        start = self.held.start
        return Trace.of(start.splitlines(), self.held.name) if start.startswith("{") else None

    @cached_property
    def told(self) -> dict[str, Any] | None:
        """What the command line explains of a log; None where nothing here can run it."""
        if self.trace is not None or self.held.read > MOST_TOLD:
            return None
        from .engine import Missing, capture, on_disk

        try:
            with on_disk(Source(self.source)) as path:
                code, said, _ = capture(["explain", path, "--json"])
        except Missing:
            return None
        told: dict[str, Any] | None = json.loads(said) if code == 0 else None
        return told

    @cached_property
    def words(self) -> str:
        """What it comes to, as text."""
        if self.trace is not None:
            text = summary(self.trace)
        elif self.told is not None:
            text = "\n".join([f"{self.title}: {self.told['headline']}", "", *(f"  {_sentence(one)}" for one in self.told["misses"])])
        else:
            text = (
                f"{self.title}: the report in this cell reads and explains it, where scripts may run. With Node on the PATH, or\n"
                "pip install 'jitlens[cli]', the cell holds words and a picture for where none may."
            )
        lines = text.rstrip("\n").split("\n")
        left = [f"… and {count(len(lines) - MOST_LINES, 'line')} more"] if len(lines) > MOST_LINES else []
        cut = [] if self.held.whole else [f"{self.title}: the rest is left out here"]
        return "\n".join([*lines[:MOST_LINES], *left, *cut])

    @cached_property
    def svg(self) -> str | None:
        """A picture of calls by function and of misses by cause; None where there is nothing that could read the log."""
        if self.trace is not None:
            return of_trace(self.trace, self.title).svg()
        return None if self.told is None else _of_told(self.told, self.title).svg()

    @property
    def page(self) -> str:
        """The report, as a page of its own."""
        return page_of([self.held], self.title)

    @property
    def html(self) -> str:
        """Words and picture, and the report in a frame, which hides them where styles and scripts may act."""
        name = f"jl-{next(_ids)}-{abs(hash(self.held.packed)):x}"
        alt = escape(self.words.split("\n", 1)[0])
        data = "" if self.svg is None else base64.b64encode(self.svg.encode()).decode()
        picture = f'<img alt="{alt}" src="data:image/svg+xml;base64,{data}">' if data else ""
        page = self.page.replace("&", "&amp;").replace("'", "&#39;")
        return (
            f'<style>.{name}{{display:none}}</style><div class="{name}"><pre>{escape(self.words)}</pre>{picture}</div>'
            f'<iframe class="jl-frame" title="{alt}" sandbox="allow-scripts allow-downloads" style="width:100%;height:600px;border:0" '
            f"srcdoc='{page}'></iframe><script>{carried('fit.js')}</script>"
        )

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        del include, exclude
        picture = {} if self.svg is None else {"image/svg+xml": self.svg}
        return {"text/plain": self.words, **picture, "text/html": self.html}

    def _display_(self) -> Any:
        """marimo's way: a frame that it keeps apart from its own page."""
        return sys.modules["marimo"].iframe(self.page)

    def widget(self, **traits: Any) -> Lens:
        """The report as an anywidget, which shares with Python where its reader is, and follows a recording that goes on.

        Args:
          traits: `position`, `view`, `scheme`, `lock`.

        Raises:
          ImportError: anywidget is not installed.
        """
        from .widget import Lens

        return Lens(self.source, **traits)


def _sentence(miss: dict[str, Any]) -> str:
    seconds = _seconds(miss)
    return f"{miss['sentence']}{f' {duration(seconds)}.' if seconds else ''}"


def _of_told(told: dict[str, Any], title: str) -> Picture:
    """The picture of what was explained of a log, which holds misses alone."""
    marks, groups = [], dict[str, list[dict[str, Any]]]()
    for at, miss in enumerate(told["misses"]):
        marks.append(Mark(at, miss["function"], miss["outcome"], _seconds(miss), miss["verdict"]))
        paths = " ".join(cause["path"] for cause in miss["causes"])
        groups.setdefault(f"{miss['function']} {miss['verdict']} {paths or miss['sentence']}", []).append(miss)
    causes = [Cause(alike[-1]["sentence"], len(alike), sum(map(_seconds, alike)), alike[0]["verdict"]) for alike in groups.values()]
    return Picture(title, told["headline"].replace("`", ""), marks, causes, "miss")


def _seconds(miss: dict[str, Any]) -> float:
    return float(sum(miss["seconds"].values()))
