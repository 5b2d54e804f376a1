"""保密承诺书 (our own layout): somebody of a contractor undertakes to keep its secrets."""

import re
from collections.abc import Iterator, Sequence

from schemas.ground.base import Facts, Finding, Record, error, notice, rule
from schemas.ground.fields import Choice, Day, Group, IdNumber, LongText, PersonName, Text
from schemas.ground.identity import ID_TYPES
from schemas.ground.kind import Audience, Header
from schemas.ground.neighbours import Neighbours, Standing, beside
from schemas.parts.people import Identified
from schemas.parts.service_contract import OfContract

SECRECY = "合同保密条款"
_PENALTY = re.compile(
    "违约金|罚款|罚金|扣(?:发|除)?工资|赔偿[^。；]{0,10}[0-9一二三四五六七八九十百千万]+元|百分之|[0-9]%"
)


class Undertaker(Identified):
    """承诺人: a person whom the contractor sends, with the work done."""

    name = PersonName("姓名")
    id_type = Choice("证件类型", ID_TYPES)
    id_number = IdNumber("证件号码")
    post = Text("岗位", longest=40)


class ConfidentialityUndertaking(OfContract):
    """One person's undertaking; money is owed by the contractor alone."""

    header = Header(
        title="保密承诺书",
        audience=(Audience.contractor, Audience.office),
        dated_by="signed_on",
        summary="乙方人员接触系统以前承诺保密：范围、义务、期限照合同的约定，不对个人约定违约金。",
        copies=3,
        about=("undertaker.name",),
    )

    sections = ("合同", "承诺人", "保密", "文号与日期")
    blank = {"buyer_filed_on": ...}
    neighbours = Neighbours()

    undertaker = Group("承诺人", Undertaker, group="承诺人", own=True)
    secret_scope = LongText(
        "保密范围的补充",
        longest=1500,
        group="保密",
        optional=True,
        own=True,
        hint="合同约定以外另需写明的数据、系统；不填的只印合同的约定。",
    )
    first_access_on = Day(
        "首次使用系统的日期",
        group="保密",
        optional=True,
        own=True,
        kept=True,
        planned=True,
        hint="承诺书应当在此以前签署。",
    )
    signed_on = Day("签名日期", group="文号与日期", starts_as="today", own=True)
    buyer_filed_on = Day("甲方备案日期", group="文号与日期", optional=True, own=True)

    @rule(SECRECY)
    def signed_before_access(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Nobody sees the data before the undertaking is signed; it is filed after that."""
        if value.first_access_on and value.first_access_on < value.signed_on:
            yield error(
                "/first_access_on",
                "access_before_signing",
                "首次使用系统早于签署承诺书，请核对；确已使用的，先停用账号再补签。",
            )
        elif value.first_access_on is None:
            yield notice(
                "/first_access_on", "access_untold", "没有写首次使用系统的日期，开通账号时请补填。"
            )
        if value.buyer_filed_on and value.buyer_filed_on < value.signed_on:
            yield error("/buyer_filed_on", "filed_before", "甲方备案日期早于签名日期，请核对。")

    @rule(SECRECY)
    def no_money_is_asked_of_a_person(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """The contract's damages bind the contractor and not its staff."""
        if _PENALTY.search(value.secret_scope or ""):
            yield error(
                "/secret_scope",
                "personal_penalty",
                "合同的违约金由乙方承担，承诺书不对个人约定违约金、罚款，请删去。",
            )

    @beside("confidentiality_undertaking", by="contract", source=SECRECY)
    def undertaken_once(self, value: Record, others: Sequence[Standing]) -> Iterator[Finding]:
        """One undertaking a person and contract is enough."""
        for other in others:
            person = other.says("undertaker") or {}
            if person.get("id_number") == value.undertaker.id_number:
                yield notice(
                    "/undertaker/id_number",
                    "undertaken_already",
                    f"这个人已经签过{other}，请核对是否需要再签。",
                )

    example = {
        "contract": "auxiliary-2025",
        "undertaker": {
            "name": "苗雨",
            "id_type": "resident_card",
            "id_number": "999999199003071234",
            "post": "工单登记",
        },
        "first_access_on": "2025-06-03",
        "signed_on": "2025-06-02",
        "buyer_filed_on": "2025-06-02",
    }
