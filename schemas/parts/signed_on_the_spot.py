"""Who signs a record of a visit on the screen: the party, who saw it, the officers."""

from collections.abc import Iterable

from schemas.ground.base import Facts, Record, derived
from schemas.ground.fields import Group, Rows
from schemas.parts.hand_signatures import (
    GROUP,
    HANDS,
    HandPlace,
    HandSignatureOnTheSpot,
    HandsOnTheSpot,
    SignedByHand,
)


class SignedOnTheSpot(SignedByHand):
    """A record of a visit or an inquiry; it is used with `SignedByParty`, which knows who came.

    Whoever stands in for a firm signs for it under their own name, unless the record names them.
    """

    hand_signatures = Rows(
        "现场手写签名", HandSignatureOnTheSpot, most=40, group=GROUP, optional=True, own=True
    )

    def hand_places(self, value: Record) -> Iterable[HandPlace]:
        """Return the lines of who was there; a signature that is noted as missing has none."""
        came = getattr(self, "party_came", lambda _: True)
        if came(value) and not value.get("unsigned"):
            there = value.get("presence") or value.get("interviewee")
            name = there and (there.get("attendee_name") or there.get("name"))
            yield HandPlace("party", getattr(self, "signing", "当事人"), name or "")
        for role in ("guardian", "interpreter", "witness"):
            if person := value.get(role):
                yield HandPlace(role, self.label_of(role), person.name)
        officers = getattr(self, "officers", "inspectors")
        for each in value[officers]:
            yield HandPlace("officer", self.label_of(officers), each.name)

    @derived(Group("手写签名", HandsOnTheSpot), prints=(HANDS,))
    def hands(self, value: Record, facts: Facts) -> Record:
        """Each line with the signature that stands on it."""
        told = self.on_every_line(value)
        return Record({name: told[name] for name in HandsOnTheSpot().fields})
