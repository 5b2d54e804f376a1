"""List what failed in a batch: `errors.jsonl` for programs, for a sheet `errors.xlsx` as well."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from docgen.batch.inputs import Input
from docgen.batch.keep import keep_lines
from docgen.batch.ledger import Ledger
from docgen.batch.plan import Plan
from docgen.batch.sheet.book import Book
from docgen.batch.sheet.errors import Failure, place_findings, write_errors
from docgen.case.case import canonical_json
from schemas.ground.base import Finding

Row = dict[str, Any]


def list_failures(plan: Plan, ledger: Ledger, given: Input) -> None:
    """Write what failed beside the bag, or take away the lists of last time.

    Errors: `KeepError`.
    """
    rows = with_places(given.book, ledger.failures())
    keep_lines(plan.errors, plan.scratch, (canonical_json(row) for row in rows))
    if given.book is None:
        return
    if not ledger.standing().failed:
        plan.faulty_sheet.unlink(missing_ok=True)
        return
    failures = {row["line"]: _failure(row) for row in ledger.failures()}
    write_errors(given.book, plan.source.parent, failures, plan.faulty_sheet)


def with_places(book: Book | None, rows: Iterable[Row]) -> Iterator[Row]:
    """Yield the rows of a list of failures; those of a sheet say where each finding stands."""
    if book is None:
        yield from rows
        return
    listed = [*rows]
    failures = {row["line"]: _failure(row) for row in listed}
    places = place_findings(book, failures)
    for row in listed:
        there = [str(place) for place in places.get(row["line"], ())]
        told = [
            {**finding, "place": place}
            for finding, place in zip(row["findings"], there, strict=False)
        ]
        yield {**row, "findings": told, "place": there[0] if there else ""}


def _failure(row: Mapping[str, Any]) -> Failure:
    findings = tuple(Finding(**each) for each in row["findings"])
    return Failure(row["code"] or "", row["detail"] or "", findings)
