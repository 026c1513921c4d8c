"""A report: one HTML file, in which the reader's browser reads, explains and draws a log or a recording. It needs no Node."""

from __future__ import annotations

import base64
import html as markup
import os
import webbrowser
import zlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from .disk import carried, is_same, save
from .source import Source, Wrong
from .traces import Trace
from .words import summary

__all__ = ["html", "report"]

# So many bytes of packed and encoded text a report holds in all; a notebook keeps each of them.
MOST = 5_000_000
# A recording of more bytes than this is told by the page's script alone.
MOST_TOLD = 10_000_000


class Held(NamedTuple):
    """What a page holds of one source."""

    name: str
    packed: bytes
    read: int
    """Bytes that are held."""
    whole: bool
    recorded: bool
    """Whether it is a recording, or else a log."""
    start: str
    """The text that is held where it is short, to be told in words."""

    @property
    def title(self) -> str:
        """The name, and what was left out."""
        return self.name if self.whole else f"{self.name} (the first {self.read / 1e6:.2g} MB of it: more than a report holds)"


def report(source: Any, to: str | os.PathLike[str] = "report.html", *, title: str | None = None, open: bool = False) -> Path:
    """Writes a report of a log or a recording, or of several: one HTML file, which needs nothing else and asks nothing of a network.

    The log is packed into the file, up to 5 MB; of a longer one the title says how much of it is there.

    Args:
      source: the path of a log or of a recording, a recording itself, the text of a log, or a list of these.
      to: the file. An older report of that name is replaced; a file that is no page never is.
      title: stands above the headline; the file's name where it is left out.
      open: whether to show it in the browser.

    Returns:
      The path of the report.

    Raises:
      OSError: a file cannot be read or written.
      Wrong: a source is empty or binary, or the report would replace a source or what is no page. It is a ValueError.

    >>> import os, tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = report("a line of a log\\n", to=os.path.join(folder, "report.html"))
    ...     path.read_text(encoding="utf-8")[:15]
    '<!doctype html>'
    """
    sources = [Source(one) for one in (source if isinstance(source, list | tuple) else [source])]
    path = Path(to)
    _spare(path, sources)
    page = _html(sources, title)
    save(path, page)
    if open:
        webbrowser.open(path.resolve().as_uri())
    return path


def html(*sources: Any, title: str | None = None, most: int = MOST) -> str:
    """The page that `report` writes, as text.

    Args:
      sources: as `report` takes them.
      title: stands above the headline.
      most: so many bytes of packed text it holds.

    Raises:
      OSError: a file cannot be read.
      Wrong: a source is empty or binary.
    """
    return _html([Source(one) for one in sources], title, most)


def _html(sources: Sequence[Source], title: str | None, most: int = MOST) -> str:
    if not sources:
        raise Wrong("report() was given nothing to show; give a log, a recording, or a list of these")
    return page_of([hold(source, most // len(sources)) for source in sources], title)


def page_of(held: Sequence[Held], title: str | None = None) -> str:
    """The page that shows what is held."""
    shown = title or ", ".join(one.title for one in held[:3]) + (f" and {len(held) - 3} more" if len(held) > 3 else "")
    inside = "\n".join([_still(shown, held), *map(_script, held)])
    page = carried("traces.html" if all(one.recorded for one in held) else "logs.html")
    # What is shown alone and whole has a name of its own.
    heading = title or ("" if len(held) == 1 and held[0].whole else shown)
    return _filled(page, title=markup.escape(shown), heading=markup.escape(heading), inside=inside)


def _still(title: str, held: Sequence[Held]) -> str:
    """What stands there until the script has read the log, or where no script may run."""
    parts = [f'<p class="title">{markup.escape(title)}</p>']
    parts.append("<p>The script of this page reads, explains and draws the log in it; where no script may run, nothing more is shown.</p>")
    for one in held:
        if one.start.startswith("{"):
            parts.append(f"<pre>{markup.escape(summary(Trace.of(one.start.splitlines(), one.name)))}</pre>")
    return f'<div class="jitlens">{"".join(parts)}</div>'


def _script(held: Held) -> str:
    packed = base64.b64encode(held.packed).decode()
    return f'<script type="application/gzip" data-name="{markup.escape(held.title)}">{packed}</script>'


def hold(source: Source, most: int = MOST) -> Held:
    """Packs what there is, or as many whole lines from the start as there is room for."""
    packer = zlib.compressobj(6, zlib.DEFLATED, 31)
    packed, start, rest, read, whole = bytearray(), bytearray(), b"", 0, True
    for block in source.blocks():
        # Three bytes are four letters in the page.
        if len(packed) > most * 3 // 4:
            whole = False
            break
        text = rest + block
        # A line that is longer than this is cut.
        end = text.rfind(b"\n") + 1 or (len(text) if len(text) > most else 0)
        packed += packer.compress(text[:end])
        rest, read = text[end:], read + end
        if read <= MOST_TOLD:
            start += text[:end]
    if whole:
        packed += packer.compress(rest)
        start += rest
    packed += packer.flush()
    recorded = start.lstrip().startswith(b'{"format"')
    is_told = recorded and whole and read <= MOST_TOLD
    return Held(source.name, bytes(packed), read, whole, recorded, start.decode(errors="replace") if is_told else "")


def _filled(page: str, **places: str) -> str:
    """A built page with what stands in its places."""
    text = []
    while page:
        at, name = min(((found, name) for name in places if (found := page.find(f"{{{name}}}")) >= 0), default=(len(page), ""))
        text += [page[:at], places.get(name, "")]
        page = page[at + len(name) + 2 :]
    return "".join(text)


def _spare(path: Path, sources: Sequence[Source]) -> None:
    """Says no to a report that would replace what it is made of, or what is no page."""
    if not path.is_file():
        return
    for source in sources:
        if source.path is not None and is_same(path, source.path):
            raise Wrong(f"{path}: this is the input {source.name} itself, which the report would replace; give it another name")
    with path.open("rb") as file:
        start = file.read(4096).lstrip()
    if start and not start.startswith(b"<"):
        raise Wrong(f"{path}: this file is there and is no page, and the report would replace it; give it another name, or remove it")
