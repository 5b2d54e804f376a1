"""Redocly's recommended rules find no error in the contract, and no warning that is not known."""

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest
from flask import Flask

LINTER = Path(__file__).parents[2] / "tools/redocly/node_modules/@redocly/cli/bin/cli.js"
# An internal service of a bureau is licensed to nobody.
KNOWN = {"info-license"}


@pytest.mark.skipif(
    not (shutil.which("node") and LINTER.exists()), reason="Redocly needs Node.js 20 (make test)"
)
def test_redocly_finds_no_fault_in_the_contract(office_app: Flask, tmp_path: Path) -> None:
    contract = tmp_path / "openapi.json"
    contract.write_bytes(office_app.test_client().get("/v1/openapi.json").data)
    quiet = {"REDOCLY_TELEMETRY": "off", "REDOCLY_SUPPRESS_UPDATE_NOTICE": "true"}
    linted = subprocess.run(
        ["node", LINTER, "lint", contract, "--extends", "recommended", "--format", "json"],
        cwd=tmp_path, env=os.environ | quiet, check=False, capture_output=True, timeout=120,
    )  # fmt: skip
    found = json.loads(linted.stdout)["problems"]
    assert [each["message"] for each in found if each["ruleId"] not in KNOWN] == []
    assert linted.returncode == 0
