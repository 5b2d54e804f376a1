"""A client that openapi-python-client generates from the contract carries every kind's example."""

import importlib
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import httpx
import pytest
from flask import Flask
from openapi_python_client import generate
from openapi_python_client.config import Config, ConfigFile, MetaType
from openapi_python_client.parser.errors import ErrorLevel

from docgen import Engine
from tests.catalogue import every_kind

PACKAGE = "docgen_client"
# The generator knows no documents: to it they are bytes.
DOCUMENTS = (
    "application/pdf", "application/zip", "application/schema+json",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
)  # fmt: skip


@pytest.fixture(scope="module")
def generated(app: Flask, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The package, importable while the tests run; any complaint of the generator fails them."""
    folder = tmp_path_factory.mktemp("client")
    contract = folder / "openapi.json"
    contract.write_bytes(app.test_client().get("/v1/openapi.json").data)
    config = Config.from_sources(
        ConfigFile(
            post_hooks=[],
            package_name_override=PACKAGE,
            content_type_overrides=dict.fromkeys(DOCUMENTS, "application/octet-stream"),
        ),
        MetaType.NONE, contract, "utf-8", True, folder / PACKAGE,
    )  # fmt: skip
    complaints = generate(config=config)
    assert [each for each in complaints if each.level is ErrorLevel.ERROR] == []
    sys.path.insert(0, str(folder))
    yield folder / PACKAGE
    sys.path.remove(str(folder))
    for name in [each for each in sys.modules if each.partition(".")[0] == PACKAGE]:
        del sys.modules[name]


def module(name: str) -> ModuleType:
    return importlib.import_module(f"{PACKAGE}.{name}")


def model_of(kind: str) -> Any:
    return getattr(module("models"), kind.title().replace("_", ""))


@every_kind
def test_an_example_comes_out_of_the_client_as_it_went_in(
    generated: Path, engine: Engine, kind: str
) -> None:
    example = plain(engine.catalogue[kind].schema.example)
    assert model_of(kind).from_dict(example).to_dict() == example


@every_kind
def test_an_example_is_sent_by_the_client_and_found_lawful(
    generated: Path, app: Flask, engine: Engine, kind: str
) -> None:
    transport = httpx.WSGITransport(app=app)
    client = module("client").Client(base_url="http://docgen", httpx_args={"transport": transport})
    body = model_of(kind).from_dict(plain(engine.catalogue[kind].schema.example))
    call = module(f"api.{kind}.check_{kind}")
    answer = call.sync_detailed(client=client, body=body)
    assert answer.status_code == 200
    assert answer.parsed.notices is not None


def test_every_class_of_the_client_has_an_ascii_name(generated: Path) -> None:
    names = module("models").__all__
    assert len(names) > 50
    assert all(name.isascii() for name in names)
    assert all(path.name.isascii() for path in generated.rglob("*.py"))


def plain(example: Any) -> Any:
    """An example as a caller holds it: read from JSON."""
    return json.loads(json.dumps(example))
