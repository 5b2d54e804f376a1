"""The form and everything around filling one document; all of it drawn from the kind's schema."""

from collections.abc import Iterator

from flask import Blueprint

from api.metrics import Metrics
from api.pages.form.approving import approving_routes
from api.pages.form.files import file_routes
from api.pages.form.hands import hand_routes
from api.pages.form.issuing import issuing_routes
from api.pages.form.packets import packet_routes
from api.pages.form.photos import photo_routes
from api.pages.form.routes import form_routes
from api.seats import seats
from docgen.engine import Engine
from docgen.register.database import Register
from docgen.workers.pool import RenderPool

# A long case typed into a form: every Chinese character takes nine bytes on the way.
MOST_FORM_BYTES = 12 * 1024 * 1024
MOST_FORM_PARTS = 20_000


def form_pages(
    engine: Engine, pool: RenderPool | None, register: Register, metrics: Metrics
) -> Iterator[Blueprint]:
    """Yield every route around filling one document."""
    yield form_routes(engine, register)
    yield hand_routes(engine, register)
    yield photo_routes(engine, register)
    yield file_routes(engine, pool, register, metrics)
    yield approving_routes(engine, register)
    yield issuing_routes(engine, register, seats(engine, pool, metrics))
    yield packet_routes(engine, register, seats(engine, pool, metrics))
