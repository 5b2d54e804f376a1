"""Whatever is wrong with a kind is a flaw in words: nothing of it ends in a traceback."""

import json
import re
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from docgen import Settings
from docgen.engine import assemble
from docgen.kinds.soundness import RESERVED
from docgen.proof import opening, prove
from tests.own_house import own_house
from tests.workshop import PACKAGE, WORKFLOW, Workshop, forget, workshop_in

KIND = "small_notice"
SCHEMA = '''
"""A kind of this test."""

from schemas.ground.base import derived, error, rule
from schemas.ground.fields import Count, Day, Text
from schemas.ground.kind import Audience, Header, KindSchema


class SmallNotice(KindSchema):
    """As small as a kind can be."""

    header = Header("小通知", (Audience.office,), "issued_on", "试验用。")
    name = Text("姓名")
    copies_made = Count("份数", optional=True)
    issued_on = Day("日期")

    @derived(Text("份数"), prints=("copies_made",))
    def copies_line(self, value, facts):
        return f"共 {value.copies_made or 1} 份"

    @rule("试验")
    def few_copies(self, value, facts):
        if value.copies_made and value.copies_made > 9:
            yield error("/copies_made", "too_many_copies", "份数过多，请核对。")

    example = {"name": "林晓岚", "issued_on": "2026-07-01"}
'''
EXAMPLE = {"name": "林晓岚", "issued_on": "2026-07-01"}
LINES = ("{{ title }}", "{{ name }}：", "{{ copies_line }}", "{{ issued_on }}")


@pytest.fixture
def workshop(tmp_path: Path, own_cache: Path, settings: Settings) -> Iterator[Workshop]:
    """One sound small kind, its corpus in `corpus`."""
    with workshop_in(tmp_path, replace(settings, cache=own_cache)) as workshop:
        workshop.write(KIND, SCHEMA, LINES)
        (tmp_path / "corpus" / KIND / "refused").mkdir(parents=True)
        yield workshop


def change(workshop: Workshop, before: str, after: str) -> None:
    """Change the schema of the kind."""
    path = workshop.schema(KIND)
    text = path.read_text("utf-8")
    assert before in text
    path.write_text(text.replace(before, after), "utf-8")


def flaws(workshop: Workshop) -> list[str]:
    """Return what a start would find, in words."""
    forget()
    engine = assemble(workshop.settings, package=workshop.package)
    return [str(flaw) for flaw in prove.flaws_at_start(engine, KIND)]


def put(workshop: Workshop, file: str, **payload: object) -> None:
    """Put a case into the corpus."""
    path = workshop.folder / "corpus" / KIND / f"{file}.json"
    path.write_text(json.dumps(payload, ensure_ascii=False), "utf-8")


def test_a_sound_kind_has_no_flaw(workshop: Workshop) -> None:
    assert flaws(workshop) == []


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        (
            "if value.copies_made and value.copies_made > 9",
            "if value.copies_made > 9",
            ("规则 few_copies", "/copies_made", "TypeError", "small_notice.py 第 23 行"),
        ),
        ("value.copies_made or 1", "value.copies", ("派生值 copies_line", "/copies", "第 19 行")),
        ('Text("姓名")', 'Text("姓名", longest="9")', ("Text 读不了", "/name", "TypeError")),
        ('@derived(Text("份数")', '@derived(Day("份数")', ("派生值 copies_line", "类型不符")),
        ("import Count, Day", "import Count, Day, Dya", ("读不进来", "ImportError", "第 5 行")),
        ("class SmallNotice", "class Small Notice", ("读不进来", "SyntaxError")),
        ('example = {"name"', 'example = {"nmae"', ("示例", "/nmae")),
        ('"issued_on", "试验用', '"name", "试验用', ("dated_by", "name", "日期")),
        ('Day("日期")', 'Day("日期", optional=True)', ("dated_by", "必填")),
        ('prints=("copies_made",)', 'prints=("copies_mad",)', ("copies_line 的 prints", "不是")),
        ('@rule("试验")', '@rule("试验", needs=("copes",))', ("few_copies 的 needs", "copes")),
    ],
)
def test_what_is_wrong_with_a_schema_is_said_in_words(
    workshop: Workshop, before: str, after: str, words: tuple[str, ...]
) -> None:
    change(workshop, before, after)
    found = "\n".join(flaws(workshop))
    for word in words:
        assert word in found


@pytest.mark.parametrize("name", ["items", "keys", "values", "get", "copy", "load", "fields"])
def test_a_field_that_would_become_a_method_is_refused(workshop: Workshop, name: str) -> None:
    assert name in RESERVED
    change(workshop, "copies_made", name)
    assert f"{KIND}.py {name}：这是程序保留的名称" in "\n".join(flaws(workshop))


@pytest.mark.parametrize("name", ["house", "mark", "loop", "range", "class"])
def test_a_name_of_the_templates_is_refused(workshop: Workshop, name: str) -> None:
    declared = f'    vars()["{name}"] = Text("某项")\n'
    change(workshop, '    issued_on = Day("日期")\n', f'    issued_on = Day("日期")\n{declared}')
    assert f"{KIND}.py {name}：" in "\n".join(flaws(workshop))


def test_a_case_of_the_corpus_that_a_rule_fails_over_is_a_flaw(workshop: Workshop) -> None:
    change(workshop, "value.copies_made > 9", "value.copies_made > 9 / (value.copies_made - 2)")
    assert flaws(workshop) == []
    put(workshop, "two", **EXAMPLE, copies_made=2)
    forget()
    engine = assemble(workshop.settings, package=workshop.package)
    found = prove.flaws_of_corpus(engine, engine.catalogue[KIND], workshop.folder / "corpus")
    assert re.fullmatch(
        f"corpus/{KIND}/two.json：.*规则 few_copies.*/copies_made.*ZeroDivisionError.*",
        "".join(map(str, found)),
    )


def test_a_case_that_is_not_refused_though_it_must_be_is_a_flaw(workshop: Workshop) -> None:
    put(
        workshop,
        "refused/many",
        why="份数过多",
        payload=EXAMPLE,
    )
    engine = assemble(workshop.settings, package=workshop.package)
    found = prove.flaws_of_corpus(engine, engine.catalogue[KIND], workshop.folder / "corpus")
    assert [flaw.detail for flaw in found] == ["这个案例应当被拒绝，却通过了检查"]


def test_a_case_that_is_refused_for_another_reason_is_a_flaw(workshop: Workshop) -> None:
    put(
        workshop,
        "refused/many",
        why="份数过多",
        payload={**EXAMPLE, "copies_made": 10},
        expect=[{"pointer": "/name", "code": "required"}],
    )
    engine = assemble(workshop.settings, package=workshop.package)
    found = prove.flaws_of_corpus(engine, engine.catalogue[KIND], workshop.folder / "corpus")
    where = f"corpus/{KIND}/refused/many.json"
    assert [str(flaw) for flaw in found] == [
        f"{where} /name：应当指出错误 required，却没有指出",
        f"{where} /copies_made：指出了错误 too_many_copies，而 expect 里没有写",
    ]


def test_what_was_proved_is_not_proved_again(
    workshop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    workshop.open()
    proved: list[str] = []
    monkeypatch.setattr(opening, "all_flaws", lambda _, name, __: proved.append(name) or [])
    workshop.open()
    assert proved == []
    assert f"{PACKAGE}.{WORKFLOW}.{KIND}" not in sys.modules, "a proved kind is not even imported"
    workshop.page(KIND).write_text(workshop.page(KIND).read_text("utf-8") + "\n", "utf-8")
    workshop.open()
    assert proved == [KIND]


def test_an_office_with_facts_of_its_own_can_start(
    settings: Settings, own_cache: Path, tmp_path: Path
) -> None:
    engine = opening.open_engine(replace(settings, house=own_house(tmp_path), cache=own_cache))
    assert engine.house.authority.number_prefix == "演市监"
    assert not engine.house.contracts
