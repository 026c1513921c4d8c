"""Files: those that the package carries, one written whole or not at all, and whether two names are one."""

from __future__ import annotations

import os
import stat
import tempfile
from functools import cache
from importlib.resources import files
from pathlib import Path

__all__ = ["carried", "identity", "is_same", "save"]


@cache
def carried(name: str) -> str:
    """The text of a file that the build put beside this code."""
    return files(__package__).joinpath(f"static/{name}").read_text(encoding="utf-8")


def identity(path: str | os.PathLike[str]) -> tuple[int, int] | None:
    """What tells a file from others, `-` being what standard input is read from; None where there is none."""
    try:
        found = os.stat(0 if os.fspath(path) == "-" else path)
    except (OSError, ValueError):
        return None
    return (found.st_dev, found.st_ino) if stat.S_ISREG(found.st_mode) else None


def is_same(one: str | os.PathLike[str], other: str | os.PathLike[str]) -> bool:
    """Whether two names are one file, by whatever way they reach it."""
    found = identity(one)
    return found is not None and found == identity(other)


def save(path: str | os.PathLike[str], text: str) -> None:
    """Writes a file whole or not at all: beside it first, then in its place. What is no file, as a device, is written to as it is.

    Raises:
      OSError: it cannot be written; what stood there before still stands there.
    """
    there = Path(path).resolve()
    if there.exists() and not there.is_file():
        there.write_text(text, encoding="utf-8")
        return
    mask = os.umask(0)
    os.umask(mask)
    mode = there.stat().st_mode & 0o777 if there.exists() else 0o666 & ~mask
    number, part = tempfile.mkstemp(dir=there.parent, prefix=f".{there.name[:100]}.", suffix=".part")
    try:
        with os.fdopen(number, "w", encoding="utf-8", newline="") as file:
            file.write(text)
        os.chmod(part, mode)
        os.replace(part, there)
    except BaseException:
        os.unlink(part)
        raise
