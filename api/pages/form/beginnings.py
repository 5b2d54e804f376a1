"""What a new form begins with: the schema's own beginnings, a case, an example, a correction."""

import base64
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from api.pages.form.entries import Entries, entries_of, fields_of
from docgen.photo.camera import CameraFacts
from schemas.ground.base import Part
from schemas.ground.fields import File, Group, Rows
from schemas.parts.enclosed_files import suffix_of


@dataclass(frozen=True, slots=True)
class Known:
    """What is known before anybody types; `camera` speaks of the photo that a row is made for.

    `certificate` is the number of my enforcement certificate, empty without one.
    """

    today: date
    me: str
    house: Any
    camera: CameraFacts = field(default_factory=CameraFacts)
    certificate: str = ""

    @property
    def officer(self) -> str:
        """Return my name where an officer's belongs: only who holds a certificate is one."""
        return self.me if self.certificate else ""

    def of_others(self) -> "Known":
        """Return what is known of whoever comes after me in a list: nothing of mine."""
        return replace(self, me="", certificate="")

    def of(self, what: str) -> str:
        """Return what `starts_as` names, such as `me` or `house.…`; unknown things are empty."""
        value: Any = self
        for step in what.split("."):
            value = getattr(value, step)
        if isinstance(value, datetime):
            return value.isoformat(" ", timespec="minutes")
        return "" if value is None else str(value)


def beginning(part: Part, known: Known) -> Entries:
    """Return the entries of an empty form: what the schema says that fields start as."""
    entries: Entries = {}
    for name, each in fields_of(part).items():
        if isinstance(each, Group) and not each.optional:
            entries[name] = beginning(each.below, known)
        elif isinstance(each, Rows) and each.below and not each.optional:
            whose = [known, *[known.of_others()] * (each.least - 1)][: each.least]
            entries[name] = [beginning(each.below, of_row) for of_row in whose]
        elif each.starts_as:
            entries[name] = known.of(each.starts_as)
    return entries


def photo_row(part: Part, name: str, known: Known) -> Entries:
    """Return the entries that a photo's row starts with: its file, and what its camera says."""
    files = {key: name for key, each in fields_of(part).items() if isinstance(each, File)}
    return beginning(part, known) | files


def joined(first: Entries, known: Mapping[str, Any]) -> Entries:
    """Return entries with what is known in the place of what a form starts with."""
    return first | {name: value for name, value in known.items() if value not in ("", None, [], {})}


def lift_photos(part: Part, payload: Mapping[str, Any]) -> tuple[Entries, dict[str, bytes]]:
    """Return the entries of a payload and the photos it holds as `data:` URLs, by new names."""
    photos: dict[str, bytes] = {}
    return _lift(part, entries_of(part, payload), photos), photos


def _lift(part: Part, entries: Entries, photos: dict[str, bytes]) -> Entries:
    for name, each in fields_of(part).items():
        entry = entries.get(name)
        if isinstance(each, Group) and entry:
            _lift(each.below, entry, photos)
        elif isinstance(each, Rows) and each.below:
            for row in entry or ():
                _lift(each.below, row, photos)
        elif isinstance(each, File) and str(entry or "").startswith("data:"):
            suffix = suffix_of(str(entry).removeprefix("data:").partition(";")[0])
            entries[name] = f"photo-{len(photos) + 1}{suffix}"
            photos[entries[name]] = base64.b64decode(str(entry).partition(",")[2])
    return entries
