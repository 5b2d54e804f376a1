"""What papers and cases are about, in words: parties and subject, for lists that people read.

Of what belongs to a report only those are told who handle reports; names of persons are masked for
whoever may not read issued papers.
"""

import json
from collections.abc import Collection, Iterator, Mapping
from itertools import islice
from typing import Any

from sqlalchemy import func, select

from docgen.case.redact import masked
from docgen.kinds.catalogue import Catalogue, Kind
from docgen.register.access import UNTOLD
from docgen.register.actor import Actor
from docgen.register.database import Register
from docgen.register.rights import Act, may
from docgen.register.tables import cases, documents
from schemas.ground.fields import Personal, PersonName
from schemas.ground.kind import subject_of
from schemas.guard.confidences import of_report, persons_unsaid
from schemas.guard.reading import Reading

# A line of a list holds no more of it.
LONGEST = 40
AT_ONCE = 500


class Telling:
    """Says to one person what papers and cases are about; `region` is the one masks name."""

    def __init__(self, catalogue: Catalogue, actor: Actor, region: str) -> None:
        self._catalogue, self._region = catalogue, region
        self._reports = may(Act.read_reports, actor.role)
        self._names = may(Act.read, actor.role)

    def of_payload(self, kind: str, payload: Mapping[str, Any]) -> str:
        """Return what one paper is about; empty where its kind says nothing, or is not known."""
        if kind not in self._catalogue:
            return ""
        wanted = self._catalogue[kind]
        if not self._reports and of_report(wanted.reader, payload):
            return UNTOLD
        about = subject_of(wanted.header, payload, persons_unsaid(wanted.reader, payload))
        return _cut(about if self._names else self._masked(about, wanted, payload))

    def _masked(self, about: str, kind: Kind, payload: Mapping[str, Any]) -> str:
        for each in Reading.of(kind.reader, payload).passages:
            if isinstance(each.field, PersonName):
                about = about.replace(each.text, masked(each.text, Personal.name, self._region))
        return about

    def of_documents(self, register: Register, ids: Collection[str]) -> dict[str, str]:
        """Return what issued papers are about, by their ids."""
        found: dict[str, str] = {}
        for some in _pieces(ids):
            asked = select(documents.c.id, documents.c.kind, documents.c.payload)
            with register.reading() as connection:
                rows = connection.execute(asked.where(documents.c.id.in_(some))).all()
            found |= {row.id: self.of_payload(row.kind, json.loads(row.payload)) for row in rows}
        return found

    def of_cases(self, register: Register, refs: Collection[str]) -> dict[str, str]:
        """Return what cases are about, by their references: as their first paper in force says it.

        Of a case without papers, what was recorded when it came in says it.
        """
        found: dict[str, str] = {}
        for some in _pieces(refs):
            column = documents.c
            first = (
                select(func.min(column.id))
                .where(column.case_ref.in_(some), column.state == "issued")
                .group_by(column.case_ref)
            )
            asked = select(column.case_ref, column.kind, column.payload)
            recorded = select(cases.c.case_ref, cases.c.fields)
            with register.reading() as connection:
                said = connection.execute(asked.where(column.id.in_(first))).all()
                rows = connection.execute(recorded.where(cases.c.case_ref.in_(some))).all()
            found |= {ref: self._recorded(fields or {}) for ref, fields in rows}
            for ref, kind, text in said:
                if about := self.of_payload(kind, json.loads(text)):
                    found[ref] = about
        return found

    def _recorded(self, fields: Mapping[str, Any]) -> str:
        """Return what a case's own record is about, read as the kind that knows most of it.

        Where a paper of a report knows as much of it, it is read as one.
        """
        if not fields:
            return ""
        nearest = max(
            self._catalogue.values(),
            key=lambda kind: (
                len(fields.keys() & kind.reader.fields.keys()), bool(kind.header.of_report),
            ),
        )  # fmt: skip
        said = subject_of(nearest.header, fields)
        return self.of_payload(nearest.name, fields) if said else ""


def _cut(about: str) -> str:
    return f"{about[:LONGEST]}…" if len(about) > LONGEST else about


def _pieces(keys: Collection[str]) -> Iterator[list[str]]:
    waiting = iter(dict.fromkeys(each for each in keys if each))
    while some := [*islice(waiting, AT_ONCE)]:
        yield some
