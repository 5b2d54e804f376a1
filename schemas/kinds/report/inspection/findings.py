"""What was found on the spot: facts alone, by the officers who are listed, of people who came."""

import re
from collections.abc import Iterator

from schemas.ground.base import Facts, Finding, Record, notice, rule
from schemas.ground.fields import LongText
from schemas.ground.kind import KindSchema
from schemas.guard.folding import folded_name
from schemas.guard.surnames import SURNAMES
from schemas.parts.evidence import MEASURES
from schemas.parts.inspected_party import SITE_RECORD
from schemas.parts.visit import TWO_OFFICERS

_OFFICERS_ACT = "[^，。；\n]{0,8}(?:检查|核查|查验|询问|清点|盘点|提取|责令|告知|出示)"
# What somebody says over the phone is said elsewhere.
_ACTS_THERE = (
    "(?![^，。；]{0,12}(?:电话|微信))[^，。；]{0,4}"
    "(?:当场|在旁|陪同|出示|提供|指认|签名|签字|称|表示|承认|确认|打开|搬|取出)"
)
_SEALED = re.compile(
    "(?<!未)(?<!不)(?<!没有)(?<!未见)(?:查封|扣押|扣留|封存|先行登记保存)(?!标志|痕迹)"
)
_CONCLUSION = re.compile(
    r"涉嫌|责令|估计|大概|疑似|可能(?:是|为|已|存在|长期)|违法|违规|违反[^。；\n]{0,60}(?:规定|办法|条例|法)|处罚|罚款|没收|合法合规|(?:行为|经营)合法|未发现(?:违法|违规|问题|异常)|不存在(?:违法|违规|问题)|构成(?:欺诈|侵权|违|犯|虚假|误导)|售假|假货|假冒伪劣|构成[^。；\n]{0,20}行为"
)
_AN_OFFICER = re.compile(
    f"(?:检查|执法|办案)人员([{SURNAMES}][\u4e00-\u9fff]{{1,2}}?)(?=、|和|[对向在将][^，。]|清点|检查|询问|出示|拍|告知|查看|核对|记录|提取)"
)
_MONEY_TAKEN = re.compile(
    "(?:检查|执法)人员[^。；]{0,10}(?:收取|收缴|收了|收下|代收)|当场(?:收取|收缴|缴纳|交纳)"
)

_NO_PLACE = re.compile(
    "https?:|www[.]|网址|网店|网站|小程序|直播间|旗舰店链接|电话|微信", re.IGNORECASE
)


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
        """What is lawful is decided later, by others, on this record."""
        if _CONCLUSION.search(value.findings):
            yield notice(
                "/findings",
                "legal_conclusion",
                "现场情况只写所见事实，定性和处理意见请写到案件调查文书里。",
            )

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
        if _NO_PLACE.search(value.place):
            yield notice(
                "/place",
                "place_not_on_site",
                "「地点」像是网址或者网店，现场检查请写实际到的地点。",
            )

    @rule(SITE_RECORD)
    def subject_concludes_nothing(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """What is looked at has a name before anybody knows what is found."""
        if _CONCLUSION.search(value.subject):
            yield notice(
                "/subject",
                "legal_conclusion",
                "「检查事项」只写检查什么，现场检查之前不作定性，请改成中性的写法。",
            )

    @rule(TWO_OFFICERS)
    def assistants_only_help(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Who helps takes photos and notes; checking and asking is for officers."""
        names = [re.escape(each.name) for each in value.assistants]
        who = "|".join((*names, "协助人员", "外包人员", "辅助人员", "服务公司"))
        if re.search(f"(?:{who}){_OFFICERS_ACT}", value.findings):
            yield notice(
                "/findings",
                "assistant_acts",
                "现场情况写了协助人员检查、询问，这些只能由检查人员进行，请核对并如实改写。",
            )

    @rule(MEASURES)
    def measures_are_recorded(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """What was sealed or taken away on the spot was told and heard as the law asks."""
        if not value.measures and _SEALED.search(value.findings):
            yield notice(
                "/findings",
                "measures_not_recorded",
                "现场情况写了查封、扣押一类的行政强制措施，请填写「行政强制措施」的告知和陈述申辩。",
            )

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

    @rule(SITE_RECORD)
    def no_money_is_taken(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """An inspection on the spot takes no money from anybody."""
        if _MONEY_TAKEN.search(value.findings):
            yield notice(
                "/findings",
                "money_taken",
                "现场情况写了检查时收取款项，现场检查不收取任何款项，请核对并如实改写。",
            )


def _begins(name: str, listed: set[str]) -> bool:
    """Tell whether a name cut out of a sentence begins a listed one, or begins with it."""
    return any(each.startswith(name) or name.startswith(each) for each in listed)
