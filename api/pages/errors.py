"""Errors as a person meets them: a page that says what happened and where to go from there."""

from collections.abc import Mapping
from types import MappingProxyType
from urllib.parse import urlencode, urlsplit

from flask import Response, current_app, redirect, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from api.pages.frame import page

# Programs ask here, and are answered with problem documents whatever they accept.
PROGRAM_PATHS = ("/v1/", "/static/", "/healthz", "/readyz", "/metrics")

# What the framework refuses is worded for programs; at a page it says this instead.
WORDS: Mapping[int, str] = MappingProxyType(
    {
        400: "这次提交不完整，没有执行。请返回上一页，刷新后重试。",
        404: "没有这个页面，也许地址写错了，或者它已经不在了。",
        405: "这个地址不能这样打开，请从导航进入。",
        413: "提交的内容太大，没有收下。请压缩或减少文件后重新提交。",
        429: "操作过于频繁，请过一会儿再试。",
    }
)
FRAMEWORK_CODES = frozenset({"bad_request", "not_found", "method_not_allowed", "too_large"})


def wants_page() -> bool:
    """Tell whether a person's browser asks for a page; htmx asks for a part and tells by itself."""
    program = "Authorization" in request.headers or "HX-Request" in request.headers
    if program or request.path.startswith(PROGRAM_PATHS):
        return False
    return any(media == "text/html" for media, _ in request.accept_mimetypes)


def error_page(problem: Response) -> BaseResponse:
    """Return a problem as a page; who is not signed in is led there and back again."""
    status, told = problem.status_code, problem.get_json()
    code, detail = told["code"], told["detail"]
    if code == "unauthenticated" and "sign_in.page" in current_app.view_functions:
        if request.method in ("GET", "HEAD"):
            return redirect(_sign_in(request.full_path.rstrip("?")), 303)
        detail = "登录已经结束，这次提交没有执行。请重新登录，随后回到原来的页面再提交一次。"
    if code in FRAMEWORK_CODES and status in WORDS:
        detail = WORDS[status]
    answer = page(
        "pages/error.html",
        status=status,
        heading=told["title"],
        detail=detail,
        errors=told["errors"],
        sign_in=_sign_in(_page_before()) if status == 401 else "",
    )
    for name in ("Allow", "Retry-After"):
        if name in problem.headers:
            answer.headers[name] = problem.headers[name]
    return answer


def _sign_in(place: str) -> str:
    after = "" if place in ("", "/") else "?" + urlencode({"next": place})
    return url_for("sign_in.page") + after


def _page_before() -> str:
    """Return the page of ours from which a form was sent."""
    before = urlsplit(request.headers.get("Referer", ""))
    return before.path if before.netloc == request.host else ""
