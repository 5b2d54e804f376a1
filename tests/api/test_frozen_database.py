"""A PostgreSQL that hangs: who asks for documents hears in time, who asks for health at once."""

import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from api.checkup import FRESH_SECONDS
from docgen import Settings
from docgen.register import keys
from docgen.register.actor import Role
from docgen.register.database import WAIT_SECONDS, open_register
from docgen.register.rights import Scope
from docgen.register.upgrade import migrate
from tests.docgen.register.accounts import CONSOLE, staff
from tests.docgen.register.postgres import find_server, frozen
from tests.docgen.register.postgres import running as postgres
from tests.processes import wait_until
from tests.servers import free_port, running

pytestmark = [
    pytest.mark.xdist_group("pool"),
    pytest.mark.skipif(not find_server(), reason="no PostgreSQL is installed here"),
]
# More than the service has threads for documents.
CLIENTS = 60


def test_health_is_told_beside_the_threads_that_a_frozen_database_keeps(
    settings: Settings, tmp_path: Path
) -> None:
    programs = find_server()
    assert programs
    with postgres(programs) as url:
        register = open_register(replace(settings, home=tmp_path, database_url=url))
        migrate(register)
        staff(register, "何静远", Role.officer, None)
        key = keys.add_key(register, "counter", "何静远", [Scope.read], actor=CONSOLE)
        register.engine.dispose()
        port = free_port()
        command = ["docgen.cli", "serve", "--port", str(port), "--workers", "1"]
        with running(command, port, DOCGEN_DATABASE_URL=url, DOCGEN_HOME=str(tmp_path)) as server:

            def look(_: int) -> tuple[int, float]:
                began = time.monotonic()
                bearer = f"Bearer {key}"
                status = server.send("GET", "/v1/documents", Authorization=bearer)[0]
                return status, time.monotonic() - began

            with ThreadPoolExecutor(CLIENTS) as clients, frozen(url):
                looks = [clients.submit(look, number) for number in range(CLIENTS)]
                time.sleep(FRESH_SECONDS + 0.5)  # What was heard before may be told so long.
                for _ in range(3):
                    for place, status, most in (("/healthz", 200, 1), ("/readyz", 503, 4)):
                        began = time.monotonic()
                        assert server.ask(place)[0] == status
                        assert time.monotonic() - began < most
                assert b'failures_total{cause="frozen"}' in server.ask("/metrics")[1]
                heard = [each.result(60) for each in looks]
            assert {status for status, _ in heard} == {503}
            # The second round of clients waits in line behind the first.
            assert sorted(seconds for _, seconds in heard)[35] < WAIT_SECONDS
            assert wait_until(server.ready)
            assert look(0)[0] == 200
            told = [line for line in server.lines if line.get("code") == "register_unavailable"]
            told = [line for line in told if line["event"] == "not_ready"]
            causes = [line["cause"] for line in told]
            assert causes.count("frozen") == 1
            # On a busy machine it may be seen first that every connection is taken.
            assert {*causes} <= {"frozen", "waiting"}
            assert any(
                line["event"] == "fault" and line["cause"].startswith("frozen ")
                for line in server.lines
            )
