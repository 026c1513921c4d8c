"""What a report or an explanation is made of: the file of a recording or a log, or its text."""

from __future__ import annotations

import codecs
import os
import sys
import zlib
from collections.abc import Iterator
from typing import Any, BinaryIO

__all__ = ["Source", "Wrong"]

BLOCK = 1 << 18
_GZIP = b"\x1f\x8b"
# Controls that stand in no text; a NUL alone does not make a file binary: a log that was cut while it was written to has some.
_CONTROLS = bytes(code for code in range(1, 32) if not (8 <= code <= 13 or code == 27))


class Wrong(ValueError):
    """What was given is no log and no recording, or may not be written; its message says what it is and what was expected."""


class Source:
    """A log or a recording, read in pieces.

    Args:
      given: a path, `-` for standard input, a recording (what has a `path`), or the text of a log, which has a line end.

    >>> list(Source("one line\\nanother\\n").lines())
    ['one line', 'another']
    """

    def __init__(self, given: Any) -> None:
        self.text: str | None = None
        self.path: str | None = None
        path = getattr(given, "path", None)
        if isinstance(path, str):
            flush = getattr(given, "flush", None)
            if callable(flush):
                flush()
            self.path, self.name = path, getattr(given, "title", None) or os.path.basename(path)
        elif isinstance(given, str) and "\n" in given:
            self.text, self.name = given, "log"
        else:
            self.path = os.fspath(given)
            self.name = "standard input" if self.path == "-" else os.path.basename(self.path)

    def blocks(self) -> Iterator[bytes]:
        """What `decoded` gives, of a text.

        Raises:
          OSError: the file cannot be read.
          Wrong: it is empty or binary.
        """
        is_empty = True
        for block in self.decoded():
            if is_empty and _is_binary(block[:8192]):
                raise Wrong(f"{self.name}: this file is binary; expected the text of a log or a recording")
            is_empty = False
            yield block
        if is_empty:
            raise Wrong(f"{self.name}: this file is empty; expected a log of JAX or a recording")

    def decoded(self) -> Iterator[bytes]:
        """The bytes in pieces, as UTF-8 without a mark: unpacked where gzip packed them, decoded where they are UTF-16.

        Raises:
          OSError: the file cannot be read.
        """
        decoder, is_first = None, True
        for block in self._unpacked():
            if is_first:
                encoding = encoding_of(block)
                decoder = None if encoding == "utf-8" else codecs.getincrementaldecoder(encoding)("replace")
            text = block if decoder is None else decoder.decode(block).encode(errors="replace")
            yield text.removeprefix(codecs.BOM_UTF8) if is_first else text
            is_first = False

    def lines(self) -> Iterator[str]:
        """The lines, without their ends."""
        rest = b""
        for block in self.blocks():
            *whole, rest = (rest + block).split(b"\n")
            for line in whole:
                yield line.decode(errors="replace")
        if rest:
            yield rest.decode(errors="replace")

    def _unpacked(self) -> Iterator[bytes]:
        if self.text is not None:
            yield self.text.encode(errors="replace")
        elif self.path == "-":
            yield from self._read(sys.stdin.buffer)
        else:
            with open(self.path or "", "rb") as file:
                yield from self._read(file)

    def _read(self, file: BinaryIO) -> Iterator[bytes]:
        """The pieces of a file, unpacked where gzip packed them."""
        first = file.read(BLOCK)
        pieces = _chain(first, file)
        try:
            yield from _gunzip(pieces) if first.startswith(_GZIP) else pieces
        except zlib.error as damage:
            raise OSError(None, str(damage).rpartition(": ")[2], self.name) from damage


def _chain(first: bytes, file: BinaryIO) -> Iterator[bytes]:
    block = first
    while block:
        yield block
        block = file.read(BLOCK)


def _gunzip(packed: Iterator[bytes]) -> Iterator[bytes]:
    """What gzip packed, in one member or several, zeros behind them; the end may be missing."""
    one = zlib.decompressobj(31)
    for block in packed:
        while block:
            if one.eof:
                block, one = block.lstrip(b"\0"), zlib.decompressobj(31)
            text = one.decompress(block, BLOCK)
            while text:
                yield text
                text = one.decompress(one.unconsumed_tail, BLOCK)
            block = one.unused_data


def _is_binary(start: bytes) -> bool:
    return b"\0" in start and len(start.translate(None, _CONTROLS)) < len(start)


def encoding_of(start: bytes) -> str:
    """UTF-16 of either order is known by its mark, or since every other byte of plain text is 0."""
    if start.startswith(codecs.BOM_UTF16_LE):
        return "utf-16-le"
    if start.startswith(codecs.BOM_UTF16_BE):
        return "utf-16-be"
    sample = start[:4096]
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if odd > len(sample) / 3 and even < len(sample) / 20:
        return "utf-16-le"
    return "utf-16-be" if even > len(sample) / 3 and odd < len(sample) / 20 else "utf-8"
