"""What may come next in a case: which kinds, why, what each would settle and take over.

Nothing here knows a kind. Kinds say after which others they come and which they exclude
(`schemas.ground.neighbours`), and which periods they end (`Clock`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from docgen.engine import Engine
from docgen.kinds.catalogue import Catalogue, Kind
from docgen.register.case_rules import lacks_a_kind
from docgen.register.database import Register
from docgen.register.deadlines import DueItem, due_list
from docgen.register.prefill import Memory, recall, taken_over
from docgen.register.standing import barred_by
from schemas.ground.neighbours import Follows, Standing


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a document may come: half a sentence, what it rests on, the document it comes after.

    `settles` says that the other document waits for this one.
    """

    why: str
    source: str
    document_id: str
    settles: bool


@dataclass(frozen=True, slots=True)
class NextStep:
    """A kind that may come next.

    `reasons` are the standing documents it follows, the oldest first (none where it opens a case);
    `duty` the open duty it would settle that falls due first; `takes_over` the names of the fields
    a new document would begin with.
    """

    kind: str
    title: str
    reasons: tuple[Reason, ...]
    duty: DueItem | None
    takes_over: tuple[str, ...]

    @property
    def settles(self) -> bool:
        """Whether something waits for it: a standing document or an open duty."""
        return self.duty is not None or any(each.settles for each in self.reasons)


def next_steps(register: Register, engine: Engine, case_ref: str, today: date) -> list[NextStep]:
    """Return what may come next in a case, what is waited for and falls due first at the top.

    A kind comes after a document it follows; into a case without documents come the kinds that
    need none before them. Left out are kinds that a standing document excludes, and those that
    stand already, unless they follow themselves. A closed case takes the leaves of its file alone.
    Errors: `UnknownCaseError`.
    """
    with register.reading() as connection:
        memory = recall(connection, engine.catalogue, case_ref)
    duties = [
        each for each in due_list(register, engine, today, case_ref=case_ref) if not each.untold
    ]
    found = [
        NextStep(
            name,
            kind.header.title,
            tuple(reasons_for(kind, memory.standing)),
            duty_of(kind, duties),
            tuple(taken_over(kind, engine.catalogue, memory)),
        )
        for name, kind in engine.catalogue.items()
        if (not memory.closed or kind.is_leaf) and may_come(kind, engine.catalogue, memory)
    ]
    return sorted(found, key=_urgency)


def may_come(kind: Kind, catalogue: Catalogue, memory: Memory) -> bool:
    """Tell whether a document of a kind may come next in a case."""
    follows, kinds = kind.schema.neighbours.follows, {each.kind for each in memory.standing}
    if kind.name in kinds and kind.name not in {each.kind for each in follows}:
        return False
    if any(is_barred(kind, other, catalogue) for other in memory.standing):
        return False
    return bool(kinds & {each.kind for each in follows}) if kinds else may_begin(kind, catalogue)


def is_barred(kind: Kind, other: Standing, catalogue: Catalogue) -> bool:
    """Tell whether a standing document excludes a kind, whatever its new document will say."""
    always = {each.kind for each in kind.schema.neighbours.excludes if each.when is None}
    return other.kind in always or bool(barred_by(catalogue, other, kind.name))


def may_begin(kind: Kind, catalogue: Catalogue) -> bool:
    """Tell whether a kind may be the first of its case: it needs nothing that can be made here."""
    needed = [each for each in kind.schema.neighbours.follows if each.needed]
    return not needed or lacks_a_kind(catalogue, needed)


def reasons_for(kind: Kind, standing: Sequence[Standing]) -> list[Reason]:
    """Return why a kind may come after documents that stand."""
    by_kind: dict[str, Follows] = {each.kind: each for each in kind.schema.neighbours.follows}
    return [
        Reason(follows.why, follows.source, each.id, follows.settles)
        for each in standing
        if (follows := by_kind.get(each.kind))
    ]


def duty_of(kind: Kind, duties: Sequence[DueItem]) -> DueItem | None:
    """Return the open duty, among those of a case in order of falling due, that a kind settles."""
    settled = {clock.code for clock in kind.schema.clocks if clock.settled_by}
    return next((each for each in duties if each.code in settled), None)


def _urgency(step: NextStep) -> tuple[bool, date, str]:
    due = step.duty.due if step.duty else None
    return not step.settles, due or date.max, step.kind
