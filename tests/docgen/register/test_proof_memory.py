"""The proof of a register of any size takes the same memory; 200,000 rows in the long form."""

import os
import resource
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import insert

from docgen.register import audit
from docgen.register.database import Register, open_register
from docgen.register.ids import new_id
from docgen.register.proof import prove_rows
from docgen.register.tables import numbers
from docgen.register.upgrade import migrate
from docgen.settings import Settings

ROWS = 200_000 if os.environ.get("DOCGEN_SOAK") else 20_000
MOST_MB = 60


def main(home: str) -> None:
    """Prove a register in a process that does nothing else, and print what it took."""
    register = open_in(Path(home))
    before = peak()
    proof = prove_rows(register)
    print(len(proof.faults), proof.head.sequence, peak() - before)


def open_in(home: Path) -> Register:
    return open_register(replace(Settings.from_env({}), home=home, database_url=""))


def peak() -> int:
    """The most memory this process ever held, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


@pytest.fixture
def large(tmp_path: Path) -> Path:
    """A register of many numbers, sealed by the trail as an upgrade seals what it finds."""
    register = open_in(tmp_path)
    migrate(register)
    at = register.now()
    with register.writing_unsealed() as connection:
        for start in range(0, ROWS, 1000):
            rows = [
                {
                    "id": new_id(at), "prefix": "示市监", "class_code": "", "year": 2026,
                    "serial": serial, "text": f"示市监﹝2026﹞第{serial}号", "state": "void",
                    "reason": "启用本登记簿前编发", "reserved_at": at,
                }
                for serial in range(start + 1, start + 1001)
            ]  # fmt: skip
            connection.execute(insert(numbers), rows)
        audit.seal_all(connection, register)
    register.engine.dispose()
    return tmp_path


def test_the_memory_of_a_proof_does_not_follow_the_rows(large: Path) -> None:
    command = [sys.executable, "-m", "tests.docgen.register.test_proof_memory", str(large)]
    run = subprocess.run(
        command, cwd=Path(__file__).parents[3], capture_output=True, text=True, check=True
    )
    faults, entries, grown = map(int, run.stdout.split())
    assert (faults, entries) == (0, ROWS // 1000)
    assert grown < MOST_MB


if __name__ == "__main__":
    main(*sys.argv[1:])
