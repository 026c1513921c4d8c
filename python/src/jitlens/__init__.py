"""Shows why JAX recompiles.

    import jitlens

    with jitlens.record("run.jsonl") as recording:
        train()

    print(recording.summary())
    jitlens.report(recording, to="report.html", open=True)

In a notebook a recording is the value of a cell, `jitlens.show("run.log")` that of a log, and `%load_ext jitlens` makes `%%jitlens`
known, which records a cell and shows it. Of a program that was not recorded its log will do: `jitlens.report("run.log")`. JAX is
needed to record, and for nothing else: it is imported when `record`, `watch` or `expect` is first used.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .engine import explain
    from .expected import UnexpectedMisses, expect
    from .magic import load_ipython_extension
    from .many import hosts, trace
    from .page import report
    from .recorder import watch
    from .recording import record
    from .shown import show
    from .traces import Trace

__all__ = [
    "Trace",
    "UnexpectedMisses",
    "expect",
    "explain",
    "hosts",
    "load_ipython_extension",
    "record",
    "report",
    "show",
    "trace",
    "watch",
]

# Which module has a name: each is imported when somebody asks for it.
_homes = {
    "Trace": "traces",
    "UnexpectedMisses": "expected",
    "expect": "expected",
    "explain": "engine",
    "hosts": "many",
    "load_ipython_extension": "magic",
    "record": "recording",
    "report": "page",
    "show": "shown",
    "trace": "many",
    "watch": "recorder",
}


def __getattr__(name: str) -> Any:
    if name == "__version__":
        from importlib.metadata import version

        return version("jitlens")
    home = _homes.get(name)
    if home is None:
        raise AttributeError(f"module 'jitlens' has no attribute {name!r}")
    value = globals()[name] = getattr(importlib.import_module(f".{home}", __name__), name)
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *_homes})
