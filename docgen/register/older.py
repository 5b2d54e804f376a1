"""What entries of before there were seals say of a row: fewer columns, but those for certain.

`True` for a moment means that there is one, `False` that there is none.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Facts:
    """Columns of one row as an act left them."""

    table: str
    key: tuple[str, ...]
    columns: Mapping[str, Any]


def facts_of(entry: Mapping[Any, Any]) -> Iterator[Facts]:
    """Yield what an entry says of rows; most only say that somebody looked.

    Nothing is taken for granted: whoever forged an entry may have forgotten what belongs in it.
    """
    act, document, detail = entry["act"], entry["document_id"], entry["detail"]
    person = (detail.get("person", ""),)
    if act in ("issue", "supersede"):
        yield from _of_issue(document, detail)
    elif act == "void":
        yield Facts("documents", (document,), {"state": "void"})
    elif act == "deliver":
        said = {"method": detail.get("method"), "delivered_on": detail.get("delivered_on")}
        yield Facts("deliveries", (detail.get("delivery"),), {"document_id": document, **said})
    elif act in ("close_case", "reopen_case"):
        yield Facts("cases", (detail.get("case_ref"),), {"closed_at": act == "close_case"})
    elif act == "person_added":
        yield Facts("people", person, {"role": detail.get("role"), "disabled": False})
    elif act in ("person_disabled", "person_enabled"):
        yield Facts("people", person, {"disabled": act == "person_disabled"})
    elif act == "key_added":
        said = {"person": detail.get("person"), "scopes": detail.get("scopes"), "revoked_at": False}
        yield Facts("keys", (detail.get("key"),), said)
    elif act == "key_revoked":
        yield Facts("keys", (detail.get("key"),), {"revoked_at": True})
    elif act == "close_number":
        yield Facts("numbers", (detail.get("number_id"),), {"state": "void"})


def _of_issue(document: str, detail: Mapping[str, Any]) -> Iterator[Facts]:
    said = {
        name: detail.get(name) for name in ("kind", "document_number", "version", "payload_sha256")
    }
    old = detail.get("supersedes")
    yield Facts("documents", (document,), {**said, "state": "issued", "supersedes": old})
    if old:
        yield Facts("documents", (old,), {"state": "superseded", "superseded_by": document})
    for role, sha256 in detail.get("files", {}).items():
        yield Facts("files", (document, role), {"sha256": sha256})
