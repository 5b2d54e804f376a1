"""账号和密钥: who belongs to the office, which programs call in whose name."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TypeVar

from flask import Blueprint, Response, request, url_for
from werkzeug.exceptions import BadRequest

from api.auth import ROLE_TITLES, current_caller
from api.pages.frame import page
from api.pages.sure import ask_once_more, is_sure
from docgen.errors import DocgenError
from docgen.register import keys, people
from docgen.register.actor import Actor, Role
from docgen.register.database import Register
from docgen.register.keys import KeyExistsError, UnknownKeyError, UselessScopeError
from docgen.register.passwords import propose
from docgen.register.people import LastAdminError, PersonExistsError, UnknownPersonError
from docgen.register.rights import Scope, scopes_of
from docgen.register.spelling import BadCertificateError, BadNameError

Choice = TypeVar("Choice")
SCOPES: Mapping[Scope, str] = MappingProxyType(
    {
        Scope.render: "生成（不登记）",
        Scope.issue: "出具、作废、登记送达",
        Scope.read: "查阅台账和文件",
        Scope.batch: "批量、导出",
    }
)
# What is asked once more, by its act: the question, and what would happen.
ASKED: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "reset": (
            "重设密码",
            "现在的密码立即不能再用，这个人在各处的登录都会退出；新密码只显示一次。",
        ),
        "disable": ("停用账号", "这个账号的登录和密钥立即失效；以后可以再启用。"),
    }
)
MENDABLE = (
    BadNameError, BadCertificateError, PersonExistsError, UnknownPersonError, LastAdminError,
    KeyExistsError, UnknownKeyError, UselessScopeError,
)  # fmt: skip


def people_routes(register: Register) -> Blueprint:
    """Return `/admin/people` and `/admin/keys`.

    A secret is shown once, in the answer to its making: no page to come back to, so no redirect.
    """
    routes = Blueprint("people_pages", __name__, url_prefix="/admin")

    @routes.get("/people")
    def everybody() -> Response:
        return show_people()

    @routes.post("/people")
    def change_person() -> Response:
        act, name = request.form.get("act", ""), request.form.get("name", "")
        if act in ASKED and not is_sure():
            question, told = ASKED[act]
            return ask_once_more(
                f"{question}：{name}",
                [told],
                yes=question,
                back=url_for(".everybody"),
                here="admin_pages.overview",
            )
        return _told(show_people, lambda actor: _change_person(register, actor))

    def show_people(
        *, fault: str = "", done: str = "", secret: str = "", status: int = 200
    ) -> Response:
        return page(
            "pages/people.html",
            here="admin_pages.overview",
            status=status,
            people=people.list_people(register),
            roles=ROLE_TITLES,
            given=request.form,
            fault=fault,
            done=done,
            secret=secret,
        )

    @routes.get("/keys")
    def every_key() -> Response:
        return show_keys()

    @routes.post("/keys")
    def change_key() -> Response:
        return _told(show_keys, lambda actor: _change_key(register, actor))

    def show_keys(
        *, fault: str = "", done: str = "", secret: str = "", status: int = 200
    ) -> Response:
        everyone = [each for each in people.list_people(register) if not each.disabled]
        return page(
            "pages/keys.html",
            here="admin_pages.overview",
            status=status,
            keys=keys.list_keys(register),
            people=everyone,
            roles=ROLE_TITLES,
            scopes=SCOPES,
            useful={each.name: sorted(scopes_of(each.role)) for each in everyone},
            given=request.form,
            chosen=request.form.getlist("scope"),
            fault=fault,
            done=done,
            secret=secret,
        )

    return routes


def _told(show: Callable[..., Response], act: Callable[[Actor], tuple[str, str]]) -> Response:
    """Do an act and show what came of it, or what has to be mended first."""
    try:
        done, secret = act(current_caller().actor)
    except MENDABLE as fault:
        return show(fault=_for_the_page(fault), status=422)
    return show(done=done, secret=secret)


def _for_the_page(fault: DocgenError) -> str:
    return fault.message.split("，运行 docgen")[0].split("。先运行 docgen")[0].rstrip("。") + "。"


def _change_person(register: Register, actor: Actor) -> tuple[str, str]:
    form = request.form
    name = form.get("name", "")
    match form.get("act"):
        case "add":
            role = _one_of(Role, form.get("role", ""))
            secret = propose() if form.get("signs_in") else None
            number = form.get("certificate", "")
            added = people.add_person(register, name, role, secret, certificate=number, actor=actor)
            return f"已添加账号 {added.name}（{ROLE_TITLES[role]}）。", secret or ""
        case "certificate":
            number = form.get("certificate", "")
            people.set_certificate(register, name, number, actor=actor)
            return f"{name} 的执法证号{'已登记' if number.strip() else '已去掉'}。", ""
        case "role":
            role = _one_of(Role, form.get("role", ""))
            people.set_role(register, name, role, actor=actor)
            return f"{name} 的角色改为{ROLE_TITLES[role]}，立即生效。", ""
        case "reset":
            secret = propose()
            people.set_password(register, name, secret, actor=actor)
            return f"{name} 的密码已经重设，原来的登录已经退出。", secret
        case "disable":
            people.disable(register, name, actor=actor)
            return f"{name} 已停用，它的登录和密钥立即失效。", ""
        case "enable":
            people.enable(register, name, actor=actor)
            return f"{name} 已启用。", ""
    raise BadRequest


def _change_key(register: Register, actor: Actor) -> tuple[str, str]:
    form = request.form
    name = form.get("name", "")
    match form.get("act"):
        case "add":
            scopes = {_one_of(Scope, each) for each in form.getlist("scope")}
            secret = keys.add_key(register, name, form.get("person", ""), scopes, actor=actor)
            return f"已添加密钥 {name}。", secret
        case "revoke":
            keys.revoke(register, name, actor=actor)
            return f"密钥 {name} 已撤销，立即失效。", ""
    raise BadRequest


def _one_of(kind: Callable[[str], Choice], text: str) -> Choice:
    try:
        return kind(text)
    except ValueError:
        raise BadRequest from None
