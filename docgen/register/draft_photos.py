"""The photos of a draft: checked when they come, kept as they came, shown small and upright."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import insert, select

from docgen.errors import InvalidCaseError
from docgen.photo.camera import CameraFacts, read_camera_facts
from docgen.photo.picture import print_photo
from docgen.register import drafts, store
from docgen.register.actor import Actor
from docgen.register.database import Register
from docgen.register.drafts import Draft
from docgen.register.tables import draft_photos
from schemas.ground.base import Finding, error
from schemas.parts.photos import SUFFIXES, examine_photo

# More than any document takes, so that one may choose among them.
MOST_PHOTOS = 120
TOO_MANY = error("/file", "too_many_photos", "这份草稿的照片已经太多，请另起一份，或者少选几张。")
# Enough for a thumbnail on a sharp screen, and for the page beside the form.
SMALL, MEDIUM = 320, 900
_UNFIT = re.compile(r"[\x00-\x1f\x7f/\\:]+")


@dataclass(frozen=True, slots=True)
class AddedPhoto:
    """A photo that has come: the name it is kept under, and what the camera says of it."""

    name: str
    camera: CameraFacts


class DraftPhotos(Mapping[str, bytes]):
    """The photos of a draft by name; the bytes are read when somebody asks for them."""

    def __init__(self, register: Register, draft_id: str) -> None:
        self._store = register.store
        query = select(draft_photos).where(draft_photos.c.draft_id == draft_id)
        with register.reading() as connection:
            self._rows = {row.name: row for row in connection.execute(query)}

    def __getitem__(self, name: str) -> bytes:
        row = self._rows[name]
        return store.read(self._store, row.path, row.sha256)

    def __iter__(self) -> Iterator[str]:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)


def add(register: Register, draft: Draft, name: str, content: bytes, *, actor: Actor) -> AddedPhoto:
    """Check and keep a photo; one that is there already under its name is not kept twice.

    Errors: `InvalidCaseError` for what is no photo we can use or one too many, `StoreError`,
    `UnknownDraftError`.
    """
    original = examine_photo(name, content)
    if isinstance(original, Finding):
        raise InvalidCaseError([original])
    drafts.find(register, draft.id, actor=actor)
    suffix = SUFFIXES[original.media_type]
    kept = store.write(
        register.store, drafts.folder_of(draft.id), f"{original.sha256}{suffix}", content, _quiet
    )
    with register.writing() as connection:
        query = select(draft_photos).where(draft_photos.c.draft_id == draft.id)
        there = {row.name: row for row in connection.execute(query)}
        for row in there.values():
            if row.sha256 == original.sha256:
                return AddedPhoto(row.name, read_camera_facts(content))
        if len(there) >= MOST_PHOTOS:
            raise InvalidCaseError([TOO_MANY])
        free = _free_name(name, suffix, there)
        connection.execute(
            insert(draft_photos).values(
                draft_id=draft.id,
                name=free,
                path=kept.path,
                sha256=kept.sha256,
                media_type=original.media_type,
                size=kept.size,
                added_by=actor.name,
                added_at=register.now(),
            )
        )
    return AddedPhoto(free, read_camera_facts(content))


def thumbnail(register: Register, draft: Draft, name: str, longest: int) -> bytes | None:
    """Return a photo as a small upright JPEG, made once; None where there is no such photo."""
    query = select(draft_photos).where(
        draft_photos.c.draft_id == draft.id, draft_photos.c.name == name
    )
    with register.reading() as connection:
        row = connection.execute(query).one_or_none()
    if row is None:
        return None
    small = f"{Path(row.path).stem}.{longest}.jpg"
    place = register.store / drafts.folder_of(draft.id) / small
    if place.is_file():
        return place.read_bytes()
    original = examine_photo(name, store.read(register.store, row.path, row.sha256))
    if isinstance(original, Finding):
        return None
    content = print_photo(original, name, longest).content
    store.write(register.store, drafts.folder_of(draft.id), small, content, _quiet)
    return content


def _free_name(name: str, suffix: str, there: Mapping[str, Any]) -> str:
    """Return a name no other photo of the draft has: 照片.jpg, 照片（2）.jpg."""
    bare = _UNFIT.sub("_", name).strip().lstrip(".")
    stem, dot, ending = bare.rpartition(".")
    stem, ending = (stem[:120], f".{ending[:10]}") if dot else (bare[:120] or "photo", suffix)
    free, count = f"{stem}{ending}", 1
    while free in there:
        count += 1
        free = f"{stem}（{count}）{ending}"
    return free


def _quiet(point: str) -> None:
    """Nobody waits at the points of a draft's photo."""
