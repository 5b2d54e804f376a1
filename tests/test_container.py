"""The image and the compose file, as far as they can be held to account without an engine."""

import os
import re
import shlex
import subprocess
import sys
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from docgen.cli import docgen as command_line
from docgen.settings import Settings
from tools import image
from tools.needed import needed, packages_of, spelt

ROOT = Path(__file__).parents[1]
IMAGE = re.compile(r"[a-z0-9-]+:[0-9][a-z0-9.-]*")


class Asked(Mapping[str, str]):
    """An environment that is empty and remembers what was looked for."""

    def __init__(self) -> None:
        self.names: set[str] = set()

    def __getitem__(self, name: str) -> str:
        self.names.add(name)
        raise KeyError(name)

    def __iter__(self) -> Iterator[str]:
        return iter(())

    def __len__(self) -> int:
        return 0


@pytest.fixture(scope="module")
def known_settings() -> set[str]:
    """Every setting the program reads."""
    asked = Asked()
    Settings.from_env(asked)
    return {name for name in asked.names if name.startswith("DOCGEN_")}


@pytest.fixture(scope="module")
def steps() -> list[tuple[str, str]]:
    """The instructions of the Dockerfile, continued lines joined."""
    text = (ROOT / "Dockerfile").read_text("utf-8")
    lines = re.sub(r"\\\n", " ", re.sub(r"^#.*\n", "", text, flags=re.M)).splitlines()
    return [
        (word, rest.strip()) for word, _, rest in (line.partition(" ") for line in lines if line)
    ]


@pytest.fixture(scope="module")
def services() -> dict[str, Any]:
    return dict(yaml.safe_load((ROOT / "compose.yaml").read_text("utf-8"))["services"])


def test_the_walk_without_an_engine_knows_every_step(steps: list[tuple[str, str]]) -> None:
    """What `tools/image.py` walks, it walks whole: the output in the manual is of all of it."""
    walk = image.Walk(ROOT, [], {})
    assert steps == image.steps((ROOT / "Dockerfile").read_text("utf-8"))
    assert {word for word, _ in steps} == {*walk.ways, *image.KNOWN}
    assert all(image.BASE.fullmatch(rest.split()[0]) for word, rest in steps if word == "FROM")


def test_every_image_is_slim_and_of_a_fixed_version(
    steps: list[tuple[str, str]], services: dict[str, Any]
) -> None:
    bases = [rest.split()[0] for word, rest in steps if word == "FROM"]
    assert bases
    assert all(IMAGE.fullmatch(base) and "slim" in base for base in bases)
    assert all(IMAGE.fullmatch(service["image"]) for service in services.values())


def test_the_service_runs_under_an_account_without_rights_and_is_watched(
    steps: list[tuple[str, str]],
) -> None:
    words = [word for word, _ in steps]
    last = len(words) - 1 - words[::-1].index("USER")
    assert steps[last][1] == "docgen"
    assert words[last:].count("CMD") == 1
    assert {"HEALTHCHECK", "VOLUME", "EXPOSE"} <= {*words}
    assert not {"ADD", "ARG", "SHELL"} & {*words}
    # The faces are prepared by the account that will read them.
    assert words.index("USER") < steps.index(("RUN", "docgen doctor"))


def test_what_is_copied_exists_and_reaches_the_builder(steps: list[tuple[str, str]]) -> None:
    lines = (ROOT / ".dockerignore").read_text("utf-8").splitlines()
    let_in = [line[1:] for line in lines if line.startswith("!")]
    assert all((ROOT / each).exists() for each in let_in)
    for word, rest in steps:
        if word == "COPY" and not rest.startswith("--from"):
            *sources, _target = rest.split()
            for source in sources:
                assert (ROOT / source).exists(), source
                assert source == "." or any(source.startswith(each) for each in let_in), source


def test_the_wheel_is_built_from_what_the_builder_gets() -> None:
    """What pyproject.toml puts into the wheel must not be kept out of the build."""
    built = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    wheel = built["tool"]["hatch"]["build"]["targets"]["wheel"]
    let_in = (ROOT / ".dockerignore").read_text("utf-8").splitlines()
    for source in [*wheel["packages"], *wheel["force-include"], built["project"]["readme"]]:
        assert f"!{source}" in let_in, source


def test_the_commands_of_the_image_are_ours_and_known(
    steps: list[tuple[str, str]], known_settings: set[str]
) -> None:
    (command,) = (rest for word, rest in steps if word == "CMD")
    program, name, *options = yaml.safe_load(command)
    assert program == "docgen"
    context = command_line.make_context(program, [name, "--help"], resilient_parsing=True)
    serve = command_line.get_command(context, name)
    assert serve is not None
    assert serve.make_context(name, options).params["host"] == "0.0.0.0"  # noqa: S104
    for word, rest in steps:
        if word == "ENV":
            names = {each.partition("=")[0] for each in shlex.split(rest)}
            assert {each for each in names if each.startswith("DOCGEN_")} <= known_settings


def test_the_health_check_asks_whether_the_service_is_ready(steps: list[tuple[str, str]]) -> None:
    (check,) = (rest for word, rest in steps if word == "HEALTHCHECK")
    program, _, script = yaml.safe_load(check.partition("CMD ")[2])
    assert program == "python"
    assert "/readyz" in script
    compile(script, "healthcheck", "exec")


def test_secrets_come_from_outside_and_the_door_opens_to_this_machine_only(
    services: dict[str, Any], known_settings: set[str]
) -> None:
    for service in services.values():
        for name, value in service["environment"].items():
            if any(word in name for word in ("SECRET", "PASSWORD", "URL")):
                assert re.search(r"\$\{[A-Z_]+:\?[^}]+\}", value), name
    ours = services["docgen"]
    assert ours["environment"].keys() <= known_settings
    assert all(port.startswith("127.0.0.1:") for port in ours["ports"])
    assert "ports" not in services["database"]
    assert ours["read_only"]
    assert ours["cap_drop"] == ["ALL"]
    assert "no-new-privileges:true" in ours["security_opt"]


def test_what_must_be_kept_lies_in_volumes_and_the_database_is_waited_for(
    services: dict[str, Any], steps: list[tuple[str, str]]
) -> None:
    declared = yaml.safe_load((ROOT / "compose.yaml").read_text("utf-8"))["volumes"]
    for service in services.values():
        kept = (each for each in service["volumes"] if not each.startswith("./"))
        assert {each.partition(":")[0] for each in kept} <= declared.keys()
    ours = services["docgen"]
    (volumes,) = (yaml.safe_load(rest) for word, rest in steps if word == "VOLUME")
    for volume in volumes:
        assert any(each.endswith(f":{volume}") for each in ours["volumes"])
    assert ours["depends_on"]["database"] == {"condition": "service_healthy"}
    assert "healthcheck" in services["database"]
    # A document may take its whole deadline, and the server waits ten seconds more.
    assert int(ours["stop_grace_period"].removesuffix("s")) > Settings.from_env({}).deadline + 10


def test_the_office_reaches_the_service_and_the_logs_have_an_end(services: dict[str, Any]) -> None:
    ours = services["docgen"]
    assert {"DOCGEN_HOUSE", "DOCGEN_FONTS", "DOCGEN_CALENDARS"} <= ours["environment"].keys()
    assert "./office:/office:ro" in ours["volumes"]
    for service in services.values():
        assert {"max-size", "max-file"} <= service["logging"]["options"].keys()


def test_the_image_has_no_tool_of_the_tests_and_not_without_the_face_of_the_body(
    steps: list[tuple[str, str]],
) -> None:
    script = (ROOT / "tools/system.sh").read_text("utf-8")
    (always,) = re.findall(r'^PACKAGES="([^"]+)"', script, re.MULTILINE)
    assert not {"poppler-utils", "chromium", "postgresql"} & {*always.split()}
    assert any(rest.startswith("sh /tmp/system.sh image ") for word, rest in steps if word == "RUN")


def test_the_script_of_the_image_fails_without_the_face(tmp_path: Path) -> None:
    """With stand-ins for the package tools, of which one brings no face."""
    for name, does in (("apt-get", '[ "$1" = download ] && exit 1; exit 0'), ("dpkg", "exit 0")):
        (tmp_path / name).write_text(f"#!/bin/sh\n{does}\n", "utf-8")
        (tmp_path / name).chmod(0o755)
    script = (ROOT / "tools/system.sh").read_text("utf-8")
    bare = re.sub(r"/(usr/share|usr/local/share)/", f"{tmp_path}/", script)
    env = os.environ | {"PATH": f"{tmp_path}:{os.environ['PATH']}", "PYTHON": sys.executable}

    def run(*arguments: str) -> int:
        command = ["sh", "-s", *arguments]
        done = subprocess.run(command, input=bare.encode(), env=env, check=False, timeout=60)
        return done.returncode

    assert run("image") == 1
    assert run() == 0


def test_the_image_gets_what_the_service_needs_and_no_tool_of_ours() -> None:
    packages = packages_of((ROOT / "requirements.lock").read_text("utf-8"))
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    names = needed(project["dependencies"], packages)
    direct = {spelt(re.split(r"[\[<>=,]", each)[0]) for each in project["dependencies"]}
    assert direct <= names <= packages.keys()
    assert {"werkzeug", "pyphen", "mako", "deprecated"} <= names  # Needed by what is needed.
    assert not {"pytest", "mypy", "ruff", "hypothesis", "distributed", "playwright"} & names
