"""Every page there is, in the order of the navigation."""

from flask import Blueprint

from api.auth import Cookies
from api.entrance import Entrance
from api.metrics import Metrics
from api.pages.account import account_routes
from api.pages.admin import admin_routes
from api.pages.bags import bag_routes
from api.pages.batches import batch_page_routes
from api.pages.cases import case_routes
from api.pages.desk import desk_routes
from api.pages.documents import document_routes
from api.pages.fan_out import fan_out_routes
from api.pages.form import form_pages
from api.pages.house import house_routes
from api.pages.incoming import incoming_routes
from api.pages.ledger import ledger_routes
from api.pages.names import names_routes
from api.pages.order_lists import order_list_routes
from api.pages.orders import order_routes
from api.pages.people import people_routes
from api.pages.start import start_routes
from api.pages.template_guide import guide_routes
from api.pages.template_sets import template_routes
from api.pages.verify import verify_routes
from docgen.batch.office.foreman import Foreman
from docgen.engine import Engine
from docgen.register.database import Register
from docgen.register.due_items import DueItems
from docgen.settings import Settings
from docgen.workers.pool import RenderPool


def page_routes(
    settings: Settings,
    engine: Engine,
    register: Register,
    *,
    cookies: Cookies,
    entrance: Entrance,
    pool: RenderPool | None,
    foreman: Foreman,
    metrics: Metrics,
) -> list[Blueprint]:
    """Return the routes of all pages; `pool` does what takes long, if there is one."""
    due_items = DueItems(engine, register)
    return [
        start_routes(engine, register, due_items),
        case_routes(engine, register, due_items),
        desk_routes(engine, register, due_items),
        incoming_routes(register),
        order_routes(engine, register),
        order_list_routes(register),
        bag_routes(engine, register),
        ledger_routes(engine, register),
        names_routes(engine),
        document_routes(engine, register),
        fan_out_routes(engine, register),
        batch_page_routes(engine, register, foreman),
        verify_routes(engine, register, pool),
        admin_routes(settings, engine, register, pool),
        house_routes(settings, engine, register),
        template_routes(engine, register),
        guide_routes(),
        people_routes(register),
        account_routes(register, cookies, entrance),
        *form_pages(engine, pool, register, metrics),
    ]
