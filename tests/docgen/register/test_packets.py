"""Papers that belong together are issued at one stroke, or none of them is."""

from threading import Thread
from typing import Any

import pytest
from sqlalchemy import select

from docgen import Engine
from docgen.register import packets
from docgen.register.actor import Actor, Role
from docgen.register.database import Register, open_register
from docgen.register.ids import new_id
from docgen.register.issued import NotAllowedError, find
from docgen.register.packets import PacketError, Paper, PaperRefusedError, issue_together
from docgen.register.proof import prove
from docgen.register.recover import recover
from docgen.register.tables import documents
from docgen.settings import Settings
from tests.docgen.register.test_issue import example_of, issue_one
from tests.docgen.register.wholeness import assert_whole, numbers_given
from tests.doubles.quick_render import QuickRender

OFFICER = Actor("何静远", Role.officer)
KIND, OTHER = "non_acceptance_notice", "referral_letter"


class Death(BaseException):
    """The process is gone: nothing may catch it."""


def three(register: Register, engine: Engine, **changes: Any) -> list[Paper]:
    """Return two notices and a letter; `changes` are of the last."""
    kinds = (KIND, KIND, OTHER)
    return [
        Paper(
            kind, example_of(engine, kind, **(changes if place == 2 else {})),
            new_id(register.now()), "苗雨",
        )
        for place, kind in enumerate(kinds)
    ]  # fmt: skip


def together(register: Register, engine: Engine, papers: list[Paper], **options: Any) -> Any:
    options = {"actor": OFFICER, "render": QuickRender()} | options
    return issue_together(register, engine, papers, **options)


def count(register: Register) -> int:
    with register.reading() as connection:
        return len(connection.execute(select(documents.c.id)).all())


def test_all_are_issued_in_their_order_with_numbers_that_go_up(
    register: Register, engine: Engine
) -> None:
    papers = three(register, engine)
    issued = together(register, engine, papers)
    assert [each.id for each in issued] == [each.document_id for each in papers]
    assert {each.state for each in issued} == {"issued"}
    assert {each.drafted_by for each in issued} == {"苗雨"}
    assert [each.document_number for each in issued[:2]] == [
        "示市监﹝2026﹞第1号", "示市监﹝2026﹞第2号",
    ]  # fmt: skip
    assert_whole(register)


def test_one_that_is_wrong_keeps_all_back_and_is_named(register: Register, engine: Engine) -> None:
    papers = three(register, engine, issued_on="")
    with pytest.raises(PaperRefusedError) as refused:
        together(register, engine, papers)
    assert refused.value.place == 2
    assert refused.value.findings[0].pointer == "/issued_on"
    assert count(register) == 0
    # What excludes each other is found among them: the case takes only one decision.
    twice = [
        Paper("complaint_acceptance_decision", payload, new_id(register.now()), "苗雨")
        for payload in [example_of(engine, "complaint_acceptance_decision")] * 2
    ]
    with pytest.raises(PaperRefusedError) as refused:
        together(register, engine, twice, case_ref="A-1")
    assert refused.value.place == 1
    assert count(register) == 0
    with pytest.raises(PacketError):
        together(register, engine, [papers[0], papers[0]])
    with pytest.raises(NotAllowedError):
        together(register, engine, papers[:2], actor=Actor("苗雨", Role.drafter))
    assert_whole(register)
    assert issue_one(register, engine, OFFICER).document_number == "示市监﹝2026﹞第1号"


@pytest.mark.parametrize(
    "point", ["entered", "rendered delivery.pdf", "written archive.pdf", "recorded"]
)
def test_death_half_way_leaves_none_and_no_gap(
    register: Register, engine: Engine, point: str
) -> None:
    seen = 0

    def dies(now: str) -> None:
        nonlocal seen
        seen += now == point
        if seen == 2:  # Over the second paper, the first being as far as it goes.
            raise Death

    before = issue_one(register, engine, OFFICER)
    with pytest.raises(Death):
        together(register, engine, three(register, engine), fault=dies)
    recover(register)
    assert count(register) == 1
    after = issue_one(register, engine, OFFICER)
    assert numbers_given(register) == [before.document_number, after.document_number]
    assert after.document_number == "示市监﹝2026﹞第2号"
    assert_whole(register)


def test_a_failure_half_way_undoes_all(register: Register, engine: Engine) -> None:
    def fails(now: str) -> None:
        if now == "recorded":
            raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space"):
        together(register, engine, three(register, engine), fault=fails)
    assert count(register) == 0
    assert_whole(register)
    assert len(together(register, engine, three(register, engine))) == 3
    assert_whole(register)


def test_two_clerks_press_at_once_and_each_packet_is_whole(
    office: Settings, register: Register, engine: Engine
) -> None:
    papers = [three(register, engine), three(register, engine)]
    told: list[Any] = []

    def clerk(some: list[Paper]) -> None:
        there = open_register(office, now=register.now)
        try:
            told.append(together(there, engine, some))
        finally:
            there.engine.dispose()

    clerks = [Thread(target=clerk, args=(some,)) for some in papers]
    for each in clerks:
        each.start()
    for each in clerks:
        each.join(120)
    assert sorted(len(each) for each in told) == [3, 3]
    for some in papers:
        assert all(find(register, each.document_id) for each in some)
    assert_whole(register)


def test_what_leads_a_packet_names_kinds_there_are_and_shares_what_it_says(
    engine: Engine,
) -> None:
    catalogue = engine.catalogue
    leading = {kind.name: kind.header.packet for kind in catalogue.values() if kind.header.packet}
    assert leading["complaint_acceptance_decision"] == ("mediation_notice", "mediation_notice")
    assert {each for names in leading.values() for each in names} <= {*catalogue}
    kind = catalogue["complaint_acceptance_decision"]
    (notice, _) = packets.members(catalogue, kind.name)
    says = dict(kind.schema.example)
    taken = packets.shared(catalogue, [(kind, says)], notice)
    assert taken["complaint_subject"] == says["complaint_subject"]
    assert "document_number" not in taken
    assert "approval" not in taken


def test_the_trail_proves_a_packet(register: Register, engine: Engine) -> None:
    together(register, engine, three(register, engine))
    assert prove(register).faults == []
