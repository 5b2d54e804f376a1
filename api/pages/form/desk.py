"""The desk a form is written at: the draft, its photos, what is wrong with it, and its form."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from types import MappingProxyType
from typing import Any, NamedTuple

from api.pages.form.entries import Entries, payload_of
from api.pages.form.items import Form
from api.pages.form.model import FormMaker
from api.pages.form.notes import Duty, Note, duties_of, notes_of
from docgen.case.review import Review, review
from docgen.clock import BEIJING
from docgen.engine import Engine
from docgen.kinds.catalogue import Kind
from docgen.register import approvals, draft_photos
from docgen.register.approvals import Asked
from docgen.register.database import Register
from docgen.register.draft_photos import DraftPhotos
from docgen.register.drafts import Draft
from docgen.register.inventory import Enclosable
from schemas.ground.base import Facts, Finding, Part, Weight
from schemas.ground.fields import EvidenceFile, Rows
from schemas.parts.given_by_act import Consent, blocks_of, filled, wholly_by_act


class Place(NamedTuple):
    """A field as a list of findings speaks of it: its id, where it lies, its name."""

    id: str
    where: str
    label: str


@dataclass(frozen=True, slots=True)
class Told:
    """A finding with the field it belongs to."""

    place: Place
    finding: Finding

    @property
    def id(self) -> str:
        """The id to go to."""
        return self.place.id

    @property
    def sentence(self) -> str:
        """What to do and where; the field is named unless the sentence does it."""
        named = f"「{self.place.label}」" in self.finding.detail
        before = "，".join(filter(None, (self.place.where, "" if named else self.place.label)))
        return f"{before}：{self.finding.detail}" if before else self.finding.detail


class Desk:
    """One document being written, in one state; everything is worked out when asked for.

    `draft` is None until it is first saved. With `longest`, photos are small renditions of that
    size, which are enough while somebody types; files of evidence are read as they came.
    """

    def __init__(
        self,
        engine: Engine,
        register: Register,
        kind: Kind,
        entries: Entries,
        draft: Draft | None = None,
        *,
        longest: int = 0,
    ) -> None:
        self.engine = engine
        self.register = register
        self.kind = kind
        self.entries = entries
        self.draft = draft
        self.longest = longest

    @cached_property
    def today(self) -> date:
        """The day in Beijing."""
        return self.register.now().astimezone(BEIJING).date()

    @cached_property
    def photos(self) -> Mapping[str, bytes]:
        """The draft's photos by name."""
        if self.draft is None:
            return {}
        if self.longest and not _keeps_files(self.kind.reader):
            return SmallPhotos(self.register, self.draft, self.longest)
        return DraftPhotos(self.register, self.draft.id)

    @cached_property
    def facts(self) -> Facts:
        """What the rules may know."""
        return Facts(self.engine.law, self.engine.house, self.today, "draft", self.photos)

    @cached_property
    def typed(self) -> dict[str, Any]:
        """What the entries mean, without the consent that is given by an act."""
        typed = payload_of(self.kind.reader, self.entries)
        for name in blocks_of(self.kind.reader) if self.stations else ():
            if wholly_by_act(self.kind.reader, self.stations):
                typed.pop(name, None)
        return typed

    @cached_property
    def payload(self) -> dict[str, Any]:
        """What the entries mean, with the consent that was given to them as they stand."""
        if not self.stations:
            return self.typed
        return filled(self.kind.reader, self.typed, self.consents)

    @cached_property
    def stations(self) -> tuple[str, ...]:
        """The stations that have to consent by an act; none where consent is typed."""
        return approvals.stations_for(self.kind, self.engine.house)

    @cached_property
    def sha256(self) -> str:
        """The digest of what is laid before them."""
        files = DraftPhotos(self.register, self.draft.id) if self.draft else {}
        return approvals.digest_of(self.kind, self.typed, files)

    @cached_property
    def laid(self) -> list[Asked]:
        """What became of the draft before the stations so far."""
        return approvals.history(self.register, self.draft.id) if self.draft else []

    @cached_property
    def consents(self) -> list[Consent]:
        """The consent to the draft as it stands; nothing before all stations gave it."""
        if self.draft is None or not self.stations or not self.laid:
            return []
        return approvals.consents(
            self.register, self.engine.house, self.kind, self.draft.id, self.sha256
        )

    @cached_property
    def review(self) -> Review:
        """What is wrong so far; consent that is to come is taken for given today."""
        if not self.stations or self.consents:
            return review(self.kind, self.payload, self.facts)
        as_if = approvals.stand_in(self.engine.house, self.kind, self.today)
        return review(self.kind, filled(self.kind.reader, self.typed, as_if), self.facts)

    @property
    def duty(self) -> Duty | None:
        """The period that ends first and is still open."""
        return next(iter(duties_of(self.kind, self.entries, self.facts)), None)

    def form(
        self,
        *,
        strict: bool = False,
        enclosable: Callable[[], Sequence[Enclosable]] = tuple,
        sources: Mapping[str, str] = MappingProxyType({}),
    ) -> Form:
        """Return the form; `strict` shows also what is only missing.

        `enclosable` tells what attachments may be chosen from; `sources` says of fields by name
        which paper of the case said what stands in them.
        """
        notes = notes_of(self.kind, self.entries, self.facts)
        given: tuple[str, ...] = ()
        if self.stations:
            given = tuple(blocks_of(self.kind.reader))
            if not wholly_by_act(self.kind.reader, self.stations):
                told = Note("上一级的意见由批准人在系统里作出，不在这里填写。")
                notes |= {f"/{name}": (*notes.get(f"/{name}", ()), told) for name in given}
                given = ()
        maker = FormMaker(
            self.kind, self.facts, self.review, notes, strict=strict, enclosable=enclosable,
            sources=sources, given=given,
        )  # fmt: skip
        return maker.make(self.entries)

    def told(self, form: Form, weight: Weight) -> list[Told]:
        """Return the findings of one weight in the order of the form, each with its field."""
        return self.placed(form, [each for each in self.review.everything if each.weight is weight])

    def placed(self, form: Form, findings: Sequence[Finding]) -> list[Told]:
        """Return findings in the order of the form, each with its field."""
        places = {
            item.pointer: (order, Place(item.id, where, item.label))
            for order, (item, where) in enumerate(form.places())
        }
        found = [(*_nearest(places, form, each.pointer), each) for each in findings]
        found.sort(key=lambda each: each[0])
        return [Told(place, finding) for _, place, finding in found]


def _keeps_files(part: Part) -> bool:
    rows = (each.below for each in part.fields.values() if isinstance(each, Rows) and each.below)
    return any(isinstance(each, EvidenceFile) for row in rows for each in row.fields.values())


class SmallPhotos(Mapping[str, bytes]):
    """The photos of a draft as small pictures, each still different from the others."""

    def __init__(self, register: Register, draft: Draft, longest: int) -> None:
        self._register = register
        self._draft = draft
        self._longest = longest
        self._names = DraftPhotos(register, draft.id)

    def __getitem__(self, name: str) -> bytes:
        content = draft_photos.thumbnail(self._register, self._draft, name, self._longest)
        if content is None:
            raise KeyError(name)
        return content

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


def _nearest(
    places: Mapping[str, tuple[int, Place]], form: Form, pointer: str
) -> tuple[int, Place]:
    while pointer:
        if found := places.get(pointer):
            return found
        pointer = pointer.rpartition("/")[0]
    return -1, Place(form.sections[0].id, "", form.kind.header.title)
