"""Two instances of one office: each batch is run by one of them, once, and numbers have no gap."""

import io
import json
import threading
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, ExitStack
from dataclasses import replace
from itertools import cycle, islice
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select, update

from api.app import create_app
from docgen import Engine, Settings
from docgen.batch.office import foreman as foremen
from docgen.batch.office import rows
from docgen.batch.office.foreman import Foreman
from docgen.register import keys
from docgen.register.actor import Role
from docgen.register.database import Register, open_register
from docgen.register.rights import Scope
from docgen.register.tables import audit, batches
from docgen.register.upgrade import migrate
from tests.api.desks import Desk, open_desk
from tests.api.test_batches import PATIENCE, await_state, cases, gate, started
from tests.docgen.register.accounts import CONSOLE, staff
from tests.docgen.register.postgres import find_server
from tests.docgen.register.postgres import running as postgres
from tests.docgen.register.wholeness import assert_whole, numbers_given
from tests.doubles.inline_crew import InlineCrew
from tests.doubles.quick_pool import QuickPool
from tests.processes import wait_until
from tests.servers import Server, free_port, running

BATCHES, CASES, ISSUED = 6, 8, 24
NOTICE = "non_acceptance_notice"


@pytest.fixture(autouse=True)
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(foremen, "LOOK_SECONDS", 0.05)
    monkeypatch.setattr(foremen, "NOTE_SECONDS", 0.0)


@pytest.fixture
def crew(engine: Engine) -> InlineCrew:
    return InlineCrew(engine)


@pytest.fixture
def pair(
    office_settings: Settings, engine: Engine, office: Register, crew: InlineCrew
) -> Iterator[tuple[Foreman, Foreman]]:
    """The foremen of two instances, with a register of its own each."""
    with ExitStack() as stack:
        registers = [open_register(office_settings) for _ in range(2)]
        both = [Foreman(office_settings, engine, each, lambda _: crew) for each in registers]
        for foreman, register in zip(both, registers, strict=True):
            stack.callback(register.engine.dispose)
            stack.callback(foreman.stop)
        yield both[0], both[1]


@pytest.fixture
def archivist(
    office_settings: Settings, engine: Engine, office: Register, pair: tuple[Foreman, Foreman]
) -> Desk:
    """Somebody at the second instance, which runs nothing until it is started."""
    pool = QuickPool(engine)
    app: Flask = create_app(office_settings, engine, pool, office, pair[1])  # type: ignore[arg-type]
    return open_desk(app, office, Role.archivist, name="江望舒")


def ends_of(register: Register) -> Counter[tuple[str, str]]:
    """How often the trail says of each batch that it ended, and how."""
    wanted = select(audit.c.detail).where(audit.c.act == "batch_end")
    with register.reading() as connection:
        said = connection.scalars(wanted).all()
    return Counter((each["batch"], each["state"]) for each in said)


def test_a_wish_to_stop_reaches_whoever_runs_the_batch(
    pair: tuple[Foreman, Foreman], archivist: Desk, crew: InlineCrew, office: Register
) -> None:
    first, second = pair
    come, go = gate(crew, 2)
    place = started(archivist, cases(12))
    first.start()
    assert come.wait(PATIENCE)
    second.start()
    assert archivist.post(f"{place}/cancel").json["state"] == "cancelling"
    # The second looks again and again meanwhile, and leaves to the first what is the first's.
    threading.Event().wait(0.5)
    assert archivist.get(place).json["state"] == "cancelling"
    go.set()
    ended = await_state(archivist, place)
    assert ended["state"] == "cancelled"
    assert 0 < ended["done"] < 12
    assert ends_of(office) == {(place.rpartition("/")[2], "cancelled"): 1}


def test_what_its_dead_runner_left_to_be_stopped_is_stopped_by_the_other(
    pair: tuple[Foreman, Foreman], archivist: Desk, office: Register
) -> None:
    place = started(archivist, cases(2))
    with office.writing() as connection:
        connection.execute(update(batches).values(state="cancelling"))
    pair[0].start()
    assert await_state(archivist, place)["state"] == "cancelled"


def test_who_comes_late_to_a_batch_leaves_it_as_it_ended(
    pair: tuple[Foreman, Foreman], archivist: Desk, crew: InlineCrew, office: Register
) -> None:
    first, second = pair
    place = started(archivist, cases(4))
    (seen,) = rows.living(office)
    first.start()
    assert await_state(archivist, place)["state"] == "done"
    assert not second._do(seen)
    assert (archivist.get(place).json["state"], len(crew.lines)) == ("done", 4)
    assert ends_of(office) == {(place.rpartition("/")[2], "done"): 1}


@pytest.mark.xdist_group("pool")
@pytest.mark.skipif(not find_server(), reason="no PostgreSQL is installed here")
def test_two_services_share_one_postgresql(
    settings: Settings, engine: Engine, tmp_path: Path
) -> None:
    programs = find_server()
    assert programs
    with postgres(programs) as url, ExitStack() as stack:
        register = open_register(replace(settings, home=tmp_path, database_url=url))
        stack.callback(register.engine.dispose)
        migrate(register)
        staff(register, "何静远", Role.officer, None)
        staff(register, "江望舒", Role.archivist, None)
        counter = keys.add_key(register, "counter", "何静远", [Scope.issue], actor=CONSOLE)
        archive = keys.add_key(register, "archive", "江望舒", [Scope.batch], actor=CONSOLE)
        both = [stack.enter_context(_service(url, tmp_path)) for _ in range(2)]
        _use(both, counter, archive, dict(engine.catalogue[NOTICE].schema.example))
        ran = [_batches_run_by(server) for server in both]
        assert sorted(Counter(ran[0] + ran[1]).values()) == [1] * BATCHES
        assert all(ran)
        found = rows.list_batches(register)
        assert [(each.state, each.done, each.failed) for each in found] == [
            ("done", CASES, 0)
        ] * BATCHES
        assert ends_of(register) == {(each.id, "done"): 1 for each in found}
        assert len(numbers_given(register)) == ISSUED
        assert_whole(register)


def _service(url: str, home: Path) -> AbstractContextManager[Server]:
    port = free_port()
    command = ["docgen.cli", "serve", "--demo", "--port", str(port), "--workers", "1"]
    return running(command, port, DOCGEN_DATABASE_URL=url, DOCGEN_HOME=str(home))


def _use(both: list[Server], counter: str, archive: str, example: dict[str, object]) -> None:
    """Hand in batches and issue documents at both at once; wait until all are done."""
    bearer = {"Authorization": f"Bearer {archive}"}

    def hand_in(server: Server) -> str:
        body = io.BytesIO()
        head = 'Content-Disposition: form-data; name="input"; filename="cases.jsonl"'
        body.write(f"--part\r\n{head}\r\n\r\n".encode() + numbered_apart() + b"\r\n--part--\r\n")
        media = "multipart/form-data; boundary=part"
        status, answer, headers = server.send(
            "POST", "/v1/batches?format=docx", body.getvalue(), Content_Type=media, **bearer
        )
        assert status == 202, answer
        return headers["Location"]

    def issue(server: Server) -> None:
        body = json.dumps(example).encode()
        status, answer, _ = server.send(
            "POST", f"/v1/documents/{NOTICE}", body, Content_Type="application/json",
            Authorization=f"Bearer {counter}",
        )  # fmt: skip
        assert status == 201, answer

    with ThreadPoolExecutor(4) as clients:
        places = clients.map(hand_in, islice(cycle(both), BATCHES))
        issued = clients.map(issue, islice(cycle(both), ISSUED))
        handed_in, _ = [*places], [*issued]

    def all_done() -> bool:
        answers = [both[0].send("GET", place, **bearer) for place in handed_in]
        # A busy database says so, and is asked again; any other refusal is a fault.
        assert {status for status, _, _ in answers} <= {200, 503}, answers
        return all(
            status == 200 and json.loads(body)["state"] == "done" for status, body, _ in answers
        )

    assert wait_until(all_done, 120)


def numbered_apart() -> bytes:
    """Return cases with numbers that the counters beside do not come to."""
    lines = [json.loads(line) for line in cases(CASES).splitlines()]
    for line in lines:
        number = line["payload"]["document_number"]
        line["payload"]["document_number"] = number.replace("第", "第9")
    return "\n".join(map(json.dumps, lines)).encode()


def _batches_run_by(server: Server) -> list[str]:
    """Return the batches that a service says it ended, and hold its log to no fault."""
    faults = [line for line in server.lines if line["event"] in ("fault", "batch_failed")]
    assert faults == []
    return [line["batch"] for line in server.lines if line["event"] == "batch"]
