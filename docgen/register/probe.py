"""Try whether the register can be read and written at this moment, by reading and writing it."""

import os
import tempfile

from sqlalchemy import text

from docgen.register import migrations
from docgen.register.database import Register
from docgen.register.head import refuse_if_behind
from docgen.register.store import StoreError

# A supervisor asks every few seconds: it must hear soon that somebody holds the database.
PATIENCE = 2
PROBE_BYTES = 4096


def probe_database(register: Register) -> None:
    """Read the tables and commit a write that changes nothing.

    Errors: `RegisterBehindError`, `RegisterUnavailableError`, `UpgradeNeededError`,
    `NewerRegisterError`.
    """
    with register.reading(patience=PATIENCE) as connection:
        migrations.refuse_unless_current(connection)
        refuse_if_behind(connection, register.store)
        connection.execute(text("SELECT count(*) FROM people")).one()
    with register.writing(patience=PATIENCE) as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = version_num"))


def probe_store(register: Register) -> None:
    """Write a small file into the folder of issued files, durably, and remove it again.

    Errors: `StoreError`.
    """
    try:
        handle, name = tempfile.mkstemp(dir=register.store, prefix=".probe-")
        try:
            os.write(handle, bytes(PROBE_BYTES))
            os.fsync(handle)
        finally:
            os.close(handle)
            os.unlink(name)
    except OSError as refusal:
        raise StoreError(f"数据文件夹写不了（{refusal.strerror}），请检查空间和权限。") from refusal
