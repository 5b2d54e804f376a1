"""Build the Flask application: the routes, the limits and the headers every answer bears."""

from flask import Flask, Response, request

from api.auth import Cookies, guard, is_encrypted
from api.batches import batch_routes
from api.cases import case_routes
from api.changes import change_routes
from api.docs import docs_routes
from api.documents import document_routes
from api.documents.office import Office
from api.entrance import Entrance
from api.errors import answer_errors, problem
from api.health import health_routes
from api.incoming import incoming_routes
from api.intake import MOST_BODY_BYTES
from api.journal import keep_journal
from api.kinds import kind_routes
from api.metrics import Metrics
from api.openapi import openapi_routes
from api.pages.form import MOST_FORM_BYTES, MOST_FORM_PARTS
from api.pages.frame import framed, is_kept_by_browsers
from api.pages.routes import page_routes
from api.rates import limit_rates
from api.render import render_routes
from api.seats import seats
from api.sign_in import sign_in_routes
from api.waiting import Waiting
from docgen.batch.office.foreman import Foreman
from docgen.engine import Engine
from docgen.house import is_invented
from docgen.proof.opening import open_engine
from docgen.register.database import Register
from docgen.register.in_force import InForce
from docgen.sets import rendering
from docgen.settings import NO_SUB_PATH, Settings
from docgen.workers.pool import RenderPool

# Where an office begins that has not said yet who it is.
HOUSE = "/admin/house"
# Nothing the service answers is a page of its own, save the ones that set a policy themselves.
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "X-Permitted-Cross-Domain-Policies": "none",
}


def create_app(
    settings: Settings,
    engine: Engine | None = None,
    pool: RenderPool | None = None,
    register: Register | None = None,
    foreman: Foreman | None = None,
) -> Flask:
    """Return the WSGI application over `engine`, which is opened from `settings` if not given.

    `pool` renders what takes long; without it everything is rendered in this process. It stays
    the caller's to close. `register`, its tables made, knows who may do what; without it there are
    only the routes that keep nothing, and they ask nobody. `foreman` runs the batches; it is the
    caller's to start and to stop.
    Errors: `SettingsError`, `CatalogueError`: a service that cannot render does not start.
    """
    engine = engine or open_engine(settings)
    app = Flask("api")
    # Else `//x` is led on to an address made of whatever host the caller named.
    app.url_map.merge_slashes = False
    app.config["MAX_CONTENT_LENGTH"] = MOST_BODY_BYTES
    app.config["MAX_FORM_MEMORY_SIZE"] = MOST_FORM_BYTES
    app.config["MAX_FORM_PARTS"] = MOST_FORM_PARTS
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    app.json.sort_keys = False  # type: ignore[attr-defined]
    metrics = Metrics(pool, register)
    keep_journal(app, metrics, engine.catalogue)
    answer_errors(app)
    app.before_request(_refuse_sub_path)
    framed(app, engine)
    for routes in (kind_routes, docs_routes):
        app.register_blueprint(routes(engine))
    app.register_blueprint(openapi_routes(engine, has_register=register is not None))
    app.register_blueprint(render_routes(InForce(engine, register), pool, metrics))
    app.register_blueprint(health_routes(engine, pool, register, metrics))
    cookies = Cookies(register, settings.secret_key) if register else None
    if register and cookies:
        entrance = Entrance(register, settings.secret_key, settings.proxies)
        first = HOUSE if is_invented(engine.house) and not settings.demo else ""
        app.register_blueprint(sign_in_routes(register, cookies, entrance, first))
        render = metrics.counted(pool.render if pool else rendering(engine))
        seat = seats(engine, pool, metrics)
        app.register_blueprint(document_routes(Office(engine, register, render, seat)))
        app.register_blueprint(case_routes(engine, register))
        app.register_blueprint(incoming_routes(register))
        foreman = foreman or Foreman(settings, engine, register)
        waiting = Waiting()
        app.register_blueprint(batch_routes(engine, register, foreman, waiting))
        app.register_blueprint(change_routes(register, waiting))
        for pages in page_routes(
            settings,
            engine,
            register,
            cookies=cookies,
            entrance=entrance,
            pool=pool,
            foreman=foreman,
            metrics=metrics,
        ):
            app.register_blueprint(pages)
    guard(app, register, cookies)
    limit_rates(app, settings.rate)
    app.after_request(_with_headers)
    return app


def _refuse_sub_path() -> Response | None:
    """Say so where a proxy serves us below a path of its own: our addresses begin at the root."""
    if request.headers.get("X-Forwarded-Prefix", "/").strip("/"):
        return problem(400, "sub_path", NO_SUB_PATH)
    return None


def _with_headers(response: Response) -> Response:
    if is_kept_by_browsers() and response.status_code == 200:
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if is_encrypted(request):
        response.headers.setdefault("Strict-Transport-Security", "max-age=31536000")
    return response
