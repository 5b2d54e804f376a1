"""A party's signature: what it says to the record, or why it did not sign, and who saw it."""

import re
from collections.abc import Iterator
from typing import ClassVar

from schemas.ground.base import Facts, Finding, Part, Record, derived, error, notice, rule
from schemas.ground.fields import Choice, Code, Group, LongText, PersonName, Phone, Text
from schemas.ground.kind import KindSchema
from schemas.ground.roles import Role
from schemas.guard.answers import will_not_sign

UNSIGNED = "《市场监督管理行政处罚程序规定》第四十三条"
GROUP = "核对和签名"
_OF_A_SIDE = re.compile(
    "店员|店长|员工|老板|经营者|收银|[该本]店|[该本]公司|当事人|[本我]局|执法|检查人员|协助人员|外包"
)
_HAS_NOT_READ = re.compile(
    "(?<!没有)(?<!无)(?<!没)看不清|没[^，。；]{0,2}[戴带][^，。；]{0,4}(?:眼镜|花镜)|看不懂|不识字|不认字|认不得字|(?:没有?|未|不)(?:看|读|核对|念)(?!出|到|不清)|看不懂|不识字|不认字"
)
_HAS_SIGNED = re.compile(
    "(?<!不)(?<!未)(?<!没有)(?:已经?|予以|现|同意|愿意)(?:核对并|阅读并)?(?:签名|签字|签收)"
)
READING = {"checked": "请核对", "read_aloud": "已向你宣读"}


class Unsigned(Part):
    """未签名情况 (PP art. 43): why the party's signature is missing, and what recorded it."""

    reason = LongText("情况注明", longest=1000, factual=True, source=UNSIGNED)
    recording = Code("录音录像编号", longest=100, source=UNSIGNED)


class Witness(Part):
    """见证人: somebody from neither side who saw what happened (PP art. 43)."""

    role = Role.witness

    name = PersonName("见证人")
    position = Text("见证人身份", longest=60, hint="单位和职务，例如「和平路社区网格员」。")
    phone = Phone("联系电话", optional=True, kept=True)

    @rule(UNSIGNED)
    def witness_is_of_neither_side(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Who works for the party or for the bureau is of a side."""
        suppliers = [each.supplier.name for each in facts.house.contracts]
        if any(each in value.position for each in suppliers):
            yield error(
                "/position",
                "witness_of_contractor",
                "见证人不能是本机关服务承包人的人员，请另请与双方无关的人见证。",
            )
        elif _OF_A_SIDE.search(value.position):
            yield notice(
                "/position",
                "witness_position",
                "见证人像是当事人或者本机关一方的人，不宜作见证人，请核对身份或者另请见证人。",
            )


class SignedByParty(KindSchema):
    """A record its party signs with a comment of its own, or refuses to, which is noted.

    `asked` names what a party that is there has to answer, in the order of the form; `signing` is
    what the paper calls whoever signs it.
    """

    asked: ClassVar[tuple[str, ...]] = ()
    signing: ClassVar[str] = "当事人"
    blank = {"unsigned": None}

    party_comment = Text(
        "核对意见",
        longest=500,
        group=GROUP,
        optional=True,
        own=True,
        spoken=True,
        hint="照原话记录，例如「以上笔录我看过，与我说的一致。」",
    )
    unsigned = Group("未签名的情况", Unsigned, group=GROUP, optional=True, own=True)

    def party_came(self, value: Record) -> bool:
        """Tell whether the party was there; a kind that can do without it says when."""
        return True

    def comments(self, value: Record) -> tuple[str, ...]:
        """Return the comments that a party which signs has made, on photos where there are any."""
        return ("party_comment", *(("photos_comment",) if value.get("photos") else ()))

    @rule(UNSIGNED)
    def answers_come_from_the_party(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """A party that came has answered; it has made its comments too, unless it did not sign."""
        if not self.party_came(value):
            return
        for name in (*self.asked, *(() if value.unsigned else self.comments(value))):
            if not value[name]:
                yield error(
                    f"/{name}",
                    "required",
                    f"{self.signing}到场的，请填写「{self.label_of(name)}」。",
                )

    @rule(UNSIGNED)
    def refusal_to_sign_is_noted(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Who says that they do not sign has not signed."""
        for name in ("party_comment", "photos_comment"):
            comment = value.get(name)
            if comment and not value.unsigned and will_not_sign(comment):
                yield error(
                    f"/{name}",
                    "refusal_not_noted",
                    f"{self.signing}说了不签、又没有签名的，请填写「未签名的情况」；"
                    "确已签名的，照原话改正。",
                )

    @rule(UNSIGNED)
    def whoever_signs_has_read(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """A record is checked by its party, or read out to it, before it signs."""
        for name in ("party_comment", "photos_comment"):
            comment = value.get(name)
            read_out = value.get("reading") == "read_aloud"
            if comment and not (value.unsigned or read_out) and _HAS_NOT_READ.search(comment):
                yield notice(
                    f"/{name}",
                    "not_read",
                    f"{self.signing}的话是没有看过，请由其核对或者向其宣读以后再签名，并照原话补记、注明。",
                )

    @rule(UNSIGNED)
    def nobody_signed_and_did_not(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Who says that they have signed did not leave the signature out."""
        for name in ("party_comment", "photos_comment"):
            comment = value.get(name)
            if comment and value.unsigned and _HAS_SIGNED.search(comment):
                yield error(
                    f"/{name}",
                    "signed_and_unsigned",
                    "填写了「未签名的情况」，这里却说已经签名，请照当时的情况改正其中一项，并注明。",
                )

    @rule(UNSIGNED)
    def absent_party_says_nothing(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """A party that did not come has answered nothing, and that is noted."""
        if self.party_came(value):
            return
        if not value.unsigned:
            yield error(
                "/unsigned",
                "absence_not_noted",
                "当事人没有到场的，请注明情况并填写录音录像编号。",
            )
        spoken = [name for name, field in self.fields.items() if getattr(field, "spoken", False)]
        for name in dict.fromkeys((*self.asked, *spoken, "recusal_requested")):
            if value.get(name):
                yield error(
                    f"/{name}",
                    "answer_without_party",
                    "当事人没有到场，不能有当事人的回答，请删去或者改正「到场情况」。",
                )


class ReadOver(KindSchema):
    """A record the party checks itself, or has read out to it."""

    reading = Choice("核对方式", READING, group=GROUP, optional=True, own=True)

    @derived(Text("核对方式"), prints=("reading",))
    def reading_line(self, value: Record, facts: Facts) -> str:
        """How the party learned what was taken down; nobody there, nobody was read to."""
        return READING[value.reading or "checked"]


class Witnessed(KindSchema):
    """A record that somebody from neither side may have seen come about."""

    witness = Group("见证人", Witness, group="人员", optional=True, own=True)

    @rule(UNSIGNED)
    def missing_signature_is_witnessed(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """A witness is asked for where needed; the law leaves it to the officers."""
        if value.get("unsigned") and not value.witness:
            yield notice(
                "/witness",
                "witness_advised",
                "没有签名的，必要时可以邀请见证人，请考虑是否需要。",
            )
