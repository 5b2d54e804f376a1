"""A document shows as far as it is written: blanks stay blank, and what is lit is what changed."""

import re
from datetime import date
from typing import Any

import pytest

from docgen import Engine
from docgen.look.pages import draw_sheets
from docgen.look.preview import BLANK, PreviewError, preview
from schemas.ground.base import Facts
from tests.catalogue import every_kind

TODAY = date(2026, 7, 10)
# What a document is reckoned from has to be there before anything of it can be shown.
FIRST = {
    "settlement_invoice": ("contract", "settlement_type", "completed"),
    # The word that is chosen of four stands in the title.
    "appraisal_entrustment": ("work",),
    "complaint_report_distribution_notice": ("matter_sort",),
    # The form's title is that of what the rules extend; an order's is our own.
    "handling_extension_approval": ("extension_matter",),
}


def shown(engine: Engine, kind: str, payload: Any, lit: str = "") -> str:
    facts = Facts(engine.law, engine.house, TODAY, "draft")
    return preview(engine, engine.catalogue[kind], payload, facts, lit=lit)


def marked(html: str) -> list[str]:
    return re.findall(r"<mark[^>]*>(.*?)</mark>", html)


@every_kind
def test_an_empty_case_shows_its_form(engine: Engine, kind: str) -> None:
    example = engine.catalogue[kind].schema.example
    html = shown(engine, kind, {name: example[name] for name in FIRST.get(kind, ())})
    assert engine.catalogue[kind].header.title[-2:] in html
    assert BLANK in html


@every_kind
def test_a_whole_case_shows_what_is_printed(engine: Engine, kind: str) -> None:
    example = engine.catalogue[kind].schema.example
    printed = engine.render(kind, example, "html", copy="draft").content.decode()
    assert _words(shown(engine, kind, example)) == _words(printed)


def _words(html: str) -> str:
    return re.sub(r"\s|<[^>]*>", "", html.partition("<main")[2])


def test_what_is_not_written_is_blank_also_where_it_is_derived(engine: Engine) -> None:
    html = shown(engine, "non_acceptance_notice", {"complainant_name": "林晓岚"})
    assert "林晓岚：" in html
    assert f"第〔{BLANK}〕项" in html


def test_too_little_to_show_is_said_in_words(engine: Engine) -> None:
    with pytest.raises(PreviewError) as refusal:
        shown(engine, "settlement_invoice", {})
    assert "再填几项" in refusal.value.message


def test_a_value_that_is_refused_is_blank(engine: Engine) -> None:
    html = shown(engine, "non_acceptance_notice", {"ground_item": 99, "received_on": "昨天"})
    assert "99" not in html.partition("<main")[2]
    assert "昨天" not in html


@pytest.mark.parametrize(
    ("kind", "lit", "expected"),
    [
        ("non_acceptance_notice", "/complainant_name", ["林晓岚"]),
        ("non_acceptance_notice", "/received_on", ["2026年6月10日"]),
        ("non_acceptance_notice", "/ground_item", ["四"]),
        ("mediation_agreement", "/complainants/0/phone", ["13900002061"]),
        ("mediation_agreement", "/respondent/agent/name", ["方可欣"]),
        ("non_acceptance_notice", "/nobody", []),
        ("non_acceptance_notice", "/delivery/proof", []),
    ],
)
def test_the_lit_field_is_marked_where_it_is_printed(
    engine: Engine, kind: str, lit: str, expected: list[str]
) -> None:
    html = shown(engine, kind, engine.catalogue[kind].schema.example, lit)
    assert sorted(set(marked(html))) == sorted(expected)


def test_an_amount_lights_its_capitals_and_the_sum(engine: Engine) -> None:
    kind = "mediation_agreement"
    found = marked(
        shown(engine, kind, engine.catalogue[kind].schema.example, "/agreement_items/0/amount")
    )
    assert {"¥1,200.00", "人民币壹仟贰佰元整", "¥3,600.00"} <= set(found)


def test_the_place_of_a_blank_is_marked(engine: Engine) -> None:
    assert marked(shown(engine, "non_acceptance_notice", {}, "/complaint_subject")) == [BLANK]


def test_what_is_typed_is_shown_as_text(engine: Engine) -> None:
    typed = "<script>alert(1)</script>\ufdd0{{ 7*7 }}"
    html = shown(
        engine, "non_acceptance_notice", {"complaint_subject": typed}, "/complaint_subject"
    )
    assert "<script" not in html
    assert "&lt;script&gt;" in html


def test_the_pages_are_drawn_and_say_where_the_light_is(engine: Engine) -> None:
    kind = "mediation_agreement"
    html = shown(engine, kind, engine.catalogue[kind].schema.example, "/issued_on")
    sheets = draw_sheets(engine, html)
    assert len(sheets) == 2
    assert sheets[0].lit is None
    assert sheets[1].lit is not None
    assert 0.5 < sheets[1].lit < 1
    assert sheets[0].content.startswith(b"\xff\xd8")
