"""送达: when, where and by which way a paper reached its addressee, and what the way asks for."""

import re
from collections.abc import Iterator, Sequence
from datetime import date

from schemas.ground.base import Facts, Finding, Part, Record, derived, error, notice, rule
from schemas.ground.fields import Choice, Code, Day, LongText, PartyName, Personal, Text, When
from schemas.ground.kind import KindSchema
from schemas.ground.neighbours import Standing, beside
from schemas.guard.folding import folded_name
from schemas.guard.reading import Reading
from schemas.guard.said_words import is_another_door
from schemas.kinds.process.service.methods import WAYS, what_is_wanting
from schemas.kinds.process.service.served import ADDRESS, SERVED, SERVICE
from schemas.law.numerals import chinese_date
from schemas.parts.delivery import SERVICE_METHODS

WITHIN_SEVEN = "《市场监督管理行政处罚程序规定》第八十一条"
_ADDRESS = re.compile("址|住所|经营场所")
_TRIED = re.compile("下落不明|直接送达|邮寄|留置|退回|查无|无法送达|无法联系")


class ServedByAWay(KindSchema):
    """One of the seven ways, with its own proof; the day somebody signed is the day of service."""

    published_as = "service_receipt"
    blank = {"remark_line": ...}

    served_on = Day("送达时间", group="送达", own=True, source=SERVICE)
    service_place = Text("送达地点", longest=100, group="送达", own=True, personal=Personal.address)
    service_method = Choice("送达方式", SERVICE_METHODS, group="送达", own=True, source=SERVICE)
    service_account = LongText(
        "送达的经过", longest=500, group="送达", optional=True, own=True, factual=True,
        hint="留置写拒收事由；邮寄、委托、转交写直接送达的困难；公告写原因和此前的送达。",
    )  # fmt: skip
    service_proof = Code(
        "凭证编号", longest=100, group="送达", optional=True, own=True,
        hint="照片、录像、截屏、录音的编号，或者邮件号、函号。",
    )  # fmt: skip
    confirmed_on = Day(
        "送达地址确认书签署日期", group="送达", optional=True, own=True, source=ADDRESS,
        applies=When("service_method", ("electronic",)),
    )  # fmt: skip
    through = PartyName(
        "受委托、转交的单位", group="送达", optional=True, own=True,
        applies=When("service_method", ("entrusted", "forwarded")),
    )  # fmt: skip
    notice_published_on = Day(
        "公告发布日期", group="送达", optional=True,
        applies=When("service_method", ("public_notice",)),
    )  # fmt: skip

    @derived(
        LongText("备注"),
        prints=(
            "service_account",
            "service_proof",
            "confirmed_on",
            "through",
            "notice_published_on",
            "remark",
        ),
    )
    def remark_line(self, value: Record, facts: Facts) -> str:
        """What the way of service asks for, each under its own name, then what is remarked."""
        way = WAYS[value.service_method]
        told = (
            (way.account or "送达情况", value.service_account),
            ("受委托、转交的单位", value.through),
            ("送达地址确认书签署日期", _day(value.confirmed_on)),
            ("公告发布日期", _day(value.notice_published_on)),
            (way.proof or "凭证编号", value.service_proof),
        )
        lines = [f"{label}：{words}" for label, words in told if words]
        return "\n".join([*lines, *filter(None, (value.remark,))])

    @rule(SERVICE)
    def the_way_has_what_it_asks_for(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Each of the seven ways has its own proof."""
        yield from what_is_wanting(value, {name: self.label_of(name) for name in self.fields})
        if value.service_method == "left" and not (value.witness or value.service_proof):
            yield error(
                "/witness",
                "left_without_proof",
                "留置送达应当有见证人签名，或者以拍照、录像记录送达过程，请填写其中一项。",
            )
        first = value.service_method == "public_notice"
        if first and value.service_account and not _TRIED.search(value.service_account):
            yield error(
                "/service_account",
                "public_without_attempts",
                "公告送达用于下落不明或者其他方式无法送达的，请写明此前怎样送达、结果如何。",
            )

    @rule(SERVICE)
    def served_on_the_day_of_its_way(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """The day somebody signed, or the day the notice's thirty days have passed."""
        if value.served_on < value.served_paper_on:
            yield error("/served_on", "served_before_paper", "送达时间早于送达文书的日期，请核对。")
        if value.signed_for_on and value.signed_for_on != value.served_on:
            yield error(
                "/served_on",
                "served_on_another_day",
                "签收的日期就是送达日期，请核对「送达时间」。",
            )
        if value.confirmed_on and value.confirmed_on > value.served_on:
            yield error(
                "/confirmed_on", "consent_after_service", "同意电子送达在送达以后，请核对签署日期。"
            )
        if value.service_method == "public_notice" and value.notice_published_on:
            due = facts.law.due("PP-82", value.notice_published_on)
            if value.served_on < due.due:
                yield error(
                    "/served_on", "public_notice_running", f"{due.sentence}公告期满才视为送达。"
                )

    @rule(WITHIN_SEVEN)
    def penalty_is_served_in_time(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """A decision on a penalty reaches its party within seven working days."""
        if "行政处罚决定书" in value.served_title and value.service_method != "public_notice":
            due = facts.law.due("PP-81", value.served_paper_on)
            if value.served_on > due.due:
                yield notice("/served_on", "served_late", f"{due.sentence}送达时间已超过，请核对。")

    @beside("service_address_confirmation", *SERVED, source=ADDRESS)
    def served_at_the_addressees_door(
        self, value: Record, others: Sequence[Standing]
    ) -> Iterator[Finding]:
        """Somebody is served where the papers of his case say that he is."""
        told = tuple(_addresses_of(value.addressee, others)) if value.service_place else ()
        if told and all(is_another_door(value.service_place, each) for each in told):
            yield notice(
                "/service_place",
                "served_at_another_door",
                "送达地点与本案文书里受送达人的地址在同一条街，门牌或者房号不同，请核对是否写错。",
            )

    @beside("service_address_confirmation", source=SERVICE)
    def consent_was_given(self, value: Record, others: Sequence[Standing]) -> Iterator[Finding]:
        """The sheet in the case says yes to electronic service."""
        if value.service_method != "electronic":
            return
        sheets = [
            each
            for each in others
            if folded_name(str(each.says("addressee"))) == folded_name(value.addressee)
        ]
        if not sheets:
            yield notice(
                "/confirmed_on",
                "confirmation_missing",
                "本案的登记里没有受送达人的送达地址确认书，请核对。",
            )
        elif not sheets[-1].says("accepts_electronic"):
            yield error(
                "/service_method",
                "electronic_refused",
                f"{sheets[-1]}写明不接受电子送达，请用其他方式。",
            )


def _addresses_of(name: str, papers: Sequence[Standing]) -> Iterator[str]:
    """Yield every address that papers tell of somebody: in a part with his name, or beside it."""
    for paper in papers:
        if not isinstance(paper.reader, Part):
            continue
        passages = Reading.of(paper.reader, paper.payload).passages
        parts = {
            each.pointer.rpartition("/")[0]
            for each in passages
            if isinstance(each.field, PartyName) and folded_name(each.text) == folded_name(name)
        }
        for each in passages:
            of_him = each.pointer.rpartition("/")[0] in parts
            if of_him and _ADDRESS.search(each.field.label):
                yield each.text


def _day(day: date | None) -> str:
    return chinese_date(day) if day else ""
