"""Ask once more before what cannot be taken back: the same form is sent again, with a yes."""

from collections.abc import Sequence

from flask import Response, request

from api.auth import TOKEN_FIELD
from api.pages.frame import page

SURE = "sure"


def is_sure() -> bool:
    """Tell whether whoever sends a form has been asked, and said yes."""
    return request.form.get(SURE) == "yes"


def ask_once_more(
    question: str, told: Sequence[str], *, yes: str, back: str, here: str = ""
) -> Response:
    """Return the page that asks: what would happen, a button to do it and the way `back`."""
    fields = [
        (name, value)
        for name, value in request.form.items(multi=True)
        if name not in {SURE, TOKEN_FIELD}
    ]
    return page(
        "pages/sure.html",
        here=here,
        question=question,
        told=told,
        yes=yes,
        back=back,
        fields=fields,
        sure=SURE,
    )
