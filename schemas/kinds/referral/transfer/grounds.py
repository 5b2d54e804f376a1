"""Why a case is handed over: the situation, and the articles that give somebody else the power."""

import re
from collections.abc import Iterator

from schemas.ground.base import Facts, Finding, Record, derived, error, notice, rule
from schemas.ground.fields import Choice, Flag, Rows, Text, When
from schemas.ground.kind import NumberedKind
from schemas.guard.folding import folded_name
from schemas.kinds.referral.transfer.jurisdiction import (
    CONCLUSIONS,
    JURISDICTION_RULES,
    SITUATIONS,
    belongs_to,
    transfer_basis,
)
from schemas.kinds.referral.transfer.letter import LETTER_FORM, AuthorityLetter

PROCEDURE = "《市场监督管理行政处罚程序规定》"
COMPLAINTS = "《市场监督管理投诉举报处理办法》"


class TransferGrounds(NumberedKind):
    """A transfer to other authorities, one letter each, and what it rests on."""

    situation = Choice("移送情形", SITUATIONS, group="移送依据", source=f"{PROCEDURE}第十七条")
    jurisdiction_rule = Choice(
        "管辖规则",
        JURISDICTION_RULES,
        group="移送依据",
        optional=True,
        applies=When("situation", ("market_supervision",)),
        hint="仅移送其他市场监督管理部门时选择。平台住所地先行发现的，平台住所地也可以管辖。",
        source=f"{PROCEDURE}第十条、第十一条、第十四条",
    )
    jurisdiction = Choice(
        "管辖结论",
        CONCLUSIONS,
        group="移送依据",
        hint="“管辖困难”仅限广告发布者所在地管辖异地广告主、广告经营者有困难的。",
    )
    centralised_penalty_basis = Text(
        "相对集中行政处罚权依据",
        longest=300,
        group="移送依据",
        optional=True,
        applies=When("situation", ("enforcement_body",)),
        source=LETTER_FORM,
        hint="把处罚权交给综合执法机关的文件和条款，例如「《某某决定》第二条」；内部设置已有的不用填。",
    )
    suspected_crime = Flag("是否涉嫌犯罪", group="移送依据", kept=True, hint="涉嫌犯罪的不用本函。")
    letters = Rows(
        "移送函",
        AuthorityLetter,
        group="移送函",
        most=50,
        hint="一般只有一函。涉及多个店铺的，每个店铺一函，文号加 -1、-2，受移送机关可以不同。",
    )

    @derived(
        Text("移送依据"), prints=("situation", "jurisdiction_rule", "centralised_penalty_basis")
    )
    def legal_basis(self, value: Record, facts: Facts) -> str:
        """The articles the transfer rests on, and the house's own basis where it has one."""
        return transfer_basis(facts.law, facts.house, value, value.issued_on)

    @rule(f"{PROCEDURE}第十四条、第十七条第一款")
    def basis_fits_the_situation(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Only another market supervision authority has a jurisdiction rule to name."""
        named = value.jurisdiction_rule
        if value.situation == "market_supervision" and not named:
            yield error(
                "/jurisdiction_rule",
                "required",
                "移送其他市场监督管理部门的，请选择「管辖规则」，据此写明依据。",
            )
        if value.situation != "market_supervision" and named:
            yield error(
                "/jurisdiction_rule",
                "rule_without_situation",
                "只有移送其他市场监督管理部门才选管辖规则，请改选移送情形或删去这一项。",
            )
        if value.jurisdiction == "difficult" and named != "advertising":
            yield error(
                "/jurisdiction",
                "difficulty_without_basis",
                "管辖困难可以移送的，只有广告发布者所在地管辖异地广告主、广告经营者的情形；"
                "其他案件难以办理的，报请上一级市场监督管理部门管辖或者指定管辖。",
                f"{PROCEDURE}第十一条第一款、第十五条第三款",
            )

    @rule(LETTER_FORM)
    def centralised_basis_is_named(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """What gives the enforcement body the power to punish is an instrument, named as such."""
        here, given = "/centralised_penalty_basis", value.centralised_penalty_basis
        if value.situation != "enforcement_body":
            if given:
                yield error(
                    here,
                    "basis_without_situation",
                    "只有移送综合执法机关才写相对集中行政处罚权的依据，请改选移送情形或删去这一项。",
                )
        elif given and not re.search("《.+》", given):
            yield error(here, "basis_unnamed", "请写明文件的名称，用书名号括起，并写到条款。")
        elif not (given or facts.house.centralised_penalty_basis):
            yield notice(
                here,
                "basis_missing",
                "没有相对集中行政处罚权的依据，函里只引用程序规定；请法制机构确认后填写，"
                "或者补入内部设置。",
            )

    @rule(f"{PROCEDURE}第十七条第二款")
    def no_suspected_crime(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """A suspected crime goes to criminal justice by its own form."""
        if value.suspected_crime:
            yield error(
                "/suspected_crime",
                "suspected_crime",
                "涉嫌犯罪的不用本函移送，请改用《涉嫌犯罪案件移送书》移送司法机关。",
            )

    @rule(f"{PROCEDURE}第十四条、第十七条第一款")
    def addressee_fits_the_situation(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Each letter goes to another authority, of the sort the situation says."""
        house = facts.house
        own = {house.authority.name, house.authority.seal_name, house.authority.department}
        for index, letter in enumerate(value.letters):
            here, name = f"/letters/{index}/addressee", letter.addressed_to
            if not letter.addressee and value.situation != "enforcement_body":
                yield error(here, "required", "「受移送机关」是必填项，请填写全称。")
                continue
            if name in own:
                yield error(here, "own_authority", "不能移送给本机关，请改填有权处理的机关。")
                continue
            if folded_name(name) == folded_name(letter.party.name):
                yield error(
                    here,
                    "addressee_is_party",
                    "受移送机关和当事人是同一个名称，请改填有权处理的机关。",
                )
                continue
            if house.authority.region and re.search(
                f"(?<!不在)(?<!非)(?:在|位于|系)[^，。；]{{0,8}}{re.escape(house.authority.region)}(?!以外|之外|外)",
                letter.reason,
            ):
                yield notice(
                    f"/letters/{index}/reason",
                    "reason_in_our_region",
                    "移送原因写的地点在本机关的行政区划里，与不属于本局管辖相反，请核对。",
                )
            if not belongs_to(value.situation, name, house.enforcement_body):
                yield notice(
                    here,
                    "addressee_situation",
                    "受移送机关的名称与移送情形不一致，请核对：依据随移送情形而不同。",
                )

    @rule(f"{PROCEDURE}第十条第二款")
    def shop_is_named(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """A seller on a platform is found by platform and shop."""
        if value.jurisdiction_rule == "platform_seller":
            for index, letter in enumerate(value.letters):
                if not letter.shop:
                    yield error(
                        f"/letters/{index}/shop",
                        "shop_missing",
                        "移送平台内经营者的线索，请填写平台名称和店铺名称。",
                    )
