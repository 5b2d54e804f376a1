"""The sheets of a file and the list of what is handed over, made of what the register holds."""

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from schemas.ground.compiling import BOUND_BY, CHECKER, FILED_BY, CaseRow, Found, Paper
from schemas.ground.kind import KindSchema, subject_of
from schemas.ground.roles import Role
from schemas.guard.confidences import confidences, of_report, tells
from schemas.kinds.process.files.volume import CLOSINGS

# Papers that say who reported, or what the office thought of it.
IN_CONFIDENCE = re.compile(
    "举报登记表|案件来源登记表|举报人|举报材料|举报处理结果告知书|无处理权限告知书|法律咨询记录|案源"
)
# The leaves of a file that are about it; they bear no page number of it.
SHEETS = ("case_file_cover", "file_contents_list", "file_reference_sheet")
RECEIPT = "service_receipt"
STATES = {"issued": "in_force", "void": "void", "superseded": "superseded"}
LONGEST = 100
# What a file's last leaf tells of a paper, and when.
ABNORMAL: Mapping[str, Callable[[Paper], bool]] = MappingProxyType({
    "已作废": lambda each: each.state == "void",
    "已由更正后的文书代替": lambda each: each.state == "superseded",
    "没有存档文件": lambda each: each.sha256 is None,
})  # fmt: skip


def contents_of(found: Found) -> dict[str, Any]:
    """Return the contents of one part of a case's file: every issued paper once, paged through."""
    rows, page = [], 1
    for each in _laid(found):
        last = page + (each.pages or 1) - 1
        row = {
            "document_number": each.said.document_number,
            "name": each.said.title[:LONGEST],
            "dated_on": each.said.dated_on.isoformat(),
            "first_page": page,
            "last_page": last,
            "state": STATES[each.state],
        }
        rows.append({name: said for name, said in row.items() if said is not None})
        page = last + 1
    as_of = found.as_of.isoformat(timespec="minutes")
    return {**_sheet(found), "compiled_at": as_of, "papers": rows}


def papers_laid(found: Found) -> list[str]:
    """Return the ids of what the contents list names, in its order."""
    return [each.said.id for each in _laid(found)]


def cover_of(found: Found) -> dict[str, Any]:
    """Return the cover of one part of a case's file: its days, how much it holds, what ended it."""
    case, papers = _case(found), _laid(found)
    ends = [each for each in papers if each.kind in CLOSINGS and each.in_force]
    cover: dict[str, Any] = {
        **_sheet(found),
        "handling_unit": found.facts.house.authority.department or found.facts.house.authority.name,
        "opened_on": case.opened_at.date().isoformat(),
        "paper_count": len(papers),
        "page_count": sum(each.pages or 1 for each in papers),
    }
    if ends:
        number = ends[-1].said.document_number
        cover["decision_paper"] = "　".join(filter(None, (ends[-1].said.title, number)))
    if case.closed_at:
        cover["closed_on"] = case.closed_at.date().isoformat()
    return cover


def reference_of(found: Found) -> dict[str, Any]:
    """Return the last leaf of one part of a case's file: what is void, corrected or missing."""
    case = _case(found)
    said = [
        f"{each.said.title}{each.said.document_number or ''}{words}。"
        for words, of in ABNORMAL.items()
        for each in _laid(found)
        if of(each)
    ]
    sheet = _sheet(found)
    if said:
        sheet["file_account"] = "\n".join(said)
    if case.closed_at:
        sheet["closed_on"] = case.closed_at.date().isoformat()
    bound = case.fields.get(BOUND_BY) or {}
    people = {name: bound[name] for name in (FILED_BY, CHECKER) if bound.get(name)}
    return {**sheet, **people, "compiled_on": found.as_of.date().isoformat()}


def handover_of(found: Found) -> dict[str, Any]:
    """Return what is handed over: every case of the time in one row, every ledger, none dropped."""
    contract = next(
        (each for each in found.facts.house.contracts if each.signed_on <= found.last), None
    )
    sides = {
        "giving_unit": contract.supplier.name,
        "receiving_unit": contract.buyer.name,
    } if contract else {}  # fmt: skip
    return {
        **sides,
        "handover_reason": "expiry",
        "compiled_at": found.as_of.isoformat(timespec="minutes"),
        "items_handed": [*_ledgers(found), *map(_file, found.cases(found.first, found.last))],
        "handed_over_on": found.as_of.date().isoformat(),
    }


def _case(found: Found) -> CaseRow:
    if found.case is None:
        raise LookupError("the contents of a file are compiled of a case")
    return found.case


def _sheet(found: Found) -> dict[str, Any]:
    """Return what every sheet of a file says: which file, which part of it, about what."""
    case = _case(found)
    papers = [each for each in case.papers if each.kind not in SHEETS]
    return {
        "file_sort": _sort_of(papers),
        "volume": found.part or "main",
        "case_name": _named(case, papers),
    }


def _laid(found: Found) -> list[Paper]:
    """Return the papers of one part of a file, in their order."""
    papers = [each for each in _case(found).papers if each.kind not in SHEETS]
    apart, second = _sort_of(papers) != "complaint", found.part == "secondary"
    hidden = _confidential(papers) if apart else frozenset()
    return sorted((each for each in papers if (each.said.id in hidden) == second), key=_place)


def _place(paper: Paper) -> tuple[Any, ...]:
    """Return where a paper lies: by its day, a receipt behind what it proves the service of."""
    return paper.said.dated_on, paper.kind == RECEIPT, paper.said.id


def _confidential(papers: Sequence[Paper]) -> frozenset[str]:
    """Return the ids of what the party may not read: papers of a report, or that name who made it.

    An inquiry of whoever reported, or the letter that asks them to come, bears an ordinary title.
    """
    known = {
        each.said.id: (each.said.reader, each.said.payload)
        for each in papers
        if isinstance(each.said.reader, KindSchema)
    }
    reporters = [
        told
        for paper in known.values()
        for told in confidences(*paper)
        if told.role is Role.reporter
    ]
    titled = {each.said.id for each in papers if IN_CONFIDENCE.search(each.said.title)}
    return frozenset(titled).union(
        id for id, paper in known.items() if of_report(*paper) or tells(*paper, reporters)
    )


def _sort_of(papers: Iterable[Paper]) -> str:
    """Return which sort of file it is, by the papers in it; a report's goes before all others."""
    modules = {type(each.said.reader).__module__ for each in papers}
    works = {module.split(".")[-2] for module in modules if module.count(".") > 1}
    return "report" if "report" in works else "complaint" if "complaint" in works else "inspection"


def _named(case: CaseRow, papers: Sequence[Paper]) -> str:
    """Return what the case is about, as its first paper that says so has it; else its reference."""
    hidden = _confidential(papers)
    found = (_subject(each) for each in papers if each.said.id not in hidden)
    return (next(filter(None, found), "") or f"案卷{case.case_ref}")[:LONGEST]


def _subject(paper: Paper) -> str:
    header = getattr(paper.said.reader, "header", None)
    return subject_of(header, paper.said.payload) if header else ""


def _ledgers(found: Found) -> Iterator[dict[str, Any]]:
    for each in found.papers(found.first, found.last):
        if each.kind == "work_ledger" and each.in_force:
            yield {
                "name": f"{each.said.title}{each.said.payload.get('period_from', '')}起",
                "sort": "ledger",
                "from_on": each.said.payload.get("period_from"),
                "to_on": each.said.payload.get("period_to"),
                "medium": "电子",
                "quantity": 1,
                "unit": "册",
                "size": f"{each.pages or 0}页",
                "digest": each.sha256,
            }


def _file(case: CaseRow) -> dict[str, Any]:
    """Return the row of a case; what has lost a paper's file is listed as missing."""
    lost = [each for each in case.papers if each.sha256 is None]
    row: dict[str, Any] = {
        "name": f"案卷{case.case_ref}",
        "sort": "file",
        "from_on": case.opened_at.date().isoformat(),
        "medium": "电子",
        "quantity": 1,
        "unit": "卷",
        "size": f"{len(case.papers)}件{sum(each.pages or 0 for each in case.papers)}页",
        "digest": _digest(case.papers),
    }
    if case.closed_at:
        row["to_on"] = case.closed_at.date().isoformat()
    if lost:
        row |= {"state": "missing", "remark": f"有{len(lost)}件没有存档文件"}
    elif not case.closed_at:
        row["state"] = "open"
    return row


def _digest(papers: Iterable[Paper]) -> str:
    lines = sorted(each.sha256 or "" for each in papers)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()
