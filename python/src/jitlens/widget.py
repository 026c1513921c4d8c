"""The views as an anywidget: they share with Python where their reader is, and follow a recording that goes on. It needs anywidget."""

from __future__ import annotations

import hashlib
import sys
import threading
import time
from typing import Any, ClassVar

import anywidget
import traitlets

from .disk import carried
from .shown import Shown
from .source import Source

__all__ = ["Lens"]

# Seconds between two updates; lines that were sent in the last few are sent again, for a page that was not ready.
PAUSE, AGAIN = 0.2, 10
# So many letters the page holds of a recording.
MOST = 5_000_000


class Code(anywidget.AnyWidget):  # type: ignore[misc, unused-ignore]
    """The code of the front end, which all widgets of a kernel share."""

    _esm = "export default {}"
    code = traitlets.Unicode().tag(sync=True)


class Lens(anywidget.AnyWidget):  # type: ignore[misc, unused-ignore]
    """The views of a log or a recording.

    Args:
      source: as `jitlens.show` takes it. A recording that goes on is followed until it ends.
      traits: `position`, the call that is shown, from 0: it follows the reader, and moves the views; `view`, the hash of a link
        to what is shown first (`call=7&open=lock`); `scheme`, `auto`, `light` or `dark`; `lock`, controls that readers may not
        touch (`position play zoom select open scheme download`, or `all`); `name`.

    >>> lens = Lens('{"format": "jitlens", "version": 1, "producer": "me"}\\n', lock="scheme", position=3)
    >>> lens.lock, lens.position
    ('scheme', 3)
    """

    text = traitlets.Unicode().tag(sync=True)
    added = traitlets.Dict().tag(sync=True)
    name = traitlets.Unicode().tag(sync=True)
    view = traitlets.Unicode().tag(sync=True)
    scheme = traitlets.Unicode("auto").tag(sync=True)
    lock = traitlets.Unicode().tag(sync=True)
    position = traitlets.Int(-1).tag(sync=True)
    hash = traitlets.Unicode().tag(sync=True)
    module = traitlets.Unicode().tag(sync=True)
    _code: ClassVar[Code | None] = None

    def __init__(self, source: Any, **traits: Any) -> None:
        code = carried("widget.js")
        # marimo gives equal code one address, and has no models of models.
        is_whole = "marimo" in sys.modules
        self._esm = code if is_whole else carried("loader.js")
        if not is_whole:
            traits.update(hash=hashlib.sha256(code.encode()).hexdigest()[:16], module=f"IPY_MODEL_{self._shared(code).model_id}")
        self._lines = _Lines(source)
        super().__init__(text=self._lines.text, name=self._lines.name, **traits)
        self.source = source
        self.on_msg(self._hear)
        self._thread = threading.Thread(target=self._follow, name="jitlens widget", daemon=True)
        if self._lines.go_on:
            self._thread.start()

    def settle(self) -> None:
        """Waits until a recording that has ended is shown whole."""
        if self._thread.is_alive():
            self._thread.join(10)

    @classmethod
    def _shared(cls, code: str) -> Code:
        if Lens._code is None or Lens._code.comm is None:
            Lens._code = Code(code=code)
        return Lens._code

    def _hear(self, _: Any, content: Any, __: Any) -> None:
        if isinstance(content, dict) and content.get("ask") == "text":
            self._send_whole()

    def _send_whole(self) -> None:
        whole = self._lines.whole()
        if whole == self.text:
            self.send_state("text")
        self.text = whole
        self.name, self.added = self._lines.name, {}

    def _follow(self) -> None:
        """Sends what is recorded, until the recording ends."""
        sent = [len(self._lines.lines)]
        while self._lines.go_on and not self._lines.is_full:
            time.sleep(PAUSE)
            if self._lines.more():
                start = sent[-AGAIN] if len(sent) >= AGAIN else sent[0]
                self.added = {"from": start, "lines": self._lines.lines[start:]}
            sent.append(len(self._lines.lines))
        self._send_whole()

    def _repr_mimebundle_(self, **kwargs: Any) -> Any:
        made = super()._repr_mimebundle_(**kwargs)
        data, metadata = made if isinstance(made, tuple) else (made, {})
        still = Shown(self.source)
        picture = {} if still.svg is None else {"image/svg+xml": still.svg}
        return {**(data or {}), **picture, "text/plain": still.words}, metadata


class _Lines:
    """The lines of a source so far, as many as a page holds."""

    def __init__(self, given: Any) -> None:
        self.given, self.source = given, Source(given)
        self.lines: list[str] = []
        self.is_full = False
        self._read, self._rest = 0, b""
        self.more()

    @property
    def go_on(self) -> bool:
        """Whether the source is a recording that has not ended."""
        return getattr(self.given, "file", None) is not None

    @property
    def name(self) -> str:
        """The source, and what was left out."""
        return f"{self.source.name} (the first {MOST / 1e6:g} MB of it: more than a page holds)" if self.is_full else self.source.name

    def more(self) -> bool:
        """Reads what there is since the last time; whether there was any."""
        if not hasattr(self.given, "flush"):
            self._take("\n".join(self.source.lines()).encode() + b"\n")
            return True
        self.given.flush()
        with open(self.source.path or "", "rb") as file:
            file.seek(self._read)
            return self._take(file.read(MOST + 1))

    def _take(self, data: bytes) -> bool:
        *whole, self._rest = (self._rest + data[: MOST - self._read]).split(b"\n")
        self.is_full = self._read + len(data) > MOST
        self._read += len(data)
        self.lines += [line.decode(errors="replace") for line in whole]
        return len(whole) > 0

    def whole(self) -> str:
        """All of it, with the first line of a recording as it is now."""
        self.lines, self._read, self._rest = [], 0, b""
        self.more()
        return self.text

    @property
    def text(self) -> str:
        """The lines as one text."""
        return "\n".join(self.lines)
