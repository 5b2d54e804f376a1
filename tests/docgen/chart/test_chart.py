"""A chart is one drawing in every format, the same bytes each time, and told in numbers."""

import io
import os
import subprocess
import sys
import zipfile

import lxml.etree
import pikepdf
import pypdfium2
import pytest
from PIL import Image

from docgen import Engine
from docgen.chart.chart import WIDTH, Chart, Series, chart_of
from docgen.render.chart_pictures import pictures_of
from schemas.ground.base import Record
from schemas.parts.charts import Bar, Charted, Gauge, bars

SVG = "{http://www.w3.org/2000/svg}"
COUNTS = Series("件数", (640.0, 262.0, 0.0), ("640", "262", "0"))
CLOSED = Series("办结", (1.0, 2.0, 3.0), ("1", "2", "3"))
CHARTS = {
    "bars": Chart("类型", "bars", ("投诉", "举报", "咨询"), (COUNTS,)),
    "shares": Chart("类型", "shares", ("投诉", "举报", "咨询"), (COUNTS,)),
    "lines": Chart(
        "收支", "lines", ("1日", "2日", "3日"), (COUNTS, CLOSED)
    ),
    "targets": Chart(
        "指标", "bars", ("响应率", "解决率"),
        (Series("比率", (95.9, 84.1), ("95.9%", "84.1%")),), (95.0, None),
    ),
}  # fmt: skip


def words_drawn(chart: Chart) -> list[str]:
    """Return the words in a drawing, in the order they are drawn."""
    root = lxml.etree.fromstring(chart.svg)
    return [str(each.text) for each in root.iter(f"{SVG}text") if each.text]


def test_bars_are_as_long_as_their_numbers_are_large() -> None:
    root = lxml.etree.fromstring(CHARTS["bars"].svg)
    *_, first, second = [float(each.get("width")) for each in root.iter(f"{SVG}rect")]
    assert second / first == pytest.approx(262 / 640)


@pytest.mark.parametrize("name", CHARTS)
def test_every_name_and_number_is_drawn_and_told(name: str) -> None:
    chart = CHARTS[name]
    drawn = "".join(words_drawn(chart))
    for label in chart.labels:
        assert label in drawn
        assert label in chart.alt
    for said in [each for one in chart.series for each in one.shown]:
        assert said in chart.alt
        assert said in drawn or name == "lines"


def test_what_a_rate_is_to_reach_is_a_line_and_a_number() -> None:
    chart = CHARTS["targets"]
    assert "95.9%（要求95%）" in words_drawn(chart)
    assert "84.1%" in words_drawn(chart)
    assert chart.alt.endswith("要求：响应率 95%")


def test_of_no_rows_there_is_no_drawing() -> None:
    assert chart_of(Charted("类型", Bar), (), ()) is None


def test_a_rate_of_nothing_has_no_bar() -> None:
    rows = (Record({"name": "满意率", "percent": "—", "threshold": None}),)
    chart = chart_of(Charted("指标", Gauge, values=("percent",), target="threshold"), rows, rows)
    assert chart is not None
    assert chart.series[0].values == (0,)
    assert "—" in words_drawn(chart)


def test_all_counts_may_be_nothing() -> None:
    rows = bars([("投诉", 0)])
    for shape in ("bars", "lines", "shares"):
        chart = chart_of(Charted("类型", Bar, shape=shape), rows, rows)
        assert chart is not None
        assert chart.svg


def test_other_processes_draw_the_same_bytes() -> None:
    script = (
        "import hashlib; from tests.docgen.chart.test_chart import CHARTS;"
        "print(*(hashlib.sha256(each.svg).hexdigest() for each in CHARTS.values()))"
    )
    told = {
        subprocess.run(
            [sys.executable, "-c", script], env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True, check=True,
        ).stdout
        for seed in ("1", "2")
    }  # fmt: skip
    assert len(told) == 1


def test_nothing_but_a_drawing_imports_the_library() -> None:
    script = "import sys, docgen.engine, docgen.case.words; print('reportlab' in sys.modules)"
    told = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, check=True, text=True
    ).stdout
    assert told.strip() == "False"


def test_word_shows_the_drawing_that_the_pdf_shows(engine: Engine) -> None:
    """The picture is the page of the drawing, sharp enough to print and small enough to mail."""
    pictures = pictures_of([*CHARTS.values()], engine.faces)
    again = pictures_of([*CHARTS.values()], engine.faces)
    for chart in CHARTS.values():
        picture = pictures[chart.relationship]
        assert picture.content == again[chart.relationship].content
        assert len(picture.content) < 30_000
        image = Image.open(io.BytesIO(picture.content))
        assert image.width / image.height == pytest.approx(WIDTH / chart.height, rel=0.01)
        assert image.convert("L").getextrema()[0] < 60


def test_an_analysis_has_its_charts_in_every_format(engine: Engine) -> None:
    kind = "statistical_analysis_report"
    payload = engine.catalogue[kind].schema.example
    page = engine.render(kind, payload, "html").content.decode()
    assert page.count("data:image/svg+xml") >= 4
    pdf = engine.render(kind, payload, "pdf").content
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        assert not any(page.get_images() for page in opened.pages), "a drawing has become pixels"
    with pypdfium2.PdfDocument(pdf) as document:
        text = "".join(page.get_textpage().get_text_bounded() for page in document)
    assert "84.1%（要求85%）" in text
    word = engine.render(kind, payload, "docx").content
    assert word == engine.render(kind, payload, "docx").content
    with zipfile.ZipFile(io.BytesIO(word)) as container:
        pictures = [each for each in container.namelist() if each.startswith("word/media/")]
        body = container.read("word/document.xml").decode()
    assert len(pictures) == page.count("data:image/svg+xml")
    assert 'descr="指标完成情况。响应率 95.9%、' in body
