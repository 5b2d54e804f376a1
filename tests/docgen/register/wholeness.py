"""What must hold of a register at any time: the proof after every crash and every race."""

from collections import Counter
from itertools import pairwise

from sqlalchemy import select

from docgen.register import store
from docgen.register.database import Register
from docgen.register.gaps import gaps
from docgen.register.proof import prove
from docgen.register.tables import documents, files
from docgen.register.tables import numbers as number_rows


def assert_whole(register: Register) -> None:
    """Assert what an auditor would: no gap, no stray file, no half document, an unbroken trail."""
    assert gaps(register) == []
    assert store.claims(register.store) == []
    assert prove(register).faults == []
    with register.reading() as connection:
        states = connection.execute(
            select(
                documents.c.id, documents.c.state, number_rows.c.state.label("number_state")
            ).outerjoin(number_rows, documents.c.number_id == number_rows.c.id)
        ).all()
        kept = Counter(connection.scalars(select(files.c.document_id)))
    assert {row.state for row in states} <= {"issued", "superseded", "void"}
    assert all(kept[row.id] == 3 for row in states)
    assert sum(kept.values()) == 3 * len(states)


def numbers_given(register: Register) -> list[str]:
    """Return the numbers that documents bear, by serial."""
    with register.reading() as connection:
        return list(
            connection.scalars(
                select(documents.c.document_number)
                .join(number_rows, documents.c.number_id == number_rows.c.id)
                .order_by(number_rows.c.class_code, number_rows.c.year, number_rows.c.serial)
            )
        )


def assert_numbers_follow_time(register: Register) -> None:
    """Assert that whatever was begun later bears the higher number, within each series."""
    with register.reading() as connection:
        rows = connection.execute(
            select(number_rows.c.serial, documents.c.created_at, number_rows.c.class_code)
            .join(documents, documents.c.number_id == number_rows.c.id)
            .order_by(number_rows.c.class_code, number_rows.c.year, number_rows.c.serial)
        ).all()
    for before, after in pairwise(rows):
        assert before.class_code != after.class_code or before.created_at <= after.created_at
