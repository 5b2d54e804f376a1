"""Build the Flask application: the routes, the limits and the headers every answer bears."""

from flask import Flask, Response

from api.docs import docs_routes
from api.errors import answer_errors
from api.health import health_routes
from api.intake import MOST_BODY_BYTES
from api.kinds import kind_routes
from api.openapi import openapi_routes
from api.render import render_routes
from docgen.engine import Engine, open_engine
from docgen.settings import Settings

# Nothing the service answers is a page of its own, save the ones that set a policy themselves.
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}


def create_app(settings: Settings, engine: Engine | None = None) -> Flask:
    """Return the WSGI application over `engine`, which is opened from `settings` if not given.

    Errors: `SettingsError`, `CatalogueError`: a service that cannot render does not start.
    """
    engine = engine or open_engine(settings)
    app = Flask("api")
    app.config["MAX_CONTENT_LENGTH"] = MOST_BODY_BYTES
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    app.json.sort_keys = False  # type: ignore[attr-defined]
    answer_errors(app)
    for routes in (kind_routes, render_routes, openapi_routes, docs_routes, health_routes):
        app.register_blueprint(routes(engine))
    app.after_request(_with_headers)
    return app


def _with_headers(response: Response) -> Response:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    return response
