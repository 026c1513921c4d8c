"""A file that grows, as the log of a program that runs."""

from __future__ import annotations

import codecs
import os
import queue
import sys
import threading
import time
from collections.abc import Iterator
from typing import BinaryIO

from .source import encoding_of

__all__ = ["follow"]

MOMENT = 0.25
BLOCK = 1 << 16


def follow(path: str) -> Iterator[bytes | None]:
    """The bytes of a file as they come, as UTF-8, and None when none came for a moment; of the file that was put in its place too.

    Args:
      path: where it is; `-` for standard input, which ends with its writer.

    Raises:
      OSError: the file is not there at first, or cannot be read.
    """
    return _decoded(_piped(sys.stdin.buffer) if path == "-" else _grown(path))


def _decoded(pieces: Iterator[bytes | None]) -> Iterator[bytes | None]:
    decoder: codecs.IncrementalDecoder | None = None
    for piece in pieces:
        if piece is None:
            yield None
            continue
        decoder = decoder or codecs.getincrementaldecoder(encoding_of(piece))("replace")
        yield decoder.decode(piece).encode(errors="replace")


def _piped(stream: BinaryIO) -> Iterator[bytes | None]:
    # A pipe cannot be asked on every system whether something came, so another thread waits for it.
    come: queue.SimpleQueue[bytes] = queue.SimpleQueue()

    def wait() -> None:
        block = b"\n"
        while block:
            block = os.read(stream.fileno(), BLOCK)
            come.put(block)

    threading.Thread(target=wait, daemon=True).start()
    while True:
        try:
            block = come.get(timeout=MOMENT)
        except queue.Empty:
            yield None
            continue
        if not block:
            return
        yield block


def _grown(path: str) -> Iterator[bytes | None]:
    file: BinaryIO = open(path, "rb", buffering=0)  # noqa: SIM115 - it is another file after a rotation
    is_quiet = False
    try:
        while True:
            while block := file.read(BLOCK):
                is_quiet = False
                yield block
            if is_quiet:
                yield None
            is_quiet = True
            anew = _begun_anew(path, file)
            if anew is None:
                time.sleep(MOMENT)
                continue
            if anew is not file:
                file.close()
            file = anew
            file.seek(0)
            yield b"\n"
    finally:
        file.close()


def _begun_anew(path: str, file: BinaryIO) -> BinaryIO | None:
    """The file that now has that name, where it is another one or was emptied."""
    own = os.fstat(file.fileno())
    try:
        named = os.stat(path)
    except OSError:
        return None
    if not os.path.samestat(own, named):
        return open(path, "rb", buffering=0)
    return file if own.st_size < file.tell() else None
