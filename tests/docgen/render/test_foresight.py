"""What is reckoned of a letter before it is laid out is what the layout shows."""

import pytest

from docgen import Engine
from docgen.render import fitting
from docgen.render.fitting import fit
from tests.catalogue import SAMPLES, read_sample
from tests.docgen.render.test_fitting import letter

AGREEMENT = "mediation_agreement/typical"


class Watched:
    """Counts the layouts that `fit` has made."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.made = 0

        def watching(page, lay_out):  # type: ignore[no-untyped-def]
            def counted(*arguments):  # type: ignore[no-untyped-def]
                document = lay_out(*arguments)
                self.made += bool(document.pages)
                return document

            return fit(page, counted)

        monkeypatch.setattr("docgen.render.pdf.fit", watching)


@pytest.mark.parametrize("count", range(5, 13))
def test_foresight_chooses_what_layouts_would(
    engine: Engine, count: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    lengths = [60] * count
    foreseen = letter(engine, lengths)
    monkeypatch.setattr(fitting, "reckon", lambda *_: None)
    tried = letter(engine, lengths)
    classes = [each._html.etree_element.get("class") for each in (foreseen, tried)]
    assert classes[0] == classes[1]
    fillings = [[page.filled for page in fitting._parts(each)[0]] for each in (foreseen, tried)]
    assert fillings[0] == fillings[1]


def test_a_letter_that_spills_is_laid_out_once(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    watched = Watched(monkeypatch)
    spilling = [
        count
        for count in range(5, 13)
        if letter(engine, [60] * count)._html.etree_element.get("class") == "close"
    ]
    assert spilling
    watched.made = 0
    letter(engine, [60] * spilling[0])
    assert watched.made == 1


def test_an_agreement_that_only_a_closer_pitch_makes_shorter_is_laid_out_once(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its closing block is one piece: with closer gaps alone it takes as many pages."""
    payload, _ = read_sample(next(each for each in SAMPLES if each.id == AGREEMENT))
    watched = Watched(monkeypatch)
    content = engine.render("mediation_agreement", payload).content
    assert watched.made == 1
    monkeypatch.setattr(fitting, "reckon", lambda *_: None)
    watched.made = 0
    assert engine.render("mediation_agreement", payload).content == content
    assert watched.made > 1


def test_what_a_letter_gives_way_is_what_a_closer_layout_shows(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    given: list[float] = []
    step = fitting.CLOSER[-1]

    def closest(page, lay_out):  # type: ignore[no-untyped-def]
        foresight = fitting.Foresight()
        (ordinary,) = lay_out(page, foresight.spills).pages
        closer = foresight.closer(step)
        assert closer is not None
        given.append(closer.given(ordinary._page_box.children[0]))
        given.append(fitting.bottom_of(ordinary._page_box))
        document = lay_out(step.apply(page))
        given.append(fitting.bottom_of(document.pages[0]._page_box))
        return document

    monkeypatch.setattr("docgen.render.pdf.fit", closest)
    letter(engine, [60] * 4)
    gone, before, after = given
    assert gone == pytest.approx(before - after)
    assert gone > 0


@pytest.mark.parametrize("case", ["minimal", "signed_by_hand"])
def test_a_record_whose_table_gives_no_way_is_laid_out_once(
    engine: Engine, case: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A fifth of its second page is too much for its lines, and rows of tables stay as they are."""
    wanted = f"site_inspection_record/{case}"
    payload, files = read_sample(next(each for each in SAMPLES if each.id == wanted))
    watched = Watched(monkeypatch)
    content = engine.render("site_inspection_record", payload, files=files).content
    assert watched.made == 1
    monkeypatch.setattr(fitting, "_may_be_fewer", lambda *_: True)
    watched.made = 0
    assert engine.render("site_inspection_record", payload, files=files).content == content
    assert watched.made > 1


@pytest.mark.parametrize("lengths", [[60] * 4, [60] * 14, [7, 200, 31, 28], [400] * 5])
def test_what_is_reckoned_is_what_is_laid_out(
    engine: Engine, lengths: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    reckoned: list[list[float] | None] = []
    reckon = fitting.reckon

    def kept(*boxes: object) -> list[float] | None:
        reckoned.append(reckon(*boxes))
        return None

    monkeypatch.setattr(fitting, "reckon", kept)
    monkeypatch.setattr(fitting, "_promising", lambda *_: ())
    document = letter(engine, lengths)
    laid = [page.filled for page in fitting._parts(document)[0]]
    assert reckoned == [pytest.approx(laid, abs=1e-6)]
