"""A still picture of a recording, made without a browser: its calls by function, and what its misses cost by cause."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from textwrap import wrap
from typing import NamedTuple

from .traces import Miss, Trace
from .words import calls_of, compiling, count, duration

__all__ = ["Cause", "Mark", "Picture", "of_trace"]

WIDTH, EDGE = 860, 16
MOST_LANES, MOST_CAUSES = 6, 6
MOST_LETTERS = 88
BAR = 150
GLYPHS = {"retrace": "▲", "relower": "◆", "recompile": "◆", "rewrap": "◆", "dispatch": "●", "rebind": "●", "error": "×"}
# The colours of the views: of paper, ink, muted words, rules, bars, and of each verdict.
LIGHT = {"p": "#ffffff", "i": "#1b1f24", "m": "#57606a", "r": "#d8dee4", "b": "#8c959f"}
DARK = {"p": "#12161c", "i": "#e6edf3", "m": "#9aa4af", "r": "#343b44", "b": "#6e7681"}
VERDICTS = {"avoidable": "#D55E00", "reducible": "#E69F00", "necessary": "#7d93ad", "wrong hit": "#B5179E"}
FONT = 'system-ui,-apple-system,"Segoe UI",Roboto,"DejaVu Sans",sans-serif'


class Mark(NamedTuple):
    """A call: where it stands, from 0, in which lane, and what it did."""

    at: int
    lane: str
    outcome: str
    seconds: float
    verdict: str | None = None


class Cause(NamedTuple):
    """Misses of one cause."""

    text: str
    misses: int
    seconds: float
    verdict: str | None = None


class Picture(NamedTuple):
    """What is drawn; `unit` says what the positions count."""

    title: str
    headline: str
    marks: Sequence[Mark]
    causes: Sequence[Cause]
    unit: str = "call"

    def svg(self) -> str:
        """The picture as the text of an SVG file, in light and dark colours."""
        body, height = [], EDGE
        for make in (self._head, self._lanes, self._causes):
            rows, height = make(height)
            body += rows
        size = f'width="{WIDTH}" height="{height + EDGE}" viewBox="0 0 {WIDTH} {height + EDGE}"'
        name = escape(f"{self.title}: {self.headline}")
        paper = f'<rect class="p" width="{WIDTH}" height="{height + EDGE}"/>'
        start = f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img" aria-label="{name}">'
        return "\n".join([start, _style(), paper, *body, "</svg>"])

    def _head(self, top: int) -> tuple[list[str], int]:
        lines = wrap(self.headline, 92, max_lines=3, placeholder=" …")
        rows = [_text(EDGE, top + 36 + 20 * at, line, "i h") for at, line in enumerate(lines)]
        return [_text(EDGE, top + 12, _cut(self.title), "m"), *rows], top + 32 + 20 * len(lines)

    def _lanes(self, top: int) -> tuple[list[str], int]:
        """A line for each of the dearest functions, with a mark for each of its calls."""
        if not self.marks:
            return [], top
        last = max(mark.at for mark in self.marks)
        lanes: dict[str, list[Mark]] = {}
        for mark in self.marks:
            lanes.setdefault(mark.lane, []).append(mark)
        dearest = sorted(lanes, key=lambda name: -sum(mark.seconds for mark in lanes[name]))
        rows: list[str] = []
        for name in dearest[:MOST_LANES]:
            rows += [_text(EDGE, top + 12, _cut(f"{name} · {_counts(lanes[name], self.unit)}"), "i"), *_lane(lanes[name], top + 26, last)]
            top += 44
        if len(dearest) > MOST_LANES:
            rows.append(_text(EDGE, top + 12, f"and {count(len(dearest) - MOST_LANES, 'function')} more, which took less", "m"))
            top += 20
        ends = [_text(EDGE, top + 10, "1", "m"), _text(WIDTH - EDGE, top + 10, str(last + 1), "m e")]
        glyphs = "▲ traced   ◆ lowered or compiled   | hit"
        return [*rows, *ends, _text(WIDTH // 2, top + 10, f"number of the {self.unit}   {glyphs}", "m c")], top + 28

    def _causes(self, top: int) -> tuple[list[str], int]:
        """The dearest causes, each with a bar as long as it took."""
        if not self.causes:
            return [], top
        ranked = sorted(self.causes, key=lambda cause: -cause.seconds)
        worst = max(ranked[0].seconds, 1e-9)
        rows = [_text(EDGE, top + 14, "What compiled, by cause", "i h")]
        top += 26
        for cause in ranked[:MOST_CAUSES]:
            cost = f"{duration(cause.seconds)} · " if cause.seconds else ""
            width = max(1, round(BAR * cause.seconds / worst))
            rows.append(f'<rect class="b" x="{EDGE}" y="{top + 18}" width="{width}" height="4"{_fill(cause.verdict)}/>')
            cost += count(cause.misses, "miss", "misses")
            rows.append(_text(EDGE, top + 12, cost, "i"))
            verdict = "unexplained" if cause.verdict == "unknown" else cause.verdict
            words = [(line, "i") for line in wrap(cause.text, MOST_LETTERS, max_lines=3, placeholder=" …")]
            words += [(verdict, "m")] if verdict is not None else []
            rows += [_text(EDGE + BAR + 20, top + 12 + 16 * at, line, name) for at, (line, name) in enumerate(words)]
            top += max(34, 16 * len(words) + 8)
        left = ranked[MOST_CAUSES:]
        if left:
            seconds = duration(sum(cause.seconds for cause in left))
            rows.append(_text(EDGE, top + 12, f"and {count(len(left), 'cause')} more: {seconds}", "m"))
            top += 20
        return rows, top


def of_trace(trace: Trace, title: str) -> Picture:
    """The picture of a recording."""
    misses, spent = trace.misses(), compiling(trace)
    headline = f"{calls_of(trace.calls)}, {count(len(misses), 'miss', 'misses')}{f', {spent} compiling' if spent else ''}"
    compiled = {id(miss.call) for miss in misses}
    marks = [
        Mark(at, trace.functions[call.function].name, call.outcome if id(call) in compiled else "hit", call.seconds)
        for at, call in enumerate(trace.calls)
    ]
    groups: dict[tuple[str, str], list[Miss]] = {}
    for miss in misses:
        groups.setdefault((miss.function.name, _paths(miss)), []).append(miss)
    causes = [
        Cause(f"{name}: {_reason(alike)}", len(alike), sum(miss.call.seconds for miss in alike)) for (name, _), alike in groups.items()
    ]
    return Picture(title, headline, marks, causes)


def _paths(miss: Miss) -> str:
    return "first" if miss.nearest is None else " ".join(one.path for one in miss.differs)


def _reason(alike: Sequence[Miss]) -> str:
    differs = alike[-1].differs
    if alike[0].nearest is None:
        return "the first call that is recorded"
    if not differs:
        return "compiled again, and nothing that is recorded differs"
    more = f", and {len(differs) - 1} more" if len(differs) > 1 else ""
    return f"{differs[0]}{more}"


def _counts(marks: Sequence[Mark], unit: str) -> str:
    missed = [mark for mark in marks if mark.outcome != "hit"]
    seconds = sum(mark.seconds for mark in marks)
    of = f" of {count(len(marks), unit)}" if unit == "call" else ""
    return f"{count(len(missed), 'miss', 'misses')}{of}" + (f" · {duration(seconds)}" if seconds else "")


def _lane(marks: Sequence[Mark], middle: int, last: int) -> Iterator[str]:
    def x(at: int) -> float:
        return round(EDGE + 6 + (WIDTH - 2 * EDGE - 12) * at / max(last, 1), 1)

    hits = sorted({x(mark.at) for mark in marks if mark.outcome == "hit"})
    yield f'<path class="l" d="M{EDGE} {middle}H{WIDTH - EDGE}"/>'
    if hits:
        yield f'<path class="t" d="{"".join(f"M{at:g} {middle - 4}v8" for at in hits)}"/>'
    for mark in marks:
        if mark.outcome != "hit":
            glyph = GLYPHS.get(mark.outcome, "▲")
            yield f'<text class="i c" x="{x(mark.at):g}" y="{middle + 5}"{_fill(mark.verdict)}>{glyph}</text>'


def _fill(verdict: str | None) -> str:
    return f' style="fill:{VERDICTS[verdict]}"' if verdict in VERDICTS else ""


def _text(x: float, y: float, text: str, names: str) -> str:
    return f'<text class="{names}" x="{x:g}" y="{y:g}">{escape(text)}</text>'


def _cut(text: str, most: int = MOST_LETTERS) -> str:
    return text if len(text) <= most else f"{text[: most * 2 // 3]}…{text[-most // 3 + 1 :]}"


def _style() -> str:
    def colours(scheme: dict[str, str]) -> str:
        lines = f".l{{stroke:{scheme['r']}}}.t{{stroke:{scheme['b']}}}"
        return lines + "".join(f".{name}{{fill:{colour}}}" for name, colour in scheme.items() if name != "r")

    words = f"text{{font:13px {FONT};white-space:pre}}.h{{font-size:15px;font-weight:650}}"
    shapes = ".e{text-anchor:end}.c{text-anchor:middle}"
    return f"<style>{words}{shapes}{colours(LIGHT)}@media (prefers-color-scheme:dark){{{colours(DARK)}}}</style>"
