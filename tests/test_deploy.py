"""The samples for an operator speak of settings, commands and numbers that there are."""

import re
import shlex
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml

from api.app import create_app
from api.pages.frame import BODY_LIMITS
from docgen import Engine, Settings
from docgen.cli import docgen as command_line
from docgen.register.database import open_register
from docgen.register.upgrade import migrate
from docgen.workers.pool import RenderPool

DEPLOY = Path(__file__).parents[1] / "deploy"
UNITS = sorted(each.name for each in DEPLOY.glob("*.service"))


@pytest.mark.parametrize("name", UNITS)
def test_a_unit_runs_commands_there_are_with_settings_there_are(name: str) -> None:
    text = (DEPLOY / name).read_text("utf-8")
    settings = set(re.findall(r"\b(DOCGEN_[A-Z_]+)=", text))
    readme = (DEPLOY.parent / "README.md").read_text("utf-8")
    assert settings
    assert all(each in readme for each in settings)
    (line,) = re.findall(r"^ExecStart=(.*)$", text, re.MULTILINE)
    calls = re.findall(r"/opt/docgen/bin/docgen ([a-z -]+)", line)
    assert calls
    for call in calls:
        group: Any = command_line
        for word in (each for each in shlex.split(call) if not each.startswith("-")):
            group = group.get_command(
                group.make_context("docgen", [], resilient_parsing=True), word
            )
            assert group is not None, call
    assert "User=docgen" in text


@pytest.mark.parametrize("name", sorted(each.name for each in DEPLOY.glob("*.timer")))
def test_a_timer_has_its_service(name: str) -> None:
    assert name.replace(".timer", ".service") in UNITS


def test_every_rule_asks_for_numbers_that_the_service_tells(
    settings: Settings, engine: Engine, tmp_path: Path
) -> None:
    register = open_register(replace(settings, home=tmp_path, database_url=""))
    migrate(register)
    with RenderPool(settings, workers=1, open_engine=_engine_never_opened) as pool:
        client = create_app(settings, engine, pool, register).test_client()
        client.get("/v1/kinds")
        told = client.get("/metrics", environ_base={"REMOTE_ADDR": "127.0.0.1"}).text
        pool.stop()
    register.engine.dispose()
    known = set(re.findall(r"^# TYPE (\w+)", told, re.MULTILINE)) | {
        # There is none before the first.
        "docgen_last_backup_timestamp_seconds"
    }
    rules = yaml.safe_load((DEPLOY / "prometheus-rules.yaml").read_text("utf-8"))
    (group,) = rules["groups"]
    for rule in group["rules"]:
        named = set(re.findall(r"\bdocgen_\w+", rule["expr"]))
        assert named <= known, rule["alert"]
        assert named or rule["alert"] == "DocgenDown"
        assert rule["annotations"]["summary"]


def _engine_never_opened(_settings: Settings) -> Engine:
    raise RuntimeError("no worker is wanted here")


def test_the_proxy_lets_through_what_the_service_takes_and_says_who_asks() -> None:
    text = (DEPLOY / "nginx.conf").read_text("utf-8")
    (size,) = re.findall(r"client_max_body_size (\d+)g;", text)
    assert int(size) << 30 >= max(BODY_LIMITS.values())
    for name in ("Host", "X-Forwarded-For", "X-Forwarded-Proto", "X-Forwarded-Prefix"):
        assert f"proxy_set_header {name} " in text
    assert text.count("{") == text.count("}")
    assert "ssl_protocols TLSv1.2 TLSv1.3;" in text
