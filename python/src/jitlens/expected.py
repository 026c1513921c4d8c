"""A limit for what a block of a program may compile. To use it imports JAX."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from .traces import Miss, Trace
from .words import count, told

__all__ = ["UnexpectedMisses", "expect"]


class UnexpectedMisses(AssertionError):
    """More was compiled than a block may compile.

    `misses` holds those that count, each with the paths that differ.
    """

    def __init__(self, message: str, misses: list[Miss]) -> None:
        super().__init__(message)
        self.misses = misses


@contextmanager
def expect(*functions: Any, misses: int = 0, after: int = 1) -> Iterator[None]:
    """Fails where a block compiles more than it may.

    Args:
      functions: what `jax.jit` or `nnx.jit` returned, to count these alone; all functions if none is named.
      misses: so many calls may compile beyond those.
      after: so many calls of each function, from its first in the block, may compile; 0 where all is warm before.

    Raises:
      UnexpectedMisses: more calls compiled, or none was made; the message names the paths that differ. It is an AssertionError.
      TypeError: a function is not jitted.

    >>> import jax
    >>> double = jax.jit(lambda x: 2 * x)
    >>> with expect(double, after=1):
    ...     values = [float(double(x)) for x in (1.0, 2.0, 3.0)]
    >>> with expect(double, misses=0, after=0):
    ...     double(4)
    Traceback (most recent call last):
    jitlens.expected.UnexpectedMisses: expected no miss, but there was 1
    ...
    """
    from .recorder import record

    __tracebackhide__ = True
    with tempfile.TemporaryDirectory(prefix="jitlens-") as folder:
        path = os.path.join(folder, "expected.jsonl")
        with record(path, *functions, title="what is expected"):
            yield
        trace = Trace.load(path)
    judge(trace, misses, after)


def judge(trace: Trace, misses: int, after: int) -> None:
    """Raises where a recording holds more misses than it may, as `expect` says."""
    __tracebackhide__ = True
    if not trace.calls:
        raise UnexpectedMisses("expected calls of jitted functions, but there was none: there is nothing to count misses of", [])
    # What JAX runs outside jit has no calls to count: each of its records is a compile.
    counted = [miss for miss in trace.misses(after) if miss.function.owner != "eager"]
    if len(counted) <= misses:
        return
    allowed = count(misses, "miss", "misses") if misses else "no miss"
    since = f" after {count(after, 'call')} of each function" if after else ""
    lines = [f"expected {allowed}{since}, but there {'was' if len(counted) == 1 else 'were'} {len(counted)}"]
    for function in dict.fromkeys(miss.function for miss in counted):
        lines.append(f"{function.name}{f' ({function.file}:{function.line})' if function.file else ''}")
        lines += told(miss for miss in counted if miss.function == function)
    raise UnexpectedMisses("\n".join(lines), counted)
