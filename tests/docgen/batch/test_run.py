"""What a batch promises whatever renders: a document a line, nothing mixed, nothing forgotten."""

import json
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import bagit
import pytest

from docgen import Engine, Settings
from docgen.batch import chunk
from docgen.batch import run as run_module
from docgen.batch.chunk import Order, Work
from docgen.batch.item import InputError
from docgen.batch.plan import BatchChangedError, Plan
from docgen.batch.progress import Progress
from docgen.batch.run import Summary, run
from docgen.clock import beijing_day
from docgen.engine import assemble
from docgen.errors import BusyError, CatalogueError, UnknownFormatError
from tests.docgen.batch.batches import count_lines, documents, rows, wholeness, write_mixed
from tests.doubles.inline_crew import InlineCrew
from tests.workshop import workshop_in

WORD = Order(("docx",), "archive")
COUNT = 40
KIND = "mediation_agreement"


@pytest.fixture
def source(engine: Engine, tmp_path: Path) -> Path:
    """Forty mixed cases as JSON Lines."""
    (tmp_path / "in").mkdir()
    write_mixed(engine, tmp_path / "in/cases.jsonl", COUNT)
    return tmp_path / "in/cases.jsonl"


@pytest.fixture
def plan(source: Path, tmp_path: Path) -> Plan:
    return Plan(source, tmp_path / "out", WORD)


def go(plan: Plan, engine: Engine, crew: InlineCrew | None = None, **options: Any) -> Summary:
    options = {"watch": lambda _: None, "stop": threading.Event()} | options
    return run(plan, engine, lambda: crew or InlineCrew(engine), **options)


def rewrite(source: Path, change: Callable[[list[dict[str, Any]]], Any]) -> None:
    cases = [json.loads(line) for line in source.read_text("utf-8").splitlines()]
    changed = change(cases) or cases
    source.write_text("".join(json.dumps(case) + "\n" for case in changed), "utf-8")


def spoil(*lines: int) -> Callable[[list[dict[str, Any]]], Any]:
    def change(cases: list[dict[str, Any]]) -> None:
        for line in lines:
            cases[line - 1]["payload"]["strange_field"] = 1

    return change


def errors(plan: Plan) -> list[dict[str, Any]]:
    return [json.loads(line) for line in plan.errors.read_text("utf-8").splitlines()]


def test_every_line_becomes_one_document_in_a_bag_that_others_can_check(
    plan: Plan, engine: Engine
) -> None:
    summary = go(plan, engine)
    assert (summary.done, summary.failed, summary.waiting) == (COUNT, 0, 0)
    assert wholeness(plan.source, plan.out) == dict.fromkeys(
        ("lost", "twice", "strange", "unfinished"), 0
    )
    assert bagit.Bag(str(plan.bag)).is_valid()
    assert not plan.errors.exists()
    assert not plan.scratch.exists()


def test_a_document_lies_under_its_month_and_its_id(plan: Plan, engine: Engine) -> None:
    def name(cases: list[dict[str, Any]]) -> None:
        cases[0]["id"] = "c-2026.7"
        cases[1]["id"] = "../张三"

    rewrite(plan.source, name)
    go(plan, engine)
    first, second = rows(plan.out, "SELECT id, dated_on, input_sha256 FROM items LIMIT 2")
    assert first[0] == "c-2026.7"
    assert second[0] == f"0000002-{second[2][:12]}"
    assert (plan.bag / f"data/documents/{first[1][:7]}/c-2026.7.docx").is_file()


def test_both_formats_make_two_files_of_one_document(plan: Plan, engine: Engine) -> None:
    both = replace(plan, order=Order(("docx", "pdf"), "archive"), limit=3)
    assert go(both, engine).done == 3
    assert [path.suffix for path in documents(plan.out)] == [".docx", ".pdf"] * 3
    pages = rows(plan.out, "SELECT pages FROM items")
    assert all(number[0] >= 1 for number in pages)


def test_a_run_again_renders_nothing_and_changes_nothing(plan: Plan, engine: Engine) -> None:
    first = go(plan, engine)
    crew = InlineCrew(engine)
    again = go(plan, engine, crew)
    assert crew.chunks == []
    assert (again.done, again.rendered) == (COUNT, 0)
    assert again.content_sha256 == first.content_sha256


def test_a_stop_finishes_what_is_being_rendered_and_the_next_run_the_rest(
    plan: Plan, engine: Engine
) -> None:
    stop = threading.Event()
    crew = InlineCrew(engine, after=lambda chunks: chunks == 3 and stop.set())
    first = go(plan, engine, crew, stop=stop)
    assert first.stopped
    assert not first.content_sha256
    assert 0 < first.done == len(crew.lines) < COUNT
    rest = InlineCrew(engine)
    second = go(plan, engine, rest)
    assert sorted(crew.lines + rest.lines) == list(range(1, COUNT + 1))
    undisturbed = go(replace(plan, out=plan.out.with_name("other")), engine)
    assert second.content_sha256 == undisturbed.content_sha256


def test_a_faulty_case_is_told_with_pointers_and_mended_without_doing_the_rest_again(
    plan: Plan, engine: Engine
) -> None:
    sound = plan.source.read_bytes()
    rewrite(plan.source, spoil(5, 20))
    summary = go(plan, engine)
    assert (summary.done, summary.failed) == (COUNT - 2, 2)
    assert [(row["line"], row["code"]) for row in errors(plan)] == [
        (5, "invalid_case"), (20, "invalid_case"),
    ]  # fmt: skip
    assert [each["pointer"] for each in errors(plan)[0]["findings"]] == ["/strange_field"]
    assert bagit.Bag(str(plan.bag)).is_valid()

    plan.source.write_bytes(sound)
    crew = InlineCrew(engine)
    mended = go(plan, engine, crew)
    assert crew.lines == [5, 20]
    assert (mended.done, mended.failed) == (COUNT, 0)
    assert bagit.Bag(str(plan.bag)).is_valid()
    assert not plan.errors.exists()


def test_cases_may_be_added_at_the_end(plan: Plan, engine: Engine) -> None:
    whole = plan.source.read_bytes()
    rewrite(plan.source, lambda cases: cases[:30])
    assert go(plan, engine).done == 30
    plan.source.write_bytes(whole)
    crew = InlineCrew(engine)
    assert go(plan, engine, crew).done == COUNT
    assert crew.lines == list(range(31, COUNT + 1))


def test_a_poisoned_case_costs_itself_only_after_a_second_try_alone(
    plan: Plan, engine: Engine
) -> None:
    crew = InlineCrew(engine, poison=lambda work: work.line in (7, 23))
    summary = go(plan, engine, crew)
    assert (summary.done, summary.failed) == (COUNT - 2, 2)
    assert [(row["line"], row["code"]) for row in errors(plan)] == [
        (7, "worker_lost"), (23, "worker_lost"),
    ]  # fmt: skip
    assert [7] in crew.chunks
    assert crew.lines.count(7) == 2
    assert rows(plan.out, "SELECT attempts FROM items WHERE line IN (6, 7)") == [(2,), (2,)]

    unchanged = InlineCrew(engine)
    go(plan, engine, unchanged)
    assert unchanged.chunks == []
    retried = InlineCrew(engine)
    assert go(plan, engine, retried, retry=True).done == COUNT
    assert sorted(retried.lines) == [7, 23]


def test_a_crew_that_cannot_render_at_all_ends_the_run_and_blames_no_case(
    plan: Plan, engine: Engine
) -> None:
    class Broken(InlineCrew):
        def hand_out(self, order: Order, chunk: Any) -> Any:
            future = super().hand_out(order, chunk)
            if len(self.chunks) < 3:
                return future
            broken: Any = type(future)()
            broken.set_exception(CatalogueError("模板坏了。"))
            return broken

    with pytest.raises(CatalogueError):
        go(plan, engine, Broken(engine))
    assert count_lines(plan.out)["failed"] == 0
    assert go(plan, engine).done == COUNT


def test_what_a_chunk_had_no_time_for_is_handed_out_again(
    plan: Plan, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(chunk, "CHUNK_SECONDS", -1)
    crew = InlineCrew(engine)
    assert go(plan, engine, crew).done == COUNT
    assert wholeness(plan.source, plan.out)["twice"] == 0
    assert {attempts for (attempts,) in rows(plan.out, "SELECT attempts FROM items")} == {1}


def test_chunks_grow_shorter_towards_the_end(plan: Plan, engine: Engine) -> None:
    crew = InlineCrew(engine)
    go(plan, engine, crew)
    sizes = [len(chunk) for chunk in crew.chunks]
    assert sizes == sorted(sizes, reverse=True)
    assert sizes[0] > 1 == sizes[-1]


def test_two_cases_of_one_id_do_not_overwrite_each_other(plan: Plan, engine: Engine) -> None:
    def name(cases: list[dict[str, Any]]) -> None:
        cases[0]["id"], cases[9]["id"] = "A-1", "a-1"

    rewrite(plan.source, name)
    summary = go(plan, engine)
    assert (summary.done, summary.failed) == (COUNT - 1, 1)
    assert [(row["line"], row["code"]) for row in errors(plan)] == [(10, "duplicate_id")]


def test_an_unknown_kind_is_that_line_s_own_error(plan: Plan, engine: Engine) -> None:
    rewrite(plan.source, lambda cases: cases[3].update(kind="love_letter"))
    assert go(plan, engine).failed == 1
    assert errors(plan)[0]["code"] == "unknown_kind"
    assert errors(plan)[0]["kind"] == ""


def other_template(plan: Plan, engine: Engine, monkeypatch: pytest.MonkeyPatch) -> Plan:
    ours = engine.word_digest
    monkeypatch.setattr(
        engine, "word_digest", lambda kind: ours("referral_letter" if kind == KIND else kind)
    )
    return plan


def other_house(plan: Plan, engine: Engine, monkeypatch: pytest.MonkeyPatch) -> Plan:
    monkeypatch.setattr(engine, "house", engine.house.authority)
    return plan


def other_engine(plan: Plan, engine: Engine, monkeypatch: pytest.MonkeyPatch) -> Plan:
    monkeypatch.setattr("docgen.batch.plan.engine_version", lambda: {"docgen": "0.0"})
    return plan


def other_copy(plan: Plan, engine: Engine, monkeypatch: pytest.MonkeyPatch) -> Plan:
    return replace(plan, order=Order(("docx",), "delivery"))


def other_input(plan: Plan, engine: Engine, monkeypatch: pytest.MonkeyPatch) -> Plan:
    rewrite(plan.source, spoil(2))
    return plan


def shorter_input(plan: Plan, engine: Engine, monkeypatch: pytest.MonkeyPatch) -> Plan:
    rewrite(plan.source, lambda cases: cases[:3])
    return plan


@pytest.mark.parametrize(
    ("change", "named"),
    [
        (other_template, f"模板（{KIND}）"),
        (other_house, "内部设置"),
        (other_engine, "程序或其部件的版本"),
        (other_copy, "用途（--copy）"),
        (other_input, "第 2 行"),
        (shorter_input, "末尾"),
    ],
)
def test_what_changed_is_named_before_anything_is_mixed(
    plan: Plan, engine: Engine, monkeypatch: pytest.MonkeyPatch, change: Any, named: str
) -> None:
    stop = threading.Event()
    go(plan, engine, InlineCrew(engine, after=lambda _: stop.set()), stop=stop)
    before = documents(plan.out), count_lines(plan.out)
    assert before[0]
    changed = change(plan, engine, monkeypatch)
    crew = InlineCrew(engine)
    with pytest.raises(BatchChangedError) as told:
        go(changed, engine, crew)
    assert named in told.value.message
    assert "--anew" in told.value.message
    assert crew.chunks == []
    assert (documents(plan.out), count_lines(plan.out)) == before


def test_another_format_is_refused_even_when_all_is_done(plan: Plan, engine: Engine) -> None:
    go(plan, engine)
    with pytest.raises(BatchChangedError, match="格式"):
        go(replace(plan, order=Order(("pdf",), "archive")), engine)


def test_before_the_first_document_conditions_may_still_change(plan: Plan, engine: Engine) -> None:
    rewrite(plan.source, lambda cases: [case | {"payload": {}} for case in cases])
    assert go(plan, engine).failed == COUNT
    draft = replace(plan, order=Order(("docx",), "draft"))
    crew = InlineCrew(engine)
    assert go(draft, engine, crew).failed == COUNT
    assert sorted(crew.lines) == list(range(1, COUNT + 1))


def test_a_document_somebody_took_away_is_made_again(plan: Plan, engine: Engine) -> None:
    first = go(plan, engine)
    gone, short = documents(plan.out)[3:5]
    gone.unlink()
    short.write_bytes(b"x")
    crew = InlineCrew(engine)
    again = go(plan, engine, crew)
    assert len(crew.lines) == 2
    assert again.content_sha256 == first.content_sha256
    assert bagit.Bag(str(plan.bag)).is_valid()


def test_a_file_nobody_entered_is_not_in_the_bag(plan: Plan, engine: Engine) -> None:
    stop = threading.Event()
    go(plan, engine, InlineCrew(engine, after=lambda _: stop.set()), stop=stop)
    stray = plan.bag / "data/documents/2026-01/0000001-000000000000.docx"
    stray.parent.mkdir(parents=True, exist_ok=True)
    stray.write_bytes(b"from a killed run whose case was mended since")
    go(plan, engine)
    assert not stray.exists()
    assert bagit.Bag(str(plan.bag)).is_valid()


def test_a_sealing_that_was_cut_off_is_done_again(
    plan: Plan, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    def cut_off(bag: Path, entries: Iterator[Any], *_: Any, **__: Any) -> None:
        next(entries)
        (bag / "manifest-sha256.txt").write_text("half", "utf-8")
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(run_module, "seal", cut_off)
        with pytest.raises(KeyboardInterrupt):
            go(plan, engine)
    crew = InlineCrew(engine)
    assert go(plan, engine, crew).content_sha256
    assert crew.chunks == []
    assert bagit.Bag(str(plan.bag)).is_valid()


def test_a_bag_that_grows_is_no_bag_meanwhile(plan: Plan, engine: Engine) -> None:
    seen: list[bool] = []
    go(replace(plan, limit=5), engine)
    assert (plan.bag / "bagit.txt").exists()
    look = InlineCrew(engine, after=lambda _: seen.append((plan.bag / "bagit.txt").exists()))
    assert go(plan, engine, look).done == COUNT
    assert seen
    assert not any(seen)


def test_only_one_process_writes_a_batch(plan: Plan, engine: Engine) -> None:
    def second(_: int) -> None:
        with pytest.raises(BusyError, match="另一个"):
            go(plan, engine)

    assert go(plan, engine, InlineCrew(engine, after=second)).done == COUNT


def test_places_that_would_spoil_something_are_refused(plan: Plan, engine: Engine) -> None:
    with pytest.raises(InputError, match="里面"):
        go(replace(plan, source=plan.source.parent, out=plan.source.parent / "out"), engine)
    with pytest.raises(InputError, match="空文件夹"):
        go(replace(plan, out=plan.source.parent), engine)
    with pytest.raises(UnknownFormatError):
        replace(plan, order=Order(("html",), "archive"))
    assert not plan.out.exists()


def test_the_progress_tells_how_far_how_fast_and_what(plan: Plan, engine: Engine) -> None:
    moments: list[Progress] = []
    rewrite(plan.source, spoil(1))
    go(plan, engine, watch=moments.append)
    assert [*dict.fromkeys(moment.phase for moment in moments)] == [
        "preparing", "rendering", "sealing", "finished",
    ]  # fmt: skip
    last = [moment for moment in moments if moment.phase == "rendering"][-1]
    assert (last.done, last.failed, last.total) == (COUNT - 1, 1, COUNT)
    assert last.rate > 0
    assert last.seconds_left == 0
    assert last.kind in engine.catalogue


def test_the_bag_names_the_day_the_batch_was_begun(
    plan: Plan, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    go(plan, engine)
    assert f"Bagging-Date: {beijing_day()}" in (plan.bag / "bag-info.txt").read_text("utf-8")


def test_one_case_s_bug_is_its_own(
    plan: Plan, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    check = engine.check

    def faulty(kind: str, payload: Any, **options: Any) -> Any:
        if payload == {"a": 1}:
            raise ZeroDivisionError("secret words of a party")
        return check(kind, payload, **options)

    rewrite(plan.source, lambda cases: cases[4].update(payload={"a": 1}))
    monkeypatch.setitem(vars(engine), "check", faulty)
    summary = go(plan, engine)
    told = {row["line"]: row for row in errors(plan)}
    assert summary.failed == len(told)
    assert told[5]["code"] == "render_failed"
    assert "secret" not in plan.errors.read_text("utf-8")


def test_a_chunk_without_memory_is_lost_as_a_whole(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    def greedy(*_: Any, **__: Any) -> None:
        raise MemoryError

    monkeypatch.setitem(vars(engine), "check", greedy)
    with pytest.raises(MemoryError):
        chunk.render_chunk(engine, WORD, [Work(1, KIND, {}, {})])


SMALL = '''"""A kind of this test."""

from schemas.ground.base import rule
from schemas.ground.fields import Day, Text
from schemas.ground.kind import Audience, Header, KindSchema


class Small(KindSchema):
    """As small as a kind can be."""

    header = Header("小通知", (Audience.office,), "issued_on", "试验用。")
    name = Text("姓名")
    issued_on = Day("日期")
    example = {"name": "林晓岚", "issued_on": "2026-07-01"}

    @rule("试验")
    def judged(self, value, facts):
        yield from FLAW
'''
LINES = ("{{ title }}", "{{ name }}", "{{ issued_on }}")


def test_a_flawed_kind_that_is_met_stops_a_batch_before_it_renders_anything(
    tmp_path: Path, own_cache: Path, settings: Settings
) -> None:
    (tmp_path / "workshop").mkdir()
    there = replace(settings, cache=own_cache)
    with workshop_in(tmp_path / "workshop", there) as workshop:
        workshop.write("sound", SMALL.replace("FLAW", "()"), LINES)
        workshop.write("flawed", SMALL.replace("FLAW", "value.nobody"), LINES)
        engine = assemble(workshop.settings, package=workshop.package)
        crew = InlineCrew(engine)
        payload = {"name": "林晓岚", "issued_on": "2026-07-01"}
        lines = [json.dumps({"kind": kind, "payload": payload}) for kind in ("sound", "flawed")]
        (tmp_path / "sound.jsonl").write_text(lines[0] + "\n", "utf-8")
        (tmp_path / "both.jsonl").write_text("\n".join(lines), "utf-8")
        plan = Plan(tmp_path / "both.jsonl", tmp_path / "both", WORD)
        with pytest.raises(CatalogueError, match="judged"):
            go(plan, engine, crew)
        assert not crew.chunks
        assert count_lines(plan.out)["done"] == 0
        assert go(replace(plan, limit=1, out=tmp_path / "first"), engine, crew).done == 1
        sound = Plan(tmp_path / "sound.jsonl", tmp_path / "sound", WORD)
        assert go(sound, engine, crew).done == 1
