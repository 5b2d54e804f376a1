"""我的账号: what one may do here, and a password that nobody else knows."""

from flask import Blueprint, Response, make_response, redirect, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from api.auth import ROLE_TITLES, Cookies, current_caller
from api.pages.frame import page
from docgen.register import people, signing_in
from docgen.register.database import Register
from docgen.register.passwords import WeakPasswordError
from docgen.register.signing_in import SignInRefusedError


def account_routes(register: Register, cookies: Cookies) -> Blueprint:
    """Return `/account`."""
    routes = Blueprint("account_pages", __name__, url_prefix="/account")

    @routes.get("")
    def account() -> Response:
        return show(done="密码已经修改。" if "done" in request.args else "")

    @routes.post("")
    def change_password() -> BaseResponse:
        caller, form = current_caller(), request.form
        new = form.get("new", "")
        if new != form.get("again", ""):
            return show(fault="两次输入的新密码不同，请重新输入。")
        try:
            # Guesses count here as they do at the door.
            signing_in.sign_in(register, caller.person, form.get("now", ""))
            people.set_password(register, caller.person, new, actor=caller.actor)
        except SignInRefusedError:
            return show(fault="现在的密码不对。连续多次不对，账号会锁定。")
        except WeakPasswordError as fault:
            return show(fault=fault.message)
        answer = make_response(redirect(url_for(".account", done="yes"), 303))
        # Every session has ended with the old password; this browser begins a new one.
        cookies.give(answer, signing_in.sign_in(register, caller.person, new), request)
        return answer

    def show(*, fault: str = "", done: str = "") -> Response:
        return page(
            "pages/account.html",
            status=422 if fault else 200,
            role=ROLE_TITLES[current_caller().actor.role],
            certificate=people.find_person(register, current_caller().person).certificate,
            fault=fault,
            done=done,
        )

    return routes
