"""模板可用的名称: what the templates of a kind may print, for whoever edits them, and a guide."""

from flask import Blueprint, Response

from api.pages.frame import page
from docgen.engine import Engine
from docgen.look.names import Use, names_of


def names_routes(engine: Engine) -> Blueprint:
    """Return `/kinds/KIND/names`."""
    routes = Blueprint("names_pages", __name__)

    @routes.get("/kinds/<kind>/names")
    def names(kind: str) -> Response:
        declared = engine.catalogue[kind]
        return page(
            "pages/names.html", kind=declared, names=names_of(engine, declared), must=Use.must
        )

    return routes
