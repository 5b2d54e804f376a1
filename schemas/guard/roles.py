"""Find one person in two parts of a case that exclude each other, however the name is written."""

from collections.abc import Iterator
from dataclasses import dataclass

from schemas.ground.base import Finding, error
from schemas.ground.roles import Role
from schemas.guard.folding import folded_name
from schemas.guard.reading import Passage, Reading
from schemas.guard.tables import read_rows


@dataclass(frozen=True, slots=True)
class Exclusion:
    """Whoever is `who` cannot be one of `others` as well."""

    who: Role
    others: frozenset[Role]
    code: str
    detail: str
    source: str


EXCLUSIONS = tuple(
    Exclusion(
        Role[row["who"]],
        frozenset(Role[other] for other in row["other"]),
        row["code"],
        row["detail"],
        row["source"],
    )
    for row in read_rows("roles.toml")
)


def parts_that_exclude(reading: Reading) -> Iterator[Finding]:
    """Yield every person who takes a part that another of theirs excludes."""
    named: dict[str, list[tuple[Role, Passage]]] = {}
    for passage in reading.named:
        named.setdefault(folded_name(passage.text), []).append((passage.roles[-1], passage))
    for taken in named.values():
        if len(taken) > 1:
            yield from _excluded(taken)


def _excluded(taken: list[tuple[Role, Passage]]) -> Iterator[Finding]:
    roles = {role for role, _ in taken}
    for rule in EXCLUSIONS:
        if rule.others.isdisjoint(roles):
            continue
        for role, passage in taken:
            if role is rule.who:
                yield error(passage.pointer, rule.code, rule.detail, rule.source)
