"""The plugin of pytest: `@pytest.mark.jitlens(misses=0, after=1)` and `--jitlens-report FILE`. It never imports JAX by itself."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from .recording import record

MARKER = """jitlens(*, misses=0, after=1): the test fails where calls of jitted functions compile more than `misses` times, not counting \
the first `after` calls of each function; it says which paths differ."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """Adds `--jitlens-report`."""
    group = parser.getgroup("jitlens")
    group.addoption("--jitlens-report", metavar="FILE", help="write a report of every call of jitted functions in this run, an HTML file")


def pytest_configure(config: pytest.Config) -> None:
    """Names the marker, and takes in the report where one is asked for."""
    config.addinivalue_line("markers", MARKER)
    path = config.getoption("--jitlens-report", None)
    # Of several processes each writes a report of its own.
    worker = getattr(config, "workerinput", {}).get("workerid")
    if path and (worker or not config.getoption("numprocesses", None)):
        config.pluginmanager.register(_Report(_named(path, worker)), "jitlens-report")


def _named(path: str, worker: str | None) -> str:
    start, end = os.path.splitext(path)
    return path if worker is None else f"{start}.{worker}{end}"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Iterator[None]:
    """Runs a test that has the marker within `jitlens.expect`."""
    marker = item.get_closest_marker("jitlens")
    if marker is None:
        return (yield)
    if marker.args or not {*marker.kwargs} <= {"misses", "after"}:
        pytest.fail("the marker takes two numbers by name: @pytest.mark.jitlens(misses=0, after=1)", pytrace=False)
    from .expected import UnexpectedMisses, expect

    try:
        with expect(**marker.kwargs):
            return (yield)
    except UnexpectedMisses as wrong:
        unexpected = str(wrong)
    # Raised inside the handler, the failure would show both, one below the other.
    pytest.fail(unexpected, pytrace=False)


class _Report:
    """Records the whole run, from the moment when JAX is imported."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.folder: tempfile.TemporaryDirectory[str] | None = None
        self.recording: record | None = None
        self.told = "no report: no test imported JAX"

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self) -> Iterator[Any]:
        if self.recording is None and "jax" in sys.modules:
            from .recording import record

            self.folder = tempfile.TemporaryDirectory(prefix="jitlens-")
            self.recording = record(os.path.join(self.folder.name, "pytest.jsonl"), title="pytest")
            self.recording.start()
        return (yield)

    def pytest_sessionfinish(self) -> None:
        if self.recording is None or self.folder is None:
            return
        from .page import report

        self.recording.stop()
        try:
            self.told = f"report: {report(self.recording, to=self.path)}"
        except (OSError, ValueError) as wrong:
            self.told = f"no report: {wrong}"
        self.folder.cleanup()

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        terminalreporter.write_line(f"jitlens: {self.told}")
