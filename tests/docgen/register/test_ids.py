"""Ids sort by time and never meet."""

import uuid
from datetime import UTC, datetime, timedelta

from docgen.register.ids import new_id

AT = datetime(2026, 7, 20, 1, 2, 3, 456000, tzinfo=UTC)


def test_an_id_is_a_uuid_of_version_7() -> None:
    each = uuid.UUID(new_id(AT))
    assert (each.version, each.variant) == (7, uuid.RFC_4122)
    assert each.int >> 80 == int(AT.timestamp() * 1000)


def test_later_ids_sort_after_earlier_ones() -> None:
    ids = [new_id(AT + timedelta(milliseconds=n)) for n in range(200)]
    assert ids == sorted(ids)
    assert all(len(each) == 32 for each in ids)


def test_ids_of_one_moment_differ() -> None:
    assert len({new_id(AT) for _ in range(10_000)}) == 10_000
