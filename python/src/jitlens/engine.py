"""The command line, which is one file of JavaScript: run by Node where it is there, else by V8 in this process (mini-racer)."""

from __future__ import annotations

import errno
import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any, TextIO

from .disk import carried, identity, save
from .follow import follow
from .source import Source, Wrong

__all__ = ["Missing", "capture", "explain", "run"]

OLDEST_NODE = (20, 19)

# What says in the environment when to write in colours.
COLOURS = ("FORCE_COLOR", "NO_COLOR", "CLICOLOR_FORCE", "CLICOLOR", "TERM")


class Missing(Wrong):
    """There is nothing here that runs JavaScript."""

    def __init__(self, what: str, node: str | None) -> None:
        old = f" ({node} on the PATH is older)" if node else ""
        super().__init__(f"{what} needs Node 20.19 or newer on the PATH{old}, or the extra of this package: pip install 'jitlens[cli]'")


def explain(source: Any) -> str:
    """A paragraph for each miss of a log or a recording: where it was, what differs, what would spare it.

    Args:
      source: the path of a log or a recording, a recording, or the text of a log.

    Returns:
      What `python -m jitlens explain` writes. Where neither Node nor mini-racer is there: of a recording its summary, of a log
      the sentence that says what to install.

    Raises:
      OSError: the file cannot be read.
      Wrong: it is empty or binary. It is a ValueError.

    >>> print(explain("Finished tracing + transforming step for pjit in 0.5 sec\\nFinished XLA compilation of jit(step) in 1.5 sec\\n"))
    2 s were compiling, 1 compile: none avoidable; the costliest in `step`: its
    first call (2 s).
    ...
    """
    with on_disk(Source(source)) as path:
        try:
            code, said, wrong = capture(["explain", path])
        except Missing as missing:
            return _untold(path, missing)
    if code != 0:
        raise Wrong(wrong.strip())
    return said


@contextmanager
def on_disk(source: Source) -> Iterator[str]:
    """The path of a source; of a text or of standard input that of a copy."""
    if source.path is not None and source.path != "-":
        yield source.path
        return
    with tempfile.TemporaryDirectory(prefix="jitlens-") as folder:
        path = os.path.join(folder, source.name)
        with open(path, "wb") as file:
            file.writelines(source.blocks())
        yield path


def _untold(path: str, missing: Missing) -> str:
    from .traces import Trace

    try:
        return Trace.load(path).summary()
    except Wrong:
        return f"{missing}"


def run(words: Sequence[str]) -> int:
    """Runs the command line as this program: where Node is there, it takes the place of this process.

    Args:
      words: what follows the program's name, `["check", "run.log"]`.

    Returns:
      The exit code: 0 well, 1 the check failed, 2 the input or the arguments are wrong.

    Raises:
      Missing: neither Node nor mini-racer is there.
    """
    node = _found(words)
    if node is None:
        return _in_process(words, _to(sys.stdout), _to(sys.stderr), is_shown=True)
    with _script() as script:
        command = [node, script, *words]
        if os.name == "posix":
            os.execv(node, command)
        return subprocess.run(command, check=False).returncode


def capture(words: Sequence[str]) -> tuple[int, str, str]:
    """Runs the command line, and gives its exit code, what it wrote and what it complained.

    Raises:
      Missing: neither Node nor mini-racer is there.
    """
    node = _found(words)
    if node is None:
        said: list[str] = []
        wrong: list[str] = []
        code = _in_process(words, said.append, wrong.append, is_shown=False)
        return code, "".join(said), "".join(wrong)
    with _script() as script:
        command = [node, script, *words, "--color", "never"]
        done = subprocess.run(command, capture_output=True, encoding="utf-8", errors="replace", check=False)
    return done.returncode, done.stdout, done.stderr


@contextmanager
def _script() -> Iterator[str]:
    with as_file(files(__package__).joinpath("static/cli.mjs")) as path:
        yield os.fspath(path)


def _found(words: Sequence[str]) -> str | None:
    """The path of Node; None where mini-racer does."""
    node, version = _node()
    if node is None and importlib.util.find_spec("py_mini_racer") is None:
        raise Missing(words[0] if words else "this", version)
    return node


def _node() -> tuple[str | None, str | None]:
    """The path of a Node that is new enough; else the version of one that is too old."""
    path = shutil.which("node")
    if path is None:
        return None, None
    try:
        told = subprocess.run([path, "--version"], capture_output=True, text=True, timeout=20, check=False).stdout.strip()
    except (OSError, subprocess.TimeoutExpired):
        return None, None
    version = re.match(r"v(\d+)\.(\d+)", told)
    new = version is not None and (int(version[1]), int(version[2])) >= OLDEST_NODE
    return (path, told) if new else (None, told or None)


# ---------------------------------------------------------------- V8 in this process


def _to(stream: TextIO) -> Callable[[str], None]:
    """Writes to a stream; a reader that closes the pipe early, as `| head` does, has seen enough, and the command goes on."""

    def write(text: str) -> None:
        try:
            stream.buffer.write(text.encode("utf-8", "replace"))
            stream.flush()
        except BrokenPipeError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())

    return write


def _in_process(words: Sequence[str], write: Callable[[str], Any], error: Callable[[str], Any], is_shown: bool) -> int:
    from py_mini_racer import MiniRacer

    code = carried("cli.js")
    named = _words(words)
    folders = {word: os.listdir(word) for word in named if os.path.isdir(word)}
    paths = {*named, *(f"{word.rstrip('/')}/{name}" for word, names in folders.items() for name in names)}
    machine = {
        "argv": list(words),
        "files": [[path, _size(path), str(known)] for path in paths if (known := identity(path)) is not None],
        "folders": folders,
        "watched": is_shown and sys.stderr.isatty(),
        "environment": {name: os.environ[name] for name in COLOURS if is_shown and name in os.environ},
        "columns": os.get_terminal_size(sys.stdout.fileno()).columns if is_shown and sys.stdout.isatty() else None,
        "folder": os.getcwd(),
    }
    # A context that is not closed keeps Python from ending.
    with MiniRacer() as context:
        context.eval(code)
        buffer: Any = context.eval("jitlens.buffer.buffer")
        context.eval(f"jitlens.start({json.dumps(machine)})")
        return _serve(context, buffer, write, error)


def _serve(context: Any, buffer: memoryview, write: Callable[[str], Any], error: Callable[[str], Any]) -> int:
    """Does what the command asks for until it ends."""
    sources: dict[int, Iterator[bytes | None]] = {}
    while True:
        asked = json.loads(context.eval("jitlens.next()"))
        if not asked:
            raise RuntimeError("jitlens: the command stopped without an end")
        for one in asked:
            if "write" in one:
                write(one["write"])
            elif "error" in one:
                error(one["error"])
            elif "end" in one:
                return int(one["end"])
            else:
                context.eval(_answer(one, sources, buffer))


def _answer(asked: dict[str, Any], sources: dict[int, Iterator[bytes | None]], buffer: memoryview) -> str:
    """The answer to what needs the disk, as JavaScript."""
    number = asked["number"]
    try:
        if "save" in asked:
            save(asked["save"], asked["text"])
            return f"jitlens.give({number}, 0)"
        grows = "follow" in asked
        path, reader = asked["follow" if grows else "read"], asked.get("reader", 0)
        if reader not in sources:
            sources[reader] = follow(path) if grows else iter(Source(Path(path)).decoded())
        return f"jitlens.give({number}, {_filled(buffer, sources[reader], grows)})"
    except OSError as problem:
        code = errno.errorcode.get(problem.errno or 0, "")
        said = f"{code and f'{code}: '}{(problem.strerror or str(problem)).lower()}"
        return f"jitlens.refuse({number}, {json.dumps(code)}, {json.dumps(said)})"


def _filled(buffer: memoryview, source: Iterator[bytes | None], grows: bool) -> int:
    """Puts the next piece of a file into the buffer; how many bytes. Where it grows, 0 is none for a moment and -1 its end."""
    try:
        piece = next(source, -1 if grows else 0)
    except KeyboardInterrupt:
        if not grows:
            raise
        return -1
    if isinstance(piece, int):
        return piece
    if piece is None:
        return 0
    buffer[: len(piece)] = piece
    return len(piece)


def _words(words: Sequence[str]) -> set[str]:
    """Words that may name a file: each, and what follows a `=`."""
    return {*words, *(word.partition("=")[2] for word in words)} - {""}


def _size(path: str) -> int | None:
    return None if path == "-" else os.path.getsize(path)
