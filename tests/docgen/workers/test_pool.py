"""The pool gives what the engine gives; whatever befalls a worker befalls one document only."""

import gc
import inspect
import os
import pickle
import signal
import time
import typing
from collections.abc import Iterator, Sequence
from concurrent.futures import CancelledError, ThreadPoolExecutor, wait
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest

import api.errors
from docgen import Engine, InvalidCaseError, Settings
from docgen.errors import (
    BusyError,
    CatalogueError,
    DeadlineError,
    DocgenError,
    RenderError,
    WorkerLostError,
)
from docgen.kinds.flaw import Flaw
from docgen.register.drafts import Draft
from docgen.sets import render_on
from docgen.workers.pool import RenderPool
from docgen.workers.worker import FRAMES
from schemas.ground.base import Finding, error, notice
from tests.catalogue import every_sort_of_form
from tests.doubles.unwell_engine import KIND, open_dying, open_never, open_unwell
from tests.processes import all_gone, wait_until

pytestmark = pytest.mark.xdist_group("pool")
MIB = 1 << 20


@pytest.fixture(scope="module")
def pool(settings: Settings) -> Iterator[RenderPool]:
    """A pool as the service has it."""
    with RenderPool(settings) as pool:
        pool.warm()
        yield pool


@pytest.fixture(scope="module")
def ward(settings: Settings) -> Iterator[RenderPool]:
    """A pool of two workers that fall ill on request, with a short deadline."""
    with RenderPool(settings, deadline=1.5, open_engine=open_unwell) as pool:
        pool.warm()
        yield pool


@pytest.fixture(scope="module")
def healthy(engine: Engine) -> dict[str, Any]:
    return dict(engine.catalogue[KIND].schema.example)


@pytest.mark.parametrize("format", ["pdf", "docx", "html"])
@every_sort_of_form
def test_the_pool_gives_the_engine_s_very_document(
    pool: RenderPool, engine: Engine, kind: str, format: str
) -> None:
    example = engine.catalogue[kind].schema.example
    assert pool.render(kind, example, format, copy="draft") == engine.render(
        kind, example, format, copy="draft"
    )


def test_photos_beside_the_payload_travel_even_in_a_read_only_view(
    pool: RenderPool, engine: Engine
) -> None:
    from tests.api.photos import beside

    kind, photos = "site_inspection_record", dict[str, bytes]()
    payload = beside(engine.catalogue[kind].schema.example, photos)
    assert photos
    assert pool.render(
        kind, payload, "docx", copy="archive", files=MappingProxyType(photos)
    ) == engine.render(kind, payload, "docx", copy="archive", files=photos)


def test_an_invalid_case_is_refused_in_the_engine_s_very_words(
    pool: RenderPool, engine: Engine, healthy: dict[str, Any]
) -> None:
    payload = healthy | {"strange": 1, "mediated_on": "某日"}
    with pytest.raises(InvalidCaseError) as told:
        pool.render(KIND, payload)
    with pytest.raises(InvalidCaseError) as wanted:
        engine.render(KIND, payload)
    assert told.value.findings == wanted.value.findings
    assert len(told.value.findings) > 1
    assert vars(told.value) == vars(wanted.value)


@pytest.mark.parametrize(("arguments"), [("nothing",), (KIND, "odt")])
def test_what_the_engine_does_not_know_the_pool_refuses_alike(
    pool: RenderPool, engine: Engine, healthy: dict[str, Any], arguments: tuple[str, ...]
) -> None:
    kind, *format = arguments
    with pytest.raises(DocgenError) as wanted:
        engine.render(kind, healthy, *format)
    with pytest.raises(type(wanted.value)) as told:
        pool.render(kind, healthy, *format)
    assert told.value.message == wanted.value.message


def test_twenty_callers_at_once_each_get_their_own_document(
    pool: RenderPool, engine: Engine, healthy: dict[str, Any]
) -> None:
    payloads = [healthy | {"complaint": f"第{number}件投诉的内容。"} for number in range(20)]
    with ThreadPoolExecutor(20) as callers:
        got = list(callers.map(lambda payload: pool.render(KIND, payload, "html"), payloads))
    assert got == [engine.render(KIND, payload, "html") for payload in payloads]
    assert len({document.content for document in got}) == 20


def lasting(_: Engine) -> int:
    """Return how many objects a worker does not search for garbage any more."""
    return gc.get_freeze_count()


def test_a_warm_worker_looks_for_garbage_in_what_came_after_it_was_warm(pool: RenderPool) -> None:
    assert pool.submit(lasting).result() > 10_000


def test_any_job_can_be_done_and_have_a_deadline_of_its_own(
    ward: RenderPool, healthy: dict[str, Any]
) -> None:
    done = ward.submit(render_on, None, KIND, healthy, "html", "draft", None, documents=3)
    assert done.result() == ward.render(KIND, healthy, "html", copy="draft")
    slow = {"unwell": "asleep", "seconds": 30}
    with pytest.raises(DeadlineError, match=r"0\.3 秒"):
        ward.submit(render_on, None, KIND, slow, "pdf", "draft", None, seconds=0.3).result()


def test_a_stuck_document_ends_at_the_deadline_and_harms_no_other(
    ward: RenderPool, healthy: dict[str, Any]
) -> None:
    began = time.monotonic()
    stuck = ward.schedule(KIND, {"unwell": "stuck"})
    for _ in range(3):
        assert ward.render(KIND, healthy, "html").content
    with pytest.raises(DeadlineError) as told:
        stuck.result(10)
    assert time.monotonic() - began >= 1.5
    assert (told.value.code, "1.5" in told.value.message) == ("deadline", True)
    assert wait_until(lambda: ward.workers_alive == 2)
    assert ward.render(KIND, healthy, "html").content


@pytest.mark.parametrize("illness", ["killed", "crashed", "unpicklable"])
def test_a_worker_that_dies_costs_one_document(
    ward: RenderPool, healthy: dict[str, Any], illness: str
) -> None:
    ill = ward.schedule(KIND, {"unwell": illness})
    others = [ward.schedule(KIND, healthy, "html") for _ in range(4)]
    with pytest.raises(WorkerLostError) as told:
        ill.result(10)
    assert isinstance(told.value, RenderError)
    assert len({each.result(20).content for each in others}) == 1
    assert wait_until(lambda: ward.workers_alive == 2)


def test_a_document_that_eats_memory_is_stopped_by_the_ceiling(settings: Settings) -> None:
    with RenderPool(
        settings, workers=1, deadline=20, memory=200 * MIB, open_engine=open_unwell
    ) as pool:
        before = pool.render(KIND, {"unwell": "whoami"}).content
        with pytest.raises(WorkerLostError):
            pool.render(KIND, {"unwell": "greedy"})
        assert pool.render(KIND, {"unwell": "whoami"}).content != before


def test_a_worker_that_kept_much_memory_is_replaced_after_its_document(
    settings: Settings,
) -> None:
    with RenderPool(settings, workers=1, memory=800 * MIB, open_engine=open_unwell) as pool:
        light = pool.render(KIND, {"unwell": "hoarding", "leaves": 1}).content
        heavy = pool.render(KIND, {"unwell": "hoarding", "leaves": 400}).content
        after = pool.render(KIND, {"unwell": "whoami"}).content
        assert light == heavy != after
        assert all_gone({int(heavy)})


def test_a_worker_killed_while_idle_costs_no_document(
    ward: RenderPool, healthy: dict[str, Any]
) -> None:
    for _ in range(2):
        os.kill(int(ward.render(KIND, {"unwell": "whoami"}).content), signal.SIGKILL)
        assert ward.render(KIND, healthy, "html").content
        assert ward.render(KIND, healthy, "html").content


def test_a_worker_killed_half_way_through_its_answer_costs_one_document(
    settings: Settings, healthy: dict[str, Any]
) -> None:
    with RenderPool(settings, workers=1, deadline=5, open_engine=open_unwell) as pool:
        pool.warm()
        with pytest.raises(WorkerLostError):
            pool.render(KIND, {"unwell": "halfway"})
        assert pool.render(KIND, healthy, "html").content


def test_a_foreign_error_that_cannot_travel_arrives_as_ours_with_its_place(
    ward: RenderPool,
) -> None:
    with pytest.raises(RenderError, match="UntravelledError") as told:
        ward.render(KIND, {"unwell": "faulty"})
    (place,) = told.value.__notes__
    assert place.startswith(FRAMES)
    assert "in faulty" in place
    with pytest.raises(RenderError) as told:
        ward.render(KIND, {"unwell": "failing"})
    assert told.value.message == "渲染不出来。"
    with pytest.raises(SystemExit):
        ward.render(KIND, {"unwell": "leaving"})


def test_a_worker_outlives_the_errors_of_its_documents(settings: Settings) -> None:
    with RenderPool(settings, workers=1, open_engine=open_unwell) as pool:
        before = pool.render(KIND, {"unwell": "whoami"}).content
        for illness in ("faulty", "failing", "leaving"):
            with pytest.raises((RenderError, SystemExit)):
                pool.render(KIND, {"unwell": illness})
        assert pool.render(KIND, {"unwell": "whoami"}).content == before


def test_a_payload_that_cannot_travel_is_the_caller_s_own_error(ward: RenderPool) -> None:
    with pytest.raises((AttributeError, TypeError, pickle.PicklingError)):
        ward.schedule(KIND, {"name": lambda: None})


def test_a_full_line_refuses_at_once_and_takes_documents_again_later(settings: Settings) -> None:
    with RenderPool(settings, workers=1, backlog=2, open_engine=open_unwell) as pool:
        pool.warm()
        resting = [pool.schedule(KIND, {"unwell": "asleep", "seconds": 2}) for _ in range(3)]
        with pytest.raises(BusyError) as told:
            pool.render(KIND, {"unwell": "whoami"})
        assert not resting[0].done()
        assert (told.value.code, told.value.retry_after) == ("busy", 2)
        assert [each.result(10).content for each in resting] == [b"rested"] * 3
        for _ in range(5):
            assert all(
                future.result(10)
                for future in [pool.schedule(KIND, {"unwell": "whoami"}) for _ in range(3)]
            )


def test_who_has_a_seat_is_not_refused_half_way(
    settings: Settings, healthy: dict[str, Any]
) -> None:
    with RenderPool(settings, workers=1, backlog=0, open_engine=open_unwell) as pool:
        pool.warm()
        with pool.seat() as render:
            first = render(KIND, healthy)
            with pytest.raises(BusyError):
                pool.render(KIND, healthy)
            with pytest.raises(BusyError), pool.seat():
                pass
            with pytest.raises(RenderError):
                render(KIND, {"unwell": "failing"})
            assert render(KIND, healthy) == first
        assert pool.render(KIND, healthy) == first


def test_a_document_that_still_waits_can_be_cancelled(settings: Settings) -> None:
    with RenderPool(settings, workers=1, backlog=2, open_engine=open_unwell) as pool:
        running = pool.schedule(KIND, {"unwell": "asleep", "seconds": 0.5})
        waiting = pool.schedule(KIND, {"unwell": "whoami"})
        assert waiting.cancel()
        assert running.result(10).content == b"rested"
        with pytest.raises(CancelledError):
            waiting.result(10)
        assert pool.render(KIND, {"unwell": "whoami"}).content


def test_a_recycled_worker_gives_the_same_bytes_as_the_first(
    settings: Settings, healthy: dict[str, Any]
) -> None:
    with RenderPool(settings, workers=1, recycle_after=2, open_engine=open_unwell) as pool:
        documents, pids = [], []
        for _ in range(3):
            documents.append(pool.render(KIND, healthy))
            pids.append(pool.render(KIND, {"unwell": "whoami"}).content)
    assert len(set(pids)) == 3
    assert documents[0] == documents[1] == documents[2]
    assert all_gone({int(pid) for pid in pids})


def test_closing_finishes_what_was_scheduled_and_leaves_no_process(settings: Settings) -> None:
    pool = RenderPool(settings, open_engine=open_unwell)
    pids = {pool.schedule(KIND, {"unwell": "whoami"}) for _ in range(6)}
    last = pool.schedule(KIND, {"unwell": "asleep", "seconds": 0.3})
    pool.close()
    pool.close()
    assert last.result(0).content == b"rested"
    assert all_gone({int(future.result(0).content) for future in pids})
    assert (pool.workers_alive, pool.ready) == (0, False)
    with pytest.raises(BusyError):
        pool.schedule(KIND, {})


def test_leaving_with_an_error_stops_at_once(settings: Settings) -> None:
    began, futures = 0.0, []

    def leave() -> None:
        nonlocal began
        with RenderPool(settings, workers=1, open_engine=open_unwell) as pool:
            pool.warm()
            futures.extend(pool.schedule(KIND, {"unwell": "stuck"}) for _ in range(3))
            assert wait_until(futures[0].running)
            began = time.monotonic()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        leave()
    assert time.monotonic() - began < 25  # the deadline, which nobody waited for, is 30
    wait(futures, 0)
    with pytest.raises(WorkerLostError):
        futures[0].result(0)
    assert futures[1].cancelled()


def test_workers_leave_signals_to_the_parent(ward: RenderPool, tmp_path: Path) -> None:
    mark = tmp_path / "pid"
    future = ward.schedule(KIND, {"unwell": "asleep", "seconds": 0.7, "mark": str(mark)})
    assert wait_until(lambda: mark.exists() and mark.read_text())
    for number in (signal.SIGINT, signal.SIGTERM):
        os.kill(int(mark.read_text()), number)
    assert future.result(10).content == b"rested"


def test_a_pool_whose_engine_does_not_open_says_why(settings: Settings) -> None:
    with RenderPool(settings, workers=1, open_engine=open_never) as pool:
        with pytest.raises(CatalogueError, match="打不开"):
            pool.warm()
        assert not pool.ready
        with pytest.raises(CatalogueError):
            pool.render(KIND, {})
    with (
        RenderPool(settings, workers=1, open_engine=open_dying) as pool,
        pytest.raises(WorkerLostError),
    ):
        pool.warm()


@pytest.mark.parametrize(
    "wrong", [{"workers": 0}, {"deadline": 0}, {"recycle_after": 0}, {"backlog": -1}]
)
def test_a_pool_that_could_not_work_is_not_made(settings: Settings, wrong: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="a pool needs"):
        RenderPool(settings, **wrong)


def family(kind: type[DocgenError]) -> Iterator[type[DocgenError]]:
    yield kind
    for each in kind.__subclasses__():
        yield from family(each)


def specimen(kind: type[DocgenError]) -> DocgenError:
    """An error of this class, made as its signature asks."""
    wanted = inspect.signature(kind).parameters.values()
    types = typing.get_type_hints(kind.__init__)
    return kind(**{each.name: EXAMPLES[types[each.name]] for each in wanted})


NOW = datetime(2026, 7, 10, tzinfo=UTC)
EXAMPLES: dict[Any, Any] = {
    str: "请改正。",
    bool: True,
    int: 3,
    float: 2.5,
    timedelta: timedelta(minutes=4),
    Sequence[str]: ["𠀀", "囗"],
    Draft: Draft("0" * 32, "k", "甲", None, None, {"a": ["b"]}, 2, "乙", NOW, NOW, None),
    Sequence[Finding]: [error("/a/0", "x", "改。", "第一条"), notice("", "y", "看。")],
    Sequence[Flaw]: [Flaw("a.docx", "第 2 段", "改。")],
}


@pytest.mark.parametrize("kind", sorted(set(family(DocgenError)), key=lambda each: each.__name__))
def test_every_error_of_ours_travels_unchanged(kind: type[DocgenError]) -> None:
    assert issubclass(api.errors.RequestError, DocgenError)
    fault = specimen(kind)
    fault.add_note("note")
    for protocol in range(2, pickle.HIGHEST_PROTOCOL + 1):
        arrived = pickle.loads(pickle.dumps(fault, protocol))  # noqa: S301
        assert type(arrived) is kind
        assert (arrived.args, vars(arrived)) == (fault.args, vars(fault))
        assert (str(arrived), arrived.code, arrived.exit_code) == (
            fault.message, kind.code, kind.exit_code,
        )  # fmt: skip
