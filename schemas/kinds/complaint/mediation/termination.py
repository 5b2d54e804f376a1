"""Why a mediation ends without an agreement: the items of the article, and what each asks."""

import re
from collections.abc import Iterator

from schemas.ground.base import Facts, Finding, Record, derived, error, notice, rule
from schemas.ground.fields import Choice, Count, Day, Described, LongText, Text, When
from schemas.guard.told import told_amiss
from schemas.guard.wording import REPORT, SUSPICION, texts_matching
from schemas.kinds.complaint.acceptance.reasons import OF_ITEM as OF_ITEM_16
from schemas.kinds.complaint.mediation.period import REGULATION
from schemas.kinds.complaint.mediation.told_facts import (
    OF_ITEM,
    items_told,
    parties_told,
    ways_told,
)
from schemas.law import chinese_numeral
from schemas.parts.blanks import blank_findings
from schemas.parts.grounds import ListsGrounds, last_item_rests

GROUP = "终止调解的情形"
# What an explanation may hold and explain nothing.
_ON_FILE = re.compile("记录|笔录|回证|在卷|附卷|录音|截图|证明|通知书|来信|来函")
_SAYS_LITTLE = re.compile(
    "其[他它]|情况|属实|依法|终止|调解|同意|予以|建议|决定|有关|材料|原因|符合|条件|规定|[，。；、的了]"
)
TERMINATION = f"{REGULATION}第二十三条第一款"

WITHDRAWAL, NOT_TAKING_PART, NO_AGREEMENT, COSTS, PERIOD_OVER, DISCOVERED, GONE, OTHER = range(1, 9)
ABSENCES = {
    "complainant_absent": "投诉人无正当理由不参加调解",
    "respondent_absent": "被投诉人无正当理由不参加调解",
    "complainant_refused": "投诉人明确拒绝调解",
    "respondent_refused": "被投诉人明确拒绝调解",
}
SUMMONED = ("complainant_absent", "respondent_absent")
DISCOVERIES = {
    "not_to_be_accepted": "第十六条规定的情形",
    "fraud": "第四十二条规定的情形",
}


class TerminationGrounds(ListsGrounds):
    """One item of the list, with what has to be recorded of it; the item alone is printed."""

    listed_grounds = "termination"

    termination_item = Count(
        "终止调解情形（第几项）",
        least=WITHDRAWAL,
        most=OTHER,
        items_of="termination",
        group=GROUP,
        source=TERMINATION,
    )
    absence = Choice(
        "第二项的具体情形",
        ABSENCES,
        group=GROUP,
        optional=True,
        kept=True,
        own=True,
        applies=When("termination_item", (NOT_TAKING_PART,)),
        source=TERMINATION,
    )
    notified_on = Day(
        "告知调解时间、地点、调解人员的日期",
        group="调解",
        optional=True,
        kept=True,
        source=f"{REGULATION}第二十条",
        hint="组织过现场调解的填写；以不参加调解终止的，是该方收到通知的日期。",
    )
    discovery = Choice(
        "第六项发现的情形",
        DISCOVERIES,
        group=GROUP,
        optional=True,
        kept=True,
        own=True,
        applies=When("termination_item", (DISCOVERED,)),
        source=TERMINATION,
        hint="只留卷，不写入决定书，也不向另一方透露。",
    )
    discovered_item = Count(
        "第十六条的第几项",
        least=1,
        most=7,
        items_of="non_acceptance",
        group=GROUP,
        optional=True,
        kept=True,
        own=True,
        applies=When("discovery", ("not_to_be_accepted",)),
        source=f"{REGULATION}第十六条",
    )
    other_basis = Text(
        "第八项所依据的规定",
        group=GROUP,
        optional=True,
        longest=200,
        own=True,
        applies=When("termination_item", (OTHER,)),
        source=TERMINATION,
        hint="写明法律、法规、规章的名称和条款，末尾不加句号。",
    )
    explanation = LongText(
        "终止调解的事实和凭据",
        group=GROUP,
        optional=True,
        kept=True,
        factual=True,
        own=True,
        longest=2000,
        hint="只留卷，不写入决定书：例如撤回投诉的记录、送达回证、调解记录、注销登记。",
    )

    @derived(Text("情形序号"), prints=("termination_item",))
    def ground_numeral(self, value: Record, facts: Facts) -> str:
        """The item's number as the form prints it: 第〔三〕项."""
        return chinese_numeral(value.termination_item)

    @rule(TERMINATION)
    def each_item_has_its_particulars(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """What an item rests on is recorded, and nothing that belongs to another item."""
        for name, field in self.fields.items():
            if not isinstance(field, Described) or not field.applies:
                continue
            wanted = field.applies.holds(value[field.applies.field])
            if wanted and not value[name]:
                detail = f"所选的情形须写明「{field.label}」，请填写。"
                yield error(f"/{name}", "particulars_missing", detail)
            if value[name] and not wanted:
                detail = f"所选的情形没有「{field.label}」，请删去这一项或者改选情形。"
                yield error(f"/{name}", "particulars_of_another_item", detail)
        # The day of the summons is a fact of any case; who stayed away has to have had one.
        if value.absence in SUMMONED and not value.notified_on:
            detail = f"所选的情形须写明「{self.label_of('notified_on')}」，请填写。"
            yield error("/notified_on", "particulars_missing", detail)
        if value.absence in SUMMONED and value.notified_on == self.dated(value):
            detail = "不参加调解的一方当日才收到通知，当日就以不参加终止，请核对通知和调解的日期。"
            yield notice("/notified_on", "notified_late", detail, f"{REGULATION}第二十条")
        yield from blank_findings("/other_basis", value.other_basis)
        if value.termination_item == OTHER and value.other_basis:
            grounds = facts.law.grounds("termination", self.dated(value))
            basis, on = value.other_basis, self.dated(value)
            yield from last_item_rests("/other_basis", basis, grounds, facts, on)

    @rule(TERMINATION)
    def explanation_tells_of_this_item(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """What is plainly another item's case does not bear out the one that was chosen."""
        told, item = items_told(value.explanation or ""), value.termination_item
        others = [each for each in told if each != item]
        plain = [each for each in others if OF_ITEM[each].plainly]
        unproved = item in OF_ITEM and item != PERIOD_OVER and not told
        if unproved and value.explanation and not _ON_FILE.search(value.explanation):
            yield notice(
                "/explanation",
                "explanation_not_of_item",
                f"从事实和凭据看不出属于终止调解的第{chinese_numeral(item)}项情形，请核对情形，或者补写对应的事实。",
            )
        if not others or ((item in told or item == OTHER) and not plain):
            return
        named = "、".join(f"第{chinese_numeral(each)}项" for each in plain or others)
        say = error if plain and item not in told else notice
        yield say(
            "/explanation",
            "explanation_of_another_item",
            f"终止调解选的是第{chinese_numeral(item)}项情形，事实和凭据讲的像是{named}，请核对，改正其中一处。",
        )

    @rule(TERMINATION)
    def explanation_tells_of_this_party(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Who stayed away or refused is the party that is marked."""
        parties = parties_told(value.explanation or "")
        if value.absence and parties and value.absence.partition("_")[0] not in parties:
            yield error(
                "/explanation",
                "absence_differs",
                "事实和凭据里不参加、拒绝调解的一方，与「第二项的具体情形」选的不是同一方，请核对终止调解的情形。",
            )
        told = ways_told(value.explanation or "")
        if value.absence and told and value.absence.rpartition("_")[2] not in told:
            yield notice(
                "/explanation",
                "absence_otherwise",
                "事实和凭据写的是拒绝调解还是不参加，与「第二项的具体情形」选的不同，请核对终止调解的情形。",
            )

    @rule(TERMINATION)
    def facts_are_of_this_item(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Facts that the chosen item does not cover do not bear it out."""
        item, text = value.termination_item, value.explanation
        yield from told_amiss("/explanation", "termination", text, item)
        if value.discovery == "fraud":
            yield from told_amiss("/explanation", "fraud", text)

    @rule(f"{REGULATION}第十六条")
    def explanation_tells_of_what_was_found(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """What was found of article 16 is what the explanation tells."""
        item, text = value.discovered_item, value.explanation or ""
        own = OF_ITEM_16.get(item) if item else None
        if own is None or not text or own.search(text):
            return
        if any(words.search(text) for each, words in OF_ITEM_16.items() if each != item):
            yield notice(
                "/explanation",
                "found_of_another_item",
                "事实和凭据讲的像是第十六条的另一项情形，与「第十六条的第几项」不同，请核对。",
            )

    @rule(f"{REGULATION}第三十七条")
    def tells_nothing_of_a_report(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """The respondent reads the paper: whether anybody reported it is not told there."""
        for pointer in texts_matching(self, value, REPORT):
            yield error(
                pointer,
                "report_mentioned",
                "决定书也送被投诉人，不得写有关举报的任何情况，请删去。",
            )

    @rule(f"{REGULATION}第四十二条")
    def keeps_a_suspicion_in_the_file(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Who is suspected of fraud reads the paper as well."""
        if value.discovery == "fraud":
            for pointer in texts_matching(self, value, SUSPICION):
                yield error(
                    pointer,
                    "suspicion_mentioned",
                    "涉嫌骗取赔偿、敲诈勒索的情况只留卷，不写入送双方的决定书，请删去。",
                )

    @rule(TERMINATION)
    def facts_are_on_file(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Only the end of the period proves itself: all else wants its proof in the file."""
        said = _SAYS_LITTLE.sub("", value.explanation or "")
        if value.termination_item != PERIOD_OVER and not said:
            yield notice(
                "/explanation",
                "facts_not_recorded",
                "没有记录终止调解的事实和凭据，请补填，留卷备查。",
            )
