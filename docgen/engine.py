"""The pipeline in one place: payload -> case -> words -> bytes -> document."""

import hashlib
import re
from collections.abc import Callable, Collection, Mapping, Sequence
from copy import copy as copy_of
from dataclasses import replace
from datetime import date, datetime, time
from functools import cached_property
from types import ModuleType
from typing import TYPE_CHECKING, Any

import schemas.kinds
from docgen.case.case import Case, build_case
from docgen.case.words import describe, describe_house
from docgen.chart.chart import charts_in
from docgen.clock import BEIJING, beijing_day
from docgen.document import Document, Place
from docgen.errors import InvalidCaseError, UnknownFormatError
from docgen.house import read_house
from docgen.kinds.catalogue import Catalogue, Kind, find_kinds
from docgen.photo.picture import Picture
from docgen.render.attached import Attached
from docgen.render.font_repertoire import unkept
from docgen.render.manifest import attachments_for
from docgen.render.refusals import TooManyRowsError
from docgen.settings import Settings
from docgen.template.environment import page_environment
from docgen.template.frozen import digest_of, files_of_set, laid_over
from docgen.template.page import PageSources, PageTemplate, compile_page, page_digest
from docgen.template.shelf import Shelf
from docgen.template.word import Properties, WordTemplate, compile_word
from schemas.ground.base import Facts, Record, error
from schemas.ground.fields import Text
from schemas.ground.walk import typed_values
from schemas.law import Law, load_law

if TYPE_CHECKING:
    from docgen.render.fonts import FaceSet

COPIES = {"delivery": "送达件", "archive": "归档件", "draft": "草稿", "redacted": "脱敏件"}
FORMATS = ("docx", "html", "pdf")
# What lists are made into beside these.
SHEET = "xlsx"


class Engine:
    """Everything needed to render: the catalogue, the compiled templates, the law, the house.

    Open one per process; it holds no case and may be shared by threads.
    """

    def __init__(self, settings: Settings, catalogue: Catalogue, law: Law, house: Record) -> None:
        self.settings = settings
        self.catalogue = catalogue
        self.law = law
        self.house = house
        self.house_words = describe_house(house)
        self.environment = page_environment(settings.templates / "html")
        self._sources = PageSources(self.environment)
        self.words: Mapping[str, WordTemplate] = Shelf(catalogue, self._compile_word)
        self.pages: Mapping[str, PageTemplate] = Shelf(catalogue, self._compile_page)
        self._faces: FaceSet | None = None
        self._lender: Engine | None = None
        # Kinds that somebody has shown to be fit for use on this engine.
        self.proved: set[str] = set()

    @property
    def faces(self) -> "FaceSet":
        """The prepared faces, opened when the first PDF is wanted."""
        if self._lender is not None:
            return self._lender.faces
        if self._faces is None:
            # Fonts and pages cost a third of a second to import: a Word file needs neither.
            from docgen.render.fonts import open_faces  # noqa: PLC0415

            self._faces = open_faces(self.settings.cache / "faces", self.settings.fonts)
        return self._faces

    def _compile_word(self, kind: Kind) -> WordTemplate:
        return compile_word(_present(kind).word_template)

    def _compile_page(self, kind: Kind) -> PageTemplate:
        return compile_page(_present(kind).page_template, kind.page_name, self._sources)

    def page_digest(self, kind: str) -> str:
        """Return the digest of a kind's HTML template, with all it is put together from.

        Errors: `UnknownKindError`; `CatalogueError` naming the file that cannot be read.
        """
        return page_digest(_present(self.catalogue[kind]).page_name, self._sources)

    def word_digest(self, kind: str) -> str:
        """Return the digest of a kind's Word template; the errors are those of `page_digest`."""
        return hashlib.sha256(_present(self.catalogue[kind]).word_template.read_bytes()).hexdigest()

    @cached_property
    def set_digest(self) -> str:
        """The digest of templates and own calendars, as they were when first asked for."""
        return digest_of(files_of_set(self.settings))

    def with_house(self, house: Record) -> "Engine":
        """Return an engine like this one under other house facts, its templates shared."""
        other = copy_of(self)
        other.house = house
        other.house_words = describe_house(house)
        other.law = replace(self.law, weekend_extends=house.weekend_extends)
        return other

    def with_faces_of(self, lender: "Engine") -> "Engine":
        """Return an engine like this one that prints with the faces another has open."""
        other = copy_of(self)
        other._lender = lender
        return other

    def beside(self, other: "Engine") -> "Engine":
        """Return an engine on these templates with law, house facts and faces of another."""
        mine = self.with_house(other.house).with_faces_of(other)
        mine.law = other.law
        return mine

    def check(
        self,
        kind: str,
        payload: Any,
        *,
        copy: str = "delivery",
        files: Mapping[str, bytes] | None = None,
        today: date | None = None,
        going_out: bool = False,
    ) -> Case:
        """Validate a payload for one copy and return the case, or raise `InvalidCaseError`.

        `going_out` says that the document is about to be issued or made in a batch: then no day in
        it that has yet to come is let pass.
        """
        if copy not in COPIES:
            raise UnknownFormatError(f"没有这种用途的文本。可用的有：{'、'.join(COPIES)}。")
        facts = Facts(self.law, self.house, today or beijing_day(), copy, files or {}, going_out)
        return build_case(self.catalogue[kind], payload, facts)

    def render(
        self,
        kind: str,
        payload: Any,
        format: str = "pdf",
        *,
        copy: str = "delivery",
        files: Mapping[str, bytes] | None = None,
        today: date | None = None,
    ) -> Document:
        """Validate and render one document.

        `format` is docx, html or pdf, for a list xlsx too; `files` holds photos by the name the
        payload uses; `today` is the clock, which judges deadlines but never changes a byte.
        Errors: `InvalidCaseError`, `UnknownKindError`, `UnknownFormatError`, `RenderError`.
        """
        if format not in RENDERERS:
            raise UnknownFormatError(f"没有这种格式。可用的有：{'、'.join(FORMATS)}。")
        if format == SHEET and not self.catalogue[kind].is_list:
            raise UnknownFormatError(
                f"只有台账、清单和带清单的文书可以生成电子表格，这种文书可用的有：{'、'.join(FORMATS)}。"
            )
        return self.write(self.check(kind, payload, copy=copy, files=files, today=today), format)

    def write(self, case: Case, format: str) -> Document:
        """Render a case that `check` has returned; one case may be written in several formats."""
        content = RENDERERS[format](self, case)
        name = file_name(case, format)
        return Document(case.kind.name, format, case.facts.copy, content, name, case.notices)


def _present(kind: Kind) -> Kind:
    if fault := kind.missing_template:
        raise fault
    return kind


def _render_word(engine: Engine, case: Case) -> bytes:
    return write_word(engine, case, describe(case, engine.house_words))


def write_word(engine: Engine, case: Case, context: Mapping[str, Any]) -> bytes:
    """Return the Word file of a case whose words `describe` has given already."""
    pictures = {picture.relationship: picture for picture in _pictures(context)}
    if charts := charts_in(context):
        from docgen.render.chart_pictures import pictures_of  # noqa: PLC0415 - see Engine.faces

        pictures |= pictures_of(charts, engine.faces)
    properties = Properties(
        title=str(context["full_title"]),
        authority=case.facts.house.authority.name,
        subject=case.kind.header.form,
        moment=moment_of(case),
    )
    return engine.words[case.kind.name].render(context, pictures, properties)


def _render_html(engine: Engine, case: Case) -> bytes:
    return engine.pages[case.kind.name].render(describe(case, engine.house_words)).encode()


def _render_pdf(engine: Engine, case: Case) -> bytes:
    from docgen.render.pdf import write_pdf  # noqa: PLC0415 - see Engine.faces

    _refuse_endless(case)
    _refuse_unprintable(case, engine.faces)
    page = engine.pages[case.kind.name].render(describe(case, engine.house_words))
    return write_pdf(
        page,
        engine.faces,
        attachments=lambda places: attachments_of(engine, case, places),
        moment=moment_of(case),
    )


def attachments_of(engine: Engine, case: Case, places: Sequence[Place] = ()) -> list[Attached]:
    """Return what the PDF of a case carries beside its pages; `places` are those of its seals."""
    template = engine.pages[case.kind.name].digest
    return attachments_for(case, template, engine.faces.digest, places)


def _refuse_endless(case: Case) -> None:
    """Refuse a list that would take minutes to lay out, and then more pages than a PDF may have."""
    most = case.kind.schema.most_rows_on_paper
    rows = max((len(each) for each in case.values.values() if type(each) is tuple), default=0)
    if most is not None and rows > most:
        raise TooManyRowsError(rows, most)


def _refuse_unprintable(case: Case, faces: "FaceSet") -> None:
    """Refuse a text with a character that no face has: a box on a notice is a defect in law.

    One that comes out as another is refused too: a name must be the name that was typed.
    """
    findings = []
    for pointer, field, text in typed_values(case.kind.reader, case.values):
        if not isinstance(field, Text) or field.kept:
            continue
        if missing := faces.missing(text):
            findings.append(
                error(
                    pointer,
                    "unprintable_character",
                    f"现有字体都没有这些字：{_named(missing)}。"
                    "请核对是否录入有误，确需使用的请安装收录该字的字体。",
                )
            )
        if changed := unkept(text):
            findings.append(
                error(
                    pointer,
                    "unkept_character",
                    f"这些字符在 PDF 里会变成别的字或者消失：{_named(changed)}。"
                    "请用输入法重新录入对应的汉字。",
                )
            )
    if findings:
        raise InvalidCaseError(findings)


def _named(characters: Sequence[str]) -> str:
    return "、".join(f"「{each}」（U+{ord(each):04X}）" for each in characters)


def _render_sheet(engine: Engine, case: Case) -> bytes:
    from docgen.render.workbook import write_workbook  # noqa: PLC0415 - few ask for one

    words = describe(case, engine.house_words)
    page = engine.pages[case.kind.name].render(words)
    return write_workbook(page, title=str(words["full_title"]), moment=moment_of(case))


RENDERERS: Mapping[str, Callable[[Engine, Case], bytes]] = {
    "docx": _render_word,
    "html": _render_html,
    "pdf": _render_pdf,
    SHEET: _render_sheet,
}


def assemble(
    settings: Settings | None = None,
    *,
    only: Collection[str] = (),
    package: ModuleType = schemas.kinds,
) -> Engine:
    """Put an engine together: settings from the environment unless given, all kinds or `only` some.

    Nothing is imported or compiled before it is asked for, and nothing is proved: that is
    `docgen.proof.opening.open_engine`. `package` is where the kinds are declared.
    Errors: `SettingsError`, `CatalogueError`, `UnknownKindError`.
    """
    settings = laid_over(settings or Settings.from_env())
    house = read_house(settings.house)
    law = load_law(settings.calendars, weekend_extends=house.weekend_extends)
    catalogue = find_kinds(package, settings.templates, only, settings.kinds)
    return Engine(settings, catalogue, law, house)


def open_catalogue(settings: Settings | None = None, *, only: Collection[str] = ()) -> Catalogue:
    """Find the kinds alone: enough to list them and to show their schemas."""
    settings = laid_over(settings or Settings.from_env())
    return find_kinds(schemas.kinds, settings.templates, only, settings.kinds)


def moment_of(case: Case) -> datetime:
    """Return the moment a case's document is dated: its own day, never the clock's."""
    return datetime.combine(case.kind.reader.dated(case.values), time(), BEIJING)


def file_name(case: Case, format: str) -> str:
    """Return the Chinese file name people see: title, number or date, and what copy it is."""
    title = case.values.get("title") or case.kind.header.title
    day = f"{case.kind.reader.dated(case.values):%Y-%m-%d}"
    return name_file(title, case.values.get("document_number") or day, case.facts.copy, format)


def name_file(title: str, mark: str, copy: str, format: str) -> str:
    """Return a file's name from a document's title, its number or day, and what copy it is."""
    parts = [title, mark, *([] if copy == "delivery" else [COPIES[copy]])]
    return re.sub(r'[\\/:*?"<>|\s]+', "_", "_".join(parts)) + "." + format


def _pictures(context: Any) -> list[Picture]:
    """Return every photo of a context, in the order it stands there; house facts have none."""
    found: list[Picture] = []
    waiting = [below for name, below in context.items() if name not in ("house", "authority")]
    while waiting:
        value = waiting.pop()
        if type(value) is dict:
            waiting += value.values()
        elif type(value) is tuple:
            waiting += value
        elif type(value) is Picture:
            found.append(value)
    return found[::-1]
