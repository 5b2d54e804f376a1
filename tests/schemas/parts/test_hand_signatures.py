"""A signature made on the screen stands under one text, on one line, in strokes alone."""

import io
import json
import re
import zipfile
from datetime import datetime, timedelta
from typing import Any

import pikepdf
import pytest

from docgen import Engine
from docgen.errors import InvalidCaseError
from schemas.ground.base import Record
from tests.catalogue import CORPUS

KIND = "site_inspection_record"
SIGNED = sorted(path.parent.name for path in CORPUS.glob("*/signed_by_hand.json"))


def signed(kind: str = KIND) -> dict[str, Any]:
    """Return a case that everybody there has signed on the screen."""
    case: dict[str, Any] = json.loads((CORPUS / kind / "signed_by_hand.json").read_bytes())
    return case


def refused(engine: Engine, case: dict[str, Any], kind: str = KIND) -> list[tuple[str, str]]:
    """Return pointer and code of every error of a case."""
    with pytest.raises(InvalidCaseError) as refusal:
        engine.check(kind, case)
    return [(each.pointer, each.code) for each in refusal.value.findings]


@pytest.mark.parametrize(
    "change",
    [
        {"place": "示例市示例区文化路12号3幢102室"},
        {"ended_at": "2026-05-13T14:31"},
        {"witness": {"name": "马晓", "position": "社区网格员"}},
        {"assistants": [{"name": "罗一鸣", "employer": "示例市诚办信息服务有限公司"}]},
        {"internal_number": "2026-日检-0001"},
    ],
)
def test_whatever_changes_voids_every_signature(engine: Engine, change: dict[str, Any]) -> None:
    found = refused(engine, signed() | change)
    assert found == [
        (f"/hand_signatures/{index}/shown_sha256", "signed_other_text") for index in range(3)
    ]


@pytest.mark.parametrize(
    "kind", [path.parent.name for path in CORPUS.glob("*/signed_by_hand.json")]
)
def test_nobody_has_signed_before_it_began(engine: Engine, kind: str) -> None:
    """Neither a minute before a record began, nor the day before an agreement was made."""
    case = signed(kind)
    began = datetime.fromisoformat(case[engine.catalogue[kind].reader.signed_after])
    before = began - timedelta(minutes=1)
    case["hand_signatures"][0]["signed_at"] = before.isoformat(timespec="minutes")
    assert refused(engine, case, kind) == [
        ("/hand_signatures/0/signed_at", "signed_before_beginning")
    ]


def test_another_spelling_is_the_same_text(engine: Engine) -> None:
    case = signed()
    case["started_at"] = case["started_at"].replace("T", " ")
    case["place"] = f" {case['place']} "
    assert not refusals(engine, dict(reversed(case.items())))


def refusals(engine: Engine, case: dict[str, Any], kind: str = KIND) -> list[str]:
    """Return the notices of a case that stands."""
    return [each.code for each in engine.check(kind, case).notices if "hand" in each.pointer]


def test_a_number_given_at_issue_voids_nothing(engine: Engine) -> None:
    case = signed("mediation_agreement")
    for number in ("示市监﹝2026﹞第7号", "示市监﹝2026﹞第8号"):
        assert not refusals(engine, case | {"document_number": number}, "mediation_agreement")


@pytest.mark.parametrize(
    ("strokes", "code"),
    [
        ("10,20,0 400,200,30", None),
        ("10,20,0", "strokes_too_small"),
        ("10,20,0 12,25,3;14,30,9", "strokes_too_small"),
        ("10,20,0 1001,200,3", "not_strokes"),
        ("10,20,0 400,401,3", "not_strokes"),
        ("10,20,9 400,200,3", "not_strokes"),
        ("10,20,0  400,200,3", "not_strokes"),
        ("10,20,0;", "not_strokes"),
        ("10,20 400,200", "not_strokes"),
        ("-10,20,0 400,200,3", "not_strokes"),
        ("１0,20,0 400,200,3", "not_strokes"),
        ("M10 20L400 200", "not_strokes"),
        ('"/><script>alert(1)</script>', "not_strokes"),
        ([[10, 20]], "not_strokes"),
        (" ".join(["10,20,0"] * 2600), "strokes_too_long"),
        ("1" * 50_000, "not_strokes"),
    ],
)
def test_strokes_are_digits_and_bounded(engine: Engine, strokes: Any, code: str | None) -> None:
    case = signed()
    case["hand_signatures"][0]["strokes"] = strokes
    if code is None:
        assert not refusals(engine, case)
    else:
        assert refused(engine, case) == [("/hand_signatures/0/strokes", code)]


def test_a_refusal_to_sign_leaves_no_line_for_the_party(engine: Engine) -> None:
    unsigned = {"reason": "当事人拒绝签名，已当场宣读笔录。", "recording": "录2026-0513-01"}
    found = refused(engine, signed() | {"unsigned": unsigned, "party_comment": None})
    assert ("/hand_signatures/0/shown_sha256", "signed_other_text") in found


def test_nobody_signs_twice(engine: Engine) -> None:
    case = signed()
    case["hand_signatures"].append(case["hand_signatures"][1])
    assert refused(engine, case) == [("/hand_signatures/3/name", "hand_without_line")]


def test_whom_the_bureau_asks_is_its_own_setting(engine: Engine) -> None:
    case = signed()
    del case["hand_signatures"][0]["consented"]
    assert refused(engine, case) == [("/hand_signatures/0/consented", "hand_consent_missing")]
    other = engine.with_house(Record({**engine.house, "hand_consent": "nobody"}))
    assert not refusals(other, case)


def test_word_and_pdf_show_the_strokes_on_every_page(engine: Engine) -> None:
    case = signed()
    page = engine.render(KIND, case, "html").content.decode()
    names = re.findall('class="ink" src="data:image/svg[^"]+" alt="手写签名：(.+?)，2026年', page)
    assert names == ["崔雨桐", "何静远", "沈嘉木"]
    with zipfile.ZipFile(io.BytesIO(engine.render(KIND, case, "docx").content)) as word:
        shown = re.findall(
            'Id="(pic[^"]+)".+?Target="media/(.+?)"',
            word.read("word/_rels/footer1.xml.rels").decode(),
        )
        foot = word.read("word/footer1.xml").decode()
        assert [word.read(f"word/media/{file}")[:4] for _, file in shown] == [b"\x89PNG"] * 3
    assert re.findall('r:embed="(.+?)"', foot) == [name for name, _ in shown]
    pdf = engine.render(KIND, case, "pdf", copy="archive").content
    with pikepdf.Pdf.open(io.BytesIO(pdf)) as document:
        manifest = json.loads(document.attachments["manifest.json"].get_file().read_bytes())
    assert [each["name"] for each in manifest["hand_signatures"]] == names
    assert b"hand_signatures" not in engine.render(KIND, case, "pdf").content


def test_a_redacted_copy_masks_whoever_is_masked(engine: Engine) -> None:
    page = engine.render(KIND, signed(), "html", copy="redacted").content.decode()
    assert re.findall('class="ink" [^>]+ alt="(.+?)[，"]', page) == [
        "手写签名已遮盖",
        "手写签名：何静远",
        "手写签名：沈嘉木",
    ]
