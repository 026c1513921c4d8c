"""What a recording is in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from .traces import Call, Difference, Function, Miss, Trace

__all__ = ["calls_of", "compiling", "count", "duration", "summary", "told"]

MOST_CAUSES = 6
MOST_MISSES = 40
WRONG = "wrong hit"
DOUBTFUL = "doubtful hit"
_RANKS = {"program": 0, "library": 1}
_UNITS = (("µs", 1e-6, 1e-3), ("ms", 1e-3, 1.0), ("s", 1.0, 600.0), ("min", 60.0, 3600.0), ("h", 3600.0, float("inf")))


def duration(seconds: float) -> str:
    """Seconds as a person reads them: three digits at most and a unit.

    >>> duration(0.0345), duration(21.44), duration(1234)
    ('34.5 ms', '21.4 s', '20.6 min')
    """
    told = ((float(f"{seconds / size:.3g}"), size, below, unit) for unit, size, below in _UNITS)
    return next(f"{number:g} {unit}" for number, size, below, unit in told if number * size < below)


def count(number: int, one: str, many: str | None = None) -> str:
    """A number and its noun.

    >>> count(1, "miss", "misses"), count(3, "call")
    ('1 miss', '3 calls')
    """
    return f"{number} {one if number == 1 else many or one + 's'}"


def summary(trace: Trace) -> str:
    """The whole recording: a line for all, one for each function, the program's own first, and its misses with what differs."""
    misses, wrong, doubtful = trace.misses(), trace.wrong_hits(), trace.doubtful_hits()
    stales = ((len(wrong), WRONG), (len(doubtful), DOUBTFUL))
    total = _total(trace, misses) + "".join(f", {count(number, word)}" for number, word in stales if number > 0)
    lines = [f"{trace.title}: {total}" if trace.title else total]
    if spent := compiling(trace):
        lines.append(f"{spent} were compiling")
    if trace.broken:
        lines.append(f"{count(trace.broken, 'line')} of it could not be read")
    lines += [note[:1].upper() + note[1:] for note in trace.notes]
    groups: dict[int, list[Call]] = {}
    for call in trace.calls:
        groups.setdefault(call.function, []).append(call)
    costs = {number: sum(call.seconds for call in calls) for number, calls in groups.items()}
    ranks = {number: _RANKS.get(trace.functions[number].owner, 2) for number in groups}
    for number in sorted(groups, key=lambda number: (ranks[number], -costs[number])):
        function, calls = trace.functions[number], groups[number]
        own = [miss for miss in misses if miss.call.function == number]
        stale = [hit for hit in (*wrong, *doubtful) if hit.call.function == number]
        if own or stale or function.owner == "program":
            lines += ["", _head(function, calls, own, costs[number]), *_told_once(stale), *told(own)]
    return "\n".join(lines) + "\n"


def compiling(trace: Trace) -> str:
    """The seconds that went into compiles, as `explain` counts them: of all from the first call that was no hit to the end of the last."""
    spent = sum(call.seconds for call in trace.calls)
    missed = [call for call in trace.calls if call.outcome != "hit"]
    span = max((call.at + call.seconds for call in missed), default=0.0) - min((call.at for call in missed), default=0.0)
    # Threads may compile more seconds than there are.
    return "" if spent == 0 else f"{duration(spent)} of {duration(span)}" if span > spent else duration(spent)


def _total(trace: Trace, misses: list[Miss]) -> str:
    hits = sum(call.outcome == "hit" for call in trace.calls)
    return f"{calls_of(trace.calls)}, {count(hits, 'hit')}, {count(len(misses), 'miss', 'misses')}"


def _head(function: Function, calls: list[Call], misses: list[Miss], seconds: float) -> str:
    hits = sum(call.outcome == "hit" for call in calls)
    where = f" ({function.file}:{function.line})" if function.file else ""
    whose = "" if function.owner == "program" else f", {function.owner}"
    cost = f", {duration(seconds)}" if seconds > 0 else ""
    return f"{function.name}{where}{whose}: {calls_of(calls)}, {count(hits, 'hit')}, {count(len(misses), 'miss', 'misses')}{cost}"


def calls_of(some: Iterable[Call]) -> str:
    """How many calls there are; what a transform compiled after one is a part of it."""
    return count(sum(not call.is_derived for call in some), "call")


def _told_once(hits: list[Miss]) -> Iterator[str]:
    """Lines of stale hits: those that differ alike are told with the first of them."""
    alike: dict[tuple[bool, tuple[Difference, ...]], list[Miss]] = {}
    for hit in hits:
        alike.setdefault((hit.call.doubtful, hit.differs), []).append(hit)
    for first, *more in alike.values():
        line, *differs = told([first])
        yield line + (f"; so in {count(len(more), 'more call')}" if more else "")
        yield from differs


def told(misses: Iterable[Miss]) -> Iterator[str]:
    """Lines of misses, each with the paths that differ; the dearest where there are very many."""
    every = list(misses)
    dearest = sorted(every, key=lambda miss: -miss.call.seconds)[:MOST_MISSES]
    for miss in every:
        if miss not in dearest:
            continue
        call = miss.call
        cost = f", {duration(call.seconds)}" if call.seconds > 0 else ""
        what = f"call {call.number}{', for a transform (grad, vmap)' if call.is_derived else ''}"
        yield f"  {what}{f' ({call.site})' if call.site else ''}{cost}: {_why(miss)}"
        yield from (f"    {one}" for one in miss.differs[:MOST_CAUSES])
        if len(miss.differs) > MOST_CAUSES:
            yield f"    and {len(miss.differs) - MOST_CAUSES} more"
    if len(every) > len(dearest):
        yield f"  and {count(len(every) - len(dearest), 'cheaper miss', 'cheaper misses')}"


def _why(miss: Miss) -> str:
    if miss.call.doubtful:
        return f"{DOUBTFUL}, which may have run the program of an earlier value"
    if miss.call.stale is not None:
        return f"{WRONG}, which ran the program of an earlier value"
    if miss.call.key < 0:
        return "its key is not in the recording"
    if miss.nearest is None:
        return "its earlier calls are not in the recording, which began later" if miss.call.late else "the first call that is recorded"
    if miss.dropped:
        return "the caches were cleared"
    if not miss.differs:
        return f"all that the recording holds is as in call {miss.nearest}"
    return f"unlike call {miss.nearest}, the nearest"
