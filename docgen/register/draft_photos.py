"""The photos of a draft: checked when they come, kept as they came, shown small and upright."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import insert, select

from docgen.errors import InvalidCaseError
from docgen.photo.camera import CameraFacts, read_camera_facts
from docgen.photo.picture import print_photo
from docgen.register import drafts, store
from docgen.register.actor import Actor
from docgen.register.database import Register
from docgen.register.drafts import Draft
from docgen.register.tables import draft_photos
from docgen.workers.apart import TooHardToReadError, call_apart
from schemas.ground.base import Finding, error
from schemas.parts.enclosed_files import Enclosure, examine_enclosure
from schemas.parts.photos import SUFFIXES, Original, examine_photo

Result = TypeVar("Result")

# More than any document takes, so that one may choose among them.
MOST_PHOTOS = 120
TOO_MANY = error("/file", "too_many_photos", "这份草稿的照片已经太多，请另起一份，或者少选几张。")
TOO_HARD = error(
    "/file", "photo_too_hard", "这张照片打不开，也许已损坏，请重新拍摄或另存后再添加。"
)
# Unpacking the largest photo there may be takes two.
SECONDS = 20.0
# Enough for a thumbnail on a sharp screen, and for the page beside the form.
SMALL, MEDIUM = 320, 900
_UNFIT = re.compile(r"[\x00-\x1f\x7f/\\:]+")


@dataclass(frozen=True, slots=True)
class AddedPhoto:
    """A photo that has come: the name it is kept under, and what the camera says of it.

    `again` tells that the draft had it already.
    """

    name: str
    camera: CameraFacts
    again: bool = False


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


def add(
    register: Register,
    draft: Draft,
    name: str,
    content: bytes,
    *,
    actor: Actor,
    of_any_sort: bool = False,
) -> AddedPhoto:
    """Check and keep a photo; one that is there already under its name is not kept twice.

    `of_any_sort` takes any file that may come as evidence, and opens none.
    Errors: `InvalidCaseError` for what is no photo we can use or one too many, `StoreError`,
    `UnknownDraftError`.
    """
    original: Original | Enclosure | Finding
    if of_any_sort:
        original, camera = examine_enclosure(name, content), CameraFacts()
    else:
        original, camera = _apart(_look_at, name, content)
    if isinstance(original, Finding):
        raise InvalidCaseError([original])
    drafts.find(register, draft.id, actor=actor)
    suffix = Path(name).suffix.lower() if of_any_sort else SUFFIXES[original.media_type]
    kept = store.write(
        register.store, drafts.folder_of(draft.id), f"{original.sha256}{suffix}", content, _quiet
    )
    with register.writing() as connection:
        query = select(draft_photos).where(draft_photos.c.draft_id == draft.id)
        there = {row.name: row for row in connection.execute(query)}
        for row in there.values():
            if row.sha256 == original.sha256:
                return AddedPhoto(row.name, camera, again=True)
        if len(there) >= MOST_PHOTOS:
            raise InvalidCaseError([TOO_MANY])
        free = _free_name(name, suffix, there)
        connection.execute(
            insert(draft_photos).values(
                draft_id=draft.id,
                name=free,
                path=kept.path,
                sha256=kept.sha256,
                # What is no photo is told apart by its name: its type is kept in short.
                media_type=original.media_type.partition("/")[0]
                if of_any_sort
                else original.media_type,
                size=kept.size,
                added_by=actor.name,
                added_at=register.now(),
            )
        )
    return AddedPhoto(free, camera)


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
    content = _apart(_small, name, store.read(register.store, row.path, row.sha256), longest)
    if content is not None:
        store.write(register.store, drafts.folder_of(draft.id), small, content, _quiet)
    return content


def _apart(job: Callable[..., Result], *arguments: Any) -> Result:
    """Unpack a photo in a process of its own: what a stranger's file does to it harms no other.

    Errors: `InvalidCaseError` for a photo that takes too much.
    """
    try:
        return call_apart(job, *arguments, seconds=SECONDS)
    except TooHardToReadError:
        raise InvalidCaseError([TOO_HARD]) from None


def _look_at(name: str, content: bytes) -> tuple[Original | Finding, CameraFacts]:
    """Return what a photo is, less its bytes, and what the camera says of it."""
    original = examine_photo(name, content)
    if isinstance(original, Finding):
        return original, CameraFacts()
    return replace(original, content=b""), read_camera_facts(content)


def _small(name: str, content: bytes, longest: int) -> bytes | None:
    original = examine_photo(name, content)
    return None if isinstance(original, Finding) else print_photo(original, name, longest).content


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
