"""Three invented reports from the tip to the last paper, over HTTP and at the page.

Each paper is really rendered. No word of whoever reported stands in what the reported party reads,
or may look into: searched for in the text of pages, in every stream and string of the files of each
copy, in what they enclose, in every part of the Word files.
"""

import copy
import io
import zipfile
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest
from flask import Flask

from api.documents.look import COPY_FORMATS
from docgen import Engine
from docgen.document import MEDIA_TYPES
from docgen.register import people
from docgen.register.actor import Actor, Role
from docgen.register.bag import bag_of_case
from docgen.register.cases import CaseClosedError, close_case
from docgen.register.database import Register
from docgen.sets import rendering
from tests.api.desks import Desk, open_desk
from tests.api.ways import OnThePage, OverHttp, sign_in
from tests.docgen.register.accounts import CONSOLE
from tests.doubles.quick_pool import QuickPool

OFFICER = Actor("何静远", Role.officer)
CASE = "JB-2026-0616-004"
# By what the reporter of the examples is known.
REPORTER = (
    "柏以宁",
    "13900003021",
    "枫林路9号院",
    "999999198805120021",
    "BJ20260616102001",
    "baiyang0614",
    "柏树下的猫",
    "wxid_byn0616",
    "举报人",
)
# By what else somebody is known, told where a form has no field of its own for it.
KNOWN_AS = f"购买时用的会员账号是{REPORTER[5]}，微信昵称“{REPORTER[6]}”。"
PARTY = {
    "party_type": "enterprise",
    "business_name": "示例市鲜客来食品超市",
    "licence_name": "营业执照",
    "credit_code": "91999900MAK7R2BX4N",
    "address": "示例市示例区文化路12号",
    "representative": "祝怀瑾",
}
OFFICERS = [
    {"name": "周启明", "certificate_number": "示0200101", "employed_by_authority": True},
    {"name": "沈若溪", "certificate_number": "示0200102", "employed_by_authority": True},
]


class Journey:
    """One case at one desk: each paper begins with what the case knows and is issued."""

    def __init__(self, way: OverHttp, desk: Desk) -> None:
        self.way, self.desk, self.engine = way, desk, way.engine

    def payload(self, kind: str, changes: dict[str, Any]) -> dict[str, Any]:
        """Return the example, over it what the case gives, over that what is said here."""
        example = copy.deepcopy(dict(self.engine.catalogue[kind].schema.example))
        given = example | self.way.known(kind) | changes
        numbered = self.engine.catalogue[kind].header.numbering is not None
        dropped = {"document_number"} if numbered else set()
        return {
            name: each for name, each in given.items() if each is not None and name not in dropped
        }

    def issue(self, kind: str, **changes: Any) -> dict[str, Any]:
        """Issue a paper of the case and return what the register says of it."""
        made = self.way.issue(kind, self.payload(kind, changes))
        return dict(self.desk.get(f"/v1/documents/{made}").json)

    def refused(self, kind: str, **changes: Any) -> set[str]:
        """Return the codes for which a paper of the case is refused."""
        answer = self.desk.post(
            f"/v1/documents/{kind}?case_ref={CASE}", self.payload(kind, changes)
        )
        assert answer.status_code == 422, (kind, answer.status_code)
        return {each["code"] for each in answer.json["errors"]}

    def everything_in(self, document: dict[str, Any]) -> str:
        """Return all that the files of a paper hold, packed or not: delivered, kept, redacted."""
        place = f"{document['links']['self']}/file"
        files = [
            self.desk.get(f"{place}?copy={copy}", Accept=MEDIA_TYPES[format]).data
            for copy, formats in COPY_FORMATS.items()
            for format in formats
        ]
        return "\n".join(map(told_by, files))


def told_by(content: bytes) -> str:
    """Return every text that some bytes hold: pages, streams, strings, metadata, what is packed."""
    told = [content.decode("utf-8", "replace"), content.decode("utf-16-be", "replace")]
    if content.startswith(b"%PDF"):
        pages = pypdfium2.PdfDocument(content)
        told += [page.get_textpage().get_text_range() for page in pages]
        with pikepdf.open(io.BytesIO(content)) as opened:
            for each in opened.objects:
                if isinstance(each, pikepdf.Stream):
                    told.append(_unpacked(each))
                elif isinstance(each, pikepdf.Dictionary):
                    told += [str(value) for _, value in each.items()]
            told += [told_by(each.get_file().read_bytes()) for each in opened.attachments.values()]
    elif content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            told += [
                each for name in archive.namelist() for each in (name, told_by(archive.read(name)))
            ]
    return "\n".join(told)


def _unpacked(stream: pikepdf.Stream) -> str:
    try:
        return told_by(stream.read_bytes())
    except pikepdf.PdfError:  # A picture, packed as it is shown.
        return told_by(stream.read_raw_bytes())


@pytest.fixture(params=[OverHttp, OnThePage])
def journey(
    request: pytest.FixtureRequest, engine: Engine, office: Register, office_app: Flask,
    desk: Desk, pool: QuickPool,
) -> Journey:  # fmt: skip
    """A case whose papers are rendered as they are for an office, by each way."""
    pool.how = rendering(engine)
    browser = sign_in(office_app, office, "何静远")
    return Journey(request.param(desk, browser, engine, CASE), desk)


def inspected(journey: Journey) -> dict[str, Any]:
    """Issue the record of the visit that verified the clue."""
    return journey.issue(
        "site_inspection_record",
        started_at="2026-06-22T09:30",
        ended_at="2026-06-22T10:20",
        place=PARTY["address"],
        subject="冷藏食品的保质期",
        party=PARTY,
        presence={
            "state": "present",
            "account": "检查人员进店出示证件后当场通知店长，店长全程在场。",
            "attendee_name": "祝怀瑾",
            "attendee_post": "店长",
        },
        findings="冷藏柜内有待售酸牛奶六杯，杯盖标示生产日期2026年5月20日、保质期21天，已当场下架。",
        photos=None,
        photos_comment=None,
        internal_number=None,
    )


def begun(journey: Journey) -> None:
    """Register the report and the clue that it is, and ask whoever reported."""
    registered(journey)
    journey.issue(
        "case_source_registration_form",
        case_source="complaint_report",
        finders=None,
        unit_opinion=None,
    )
    journey.issue(
        "inquiry_record",
        started_at="2026-06-18T14:00",
        ended_at="2026-06-18T14:40",
        investigated_matter="冷藏食品的保质期",
        inquirers=OFFICERS,
        capacity="reporter",
        interviewee={
            "name": REPORTER[0], "gender": "female", "id_type": "resident_card",
            "id_number": REPORTER[3], "phone": REPORTER[1], "other_contact": REPORTER[7],
        },
        exchanges=[{"question": "商品是怎么购买的？", "answer": KNOWN_AS}],
    )  # fmt: skip


def registered(journey: Journey, **changes: Any) -> None:
    """Register the report, with every name that whoever reported goes by."""
    example = journey.engine.catalogue["report_registration_form"].schema.example
    told = f"{example['clues_and_facts']}\n{KNOWN_AS}"
    journey.issue("report_registration_form", clues_and_facts=told, **changes)


def assert_no_reporter(journey: Journey, *papers: dict[str, Any]) -> None:
    """Fail where a paper that the party may see tells of whoever reported."""
    for paper in papers:
        told = journey.everything_in(paper)
        assert PARTY["business_name"] in told
        assert [each for each in REPORTER if each in told] == [], paper["title"]


def test_a_report_is_not_filed_but_referred_and_its_result_awaited(
    journey: Journey, engine: Engine, office: Register
) -> None:
    begun(journey)
    record = inspected(journey)
    decision = journey.issue(
        "case_filing_approval_form",
        party={name: each for name, each in PARTY.items() if name != "licence_name"},
        conditions_met=["evidence", "penalty", "in_time"],
        not_filed_ground="other",
        verification="2026年6月22日现场检查，冷藏柜内有超过保质期的酸牛奶六杯，处罚权由综合执法机关行使。",
    )
    enclosable = journey.desk.get(f"/v1/evidence?case_ref={CASE}").json["enclosable"]
    letter = journey.issue(
        "referral_letter",
        situation="enforcement_body",
        jurisdiction_rule=None,
        centralised_penalty_basis="《示例市示例区相对集中行政处罚权决定》第二条",
        clue_source="inspection",
        order_references=None,
        found_on="2026-06-16",
        letters=[
            {
                "party": {
                    "name": PARTY["business_name"],
                    "credit_code": PARTY["credit_code"],
                    "address": PARTY["address"],
                },
                "violation": "销售超过保质期的食品",
                "reason": "食品违法行为的处罚权由综合执法机关行使",
                "facts": "2026年6月22日冷藏柜内有待售酸牛奶六杯，均已超过保质期。",
                "attachments": [each for each in enclosable if each["name"].startswith("现场笔录")],
            }
        ],
        issued_on="2026-07-02",
        approval={
            "approver": "何静远", "post": "副局长", "employed_by_authority": True,
            "approved_on": "2026-07-02", "decision": "agreed", "opinion": "同意移送。",
        },
    )  # fmt: skip
    told = journey.issue(
        "report_result_notice",
        report_result="referred",
        other_authority=engine.house.enforcement_body,
        not_filed_reasons="该事项的行政处罚权由综合执法机关行使，线索已经移送。",
    )
    assert "柏以宁" in journey.everything_in(told)
    assert_no_reporter(journey, record, decision, letter)
    journey.way.deliver(
        letter["id"],
        {"method": "direct", "recipient": "综合执法局收发室", "delivered_on": "2026-07-02"},
    )
    with pytest.raises(CaseClosedError, match="处理结果"):
        close_case(office, engine.catalogue, CASE, actor=OFFICER)


def test_who_does_not_handle_reports_learns_nothing_of_the_reporter(
    journey: Journey, office: Register, office_app: Flask, engine: Engine, tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
) -> None:  # fmt: skip
    """Pages, answers and logs for a drafter and an administrator; and what is not the report's."""
    begun(journey)
    told = journey.issue("report_result_notice", report_result="filed", not_filed_reasons=None)
    reached = {"method": "post", "recipient": REPORTER[0], "delivered_on": "2026-07-02"}
    journey.way.deliver(told["id"], reached)
    place = told["links"]["self"]
    assert REPORTER[0] in journey.desk.get(place).text
    people.add_person(office, "苗雨", Role.drafter, None, actor=CONSOLE)
    admin = open_desk(office_app, office, Role.admin)
    looked = [admin.get(f"/v1/cases/{CASE}"), admin.get(place), admin.get("/v1/due")]
    looked += [admin.get(f"/v1/kinds/{kind}/prefill?case_ref={CASE}") for kind in engine.catalogue]
    drafter, keeper = (sign_in(office_app, office, each) for each in ("苗雨", "admin"))
    forms = [f"/new/{kind}?case_ref={CASE}" for kind in engine.catalogue]
    looked += [drafter.get(each) for each in ("/", "/cases", f"/cases/{CASE}", *forms)]
    seen = (f"/cases/{CASE}?evidence=list", f"/documents/{told['id']}/recipients")
    looked += [keeper.get(each) for each in ("/", "/documents", *seen)]
    for answer in looked:
        assert answer.status_code == 200, answer.text
        assert [each for each in REPORTER[:-1] if each in told_by(answer.data)] == []
    assert keeper.get("/bag", case_ref=CASE).status_code == 403
    sealed = bag_of_case(office, engine, CASE, tmp_path / "bag", actor=OFFICER)
    for path in (each for each in sealed.bag.rglob("*") if each.is_file()):
        if "data/documents" not in path.as_posix() and "resources" not in path.parts:
            assert [each for each in REPORTER[:-1] if each in told_by(path.read_bytes())] == []
    logged = "\n".join(f"{each.getMessage()} {each.__dict__}" for each in caplog.records)
    assert logged
    assert [each for each in REPORTER[:-1] if each in logged] == []


def test_a_report_is_filed_and_told(journey: Journey) -> None:
    begun(journey)
    record = inspected(journey)
    decision = journey.issue(
        "case_filing_approval_form",
        party={name: each for name, each in PARTY.items() if name != "licence_name"},
        filing_decision="filed",
        not_filed_ground=None,
        case_officers=OFFICERS,
        tell_not_filed=None,
        verification="2026年6月22日现场检查，冷藏柜内有超过保质期的酸牛奶六杯待售。",
        opinions=[
            {
                "station": station, "decision": "agreed", "opinion": "同意立案。",
                "signer": signer, "employed_by_authority": True, "signed_on": "2026-07-01",
            }
            for station, signer in (("unit_head", "江以宁"), ("authority_head", "何静远"))
        ],
    )  # fmt: skip
    journey.issue("report_result_notice", report_result="filed", not_filed_reasons=None)
    assert_no_reporter(journey, record, decision)
    due = [each for each in journey.desk.get("/v1/due").json["due"] if each["case_ref"] == CASE]
    assert due == []


def test_an_anonymous_report_without_authority_tells_nobody_and_sends_the_clue_on(
    journey: Journey,
) -> None:
    anonymous = {"reporter_kind": "anonymous", "reporter": None, "callback_phone": "13900003021"}
    registered(journey, **anonymous)
    assert "reporter_anonymous" in journey.refused(
        "no_jurisdiction_notice", report_received_on="2026-06-16", issued_on="2026-06-24"
    )
    letter = journey.issue(
        "referral_letter",
        clue_source="report",
        order_returned=True,
        reporter_told=True,
        order_references=None,
    )
    told = journey.everything_in(letter)
    assert [each for each in REPORTER if each in told] == []
