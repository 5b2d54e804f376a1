"""Who signs at the table, on the screen: both sides, or who stands for them, and the mediators."""

from collections.abc import Iterable, Iterator

from schemas.ground.base import Record
from schemas.parts.hand_signatures import HandPlace, SignedByHand

_SIDES = ("complainant", "respondent")


def _mediators(value: Record) -> Iterator[HandPlace]:
    yield from (HandPlace("mediator", "调解人员", each.name) for each in value.mediators)


class AgreementSigned(SignedByHand):
    """调解书: each complainant or two for all of them, the respondent, agents for either."""

    signed_after = "mediated_on"

    def hand_places(self, value: Record) -> Iterable[HandPlace]:
        """Return a line for each complainant, closed where representatives sign for them."""
        chosen = value.by_representatives
        for each in value.complainants:
            signs = bool(each.representative or not chosen)
            yield HandPlace("complainant", *_signer(each, "投诉人", each.name), signs)
        # Whoever stands in for a firm signs for it under their own name.
        yield HandPlace("respondent", *_signer(value.respondent, "被投诉人", ""))
        yield from _mediators(value)


def _signer(side: Record, called: str, name: str) -> tuple[str, str]:
    if side.by_agent and side.agent:
        return f"{called}委托代理人", side.agent.name
    return called, name


class SessionSigned(SignedByHand):
    """调解记录: both sides sign where they sit at the table, the mediators in any case."""

    def hand_places(self, value: Record) -> Iterable[HandPlace]:
        """Return the lines of the record; a side that nobody is named for signs under any name."""
        for side in _SIDES if value.on_site else ():
            came = value[f"{side}_attendance"]
            alone = value.complainant_name if side == "complainant" else ""
            called = {"complainant": "投诉人", "respondent": "被投诉人"}[side]
            yield HandPlace(side, called, came.name if came else alone or "")
        yield from _mediators(value)
