"""The evidence of a case in one list, from papers that were really made."""

import base64
import hashlib
from typing import Any

from docgen import Engine
from docgen.register.actor import Actor, Role
from docgen.register.database import Register
from docgen.register.inventory import inventory
from docgen.register.issue import issue
from docgen.sets import rendering
from schemas.kinds.referral.referral_letter import ReferralLetter
from schemas.kinds.report.electronic_evidence_record import ElectronicEvidenceRecord
from schemas.kinds.report.evidence_extraction_sheet import EvidenceExtractionSheet
from schemas.kinds.report.site_inspection_record import SiteInspectionRecord
from tests.docgen.register.papers import open_case, put_document

SHEET = dict(EvidenceExtractionSheet.example)
TABLE = "日期,品名,数量\n".encode()
BESIDE = {"file": "记录.csv", "shows": "销售记录导出表", "algorithm": "sm3"}


def test_digests_are_those_of_the_files_that_the_archive_copies_carry(
    register: Register, engine: Engine, officer: Actor
) -> None:
    def issued(kind: str, payload: Any, **files: Any) -> str:
        made = issue(
            register, engine, kind, payload, actor=officer, render=rendering(engine),
            case_ref="C-1", **files,
        )  # fmt: skip
        return made.id

    sheet = issued(
        "evidence_extraction_sheet", SHEET | {"files": [BESIDE]}, files={"记录.csv": TABLE}
    )
    pages = issued("electronic_evidence_record", ElectronicEvidenceRecord.example)
    found = inventory(register, engine, "C-1", actor=officer)
    screenshot = ElectronicEvidenceRecord.example["web_pages"][0]["file"].partition(",")[2]
    told = [
        (each.number, each.sort, each.name, each.algorithm, each.digest, each.document_id)
        for each in found.exhibits
    ]
    assert told == [
        (1, "证据", "送货单复印件", "", "", sheet),
        (2, "电子文件", "销售记录导出表", "SM3", hashlib.new("sm3", TABLE).hexdigest(), sheet),
        (
            3,
            "网页",
            "“香油”商品页面截图，显示单价和店铺名称",
            "SHA-256",
            hashlib.sha256(base64.b64decode(screenshot)).hexdigest(),
            pages,
        ),
    ]
    assert found.exhibits[0].origin == "原件存示例区悦邻生鲜便利店"
    assert found.exhibits[2].origin == "https://shop.example.com/yuelin/item/20260509"
    assert [(each.name[:5], each.pages > 0) for each in found.enclosable] == [
        ("证据提取单", True),
        ("电子数据证", True),
        ("送货单复印", True),
    ]


def test_other_papers_that_name_a_piece_are_told(
    register: Register, engine: Engine, officer: Actor
) -> None:
    open_case(register, "C-1")
    put_document(register, "evidence_extraction_sheet", SHEET, case_ref="C-1", title="证据提取单")
    letter = dict(ReferralLetter.example)
    first = letter["letters"][0]
    named = {"name": "送货单复印件", "copies": 1, "pages": 1}
    letter["letters"] = [first | {"attachments": [*first["attachments"], named]}]
    put_document(register, "referral_letter", letter, case_ref="C-1", title="案件移送函")
    (piece,) = inventory(register, engine, "C-1", actor=officer).exhibits
    assert piece.papers == ("《证据提取单》", "《案件移送函》")


def test_what_is_void_is_no_evidence_and_what_was_taken_on_site_is(
    register: Register, engine: Engine, officer: Actor
) -> None:
    open_case(register, "C-1")
    put_document(
        register, "evidence_extraction_sheet", SHEET, case_ref="C-1", state="void", content=None
    )
    record = {
        name: value
        for name, value in SiteInspectionRecord.example.items()
        if name not in ("photos", "photos_comment")
    }
    put_document(register, "site_inspection_record", record, case_ref="C-1")
    (piece,) = inventory(register, engine, "C-1", actor=officer).exhibits
    assert (piece.sort, piece.quantity) == ("证据", "1份1页")
    assert piece.name == "收银系统商品价格页面截图打印件"


def test_what_a_reporter_gave_is_listed_for_those_alone_who_handle_reports(
    register: Register, engine: Engine, officer: Actor
) -> None:
    open_case(register, "C-1")
    given = SHEET | {"provider_side": "reporter", "provider_name": "林晓岚"}
    put_document(register, "evidence_extraction_sheet", given, case_ref="C-1")
    assert len(inventory(register, engine, "C-1", actor=officer).exhibits) == 1
    outsider = Actor("苏晚", Role.admin)
    assert inventory(register, engine, "C-1", actor=outsider).exhibits == ()
