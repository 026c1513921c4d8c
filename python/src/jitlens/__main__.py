"""`python -m jitlens`: the command line."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

COMMANDS = ("explain", "trace", "check", "compare", "hosts", "watch", "simulate")
USAGE = """jitlens shows why JAX recompiles: python -m jitlens COMMAND …

  record [-o run.jsonl] [--redact NAME]… PROGRAM|-m MODULE …
            runs a program and records every call of jitted functions in it
  report LOG|RECORDING… [-o report.html] [--title TEXT] [--open]
            one HTML file, in which the browser explains and draws; - is standard input or output

With Node 20.19 or newer on the PATH, or pip install 'jitlens[cli]' (a LOG alone is explain LOG):

  explain LOG|RECORDING… [--json]     a paragraph a miss, what could be spared first
  trace LOG|SCENARIO… [-o run.jsonl]  what of it is shown, as a small file to keep
  check LOG|RECORDING…                exit 1 when there are more misses than allowed
  compare A B                         what two runs do differently
  hosts LOG…                          where the hosts of one job part
  watch LOG|RECORDING                 a line a miss while the program runs
  simulate SCENARIO…                  runs scenario files

A LOG is what JAX writes to stderr with JAX_LOG_COMPILES=1 and
JAX_EXPLAIN_CACHE_MISSES=1. python -m jitlens COMMAND --help says more.
Exit codes: 0 well, 1 the check failed, 2 the input or the arguments are wrong.
"""


def main(argv: Sequence[str] | None = None) -> int:
    """Runs one command; its exit code."""
    words = list(sys.argv[1:] if argv is None else argv)
    if words[:1] == ["help"] and len(words) > 1:
        words = [words[1], "--help"]
    name = words[0] if words else ""
    if name == "record" or name in ("-m", "-o", "--redact") or (name.endswith(".py") and os.path.isfile(name)):
        return _record(words[1:] if name == "record" else words)
    try:
        if name in ("", "-h", "--help", "help"):
            print(USAGE, end="")
            return 0 if name else 2
        if name in ("-v", "--version"):
            from importlib.metadata import version

            print(version("jitlens"))
            return 0
        if name == "report":
            return _report(words[1:])
        if name not in COMMANDS and not os.path.exists(name):
            raise ValueError(f"has no command {name}; it has record, report, {', '.join(COMMANDS)}; see python -m jitlens --help")
        from .engine import run

        return run(words)
    except BrokenPipeError:
        # A reader that closes the pipe early, as `| head` does, has seen enough.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        return 130
    except ValueError as wrong:
        print(f"jitlens {wrong}" if name != "report" else f"jitlens report: {wrong}", file=sys.stderr)
        return 2
    except OSError as wrong:
        about = f"{wrong.filename}: " if wrong.filename else ""
        print(f"jitlens {name}: {about}{wrong.strerror or wrong}", file=sys.stderr)
        return 2


def _record(words: Sequence[str]) -> int:
    """`record [-o TRACE] PROGRAM …`. What the program raises is its own."""
    try:
        from . import recorder
    except ModuleNotFoundError as missing:
        print(f"jitlens record needs {missing.name}, which is not here: pip install jax", file=sys.stderr)
        return 2
    code: int = recorder.main(words)
    return code


def _report(words: Sequence[str]) -> int:
    """`report LOG… [-o FILE] [--title TEXT] [--open]`."""
    import argparse

    what = "One HTML file, in which the reader's browser explains and draws."
    parser = argparse.ArgumentParser("python -m jitlens report", description=what)
    parser.add_argument("sources", nargs="+", metavar="LOG", help="a log of JAX or a recording; - is standard input")
    where = "where it goes; report.html where not given, - is standard output"
    parser.add_argument("-o", "--output", default="report.html", metavar="FILE", help=where)
    parser.add_argument("--title", help="stands above the headline; the file's name where not given")
    parser.add_argument("--open", action="store_true", help="show it in the browser")
    given = parser.parse_args(words)
    from pathlib import Path

    from .page import html, report

    sources = [Path(one) for one in given.sources]
    if given.output == "-":
        sys.stdout.buffer.write(html(*sources, title=given.title).encode())
        return 0
    print(report(sources, to=given.output, title=given.title, open=given.open))
    return 0


if __name__ == "__main__":
    sys.exit(main())
