"""The samples for an operator speak of settings, commands and numbers that there are."""

import re
import shlex
import shutil
import subprocess
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


def test_the_log_is_rotated_under_the_service_and_goes_on_at_its_top(tmp_path: Path) -> None:
    program = shutil.which("logrotate", path="/usr/sbin:/usr/bin:/sbin")
    assert program, "no logrotate: run sh tools/system.sh tests"
    text = (DEPLOY / "logrotate.conf").read_text("utf-8")
    conf, log = tmp_path / "logrotate.conf", tmp_path / "docgen.log"
    # The account of the service and its folder are those of a server.
    text = re.sub(r"^ +su .*\n", "", text, flags=re.MULTILINE)
    conf.write_text(text.replace("/var/log/docgen/", f"{tmp_path}/"), "utf-8")
    conf.chmod(0o600)
    command = (program, "--force", "--state", str(tmp_path / "state"), str(conf))
    # As systemd opens it (append:) and a shell (>>).
    with log.open("ab", buffering=0) as service:
        log.chmod(0o600)
        for day in range(3):
            service.write(f"day {day}\n".encode())
            done = subprocess.run(command, capture_output=True, text=True, check=False)
            assert (done.returncode, done.stderr) == (0, "")
        service.write(b"day 3\n")
    assert log.read_text("utf-8") == "day 3\n"
    kept = sorted(each.name for each in tmp_path.glob("docgen.log.*"))
    assert kept == ["docgen.log.1", "docgen.log.2.gz", "docgen.log.3.gz"]
    assert (tmp_path / "docgen.log.1").read_text("utf-8") == "day 2\n"
    assert {each.stat().st_mode & 0o777 for each in tmp_path.glob("docgen.log*")} == {0o600}
