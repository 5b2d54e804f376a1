"""The plain ways to the same document: a docxtpl loop, and WeasyPrint on the same HTML."""

import base64
import io
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType, TracebackType
from typing import Any, Self
from xml.sax.saxutils import escape

import docxtpl
import jinja2
from docx.shared import Mm

import docgen.bench
from docgen.case.choices import Choices
from docgen.chart.chart import WIDTH, Drawn
from docgen.photo.picture import Picture
from docgen.render.font_sources import machine_folders
from schemas.law import chinese_numeral

PLAIN_FACE = "NotoSerifCJK-Regular.ttc"
ANSWER_SECONDS = 120


def plain_environment() -> jinja2.Environment:
    """Return the Jinja environment a docxtpl user would make once for these templates."""
    environment = jinja2.Environment(autoescape=True)
    environment.filters["numeral"] = chinese_numeral
    return environment


def by_docxtpl(
    path: Path,
    context: Mapping[str, Any],
    environment: jinja2.Environment,
    charts: Mapping[str, Picture] = MappingProxyType({}),
) -> bytes:
    """Return a Word file as docxtpl's own documentation makes one: open, render, save.

    `charts` holds the picture of each chart, by its relationship.
    """
    template = docxtpl.DocxTemplate(path)
    template.render(with_inline_images(context, template, charts), environment)
    output = io.BytesIO()
    template.save(output)
    return output.getvalue()


def with_inline_images(
    value: Any, template: docxtpl.DocxTemplate, charts: Mapping[str, Picture]
) -> Any:
    """Return a context whose pictures are docxtpl's InlineImage instead of drawings of ours."""
    if isinstance(value, Picture):
        return InlinePhoto(template, value)
    if isinstance(value, Drawn) and value.chart:
        drawn = Drawn(value)
        # It answers what templates ask of ours.
        picture = InlineChart(template, charts[value.chart.relationship], value.chart.height)
        drawn.chart = picture  # type: ignore[assignment]
        return drawn
    if isinstance(value, Mapping):
        return {name: with_inline_images(below, template, charts) for name, below in value.items()}
    # What was chosen of several options holds no picture, and knows its boxes.
    if isinstance(value, tuple) and not isinstance(value, Choices | Drawn):
        return tuple(with_inline_images(below, template, charts) for below in value)
    return value


class InlinePhoto:
    """A photo for docxtpl under the name our templates call: `drawing(width, height)`."""

    def __init__(self, template: docxtpl.DocxTemplate, picture: Picture) -> None:
        self._template = template
        self._picture = picture

    def drawing(self, width: float, height: float) -> docxtpl.InlineImage:
        """Return the photo as docxtpl's own, fitted into width x height millimetres."""
        scale = min(width / self._picture.width, height / self._picture.height)
        return docxtpl.InlineImage(
            self._template, io.BytesIO(self._picture.content),
            width=Mm(self._picture.width * scale), height=Mm(self._picture.height * scale),
        )  # fmt: skip


class InlineChart:
    """A chart for docxtpl: as wide as ours is drawn, `height` millimetres high."""

    def __init__(self, template: docxtpl.DocxTemplate, picture: Picture, height: float) -> None:
        self._template = template
        self._picture = picture
        self._height = height

    def drawing(self) -> docxtpl.InlineImage:
        """Return the chart as docxtpl's own."""
        content = io.BytesIO(self._picture.content)
        return docxtpl.InlineImage(
            self._template, content, width=Mm(WIDTH), height=Mm(self._height)
        )


class StockWeasyPrint:
    """WeasyPrint as it comes, in a process of its own, on a machine with fonts-noto-cjk.

    Use it as a context manager. `render` returns the seconds the page took inside that process
    and the PDF.
    """

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="docgen-bench-")
        self.face = find_plain_face()
        environment = dict(os.environ)
        if self.face is not None:
            rules = Path(self._folder.name, "fonts.conf")
            rules.write_text(_only(self.face.parent, self._folder.name), "utf-8")
            environment["FONTCONFIG_FILE"] = str(rules)
        worker = Path(docgen.bench.__path__[0], "stock.py")
        self._process = subprocess.Popen(  # noqa: S603 - our own file
            [sys.executable, "-P", str(worker)], env=environment, text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        )  # fmt: skip

    def render(self, html: str, variant: str = "pdf/a-3a") -> tuple[float, bytes]:
        """Return what one page took and gave."""
        if self._process.stdin is None or self._process.stdout is None:
            raise RuntimeError("the worker has no pipes")
        self._process.stdin.write(json.dumps({"html": html, "variant": variant}) + "\n")
        self._process.stdin.flush()
        answer = json.loads(self._process.stdout.readline())
        return answer["seconds"], base64.b64decode(answer["pdf"])

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._process.kill()
        self._process.communicate(timeout=ANSWER_SECONDS)
        self._folder.cleanup()


def find_plain_face() -> Path | None:
    """Return where Noto Serif CJK lies on this machine, if it does."""
    found = (path for folder in machine_folders() for path in sorted(folder.rglob(PLAIN_FACE)))
    return next(found, None)


def _only(folder: Path, cache: str) -> str:
    """Return fontconfig rules for a machine whose only fonts lie in `folder`."""
    return (
        f'<?xml version="1.0"?><fontconfig><dir>{escape(str(folder))}</dir>'
        f"<cachedir>{escape(cache)}</cachedir></fontconfig>"
    )
