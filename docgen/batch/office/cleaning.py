"""Clean what is no record and has had its time: drafts, batches, kept answers, spent sessions.

Numbers, documents, files, cases, deliveries and the trail are never touched. What is taken away is
told in the trail, by ids.
"""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from time import time

from sqlalchemy import Connection, delete, func, or_, select

from docgen.archive.resources import SHARED
from docgen.batch.office.reception import ABANDONED_SECONDS, clear_away
from docgen.batch.office.rows import ALIVE, FOLDER
from docgen.register import audit, drafts
from docgen.register.actor import Actor
from docgen.register.database import Register
from docgen.register.ids import is_id
from docgen.register.tables import answers, batches, draft_photos, sessions
from docgen.register.tables import drafts as draft_rows


@dataclass(frozen=True, slots=True)
class Cleaned:
    """How much was, or would be, taken away, and the bytes of the batches among it."""

    drafts: int
    batches: int
    answers: int
    sessions: int
    bytes: int


def clean(register: Register, *, actor: Actor, only_look: bool = False) -> Cleaned:
    """Take away what is older than `Register.ages` says; with `only_look` count it.

    Rows go before their files: cut off in between, the next call finds what nobody names.
    Errors: `RegisterUnavailableError`.
    """
    ages, now = register.ages, register.now()
    old_draft = draft_rows.c.saved_at <= now - ages.drafts
    old_batch = batches.c.finished_at <= now - ages.batches
    over = old_batch & batches.c.state.not_in(ALIVE)
    old_answer = answers.c.began_at <= now - ages.answers
    spent = or_(sessions.c.expires_at <= now, sessions.c.created_at <= now - ages.session)
    with register.reading() as connection:
        gone_drafts = [*connection.scalars(select(draft_rows.c.id).where(old_draft))]
        gone_batches = [*connection.scalars(select(batches.c.id).where(over))]
        gone_answers, gone_sessions = (
            connection.scalar(select(func.count()).select_from(table).where(which)) or 0
            for table, which in ((answers, old_answer), (sessions, spent))
        )
    places = [register.store.parent / FOLDER / each for each in gone_batches]
    done = Cleaned(
        len(gone_drafts), len(gone_batches), gone_answers, gone_sessions,
        sum(map(_bytes_of, places)),
    )  # fmt: skip
    if only_look:
        return done
    with register.writing() as connection:
        _forget_drafts(connection, gone_drafts)
        connection.execute(delete(batches).where(batches.c.id.in_(gone_batches), over))
        connection.execute(delete(answers).where(old_answer))
        connection.execute(delete(sessions).where(spent))
        detail = {"drafts": gone_drafts, "batches": gone_batches, "sessions": done.sessions}
        audit.record(connection, register, actor, "clean", None, detail)
    _clear_folders(register)
    return done


def _forget_drafts(connection: Connection, ids: list[str]) -> None:
    connection.execute(delete(draft_photos).where(draft_photos.c.draft_id.in_(ids)))
    connection.execute(delete(draft_rows).where(draft_rows.c.id.in_(ids)))


def _clear_folders(register: Register) -> None:
    """Remove the folders of batches and drafts that no row names, and faces that no bag has."""
    clear_away(register)
    with register.reading() as connection:
        known = {*connection.scalars(select(batches.c.id))}
        written = {*connection.scalars(select(draft_rows.c.id))}
    home = register.store.parent
    photos = register.store / Path(drafts.folder_of("any")).parent
    _remove_unknown(home / FOLDER, known, shutil.rmtree)
    _remove_unknown(photos, written, shutil.rmtree)
    for face in (home / SHARED).glob("*"):
        if face.stat().st_nlink == 1:
            face.unlink()


def _remove_unknown(place: Path, known: set[str], remove: Callable[[Path], object]) -> None:
    """Remove folders named by ids that nobody knows; one that has just come may be entered yet."""
    for folder in place.glob("*"):
        young = time() - folder.stat().st_mtime < ABANDONED_SECONDS
        if is_id(folder.name) and folder.name not in known and not young:
            remove(folder)


def _bytes_of(folder: Path) -> int:
    files = (each for each in folder.rglob("*") if each.is_file())
    # What several bags share frees nothing yet.
    return sum(each.stat().st_size for each in files if each.stat().st_nlink == 1)
