"""The revisions build the very tables that `tables/` declares, on every database we serve."""

from typing import Any

from sqlalchemy import Connection, inspect

from docgen.register import migrations
from docgen.register.database import Register
from docgen.register.tables import METADATA


def shape(connection: Connection, schema: str | None = None) -> dict[str, Any]:
    """What a database knows of each table; Alembic's own comparison leaves the checks out."""
    seen = inspect(connection)
    return {
        table: {
            "columns": [
                (each["name"], str(each["type"]), each["nullable"], each["default"])
                for each in seen.get_columns(table, schema)
            ],
            "primary key": seen.get_pk_constraint(table, schema)["constrained_columns"],
            "checks": sorted(
                (str(each["name"]), str(each["sqltext"]))
                for each in seen.get_check_constraints(table, schema)
            ),
            "uniques": sorted(
                (str(each["name"]), tuple(each["column_names"]))
                for each in seen.get_unique_constraints(table, schema)
            ),
            "indexes": sorted(
                (str(each["name"]), tuple(map(str, each["column_names"])))
                for each in seen.get_indexes(table, schema)
            ),
            "foreign keys": sorted(
                (str(each["name"]), each["referred_table"], tuple(each["constrained_columns"]))
                for each in seen.get_foreign_keys(table, schema)
            ),
        }
        for table in METADATA.tables
    }


def test_alembic_finds_no_difference_between_the_revisions_and_the_tables(
    register: Register,
) -> None:
    with register.reading() as connection:
        assert migrations.differences(connection) == []


def test_revisions_make_every_column_check_index_and_key_of_the_tables(register: Register) -> None:
    with register.writing_unsealed() as connection:
        by_revisions = shape(connection)
        METADATA.drop_all(connection)
        METADATA.create_all(connection)
        assert by_revisions == shape(connection)


def test_upgrading_again_changes_nothing(register: Register) -> None:
    with register.writing_unsealed() as connection:
        before = shape(connection)
        migrations.upgrade(connection)
        assert shape(connection) == before
        assert migrations.is_current(connection)


def test_a_database_nobody_migrated_is_not_current(register: Register) -> None:
    with register.writing_unsealed() as connection:
        METADATA.drop_all(connection)
        connection.exec_driver_sql("DROP TABLE alembic_version")
        assert migrations.current_revision(connection) is None
        assert not migrations.is_current(connection)
