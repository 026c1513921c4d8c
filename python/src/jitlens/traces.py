"""What a recording holds, read from its lines of JSON. It needs neither JAX nor Node."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, NamedTuple

from .source import Source, Wrong

__all__ = ["Call", "Difference", "Fact", "Function", "Key", "Miss", "Trace", "path_text"]

NEWEST = 2
COMPILES = frozenset(("retrace", "relower", "recompile", "rewrap"))
INSIDE = frozenset(("nested", "scan", "grad"))


class Fact(NamedTuple):
    """One thing that a key holds: at this path stands this value."""

    component: str
    kind: str
    path: tuple[str, ...]
    value: str
    identity: str | None = None


@dataclass(frozen=True)
class Function:
    """A jitted function.

    `owner` is `program`, or `library`, `control flow`, `eager`, `unexplained` as JAX's own or another package's.
    """

    name: str
    file: str | None = None
    line: int | None = None
    owner: str = "program"


@dataclass(frozen=True)
class Key:
    """What a call is told by: its facts, as numbers of the trace's table of facts."""

    facts: tuple[int, ...]

    @cached_property
    def compared(self) -> frozenset[int]:
        """The facts as a set."""
        return frozenset(self.facts)


@dataclass(frozen=True)
class Difference:
    """A place where two keys differ; None where one of them has nothing there.

    >>> print(Difference("model.drop.rate", "0.2", "0.1"))
    model.drop.rate is 0.2, before 0.1
    >>> print(Difference("mask", "f32[4]", None))
    mask was added: f32[4]
    """

    path: str
    now: str | None
    before: str | None

    def __str__(self) -> str:
        if self.now is None:
            return f"{self.path} was removed: {_short(self.before or '')}"
        if self.before is None:
            return f"{self.path} was added: {_short(self.now)}"
        if self.now == self.before:
            return f"{self.path} is another object that prints alike: {_short(self.now)}"
        now, before = _apart(self.now, self.before)
        return f"{self.path} is {now}, before {before}"


@dataclass(frozen=True)
class Call:
    """One call of a function: the `number`-th of it, from 1, and what it did to the caches."""

    function: int
    number: int
    key: int
    outcome: str
    seconds: float = 0.0
    site: str | None = None
    within: str | None = None
    error: str | None = None
    cleared: bool = False
    stale: tuple[Difference, ...] | None = None
    """Of a wrong hit, which ran the program of an earlier value: what is not what it was; None for all others."""
    doubtful: bool = False
    """Whether a stale hit is no wrong hit for sure: the function names what is another one, and may not have read it."""
    lowered: bool = False
    """Whether it was lowered or compiled, and not traced alone."""
    at: float = 0.0
    """When it began, in seconds."""
    late: bool = False
    """Whether its function was compiled before the recording began, for what is not in it."""

    @property
    def compiled(self) -> bool:
        """Whether a program of its own was compiled: nothing traced inside another alone, nothing read from the persistent cache."""
        return self.outcome in COMPILES and (self.within in (None, "aot") or (self.within in INSIDE and self.lowered))

    @property
    def is_derived(self) -> bool:
        """Whether it compiled what a gradient makes of a call: its backward pass, which has the number of the call."""
        return self.within == "grad" and self.lowered


@dataclass(frozen=True)
class Miss:
    """A call that compiled, or a wrong hit. `nearest` is the number of the earlier call whose key is nearest, None where there is none."""

    function: Function
    call: Call
    nearest: int | None = None
    differs: tuple[Difference, ...] = ()
    dropped: bool = False
    """Whether the program of its key was dropped when the caches were cleared."""


@dataclass
class Trace:
    """A recording: its functions, keys and calls in their order; `broken` counts lines that could not be read, and `notes` is what the
    recorder says of itself.

    >>> trace = Trace.of([
    ...     '{"format": "jitlens", "version": 1, "producer": "jitlens recorder"}',
    ...     '{"function": {"name": "step"}}',
    ...     '{"key": {"function": 0, "facts": [["aval", "leaf", ["x"], "f32[4]"]]}}',
    ...     '{"event": {"function": 0, "key": 0, "outcome": "retrace", "seconds": [0.1, 0.1, 0.3]}}',
    ...     '{"key": {"function": 0, "facts": [["aval", "leaf", ["x"], "f32[8]"]]}}',
    ...     '{"event": {"function": 0, "key": 1, "outcome": "retrace", "seconds": [0.1, 0.1, 0.2]}}',
    ... ])
    >>> [str(one) for one in trace.misses()[1].differs]
    ['x is f32[8], before f32[4]']
    """

    title: str | None = None
    functions: list[Function] = field(default_factory=list)
    keys: list[Key] = field(default_factory=list)
    calls: list[Call] = field(default_factory=list)
    facts: list[Fact] = field(default_factory=list)
    began: float = float("inf")
    ended: float = 0.0
    broken: int = 0
    notes: tuple[str, ...] = ()

    @property
    def seconds(self) -> float:
        """From the start of the first call to the end of the last."""
        return max(0.0, self.ended - self.began)

    @classmethod
    def load(cls, path: str | os.PathLike[str]) -> Trace:
        """Reads the file of a recording, also one packed by gzip.

        Raises:
          OSError: the file cannot be read.
          Wrong: it is no recording.
        """
        return cls.of(Source(path).lines(), os.fspath(path))

    @classmethod
    def of(cls, lines: Iterable[str], name: str = "trace") -> Trace:
        """Reads the lines of a recording. A line that breaks the format is counted in `broken`.

        Raises:
          Wrong: the first line is no header of a recording.
        """
        rows = iter(lines)
        header = _row(next(rows, ""))
        if header.get("format") != "jitlens":
            raise Wrong(f'{name}: this is no recording; expected a first line {{"format": "jitlens", …}}')
        if header.get("version") not in range(1, NEWEST + 1):
            raise Wrong(f"{name}: this recording is of version {header.get('version')}, newer than this jitlens reads; update jitlens")
        title = header.get("title")
        notes = header.get("notes")
        trace = cls(title if isinstance(title, str) else None, notes=tuple(map(str, notes)) if isinstance(notes, list) else ())
        reader = _Reader(trace)
        for line in rows:
            if line.strip():
                try:
                    reader.add(_row(line))
                except (LookupError, TypeError, ValueError):
                    trace.broken += 1
        return trace

    def misses(self, after: int = 0) -> list[Miss]:
        """The calls that compiled, each with what its key has that the nearest earlier key of its function has not.

        Args:
          after: leave out what the first so many calls of each function compiled.
        """
        return self._told(lambda call: call.compiled and call.number > after)

    def wrong_hits(self) -> list[Miss]:
        """The hits that ran the program of an earlier value, each with what is not what it was when that program was traced."""
        return self._told(lambda call: call.stale is not None and not call.doubtful)

    def doubtful_hits(self) -> list[Miss]:
        """The hits that may have run the program of an earlier value, each with what the function names that is another one."""
        return self._told(lambda call: call.doubtful)

    def _told(self, is_wanted: Callable[[Call], bool]) -> list[Miss]:
        earlier: dict[tuple[int, bool], dict[int, int]] = {}
        dropped: set[int] = set()
        found = []
        for call in self.calls:
            own = earlier.setdefault((call.function, call.is_derived), {})
            met = own or earlier.get((call.function, False), {})  # a first backward pass is compared with its call
            if call.cleared:
                dropped = {key for keys in earlier.values() for key in keys}
            if is_wanted(call):
                miss = Miss(self.functions[call.function], call, None, call.stale) if call.stale else self._miss(call, met)
                found.append(replace(miss, dropped=call.key in dropped))
            dropped.discard(call.key)
            if call.key >= 0:
                own.pop(call.key, None)
                own[call.key] = call.number
        return found

    def summary(self) -> str:
        """Calls, hits, misses and seconds of each function, and what differs in each miss, as text."""
        from .words import summary

        return summary(self)

    def _miss(self, call: Call, met: dict[int, int]) -> Miss:
        function = self.functions[call.function]
        if call.key < 0 or not met:
            return Miss(function, call)
        key = self.keys[call.key]
        # JAX compares with what it has of that function object alone, where it has any.
        objects = {fact for fact in key.facts if self.facts[fact].component == "function"}
        same = [other for other in met if objects <= self.keys[other].compared] or list(met)
        # Of the latest keys those with the fewest other facts; of these, the one that really differs least.
        near = sorted(same[-256:], key=lambda other: (len(key.compared ^ self.keys[other].compared), -met[other]))
        other, differs = min(((other, self._differences(key, self.keys[other])) for other in near[:8]), key=lambda one: len(one[1]))
        return Miss(function, call, met[other], tuple(differs))

    def _differences(self, now: Key, before: Key) -> list[Difference]:
        """Each place that differs, once, at its root."""
        sides = [{_slot(self.facts[fact]): self.facts[fact] for fact in sorted(one)} for one in _apart_sets(now, before)]
        return [Difference(path_text(path), *values) for path, values in _roots(*sides)]


def path_text(path: Iterable[str]) -> str:
    """A path as text: its segments joined by dots, subscripts as they are.

    >>> path_text(["model", "layers", "[0]", "rate"])
    'model.layers[0].rate'
    """
    text = ""
    for segment in path:
        text += segment if text == "" or segment.startswith("[") else f".{segment}"
    return text


Slot = tuple[str, tuple[str, ...]]
Values = tuple["str | None", "str | None"]
_ORDER = ("function", "static", "tree", "graphdef", "aval", "context", "placement", "options")
_SORTS = ("aval", "tree", "static")
_KEYWORDS: Slot = ("tree", ("kwargs",))
_word = re.compile(r"'(\w+)'")
_BOOKKEEPING = frozenset(("_pytree__nodes", "_pytree__state", "_length"))


def _slot(fact: Fact) -> Slot:
    return fact.component, fact.path


def _apart_sets(now: Key, before: Key) -> tuple[frozenset[int], frozenset[int]]:
    return now.compared - before.compared, before.compared - now.compared


def _roots(mine: dict[Slot, Fact], theirs: dict[Slot, Fact]) -> Iterator[tuple[tuple[str, ...], Values]]:
    """What differs without what follows from it: what lies beneath something that one key alone has, and the sizes of containers."""
    slots = sorted({**mine, **theirs}, key=lambda slot: _ORDER.index(slot[0]))
    # Where arrays live and how they are compiled decides only where nothing is traced.
    if any(component not in ("placement", "options") for component, _ in slots):
        slots = [slot for slot in slots if slot[0] not in ("placement", "options")]
    # A thing that one key alone has, or that is shared in one of them and stands by itself in the other, or is of another class.
    lone = {slot[1] for slot in slots if slot not in mine or slot not in theirs or _class_of(mine[slot]) != _class_of(theirs[slot])}
    above = {path[:length] for path in lone for length in range(1, len(path))}
    moved = _moved(mine.get(_KEYWORDS), theirs.get(_KEYWORDS), {path[0] for path in lone})
    for name, values in moved:
        yield (name,), values
    told: set[tuple[str, ...]] = set()
    left = []
    for component, path in slots:
        now, before = mine.get((component, path)), theirs.get((component, path))
        is_beneath = any(path[:length] in lone for length in range(1, len(path)))
        is_size = component == "tree" and (path in above or (path in (("args",), ("kwargs",)) and bool(moved or lone)))
        if path in told or is_beneath or (is_size and path not in lone):
            continue
        if path[-1:] and path[-1] in _BOOKKEEPING:
            left.append((path, _values(now, before, path, mine, theirs)))
            continue
        told.add(path)
        yield path, _values(now, before, path, mine, theirs)
    if not told:
        yield from left


def _moved(now: Fact | None, before: Fact | None, lone: set[str]) -> list[tuple[str, Values]]:
    """The arguments that both calls have, one by keyword and one by position: JAX takes them for others."""
    names = [set(_word.findall(fact.value)) if fact is not None else set[str]() for fact in (now, before)]
    known = {one.rsplit("['")[-1].removesuffix("']") for one in lone}
    ways = {True: "passed by keyword", False: "passed by position"}
    return [(name, (ways[name in names[0]], ways[name in names[1]])) for name in sorted((names[0] ^ names[1]) - known)]


def _class_of(fact: Fact) -> tuple[str, str]:
    """What sort of thing a fact tells of; of a container its class too."""
    return fact.kind, re.split(r"[ ({]", fact.value, maxsplit=1)[0] if fact.component == "tree" else ""


def _values(now: Fact | None, before: Fact | None, path: tuple[str, ...], mine: dict[Slot, Fact], theirs: dict[Slot, Fact]) -> Values:
    """Now and before; what only one key has as a container, an array or a static value may be another of these in the other."""
    found = ([one, *(side.get((component, path)) for component in _SORTS)] for one, side in ((now, mine), (before, theirs)))
    mine_now, theirs_before = (next((fact for fact in facts if fact is not None), None) for facts in found)
    return _value(mine_now), _value(theirs_before)


def _value(fact: Fact | None) -> str | None:
    return None if fact is None else f"shared with {fact.value}" if fact.kind == "reference" else fact.value


_LONGEST = 160


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST // 2]}…{text[-_LONGEST // 2 :]}"


def _apart(now: str, before: str) -> tuple[str, str]:
    """Two texts, shortened where they are alike and long, so that what differs is shown."""
    if len(now) <= _LONGEST and len(before) <= _LONGEST:
        return now, before
    common = next((at for at, pair in enumerate(zip(now, before)) if pair[0] != pair[1]), min(len(now), len(before)))
    start = max(0, common - 40)
    return _window(now, start), _window(before, start)


def _window(text: str, start: int) -> str:
    end = start + _LONGEST
    return f"{'…' if start else ''}{text[start:end]}{'…' if len(text) > end else ''}"


def _row(line: str) -> dict[str, Any]:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError):
        return {}
    return row if isinstance(row, dict) else {}


def _stale(row: dict[str, Any] | None) -> tuple[Difference, ...] | None:
    """What is not what it was, of `{"how", "places": [[component, at, [segment…], now, before]…]}`."""
    if row is None:
        return None
    return tuple(Difference(path_text(path), now, before) for _, _, path, now, before in row.get("places", ()))


class _Reader:
    """Adds the rows of a recording to a trace."""

    def __init__(self, trace: Trace) -> None:
        self.trace = trace
        self.numbers: dict[Fact, int] = {}
        self.met: list[int] = []
        self.counts: dict[int, int] = {}
        self.missed: dict[int, int] = {}

    def add(self, row: dict[str, Any]) -> None:
        """Adds one row; whatever it raises means that the row is broken."""
        if "function" in row:
            self.function(row["function"])
        elif "key" in row:
            self.trace.keys.append(Key(tuple(self.facts(row["key"]["facts"]))))
        elif "event" in row:
            self.event(row["event"])
        elif "source" not in row:
            raise ValueError("a row of another kind")

    def function(self, row: dict[str, Any]) -> None:
        name, file, line, owner = str(row["name"]), row.get("file"), row.get("line"), row.get("owner")
        self.trace.functions.append(Function(name, file, line, owner or "program"))

    def facts(self, rows: list[Any]) -> Iterator[int]:
        """The numbers of facts: `[component, kind, path, value, identity]`, or a number or `[number, count]` of some met before."""
        for row in rows:
            if isinstance(row, int):
                yield self.met[row]
            elif isinstance(row[0], int):
                first, count = row
                yield from self.met[first : first + count]
            else:
                component, kind, path, value, *more = row
                if component not in _ORDER:
                    raise ValueError("a fact of another component")
                fact = Fact(component, kind, tuple(map(str, path)), str(value), more[0] if more else None)
                if fact not in self.numbers:
                    self.numbers[fact] = len(self.trace.facts)
                    self.trace.facts.append(fact)
                self.met.append(self.numbers[fact])
                yield self.numbers[fact]

    def event(self, row: dict[str, Any]) -> None:
        function, key, outcome = row["function"], row["key"], row["outcome"]
        if not 0 <= function < len(self.trace.functions) or not -1 <= key < len(self.trace.keys):
            raise ValueError("an event of what is not there")
        at = float(row.get("time", 0))
        phases, error, within = row.get("seconds", ()), row.get("error"), row.get("within")
        seconds, lowered = float(sum(phases)), sum(phases[1:]) > 0
        call = Call(
            function, self.counts.get(function, 0), key, outcome, seconds, row.get("site"), within,
            None if error is None else str(error.get("type")), row.get("cleared") is True, _stale(row.get("stale")),
            (row.get("stale") or {}).get("how") == "maybe", lowered, at, row.get("late") is True,
        )  # fmt: skip
        if not call.is_derived:
            call = replace(call, number=call.number + 1)
            self.counts[function] = call.number
            if outcome != "hit":
                self.missed[function] = call.number
        else:  # it is a part of the latest call that compiled
            call = replace(call, number=self.missed.get(function, 1))
        self.trace.calls.append(call)
        self.trace.began, self.trace.ended = min(self.trace.began, at), max(self.trace.ended, at + seconds)
