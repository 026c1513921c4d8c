"""The Python package, installed: run by pytest in an environment that has neither JAX nor Node."""

import gzip
import importlib
import json
import os
import pkgutil
import re
import subprocess
import sys
import types
from base64 import b64decode
from pathlib import Path

import jitlens
import pytest
from jitlens.__main__ import main
from jitlens.disk import save
from jitlens.expected import judge
from jitlens.page import html
from jitlens.source import Source, Wrong
from jitlens.traces import Trace

pytest_plugins = ["pytester"]

GOLDEN = Path(__file__).parents[1] / "golden/recorded"
LOGS = Path(__file__).parents[2] / "examples/logs"
HEADER = '{"format": "jitlens", "version": 1, "producer": "jitlens recorder"}'


def recorded(*keys, owner=None):
    """The lines of a recording of `step`, whose calls have these keys: each the types of its arguments by name."""
    rows, met = [HEADER, json.dumps({"function": {"name": "step", "file": "a.py", "line": 3, "owner": owner}})], []
    for key in keys:
        if key not in met:
            met.append(key)
            facts = [["aval", "leaf", name.split("."), value] for name, value in key.items()]
            rows.append(json.dumps({"key": {"function": 0, "facts": facts}}))
            outcome = {"outcome": "retrace", "seconds": [0.1, 0.1, 0.3], "site": "a.py:9"}
        else:
            outcome = {"outcome": "hit"}
        rows.append(json.dumps({"event": {"function": 0, "key": met.index(key), "time": len(rows), **outcome}}))
    return rows


def differs(trace):
    return [[str(one) for one in miss.differs] for miss in trace.misses()]


class TestTrace:
    def test_tells_for_each_miss_what_differs_from_the_nearest_earlier_key(self):
        small, large = {"x": "f32[4]", "y": "f32[4]"}, {"x": "f32[8]", "y": "f32[8]"}
        trace = Trace.of(recorded(small, large, small, {"x": "f32[4]", "y": "f32[9]"}))
        assert differs(trace) == [[], ["x is f32[8], before f32[4]", "y is f32[8], before f32[4]"], ["y is f32[9], before f32[4]"]]
        assert [miss.nearest for miss in trace.misses()] == [None, 1, 3]

    def test_counts_what_a_gradient_compiles_as_a_part_of_the_call_that_compiled(self):
        rows = [HEADER, json.dumps({"function": {"name": "loss"}})]
        calls = (
            (4, False, [0, 1, 1]),
            (4, False, []),
            (4, True, [0, 1, 1]),
            (8, False, [0, 1, 2]),
            (8, True, [0, 1, 2]),
            (8, True, [1, 0, 0]),
        )
        for at, (size, is_backward, seconds) in enumerate(calls):
            grad = ["context", "context", ["jax.grad"], f"{'backward' if is_backward else 'forward'} pass by x"]
            rows.append(json.dumps({"key": {"function": 0, "facts": [["aval", "leaf", ["x"], f"f32[{size}]"], grad]}}))
            outcome = {"outcome": "retrace", "seconds": seconds, "time": at} if seconds else {"outcome": "hit", "time": at}
            rows.append(json.dumps({"event": {"function": 0, "key": at, **outcome, **({"within": "grad"} if is_backward else {})}}))
        trace = Trace.of(rows)
        assert [(miss.call.number, [one.path for one in miss.differs]) for miss in trace.misses()] == [
            (1, []), (1, ["jax.grad"]), (3, ["x"]), (3, ["x"]),
        ]  # fmt: skip
        assert trace.summary().splitlines()[:2] == ["4 calls, 1 hit, 4 misses", "11 s were compiling"]

    def test_compares_with_the_calls_of_the_same_function_object(self):
        rows = [HEADER, json.dumps({"function": {"name": "step"}})]
        for number, dtype in ((1, "f32"), (2, "f32"), (1, "i32"), (2, "i32")):
            facts = [["function", "function", ["step"], "step", str(number)], ["aval", "leaf", ["x"], f"{dtype}[]"]]
            rows.append(json.dumps({"key": {"function": 0, "facts": facts}}))
            rows.append(json.dumps({"event": {"function": 0, "key": len(rows) // 2 - 1, "outcome": "retrace"}}))
        another = "step is another object that prints alike: step"
        assert differs(Trace.of(rows)) == [[], [another], ["x is i32[], before f32[]"], ["x is i32[], before f32[]"]]

    def test_tells_what_came_by_keyword_and_by_position_beside_what_was_left_out(self):
        rows = [HEADER, json.dumps({"function": {"name": "step"}})]
        for args, names in ((["x"], []), (["x"], ["y"]), ([], ["x"])):
            kwargs = f"dict{{{', '.join(map(repr, names))}}}"
            facts = [["tree", "container", ["args"], f"tuple of length {len(args)}"], ["tree", "container", ["kwargs"], kwargs]]
            facts += [["aval", "leaf", [name], "f32[]"] for name in [*args, *names]]
            rows.append(json.dumps({"key": {"function": 0, "facts": facts}}))
            rows.append(json.dumps({"event": {"function": 0, "key": len(rows) // 2 - 1, "outcome": "retrace"}}))
        assert differs(Trace.of(rows)) == [[], ["y was added: f32[]"], ["x is passed by keyword, before passed by position"]]

    def test_summary_tells_that_calls_before_the_recording_are_missing(self):
        rows = [
            HEADER,
            json.dumps({"function": {"name": "step"}}),
            json.dumps({"key": {"function": 0, "facts": [["aval", "leaf", ["x"], "f32[]"]]}}),
        ]
        text = Trace.of([*rows, json.dumps({"event": {"function": 0, "key": 0, "outcome": "retrace", "late": True}})]).summary()
        assert "call 1: its earlier calls are not in the recording, which began later" in text

    def test_tells_a_container_of_another_class_instead_of_what_it_holds(self):
        rows = [HEADER, json.dumps({"function": {"name": "step"}})]
        held = {"t.a": "f32[]", "t.b": "f32[]"}
        for container, leaves in (
            ("NT(a, b)", held),
            ("tuple of length 2", {"t.[0]": "f32[]", "t.[1]": "f32[]"}),
            ("NT(a, b)", {"t.a": "f32[]"}),
        ):
            facts = [["tree", "container", ["t"], container], *(["aval", "leaf", path.split("."), value] for path, value in leaves.items())]
            facts += [["tree", "container", ["t", "b"], "None"]] if len(leaves) == 1 else []
            rows.append(json.dumps({"key": {"function": 0, "facts": facts}}))
            rows.append(json.dumps({"event": {"function": 0, "key": len(rows) // 2 - 1, "outcome": "retrace"}}))
        assert differs(Trace.of(rows)) == [[], ["t is tuple of length 2, before NT(a, b)"], ["t.b is None, before f32[]"]]

    def test_tells_a_subtree_that_one_key_alone_has_once(self):
        first = {"model": "Net", "x": "f32[4]"}
        trace = Trace.of(recorded(first, {**first, "model.head": "Linear", "model.head.kernel": "f32[4,8]"}))
        assert differs(trace)[1] == ["model.head was added: Linear"]

    @pytest.mark.parametrize(
        ("name", "paths"),
        [
            ("p06", [[], ["model.bn.use_running_average", "model.drop.deterministic"]]),
            ("p07", [[], ["model.layers.2"]]),
            ("p09", [[], ["opt.tx", "model.act"], ["opt.tx", "model.act"]]),
            ("p15", [[], ["m.calls"], ["m.calls"]]),
            ("p17", [[], ["opt.tx"]]),
        ],
    )
    def test_tells_the_causes_of_recorded_programs(self, name, paths):
        misses = Trace.load(GOLDEN / f"{name}.jsonl").misses()
        assert [sorted(one.path for one in miss.differs) for miss in misses] == [sorted(some) for some in paths]

    def test_says_of_an_object_of_equal_text_that_it_is_another(self):
        [_, miss] = Trace.load(GOLDEN / "p17.jsonl").misses()
        assert str(miss.differs[0]).startswith("opt.tx is another object that prints alike: Gradient")

    def test_counts_the_lines_that_it_cannot_read_and_reads_on(self):
        lines = recorded({"x": "f32[4]"}, {"x": "f32[8]"})
        broken = ["{", "[]", '{"key": {"facts": [7]}}', '{"key": 7}', '{"event": {"function": 9, "key": 0, "outcome": "hit"}}', "{}"]
        trace = Trace.of([*lines[:4], *broken, *lines[4:]])
        assert (trace.broken, len(trace.calls)) == (len(broken), 2)

    def test_reads_facts_that_are_numbers_of_earlier_ones(self):
        facts = [["aval", "leaf", ["x"], "f32[4]"], ["aval", "leaf", ["y"], "f32[4]"]]
        rows = [
            HEADER.replace('"version": 1', '"version": 2'), '{"function": {"name": "step"}}',
            json.dumps({"key": {"function": 0, "facts": facts}}),
            json.dumps({"key": {"function": 0, "facts": [[0, 2], ["aval", "leaf", ["z"], "i32[]"]]}}),
            json.dumps({"key": {"function": 0, "facts": [0, 2]}}),
            *(json.dumps({"event": {"function": 0, "key": key, "outcome": "retrace"}}) for key in range(3)),
        ]  # fmt: skip
        assert differs(Trace.of(rows)) == [[], ["z was added: i32[]"], ["y was removed: f32[4]"]]

    @pytest.mark.parametrize("line", ["", "a log", "{}", '{"format": "jitlens", "version": 99}'])
    def test_refuses_what_is_no_recording(self, line):
        with pytest.raises(Wrong, match="recording"):
            Trace.of([line])

    def test_shortens_two_long_values_to_where_they_differ(self):
        long = "a" * 1000
        [_, [told]] = differs(Trace.of(recorded({"x": long + "1" + long}, {"x": long + "2" + long})))
        assert "1" in told and "2" in told and len(told) < 500

    def test_summary_counts_calls_hits_misses_and_seconds(self):
        lines = Trace.load(GOLDEN / "p21.jsonl").summary().splitlines()
        assert lines[0] == "p21_training_many_edits.py: 20 calls, 4 hits, 16 misses"
        assert "step (/home/me/train/p21_training_many_edits.py:22): 13 calls, 3 hits, 10 misses, 32.3 s" in lines
        assert "    tokens is i32[8,7], before i32[8,5]" in lines

    def test_summary_tells_of_each_function_that_its_entries_were_dropped(self):
        rows = recorded({"x": "f32[4]"}, {"x": "f32[4]"}, {"x": "f32[4]"})
        for row, more in ((-2, {"cleared": True}), (-1, {})):
            again = json.loads(rows[row])
            again["event"].update(outcome="retrace", **more)
            rows[row] = json.dumps(again)
        assert [miss.dropped for miss in Trace.of(rows).misses()] == [False, True, False]

    def test_summary_tells_what_the_recorder_says_of_itself(self):
        header = {"format": "jitlens", "version": 1, "producer": "jitlens recorder", "notes": ["the recording has not ended"]}
        assert Trace.of([json.dumps(header)]).summary() == "0 calls, 0 hits, 0 misses\nThe recording has not ended\n"

    def test_summary_tells_wrong_hits_with_what_is_not_what_it_was(self):
        rows = recorded({"x": "f32[4]"}, {"x": "f32[4]"})
        hit = json.loads(rows.pop())
        hit["event"]["stale"] = {"how": "read", "places": [["graphdef", "", ["self", "scale"], "3.0", "2.0"]]}
        lines = Trace.of([*rows, json.dumps(hit)]).summary().splitlines()
        assert lines[0] == "2 calls, 1 hit, 1 miss, 1 wrong hit"
        assert lines[4:6] == ["  call 2: wrong hit, which ran the program of an earlier value", "    self.scale is 3.0, before 2.0"]

    def test_summary_tells_hits_that_differ_alike_once_and_those_that_may_be_wrong_apart(self):
        rows = recorded({"x": "f32[4]"}, {"x": "f32[4]"})
        hit = json.loads(rows.pop())
        places = [["static", "", ["self", "scale"], "3.0", "2.0"]]
        hits = [json.dumps({"event": {**hit["event"], "stale": {"how": how, "places": places}}}) for how in ("read", "maybe", "read")]
        trace = Trace.of([*rows, *hits])
        assert [len(trace.wrong_hits()), len(trace.doubtful_hits())] == [2, 1]
        lines = trace.summary().splitlines()
        assert lines[0] == "4 calls, 3 hits, 1 miss, 2 wrong hits, 1 doubtful hit"
        assert "  call 2: wrong hit, which ran the program of an earlier value; so in 1 more call" in lines
        assert "  call 3: doubtful hit, which may have run the program of an earlier value" in lines

    def test_summary_tells_the_functions_of_the_program_first(self):
        rows = [HEADER]
        owners = [("eager", 9), ("library", 5), ("program", 1), ("program", 2), ("control flow", 10)]
        for number, (owner, seconds) in enumerate(owners):
            rows.append(json.dumps({"function": {"name": f"{owner} {seconds}", "owner": None if owner == "program" else owner}}))
            rows.append(json.dumps({"event": {"function": number, "key": -1, "outcome": "retrace", "seconds": [0, 0, seconds]}}))
        lines = Trace.of(rows).summary().splitlines()
        heads = [line.split(":")[0].partition(",")[0] for line in lines[2:] if line and not line.startswith(" ")]
        assert heads == ["program 2", "program 1", "library 5", "control flow 10", "eager 9"]


class TestExpect:
    def test_lets_the_first_calls_compile_and_no_other(self):
        judge(Trace.of(recorded({"x": "f32[4]"}, {"x": "f32[4]"})), misses=0, after=1)
        judge(Trace.of(recorded({"x": "f32[4]"}, {"x": "f32[8]"})), misses=0, after=2)
        judge(Trace.of(recorded({"x": "f32[4]"}, {"x": "f32[8]"})), misses=1, after=1)

    def test_fails_with_the_paths_that_differ(self):
        with pytest.raises(jitlens.UnexpectedMisses) as caught:
            judge(Trace.of(recorded({"x": "f32[4]"}, {"x": "f32[8]"})), misses=0, after=1)
        assert str(caught.value).splitlines() == [
            "expected no miss after 1 call of each function, but there was 1",
            "step (a.py:3)",
            "  call 2 (a.py:9), 500 ms: unlike call 1, the nearest",
            "    x is f32[8], before f32[4]",
        ]
        assert [str(one) for one in caught.value.misses[0].differs] == ["x is f32[8], before f32[4]"]

    def test_counts_libraries_and_not_what_jax_runs_outside_jit(self):
        keys = {"x": "f32[4]"}, {"x": "f32[8]"}
        judge(Trace.of(recorded(*keys, owner="eager")), misses=0, after=1)
        with pytest.raises(jitlens.UnexpectedMisses):
            judge(Trace.of(recorded(*keys, owner="library")), misses=0, after=1)

    def test_fails_where_nothing_was_called(self):
        with pytest.raises(jitlens.UnexpectedMisses, match="there was none"):
            judge(Trace.of([HEADER]), misses=0, after=1)


@pytest.fixture
def stub(monkeypatch):
    """Stands in for the recorder, which needs JAX: what it writes of a block is `stub.lines`."""
    module = types.ModuleType("jitlens.recorder")
    module.lines = recorded({"x": "f32[4]"}, {"x": "f32[8]"})

    class record:
        def __init__(self, path, *_, **__):
            self.path = path

        def __enter__(self):
            return self

        def __exit__(self, *_):
            Path(self.path).write_text("\n".join(module.lines))

    module.record = record
    monkeypatch.setitem(sys.modules, "jitlens.recorder", module)
    return module


class TestPlugin:
    def test_fails_a_marked_test_with_the_paths_that_differ(self, pytester, stub):
        pytester.makepyfile("import pytest\n@pytest.mark.jitlens(misses=0, after=1)\ndef test_it(): pass\ndef test_other(): pass")
        result = pytester.runpytest_inprocess()
        result.assert_outcomes(failed=1, passed=1)
        result.stdout.fnmatch_lines(["expected no miss after 1 call of each function, but there was 1", "    x is f32?8?, before f32?4?"])
        result.stdout.no_fnmatch_line("*expected.py*")

    def test_passes_a_marked_test_within_its_limits(self, pytester, stub):
        pytester.makepyfile("import pytest\n@pytest.mark.jitlens(misses=1, after=1)\ndef test_it(): pass")
        pytester.runpytest_inprocess("--strict-markers").assert_outcomes(passed=1)

    def test_leaves_the_failure_of_a_marked_test_as_it_is(self, pytester, stub):
        pytester.makepyfile("import pytest\n@pytest.mark.jitlens\ndef test_it(): raise KeyError('own')")
        result = pytester.runpytest_inprocess()
        result.assert_outcomes(failed=1)
        result.stdout.fnmatch_lines(["E*KeyError: 'own'"])

    def test_says_how_the_marker_is_written(self, pytester, stub):
        pytester.makepyfile("import pytest\n@pytest.mark.jitlens(3, warm=1)\ndef test_it(): pass")
        result = pytester.runpytest_inprocess()
        result.assert_outcomes(failed=1)
        result.stdout.fnmatch_lines(["the marker takes two numbers by name: @pytest.mark.jitlens(misses=0, after=1)"])

    def test_writes_no_report_where_no_test_imported_jax_and_says_so(self, pytester):
        pytester.makepyfile("import sys\ndef test_it(): assert 'jax' not in sys.modules")
        result = pytester.runpytest_subprocess("--jitlens-report", "r.html")
        result.assert_outcomes(passed=1)
        result.stdout.fnmatch_lines(["jitlens: no report: no test imported JAX"])
        assert not (pytester.path / "r.html").exists()


def held(page):
    """What a page holds: the names, and the texts unpacked."""
    found = re.findall(r'<script type="application/gzip" data-name="([^"]*)">([^<]*)</script>', page)
    return {name: gzip.decompress(b64decode(packed)).decode() for name, packed in found}


class TestReport:
    def test_holds_the_whole_log_and_asks_nothing_of_a_network(self, tmp_path):
        log = LOGS / "p06_nnx_eval_toggle.log"
        path = jitlens.report(log, to=tmp_path / "report.html")
        page = path.read_text(encoding="utf-8")
        assert held(page) == {log.name: log.read_text()}
        assert "default-src 'none'" in page and not re.search(r'(src|href)="http', page)

    @pytest.mark.parametrize("pack", [gzip.compress, lambda data: gzip.compress(data[:5000]) + gzip.compress(data[5000:])])
    def test_unpacks_a_log_that_is_packed(self, tmp_path, pack):
        log = (LOGS / "p06_nnx_eval_toggle.log").read_bytes()
        (tmp_path / "a.gz").write_bytes(pack(log))
        assert held(html(tmp_path / "a.gz")) == {"a.gz": log.decode()}

    def test_reads_what_is_there_of_a_packed_log_whose_end_is_missing(self, tmp_path):
        log = (LOGS / "p06_nnx_eval_toggle.log").read_bytes()
        (tmp_path / "a.gz").write_bytes(gzip.compress(log)[:-40])
        [text] = held(html(tmp_path / "a.gz")).values()
        assert log.decode().startswith(text) and len(text) > len(log) / 2

    @pytest.mark.parametrize("damage", [lambda packed: packed[:-8] + b"sums" + packed[-4:], lambda packed: packed + b"more"])
    def test_refuses_a_packed_log_that_is_damaged(self, tmp_path, damage):
        (tmp_path / "a.gz").write_bytes(damage(gzip.compress(b"a line\n")))
        with pytest.raises(OSError, match=r"incorrect (data|header) check"):
            html(tmp_path / "a.gz")

    @pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-8-sig"])
    def test_decodes_utf_16_and_leaves_out_a_mark(self, tmp_path, encoding):
        (tmp_path / "a.log").write_bytes(("WARNING: Grüße 🙂\n" * 3).encode(encoding))
        assert held(html(tmp_path / "a.log")) == {"a.log": "WARNING: Grüße 🙂\n" * 3}

    def test_holds_the_start_of_a_log_that_is_too_long_and_says_so(self, tmp_path):
        (tmp_path / "a.log").write_text("".join(f"{os.urandom(40).hex()}\n" for _ in range(120_000)))
        page = html(tmp_path / "a.log")
        [(name, text)] = held(page).items()
        assert len(page) < 6_000_000 and len(text) > 5_000_000
        assert re.fullmatch(r"a\.log \(the first [\d.]+ MB of it: more than a report holds\)", name)
        assert f'data-title="{name}"' in page
        assert text.endswith("\n")

    def test_holds_several_by_their_names(self, tmp_path):
        page = html(LOGS / "p22_host0.log", LOGS / "p22_host1.log")
        assert list(held(page)) == ["p22_host0.log", "p22_host1.log"]

    def test_writes_a_name_as_text_whatever_it_is(self, tmp_path):
        name = '"><img src=x onerror=alert(1)>{inside}.log'
        (tmp_path / name).write_text("a line\n</script><script>alert(2)</script>\n")
        page = html(tmp_path / name)
        assert "<img src=x" not in page and "alert(2)" not in page
        assert len(held(page)) == 1

    def test_tells_a_recording_in_words_where_no_script_may_run(self):
        page = html(GOLDEN / "p06.jsonl")
        assert "model.drop.deterministic is True, before False" in page[: page.index("application/gzip")]

    def test_takes_the_text_of_a_log(self):
        assert held(html("one\ntwo\n")) == {"log": "one\ntwo\n"}

    @pytest.mark.parametrize(("data", "wish"), [(b"", "empty"), (b"\x7fELF\0\0\1", "binary"), (gzip.compress(b""), "empty")])
    def test_refuses_what_is_no_text(self, tmp_path, data, wish):
        (tmp_path / "a.log").write_bytes(data)
        with pytest.raises(Wrong, match=wish):
            jitlens.report(tmp_path / "a.log", to=tmp_path / "report.html")
        assert os.listdir(tmp_path) == ["a.log"]

    def test_takes_no_nul_in_a_log_for_a_sign_that_it_is_binary(self, tmp_path):
        (tmp_path / "a.log").write_bytes(b"\0\0one\ntwo\0\n")
        assert list(Source(tmp_path / "a.log").lines()) == ["\0\0one", "two\0"]

    def test_replaces_an_older_page_and_nothing_else(self, tmp_path):
        log, link, other, page = (tmp_path / name for name in ("a.log", "link.html", "notes.txt", "report.html"))
        log.write_text("a line\n")
        link.symlink_to(log)
        other.write_text("mine")
        for to in (log, link):
            with pytest.raises(Wrong, match=r"this is the input a\.log itself"):
                jitlens.report(log, to=to)
        with pytest.raises(Wrong, match="is no page"):
            jitlens.report(log, to=other)
        page.write_text("<!doctype html>a report of yesterday")
        jitlens.report(log, to=page)
        assert (log.read_text(), other.read_text()) == ("a line\n", "mine")
        assert "yesterday" not in page.read_text(encoding="utf-8")

    def test_save_leaves_what_was_there_where_it_fails(self, tmp_path):
        (tmp_path / "a.html").write_text("old")
        with pytest.raises(UnicodeEncodeError):
            save(tmp_path / "a.html", "new \ud800")
        assert os.listdir(tmp_path) == ["a.html"]
        assert (tmp_path / "a.html").read_text() == "old"


class TestImport:
    def test_imports_no_jax_and_no_numpy(self):
        program = (
            "import sys, jitlens, jitlens.page, jitlens.engine, jitlens.expected, jitlens.plugin\n"
            "print(*{'jax', 'numpy', 'jaxlib'} & {*sys.modules})"
        )
        done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
        assert done.stdout == "\n"

    def test_says_which_commands_there_are(self, capsys):
        assert main(["explian", "run.log"]) == 2
        assert capsys.readouterr().err.startswith("jitlens has no command explian; it has record, report, explain, trace, check,")

    def test_says_that_record_needs_jax(self, capsys):
        assert main(["record", "train.py"]) == 2
        assert capsys.readouterr().err == "jitlens record needs jax, which is not here: pip install jax\n"

    def test_says_what_is_missing_where_jax_is_not_there(self):
        with pytest.raises(ModuleNotFoundError, match="jax"):
            jitlens.record  # noqa: B018

    def test_has_each_of_its_names_with_words(self):
        for name in {*jitlens.__all__} - {"record", "watch"}:
            assert getattr(jitlens, name).__doc__, name
        assert {*jitlens.__all__} <= {*dir(jitlens)}
        with pytest.raises(AttributeError, match="has no attribute 'nothing'"):
            jitlens.nothing  # noqa: B018

    def test_each_module_says_what_it_is(self):
        for module in pkgutil.iter_modules(jitlens.__path__):
            if module.name not in ("recorder", "recording", "widget"):
                assert importlib.import_module(f"jitlens.{module.name}").__doc__
        # A module of one name with a function would now hide it.
        assert not any(isinstance(getattr(jitlens, name), types.ModuleType) for name in {*jitlens.__all__} - {"record", "watch"})


class TestSource:
    def test_reads_lines_across_blocks(self, tmp_path):
        lines = [f"{at} {'x' * (at % 4000)}" for at in range(1000)]
        (tmp_path / "a.log").write_text("\n".join(lines))
        assert list(Source(tmp_path / "a.log").lines()) == lines
