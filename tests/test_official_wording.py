"""Every kind that has an official form prints its wording, but for the departures it declares.

`docgen/proof/official.py` reads the forms, `docgen/proof/agreement.py` explains how two texts are
compared. A kind is judged by its example and every case of its corpus that is dated since the
form was published, under the house settings as shipped and with every switch the other way:

- nothing of the form is missing: of each template, one case at least prints the whole form;
- nothing is added: no case of either template prints a fixed word that the form does not have;
- nothing is unseen: each piece of fixed wording of a template is printed by one of these cases;
- nothing is excused in vain: without any one departure, the claims above would not hold.
"""

from dataclasses import replace
from functools import cache

import pytest

from docgen import Engine
from docgen.engine import open_catalogue
from docgen.proof.agreement import first_difference
from docgen.proof.form import Printed, differences
from docgen.proof.marking import CLOSE, OPEN, SEAM
from docgen.proof.official import OfficialForm, _as_boxed, read_form
from docgen.proof.paper import Papers
from docgen.proof.papers import papers_of
from docgen.proof.wording import Templates, Wording
from docgen.settings import Settings
from schemas.ground.kind import Departure
from tests.catalogue import CORPUS

FORMS = {
    name: kind.header.form
    for name, kind in open_catalogue(Settings.from_env({})).items()
    if kind.header.form
}
every_form = pytest.mark.parametrize("kind", FORMS)


@cache
def printed(engine: Engine, kind: str) -> tuple[Printed, ...]:
    """Return every case of a kind that follows its form, as both templates print it."""
    declared = engine.catalogue[kind]
    return Papers(engine, declared, papers_of(declared, [CORPUS])).as_printed()


@every_form
def test_fixed_wording_is_the_official_forms(engine: Engine, kind: str) -> None:
    form, departures = read_form(FORMS[kind]), engine.catalogue[kind].schema.departures
    assert list(differences(printed(engine, kind), form, departures)) == []


@every_form
def test_every_piece_of_fixed_wording_is_printed_by_a_case(engine: Engine, kind: str) -> None:
    declared = engine.catalogue[kind]
    templates = Templates(declared, engine.words[kind])
    for template, pieces in templates.literals().items():
        pages = [page for page in printed(engine, kind) if page.template == template]
        seen = SEAM.join(page.wording.fixed_runs for page in pages)
        unseen = sorted(piece for piece in pieces if piece not in seen)
        assert unseen == [], f"{template}: add a case that prints these to tests/corpus/{kind}/"


@every_form
def test_every_departure_has_a_reason_and_is_needed(engine: Engine, kind: str) -> None:
    form, departures = read_form(FORMS[kind]), engine.catalogue[kind].schema.departures
    for place, departure in enumerate(departures):
        assert departure.reason.endswith("。"), "a departure says why, in a sentence"
        assert departure.added or departure.left_out, departure.reason
        for side in ("added", "left_out"):
            if getattr(departure, side):
                without = [*departures]
                without[place] = replace(departure, **{side: ""})
                still = next(differences(printed(engine, kind), form, without), None)
                assert still, f"not needed any more: {side} of「{departure.reason}」"


FORM = OfficialForm.of(
    "       告知书\n  我局于   年  月收到你关于\n      的投诉，依据《办法》\n第六条。\n  特此告知。"
)


def ours(text: str) -> Wording:
    """Read wording whose values stand in [ ]."""
    return Wording.of(text.replace("[", OPEN).replace("]", CLOSE))


def test_values_taken_out_the_form_remains() -> None:
    filled = ours(
        "[告知书]我局于[2026年6月]收到你关于[某店]的投诉，依据[《办法》][第六条]。特此告知。"
    )
    assert first_difference(filled, FORM, (), whole=True) is None


@pytest.mark.parametrize(
    "changed",
    [
        "[告知书]我局于[2026年6月]收到您关于[某店]的投诉，依据[《办法》][第六条]。特此告知。",
        "[告知书]我局于[2026年6月]收到你关于[某店]的投诉，依据[《办法》][第七条]。特此告知。",
        "[告知书]我局于[2026年6月]收到你关于[某店]的投诉。依据[《办法》][第六条]。特此告知。",
        "[告知书]我局于[2026年6月]收到你关于[某店]的投诉，依[某年]据[《办法》][第六条]。特此告知。",
        "[告知书]我局于[2026年6月]收到你关于[某店]的投诉，依据[《办法》][第六条]。特此告知。请签收。",
    ],
    ids=["letter", "article", "mark", "value inside a sentence", "added sentence"],
)
def test_any_other_wording_is_a_difference(changed: str) -> None:
    assert first_difference(ours(changed), FORM, (), whole=False)


def test_a_missing_sentence_is_a_difference_of_the_whole_only() -> None:
    short = ours("[告知书]我局于[2026年6月]收到你关于[某店]的投诉，依据[《办法》][第六条]。")
    assert "特此告知" in str(first_difference(short, FORM, (), whole=True))
    assert first_difference(short, FORM, (), whole=False) is None
    excused = (Departure(reason="另页告知。", left_out="特此告知。"),)
    assert first_difference(short, FORM, excused, whole=True) is None


def test_a_departure_excuses_its_own_words_only() -> None:
    longer = ours(
        "[告知书]我局于[2026年6月]收到你关于[某店]的投诉，依据[《办法》][第六条]。你可以向[某局]反映。特此告知。"
    )
    excused = (Departure(reason="便于投诉人。", added="你可以向反映。"),)
    assert first_difference(longer, FORM, excused, whole=True) is None
    other = (Departure(reason="便于投诉人。", added="您可以向反映。"),)
    assert "你可以向" in str(first_difference(longer, FORM, other, whole=True))


def test_a_foot_repeated_on_every_page_is_read_once() -> None:
    record = read_form("PF-9").text
    assert record.count("见证人：年月日") == 1
    assert record.endswith("检查人员：、年月日")
    assert "如实回答询问，并协助调查" in record


def test_labels_page_numbers_and_notes_are_no_part_of_a_form() -> None:
    form = read_form("CF-6").text
    assert form.startswith("投诉不予受理决定书市监﹝﹞第号")
    assert form.endswith("特此告知。市场监督管理局（印章）年月日")


def test_a_boxed_form_has_the_letters_of_the_official_text_in_the_order_of_its_boxes() -> None:
    form = read_form("CF-1").text
    assert form.startswith("投诉登记表登记单位：编号：投诉人姓名联系电话证件类型证件号码")
    assert "赔偿损失等具体请求。" in form
    with pytest.raises(ValueError, match="has '主' and lacks '王'"):
        _as_boxed("CF-1", "投诉主", [["投诉王"]])


def test_a_form_that_does_not_exist_is_refused() -> None:
    with pytest.raises(LookupError):
        read_form("CF-11")
