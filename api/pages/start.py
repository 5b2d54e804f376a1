"""办理: the page a clerk begins at: what waits, the papers written most, and one search for all."""

from flask import Blueprint, Response, request

from api.auth import current_caller
from api.pages.form.entries import first_words, texts_in
from api.pages.frame import page
from docgen.clock import BEIJING
from docgen.engine import Engine
from docgen.kinds.search import KindSearch
from docgen.register import approvals, drafts, ledger
from docgen.register.about import Telling
from docgen.register.case_list import list_cases
from docgen.register.database import Register
from docgen.register.drafts import Draft
from docgen.register.due_items import DueItems
from docgen.register.habits import most_written
from docgen.register.ledger import LedgerEntry, LedgerFilter
from docgen.register.orders import find_orders
from docgen.register.rights import Act, may
from schemas.ground.house import stations_by_act

MOST_DUE = 6
MOST_RECENT = 6
MOST_DRAFTS = 6
MOST_USED = 8
MOST_FOUND = 10
LONGEST = 60


def start_routes(engine: Engine, register: Register, due_items: DueItems) -> Blueprint:
    """Return `/`; `?q=` looks for kinds, and once it is sent for papers and all else too.

    While one types only kinds are looked for: the register is not read with every key.
    """
    routes = Blueprint("start", __name__)
    search = KindSearch(engine.catalogue)

    def _holds(draft: Draft, words: str) -> bool:
        title = engine.catalogue[draft.kind].header.title if draft.kind in engine.catalogue else ""
        texts = (title, draft.case_ref or "", *texts_in(draft.entries))
        return any(words in each for each in texts)

    @routes.get("/")
    def start() -> Response:
        actor = current_caller().actor
        words = _asked(request.args.get("q", ""))
        reads = may(Act.read, actor.role)
        telling = Telling(engine.catalogue, actor, engine.house.authority.region)
        sent = bool(words) and "HX-Request" not in request.headers
        papers = _papers(register, words) if sent and reads else []
        cases = list_cases(register, MOST_FOUND, part=words, closed=None) if sent else []
        if "HX-Request" in request.headers:
            due, own, waiting, before_me = [], [], [], []
        else:
            due = due_items.on(register.now().astimezone(BEIJING).date())
            own = drafts.own(register, actor=actor)
            waiting = drafts.submitted(register, actor=actor)
            before_me = approvals.waiting_for(register, engine.house, actor=actor)
        mine = drafts.own(register, actor=actor) if sent else []
        handed_over = drafts.submitted(register, actor=actor) if sent else []
        everyones = {each.id: each for each in (*mine, *handed_over)}
        recent = ledger.latest(register, MOST_RECENT) if reads and not words else []
        used = [] if words else most_written(register, MOST_USED, actor=actor)
        refs = {each.case_ref or "" for each in due[:MOST_DUE]} | {each.case_ref for each in cases}
        return page(
            "pages/start.html",
            here="start.start",
            words=words,
            groups=search.find(words),
            used=[engine.catalogue[each] for each in used if each in engine.catalogue],
            due=due[:MOST_DUE],
            due_count=len(due),
            catalogue=engine.catalogue,
            words_of=lambda draft: first_words(engine.catalogue[draft.kind].reader, draft.entries),
            own_drafts=own[:MOST_DRAFTS],
            more_drafts=own[MOST_DRAFTS:],
            waiting=waiting[:MOST_DRAFTS],
            more_waiting=waiting[MOST_DRAFTS:],
            before_me=before_me,
            laid=approvals.last_of(register, [each.id for each in own])
            if own and stations_by_act(engine.house)
            else {},
            papers=papers,
            cases=cases,
            found_drafts=[each for each in everyones.values() if _holds(each, words)][:MOST_FOUND],
            orders=find_orders(
                register, words, MOST_FOUND, reports=may(Act.read_reports, actor.role)
            )
            if sent and reads
            else [],
            stages=search.stages,
            searched=sent,
            recent=recent,
            about_paper=telling.of_documents(register, [each.id for each in (*papers, *recent)]),
            about_case=telling.of_cases(register, refs),
        )

    return routes


def _asked(text: str) -> str:
    # What can stand in no document is not worth asking for, nor can every database be asked.
    return "".join(each for each in text[:LONGEST] if each.isprintable()).strip()


def _papers(register: Register, words: str) -> list[LedgerEntry]:
    """Return the last papers whose number holds these words, else those whose case does."""
    return ledger.latest(register, MOST_FOUND, LedgerFilter(number=words)) or ledger.latest(
        register, MOST_FOUND, LedgerFilter(words=words)
    )
