"""The catalogue over HTTP."""

import json
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient
from jsonschema import Draft202012Validator

from docgen import Engine
from docgen.kinds.json_schema import json_schema
from docgen.look.blank import blank_edition
from tests.catalogue import FORMS, KINDS, LONG, every_kind


def test_the_list_shows_every_kind_with_its_words_and_links(
    client: FlaskClient, engine: Engine
) -> None:
    listed = client.get("/v1/kinds").json["kinds"]
    assert [entry["name"] for entry in listed] == list(KINDS)
    for entry in listed:
        kind = engine.catalogue[entry["name"]]
        header = kind.header
        assert (entry["title"], entry["summary"], entry["form"]) == (
            header.title, header.summary, header.form,
        )  # fmt: skip
        assert entry["workflow"] == {"code": kind.workflow.name, "title": kind.workflow.value}


@every_kind
def test_every_link_of_a_kind_leads_somewhere(client: FlaskClient, kind: str) -> None:
    links = client.get(f"/v1/kinds/{kind}").json["links"]
    for name in ("self", "schema", "example"):
        assert client.get(links[name]).status_code == 200
    example = client.get(links["example"]).json
    assert client.post(links["check"], json=example).status_code == 200
    # What it prints is asked for by itself (test_examples.py, test_blank.py): here, few kinds do.
    if kind in FORMS or LONG:
        assert client.get(links["blank"]).status_code == 200
        assert client.post(links["render"], json=example).status_code == 200


@every_kind
def test_the_schema_served_is_the_schema_the_command_line_prints(
    client: FlaskClient, engine: Engine, kind: str
) -> None:
    answer = client.get(f"/v1/kinds/{kind}/schema")
    assert answer.content_type == "application/schema+json"
    assert json.loads(answer.data) == json_schema(engine.catalogue[kind])


@every_kind
def test_the_example_served_passes_the_schema_served(client: FlaskClient, kind: str) -> None:
    schema = json.loads(client.get(f"/v1/kinds/{kind}/schema").data)
    assert Draft202012Validator(schema).is_valid(client.get(f"/v1/kinds/{kind}/example").json)


def test_an_unknown_kind_is_not_found_on_any_route(client: FlaskClient) -> None:
    answers = [client.get(f"/v1/kinds/no_such{tail}") for tail in ("", "/schema", "/example")]
    answers += [client.post(f"/v1/{verb}/no_such", json={}) for verb in ("check", "render")]
    for answer in answers:
        assert (answer.status_code, answer.json["code"]) == (404, "unknown_kind")


@pytest.mark.parametrize("format", ["pdf", "docx"])
def test_a_blank_edition_is_the_one_the_command_line_prints(
    client: FlaskClient, engine: Engine, format: str
) -> None:
    answer = client.get(f"/v1/kinds/mediation_agreement/blank?format={format}")
    document = blank_edition(engine, "mediation_agreement", format)
    assert answer.data == document.content
    assert answer.content_type == document.media_type
    assert quote(document.name, safe="") in answer.headers["Content-Disposition"]


@pytest.mark.parametrize("query", ["format=odt", "format=html", "copy=draft"])
def test_another_blank_edition_is_refused(client: FlaskClient, query: str) -> None:
    assert client.get(f"/v1/kinds/mediation_agreement/blank?{query}").status_code == 400
    assert client.get("/v1/kinds/no_such_kind/blank").status_code == 404
