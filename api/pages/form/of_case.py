"""What a draft has from its case: filled in when it begins or joins one, and said at each field."""

from collections.abc import Mapping
from typing import Any

from api.auth import current_caller
from api.pages.form.entries import Entries, entries_of, fields_of, is_blank, payload_of
from docgen.engine import Engine
from docgen.kinds.catalogue import Kind
from docgen.register.case_file import origins, start_from_case
from docgen.register.cases import REFERENCE, CaseReferenceError, UnknownCaseError
from docgen.register.database import Register
from docgen.register.rights import Act
from schemas.ground.base import Part


def from_case(
    engine: Engine, register: Register, kind: Kind, case_ref: str
) -> tuple[Mapping[str, Any], str]:
    """Return what a case fills in, and words that say what came from which paper.

    Errors: `CaseReferenceError` for what cannot be a case; one that is not there yet is opened
    by its first paper.
    """
    actor, catalogue = current_caller().actor, engine.catalogue
    if not REFERENCE.fullmatch(case_ref):
        raise CaseReferenceError("案卷编号请写 1 至 60 个字符，不含空格。")
    try:
        of_case = start_from_case(
            register, catalogue, kind.name, case_ref, actor=actor, act=Act.draft
        )
    except UnknownCaseError:
        return {}, f"登记簿里还没有案卷 {case_ref}，出具这份文书时新立。编号写错的，请重新选。"
    asked = fields_of(kind.reader)
    from_where: dict[str, list[str]] = {}
    for name, each in origins(register, catalogue, kind.name, case_ref, actor=actor).items():
        if name in asked:
            where = f"《{each.said_by.title}》" if each.said_by else "案卷的登记"
            from_where.setdefault(where, []).append(asked[name].label)
    if not from_where:
        return of_case, "案卷里还没有可以填入的内容。"
    count = sum(map(len, from_where.values()))
    pieces = (f"{where}：{'、'.join(dict.fromkeys(each))}" for where, each in from_where.items())
    return of_case, f"案卷已填好 {count} 项，请核对。" + "；".join(pieces) + "。"


def filled_up(part: Part, entries: Mapping[str, Any], of_case: Mapping[str, Any]) -> Entries:
    """Return entries with what a case knows where nothing is written yet."""
    known, asked = entries_of(part, of_case), fields_of(part)
    blank = {name for name in known if is_blank(asked[name], entries.get(name))}
    return {**entries, **{name: known[name] for name in blank}}


def sources(
    engine: Engine, register: Register, kind: Kind, case_ref: str, entries: Mapping[str, Any]
) -> dict[str, str]:
    """Return where entries come from that stand as the case has them: paper and number, by name."""
    try:
        known = origins(
            register, engine.catalogue, kind.name, case_ref, actor=current_caller().actor
        )
    except UnknownCaseError:
        return {}
    held = entries_of(kind.reader, {name: each.value for name, each in known.items()})
    # Both as they are meant: without what is blank, and spelt alike.
    there, here = (
        entries_of(kind.reader, payload_of(kind.reader, each)) for each in (held, entries)
    )
    return {
        name: str(each.said_by) if each.said_by else "案卷的登记"
        for name, each in known.items()
        if name in there and there[name] == here.get(name)
    }
