"""The logs of many hosts: each becomes a small trace where it is, and the traces are laid side by side anywhere."""

from __future__ import annotations

import json
import re
import tempfile
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from .engine import capture, on_disk
from .source import Source, Wrong

__all__ = ["hosts", "trace"]


def trace(source: Any) -> str:
    """What a log tells, as the text of a trace: small, whatever else the log holds, and read by all that reads a log.

    Args:
      source: the path of a log, or its text; of a recording the same comes back.

    Returns:
      Lines of JSON, what `python -m jitlens trace` writes. Most are under 100 kB.

    Raises:
      OSError: the file cannot be read.
      Wrong: nothing of JAX's is in it. It is a ValueError.
      Missing: neither Node nor mini-racer is there.

    >>> text = trace("Finished tracing + transforming step for pjit in 0.5 sec\\nFinished XLA compilation of jit(step) in 1.5 sec\\n")
    >>> print(text.splitlines()[1])
    {"function":{"name":"step"}}
    """
    with on_disk(Source(source)) as path:
        return _said(["trace", path, "-o", "-"])


def hosts(sources: Mapping[str, Any] | Iterable[Any]) -> str:
    """Where the hosts of one job part: each odd one's first difference with its cause, and what it lacks.

    Args:
      sources: what each host wrote, as what `trace` gave of it, or as a log or a recording; by the names of the hosts, or one after
        the other: they are then called by what the traces are called, and by their numbers where that is the same of several.

    Returns:
      What `python -m jitlens hosts` writes.

    Raises:
      OSError: a file cannot be read.
      Wrong: nothing of JAX's is in one of them, or there is none. It is a ValueError.
      Missing: neither Node nor mini-racer is there.

    >>> log = "Finished tracing + transforming {} for pjit in 0.5 sec\\nFinished XLA compilation of jit({}) in 1.5 sec\\n"
    >>> print(hosts({"a": log.format("step", "step"), "b": log.format("init", "init")}).splitlines()[0])
    b lacks every compile of `step`.
    """
    given = sources if isinstance(sources, Mapping) else _named(list(sources))
    if not given:
        raise Wrong("there are no hosts; expected what `trace` gave of each, or a log of each")
    with tempfile.TemporaryDirectory(prefix="jitlens-") as folder:
        paths = [Path(folder, name) for name in _unlike([_unsafe.sub("-", name) for name in given])]
        for path, source in zip(paths, given.values()):
            with path.open("wb") as file:
                file.writelines(Source(source).blocks())
        return _said(["hosts", *map(str, paths)])


_unsafe = re.compile(r"[^\w\-]+")


def _said(words: list[str]) -> str:
    code, said, wrong = capture(words)
    if code != 0:
        raise Wrong(wrong.strip())
    return said


def _named(sources: list[Any]) -> dict[str, Any]:
    return dict(zip(_unlike([_name(source) for source in sources]), sources))


def _unlike(names: list[str]) -> list[str]:
    """The names; numbers of hosts for those that are empty or those of several."""
    counts, width = Counter(names), len(str(len(names) - 1))
    return [name if name and counts[name] == 1 else f"host{number:0{width}}" for number, name in enumerate(names)]


def _name(source: Any) -> str:
    """What a trace says that it is of; else the name of a file."""
    told = Source(source)
    if told.text is None:
        return Path(told.name).stem
    try:
        head = json.loads(told.text.partition("\n")[0])
    except (ValueError, RecursionError):
        return ""
    title = head.get("title") if isinstance(head, dict) else None
    return Path(title).stem if isinstance(title, str) else ""
