"""For the invented bureau nothing is issued, on no way, unless it is said to be a demonstration."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from api.app import create_app
from docgen import Engine, Settings
from docgen.register import issue, keys, sessions
from docgen.register.actor import Actor, Role
from docgen.register.database import Register
from docgen.register.issue import InventedBureauError
from docgen.register.rights import Scope
from tests.api.desks import ISSUE, payload_of
from tests.api.pages.conftest import Browser
from tests.browser.furnish import PEOPLE
from tests.docgen.register.accounts import CONSOLE, PASSWORD

KIND = "non_acceptance_notice"


@pytest.fixture
def earnest(engine: Engine) -> Engine:
    """The engine of an office that has not said who it is."""
    return Engine(replace(engine.settings, demo=False), engine.catalogue, engine.law, engine.house)


@pytest.fixture
def served_in_earnest(
    office: Settings, earnest: Engine, register: Register
) -> Callable[[Role], Browser]:
    app = create_app(replace(office, demo=False), earnest, register=register)

    def signed_in(role: Role) -> Browser:
        client = app.test_client()
        client.post("/sign-in", data={"name": PEOPLE[role], "password": PASSWORD})
        return Browser(client)

    return signed_in


def test_the_register_refuses_before_it_gives_a_number(earnest: Engine, register: Register) -> None:
    with pytest.raises(InventedBureauError, match=r"DOCGEN_HOUSE.*--demo"):
        issue.issue(register, earnest, KIND, {}, actor=Actor("何静远", Role.officer))


def test_a_program_is_refused_with_a_code(
    office: Settings, earnest: Engine, register: Register
) -> None:
    name = PEOPLE[Role.officer]
    key = keys.add_key(register, "invented", name, [Scope.issue], actor=CONSOLE)
    client = create_app(replace(office, demo=False), earnest, register=register).test_client()
    given = {"Authorization": f"Bearer {key}"}
    answer = client.post(ISSUE, json=payload_of(earnest), headers=given)
    assert (answer.status_code, answer.json["code"]) == (409, "invented_bureau")


def test_every_page_says_so_and_leads_the_administrator_to_the_house_facts(
    served_in_earnest: Callable[[Role], Browser],
) -> None:
    page = served_in_earnest(Role.admin).get("/").text
    assert "不能出具" in page
    assert 'href="/admin/house"' in page
    other = served_in_earnest(Role.drafter).get("/").text
    assert "不能出具" in other
    assert "/admin/house" not in other


def test_whoever_sets_the_office_up_begins_with_the_house_facts(
    office: Settings, earnest: Engine, register: Register
) -> None:
    with register.writing_unsealed() as connection:
        for table in ("sessions", "keys", "drafts", "draft_photos", "people"):
            connection.exec_driver_sql(f"DELETE FROM {table}")  # noqa: S608
    link = sessions.add_link(register, actor=CONSOLE)
    client = create_app(replace(office, demo=False), earnest, register=register).test_client()
    form = {"name": "何静远", "password": PASSWORD, "link": link}
    answer = client.post("/sign-in", data=form)
    assert (answer.status_code, answer.location) == (303, "/admin/house")
