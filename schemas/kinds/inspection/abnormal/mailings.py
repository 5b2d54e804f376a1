"""专用信函: two letters to the registered address that nobody signs for are a proof."""

import re
from collections.abc import Iterator, Sequence
from datetime import timedelta

from schemas.ground.base import Facts, Finding, Part, Record, error, notice, rule
from schemas.ground.fields import Choice, Code, Count, Day, Rows, Text, When
from schemas.ground.kind import KindSchema
from schemas.ground.neighbours import Standing, beside
from schemas.guard.folding import folded_name, same_number
from schemas.guard.told_days import days_told
from schemas.kinds.inspection.abnormal.grounds import GROUP, RULES
from schemas.parts.delivery import WITHOUT_TAKING

BY_MAIL = f"{RULES}第九条"
LEAST, MOST = timedelta(days=15), timedelta(days=30)
PROOFS = {"site": "现场核查", "mail": "邮寄专用信函"}
OUTCOMES = {"returned": "退回，无人签收", "signed": "已签收"}
_OF_MAIL = re.compile("邮寄|寄出|寄送|寄往|信函|退回|邮件|专递")
# Papers that go to an inspected firm.
_SENT_TO_FIRMS = (
    *("inspection_notice", "inspection_checklist", "on_site_reminder", "rectification_order"),
    *("rectification_follow_up_record", "inspection_result_notice"),
)
_UNREACHABLE = When("listing_ground", ("unreachable",))


class Mailing(Part):
    """一次邮寄: one special letter, its number, where it went and what became of it."""

    sent_on = Day("邮寄日期", kept=True)
    tracking_number = Code("邮件号", longest=40, kept=True)
    sent_to = Text("邮寄地址", kept=True)
    outcome = Choice("投递结果", OUTCOMES, kept=True)
    returned_on = Day("退回日期", optional=True, kept=True)


class ProvesGround(KindSchema):
    """A listing says what each ground needs; two mailings are one of two proofs of the fourth."""

    report_year = Count(
        "未公示年度报告的年度",
        least=2014,
        most=2100,
        group=GROUP,
        optional=True,
        kept=True,
        own=True,
        applies=When("listing_ground", ("annual_report",)),
    )
    ordered_number = Code(
        "责令公示的文号",
        longest=60,
        group=GROUP,
        optional=True,
        kept=True,
        own=True,
        applies=When("listing_ground", ("ordered",)),
    )
    unreachable_proof = Choice(
        "无法联系的证明",
        PROOFS,
        group=GROUP,
        optional=True,
        kept=True,
        own=True,
        applies=_UNREACHABLE,
        source=BY_MAIL,
    )
    site_checked_on = Day(
        "现场核查日期", group=GROUP, optional=True, kept=True, own=True, applies=_UNREACHABLE
    )
    mailings = Rows(
        "专用信函",
        Mailing,
        most=2,
        group=GROUP,
        optional=True,
        kept=True,
        own=True,
        applies=_UNREACHABLE,
        source=BY_MAIL,
    )

    @rule("列入事由的证明")
    def ground_has_its_proof(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Each ground says what it rests on, and nothing of another one."""
        wanted = {
            "annual_report": ("report_year",),
            "ordered": ("ordered_number",),
            "false": (),
            "unreachable": ("unreachable_proof",),
        }[value.listing_ground]
        proof = {"site": ("site_checked_on",), "mail": ("mailings",)}
        wanted += proof.get(value.unreachable_proof, ()) if "unreachable_proof" in wanted else ()
        for name in (
            *("report_year", "ordered_number", "unreachable_proof"),
            *("site_checked_on", "mailings"),
        ):
            if name in wanted and not value[name]:
                yield error(
                    f"/{name}",
                    "required",
                    f"这一列入事由要有证明，请填写「{self.label_of(name)}」。",
                )
            elif value[name] and name not in wanted:
                yield error(
                    f"/{name}",
                    "proof_of_another_ground",
                    f"「{self.label_of(name)}」不是所选列入事由的证明，请删去或者改选事由。",
                )

    @rule(BY_MAIL)
    def letters_are_those_told(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """The days on which the facts say that letters went out or came back are the letters'."""
        days = {each[name] for each in value.mailings for name in ("sent_on", "returned_on")}
        days |= {value.site_checked_on, value.verified_on}
        for told in days_told(value.listing_facts, value.issued_on.year):
            rest = re.split("[,，。]", told.text[told.end :], maxsplit=1)[0]
            if value.mailings and told.exact and told.day not in days and _OF_MAIL.search(rest):
                yield notice(
                    "/listing_facts",
                    "letter_of_another_day",
                    "事实里写的邮寄、退回日期与「专用信函」所填的不同，请对照邮寄凭证核对。",
                )
                return

    @beside(*_SENT_TO_FIRMS, by="party.credit_code", source=BY_MAIL, received=True)
    def letters_reached_nobody(
        self, value: Record, others: Sequence[Standing]
    ) -> Iterator[Finding]:
        """A letter that the register has as delivered was received; so was whoever met one."""
        letters = {same_number(each.tracking_number): at for at, each in enumerate(value.mailings)}
        if not letters or value.unreachable_proof != "mail":
            return
        first = min(each.sent_on for each in value.mailings)
        for paper in others:
            for each in paper.received:
                at = letters.get(same_number(each.proof))
                if at is not None:
                    yield error(
                        f"/mailings/{at}/tracking_number",
                        "letter_received",
                        f"登记簿里{paper}用这个邮件号登记了送达，信函有人收到，不能证明无法联系，请核对。",
                    )
                elif each.method not in WITHOUT_TAKING and first <= each.on <= value.verified_on:
                    yield notice(
                        "/mailings",
                        "reached_meanwhile",
                        f"登记簿里{paper}在两次邮寄期间已经送达该企业，请核对是否确实无法联系。",
                    )

    @rule(BY_MAIL)
    def letters_went_unsigned(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Two letters, fifteen to thirty days apart, to the registered address, nobody signed."""
        sent = [*value.mailings]
        if value.unreachable_proof != "mail" or not sent:
            return
        if len(sent) != 2:
            yield error(
                "/mailings", "two_letters", "以邮寄证明无法联系的，要有连续两次专用信函，请补填。"
            )
            return
        if not LEAST <= sent[1].sent_on - sent[0].sent_on <= MOST:
            yield error(
                "/mailings/1/sent_on",
                "letters_apart",
                "两次邮寄的间隔应当在十五日以上三十日以下，请核对邮寄日期。",
            )
        address = folded_name(value.party.address or "")
        for index, each in enumerate(sent):
            here = f"/mailings/{index}"
            if each.outcome == "signed":
                yield error(
                    f"{here}/outcome", "letter_signed", "信函有人签收，不能证明无法联系，请核对。"
                )
            elif not each.returned_on or each.returned_on < each.sent_on:
                yield error(
                    f"{here}/returned_on",
                    "return_day",
                    "没有签收的信函，请填写退回日期，不早于邮寄日期。",
                )
            elif each.returned_on > value.verified_on:
                yield error(
                    f"{here}/returned_on",
                    "returned_afterwards",
                    "信函在查实日期以后才退回，请核对「查实日期」，无人签收时才算查实无法联系。",
                )
            if folded_name(each.sent_to) != address:
                yield error(
                    f"{here}/sent_to",
                    "not_the_registered_address",
                    "信函要寄往登记的住所或者经营场所，请照登记的地址核对。",
                )
        if sent[0].tracking_number == sent[1].tracking_number:
            yield error(
                "/mailings/1/tracking_number",
                "letter_repeated",
                "两次信函的邮件号相同，请对照邮寄凭证改正。",
            )
