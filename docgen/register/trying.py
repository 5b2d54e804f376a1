"""Try a set of templates on what the office has issued, in processes with bounds of their own.

Whoever is shown a report sees what parties said: so it is recorded who looked, and who does not
handle reports is shown none of them.
"""

import json
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType

from sqlalchemy import select

from docgen.archive.verify import carried
from docgen.engine import Engine, assemble
from docgen.errors import CatalogueError, DocgenError
from docgen.kinds.flaw import Flaw
from docgen.look.trial import Change, Trial, compare_paper, touched, try_kind
from docgen.proof.opening import flaws_for_use
from docgen.proof.records import Records
from docgen.register import audit
from docgen.register.actor import Actor
from docgen.register.database import Register
from docgen.register.issued import allow
from docgen.register.rights import Act, may
from docgen.register.tables import documents, files
from docgen.settings import Settings
from docgen.workers.spread import spread
from schemas.guard.confidences import of_report

# Pictures of so many issued papers of a kind are shown; of the others words and page counts.
SHOWN = 3
# A kind may take so long and need so much; a template may loop without end.
SECONDS, MEMORY = 300.0, 3 << 30
STUCK = "没有检查完：模板里可能有停不下来的循环，或者要用的内存太多。"


class UnprovedSetError(CatalogueError):
    """A set of templates has flaws: each in the sentence that `docgen templates try` has for it."""

    def __init__(self, flaws: Sequence[Flaw]) -> None:
        super().__init__(f"这一套模板没有通过检查，有 {len(flaws)} 处问题，没有启用。")
        self.flaws = tuple(flaws)


@dataclass(frozen=True, slots=True)
class Issued:
    """An issued paper to compare: how it is called, and its archive copy; None: not to be seen."""

    name: str
    archived: Path | None


def last_issued(
    register: Register, engine: Engine, kinds: Collection[str], most: int, *, actor: Actor
) -> dict[str, list[Issued]]:
    """Return the papers of each kind that were issued last, `most` of each, and record who asked.

    Errors: `NotAllowedError`.
    """
    allow(Act.read, actor)
    found: dict[str, list[Issued]] = {}
    with register.writing() as connection:
        for kind in sorted(kinds):
            query = (
                select(
                    documents.c.id, documents.c.document_number, documents.c.payload, files.c.path
                )
                .join(files, files.c.document_id == documents.c.id)
                .where(documents.c.kind == kind, documents.c.state == "issued")
                .where(files.c.role == "archive_pdf")
                .order_by(documents.c.issued_at.desc(), documents.c.id.desc())
                .limit(most)
            )
            rows = connection.execute(query).all()
            reader, sees = engine.catalogue[kind].reader, may(Act.read_reports, actor.role)
            found[kind] = [
                Issued(
                    row.document_number or row.id,
                    register.store / row.path
                    if sees or not of_report(reader, json.loads(row.payload))
                    else None,
                )
                for row in rows
            ]
        counts = {kind: len(papers) for kind, papers in found.items() if papers}
        audit.record(connection, register, actor, "try_templates", None, {"papers": counts})
    return found


def tried(
    kinds: Sequence[str], now: Settings, then: Settings, issued: Mapping[str, Sequence[Issued]]
) -> Iterator[Trial]:
    """Yield what a set changes of each kind, on the corpus and on issued papers; a job of its own.

    Errors: those of `assemble` and `try_kind`.
    """
    before, after = assemble(now), assemble(then)
    for name in kinds:
        trial = try_kind(before, after, name)
        yield trial if trial.flaws else _with_issued(before, after, trial, issued.get(name, ()))


def _with_issued(now: Engine, then: Engine, trial: Trial, papers: Sequence[Issued]) -> Trial:
    changes: list[Change | None] = []
    left_out = 0
    for paper in papers:
        if paper.archived is None:
            left_out += 1
            continue
        try:
            case = carried(now, paper.archived.read_bytes())
            both = case.engine, then.beside(case.engine)
            shown = sum(each is not None for each in changes) < SHOWN
            changes.append(compare_paper(*both, case.case, paper.name, shown=shown))
        except (DocgenError, OSError):
            left_out += 1
    told = tuple(each for each in changes if each)
    return replace(trial, issued=told, compared=len(papers) - left_out, left_out=left_out)


def try_apart(
    now: Engine,
    then: Engine,
    issued: Mapping[str, Sequence[Issued]] = MappingProxyType({}),
    *,
    watch: Callable[[], None] = lambda: None,
) -> list[Trial]:
    """Return what a set changes of every kind it touches, found out on all cores.

    `watch` is called after each kind. Errors: those of `tried`.
    """
    settings = now.settings, then.settings
    found = spread(
        tried, touched(now, then), *settings, dict(issued),
        memory=MEMORY, seconds=SECONDS, watch=watch,
    )  # fmt: skip
    return [trial or _stuck(then, name) for name, trial in found.items()]


def _stuck(engine: Engine, name: str) -> Trial:
    kind = engine.catalogue[name]
    return Trial(name, kind.header.title, (_flaw_of_stuck(engine, name),))


def _flaw_of_stuck(engine: Engine, name: str) -> Flaw:
    return Flaw(f"templates/html/{engine.catalogue[name].page_name}", "", STUCK)


def proved(kinds: Sequence[str], settings: Settings) -> Iterator[tuple[Flaw, ...]]:
    """Yield the flaws of each kind of a set; a job of its own. Errors: those of `assemble`."""
    engine = assemble(settings)
    records = Records(engine.settings, engine.catalogue)
    for name in kinds:
        yield flaws_for_use(engine, name, records)


def refuse_unproved(engine: Engine) -> None:
    """Prove every kind of a set, on all cores; what was proved before is not proved again.

    Errors: `UnprovedSetError`.
    """
    records, told = Records(engine.settings, engine.catalogue), dict[str, tuple[Flaw, ...]]()
    for name in engine.catalogue:
        if found := records.find(name):
            told[name] = found.flaws
    left = [name for name in engine.catalogue if name not in told]
    found_now = spread(proved, left, engine.settings, memory=MEMORY, seconds=SECONDS)
    for name, flaws in found_now.items():
        told[name] = (_flaw_of_stuck(engine, name),) if flaws is None else flaws
    if flawed := [flaw for name in engine.catalogue for flaw in told[name]]:
        raise UnprovedSetError(flawed)
