"""Kinds are found as people call them, in pinyin, with one character wrong, in order of work."""

import pytest

from docgen import Engine
from docgen.kinds.search import STAGES, KindSearch, differs_in_one


def found(engine: Engine, words: str) -> list[str]:
    groups = KindSearch(engine.catalogue).find(words)
    return [kind.name for kinds in groups.values() for kind in kinds]


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("调解协议", "mediation_agreement"),  # Nobody says 投诉调解书.
        ("bushouli", "non_acceptance_notice"),
        ("投述受理", "complaint_acceptance_decision"),  # One wrong,
        ("现场笔笔录", "site_inspection_record"),  # one too many,
        ("投诉调解知书", "mediation_notice"),  # one left out.
        ("tstjs", "mediation_agreement"),
        ("ＣＦ-9", "mediation_agreement"),
        ("xianchanbilu", "site_inspection_record"),
    ],
)
def test_a_kind_is_found_as_a_clerk_types_it(engine: Engine, words: str, kind: str) -> None:
    assert kind in found(engine, words)[:2]


def test_what_no_kind_is_called_finds_none(engine: Engine) -> None:
    assert found(engine, "没有这种") == found(engine, "zzzzzz") == []
    # Two characters with one wrong are another word, and answer to nothing.
    assert not differs_in_one("笔绿", "现场笔录")


def test_what_opens_a_case_stands_before_what_ends_it(engine: Engine) -> None:
    names = found(engine, "")
    assert names.index("complaint_registration_form") < names.index("mediation_agreement")
    assert names.index("mediation_agreement") < names.index("complaint_result_feedback")


def test_kinds_of_a_work_stand_under_the_stage_they_belong_to(engine: Engine) -> None:
    search = KindSearch(engine.catalogue)
    stage_of = {}
    for kinds in search.find().values():
        stages = search.stages(kinds)
        assert [name for name, _ in stages] == [each for each in STAGES if each in dict(stages)], (
            "in the order of the work"
        )
        assert sorted(kind.name for _, some in stages for kind in some) == sorted(
            kind.name for kind in kinds
        )
        stage_of |= {kind.name: name for name, some in stages for kind in some}
    assert stage_of["complaint_registration_form"] == "开始"
    assert stage_of["mediation_notice"] == "办理"
    assert stage_of["complaint_result_feedback"] == "结束"
