"""The manual's table of limits: each row says what the program says, and none is missing."""

import importlib
import re
from collections.abc import Iterator, Mapping
from datetime import timedelta
from operator import attrgetter
from pathlib import Path
from typing import Any

import pytest

import api
import docgen
from docgen.settings import Settings

MANUAL = Path(__file__).parents[1] / "docs" / "operations.zh-CN.md"
ROW = re.compile(r"^\| (?P<what>[^|]+) \| (?P<number>\d+) (?P<unit>\S+) \| `(?P<place>[^`]+)` \|")
UNITS = {"KB": 1 << 10, "MB": 1 << 20, "GB": 1 << 30, "分钟": 60, "小时": 3600}
SETTINGS = {
    "DOCGEN_RATE": "rate",
    "DOCGEN_WORKERS": "workers",
    "DOCGEN_DEADLINE": "deadline",
    "DOCGEN_ANSWER_HOURS": "ages.answers",
    "DOCGEN_SESSION_HOURS": "ages.session",
}
LIMIT = re.compile(r"^(MOST|LONGEST|BACKLOG|WAITING|DEEPEST)[A-Z_]*(?=[ ,:=])", re.MULTILINE)
# Reviewed: what bounds our own work or a page of a list, and is refused to nobody.
OWN = {
    # Pages of lists: `next` leads on.
    "api.batches", "api.changes", "api.documents.look", "api.pages.ledger", "api.pages.start",
    "api.pages.cases", "api.pages.batches", "api.pages.desk", "api.pages.orders",
    "docgen.register.order_desk", "docgen.register.house_facts",
    # A choice or a drawing of the nearest: any other case is typed, all papers stand below.
    "api.pages.form.shown:MOST_CASES", "api.pages.timeline:MOST_DONE",
    "docgen.register.about:LONGEST",
    # Lengths of one field, which its error names.
    "api.intake:LONGEST_NAME", "docgen.register.cases:LONGEST_NAME",
    "api.pages.form.entries", "docgen.case.payload:LONGEST_NUMBER",
    "docgen.register.approvals", "docgen.register.order_headings", "docgen.register.order_lists",
    "docgen.register.order_mappings", "api.pages.form.files",
    "docgen.register.witness", "docgen.spreadsheet.raw", "docgen.spreadsheet.text_file",
    "docgen.listing", "docgen.batch.sheet.fill", "docgen.batch.sheet.write", "docgen.archive.chain",
    "docgen.register.passwords",
    # Our own memory, files and reports. The desk counts all, and lists what presses most.
    "docgen.register.desk", "docgen.register.habits",
    "docgen.register.guesses:MOST_COUNTS", "docgen.kinds.json_schema", "docgen.case.findings",
    "docgen.render.tuning_text", "docgen.render.tuning_style", "docgen.render.typesetting",
    "docgen.render.font_outlines", "docgen.render.refusals", "docgen.photo.picture",
    "docgen.photo.folder", "docgen.proof.records", "docgen.archive.report",
    "docgen.archive.inspection", "docgen.archive.examine", "docgen.batch.work",
    "docgen.batch.office.zip_stream", "docgen.bench.service", "api.serve.supervisor",
    "api.serve.limits:MOST_PARTING", "api.serve.lines", "api.serve.server:MOST_AT_A_TURN",
    "docgen.archive.entry:LONGEST_SUBJECT", "docgen.register.due_items",
    "docgen.settings:MOST_DAYS",
    "docgen.settings:MOST", "docgen.settings:MOST_RATE",
    "docgen.register.order_errors",
    # What was refused stands whole in a file beside the first lines on the page.
    "api.pages.order_lists:MOST_NAMED",
    # Told in a sentence where they are met, by whoever administers.
    "api.pages.admin", "docgen.register.office_calendar", "docgen.archive.verify",
    "docgen.sets", "docgen.template.handed_in", "docgen.register.trials",
    "api.pages.form", "docgen.spreadsheet.ods_file", "docgen.spreadsheet.xlsx_file",
    "docgen.spreadsheet.package:MOST_MEMBERS", "docgen.spreadsheet.stage:MOST_SHEETS",
    "docgen.batch.sheet.join", "docgen.batch.office.unpack:DEEPEST",
    # A longer list is offered as a file instead.
    "api.pages.form.routes:MOST_ROWS_OF_A_FORM",
    # The fields themselves show what was merged.
    "api.pages.form.conflict:MOST_TOLD",
}  # fmt: skip


def rows() -> list[tuple[str, str, int]]:
    """Where each row of the manual says that a limit is set, in which unit, and how much it is."""
    found = filter(None, map(ROW.match, MANUAL.read_text("utf-8").splitlines()))
    return [
        (row["place"], row["unit"], int(row["number"]) * UNITS.get(row["unit"], 1)) for row in found
    ]


def value_at(place: str) -> Any:
    """What the program has there: a setting's default, a constant, or a member of one."""
    if place in SETTINGS:
        value = attrgetter(SETTINGS[place])(Settings.from_env({}))
    else:
        value = constant_at(place)
    return value.total_seconds() if isinstance(value, timedelta) else value


def constant_at(place: str) -> Any:
    """A constant of a module, or a member of one: `module:NAME.member`."""
    module, _, name = place.partition(":")
    name, _, member = name.partition(".")
    value = getattr(importlib.import_module(module), name)
    if member:
        value = value[member] if isinstance(value, Mapping) else getattr(value(), member)
    return value


@pytest.mark.parametrize(("place", "unit", "told"), rows(), ids=str)
def test_the_manual_says_what_the_program_says(place: str, unit: str, told: int) -> None:
    assert value_at(place) == told, unit


def test_every_limit_is_in_the_manual_or_reviewed() -> None:
    told = {place for place, _, _ in rows()}
    unsaid = [
        place
        for place in limits()
        if place not in told and place not in OWN and place.partition(":")[0] not in OWN
    ]
    assert unsaid == []
    assert len(told) > 40


def limits() -> Iterator[str]:
    """Every constant of our packages that is called a limit."""
    for package in (api, docgen):
        root = Path(str(package.__file__)).parent
        for path in sorted(root.rglob("*.py")):
            name = ".".join((root.name, *path.relative_to(root).with_suffix("").parts))
            for found in LIMIT.finditer(path.read_text("utf-8")):
                yield f"{name.removesuffix('.__init__')}:{found[0]}"
