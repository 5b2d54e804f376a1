"""办理: the page a clerk begins at: which document to write, what falls due, what went out."""

from flask import Blueprint, Response, request

from api.auth import current_caller
from api.pages.form.entries import first_words
from api.pages.frame import page
from docgen.clock import BEIJING
from docgen.engine import Engine
from docgen.kinds.search import KindSearch
from docgen.register import drafts, ledger
from docgen.register.database import Register
from docgen.register.due_items import DueItems
from docgen.register.rights import Act, may

MOST_DUE = 8
MOST_RECENT = 6
MOST_DRAFTS = 12


def start_routes(engine: Engine, register: Register, due_items: DueItems) -> Blueprint:
    """Return `/`; `?q=` narrows the kinds, with or without a script that asks while one types."""
    routes = Blueprint("start", __name__)
    search = KindSearch(engine.catalogue)

    @routes.get("/")
    def start() -> Response:
        actor = current_caller().actor
        words = request.args.get("q", "")[:60]
        due = due_items.on(register.now().astimezone(BEIJING).date())
        return page(
            "pages/start.html",
            here="start.start",
            words=words,
            groups=search.find(words),
            due=due[:MOST_DUE],
            due_count=len(due),
            catalogue=engine.catalogue,
            words_of=lambda draft: first_words(engine.catalogue[draft.kind].reader, draft.entries),
            own_drafts=drafts.own(register, actor=actor)[:MOST_DRAFTS],
            waiting=drafts.submitted(register, actor=actor)[:MOST_DRAFTS],
            recent=ledger.latest(register, MOST_RECENT) if may(Act.read, actor.role) else (),
        )

    return routes
