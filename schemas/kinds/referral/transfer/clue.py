"""What a referral is about: whence the clue came, when it was found, whether a case was filed."""

import re
from collections.abc import Iterator, Sequence

from schemas.ground.base import Facts, Finding, Record, derived, error, notice, rule
from schemas.ground.fields import Choice, Day, Flag, Rows, Text, When
from schemas.ground.house import CLUE_TITLES
from schemas.ground.neighbours import Standing, beside
from schemas.guard.told_days import days_told
from schemas.kinds.referral.transfer.grounds import COMPLAINTS, PROCEDURE, TransferGrounds
from schemas.parts.decisions import Approved
from schemas.parts.orders import OrderReference

CLUE_SOURCES = {
    "inspection": "在监督检查中发现违法线索",
    "report": "收到举报线索",
    "complaint": "在处理消费投诉中发现违法线索",
    "monitoring": "在网络交易、广告监测中发现违法线索",
    "transferred": "收到其他机关移送的线索",
    "superior": "收到上级交办的线索",
}


# Words of the facts that tell of one source and of no other.
_TOLD_SOURCES = {
    "inspection": re.compile(
        "(?:监督|日常|专项|现场)检查(?:中|时)?发现(?:上述|当事人|该|线索)|[本我]局(?:在)?(?:监督|日常)检查中"
    ),
    "report": re.compile("收到[^，。；]{0,6}举报"),
    "complaint": re.compile("收到[^，。；]{0,8}投诉|处理[^，。；]{0,6}投诉"),
    "monitoring": re.compile("监测(?:中)?发现"),
    "transferred": re.compile("移送的(?:违法)?线索|收到[^，。；]{2,20}移送"),
    "superior": re.compile("(?:上级|总局|市局)[^，。；]{0,8}交办"),
}
_VERIFIED = re.compile("[本我]局|执法人员|检查人员|固定|取证|提取|核查|下载|截图|拍摄|登录")


class ReferredClue(TransferGrounds, Approved):
    """A clue, or the case it became: found, filed perhaps, approved and sent in this order."""

    approved_since = ("found_on", "filed_on")

    clue_source = Choice("线索来源", CLUE_SOURCES, group="线索", source=f"{PROCEDURE}第十八条")
    found_on = Day("发现线索或者收到材料日期", group="线索", source=f"{PROCEDURE}第十八条")
    order_references = Rows("来源工单", OrderReference, group="线索", optional=True, kept=True)
    order_returned = Flag(
        "工单已退回统一接收机构",
        group="线索",
        optional=True,
        default=False,
        kept=True,
        applies=When("clue_source", ("report", "complaint")),
        source=f"{COMPLAINTS}第四十一条",
        hint="不具备处理权限的工单反馈统一接收机构，本函只移送违法线索。",
    )
    reporter_told = Flag(
        "已告知举报人向有处理权限的部门提出",
        group="线索",
        optional=True,
        default=False,
        kept=True,
        applies=When("clue_source", ("report",)),
        source=f"{COMPLAINTS}第三十四条",
    )
    filed_on = Day(
        "立案日期",
        group="线索",
        optional=True,
        hint="已立案的填写；未立案的不填，正文写违法线索，标题由内部设置决定。",
    )

    @derived(Text("标题"))
    def title(self, value: Record, facts: Facts) -> str:
        """The official title once a case is filed; before, what the bureau calls it."""
        return CLUE_TITLES["official" if value.filed_on else facts.house.clue_referral_title]

    @rule(f"{PROCEDURE}第十八条")
    def days_follow_each_other(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Clue, filing, approval and letter come in this order; a clue is verified in time (D4)."""
        found, filed, issued = value.found_on, value.filed_on, value.issued_on
        if issued < found:
            yield error("/issued_on", "before_clue", "移送日期早于发现线索的日期，请核对。")
            return
        if filed and not found <= filed <= issued:
            yield error(
                "/filed_on",
                "filing_date",
                "立案日期应当在发现线索之后、移送日期当日或之前，请核对。",
            )
        due = facts.law.due("D4", found, on=issued)
        if not filed and issued > due.due:
            yield notice(
                "/issued_on",
                "verification_period",
                f"{due.sentence}移送日期已超过这一期限，请核对是否已批准延长。",
                due.citation,
            )

    @rule(f"{PROCEDURE}第十八条")
    def facts_tell_the_same_source(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Whence the clue came is printed before the facts: they do not tell another source."""
        for index, letter in enumerate(value.letters):
            told = {name for name, words in _TOLD_SOURCES.items() if words.search(letter.facts)}
            if told and value.clue_source not in told:
                yield notice(
                    f"/letters/{index}/facts",
                    "source_differs",
                    "主要事实写的线索来源与「线索来源」选的不同，请核对，改正其中一处。",
                )

    @rule(f"{PROCEDURE}第十八条")
    def verified_once_the_clue_was_there(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Nobody verifies a clue before it is found."""
        for index, letter in enumerate(value.letters):
            days = days_told(letter.verification or "", value.found_on.year)
            before = [each for each in days if each.exact and each.day < value.found_on]
            if any(_VERIFIED.search(each.clause) for each in before):
                yield notice(
                    f"/letters/{index}/verification",
                    "verified_before_clue",
                    "核查、固定证据的日期早于发现线索的日期，请核对两个日期，改正其中一处。",
                )

    @rule(f"{COMPLAINTS}第四十一条")
    def orders_are_returned(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """A work order outside our powers goes back to who sent it; only the clue is referred."""
        governing = facts.law.in_force("order121", value.issued_on)
        if governing.id != "order121" or value.situation == "enforcement_body":
            return
        if value.clue_source in ("report", "complaint") and not value.order_returned:
            yield notice(
                "/clue_source",
                "order_returned",
                "分送来的投诉举报工单不具备处理权限的，应当反馈统一接收机构，不得自行移送；"
                "本函只移送违法线索，请另行退回工单，退回后选「工单已退回统一接收机构」。",
            )
        if value.clue_source == "report" and not value.reporter_told:
            yield notice(
                "/clue_source",
                "reporter_to_be_told",
                "对举报不具备处理权限的，还应当告知举报人向有处理权限的部门提出，请另行告知。",
                f"{COMPLAINTS}第三十四条",
            )

    @beside("case_filing_approval_form", source=f"{PROCEDURE}第十九条")
    def referred_as_it_was_filed(
        self, value: Record, others: Sequence[Standing]
    ) -> Iterator[Finding]:
        """A case is referred that was filed, on the day of the filing; any other is a clue."""
        filed = {each.dated_on for each in others if each.says("filing_decision") == "filed"}
        if value.filed_on and others and value.filed_on not in filed:
            yield error(
                "/filed_on",
                "not_filed_that_day",
                "立案日期与本案立案审批表的决定不同；没有立案的不填，按违法线索移送。",
            )
