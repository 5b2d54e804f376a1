"""The human page of the API: its contract, readable and ready to try, from our own files only."""

from flask import Blueprint, Response, make_response, render_template

from docgen.engine import Engine

DOCS_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)


def docs_routes(engine: Engine) -> Blueprint:
    """Return `/v1/docs`."""
    routes = Blueprint("docs", __name__)

    @routes.get("/v1/docs")
    def docs() -> Response:
        page = make_response(render_template("docs.html", kinds=engine.catalogue.values()))
        page.headers["Content-Security-Policy"] = DOCS_POLICY
        return page

    return routes
