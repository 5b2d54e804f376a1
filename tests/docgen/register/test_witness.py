"""A witness outside: what whoever owns the folder can forge is told by what lies elsewhere."""

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest
from sqlalchemy import delete, select, update

from docgen import Engine, Settings
from docgen.register import seals
from docgen.register.actor import Actor
from docgen.register.audit import anchor, digest_of
from docgen.register.database import Register
from docgen.register.head import Head, RegisterBehindError
from docgen.register.look import look_at
from docgen.register.proof import prove
from docgen.register.tables import audit, documents
from docgen.register.witness import (
    WitnessAheadError,
    WitnessError,
    compare,
    read_key,
    read_statements,
    refuse_if_ahead,
    send,
    state,
)
from docgen.register.witnessing import Witnessing
from tests.docgen.register.test_issue import issue_one

KEY = b"k" * 32


def forge(register: Register) -> None:
    """Alter a document and make trail, seals and head anew, as whoever owns the folder can."""
    with register.writing_unsealed() as connection:
        connection.execute(update(documents).values(title="另一份文书"))
        resealed = {each.key: each.sha256 for each in seals.all_of(connection, documents)}
        entries = connection.execute(select(audit).order_by(audit.c.sequence)).mappings().all()
        connection.execute(delete(audit))
        previous = Head(0, "0" * 64).digest
        for entry in entries:
            rows = [
                [table, key, resealed.get(tuple(key), sha256) if table == "documents" else sha256]
                for table, key, sha256 in entry["rows"]
            ]
            forged = {**entry, "rows": rows, "previous": previous}
            del forged["digest"]
            previous = digest_of(forged)
            connection.execute(audit.insert().values(**forged, digest=previous))
    anchor(register)


@pytest.fixture
def outside(tmp_path: Path) -> Path:
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    return folder / "witness.jsonl"


@pytest.fixture
def told(register: Register, engine: Engine, officer: Actor, outside: Path) -> Register:
    """A register with two documents, and a statement after each."""
    for _ in range(2):
        issue_one(register, engine, officer)
        send(state(register, KEY), str(outside))
    return register


def test_a_register_that_went_on_bears_every_statement_out(
    told: Register, engine: Engine, officer: Actor, outside: Path
) -> None:
    issue_one(told, engine, officer)
    statements = read_statements(outside)
    assert [each.head.sequence for each in statements] == [2, 4]
    assert [*compare(told, statements, KEY)] == []
    assert [*compare(told, statements)] == []


def test_a_forgery_of_everything_is_told_by_the_witness_alone(
    told: Register, outside: Path
) -> None:
    forge(told)
    assert prove(told).faults == []
    assert [each.sequence for each in compare(told, read_statements(outside))] == [2, 4]


def test_a_trail_cut_off_with_its_head_is_told(told: Register, outside: Path) -> None:
    with told.writing_unsealed() as connection:
        connection.execute(delete(audit).where(audit.c.sequence > 2))
    anchor(told)
    (found,) = compare(told, read_statements(outside))
    assert (found.sequence, "截去" in found.detail) == (4, True)


def test_a_statement_that_was_altered_or_signed_by_another_is_told(
    told: Register, outside: Path
) -> None:
    first, second = read_statements(outside)
    forged = [replace(first, head=second.head), replace(second, signature="")]
    assert [each.detail[:5] for each in compare(told, forged, KEY)] == ["见证的签名"] * 2
    assert len([*compare(told, [first], b"x" * 32)]) == 1


@pytest.mark.parametrize("line", ["", "{", '{"sequence": 1}', "[1]", '{"sequence": "x"}'])
def test_a_file_that_holds_something_else_is_refused_by_its_line(
    told: Register, outside: Path, line: str
) -> None:
    with outside.open("a") as file:
        file.write(line + "\n")
    if not line:
        assert len(read_statements(outside)) == 2
        return
    with pytest.raises(WitnessError, match="第 3 行"):
        read_statements(outside)


def test_a_key_is_long_enough_or_refused(tmp_path: Path) -> None:
    (tmp_path / "key").write_text("short")
    for path in (tmp_path / "key", tmp_path / "none"):
        with pytest.raises(WitnessError, match="DOCGEN_WITNESS_KEY"):
            read_key(path)
    (tmp_path / "key").write_bytes(KEY + b"\n")
    assert (read_key(tmp_path / "key"), read_key(None)) == (KEY, b"")


def test_the_service_tells_what_is_new_and_goes_on_when_nobody_listens(
    told: Register, engine: Engine, officer: Actor, outside: Path
) -> None:
    witnessing = Witnessing(told, str(outside), 60, b"")
    assert witnessing.tell()
    assert witnessing.tell()
    assert len(read_statements(outside)) == 3
    shutil.rmtree(outside.parent)
    issue_one(told, engine, officer)
    assert not witnessing.tell()
    outside.parent.mkdir()
    witnessing.start()
    witnessing.stop()
    assert [each.head.sequence for each in read_statements(outside)] == [6]


def go_back_as_a_whole(register: Register, sequence: int) -> None:
    """Put database and store back to the moment of an entry, as a snapshot of the machine does."""
    with register.writing_unsealed() as connection:
        connection.execute(delete(audit).where(audit.c.sequence > sequence))
    anchor(register)


def test_a_machine_put_back_does_not_start_where_the_witness_knows_more(
    told: Register, office: Settings, outside: Path
) -> None:
    refuse_if_ahead(told, str(outside))
    go_back_as_a_whole(told, 2)
    with pytest.raises(WitnessAheadError, match=r"第 4 条.*数据库倒退"):
        refuse_if_ahead(told, str(outside))
    home = replace(office, witness=str(outside))
    assert any("第 4 条" in each for each in look_at(home).wrong)
    send(state(told, KEY), str(outside))
    refuse_if_ahead(told, str(outside))
    assert look_at(home).wrong == []


def test_a_service_put_back_while_it_runs_adds_nothing_and_issues_nothing_more(
    told: Register, engine: Engine, officer: Actor, outside: Path
) -> None:
    go_back_as_a_whole(told, 2)
    before = outside.read_bytes()
    assert not Witnessing(told, str(outside), 60, b"").tell()
    assert outside.read_bytes() == before
    with pytest.raises(RegisterBehindError):
        issue_one(told, engine, officer)


@pytest.mark.parametrize("said", [None, b"", b"torn line", b"\xff\n"])
def test_a_witness_that_says_nothing_keeps_nobody_from_starting(
    told: Register, outside: Path, said: bytes | None
) -> None:
    if said is None:
        outside.unlink()
    else:
        outside.write_bytes(said)
    refuse_if_ahead(told, str(outside))
    refuse_if_ahead(told, "https://localhost/")
    refuse_if_ahead(told, "")


def test_a_torn_last_line_does_not_hide_the_one_before(told: Register, outside: Path) -> None:
    with outside.open("a") as file:
        file.write('{"at": "2026')
    go_back_as_a_whole(told, 2)
    with pytest.raises(WitnessAheadError):
        refuse_if_ahead(told, str(outside))


class Listener(BaseHTTPRequestHandler):
    """Keeps what it is told; leads whoever asks at /away elsewhere."""

    heard: list[bytes]

    def do_POST(self) -> None:
        self.heard.append(self.rfile.read(int(self.headers["Content-Length"])))
        self.send_response(302 if self.path == "/away" else 204)
        self.send_header("Location", "/")
        self.end_headers()

    def log_message(self, *_said: object) -> None:
        """Say nothing."""


@contextmanager
def listening() -> Iterator[tuple[str, list[bytes]]]:
    heard: list[bytes] = []
    server = HTTPServer(("127.0.0.1", 0), type("Heard", (Listener,), {"heard": heard}))
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", heard
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def test_an_address_is_told_and_leads_nowhere_else(told: Register) -> None:
    statement = state(told, KEY)
    with listening() as (address, heard):
        send(statement, f"{address}/")
        with pytest.raises(WitnessError):
            send(statement, f"{address}/away")
    with pytest.raises(WitnessError):
        send(statement, f"{address}/")
    assert [json.loads(each)["digest"] for each in heard] == [statement.head.digest] * 2
