"""Blank editions: the official form's words, room to write, and nothing of any case."""

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

import pikepdf
import pytest

from docgen import Engine, Settings
from docgen.case.room import CLOSE, LINE, OPEN, RULE, Room, room_for
from docgen.engine import assemble
from docgen.errors import UnknownFormatError
from docgen.look.blank import WRITERS, blank_edition, words_of_blank
from docgen.proof.agreement import first_difference
from docgen.proof.official import read_form, shortest
from docgen.proof.wording import Templates
from docgen.proof.words import without_table_heads, words_of, words_read
from schemas.ground.fields import Choice, Count, Day, LongText, PersonName, Text
from tests.catalogue import every_kind, every_sort_of_form
from tests.conformance import assert_conformant
from tests.made import BLANK_DAY, Made
from tests.test_every_kind import LEFTOVERS
from tests.test_gallery import SAMPLES, hang
from tests.test_official_wording import every_form
from tests.workshop import workshop_in

every_sample_kind = pytest.mark.parametrize("kind", SAMPLES)


@pytest.fixture(scope="module")
def gallery(tmp_path_factory: pytest.TempPathFactory, settings: Settings) -> Iterator[Engine]:
    with workshop_in(tmp_path_factory.mktemp("blank"), settings) as workshop:
        for kind in SAMPLES:
            hang(workshop, kind)
        yield assemble(workshop.settings, package=workshop.package)


def said_of(made: Mapping[str, bytes]) -> Mapping[str, str]:
    """Return the words of a blank edition in each format, having held them together."""
    assert_conformant(made["pdf"])
    words = {each: words_of(each, content).replace(RULE, "") for each, content in made.items()}
    assert words["docx"] == words["html"]
    assert without_table_heads(words["pdf"], made["html"]) == without_table_heads(
        words_read(made["html"]), made["html"]
    )
    return words


def typed(payload: Any) -> Iterator[str]:
    """Yield every text of a payload that is long enough to be nobody else's."""
    if isinstance(payload, Mapping):
        for value in payload.values():
            yield from typed(value)
    elif isinstance(payload, list):
        for value in payload:
            yield from typed(value)
    elif isinstance(payload, str) and len(payload) > 5:
        yield "".join(payload.split())


def hold_nothing_of_a_case(engine: Engine, kind: str, said: str) -> None:
    """Find neither leftovers of templates nor words of the example."""
    assert not LEFTOVERS.findall(said)
    assert not re.findall("[\ue000-\uf8ff]", said)
    house = words_of("html", f"<main>{engine.house_words}</main>".encode())
    example = engine.catalogue[kind].schema.example
    assert [each for each in typed(example) if each in said and each not in house] == []


@every_kind
def test_a_kind_is_printed_blank_in_every_format(made: Made, engine: Engine, kind: str) -> None:
    said = said_of({each: made.blank(kind, each).content for each in WRITERS})["html"]
    assert len(said) > shortest(engine.catalogue[kind].header.form)
    hold_nothing_of_a_case(engine, kind, said)
    assert "草稿" not in said


@every_sample_kind
def test_every_layout_is_printed_blank(gallery: Engine, kind: str) -> None:
    papers = {each: blank_edition(gallery, kind, each, BLANK_DAY).content for each in WRITERS}
    hold_nothing_of_a_case(gallery, kind, said_of(papers)["html"])


@every_form
def test_it_prints_the_whole_official_form(engine: Engine, kind: str) -> None:
    declared = engine.catalogue[kind]
    form = read_form(declared.header.form)
    wordings = Templates(declared, engine.words[kind]).wordings(
        words_of_blank(engine, declared, BLANK_DAY)
    )
    departures = declared.schema.departures
    for template, wording in wordings.items():
        assert first_difference(wording, form, departures, whole=True) is None, template


@every_kind
def test_it_carries_no_case_and_no_number(made: Made, kind: str) -> None:
    document = made.blank(kind, "pdf")
    with pikepdf.open(io.BytesIO(document.content)) as pdf:
        assert not pdf.attachments
        assert str(pdf.docinfo["/Title"]).endswith("（空白）")
    assert document.name.endswith("_空白.pdf")
    assert document.seals == ()


@every_sort_of_form
def test_it_is_the_same_whenever_it_is_printed(made: Made, engine: Engine, kind: str) -> None:
    again = blank_edition(engine, kind, "pdf", BLANK_DAY)
    assert again.content == made.blank(kind, "pdf").content


@every_kind
def test_no_mark_of_room_is_left_in_a_word_file(made: Made, kind: str) -> None:
    content = made.blank(kind, "docx").content
    with zipfile.ZipFile(io.BytesIO(content)) as container:
        parts = "".join(
            container.read(name).decode() for name in container.namelist() if name.endswith(".xml")
        )
    assert not re.findall(f"[{OPEN}{CLOSE}{LINE}]", parts)


def test_room_follows_what_is_written_into_it() -> None:
    options = {"a": "甲", "b": "乙"}
    assert str(room_for(Choice("选", options))) == "□甲　□乙"
    assert str(room_for(Day("日"))).replace("　", "") == "年月日"
    assert len(room_for(Count("数"))) < len(room_for(PersonName("名"))) < len(room_for(Text("文")))
    long = room_for(LongText("长"))
    assert long.lines == 5
    assert long.paragraphs == (long,)
    assert long.on_page().count("<b></b>") == 5


def test_room_stands_wherever_words_do() -> None:
    room = Room.of(6)
    assert room
    assert room.code == ""
    assert len(room.capitals) > len(room.yuan) == 6


def test_rows_are_as_many_as_the_kind_says(engine: Engine) -> None:
    page = blank_edition(engine, "site_inspection_record", "html", BLANK_DAY).content.decode()
    evidence = page[page.index("取证清单") :]
    assert evidence[: evidence.index("</table>")].count("<tr>") == 6


def test_the_law_is_that_of_the_day(engine: Engine) -> None:
    page = blank_edition(engine, "non_acceptance_notice", "html", date(2026, 1, 5)).content.decode()
    assert "《市场监督管理投诉举报处理暂行办法》" in page


def test_a_format_that_is_not_there_is_refused(engine: Engine) -> None:
    with pytest.raises(UnknownFormatError):
        blank_edition(engine, "mediation_agreement", "odt")
