"""An office with house facts of its own: the service becomes ready, and its examples can be made.

Examples and corpus are papers of the invented bureau, whose 机关代字 is another's; judged by the
office's own facts they kept the service of every real bureau from starting.
"""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from docgen.cli import docgen as command_line
from tests.own_house import PREFIX, own_house
from tests.servers import free_port, running

KIND = "non_acceptance_notice"


# The session's engine has proved all kinds by then: the service need not before it is ready.
@pytest.mark.usefixtures("engine")
def test_the_service_of_an_office_with_facts_of_its_own_is_ready_and_makes_the_example(
    tmp_path: Path,
) -> None:
    port, house = free_port(), str(own_house(tmp_path))
    command = ["docgen.cli", "serve", "--port", str(port)]
    with running(command, port, DOCGEN_HOUSE=house, DOCGEN_DEMO="") as server:
        example = json.loads(server.ask(f"/v1/kinds/{KIND}/example", accept="*/*")[1])
        assert example["document_number"].startswith(PREFIX)
        status, made, _ = server.ask(f"/v1/render/{KIND}", example)
    assert (status, made[:5]) == (200, b"%PDF-")


def test_the_example_on_the_command_line_bears_the_office_s_number(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DOCGEN_HOUSE", str(own_house(tmp_path)))
    shown = CliRunner().invoke(command_line, ["example", KIND])
    (tmp_path / "case.json").write_text(shown.stdout, "utf-8")
    assert json.loads(shown.stdout)["document_number"].startswith(PREFIX)
    checked = CliRunner().invoke(command_line, ["check", KIND, str(tmp_path / "case.json")])
    assert checked.exit_code == 0, checked.output
    named = CliRunner().invoke(command_line, ["names", KIND])
    assert named.exit_code == 0, named.output
