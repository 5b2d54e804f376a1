"""The sets of templates that issued documents were printed with, each kept once by its digest.

They lie in the store beside the documents and are never removed: a redacted copy, a bag and a
verification of a document speak the words of its day, whatever the templates are by then.
"""

from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from sqlalchemy import Connection, inspect, select

from docgen.engine import Engine
from docgen.register import store
from docgen.register.database import Register
from docgen.register.ledger import LedgerFilter, entries
from docgen.register.seals import AT_ONCE
from docgen.register.tables import documents, promotions
from docgen.sets import FOLDER, SetAlteredError, engine_on, file_of, pack, read_kept


def keep(register: Register, engine: Engine) -> None:
    """Keep the set of an engine, unless it is kept already.

    Errors: `StoreError`, as of any file that cannot be written; where a template was edited since
    the engine was opened, too.
    """
    digest = engine.set_digest
    if not (register.store / place_of(digest)).is_file():
        now, content = pack(engine.settings)
        if now != digest:
            raise store.StoreError("模板在这期间被改动过，文书没有出具。请重新运行。")
        store.write(register.store, FOLDER, file_of(digest), content, lambda _: None)


def engine_of(register: Register, engine: Engine, document_id: str) -> Engine:
    """Return an engine on the set that a document was printed with; `engine` where none was kept.

    Errors: `SetAlteredError`.
    """
    return engine_on(engine, file_printed_with(register, document_id))


def file_printed_with(register: Register, document_id: str) -> Path | None:
    """Return the file of the set that a document was printed with; None where none was kept."""
    query = select(documents.c.templates_sha256).where(documents.c.id == document_id)
    with register.reading() as connection:
        digest = connection.scalar(query)
    return path_of(register, digest) if digest else None


def path_of(register: Register, digest: str) -> Path:
    """Return the file of a kept set."""
    return register.store / place_of(digest)


def place_of(digest: str) -> str:
    """Return where a set lies in the store."""
    return f"{FOLDER}/{file_of(digest)}"


def sets_of(register: Register, wanted: LedgerFilter) -> list[Path]:
    """Return the files of the sets that the documents of a listing were printed with, in order."""
    ids = (line.id for line in entries(register, wanted))
    digests: set[str] = set()
    while some := list(islice(ids, AT_ONCE)):
        query = select(documents.c.templates_sha256).where(documents.c.id.in_(some)).distinct()
        with register.reading() as connection:
            digests |= {digest for digest in connection.scalars(query) if digest}
    return [register.store / place_of(digest) for digest in sorted(digests)]


def named_in(connection: Connection) -> list[str]:
    """Return the digests of all sets that documents and promotions name, in order."""
    found: set[str] = set()
    there = inspect(connection)  # A register of an older program is saved before it is upgraded.
    for table in (documents, promotions):
        if there.has_table(table.name) and "templates_sha256" in {
            each["name"] for each in there.get_columns(table.name)
        }:
            query = select(table.c.templates_sha256).distinct()
            found |= {digest for digest in connection.scalars(query) if digest}
    return sorted(found)


def altered(register: Register) -> Iterator[store.FileFault]:
    """Yield every kept set that is missing or not what its name says."""
    with register.reading() as connection:
        places = [*map(place_of, named_in(connection))]
    for place in places:
        try:
            read_kept(register.store / place)
        except SetAlteredError as fault:
            yield store.FileFault(place, fault.message)
