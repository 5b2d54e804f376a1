"""Who is let in: the open door of a fresh machine, keys, sessions, and nobody else."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, Request
from flask.testing import FlaskClient
from werkzeug.test import EnvironBuilder, TestResponse

from api.app import create_app
from api.auth import COOKIE, TOKEN_HEADER
from api.clients import address_of
from api.doors import DOORS, STATELESS, Everyone, Watcher
from docgen import Engine, Settings
from docgen.errors import SettingsError
from docgen.register import keys, people, sessions
from docgen.register.actor import Role
from docgen.register.database import Register, RegisterUnavailableError, open_register
from docgen.register.guesses import MOST_FAILURES
from docgen.register.rights import Scope
from docgen.register.upgrade import migrate
from tests.catalogue import KINDS
from tests.docgen.register.accounts import CONSOLE, OTHER_PASSWORD, PASSWORD, staff

KIND = KINDS[0]
CHECK, RENDER = f"/v1/check/{KIND}", f"/v1/render/{KIND}"
DRAFT = f"{RENDER}?copy=draft"
PAGE = {"Accept": "text/html"}
SECRET_KEY = "一" * 32
NAME = "何静远"
HERE, ELSEWHERE = {"REMOTE_ADDR": "127.0.0.1"}, {"REMOTE_ADDR": "192.0.2.7"}


@pytest.fixture
def guarded_settings(settings: Settings, tmp_path: Path) -> Settings:
    return replace(settings, home=tmp_path / "home", database_url="", secret_key=SECRET_KEY)


@pytest.fixture
def register(guarded_settings: Settings) -> Iterator[Register]:
    """The register of a fresh machine."""
    register = open_register(guarded_settings)
    migrate(register)
    yield register
    register.engine.dispose()


@pytest.fixture
def guarded(guarded_settings: Settings, engine: Engine, register: Register) -> Flask:
    """The service with that register."""
    return create_app(guarded_settings, engine, register=register)


@pytest.fixture
def caller(guarded: Flask) -> FlaskClient:
    """A browser, or a program, on this machine."""
    return guarded.test_client()


@pytest.fixture
def example(engine: Engine) -> Any:
    return engine.catalogue[KIND].schema.example


@pytest.fixture
def officer(register: Register) -> str:
    return staff(register, NAME, Role.officer).name


def bearer(register: Register, *scopes: Scope, person: str = NAME) -> dict[str, str]:
    """The headers of a program with a new key, which accepts HTML, the quickest to make."""
    name = f"{person}-{len(keys.list_keys(register))}"
    secret = keys.add_key(register, name, person, scopes or (Scope.render,), actor=CONSOLE)
    return PAGE | {"Authorization": f"Bearer {secret}"}


def sign_in(caller: FlaskClient, name: str = NAME, password: str = PASSWORD) -> TestResponse:
    return caller.post("/sign-in", data={"name": name, "password": password})


def assert_refused(answer: TestResponse, status: int, code: str) -> None:
    assert answer.content_type == "application/problem+json"
    assert (answer.status_code, answer.json["status"], answer.json["code"]) == (
        status, status, code,
    )  # fmt: skip
    assert answer.json["detail"].endswith("。")
    assert answer.json["errors"] == []


# The table of doors


def test_every_route_has_a_door_and_every_door_a_route(guarded: Flask) -> None:
    assert {rule.endpoint for rule in guarded.url_map.iter_rules()} == set(DOORS)


def test_a_route_somebody_forgot_to_name_opens_to_nobody(
    guarded: Flask, register: Register, officer: str
) -> None:
    guarded.add_url_rule("/forgotten", "forgotten", lambda: "secret")
    caller = guarded.test_client()
    assert_refused(caller.get("/forgotten"), 401, "unauthenticated")
    headers = bearer(register, Scope.render, Scope.issue, Scope.read)
    assert_refused(caller.get("/forgotten", headers=headers), 403, "forbidden")
    sign_in(caller)
    assert_refused(caller.get("/forgotten"), 403, "forbidden")


def test_what_everybody_may_see_asks_nobody(caller: FlaskClient, officer: str) -> None:
    shown = [
        "/healthz", "/readyz", "/v1/openapi.json", "/v1/docs", "/v1/kinds", f"/v1/kinds/{KIND}",
        f"/v1/kinds/{KIND}/schema", f"/v1/kinds/{KIND}/example", "/sign-in", "/static/docs.css",
    ]  # fmt: skip
    for path in shown:
        with caller.get(path, environ_base=ELSEWHERE) as answer:
            assert answer.status_code == 200, path
    assert len(shown) == sum(door is Everyone for door in DOORS.values()) - 1


def test_no_such_address_or_method_is_said_to_anybody(caller: FlaskClient, officer: str) -> None:
    assert_refused(caller.get("/v1/nowhere"), 404, "not_found")
    assert_refused(caller.get(RENDER), 405, "method_not_allowed")
    assert caller.options(RENDER).status_code == 200


# The open door of a fresh machine


@pytest.mark.parametrize("address", ["127.0.0.1", "127.8.9.10", "::1", "::ffff:127.0.0.1"])
def test_while_there_is_no_account_a_caller_on_this_machine_needs_no_key(
    caller: FlaskClient, example: Any, address: str
) -> None:
    for path in (CHECK, RENDER):
        answer = caller.post(
            path, json=example, headers=PAGE, environ_base={"REMOTE_ADDR": address}
        )
        assert answer.status_code == 200


@pytest.mark.parametrize("address", ["192.0.2.7", "10.0.0.1", "2001:db8::1", "0.0.0.0", "", "x"])  # noqa: S104
def test_a_caller_from_elsewhere_always_needs_one(
    caller: FlaskClient, example: Any, address: str
) -> None:
    answer = caller.post(RENDER, json=example, environ_base={"REMOTE_ADDR": address})
    assert_refused(answer, 401, "unauthenticated")


@pytest.mark.parametrize("name", ["Forwarded", "X-Forwarded-For", "X-Real-IP", "Via"])
def test_a_proxy_on_this_machine_speaks_for_somebody_elsewhere(
    caller: FlaskClient, example: Any, name: str
) -> None:
    answer = caller.post(RENDER, json=example, headers={name: "127.0.0.1"})
    assert_refused(answer, 401, "unauthenticated")


def test_the_first_account_closes_the_door_and_disabling_it_does_not_open_it_again(
    caller: FlaskClient, register: Register, example: Any
) -> None:
    assert caller.post(CHECK, json=example).status_code == 200
    staff(register, NAME, Role.officer)
    assert_refused(caller.post(CHECK, json=example), 401, "unauthenticated")
    people.disable(register, NAME, actor=CONSOLE)
    assert_refused(caller.post(CHECK, json=example), 401, "unauthenticated")


def test_a_key_that_opens_nothing_is_refused_even_where_none_is_needed(
    caller: FlaskClient, example: Any
) -> None:
    answer = caller.post(CHECK, json=example, headers={"Authorization": "Bearer docgen_wrong"})
    assert_refused(answer, 401, "unauthenticated")


def test_a_service_without_a_register_keeps_nothing_and_asks_nobody(
    settings: Settings, engine: Engine, example: Any
) -> None:
    app = create_app(settings, engine)
    answer = app.test_client().post(CHECK, json=example, environ_base=ELSEWHERE)
    assert answer.status_code == 200
    doors = {DOORS[rule.endpoint] for rule in app.url_map.iter_rules()}
    assert doors == {Everyone, Watcher, *STATELESS}


# Keys


def test_without_a_key_the_answer_says_how_to_get_in(
    caller: FlaskClient, example: Any, officer: str
) -> None:
    answer = caller.post(RENDER, json=example)
    assert_refused(answer, 401, "unauthenticated")
    assert answer.headers["WWW-Authenticate"] == 'Bearer realm="docgen"'
    assert "docgen keys add" in answer.json["detail"]


def test_a_key_opens_what_its_scope_is_for(
    caller: FlaskClient, register: Register, example: Any, officer: str
) -> None:
    headers = bearer(register)
    for path in (CHECK, RENDER, DRAFT, f"{RENDER}?copy=archive"):
        answer = caller.post(path, json=example, headers=headers, environ_base=ELSEWHERE)
        assert answer.status_code == 200


def test_a_key_without_the_scope_is_told_which_is_missing(
    caller: FlaskClient, register: Register, example: Any, officer: str
) -> None:
    headers = bearer(register, Scope.read, Scope.issue)
    for path in (CHECK, RENDER, DRAFT):
        answer = caller.post(path, json=example, headers=headers)
        assert_refused(answer, 403, "forbidden")
        assert "render" in answer.json["detail"]
        assert 'error="insufficient_scope", scope="render"' in answer.headers["WWW-Authenticate"]


def test_a_drafter_s_key_yields_drafts_and_nothing_without_the_mark(
    caller: FlaskClient, register: Register, example: Any
) -> None:
    staff(register, "苗雨", Role.drafter, None)
    headers = bearer(register, person="苗雨")
    for path in (CHECK, f"{CHECK}?copy=archive", DRAFT):
        assert caller.post(path, json=example, headers=headers).status_code == 200
    for query in ("", "?copy=delivery", "?copy=archive", "?copy=redacted", "?copy=DRAFT"):
        answer = caller.post(f"{RENDER}{query}", json=example, headers=headers)
        assert_refused(answer, 403, "forbidden")
        assert "copy=draft" in answer.json["detail"]
    for query in ("?copy=draft&copy=delivery", "?copy=draft&Copy=delivery"):
        answer = caller.post(f"{RENDER}{query}", json=example, headers=headers)
        assert_refused(answer, 400, "bad_request")


def test_a_revoked_key_or_a_disabled_account_is_out_at_once(
    caller: FlaskClient, register: Register, example: Any, officer: str
) -> None:
    one, other = bearer(register), bearer(register)
    keys.revoke(register, f"{NAME}-0", actor=CONSOLE)
    assert_refused(caller.post(CHECK, json=example, headers=one), 401, "unauthenticated")
    assert caller.post(CHECK, json=example, headers=other).status_code == 200
    people.disable(register, NAME, actor=CONSOLE)
    answer = caller.post(CHECK, json=example, headers=other)
    assert_refused(answer, 401, "unauthenticated")
    assert 'error="invalid_token"' in answer.headers["WWW-Authenticate"]


@pytest.mark.parametrize(
    "given",
    ["", "Bearer", "Bearer ", "Basic eDp5", "Basic !", "bearer x", "Token {}", "{}", "Bearer {}x",
     "Bearer {},", "Bearer x {}", "Bearer x=1, y=2", "Digest username=x", "\xff", "Bearer \xff",
     "Bearer " + "x" * 60_000],
)  # fmt: skip
def test_any_other_authorization_is_refused_and_breaks_nothing(
    caller: FlaskClient, register: Register, example: Any, officer: str, given: str
) -> None:
    secret = bearer(register)["Authorization"].removeprefix("Bearer ")
    answer = caller.post(
        CHECK, json=example, headers={"Authorization": given.replace("{}", secret)}
    )
    assert_refused(answer, 401, "unauthenticated")
    assert secret not in answer.text


def test_a_refusal_comes_before_the_body_is_read(
    caller: FlaskClient, example: Any, officer: str
) -> None:
    assert_refused(caller.post(RENDER, data=b"{", content_type="x/y"), 401, "unauthenticated")


def test_a_register_that_does_not_answer_lets_nobody_in_and_says_so(
    caller: FlaskClient, example: Any, officer: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_: Any) -> None:
        raise RegisterUnavailableError("登记簿的数据库暂时用不了，请稍后重试。")

    monkeypatch.setattr(keys, "who", away)
    answer = caller.post(CHECK, json=example, headers={"Authorization": "Bearer x"})
    assert_refused(answer, 503, "register_unavailable")
    assert "登记簿" in answer.json["detail"]


# Sessions


def token_of(caller: FlaskClient) -> dict[str, str]:
    return {TOKEN_HEADER: caller.get("/v1/session").json["csrf"]}


def test_signing_in_leads_on_and_the_session_says_who_it_is(
    caller: FlaskClient, officer: str
) -> None:
    answer = sign_in(caller)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/")
    me = caller.get("/v1/session").json
    assert (me["person"], me["role"]) == (NAME, "officer")
    assert "issue" in me["may"]
    assert "administer" not in me["may"]


def test_the_cookie_is_out_of_reach_of_scripts_other_sites_and_plain_http(
    caller: FlaskClient, officer: str
) -> None:
    plain = sign_in(caller).headers["Set-Cookie"]
    assert {"HttpOnly", "SameSite=Lax", "Path=/"} <= set(plain.split("; "))
    assert "Secure" not in plain
    for given in ({"base_url": "https://localhost"}, {"headers": {"X-Forwarded-Proto": "https"}}):
        answer = caller.post("/sign-in", data={"name": NAME, "password": PASSWORD}, **given)
        assert "Secure" in answer.headers["Set-Cookie"].split("; ")


def test_a_session_changes_things_only_with_its_token(
    caller: FlaskClient, example: Any, officer: str
) -> None:
    sign_in(caller)
    assert_refused(caller.post(CHECK, json=example), 403, "csrf_refused")
    wrong = {TOKEN_HEADER: "x" * 43}
    assert_refused(caller.post(CHECK, json=example, headers=wrong), 403, "csrf_refused")
    assert caller.post(CHECK, json=example, headers=token_of(caller)).status_code == 200


def test_the_token_of_another_session_does_not_help(
    guarded: Flask, caller: FlaskClient, example: Any, officer: str
) -> None:
    other = guarded.test_client()
    sign_in(caller)
    sign_in(other)
    assert_refused(caller.post(CHECK, json=example, headers=token_of(other)), 403, "csrf_refused")


@pytest.mark.parametrize(
    ("said", "let_in"),
    [
        ({"Origin": "http://localhost"}, True),
        ({"Sec-Fetch-Site": "same-origin", "Origin": "null"}, True),
        ({"Origin": "http://localhost.evil.example"}, False),
        ({"Origin": "http://localhost:8001"}, False),
        ({"Origin": "null"}, False),
        ({"Sec-Fetch-Site": "cross-site"}, False),
        ({"Sec-Fetch-Site": "same-site", "Origin": "http://localhost"}, False),
    ],
)
def test_a_page_of_another_site_can_neither_act_nor_sign_anybody_in(
    caller: FlaskClient, example: Any, officer: str, said: dict[str, str], let_in: bool
) -> None:
    form = {"name": NAME, "password": PASSWORD}
    assert (caller.post("/sign-in", data=form, headers=said).status_code == 303) == let_in
    sign_in(caller)
    answer = caller.post(CHECK, json=example, headers=said | token_of(caller))
    assert (answer.status_code == 200) == let_in


def test_a_key_beside_a_cookie_counts_alone_and_needs_no_token(
    caller: FlaskClient, register: Register, example: Any, officer: str
) -> None:
    sign_in(caller)
    staff(register, "苗雨", Role.drafter, None)
    headers = bearer(register, person="苗雨")
    assert caller.post(DRAFT, json=example, headers=headers).status_code == 200
    assert_refused(caller.post(RENDER, json=example, headers=headers), 403, "forbidden")


def test_what_concerns_a_session_is_not_for_keys(
    caller: FlaskClient, register: Register, officer: str
) -> None:
    headers = bearer(register)
    assert_refused(caller.get("/v1/session", headers=headers), 403, "forbidden")
    assert_refused(caller.post("/sign-out", headers=headers), 403, "forbidden")


def test_signing_in_gives_a_new_session_and_ends_the_one_the_browser_came_with(
    guarded: Flask, caller: FlaskClient, officer: str
) -> None:
    sign_in(caller)
    planted = caller.get_cookie(COOKIE).value
    sign_in(caller)
    assert caller.get_cookie(COOKIE).value != planted
    thief = guarded.test_client()
    thief.set_cookie(COOKIE, planted)
    assert_refused(thief.get("/v1/session"), 401, "unauthenticated")
    assert caller.get("/v1/session").status_code == 200


def test_signing_out_takes_the_token_and_ends_the_session_everywhere(
    guarded: Flask, caller: FlaskClient, officer: str
) -> None:
    sign_in(caller)
    kept = caller.get_cookie(COOKIE).value
    assert_refused(caller.post("/sign-out"), 403, "csrf_refused")
    answer = caller.post("/sign-out", data={"csrf": token_of(caller)[TOKEN_HEADER]})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/sign-in")
    assert caller.get_cookie(COOKIE) is None
    thief = guarded.test_client()
    thief.set_cookie(COOKIE, kept)
    assert_refused(thief.get("/v1/session"), 401, "unauthenticated")


def test_a_cookie_nobody_signed_or_signed_with_another_key_opens_nothing(
    guarded_settings: Settings,
    engine: Engine,
    register: Register,
    caller: FlaskClient,
    officer: str,
) -> None:
    sign_in(caller)
    kept = caller.get_cookie(COOKIE).value
    for value in ("", "x", kept.rpartition(".")[0], kept + "x", kept[::-1], "." * 99, "é"):
        caller.set_cookie(COOKIE, value)
        assert_refused(caller.get("/v1/session"), 401, "unauthenticated")
    for secret_key, status in ((SECRET_KEY, 200), ("二" * 32, 401), ("", 401)):
        again = replace(guarded_settings, secret_key=secret_key)
        other = create_app(again, engine, register=register).test_client()
        other.set_cookie(COOKIE, kept)
        assert other.get("/v1/session").status_code == status


# The page


def test_every_wrong_sign_in_gets_the_very_same_page(caller: FlaskClient, officer: str) -> None:
    tried = {NAME: OTHER_PASSWORD, "无此人": PASSWORD, "别人": ""}
    answers = [sign_in(caller, name, password) for name, password in tried.items()]
    assert {answer.status_code for answer in answers} == {401}
    # But for the name, which is kept as it was typed.
    texts = {answer.text.replace(name, "") for name, answer in zip(tried, answers, strict=True)}
    assert len(texts) == 1
    assert 'role="alert"' in answers[0].text
    assert not any("Set-Cookie" in answer.headers for answer in answers)


def test_who_guesses_too_often_is_told_to_wait_and_a_known_browser_comes_in(
    guarded: Flask, caller: FlaskClient, officer: str
) -> None:
    assert sign_in(caller).status_code == 303
    stranger = guarded.test_client()
    answers = [sign_in(stranger, NAME, OTHER_PASSWORD) for _ in range(MOST_FAILURES)]
    answers.append(sign_in(stranger))
    assert [answer.status_code for answer in answers] == [401] * MOST_FAILURES + [429]
    assert int(answers[-1].headers["Retry-After"]) > 800
    assert "分钟后再试" in answers[-1].text
    # The very same address, but a browser that was here before.
    assert sign_in(caller).status_code == 303
    for name in ("x", "docgen_device_0"):
        stranger.set_cookie(name, "forged")
    assert sign_in(stranger).status_code == 429


def test_behind_a_proxy_of_ours_each_client_is_counted_by_itself(
    guarded: Flask, officer: str
) -> None:
    def knock(told: str, password: str) -> int:
        stranger = guarded.test_client()
        form = {"name": NAME, "password": password}
        return stranger.post("/sign-in", data=form, headers={"X-Forwarded-For": told}).status_code

    # What stands before the proxy's own word was written by the client.
    for turn in range(MOST_FAILURES):
        assert knock(f"203.0.113.{turn}, 198.51.100.9", OTHER_PASSWORD) == 401
    assert knock("192.0.2.8, 198.51.100.9", PASSWORD) == 429
    assert knock("198.51.100.9, 192.0.2.8", PASSWORD) == 303


@pytest.mark.parametrize(
    ("peer", "told", "client"),
    [
        ("192.0.2.1", "198.51.100.9", "192.0.2.1"),
        ("127.0.0.1", "", "127.0.0.1"),
        ("127.0.0.1", "198.51.100.9", "198.51.100.9"),
        ("127.0.0.1", "198.51.100.9, 10.0.0.2", "198.51.100.9"),
        ("10.0.0.2", "203.0.113.5, 198.51.100.9, 127.0.0.1", "198.51.100.9"),
        ("::ffff:127.0.0.1", "2001:db8::1", "2001:db8::1"),
        ("127.0.0.1", "198.51.100.9, 胡写", "127.0.0.1"),
    ],
)
def test_a_client_s_address_is_the_last_that_no_proxy_of_ours_has(
    peer: str, told: str, client: str
) -> None:
    proxies = Settings.from_env({"DOCGEN_PROXIES": "10.0.0.0/8"}).proxies
    headers = {"X-Forwarded-For": told} if told else {}
    environ = EnvironBuilder(headers=headers, environ_base={"REMOTE_ADDR": peer}).get_environ()
    assert address_of(Request(environ), proxies) == client


def test_a_setting_for_proxies_is_read_or_refused() -> None:
    with pytest.raises(SettingsError, match="DOCGEN_PROXIES"):
        Settings.from_env({"DOCGEN_PROXIES": "nginx"})


def test_the_page_runs_no_script_and_lets_nobody_frame_it(caller: FlaskClient) -> None:
    answer = caller.get("/sign-in")
    policy = answer.headers["Content-Security-Policy"]
    for words in ("default-src 'none'", "form-action 'self'", "frame-ancestors 'none'"):
        assert words in policy
    assert "script" not in policy + answer.text
    assert answer.headers["Cache-Control"] == "no-store"
    # A form of a page without referrer is sent with the origin "null", which is nobody's.
    assert answer.headers["Referrer-Policy"] == "same-origin"
    for name in re.findall(r'<link[^>]* href="([^"]+)"', answer.text):
        with caller.get(name) as part:
            assert part.status_code == 200


def test_a_link_sets_up_the_first_administrator_once_and_looking_does_not_spend_it(
    caller: FlaskClient, register: Register
) -> None:
    link = sessions.add_link(register, actor=CONSOLE)
    for _ in range(2):
        page = caller.get("/sign-in", query_string={"link": link})
        assert page.status_code == 200
        assert f'value="{link}"' in page.text
    weak = caller.post("/sign-in", data={"link": link, "name": "周予", "password": "短"})
    assert weak.status_code == 422
    assert f'value="{link}"' in weak.text
    form = {"link": link, "name": "周予", "password": PASSWORD}
    assert caller.post("/sign-in", data=form).status_code == 303
    assert caller.get("/v1/session").json["role"] == "admin"
    assert caller.post("/sign-in", data=form).status_code == 403
    assert caller.get("/sign-in", query_string={"link": link}).status_code == 403


def test_a_made_up_link_makes_no_administrator_and_is_not_echoed(
    caller: FlaskClient, register: Register
) -> None:
    link = '"><script>alert(1)</script>'
    shown = caller.get("/sign-in", query_string={"link": link})
    sent = caller.post("/sign-in", data={"link": link, "name": "周予", "password": PASSWORD})
    for answer in (shown, sent):
        assert answer.status_code == 403
        assert "alert(1)" not in answer.text
    assert not people.any_person(register)


# The contract


def test_the_contract_publishes_how_to_get_in_and_what_a_refusal_looks_like(
    caller: FlaskClient,
) -> None:
    contract = caller.get("/v1/openapi.json").json
    schemes = contract["components"]["securitySchemes"]
    assert (schemes["key"]["type"], schemes["key"]["scheme"]) == ("http", "bearer")
    assert (schemes["session"]["in"], schemes["session"]["name"]) == ("cookie", COOKIE)
    for path, item in contract["paths"].items():
        for method in {"get", "post"} & {*item}:
            operation = item[method]
            # Whoever has to show something may be refused it, and asked to wait.
            asked = {"401", "403", "429"} & operation["responses"].keys()
            assert len(asked) == (3 if operation["security"] else 0), path
            if path.startswith(("/healthz", "/readyz", "/v1/docs", "/v1/openapi")):
                assert operation["security"] == [], path
            if path == "/metrics":
                assert operation["security"] == [{"key": []}, {"session": []}, {}]
            elif path.startswith(("/v1/check/", "/v1/render/")):
                assert operation["security"] == [{"key": ["render"]}, {"session": []}, {}], path
            elif path.startswith("/v1/documents"):
                # A list is fanned out by what the request says; nothing is kept.
                told = method == "get" or path.endswith("/fan-out")
                scope = "read" if told else "issue"
                assert operation["security"] == [{"key": [scope]}, {"session": []}], path
