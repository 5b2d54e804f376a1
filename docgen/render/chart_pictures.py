"""Turn charts into pictures for Word: the drawings a PDF shows, set in the same faces."""

import io
from collections.abc import Sequence
from datetime import datetime

import pypdfium2
from PIL import Image

from docgen.chart.chart import WIDTH, Chart
from docgen.clock import BEIJING
from docgen.photo.picture import Picture
from docgen.render.fonts import FaceSet
from docgen.render.pdf import write_pdf

# As fine as an office prints; few colours, so that a chart takes some twenty kilobytes.
DPI = 300
COLOURS = 32
WHITE = 255
_PAGE = """<html lang="zh-CN"><head><title>图</title><style>
@page {{ margin: 0; }}
img {{ display: block; width: {width}mm; }}
{pages}
</style></head><body>{images}</body></html>"""
# The page is thrown away: its day says nothing.
_MOMENT = datetime(2000, 1, 1, tzinfo=BEIJING)


def pictures_of(charts: Sequence[Chart], faces: FaceSet) -> dict[str, Picture]:
    """Return the picture of each chart under the relationship its drawing names."""
    pages = (
        f"@page p{index} {{ size: {WIDTH}mm {each.height}mm; }} #p{index} {{ page: p{index}; }}"
        for index, each in enumerate(charts)
    )
    images = (
        f'<div id="p{index}"><img src="{each.url}" alt="{index}"></div>'
        for index, each in enumerate(charts)
    )
    page = _PAGE.format(width=WIDTH, pages="\n".join(pages), images="".join(images))
    pdf = write_pdf(page, faces, moment=_MOMENT, typeset=False)
    with pypdfium2.PdfDocument(pdf) as document:
        return {
            chart.relationship: _picture(document[index], chart)
            for index, chart in enumerate(charts)
        }


def _picture(page: pypdfium2.PdfPage, chart: Chart) -> Picture:
    drawn = page.render(scale=DPI / 72).to_pil().convert("RGB")
    image = drawn.quantize(COLOURS, method=Image.Quantize.FASTOCTREE)
    # Five times as quick as the best method, and rounds down: paper stays white.
    image.putpalette([WHITE if each >= WHITE - 1 else each for each in image.getpalette() or ()])
    buffer = io.BytesIO()
    image.save(buffer, "PNG", dpi=(DPI, DPI))
    return Picture(buffer.getvalue(), image.width, image.height, chart.alt)
