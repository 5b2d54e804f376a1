"""Same payload, same bytes, in Word and PDF, whatever process, hash seed, time zone or order."""

import hashlib
import json
import os
import subprocess
import sys

import pytest

from docgen import Engine
from tests.catalogue import KINDS

PROGRAM = """
import hashlib, json, sys
import docgen
engine = docgen.open_engine()
kinds = sorted(engine.catalogue, reverse=sys.argv[1] == "reversed")
print(json.dumps({
    f"{kind}.{format}": hashlib.sha256(
        engine.render(kind, engine.catalogue[kind].schema.example, format, copy="archive").content
    ).hexdigest()
    for kind in kinds for format in ("docx", "pdf")
}))
"""


@pytest.mark.parametrize(
    ("order", "seed", "zone"), [("sorted", "1", "UTC"), ("reversed", "77", "America/New_York")]
)
def test_another_process_renders_the_same_bytes(
    engine: Engine, order: str, seed: str, zone: str
) -> None:
    env = {**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": "C"}
    run = subprocess.run(
        [sys.executable, "-c", PROGRAM, order],
        capture_output=True,
        check=True,
        env=env,
        timeout=120,
    )
    here = {
        f"{kind}.{format}": hashlib.sha256(
            engine.render(
                kind, engine.catalogue[kind].schema.example, format, copy="archive"
            ).content
        ).hexdigest()
        for kind in KINDS
        for format in ("docx", "pdf")
    }
    assert json.loads(run.stdout) == here
