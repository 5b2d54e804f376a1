"""`Idempotency-Key`: nothing is done twice, whoever asks again, and whatever died meanwhile."""

import io
import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from api.app import create_app
from docgen import Engine, Settings
from docgen.document import Document
from docgen.errors import BusyError
from docgen.register import idempotency, store
from docgen.register.actor import Role
from docgen.register.database import Register, open_register
from docgen.register.issue import POINTS
from docgen.register.recover import recover
from docgen.register.rights import Scope
from docgen.register.tables import answers, documents
from tests.api.desks import ISSUE, KIND, Desk, open_desk
from tests.api.photos import beside
from tests.api.test_auth import assert_refused
from tests.docgen.register.accounts import Clock
from tests.docgen.register.wholeness import assert_whole, numbers_given
from tests.doubles.quick_pool import QuickPool
from tests.doubles.quick_render import QuickRender

CORPUS = Path(__file__).parents[1] / "corpus"
FORM = {"method": "post", "recipient": "温若岚", "delivered_on": "2026-07-01"}


class Death(BaseException):
    """The process is gone: nothing may catch it."""


def issued(office: Register) -> int:
    with office.reading() as connection:
        return connection.scalar(select(func.count()).select_from(documents)) or 0


def kept(office: Register) -> list[str]:
    """The states of all answers that are kept."""
    with office.reading() as connection:
        return list(connection.scalars(select(answers.c.state)))


def test_the_same_key_and_case_get_the_same_answer_and_one_document(
    desk: Desk, office: Register, payload: dict[str, Any]
) -> None:
    first = desk.post(f"{ISSUE}?case_ref=A-1", payload, key="k-1")
    again = desk.post(f"{ISSUE}?case_ref=A-1", payload, key="k-1")
    assert "Idempotency-Replayed" not in first.headers
    assert again.headers["Idempotency-Replayed"] == "true"
    assert (again.status_code, again.data) == (first.status_code, first.data)
    assert again.headers["Location"] == first.headers["Location"]
    assert issued(office) == 1
    assert_whole(office)


def test_a_case_spelt_otherwise_is_the_same_case(
    desk: Desk, office: Register, payload: dict[str, Any]
) -> None:
    spelt = json.dumps(dict(reversed(payload.items())), indent=2).encode()
    first = desk.post(ISSUE, payload, key="k-1")
    again = desk.post(ISSUE, data=spelt, content_type="application/json", key="k-1")
    assert again.data == first.data
    assert issued(office) == 1


def test_photos_under_another_boundary_are_the_same_and_other_photos_are_not(
    desk: Desk, engine: Engine, office: Register
) -> None:
    photos: dict[str, bytes] = {}
    kind = "site_inspection_record"
    record = json.dumps(beside(engine.catalogue[kind].schema.example, photos))

    def send(**changed: bytes) -> Any:
        parts: dict[str, Any] = {"payload": record}
        for number, (name, content) in enumerate(photos.items()):
            given = changed.get(f"photo_{number}", content)
            parts[f"photo-{number}"] = (io.BytesIO(given), name)
        return desk.post(f"/v1/documents/{kind}", data=parts, key="k-1")

    first = send()
    assert first.status_code == 201
    assert send().data == first.data
    assert_refused(send(photo_0=[*photos.values()][1]), 422, "idempotency_key_reused")
    assert issued(office) == 1


def test_the_key_with_anything_else_is_refused(
    desk: Desk, office: Register, payload: dict[str, Any]
) -> None:
    place = desk.issue(payload, key="k-1")["links"]["self"]
    for other in (
        desk.post(ISSUE, payload | {"complainant_name": "温若岚"}, key="k-1"),
        desk.post(f"{ISSUE}?case_ref=A-1", payload, key="k-1"),
        desk.post(f"{ISSUE}?drafted_by=苗雨", payload, key="k-1"),
        desk.post(f"{place}/supersede", payload, key="k-1"),
        desk.post(f"{place}/deliveries", FORM, key="k-1"),
    ):
        assert_refused(other, 422, "idempotency_key_reused")
    assert issued(office) == 1


def test_a_key_is_its_caller_s_own(
    desk: Desk, office_app: Flask, office: Register, payload: dict[str, Any]
) -> None:
    other = open_desk(office_app, office, Role.officer, name="丁南")
    same_person = open_desk(office_app, office, Role.officer)
    ids = {each.issue(payload, key="k-1")["id"] for each in (desk, other, same_person)}
    assert len(ids) == issued(office) == 3


def test_a_caller_who_may_not_issue_learns_no_answer(
    desk: Desk, office_app: Flask, office: Register, payload: dict[str, Any]
) -> None:
    desk.issue(payload, key="k-1")
    reader = open_desk(office_app, office, Role.officer, Scope.read)
    assert_refused(reader.post(ISSUE, payload, key="k-1"), 403, "forbidden")


@pytest.mark.parametrize("key", ["", " ", "a b", "é", "k" * 256, "a\tb", "钥"])
def test_a_key_that_is_none_is_refused(
    desk: Desk, office: Register, payload: dict[str, Any], key: str
) -> None:
    try:
        answer = desk.post(ISSUE, payload, key=key)
    except UnicodeEncodeError:
        pytest.skip("no client can send this")
    assert_refused(answer, 400, "bad_request")
    assert issued(office) == 0


def test_a_refusal_leaves_the_key_free(
    desk: Desk, office: Register, pool: QuickPool, payload: dict[str, Any]
) -> None:
    assert desk.post(ISSUE, {}, key="k-1").status_code == 422
    pool.how = _busy
    assert desk.post(ISSUE, payload, key="k-1").status_code == 503
    pool.how = QuickRender()
    assert kept(office) == []
    assert desk.issue(payload, key="k-1")["document_number"].endswith("第1号")
    assert_whole(office)


def _busy(*_: Any, **__: Any) -> Document:
    raise BusyError


def test_a_document_is_voided_once_and_a_crash_forgets_nothing(
    desk: Desk, office: Register, payload: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    place, form = desk.issue(payload)["links"]["self"], {"reason": "重复出具"}
    with monkeypatch.context() as patched:
        patched.setattr(idempotency, "_keep", _dies)
        with pytest.raises(Death):
            desk.post(f"{place}/void", form, key="k-1")
    first, again = (desk.post(f"{place}/void", form, key="k-1") for _ in range(2))
    assert (first.status_code, first.json["state"]) == (200, "void")
    assert first.data == again.data
    assert_refused(desk.post(f"{place}/void", form, key="k-2"), 409, "document_state")
    other = {"reason": "另一理由"}
    assert_refused(desk.post(f"{place}/void", other, key="k-1"), 422, "idempotency_key_reused")
    assert [entry["act"] for entry in desk.get(place).json["life"]] == ["issue", "void"]
    assert_whole(office)


def _dies(*_: Any) -> None:
    raise Death


def test_a_new_version_and_a_delivery_are_made_once(
    desk: Desk, office: Register, payload: dict[str, Any]
) -> None:
    place = desk.issue(payload)["links"]["self"]
    for act, body in (("deliveries", FORM), ("supersede", payload)):
        first, again = (desk.post(f"{place}/{act}", body, key=act) for _ in range(2))
        assert (first.status_code, again.status_code) == (201, 201)
        assert first.data == again.data
    assert issued(office) == 2
    assert len(desk.get(place).json["deliveries"]) == 1
    assert_whole(office)


def test_while_the_first_is_at_work_the_second_is_told_to_wait(
    desk: Desk, office: Register, pool: QuickPool, payload: dict[str, Any]
) -> None:
    begun, may_go_on = Event(), Event()

    def slowly(*rest: Any, **options: Any) -> Document:
        begun.set()
        assert may_go_on.wait(20)
        return QuickRender()(*rest, **options)

    pool.how = slowly
    with ThreadPoolExecutor(1) as others:
        first = others.submit(desk.post, ISSUE, payload, key="k-1")
        assert begun.wait(20)
        refused = desk.post(ISSUE, payload, key="k-1")
        assert_refused(refused, 409, "still_running")
        assert refused.headers["Retry-After"] == "1"
        assert_refused(
            desk.post(ISSUE, payload | {"complainant_name": "温若岚"}, key="k-1"),
            422, "idempotency_key_reused",
        )  # fmt: skip
        may_go_on.set()
        answer = first.result(20)
    assert desk.post(ISSUE, payload, key="k-1").data == answer.data
    assert issued(office) == 1


def test_of_twenty_racing_requests_one_issues(
    desk: Desk, office: Register, payload: dict[str, Any]
) -> None:
    with ThreadPoolExecutor(20) as racers:
        raced = [*racers.map(lambda _: desk.post(ISSUE, payload, key="k-1"), range(20))]
    told = {answer.data for answer in raced if answer.status_code == 201}
    assert len(told) == 1
    assert {answer.status_code for answer in raced} <= {201, 409}
    assert issued(office) == 1
    assert_whole(office)


def test_an_answer_outlives_the_service(
    desk: Desk, office_settings: Settings, engine: Engine, office: Register, payload: dict[str, Any]
) -> None:
    first = desk.post(ISSUE, payload, key="k-1")
    again = open_register(office_settings)
    recover(again)
    other = create_app(office_settings, engine, QuickPool(engine), again)  # type: ignore[arg-type]
    assert Desk(other.test_client(), desk.key).post(ISSUE, payload, key="k-1").data == first.data
    again.engine.dispose()
    assert issued(office) == 1


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def timed(
    office_settings: Settings, engine: Engine, office: Register, pool: QuickPool, clock: Clock
) -> Desk:
    """A desk of the same office whose clock the test moves."""
    register = replace(office, now=clock)
    app = create_app(office_settings, engine, pool, register)  # type: ignore[arg-type]
    return open_desk(app, register, Role.officer)


def test_a_day_later_the_key_is_as_good_as_new_and_nothing_old_is_kept(
    timed: Desk, office: Register, payload: dict[str, Any], clock: Clock
) -> None:
    first = timed.issue(payload, key="k-1")
    timed.issue(payload, key="k-2")
    clock.forward(hours=23, minutes=59)
    assert timed.issue(payload, key="k-1")["id"] == first["id"]
    clock.forward(minutes=2)
    assert timed.issue(payload, key="k-1")["id"] != first["id"]
    assert kept(office) == ["done"]


@pytest.mark.parametrize("point", POINTS)
def test_a_crash_at_any_point_is_made_good_by_asking_again(
    desk: Desk, office: Register, payload: dict[str, Any], point: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    with monkeypatch.context() as patched:
        patched.setattr("docgen.register.issue.pass_by", _dies_at(point))
        with pytest.raises(Death):
            desk.post(ISSUE, payload, key="k-1")
    assert kept(office) == ["running"]
    # Nobody has recovered yet: whoever asks first sees to what the dead left behind.
    answer = desk.post(ISSUE, payload, key="k-1")
    assert answer.status_code == 201
    assert ("Idempotency-Replayed" in answer.headers) == (point == "issued")
    assert desk.post(ISSUE, payload, key="k-1").data == answer.data
    recover(office)
    desk.issue(payload)
    assert numbers_given(office) == ["示市监﹝2026﹞第1号", "示市监﹝2026﹞第2号"]
    assert kept(office) == ["done"]
    assert_whole(office)


def _dies_at(wanted: str) -> Any:
    def fault(point: str) -> None:
        if point == wanted:
            raise Death(point)

    return fault


@pytest.mark.parametrize("victim", ["_begin", "_keep"])
def test_a_crash_around_the_act_is_made_good_too(
    desk: Desk, office: Register, payload: dict[str, Any], victim: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    whole = getattr(idempotency, victim)

    def dies(*rest: Any) -> None:
        if victim == "_begin":
            whole(*rest)
        raise Death

    place = desk.issue(payload)["links"]["self"]
    for act, body in ((f"{place}/deliveries", FORM), (f"{place}/supersede", payload)):
        with monkeypatch.context() as patched:
            patched.setattr(idempotency, victim, dies)
            with pytest.raises(Death):
                desk.post(act, body, key=act)
        answer = desk.post(act, body, key=act)
        assert answer.status_code == 201
        assert ("Idempotency-Replayed" in answer.headers) == (victim == "_keep")
        assert desk.post(act, body, key=act).data == answer.data
    assert len(desk.get(place).json["deliveries"]) == 1
    assert issued(office) == 2
    assert_whole(office)


def test_an_answer_told_from_the_register_has_the_notices_of_its_case(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    late = json.loads((CORPUS / KIND / "late.json").read_bytes())
    del late["document_number"]
    with monkeypatch.context() as patched:
        patched.setattr("docgen.register.issue.pass_by", _dies_at("issued"))
        with pytest.raises(Death):
            desk.post(ISSUE, late, key="k-1")
    told = desk.issue(late, key="k-1")["notices"]
    assert [each["code"] for each in told] == ["statutory_deadline"]


def test_an_answer_that_could_not_be_kept_is_given_all_the_same(
    desk: Desk, office: Register, payload: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: Any) -> None:
        raise OSError

    with monkeypatch.context() as patched:
        patched.setattr(idempotency, "_keep", fails)
        first = desk.issue(payload, key="k-1")
    assert desk.issue(payload, key="k-1")["id"] == first["id"]
    assert issued(office) == 1


def test_recovering_clears_the_claims_of_dead_requests_and_leaves_the_living(
    desk: Desk, office: Register, pool: QuickPool, payload: dict[str, Any], tmp_path: Path
) -> None:
    dead = office.store / store.CLAIMS / "answer-of-the-dead"
    dead.parent.mkdir(exist_ok=True)
    dead.touch()
    seen: list[list[str]] = []

    def meanwhile(*rest: Any, **options: Any) -> Document:
        recover(office)
        seen.append(store.claims(office.store))
        return QuickRender()(*rest, **options)

    pool.how = meanwhile
    document_id = desk.issue(payload, key="k-1")["id"]
    assert all(len(claims) == 2 and document_id in claims for claims in seen)
    assert not dead.exists()
    assert_whole(office)
