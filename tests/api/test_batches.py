"""Batches over HTTP: handed in, watched, taken out; they go on after whatever stopped them."""

import io
import json
import subprocess
import sys
import threading
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import bagit
import openpyxl
import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from api.app import create_app
from api.uploads import receive
from docgen import Engine, Settings
from docgen.batch.office import rows
from docgen.batch.office.foreman import NICENESS, Foreman
from docgen.bench.year import with_serial
from docgen.register.actor import Role
from docgen.register.database import Register
from docgen.register.rights import Scope
from docgen.register.tables import audit
from tests.api.desks import Desk, open_desk
from tests.api.test_auth import assert_refused
from tests.api.test_examples import CONTRACT, faults_of
from tests.catalogue import CORPUS
from tests.docgen.batch.sheets import FIRST_ROW, Workbook, write
from tests.doubles.inline_crew import InlineCrew
from tests.doubles.quick_pool import QuickPool

PLACE = "/v1/batches"
KIND = "mediation_agreement"
QUERY = "?format=docx"
PATIENCE = 60.0
ENDED = ("done", "failed", "cancelled")
FORM = "multipart/form-data"
NOBODY = "01" + "0" * 30


@pytest.fixture
def crew(engine: Engine) -> InlineCrew:
    return InlineCrew(engine)


@pytest.fixture
def foreman(
    office_settings: Settings, engine: Engine, office: Register, crew: InlineCrew
) -> Iterator[Foreman]:
    """Somebody who runs the batches of the office at once, without processes."""
    foreman = Foreman(office_settings, engine, office, lambda _: crew)
    yield foreman
    foreman.stop()


@pytest.fixture
def office_app(
    office_settings: Settings, engine: Engine, office: Register, pool: QuickPool, foreman: Foreman
) -> Flask:
    return create_app(office_settings, engine, pool, office, foreman)  # type: ignore[arg-type]


@pytest.fixture
def archivist(office_app: Flask, office: Register) -> Desk:
    return open_desk(office_app, office, Role.archivist, name="江望舒")


def cases(count: int = 3, kind: str = KIND) -> bytes:
    """Cases as JSON Lines, each with a document number of its own."""
    payload = json.loads((CORPUS / kind / "typical.json").read_text("utf-8"))
    lines = []
    for number in range(1, count + 1):
        numbered = payload | {"document_number": f"示市监﹝2026﹞第{number}号"}
        lines.append(json.dumps({"kind": kind, "payload": numbered, "id": f"case-{number}"}))
    return "\n".join(lines).encode()


def hand_in(
    desk: Desk, content: bytes, name: str = "cases.jsonl", query: str = QUERY, **photos: bytes
) -> TestResponse:
    data = {"input": (io.BytesIO(content), name)}
    for number, (photo, pixels) in enumerate(photos.items()):
        data[f"photo{number}"] = (io.BytesIO(pixels), photo)
    return desk.post(PLACE + query, data=data, content_type=FORM)


def started(desk: Desk, *given: Any, **options: Any) -> str:
    answer = hand_in(desk, *given, **options)
    assert answer.status_code == 202, answer.text
    assert answer.headers["Location"] == answer.json["links"]["self"]
    keeps("Batch", answer.json)
    return str(answer.headers["Location"])


def await_state(desk: Desk, place: str, *states: str) -> dict[str, Any]:
    end = time.monotonic() + PATIENCE
    while (found := desk.get(place).json)["state"] not in (states or ENDED):
        assert time.monotonic() < end, found
        time.sleep(0.02)
    keeps("Batch", found)
    return dict(found)


def keeps(schema: str, answer: Any) -> None:
    """Hold an answer to the contract."""
    assert faults_of({"$ref": f"#/components/schemas/{schema}"}, answer) == []


def acts(office: Register) -> list[tuple[str, str]]:
    wanted = select(audit.c.actor, audit.c.act).where(audit.c.act.startswith("batch"))
    with office.reading() as connection:
        return [tuple(row) for row in connection.execute(wanted.order_by(audit.c.sequence))]


def test_batch_becomes_a_bag_that_others_can_check(
    archivist: Desk, foreman: Foreman, office: Register, tmp_path: Path
) -> None:
    place = started(archivist, cases())
    waiting = archivist.get(place).json
    assert (waiting["state"], waiting["links"]["bag"]) == ("waiting", None)
    assert_refused(archivist.get(f"{place}/bag"), 409, "batch_state")
    foreman.start()
    ended = await_state(archivist, place)
    assert (ended["state"], ended["total"], ended["done"], ended["failed"]) == ("done", 3, 3, 0)
    assert (ended["created_by"], ended["problem"]) == ("江望舒/desk-0", None)
    answer = archivist.get(ended["links"]["bag"])
    assert answer.content_type == "application/zip"
    assert len(answer.data) == answer.content_length
    with zipfile.ZipFile(io.BytesIO(answer.data)) as package:
        package.extractall(tmp_path / "out")
    (folder,) = (tmp_path / "out").iterdir()
    bag = bagit.Bag(str(folder))
    bag.validate()
    assert len([*folder.glob("data/documents/*/*.docx")]) == 3
    assert acts(office) == [
        ("江望舒/desk-0", "batch_start"), ("docgen", "batch_end"), ("江望舒/desk-0", "batch_bag"),
    ]  # fmt: skip
    part = archivist.get(ended["links"]["bag"], Range="bytes=1000-")
    assert (part.status_code, part.data) == (206, answer.data[1000:])
    assert part.headers["ETag"] == answer.headers["ETag"]


def test_who_waits_for_a_batch_hears_when_it_has_ended(archivist: Desk, foreman: Foreman) -> None:
    place = started(archivist, cases())
    assert archivist.get(f"{place}?wait=1").json["state"] == "waiting"
    foreman.start()
    assert archivist.get(f"{place}?wait=30").json["state"] == "done"
    (change,) = archivist.get("/v1/changes?wait=1").json["changes"]
    assert (change["act"], change["batch_state"], change["links"]["self"]) == (
        "batch_end", "done", place,
    )  # fmt: skip


def test_sheet_with_faults_comes_back_as_errors_and_mended_succeeds(
    archivist: Desk, foreman: Foreman, engine: Engine, tmp_path: Path
) -> None:
    foreman.start()
    payload = json.loads((CORPUS / KIND / "typical.json").read_text("utf-8"))
    sheet = {"甲": payload, "乙": with_serial(payload, 7)}
    book = Workbook(write(tmp_path / "a.xlsx", engine, KIND, sheet))
    book.type("投诉调解书", FIRST_ROW + 1, "文书日期", "2026年13月1日", "@")
    place = started(archivist, book.save().read_bytes(), "表格.xlsx")
    ended = await_state(archivist, place)
    assert (ended["state"], ended["done"], ended["failed"]) == ("done", 1, 1)
    answer = archivist.get(f"{place}/items?state=failed").json
    keeps("BatchItems", answer)
    (item,) = answer["items"]
    (finding,) = item["findings"]
    assert (item["line"], answer["next"]) == (FIRST_ROW + 1, None)
    assert finding["place"] == "「投诉调解书」表第 6 行 AM 列（文书日期）"
    (tmp_path / "errors.xlsx").write_bytes(archivist.get(ended["links"]["errors"]).data)
    book = Workbook(tmp_path / "errors.xlsx")
    book.type("投诉调解书", 4, "文书日期", payload["issued_on"], "@")
    assert openpyxl.load_workbook(book.path)["投诉调解书"]["A4"].value == "乙"
    again = await_state(archivist, started(archivist, book.save().read_bytes(), "errors.xlsx"))
    assert (again["done"], again["failed"]) == (1, 0)
    assert_refused(archivist.get(f"{again['links']['self']}/errors.xlsx"), 409, "batch_state")


def test_photos_come_beside_or_in_a_zip(archivist: Desk, foreman: Foreman) -> None:
    foreman.start()
    kind = CORPUS / "site_inspection_record"
    payload = json.loads((kind / "typical.json").read_text("utf-8"))
    names = [photo["file"] for photo in payload["photos"]]
    photos = {name: (kind / name).read_bytes() for name in names}
    line = json.dumps({"kind": kind.name, "payload": payload}).encode()
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as package:
        package.writestr("一/案.json", json.dumps(payload))
        for name, content in photos.items():
            package.writestr(f"一/{name}", content)
    query = f"{QUERY}&kind={kind.name}"
    for place in (
        started(archivist, line, query=QUERY, **photos),
        started(archivist, packed.getvalue(), "a.zip", query),
    ):
        ended = await_state(archivist, place)
        assert (ended["done"], ended["failed"]) == (1, 0), archivist.get(f"{place}/items").json


def test_items_are_given_page_by_page(archivist: Desk, foreman: Foreman) -> None:
    foreman.start()
    place = started(archivist, cases(5))
    await_state(archivist, place)
    seen: list[str] = []
    following = f"{place}/items?most=2&state=done"
    while following:
        page = archivist.get(following).json
        keeps("BatchItems", page)
        seen += [item["id"] for item in page["items"]]
        following = page["next"]
    assert seen == [f"case-{number}" for number in range(1, 6)]


def test_list_has_the_newest_first_and_pages(archivist: Desk) -> None:
    places = [started(archivist, cases(1)) for _ in range(3)]
    first = archivist.get(f"{PLACE}?most=2").json
    second = archivist.get(first["next"]).json
    keeps("Batches", first)
    found = [each["links"]["self"] for each in (*first["batches"], *second["batches"])]
    assert found == places[::-1]
    assert second["next"] is None


# Stopped and going on


def gate(crew: InlineCrew, at: int) -> tuple[threading.Event, threading.Event]:
    """Hold the crew after its chunk number `at`: (it has come there, it may go on)."""
    come, go = threading.Event(), threading.Event()

    def wait(chunks: int) -> None:
        if chunks == at:
            come.set()
            assert go.wait(PATIENCE)

    crew._after = wait
    return come, go


def test_batch_goes_on_after_the_service_ended(
    archivist: Desk, foreman: Foreman, crew: InlineCrew, engine: Engine, office: Register,
    office_settings: Settings,
) -> None:  # fmt: skip
    come, go = gate(crew, 3)
    place = started(archivist, cases(12))
    foreman.start()
    assert come.wait(PATIENCE)
    ending = threading.Thread(target=foreman.stop)
    ending.start()
    while not foreman._stop.is_set():
        time.sleep(0.01)
    go.set()
    ending.join(PATIENCE)
    halted = archivist.get(place).json
    assert halted["state"] == "running"
    assert 0 < halted["done"] < 12
    successor = Foreman(office_settings, engine, office, lambda _: crew)
    successor.start()
    ended = await_state(archivist, place)
    successor.stop()
    assert (ended["state"], ended["done"]) == ("done", 12)
    assert sorted(crew.lines) == [*range(1, 13)]


def test_cancelled_batch_stops_and_can_be_taken_up_again(
    archivist: Desk, foreman: Foreman, crew: InlineCrew
) -> None:
    come, go = gate(crew, 2)
    place = started(archivist, cases(12))
    foreman.start()
    assert come.wait(PATIENCE)
    assert archivist.get(place).json["phase"] in ("preparing", "rendering")
    assert archivist.post(f"{place}/cancel").json["state"] == "cancelling"
    go.set()
    ended = await_state(archivist, place)
    assert (ended["state"], ended["content_sha256"]) == ("cancelled", None)
    assert 0 < ended["done"] < 12
    assert_refused(archivist.post(f"{place}/cancel"), 409, "batch_state")
    assert archivist.post(f"{place}/resume").status_code == 202
    ended = await_state(archivist, place, "done")
    assert (ended["done"], len(crew.lines)) == (12, 12)
    assert_refused(archivist.post(f"{place}/resume"), 409, "batch_state")


def test_waiting_batch_is_cancelled_at_once(archivist: Desk, foreman: Foreman) -> None:
    place = started(archivist, cases(1))
    assert archivist.post(f"{place}/cancel").json["state"] == "cancelled"
    foreman.start()
    other = started(archivist, cases(1))
    assert await_state(archivist, other)["state"] == "done"
    assert archivist.get(place).json["done"] == 0


def test_one_batch_at_a_time_in_the_order_they_came(
    archivist: Desk, foreman: Foreman, crew: InlineCrew
) -> None:
    come, go = gate(crew, 1)
    places = [started(archivist, cases(2)) for _ in range(3)]
    foreman.start()
    assert come.wait(PATIENCE)
    states = [archivist.get(place).json["state"] for place in places]
    assert states == ["running", "waiting", "waiting"]
    go.set()
    moments = [await_state(archivist, place)["finished_at"] for place in places]
    assert moments == sorted(moments)


def test_input_nobody_can_read_fails_the_batch_and_says_why(
    archivist: Desk, foreman: Foreman
) -> None:
    foreman.start()
    place = started(archivist, "案件编号,文号\n1,2\n".encode(), "a.csv")
    ended = await_state(archivist, place)
    assert (ended["state"], ended["problem"]["code"]) == ("failed", "bad_sheet")
    assert "--kind" in ended["problem"]["detail"]


def test_case_that_failed_is_tried_again(
    archivist: Desk, foreman: Foreman, crew: InlineCrew
) -> None:
    crew._poison = lambda work: work.line == 2
    foreman.start()
    place = started(archivist, cases(3))
    assert await_state(archivist, place)["failed"] == 1
    crew._poison = lambda _: False
    archivist.post(f"{place}/resume")
    ended = await_state(archivist, place, "done")
    assert (ended["done"], ended["failed"]) == (3, 0)


def test_batch_the_service_dies_over_twice_is_left_alone(
    archivist: Desk, foreman: Foreman, office: Register, crew: InlineCrew
) -> None:
    """A poisoned input took the service down after every start, nineteen times in two minutes."""
    place = started(archivist, cases(2))
    batch_id = place.rpartition("/")[2]
    for _ in range(2):  # Begun, and then the process is gone.
        rows.begin(office, batch_id, office.now())
        rows.count_beginning(office, batch_id)
    foreman.start()
    ended = await_state(archivist, place)
    assert (ended["state"], ended["problem"]["code"]) == ("failed", "batch_deadly")
    assert crew.lines == []
    assert archivist.post(f"{place}/resume").status_code == 202
    assert await_state(archivist, place, "done")["done"] == 2
    assert rows.find_batch(office, batch_id).deaths == 0


def test_hidden_rows_are_named_and_somebody_decides(
    archivist: Desk, foreman: Foreman, engine: Engine, tmp_path: Path
) -> None:
    foreman.start()
    kind = "non_acceptance_notice"
    payload = json.loads((CORPUS / kind / "minimal.json").read_text("utf-8"))
    two = {"甲": payload, "乙": payload | {"document_number": "示市监﹝2026﹞第2号"}}
    book = Workbook(write(tmp_path / "a.xlsx", engine, kind, two))
    book.book["投诉不予受理决定书"].row_dimensions[FIRST_ROW + 1].hidden = True
    content = book.save().read_bytes()
    place = started(archivist, content, "表格.xlsx")
    ended = await_state(archivist, place)
    assert (ended["state"], ended["problem"]["code"]) == ("failed", "hidden_cells")
    assert "第 6 行" in ended["problem"]["detail"]
    assert archivist.post(f"{place}/resume?hidden=skip").status_code == 202
    ended = await_state(archivist, place, "done")
    assert (ended["done"], ended["rows"][0]["skipped"]) == (1, 1)
    other = started(archivist, content, "表格.xlsx", f"{QUERY}&hidden=include")
    assert await_state(archivist, other)["done"] == 2


def test_no_more_wait_than_an_office_has_room_for(
    archivist: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("docgen.batch.office.room.MOST_WAITING", 2)
    for _ in range(2):
        started(archivist, cases(1))
    assert_refused(hand_in(archivist, cases(1)), 503, "busy")
    monkeypatch.setattr("docgen.batch.office.room.MOST_WAITING", 20)
    monkeypatch.setattr("docgen.batch.office.room.RESERVE", 1 << 60)
    assert_refused(hand_in(archivist, cases(1)), 503, "keep_failed")


def test_contract_names_every_route_and_who_may(office_app: Flask) -> None:
    promised = {
        (method.upper(), path.replace("{batch_id}", "<batch_id>"))
        for path, item in CONTRACT["paths"].items()
        if path.startswith(PLACE)
        for method in {"get", "post"} & {*item}
    }
    served = {
        (method, rule.rule)
        for rule in office_app.url_map.iter_rules()
        if rule.rule.startswith(PLACE)
        for method in (rule.methods or set()) & {"GET", "POST"}
    }
    assert served == promised
    for path, item in CONTRACT["paths"].items():
        for method in {"get", "post"} & {*item} if path.startswith(PLACE) else ():
            assert {"key": ["batch"]} in item[method]["security"]


# Refused


def test_only_archivists_and_their_keys_may(office_app: Flask, office: Register) -> None:
    for role, scopes in ((Role.officer, ()), (Role.drafter, ()), (Role.archivist, (Scope.read,))):
        desk = open_desk(office_app, office, role, *scopes, name=f"{role}一")
        for answer in (hand_in(desk, cases(1)), desk.get(PLACE), desk.get(f"{PLACE}/{NOBODY}/bag")):
            assert_refused(answer, 403, "forbidden")
    assert_refused(office_app.test_client().get(PLACE), 401, "unauthenticated")


Case = Callable[[Desk], TestResponse]


@pytest.mark.parametrize(
    ("ask", "status", "code"),
    [
        (lambda desk: hand_in(desk, b"x", "cases.exe"), 422, "bad_input"),
        (lambda desk: hand_in(desk, b"x", **{"../a.jpg": b"x"}), 422, "bad_input"),
        (lambda desk: hand_in(desk, b"x", **{"a.gif": b"x"}), 422, "bad_input"),
        (lambda desk: hand_in(desk, b"x", "a.zip"), 422, "bad_archive"),
        (lambda desk: hand_in(desk, b"x", query="?kind=nobody"), 404, "unknown_kind"),
        (lambda desk: hand_in(desk, b"x", query="?format=odt"), 400, "bad_request"),
        (lambda desk: desk.post(PLACE, {"input": "x"}), 415, "unsupported_media_type"),
        (lambda desk: desk.post(PLACE, data={"a": "b"}, content_type=FORM),
         400, "bad_request"),
        (lambda desk: desk.post(PLACE, data=b"--x\r\n", content_type=f"{FORM}; boundary=x"),
         400, "bad_request"),
        (lambda desk: desk.post(PLACE, data={"p": (io.BytesIO(b"x"), "a.jpg")},
                                content_type=FORM), 422, "bad_input"),
        (lambda desk: desk.get(f"{PLACE}/{NOBODY}"), 404, "unknown_batch"),
        (lambda desk: desk.get(f"{PLACE}/nonsense/items"), 404, "unknown_batch"),
        (lambda desk: desk.get(f"{PLACE}/{NOBODY}/bag"), 404, "unknown_batch"),
        (lambda desk: desk.post(f"{PLACE}/{NOBODY}/cancel"), 404, "unknown_batch"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_refused_and_leaves_nothing(
    ask: Case, status: int, code: str, archivist: Desk, office: Register
) -> None:
    assert_refused(ask(archivist), status, code)
    folder = office.store.parent / rows.FOLDER
    assert not folder.exists() or not [*folder.iterdir()]
    assert rows.list_batches(office) == []


def test_more_than_a_service_takes_in_is_refused(
    archivist: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("api.uploads.MOST_PARTS", 2)
    photos = {f"{number}.jpg": b"x" for number in range(3)}
    assert_refused(hand_in(archivist, cases(1), **photos), 413, "too_large")


def test_workers_of_a_batch_give_way_to_those_of_the_counter() -> None:
    lines = (
        "import os",
        "from docgen import Settings",
        "from docgen.batch.office.foreman import open_standing_back",
        "before = os.nice(0)",
        "open_standing_back(Settings.from_env())",
        "print(before, os.nice(0))",
    )
    told = subprocess.run(
        [sys.executable, "-c", "\n".join(lines)], capture_output=True, text=True, check=True
    )
    before, after = map(int, told.stdout.split())
    assert after == min(before + NICENESS, 19)


def test_few_upload_at_once(
    office_settings: Settings, engine: Engine, office: Register, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("api.batches.MOST_AT_ONCE", 1)
    app = create_app(office_settings, engine, register=office)
    desk = open_desk(app, office, Role.archivist)
    with monkeypatch.context() as inside:
        answers: list[TestResponse] = []
        inside.setattr(
            "api.batches.receive", lambda *_: answers.append(hand_in(desk, cases(1))) or receive(*_)
        )
        assert hand_in(desk, cases(1)).status_code == 202
    assert_refused(answers[0], 503, "busy")
    assert hand_in(desk, cases(1)).status_code == 202


def test_volumes_and_retention_are_asked_for_as_on_the_command_line(
    archivist: Desk, foreman: Foreman
) -> None:
    foreman.start()
    query = "?format=pdf&copy=archive&merge=2&merge_by=month&retention=永久"
    place = started(archivist, cases(), query=query)
    ended = await_state(archivist, place)
    assert (ended["merge"], ended["merge_by"], ended["retention"]) == (2, "month", "永久")
    with zipfile.ZipFile(io.BytesIO(archivist.get(ended["links"]["bag"]).data)) as package:
        names = package.namelist()
        (listed,) = (each for each in names if each.endswith("data/register.csv"))
        assert len([each for each in names if "data/volumes/" in each]) == 2
        assert package.read(listed).decode("utf-8-sig").count("永久") == 3
    for wrong in ("merge=0", "merge=1001", "merge_by=没有这一项", "retention="):
        assert hand_in(archivist, cases(), query=f"{QUERY}&{wrong}").status_code == 400


def test_a_batch_handed_in_twice_under_one_key_is_taken_in_once(
    archivist: Desk, foreman: Foreman, office: Register
) -> None:
    def again(content: bytes, query: str = QUERY) -> TestResponse:
        data = {"input": (io.BytesIO(content), "cases.jsonl")}
        return archivist.post(PLACE + query, data=data, content_type=FORM, key="may-2026")

    first, second = again(cases()), again(cases())
    assert (first.status_code, second.status_code) == (202, 202)
    assert first.json["id"] == second.json["id"]
    assert second.headers["Idempotency-Replayed"] == "true"
    assert len(archivist.get(PLACE).json["batches"]) == 1
    for other in (again(cases(2)), again(cases(), f"{QUERY}&merge=2")):
        assert_refused(other, 422, "idempotency_key_reused")
    assert sorted(each.name for each in (office.store.parent / "batches").iterdir()) == [
        first.json["id"]
    ]


@pytest.mark.parametrize("content", [b"", b"\n \n\n"])
def test_an_input_without_a_case_is_refused_at_the_door(
    archivist: Desk, office: Register, content: bytes
) -> None:
    assert_refused(hand_in(archivist, content), 422, "bad_input")
    assert archivist.get(PLACE).json["batches"] == []
