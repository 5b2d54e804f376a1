"""Files that came from outside: taken in as they came, kept whole or not at all.

They lie in folders of their own, `FOLDER/ID/`, beside the rows that name them, and are never
written over. Whoever enters one holds the claim on its id, so that `recover` takes away what a
dead process left without a row, and nothing else.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path

from sqlalchemy import select

from docgen.errors import InvalidCaseError
from docgen.register import store
from docgen.register.database import Register
from docgen.register.store import StoredFile
from schemas.ground.base import Finding
from schemas.ground.fields import FileReference
from schemas.parts.enclosed_files import Enclosure, enclosure_among

Fault = Callable[[str], None]


def handed_in(reference: FileReference, files: Mapping[str, bytes], pointer: str) -> Enclosure:
    """Return the file that a form names, as it came.

    Errors: `InvalidCaseError` for one that did not come or cannot be kept.
    """
    found = enclosure_among(reference, files)
    if isinstance(found, Finding):
        raise InvalidCaseError([replace(found, pointer=pointer)])
    return found


@contextmanager
def kept(
    register: Register, folder: str, id_: str, scan: Enclosure, fault: Fault | None = None
) -> Iterator[StoredFile]:
    """Keep a file in the store while its row is entered; without a row it goes again.

    `fault` is told the steps of writing. Errors: `StoreError`.
    """
    name = f"{scan.sha256}{Path(scan.name).suffix.lower()}"
    try:
        with store.claimed(register.store, id_):
            yield store.write(
                register.store, f"{folder}/{id_}", name, scan.content, fault or _pass_by
            )
    except BaseException:
        try:
            clear(register, id_)
        except Exception:
            # Disk or database is what failed: the claim tells `recover` where to look.
            with suppress(OSError):
                (register.store / store.CLAIMS / id_).touch()
        raise


def clear(register: Register, id_: str) -> None:
    """Take away the files under an id that no row names.

    Errors: `RegisterUnavailableError`, `StoreError`.
    """
    for folder, table in store.FROM_OUTSIDE.items():
        if not (register.store / folder / id_).exists():
            continue
        with register.reading() as connection:
            if connection.scalar(select(table.c.id).where(table.c.id == id_)) is None:
                store.remove(register.store, f"{folder}/{id_}")


def _pass_by(step: str) -> None:
    """Do nothing at a step of writing: only tests cut it there."""
