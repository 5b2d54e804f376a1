"""Every page there is, in the order of the navigation."""

from flask import Blueprint

from api.pages.cases import case_routes
from api.pages.documents import document_routes
from api.pages.ledger import ledger_routes
from api.pages.start import start_routes
from api.pages.verify import verify_routes
from docgen.engine import Engine
from docgen.pool import RenderPool
from docgen.register.database import Register


def page_routes(engine: Engine, register: Register, pool: RenderPool | None) -> list[Blueprint]:
    """Return the routes of all pages; `pool` does what takes long, if there is one."""
    return [
        start_routes(engine, register),
        case_routes(engine, register),
        ledger_routes(engine, register),
        document_routes(register),
        verify_routes(engine, register, pool),
    ]
