"""现场手写签名: who signed on the screen, in which strokes, when, and under which text."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, ClassVar, NamedTuple

import marshmallow

from schemas.ground.base import Facts, Finding, Part, Record, derived, error, rule
from schemas.ground.fields import (
    Choice,
    Day,
    Described,
    File,
    Flag,
    Group,
    Moment,
    Rows,
    Strokes,
    Text,
)
from schemas.ground.fields.strokes import Point, strokes_of
from schemas.ground.kind import KindSchema
from schemas.guard.folding import folded_name

CONSENT = "《中华人民共和国电子签名法》第三条"
UNALTERED = "《中华人民共和国电子签名法》第十三条"
GROUP = "现场手写签名"
HANDS = "hand_signatures"
ROLES = {
    "party": "当事人",
    "complainant": "投诉人",
    "respondent": "被投诉人",
    "guardian": "监护人",
    "interpreter": "翻译人员",
    "witness": "见证人",
    "officer": "执法人员",
    "mediator": "调解人员",
}
# Who signs where a party is visited or questioned: the form names nobody who may have complained.
ROLES_ON_THE_SPOT = {
    role: ROLES[role] for role in ("party", "guardian", "interpreter", "witness", "officer")
}
# Who signs for the bureau is asked for no consent; whose names a redacted copy masks.
OF_THE_BUREAU = frozenset({"officer", "mediator"})
_OPEN = OF_THE_BUREAU | {"interpreter"}
# What the register gives a paper when it is issued, after it was signed.
_GIVEN_LATER = frozenset({HANDS, "document_number", "register_number"})


class HandPlace(NamedTuple):
    """One line to sign on the spot: for whom, `called` as on the paper; `name` where it is known.

    A line that is not `open` is none on this paper: somebody else signs for them.
    """

    role: str
    called: str
    name: str = ""
    open: bool = True


@dataclass(frozen=True, slots=True)
class Ink:
    """A signature to be printed: strokes, whose, when, and whether a redacted copy masks it."""

    strokes: tuple[tuple[Point, ...], ...] = field(repr=False)
    name: str = field(repr=False)
    signed_at: datetime
    personal: bool


class HandInk(Described, marshmallow.fields.Field[Ink]):
    """The signature itself, as templates see it: `.url`, `.alt`, `.drawing(width, height)`."""


class SignerName(Text):
    """Whose hand it is: a name that the paper has named already, so guards have read it there."""


class HandSignature(Part):
    """手写签名: made on a screen under a text whose digest it names."""

    signer = Choice("签名人", ROLES)
    name = SignerName("签名人姓名", longest=40)
    strokes = Strokes("笔迹")
    signed_at = Moment("签名时间")
    shown_sha256 = Text(
        "所签内容的校验值",
        longest=64,
        kept=True,
        hint="签名时显示的内容（不含签名和文号）的 SHA-256；内容改动以后不再相符，签名作废。",
    )
    consented = Flag(
        "同意以手写电子签名签署", optional=True, default=False, kept=True, source=CONSENT
    )

    @rule(CONSENT)
    def consent_was_given(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Who is not of the bureau agrees to sign on a screen, or signs on paper."""
        asked = facts.house.hand_consent == "outsiders" and value.signer not in OF_THE_BUREAU
        if asked and not value.consented:
            yield error(
                "/consented",
                "hand_consent_missing",
                "在屏幕上签名要先征得签名人同意电子签名；不同意的，打印后在纸上签名。",
            )


class HandSignatureOnTheSpot(HandSignature):
    """手写签名 on the record of a visit or an inquiry, which the reported party reads."""

    signer = Choice("签名人", ROLES_ON_THE_SPOT)


class Hand(Part):
    """手写签名 as it is printed: the strokes, and the day beside them."""

    ink = HandInk("手写签名")
    signed_on = Day("签名日期")


class HandLine(Part):
    """签名处: one line among several of the same sort, signed by hand or not."""

    hand = Group("手写签名", Hand, optional=True)


class HandsOnTheSpot(Part):
    """Every line of a record that may be signed by hand; a line is empty where nobody has."""

    party = Group("当事人", Hand, optional=True)
    guardian = Group("监护人", Hand, optional=True)
    interpreter = Group("翻译人员", Hand, optional=True)
    witness = Group("见证人", Hand, optional=True)
    officers = Rows("执法人员", HandLine)
    officers_on = Day("执法人员签名日期", optional=True)


class Hands(HandsOnTheSpot):
    """Every line of any paper that may be signed by hand."""

    respondent = Group("被投诉人", Hand, optional=True)
    complainants = Rows("投诉人", HandLine)
    mediators = Rows("调解人员", HandLine)
    mediators_on = Day("调解人员签名日期", optional=True)


_ALONE = ("party", "respondent", "guardian", "interpreter", "witness")


class SignedByHand(KindSchema):
    """A paper that whoever is there may sign on the screen, under its text as it then stands.

    A signature is void as soon as the text is another: its digest no longer fits. Lines that nobody
    signed so are printed for a pen, as on a paper that knows no screen.
    """

    blank = {HANDS: None}
    # The field that says when what is signed began: nobody has signed before.
    signed_after: ClassVar[str] = "started_at"

    hand_signatures = Rows(
        "现场手写签名", HandSignature, most=40, group=GROUP, optional=True, own=True
    )

    def hand_places(self, value: Record) -> Iterable[HandPlace]:
        """Return the lines of this case that may be signed by hand, in the order of the paper."""
        return ()

    @derived(Group("手写签名", Hands), prints=(HANDS,))
    def hands(self, value: Record, facts: Facts) -> Record:
        """Each line with the signature that stands on it, in the shape of `Hands`."""
        return self.on_every_line(value)

    def on_every_line(self, value: Record) -> Record:
        """Return what stands on each line of this case, in the shape of `Hands`."""
        places = tuple(self.hand_places(value))
        shown = [
            (place.role, _printed(row) if row else None)
            for place, row in zip(places, placed(places, value.hand_signatures)[0], strict=True)
        ]
        alone = {
            role: next((hand for each, hand in shown if each == role), None) for role in _ALONE
        }
        several = {
            f"{role}s": tuple(Record({"hand": hand}) for each, hand in shown if each == role)
            for role in ("complainant", "officer", "mediator")
        }
        days = {f"{role}_on": _last_day(several[role]) for role in ("officers", "mediators")}
        return Record(alone | several | days)

    @rule(UNALTERED)
    def hands_come_after_the_beginning(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Nobody has signed what had not begun; a day has begun with its first minute."""
        begun = value[self.signed_after]
        for index, each in enumerate(value.hand_signatures):
            signed = each.signed_at if isinstance(begun, datetime) else each.signed_at.date()
            if signed < begun:
                label = self.label_of(self.signed_after)
                yield error(
                    f"/{HANDS}/{index}/signed_at",
                    "signed_before_beginning",
                    f"签名时间早于「{label}」，请核对「{label}」，改正以后重新签名。",
                )

    @rule(UNALTERED)
    def hands_stand_under_this_text(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """A signature has a line of its own, and the text is the one that was signed."""
        if not value.hand_signatures:
            return
        places = tuple(self.hand_places(value))
        strays = placed(places, value.hand_signatures)[1]
        digest = shown_digest(self, value)
        for index, each in enumerate(value.hand_signatures):
            here = f"/{HANDS}/{index}"
            if each.shown_sha256 != digest:
                yield error(
                    f"{here}/shown_sha256",
                    "signed_other_text",
                    f"签名以后内容有改动，{ROLES[each.signer]}的这个签名作废，请删去，"
                    "由签名人看过现在的内容以后重新签名。",
                )
            elif index in strays:
                yield error(
                    f"{here}/name",
                    "hand_without_line",
                    f"没有这名{ROLES[each.signer]}的签名处（姓名不符、重复签名，或者已经注明没有签名），"
                    "请核对后删去这个签名。",
                )


def placed(
    places: Sequence[HandPlace], rows: Sequence[Record]
) -> tuple[list[Record | None], frozenset[int]]:
    """Return what stands on each line, None where nobody signed, and which rows have no line."""
    left = dict(enumerate(rows))
    found: list[Record | None] = []
    for place in places:
        fits = (
            index
            for index, row in left.items()
            if place.open
            and row.signer == place.role
            and (not place.name or folded_name(row.name) == folded_name(place.name))
        )
        index = next(fits, None)
        found.append(None if index is None else left.pop(index))
    return found, frozenset(left)


def _last_day(lines: Sequence[Record]) -> date | None:
    """Return the day on which the last of several signed; None while a line is open."""
    days = [each.hand.signed_on for each in lines if each.hand]
    return max(days) if days and len(days) == len(lines) else None


def _printed(row: Record) -> Record:
    ink = Ink(strokes_of(row.strokes), row.name, row.signed_at, row.signer not in _OPEN)
    return Record({"ink": ink, "signed_on": row.signed_at.date()})


def shown_digest(part: Part, value: Record) -> str:
    """Return SHA-256 (hex) over everything a case says but its signatures and later numbers.

    Values count as they were understood, so that spelling and order make no other text; a photo
    counts by its own bytes, whatever its file is called.
    """
    told = dict(_told(part, value, ""))
    written = json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(f"{type(part).__name__}\n{written}".encode()).hexdigest()


def _told(part: Part, value: Mapping[str, Any], pointer: str) -> Iterator[tuple[str, str]]:
    """Yield every value with its place; what is not filled in says nothing."""
    for name, declared in part.fields.items():
        given, here = value[name], f"{pointer}/{name}"
        if given is None or (not pointer and name in _GIVEN_LATER):
            continue
        if isinstance(declared, Group):
            yield from _told(declared.below, given, here)
        elif isinstance(declared, Rows):
            for index, each in enumerate(given):
                row = declared.below
                below = _told(row, each, f"{here}/{index}") if row else [(f"{here}/{index}", each)]
                yield from ((at, str(words)) for at, words in below)
        elif isinstance(declared, File):
            original = value.get("picture") or value.get("enclosed")
            yield here, str(getattr(original, "sha256", given.name))
        elif isinstance(given, date):
            yield here, given.isoformat()
        else:
            yield here, str(given)
