"""The widget and the magic of the Python package: run by pytest in an environment that has anywidget, but neither JAX nor a kernel."""

import json
import time
from pathlib import Path

import jitlens
import jitlens.widget
import pytest
from jitlens.magic import load_ipython_extension

GOLDEN = Path(__file__).parents[1] / "golden/recorded"
LINES = (GOLDEN / "p06.jsonl").read_text(encoding="utf-8").splitlines()


class Recording:
    """A recording that goes on, as `jitlens.record` is one."""

    title = "train.py"

    def __init__(self, path, lines):
        self.path, self.file = str(path), path.open("w", encoding="utf-8")
        self.write(lines)

    def write(self, lines):
        self.file.writelines(f"{line}\n" for line in lines)

    def flush(self):
        if self.file is not None:
            self.file.flush()

    def stop(self):
        """Ends it, and writes its first line anew, as the recorder does."""
        self.file.seek(0)
        self.file.write(json.dumps({**json.loads(LINES[0]), "title": "ended"}).ljust(len(LINES[0])))
        self.file.close()
        self.file = None


def until(true):
    """Waits until something is true, for three seconds at most."""
    end = time.monotonic() + 3
    while not true() and time.monotonic() < end:
        time.sleep(0.02)
    assert true()


def head(lines):
    """The first line, as long as the recorder makes it, and the others."""
    return [lines[0].ljust(1000), *lines[1:]]


def test_a_widget_shares_the_text_of_a_file_and_what_it_is_given():
    lens = jitlens.show(GOLDEN / "p06.jsonl").widget(position=1, scheme="dark")
    assert lens.text.splitlines() == LINES
    assert (lens.position, lens.scheme, lens.name) == (1, "dark", "p06.jsonl")


def test_the_widgets_of_a_kernel_share_the_code_of_the_page():
    one, other = (jitlens.show(GOLDEN / f"{name}.jsonl").widget() for name in ("p06", "p07"))
    assert one.module == other.module == f"IPY_MODEL_{jitlens.widget.Lens._code.model_id}"
    assert "export" in jitlens.widget.Lens._code.code
    assert len(one._esm) < 2000


def test_a_widget_follows_a_recording_and_has_it_whole_at_its_end(tmp_path):
    recording = Recording(tmp_path / "run.jsonl", head(LINES)[:6])
    lens = jitlens.widget.Lens(recording)
    assert lens.text.splitlines() == head(LINES)[:6]
    held = lens.text.splitlines()

    def heard(change):
        start, lines = (change["new"].get(name) for name in ("from", "lines"))
        if lines is not None:
            assert start <= len(held)
            held[start:] = lines

    lens.observe(heard, "added")
    for at in range(6, len(LINES), 5):
        recording.write(LINES[at : at + 5])
        until(lambda upto=min(at + 5, len(LINES)): len(held) == upto)
    assert held == head(LINES)
    recording.stop()
    lens.settle()
    assert json.loads(lens.text.splitlines()[0])["title"] == "ended"
    assert lens.text.splitlines()[1:] == LINES[1:]
    assert lens.added == {}


def test_a_widget_gives_its_page_the_whole_text_where_that_asks_for_it(tmp_path):
    recording = Recording(tmp_path / "run.jsonl", LINES[:4])
    lens = jitlens.widget.Lens(recording)
    recording.write(LINES[4:8])
    lens._handle_custom_msg({"ask": "text"}, [])
    assert lens.text.splitlines() == LINES[:8]
    recording.stop()


def test_a_widget_holds_as_much_as_a_page_may_and_says_what_it_left_out(tmp_path, monkeypatch):
    monkeypatch.setattr(jitlens.widget, "MOST", 2_000_000)
    row = json.dumps({"event": {"function": 0, "key": -1, "outcome": "hit"}})
    path = tmp_path / "long.jsonl"
    path.write_text("\n".join([*LINES, *[row] * 40_000, ""]), encoding="utf-8")
    lens = jitlens.widget.Lens(path)
    assert len(lens.text) <= 2_000_000
    assert lens.text.splitlines()[-1] == row
    assert lens.name == "long.jsonl (the first 2 MB of it: more than a page holds)"


def test_a_widget_has_words_and_a_picture_for_where_no_script_runs():
    made = jitlens.show(GOLDEN / "p06.jsonl").widget()._repr_mimebundle_()
    data = made[0] if isinstance(made, tuple) else made
    assert "application/vnd.jupyter.widget-view+json" in data
    assert "use_running_average" in data["text/plain"]
    assert data["image/svg+xml"].startswith("<svg")


def test_the_magic_says_what_it_does_not_know():
    known = {}

    class Shell:
        def register_magic_function(self, function, kind):
            known[kind, function.__name__] = function

    load_ipython_extension(Shell())
    with pytest.raises(ValueError, match=r"unrecognized arguments: --no-such.*\[-o FILE\] \[-l\]"):
        known["cell", "jitlens"]("--no-such", "1")
