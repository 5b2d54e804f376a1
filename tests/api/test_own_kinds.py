"""A bureau's own kind is served like one of ours, and its papers stay in view when it goes."""

from dataclasses import replace
from pathlib import Path

from api.app import create_app
from docgen import Settings
from docgen.engine import assemble
from docgen.register.actor import Role
from docgen.register.database import Register
from tests.api.desks import open_desk
from tests.api.ways import sign_in
from tests.doubles.quick_pool import QuickPool
from tests.own_kinds import KIND, write_own_kinds

TITLE = "消费教育活动邀请函"


def test_its_office_serves_it_and_keeps_its_papers(
    office_settings: Settings, own_cache: Path, office: Register, tmp_path: Path
) -> None:
    own = write_own_kinds(tmp_path / "own")
    with_own = assemble(replace(office_settings, kinds=own, cache=own_cache))
    app = create_app(with_own.settings, with_own, QuickPool(with_own), office)  # type: ignore[arg-type]
    desk = open_desk(app, office, Role.officer)
    assert KIND in {each["name"] for each in desk.get("/v1/kinds").json["kinds"]}
    assert f"/v1/render/{KIND}" in desk.get("/v1/openapi.json").json["paths"]
    answer = desk.post(f"/v1/documents/{KIND}", with_own.catalogue[KIND].schema.example)
    assert answer.status_code == 201, answer.text
    place = f"/documents/{answer.json['id']}"
    browser = sign_in(app, office, "何静远")
    assert TITLE in browser.get("/").text
    assert "受邀单位" in browser.get(f"/new/{KIND}").text
    assert TITLE in browser.get(place).text
    names = browser.get(f"/kinds/{KIND}/names")
    assert "<code>{{ addressee }}</code>" in names.text
    assert "必须打印" in names.text
    assert browser.get("/kinds/no_such_kind/names").status_code == 404
    assert f'href="/kinds/{KIND}/names"' in browser.get(f"/new/{KIND}").text
    bare = assemble(office_settings)
    without = create_app(office_settings, bare, QuickPool(bare), office)  # type: ignore[arg-type]
    later = sign_in(without, office, "何静远")
    pages = [later.get(path) for path in ("/", "/documents", "/desk", place)]
    assert [page.status_code for page in pages] == [200] * 4
