"""List what failed in a batch: `errors.jsonl` for programs, for a sheet `errors.xlsx` as well."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from docgen.batch.item import Reading
from docgen.batch.keep import keep_lines
from docgen.batch.ledger import Ledger
from docgen.batch.plan import Plan
from docgen.case.case import canonical_json
from docgen.kinds.catalogue import Catalogue
from schemas.ground.base import Finding

Row = dict[str, Any]


def list_failures(plan: Plan, catalogue: Catalogue, ledger: Ledger) -> None:
    """Write what failed beside the bag, or take away the lists of last time.

    Errors: `KeepError`.
    """
    rows = with_places(plan, catalogue, ledger.failures())
    keep_lines(plan.errors, plan.scratch, (canonical_json(row) for row in rows))
    if not is_sheet(plan):
        return
    if not ledger.standing().failed:
        plan.faulty_sheet.unlink(missing_ok=True)
        return
    from docgen.batch.sheet.errors import write_errors  # noqa: PLC0415 - other inputs need none

    failures = {row["line"]: _failure(row) for row in ledger.failures()}
    write_errors(plan.source, Reading(catalogue, plan.kind), failures, plan.faulty_sheet)


def with_places(plan: Plan, catalogue: Catalogue, rows: Iterable[Row]) -> Iterator[Row]:
    """Yield the rows of a list of failures; those of a sheet say where each finding stands."""
    if not is_sheet(plan):
        yield from rows
        return
    from docgen.batch.sheet.errors import place_findings  # noqa: PLC0415 - see above

    listed = [*rows]
    failures = {row["line"]: _failure(row) for row in listed}
    places = place_findings(plan.source, Reading(catalogue, plan.kind), failures)
    for row in listed:
        there = [str(place) for place in places.get(row["line"], ())]
        told = [
            {**finding, "place": place}
            for finding, place in zip(row["findings"], there, strict=False)
        ]
        yield {**row, "findings": told, "place": there[0] if there else ""}


def is_sheet(plan: Plan) -> bool:
    """Tell whether the input is a spreadsheet."""
    return plan.source.suffix.lower() in (".xlsx", ".csv") and not plan.source.is_dir()


def _failure(row: Mapping[str, Any]) -> Any:
    from docgen.batch.sheet.errors import Failure  # noqa: PLC0415 - see above

    findings = tuple(Finding(**each) for each in row["findings"])
    return Failure(row["code"] or "", row["detail"] or "", findings)
