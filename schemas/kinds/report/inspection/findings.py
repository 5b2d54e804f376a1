"""What was found on the spot: facts alone, by the officers who are listed, of people who came."""

import re
from collections.abc import Iterator

from schemas.ground.base import Facts, Finding, Record, notice, rule
from schemas.ground.fields import LongText
from schemas.ground.kind import KindSchema
from schemas.guard.folding import folded_name
from schemas.guard.surnames import SURNAMES
from schemas.guard.told import told_amiss
from schemas.parts.evidence import MEASURES
from schemas.parts.inspected_party import SITE_RECORD
from schemas.parts.officers import TWO_OFFICERS

_OFFICERS_ACT = "[^，。；\n]{0,8}(?:检查(?!人员)|核查|查验|询问|清点|盘点|提取|责令|告知|出示)"
# What somebody says over the phone is said elsewhere.
_ACTS_THERE = (
    "(?![^，。；]{0,12}(?:电话|微信))[^，。；]{0,4}"
    "(?:当场|在旁|陪同|出示|提供|指认|签名|签字|称|表示|承认|确认|打开|搬|取出)"
)
_AN_OFFICER = re.compile(
    f"(?:检查|执法|办案)人员([{SURNAMES}][\u4e00-\u9fff]{{1,2}}?)(?=、|和|[对向在将][^，。]|清点|检查|询问|出示|拍|告知|查看|核对|记录|提取)"
)
_ALONE = (
    "[^，。；\n]{0,4}(?:一人|独自|单独|自行|一个人)[^，。；\n]{0,8}(?:进|入|查|问|翻|清点|核对)"
)
_HEADS = re.compile("经营者|法定代表人|负责人|老板|店主|业主")
_AWAY = re.compile(
    "(?:在外地|外出|出差|不在(?:店|场|现场|本地|家)|(?:没有|未能?)(?:到|联系上|取得联系|赶到|来)|联系不上)(?!后)"
)
_CAME = re.compile("赶到|赶来|赶回|返回|回到|到场|到店|到达")
_THERE = re.compile("在场|陪同|配合")


class FindingsOnSite(KindSchema):
    """现场情况 of an inspection: a kind that has a `subject`, a `party` and its `presence`."""

    findings = LongText(
        "现场情况",
        group="现场情况",
        own=True,
        factual=True,
        source=SITE_RECORD,
        hint="看见什么写什么：何人、何物、何处、多少；不写推测，不写定性。",
    )

    @rule(SITE_RECORD)
    def findings_are_facts(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """What is lawful is decided later, by others; nobody takes money on the spot."""
        yield from told_amiss("/findings", "on_site", value.findings)

    @rule(SITE_RECORD)
    def nobody_acts_who_did_not_come(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """A party that stayed away said and did nothing on the spot."""
        if value.presence.state == "present":
            return
        named = filter(None, (value.party.representative, value.party.person_name))
        who = "|".join(("当事人", "经营者", "负责人", "老板", *map(re.escape, named)))
        if re.search(f"(?:{who}){_ACTS_THERE}", value.findings):
            yield notice(
                "/findings",
                "absent_party_acts",
                "「到场情况」是当事人没有到场，现场情况却写了当事人在现场说话、做事，请核对。",
            )

    @rule(SITE_RECORD)
    def place_can_be_gone_to(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Whoever inspects on the spot goes to an address."""
        yield from told_amiss("/place", "on_site_place", value.place)

    @rule(SITE_RECORD)
    def subject_concludes_nothing(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """What is looked at has a name before anybody knows what is found."""
        yield from told_amiss("/subject", "on_site_subject", value.subject)

    @rule(TWO_OFFICERS)
    def assistants_only_help(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Who helps takes photos and notes; checking and asking is for officers."""
        names = [re.escape(each.name) for each in value.assistants]
        who = "|".join((*names, "协助人员", "外包人员", "辅助人员", "服务公司"))
        if re.search(f"(?:{who})(?:{_OFFICERS_ACT}|{_ALONE})", value.findings):
            yield notice(
                "/findings",
                "assistant_acts",
                "现场情况写了协助人员检查、询问，这些只能由检查人员进行，请核对并如实改写。",
            )

    @rule(TWO_OFFICERS)
    def certificates_come_first(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Whoever inspects shows the certificate unasked, before looking at anything."""
        account = value.presence.account
        yield from told_amiss("/presence/account", "certificates_shown", account)
        yield from told_amiss("/findings", "certificates_shown", value.findings)

    @rule(SITE_RECORD)
    def who_attends_was_there(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """The head of a business who was away does not attend in person."""
        presence = value.presence
        head = _HEADS.search(presence.attendee_post or "")
        if presence.state != "present" or head is None:
            return
        who = f"(?:{head[0]}|{re.escape(presence.attendee_name or head[0])})"
        clauses = re.split("[，。；]", presence.account)
        away = [each for each in clauses if re.search(who, each) and _AWAY.search(each)]
        came = any(
            _CAME.search(each) or (re.search(who, each) and _THERE.search(each))
            for each in clauses
            if each not in away or "赶" in each
        )
        if away and not came:
            yield notice(
                "/presence/account",
                "attendee_was_away",
                "「通知情况」写的是在场人当时不在现场，请核对在场人是谁，当事人是否到场。",
            )

    @rule(MEASURES)
    def measures_are_recorded(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """What was sealed or taken away on the spot was told and heard as the law asks."""
        if not value.measures:
            yield from told_amiss("/findings", "on_site_measures", value.findings)

    @rule(TWO_OFFICERS)
    def officers_who_act_are_listed(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Who inspects is named among the inspectors, with a certificate."""
        listed = {folded_name(each.name) for each in (*value.inspectors, *value.assistants)}
        named = {folded_name(each) for each in _AN_OFFICER.findall(value.findings)}
        if any(each not in listed and not _begins(each, listed) for each in named):
            yield notice(
                "/findings",
                "officer_not_listed",
                "现场情况写的检查人员没有列在「检查人员」里，请核对姓名或者补列。",
            )


def _begins(name: str, listed: set[str]) -> bool:
    """Tell whether a name cut out of a sentence begins a listed one, or begins with it."""
    return any(each.startswith(name) or name.startswith(each) for each in listed)
