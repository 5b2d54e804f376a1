"""Nobody takes two parts of a case that exclude each other, however the name is written."""

from typing import Any

import pytest

from docgen import Engine
from schemas.ground.roles import Role
from schemas.guard.reading import Reading
from tests.catalogue import every_kind
from tests.schemas.guard.cases import example, found

AGREEMENT, SITE = "mediation_agreement", "site_inspection_record"


@pytest.mark.parametrize(
    ("kind", "changes", "pointer", "code"),
    [
        (AGREEMENT, {"/mediators/0/name": "沈若棠"}, "/mediators/0/name", "mediator_is_party"),
        (AGREEMENT, {"/mediators/1/name": "沈 若 棠"}, "/mediators/1/name", "mediator_is_party"),
        (AGREEMENT, {"/mediators/0/name": "方可欣"}, "/mediators/0/name", "mediator_is_party"),
        (AGREEMENT, {"/mediators/0/name": "贺明川"}, "/mediators/0/name", "mediator_is_party"),
        (AGREEMENT, {"/mediators/0/name": "⽅可欣"}, "/mediators/0/name", "mediator_is_party"),
        (
            AGREEMENT,
            {"/respondent/name": "沈若棠"},
            "/respondent/name",
            "respondent_is_complainant",
        ),
        (SITE, {"/assistants/0/name": "何静远"}, "/assistants/0/name", "assistant_is_officer"),
        (SITE, {"/assistants/0/name": "沈　嘉木"}, "/assistants/0/name", "assistant_is_officer"),
        (SITE, {"/inspectors/0/name": "邱月华"}, "/inspectors/0/name", "inspector_is_party"),
        (
            SITE,
            {"/witness": {"name": "何静远", "position": "网格员"}},
            "/witness/name",
            "witness_not_independent",
        ),
        (
            SITE,
            {"/witness": {"name": "邱 月华", "position": "邻居"}},
            "/witness/name",
            "witness_not_independent",
        ),
        (
            SITE,
            {"/witness": {"name": "罗一鸣", "position": "职员"}},
            "/witness/name",
            "witness_not_independent",
        ),
        (
            SITE,
            {"/inspectors/1/certificate_number": "９９９９００１２０３５"},
            "/inspectors/1/certificate_number",
            "certificate_repeated",
        ),
    ],
)
def test_one_person_in_two_parts_is_refused(
    engine: Engine, kind: str, changes: dict[str, Any], pointer: str, code: str
) -> None:
    assert (pointer, code, "error") in found(engine, kind, changes)


@pytest.mark.parametrize(
    ("kind", "changes"),
    [
        (AGREEMENT, {"/respondent/agent/address": "示例市示例区梧桐里7号楼2单元301室"}),
        (AGREEMENT, {"/respondent/agent/phone": "13900002061"}),
        (AGREEMENT, {"/mediators/1/name": "沈若海"}),
        (AGREEMENT, {"/mediators/0/name": "苗雨雨"}),
        (SITE, {"/presence/attendee_name": "邱月华"}),
        (SITE, {"/photos/0/photographer": "何静远"}),
        (SITE, {"/witness": {"name": "孔令宜", "position": "网格员"}}),
        (SITE, {"/assistants/0/name": "沈嘉"}),
        (SITE, {"/inspectors/1/certificate_number": "99990012036"}),
        (SITE, {"/assistants/0/employer": "何静远事务所"}),
    ],
)
def test_people_who_only_have_something_in_common_are_left_alone(
    engine: Engine, kind: str, changes: dict[str, Any]
) -> None:
    assert not {each for each in found(engine, kind, changes) if each[2] == "error"}


# Whom no paper of a kind may name as its approver or contact, by where the example names them.
OURS = ("/approval/approver", "/contact_name")
_OUTSIDE = frozenset(
    (Role.complainant, Role.respondent, Role.party, Role.representative, Role.agent, Role.payee)
)


def outsiders(engine: Engine, kind: str) -> dict[str, str]:
    """Return the names in a kind's example of people and firms outside, by pointer."""
    reading = Reading.of(
        engine.catalogue[kind].reader, engine.check(kind, example(engine, kind)).values
    )
    return {
        each.pointer: each.text for each in reading.named if not _OUTSIDE.isdisjoint(each.roles)
    }


@every_kind
def test_nobody_of_the_case_decides_or_answers_for_the_bureau(engine: Engine, kind: str) -> None:
    """In every kind, whoever is named as a party can be neither approver nor contact."""
    payload = example(engine, kind)
    ours = [here for here in OURS if here.split("/")[1] in payload]
    for pointer, name in outsiders(engine, kind).items():
        if pointer == "/payee/name" and ours == ["/contact_name"]:
            continue
        for here in ours:
            told = {each for each in found(engine, kind, {here: name}) if each[2] == "error"}
            assert {each[0] for each in told} >= {here}, (here, pointer)
