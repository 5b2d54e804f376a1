"""Bring a register to the tables this version of the program wants."""

from docgen.register import audit, migrations
from docgen.register.database import Register


def migrate(register: Register) -> None:
    """Bring the tables to the newest revision, in one transaction; several may call it at once.

    Rows that an older program left without a seal are sealed as they stand.
    """
    with register.writing_unsealed() as connection:
        migrations.upgrade(connection)
        audit.seal_all(connection, register)
