"""我的账号: what one may do here, and a password that nobody else knows."""

from flask import Blueprint, Response, make_response, redirect, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from api.auth import ROLE_TITLES, Cookies, current_caller
from api.entrance import Entrance
from api.pages.frame import page
from docgen.register import people, signing_in
from docgen.register.database import Register
from docgen.register.guesses import Origin, TooManyGuessesError
from docgen.register.passwords import WeakPasswordError
from docgen.register.sessions import Session
from docgen.register.signing_in import SignInRefusedError

# Whoever is let in guesses at no password but the account's own.
_HERE = Origin("", device="account page")


def account_routes(register: Register, cookies: Cookies, entrance: Entrance) -> Blueprint:
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
            sign_in(caller.person, form.get("now", ""))
            people.set_password(register, caller.person, new, actor=caller.actor)
        except SignInRefusedError:
            return show(fault="现在的密码不对，请重新输入。")
        except (TooManyGuessesError, WeakPasswordError) as fault:
            return show(fault=fault.message)
        answer = make_response(redirect(url_for(".account", done="yes"), 303))
        # Every session has ended with the old password; this browser begins a new one.
        cookies.give(answer, sign_in(caller.person, new), request)
        return answer

    def sign_in(name: str, password: str) -> Session:
        # Guesses are counted as at the door, but apart: only who is let in can guess here.
        return signing_in.sign_in(register, entrance.guesses, name, password, _HERE)

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
