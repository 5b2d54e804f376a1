"""Drafts lose nothing: not to a second press, not to a second clerk, not to a stranger."""

from typing import Any

import pytest
from sqlalchemy import select

from docgen.errors import InvalidCaseError
from docgen.register import draft_photos, drafts
from docgen.register.actor import Actor, Role
from docgen.register.database import Register
from docgen.register.draft_photos import SMALL, DraftPhotos
from docgen.register.drafts import (
    Draft,
    DraftConflictError,
    DraftTooLargeError,
    UnknownDraftError,
)
from docgen.register.ids import new_id
from docgen.register.tables import audit
from tests.docgen.register.accounts import staff
from tests.doubles.camera import photo

KIND = "mediation_agreement"


@pytest.fixture(autouse=True)
def people(register: Register, officer: Actor, drafter: Actor) -> None:
    for each in (officer, drafter):
        staff(register, each.name, each.role)


def saved(register: Register, actor: Actor, entries: Any = None, base: int = 0) -> Draft:
    made = new_id(register.now())
    return drafts.save(register, made, KIND, entries or {"place": "一楼"}, base=base, actor=actor)


def test_what_is_saved_is_found_again(register: Register, drafter: Actor) -> None:
    draft = saved(register, drafter)
    found = drafts.find(register, draft.id, actor=drafter)
    assert found == draft
    assert (found.version, found.entries, found.person) == (1, {"place": "一楼"}, drafter.name)
    later = drafts.save(register, draft.id, KIND, {"place": "二楼"}, base=1, actor=drafter)
    assert (later.version, later.entries) == (2, {"place": "二楼"})
    assert drafts.own(register, actor=drafter) == [later]


def test_the_same_form_sent_twice_is_saved_once(register: Register, drafter: Actor) -> None:
    draft = saved(register, drafter)
    again = drafts.save(register, draft.id, KIND, {"place": "一楼"}, base=0, actor=drafter)
    assert again == draft


def test_of_two_who_edit_the_later_learns_what_the_earlier_saved(
    register: Register, drafter: Actor, officer: Actor
) -> None:
    draft = saved(register, drafter)
    drafts.save(register, draft.id, KIND, {"place": "二楼"}, base=1, actor=officer)
    with pytest.raises(DraftConflictError) as refusal:
        drafts.save(register, draft.id, KIND, {"place": "三楼"}, base=1, actor=drafter)
    assert refusal.value.draft.entries == {"place": "二楼"}
    assert refusal.value.draft.saved_by == officer.name
    assert drafts.find(register, draft.id, actor=drafter).entries == {"place": "二楼"}


def test_a_draft_is_its_writers_and_the_officers(register: Register, drafter: Actor) -> None:
    staff(register, "林晓岚", Role.drafter)
    stranger = Actor("林晓岚", Role.drafter)
    draft = saved(register, drafter)
    for act in (
        lambda: drafts.find(register, draft.id, actor=stranger),
        lambda: drafts.save(register, draft.id, KIND, {}, base=1, actor=stranger),
        lambda: drafts.submit(register, draft.id, actor=stranger),
        lambda: drafts.remove(register, draft.id, actor=stranger),
    ):
        with pytest.raises(UnknownDraftError):
            act()
    assert drafts.own(register, actor=stranger) == []


def test_what_is_handed_over_stands_in_the_officers_list(
    register: Register, drafter: Actor, officer: Actor
) -> None:
    draft = saved(register, drafter)
    assert drafts.submitted(register, actor=officer) == []
    drafts.submit(register, draft.id, actor=drafter)
    assert [each.id for each in drafts.submitted(register, actor=officer)] == [draft.id]
    assert drafts.submitted(register, actor=drafter) == []


@pytest.mark.parametrize(
    ("draft_id", "base"), [("f" * 32, 3), ("../../etc/passwd", 0), ("F" * 32, 0)]
)
def test_no_draft_begins_under_an_id_of_another_form(
    register: Register, drafter: Actor, draft_id: str, base: int
) -> None:
    with pytest.raises(UnknownDraftError):
        drafts.save(register, draft_id, KIND, {}, base=base, actor=drafter)


def test_a_draft_has_an_end(register: Register, drafter: Actor) -> None:
    with pytest.raises(DraftTooLargeError):
        saved(register, drafter, {"complaint": "字" * drafts.MOST_BYTES})


def test_a_photo_is_kept_as_it_came_and_shown_small(register: Register, drafter: Actor) -> None:
    draft = saved(register, drafter)
    content, other = photo(800, 600), photo(600, 800)
    added = draft_photos.add(register, draft, "门头.JPG", content, actor=drafter)
    twin = draft_photos.add(register, draft, "门头.JPG", other, actor=drafter)
    assert (added.name, twin.name) == ("门头.JPG", "门头（2）.JPG")
    assert draft_photos.add(register, draft, "x.jpg", content, actor=drafter).name == added.name
    photos = DraftPhotos(register, draft.id)
    assert dict(photos) == {added.name: content, twin.name: other}
    small = draft_photos.thumbnail(register, draft, added.name, SMALL)
    assert small == draft_photos.thumbnail(register, draft, added.name, SMALL)
    assert small is not None
    assert len(small) < len(content)
    assert draft_photos.thumbnail(register, draft, "没有.jpg", SMALL) is None


def test_what_is_no_photo_is_refused(register: Register, drafter: Actor) -> None:
    draft = saved(register, drafter)
    with pytest.raises(InvalidCaseError):
        draft_photos.add(register, draft, "照片.jpg", b"<script>", actor=drafter)
    assert not DraftPhotos(register, draft.id)


@pytest.mark.parametrize("name", ["../../x.jpg", ".htaccess", "a/b\\c:d.jpg", "", "长" * 400])
def test_a_photos_name_is_never_a_path(register: Register, drafter: Actor, name: str) -> None:
    draft = saved(register, drafter)
    kept = draft_photos.add(register, draft, name, photo(80, 60), actor=drafter).name
    assert not set("/\\:") & set(kept)
    assert not kept.startswith(".")
    assert len(kept) <= 150


def test_a_removed_draft_leaves_nothing_but_its_entry(register: Register, drafter: Actor) -> None:
    draft = saved(register, drafter)
    draft_photos.add(register, draft, "门头.jpg", photo(80, 60), actor=drafter)
    folder = register.store / drafts.folder_of(draft.id)
    assert folder.is_dir()
    drafts.remove(register, draft.id, actor=drafter)
    assert not folder.exists()
    with register.reading() as connection:
        entries = connection.execute(select(audit).where(audit.c.act == "draft_removed")).all()
    assert [entry.detail for entry in entries] == [{"draft": draft.id, "kind": KIND}]
    with pytest.raises(UnknownDraftError):
        drafts.find(register, draft.id, actor=drafter)
