"""The frame around every page: who may go where, errors as pages, the way back after signing in."""

import re

import pytest
from flask import Flask

from api.auth import ROLE_TITLES
from api.doors import DOORS
from api.sign_in import own_place
from docgen.register.actor import Role
from docgen.register.rights import Act, may
from tests.api.pages.conftest import Desk
from tests.browser.furnish import BUSY_CASE, PEOPLE
from tests.docgen.register.accounts import PASSWORD

ROLES = [role.value for role in Role]


def pages_without_arguments(served: Flask) -> list[tuple[str, str]]:
    """Every page that can be opened as it is: its endpoint and its address."""
    return [
        (rule.endpoint, rule.rule)
        for rule in served.url_map.iter_rules()
        if "GET" in (rule.methods or ()) and not rule.arguments and DOORS[rule.endpoint]
        if not rule.rule.startswith(
            ("/v1", "/static", "/sign-in", "/healthz", "/readyz", "/metrics")
        )
    ]


@pytest.mark.parametrize("role", ROLES)
def test_every_page_opens_to_the_roles_of_its_door_and_to_no_other(
    served: Flask, desk: Desk, role: str
) -> None:
    browser = desk(role)
    pages = pages_without_arguments(served)
    assert len(pages) > 3
    for endpoint, path in pages:
        door = DOORS[endpoint]
        allowed = not isinstance(door, Act) or may(door, Role(role))
        answer = browser.get(path)
        # A case that is not named is not found, which nobody without the right is told.
        opened = 404 if path == "/bag" else 200
        assert answer.status_code == (opened if allowed else 403), path
        assert answer.content_type.startswith("text/html")
        assert "unsafe" not in answer.headers["Content-Security-Policy"]


@pytest.mark.parametrize("role", ROLES)
def test_the_navigation_names_what_opens_and_who_is_signed_in(desk: Desk, role: str) -> None:
    browser = desk(role)
    page = browser.get("/").text
    assert f"{PEOPLE[Role(role)]}（{ROLE_TITLES[Role(role)]}）" in page
    places = re.findall(r'<li><a href="([^"]+)"', page.split("</nav>")[0])
    assert "/" in places
    for place in places:
        assert browser.get(place).status_code == 200


@pytest.mark.parametrize("role", ROLES)
def test_pages_have_nothing_inline(desk: Desk, role: str) -> None:
    for path in ("/", "/cases", f"/cases/{BUSY_CASE}", "/verify", "/nowhere"):
        page = desk(role).get(path).text
        assert not re.search(r"<script(?![^>]* src=)|<style|\son\w+=|\sstyle=|javascript:", page)


def test_who_is_not_signed_in_is_led_there_and_back_again(desk: Desk) -> None:
    browser = desk("")
    asked = browser.get("/cases/2026-0711?x=1")
    assert (asked.status_code, asked.headers["Location"]) == (
        303, "/sign-in?next=%2Fcases%2F2026-0711%3Fx%3D1",
    )  # fmt: skip
    form = browser.get(asked.headers["Location"]).text
    assert 'name="next" value="/cases/2026-0711?x=1"' in form
    fields = {"name": PEOPLE[Role.drafter], "password": PASSWORD, "next": "/cases/2026-0711?x=1"}
    assert browser.forge("/sign-in", **fields).headers["Location"] == "/cases/2026-0711?x=1"


@pytest.mark.parametrize(
    "place",
    ["//evil.example", "/\\evil.example", "https://evil.example", "cases", "/a\nb", "/\tb", ""],
)
def test_nobody_is_led_elsewhere_after_signing_in(desk: Desk, place: str) -> None:
    assert own_place(place) == ""
    fields = {"name": PEOPLE[Role.drafter], "password": PASSWORD, "next": place}
    assert desk("").forge("/sign-in", **fields).headers["Location"] == "/"


def test_a_wrong_password_keeps_the_name_and_the_place_to_go_back_to(desk: Desk) -> None:
    fields = {"name": PEOPLE[Role.drafter], "password": "x" * 12, "next": "/cases"}
    refused = desk("").forge("/sign-in", **fields).text
    assert 'name="next" value="/cases"' in refused
    assert f'name="name" value="{PEOPLE[Role.drafter]}"' in refused


def test_a_form_sent_after_the_session_ended_says_so_and_where_to_go(desk: Desk) -> None:
    answer = desk("").forge("/cases")
    assert answer.status_code == 401
    assert "登录已经结束" in answer.text
    assert 'href="/sign-in' in answer.text


def test_an_unknown_address_is_a_page_for_people_and_a_problem_for_programs(
    served: Flask, desk: Desk
) -> None:
    page = desk("officer").get("/nowhere")
    assert page.status_code == 404
    assert "没有这个页面" in page.text
    assert "/v1/docs" not in page.text
    for path in ("/nowhere", "/v1/nowhere"):
        answer = served.test_client().get(path)
        assert answer.content_type == "application/problem+json"
    html = served.test_client().get("/v1/nowhere", headers={"Accept": "text/html"})
    assert html.content_type == "application/problem+json"


def test_what_a_role_may_not_is_refused_with_who_may(desk: Desk) -> None:
    answer = desk("drafter").get("/documents")
    assert answer.status_code == 403
    assert "执法人员" in answer.text


def test_a_form_from_elsewhere_is_refused_with_a_page(desk: Desk) -> None:
    answer = desk("officer").forge("/cases", case_ref="2026-1")
    assert answer.status_code == 403
    assert "不是从本系统的页面发出的" in answer.text


def test_style_and_scripts_may_be_kept_since_their_address_names_their_content(
    served: Flask, desk: Desk
) -> None:
    page = desk("officer").get("/").text
    addresses = re.findall(r'(?:src|href)="(/static/[^"]+)"', page)
    assert len(addresses) == 4
    for address in addresses:
        with served.test_client().get(address) as answer:
            assert answer.status_code == 200
            assert "immutable" in answer.headers["Cache-Control"]
    with served.test_client().get("/static/docgen.css") as answer:
        assert "immutable" not in answer.headers["Cache-Control"]
