"""送达回证 (PF-50): which paper reached whom, when, where and by which of seven ways."""

import re
from collections.abc import Iterator, Sequence
from datetime import date

from schemas.ground.base import Facts, Finding, Part, Record, derived, error, notice, rule
from schemas.ground.fields import (
    Choice,
    Code,
    Day,
    Flag,
    Group,
    LongText,
    PartyName,
    Personal,
    PersonName,
    Rows,
    Text,
    When,
)
from schemas.ground.kind import Audience, Clock, Header
from schemas.ground.neighbours import Follows, Neighbours, Standing, beside
from schemas.guard.folding import folded_name
from schemas.kinds.process.service.methods import (
    CAPACITIES,
    OF_A_PERSON,
    OF_A_UNIT,
    WAYS,
    what_is_wanting,
)
from schemas.kinds.process.service.served import ADDRESS, SERVICE, ServesAPaper, after_served
from schemas.law.numerals import chinese_date
from schemas.parts.delivery import SERVICE_METHODS
from schemas.parts.signatures import Witness

OWN = "本机关的送达程序"
WITHIN_SEVEN = "《市场监督管理行政处罚程序规定》第八十一条"
READERS = {
    "party": "当事人",
    "complainant": "投诉人",
    "reporter": "举报人",
    "other": "其他单位、个人",
}
SORTS = {"person": "自然人", "unit": "法人或者其他组织"}
_TRIED = re.compile("下落不明|直接送达|邮寄|留置|退回|查无|无法送达|无法联系")
_OF_A_REPORTER = re.compile("举报|(?<!被)投诉人")


class Server(Part):
    """送达人; service contractors carry nothing of their own authority."""

    name = PersonName("送达人", personal=None, starts_as="me")
    employed_by_authority = Flag("为本机关工作人员", kept=True)


class ServiceReceipt(ServesAPaper):
    """One paper, one addressee; it lies behind the paper it proves the service of."""

    header = Header(
        title="送达回证",
        audience=(Audience.office,),
        dated_by="served_on",
        summary="记明送达的文书、受送达人、时间、地点和方式；拒收、电子、邮寄、公告各要的材料一并写明。不编文号。",
        form="PF-50",
        about=("served_title", "addressee"),
        of_report=When("served_reader", ("reporter",)),
    )

    sections = ("文书", "送达", "收件", "送达人和见证人")
    blank = {"server_line": ..., "signed_line": ..., "witness_line": ..., "remark_line": ...}

    clocks = (
        Clock("PP-82", settled_by="served_on", when=When("service_method", ("public_notice",))),
    )

    neighbours = Neighbours(
        follows=(
            *after_served("送达以后填写回证"),
            Follows("service_address_confirmation", "按确认的地址送达", ADDRESS),
            Follows(
                "public_service_notice",
                "公告期满视为送达",
                SERVICE,
                settles=True,
                takes={"notice_published_on": "notice_published_on"},
            ),
            Follows("service_receipt", "另一受送达人，或者另一种方式", SERVICE),
        ),
    )

    served_paper_on = Day("送达文书的日期", group="文书", own=True, kept=True)
    served_reader = Choice("受送达人是谁", READERS, group="文书", kept=True, own=True)
    served_sort = Choice("受送达人类别", SORTS, group="文书", kept=True, own=True)
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
    signed_for_by = PersonName("签收人", group="收件", optional=True, own=True)
    signed_for_as = Choice(
        "签收人身份", CAPACITIES, group="收件", optional=True, own=True, source=SERVICE
    )
    signed_for_on = Day("签收日期", group="收件", optional=True, own=True, source=SERVICE)
    servers = Rows("送达人", Server, most=2, group="送达人和见证人", own=True)
    witness = Group("见证人", Witness, group="送达人和见证人", optional=True, own=True)
    remark = Text("备注", longest=300, group="送达人和见证人", optional=True, own=True)

    @derived(Text("收件人"), prints=("signed_for_by", "signed_for_as"))
    def signed_line(self, value: Record, facts: Facts) -> str:
        """Who took it and as whom; 备注 says why nobody did."""
        if not value.signed_for_by:
            return "拒收，见备注" if value.service_method == "left" else "见备注"
        as_whom = CAPACITIES.get(value.signed_for_as or "")
        return f"{value.signed_for_by}（{as_whom}）" if as_whom else str(value.signed_for_by)

    @derived(Text("送达人"), prints=("servers",))
    def server_line(self, value: Record, facts: Facts) -> str:
        """One or two."""
        return "、".join(each.name for each in value.servers)

    @derived(Text("见证人"), prints=("witness",))
    def witness_line(self, value: Record, facts: Facts) -> str:
        """Who saw it, and who that is; struck out where there was nobody."""
        return f"{value.witness.name}（{value.witness.position}）" if value.witness else "/"

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
    def whoever_signed_may_sign(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Family signs for persons; heads and those in charge of receipt sign for units."""
        capacity = value.signed_for_as
        wrong = OF_A_UNIT if value.served_sort == "person" else OF_A_PERSON
        if capacity in wrong:
            yield error(
                "/signed_for_as",
                "capacity_of_another",
                "自然人由本人、同住成年家属签收，单位由法定代表人、负责人或者负责收件的人签收，请核对。",
            )
        alike = folded_name(value.signed_for_by or "") == folded_name(value.addressee)
        if value.signed_for_by and capacity == "self" and not alike:
            yield error(
                "/signed_for_by",
                "receiver_is_not_addressee",
                "本人签收的，签收人就是受送达人，请核对。",
            )
        if value.signed_for_by and capacity == "family" and alike:
            yield error(
                "/signed_for_by", "family_is_addressee", "家属签收的，签收人不是受送达人，请核对。"
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

    @rule(OWN)
    def servers_are_two_officials(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """The form does not say how many; practice wants two, and they are the bureau's."""
        for index, each in enumerate(value.servers):
            if not each.employed_by_authority:
                yield notice(
                    f"/servers/{index}/employed_by_authority",
                    "server_not_official",
                    "送达人应当是本机关工作人员，外包服务人员只能协助，请核对。",
                )
        names = [folded_name(each.name) for each in value.servers]
        if len(names) == 2 and names[0] == names[1]:
            yield error("/servers/1/name", "server_repeated", "两名送达人是同一人，请核对。")
        if value.signed_for_by and folded_name(value.signed_for_by) in names:
            yield error(
                "/signed_for_by", "server_signs", "送达人不能自己签收，请核对签收人。", SERVICE
            )
        if value.witness and folded_name(value.witness.name) in names:
            yield error("/witness/name", "witness_is_server", "见证人不能是送达人，请核对。")
        elif len(names) == 1 and value.service_method in ("direct", "left"):
            yield notice("/servers", "one_server", "当面送达的，通常由两人送达，请核对。")

    @rule("《市场监督管理投诉举报处理办法》第三十七条")
    def party_reads_of_no_reporter(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """What the party signs does not say that somebody told of it."""
        for name in ("served_title", "service_account", "remark"):
            if value.served_reader == "party" and _OF_A_REPORTER.search(value[name] or ""):
                yield error(
                    f"/{name}", "reporter_named", "当事人签收的回证不得提到举报人、投诉人，请删去。"
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

    example = {
        "served_title": "责令改正通知书",
        "served_number": "示市监责改〔2026〕31号",
        "served_paper_on": "2026-07-09",
        "addressee": "示例市优康商贸有限公司",
        "served_reader": "party",
        "served_sort": "unit",
        "served_on": "2026-07-10",
        "service_place": "示例市示例区和平路88号",
        "service_method": "direct",
        "signed_for_by": "许文博",
        "signed_for_as": "head",
        "signed_for_on": "2026-07-10",
        "servers": [
            {"name": "何静远", "employed_by_authority": True},
            {"name": "沈嘉木", "employed_by_authority": True},
        ],
    }


def _day(day: date | None) -> str:
    return chinese_date(day) if day else ""
