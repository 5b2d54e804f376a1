"""Consent that is given by an act of whoever approves, and never typed by whoever drafts.

A part that records such consent says how an act fills it in; which kinds have one is read off
their fields.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Protocol, runtime_checkable

from schemas.ground.base import Part
from schemas.ground.fields import Group, Rows


@dataclass(frozen=True, slots=True)
class Consent:
    """One person's consent: at which station (`APPROVING`), who, as what, when, in words."""

    station: str
    signer: str = field(repr=False)
    post: str
    given_on: date
    opinion: str = field(repr=False)


@runtime_checkable
class GivenByAct(Protocol):
    """A part that holds consent."""

    @classmethod
    def by_act(cls, typed: Any, consents: Sequence[Consent], /) -> Any:
        """Return what a payload holds once these consented; `typed` is what stands there."""


def blocks_of(part: Part) -> Iterator[str]:
    """Yield the names of the fields that hold consent."""
    for name, each in part.fields.items():
        if isinstance(each, Group | Rows) and isinstance(each.below, GivenByAct):
            yield name


def stations_of(part: Part, by_act: Sequence[str]) -> tuple[str, ...]:
    """Return those of the stations that a paper passes; a paper that says none passes all."""
    theirs = getattr(part, "stations", None)
    return tuple(each for each in by_act if theirs is None or each in theirs)


def wholly_by_act(part: Part, stations: Sequence[str]) -> bool:
    """Tell whether nothing of the consent is left to be typed."""
    theirs = getattr(part, "stations", None)
    return theirs is None or set(theirs) <= {*stations}


def filled(part: Part, payload: Mapping[str, Any], consents: Sequence[Consent]) -> dict[str, Any]:
    """Return a payload with its consent as these acts gave it; without any, with none."""
    full = dict(payload)
    for name in blocks_of(part):
        below = part.fields[name].below  # type: ignore[attr-defined]
        given = below.by_act(full.pop(name, None), consents)
        if given:
            full[name] = given
    return full
