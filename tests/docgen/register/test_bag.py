"""A case or a year leaves the register as a bag that proves itself."""

import json
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import bagit
import pypdfium2
import pytest
from sqlalchemy import select

from docgen import Engine
from docgen.archive.bag_verify import verify_bag
from docgen.archive.chain import LEDGER
from docgen.archive.report import describe_report
from docgen.archive.verify import Verdict
from docgen.archive.volumes import Merge
from docgen.errors import DocgenError
from docgen.register.actor import Actor, Role
from docgen.register.bag import NothingToHandOverError, bag_of, bag_of_case
from docgen.register.case_leaves import Leaf, bound_file
from docgen.register.compiling import compile_payload
from docgen.register.database import Register
from docgen.register.incoming import enter
from docgen.register.issue import NotAllowedError, issue, supersede, void
from docgen.register.ledger import LedgerFilter
from docgen.register.signed_copies import attach, copies_of
from docgen.register.signed_copies import void as void_copy
from docgen.register.store import FileAlteredError
from docgen.register.tables import audit
from schemas.parts.incoming import IncomingForm
from tests.conformance import assert_conformant
from tests.docgen.register.papers import close_case
from tests.docgen.register.test_issue import example_of

FIRST, CONTENTS, LAST = "case_file_cover", "file_contents_list", "file_reference_sheet"
SCANS = {"扫描.JPG": b"\xff\xd8\xff signed", "归错.pdf": b"%PDF-1.7 of another"}
ARCHIVIST = Actor("苏晚晴", Role.archivist)


@pytest.fixture
def case(register: Register, engine: Engine, officer: Actor) -> str:
    """A case with a letter, one that was put in its place, a void notice, and a paper of others."""
    letter = "referral_letter"
    options: dict[str, Any] = {"actor": officer, "case_ref": "2026-0118"}
    first = issue(register, engine, letter, example_of(engine, letter), **options)
    supersede(register, engine, first.id, example_of(engine, letter), actor=officer)
    other = issue(register, engine, "non_acceptance_notice", example_of(engine), **options)
    void(register, other.id, "当事人撤回投诉", actor=officer)
    issue(register, engine, "non_acceptance_notice", example_of(engine), actor=officer)
    given = {**IncomingForm.example, "scan": "来文.PDF"}
    enter(register, "2026-0118", given, actor=officer, files={"来文.PDF": b"%PDF as it came"})
    for name, sort in (("扫描.JPG", "signed"), ("归错.pdf", "rescan")):
        attach(register, first.id, {"sort": sort, "file": name}, actor=officer, files=SCANS)
    wrong = copies_of(register, [first.id])[-1]
    void_copy(register, first.id, wrong.id, "归错文书", actor=officer)
    return "2026-0118"


def test_bag_of_a_case_holds_all_its_documents_and_proves_them(
    register: Register, engine: Engine, officer: Actor, case: str, tmp_path: Path
) -> None:
    sealed = bag_of_case(register, engine, case, tmp_path / "bag", actor=officer)
    assert sealed.documents == 3
    bagit.Bag(str(sealed.bag)).validate()
    inspection = verify_bag(engine, sealed.bag)
    assert inspection.verdict is Verdict.identical, inspection.faults
    assert inspection.verdicts[Verdict.identical] == 6
    (signed,) = sealed.bag.glob("data/documents/*/*.signed-*")
    assert signed.name.endswith(".signed-1.jpg")
    assert signed.read_bytes() == SCANS["扫描.JPG"]
    words = json.loads((sealed.bag / "data/metadata/000001.json").read_bytes())
    assert [[act["业务行为"] for act in each["业务"]] for each in words] == [
        ["创建", "签发", "被新版本代替", "登记签署件"],
        ["创建", "签发"],
        ["创建", "签发", "作废"],
    ]
    assert [each["关联"]["案卷"] for each in words] == [case] * 3
    (paper,) = json.loads((sealed.bag / "data/incoming/incoming.json").read_bytes())
    assert (sealed.bag / paper["scan"]).read_bytes() == b"%PDF as it came"


@pytest.mark.parametrize("renewed", [False, True])
def test_a_signed_copy_that_is_altered_in_the_bag_is_found(
    register: Register, engine: Engine, officer: Actor, case: str, tmp_path: Path, renewed: bool
) -> None:
    """Also where somebody renews every digest in the manifests: the ledger's line knows it."""
    sealed = bag_of_case(register, engine, case, tmp_path / "bag", actor=officer)
    (signed,) = sealed.bag.glob("data/documents/*/*.signed-*")
    signed.write_bytes(signed.read_bytes().replace(b"signed", b"forged"))
    if renewed:
        bagit.Bag(str(sealed.bag)).save(manifests=True)
    name = signed.relative_to(sealed.bag).as_posix()
    faults = verify_bag(engine, sealed.bag).faults
    assert ("lists" if renewed else "digests", name) in {(each.check, each.path) for each in faults}


def test_its_report_bears_witness_to_the_trail(
    register: Register, engine: Engine, officer: Actor, case: str, tmp_path: Path
) -> None:
    """The entry that says the bag was taken is the last: who keeps the paper can ask for it."""
    sealed = bag_of_case(register, engine, case, tmp_path / "bag", actor=officer)
    with register.reading() as connection:
        last = connection.execute(select(audit).order_by(audit.c.sequence.desc())).first()
    assert last
    assert last.act == "bag"
    report = describe_report(verify_bag(engine, sealed.bag), "bag", date(2026, 7, 20))
    said = {each["label"]: each["value"] for each in report["facts"]}
    assert said["登记簿末条"] == f"第 {last.sequence} 条，{last.digest}"


def test_bag_of_a_year_is_an_export_and_leaves_a_trace(
    register: Register, engine: Engine, officer: Actor, case: str, tmp_path: Path
) -> None:
    with pytest.raises(NotAllowedError):
        bag_of(register, engine, LedgerFilter(), tmp_path / "bag", actor=officer)
    sealed = bag_of(register, engine, LedgerFilter(), tmp_path / "bag", actor=ARCHIVIST)
    assert sealed.documents == 4
    with register.reading() as connection:
        taken = connection.execute(
            select(audit.c.actor, audit.c.detail).where(audit.c.act == "bag")
        ).all()
    assert [tuple(row) for row in taken] == [("苏晚晴", {"filters": []})]


@pytest.fixture
def closed(register: Register, engine: Engine, officer: Actor) -> str:
    """A case of a report that is closed: its papers in both parts, one of them of three pages."""
    for kind in ("report_registration_form", "site_inspection_record", "inspection_result_notice"):
        issue(
            register, engine, kind, example_of(engine, kind), actor=officer, case_ref="J-7",
        )  # fmt: skip
    close_case(register, "J-7")
    return "J-7"


def _is_last(leaf: Leaf) -> bool:
    return leaf.compiled is not None and leaf.compiled.kind.name == LAST


def test_the_bag_of_a_closed_case_is_its_file_from_cover_to_last_leaf(
    register: Register, engine: Engine, officer: Actor, closed: str, tmp_path: Path
) -> None:
    """正卷 and 副卷 apart, each in its leaves; the pages of the volume are those of its list.

    The last leaf of the first part was issued after closing; that of the second is compiled, as
    whoever closed the case said who checked its file.
    """
    waiting = [leaf.part for leaf in bound_file(register, engine, closed) if _is_last(leaf)]
    assert waiting == []
    close_case(register, closed, file_bound_by={"filed_by": "沈嘉木", "checker": "何静远"})
    later = replace(register, now=lambda: register.now() + timedelta(days=1))
    sheet = compile_payload(later, engine, LAST, case_ref=closed, part="main", actor=officer)
    issue(
        later, engine, LAST, sheet | {"filed_by": "周启明", "checker": "何静远"}, actor=officer,
        case_ref=closed,
    )  # fmt: skip
    sealed = bag_of(
        later, engine, LedgerFilter(case_ref=closed), tmp_path / "bag", actor=officer,
        merge=Merge(), retention="10年",
    )  # fmt: skip
    inspection = verify_bag(engine, sealed.bag)
    assert inspection.verdict is Verdict.identical, inspection.faults
    held = [json.loads(each) for each in (sealed.bag / LEDGER).read_text().splitlines()]
    assert [each["kind"] for each in held] == [
        FIRST, CONTENTS, "inspection_result_notice", "site_inspection_record", LAST,
        FIRST, CONTENTS, "report_registration_form", LAST,
    ]  # fmt: skip
    assert {each["group"] for each in held[:5]} == {f"{closed} 第1卷 正卷"}
    assert {each["group"] for each in held[5:]} == {f"{closed} 第2卷 副卷"}
    volumes = [each.read_bytes() for each in sorted((sealed.bag / "data/volumes").glob("*.pdf"))]
    for volume in volumes:
        assert_conformant(volume)
    first, second = (
        [page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(volume)]
        for volume in volumes
    )
    assert "正卷" in first[0]
    assert "卷内文件目录" in first[1]
    pages = [each["pages"] for each in held[2:4]]
    assert len(first) == 3 + sum(pages)
    listed = compile_payload(later, engine, CONTENTS, case_ref=closed, part="main", actor=officer)
    assert [each["first_page"] for each in listed["papers"]] == [1, pages[0] + 1]
    assert first[2 + pages[0]].strip().endswith(str(pages[0] + 1))
    assert "副卷" in second[0]
    assert "卷内备考表" in second[-1]
    assert "沈嘉木" in second[-1]


@pytest.mark.parametrize("spoil", ["unknown case", "folder in use", "altered file"])
def test_nothing_is_handed_over_as_a_bag_that_is_none(
    register: Register, engine: Engine, officer: Actor, case: str, tmp_path: Path, spoil: str
) -> None:
    expected: type[DocgenError] = NothingToHandOverError
    if spoil == "unknown case":
        case = "2026-9999"
    elif spoil == "folder in use":
        (tmp_path / "bag").mkdir()
        (tmp_path / "bag/note.txt").write_text("mine")
    else:
        for stored in register.store.glob("2*/*/*/archive.pdf"):
            stored.write_bytes(b"altered")
        expected = FileAlteredError
    with pytest.raises(expected):
        bag_of_case(register, engine, case, tmp_path / "bag", actor=officer)
    assert not (tmp_path / "bag/bagit.txt").exists()
