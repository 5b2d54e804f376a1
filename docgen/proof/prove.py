"""Prove a kind: its declarations and templates are sound, its example and its corpus are made."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from docgen.case.faults import KindFaultError
from docgen.case.payload import read_payload
from docgen.engine import Engine, assemble
from docgen.errors import CatalogueError, DocgenError, InvalidCaseError, RenderError
from docgen.house import shipped_house
from docgen.kinds.catalogue import Kind
from docgen.kinds.corpus import find_refusals, find_samples
from docgen.kinds.flaw import Flaw
from docgen.kinds.soundness import flaws_of_schema
from docgen.photo.folder import FolderPhotos
from docgen.proof.judgement import flaws_of_papers
from docgen.proof.outcome import looks_flaws, mark_flaws, outcome_flaws, pdf_flaws
from docgen.proof.paper import Papers
from docgen.proof.papers import papers_of
from docgen.settings import shipped
from docgen.template.lint import lint_page, lint_word

Check = Callable[[Engine, Kind], Iterator[Flaw]]


def flaws_at_start(engine: Engine, name: str) -> list[Flaw]:
    """Return every flaw that a service must not start with: what a first caller would meet."""
    return _found(engine, name, (_example,))


def all_flaws(engine: Engine, name: str, corpora: Sequence[Path]) -> list[Flaw]:
    """Return every flaw of a kind: those of `flaws_at_start`, and those its corpora bring out."""
    ours = cache(_ours)  # What it has compiled and opened serves all that is compared.

    def papers(engine: Engine, kind: Kind) -> Iterator[Flaw]:
        every = papers_of(kind, corpora)
        before = ours(engine, kind)
        was = Papers(before, before.catalogue[name], every) if before else None
        yield from flaws_of_papers(Papers(engine, kind, every), was)

    def cases(engine: Engine, kind: Kind) -> Iterator[Flaw]:
        for corpus in corpora:
            yield from flaws_of_corpus(engine, kind, corpus)

    def looks(engine: Engine, kind: Kind) -> Iterator[Flaw]:
        before = ours(engine, kind)
        try:
            yield from pdf_flaws(engine, kind, before)
        except (InvalidCaseError, KindFaultError):
            return  # `_example` has said so.
        except DocgenError as fault:
            detail = f"示例生成不了 PDF：{fault.message}"
            yield Flaw(f"templates/html/{kind.page_name}", "", detail)
            return
        if before:
            with suppress(DocgenError):  # `cases` has said so.
                yield from looks_flaws(engine, kind, before, papers_of(kind, corpora))

    return _found(engine, name, (_example, _marks, papers, cases, looks))


def _ours(engine: Engine, kind: Kind) -> Engine | None:
    """Return an engine with the shipped templates of a kind; None where these are the shipped."""
    ours = shipped("templates")
    if not engine.catalogue.is_ours(kind.name):
        return None
    then = replace(kind, templates=ours)
    if kind.templates == ours or then.missing_template or as_shipped(engine, kind.name):
        return None
    before = assemble(replace(engine.settings, templates=ours, edited=None), only=(kind.name,))
    return before.with_house(engine.house).with_faces_of(engine)


def as_shipped(engine: Engine, name: str) -> bool:
    """Tell whether all templates that a kind's papers rest on are those that came with us."""
    ours, theirs = shipped("templates"), engine.settings.templates
    if not engine.catalogue.is_ours(name):
        return False
    if ours == theirs:
        return True
    # What an office adds to the shared files is used by nothing that is as we shipped it.
    shared = (
        path
        for path in engine.catalogue.shared_files()
        if path.is_relative_to(theirs) and (ours / path.relative_to(theirs)).is_file()
    )
    return all(
        (path := ours / each.relative_to(theirs)).is_file()
        and path.read_bytes() == each.read_bytes()
        for each in (*engine.catalogue.files(name), *shared)
        if each.is_relative_to(theirs)
    )


def flaws_of_corpus(engine: Engine, kind: Kind, corpus: Path) -> Iterator[Flaw]:
    """Make every case of the corpus, and see every case refused, for its reasons, that must be."""
    for sample in find_samples(corpus, [kind.name]):
        payload, photos = read_payload(sample.path.read_bytes()), FolderPhotos(sample.path.parent)
        yield from _made(engine, kind, payload, photos, f"corpus/{kind.name}/{sample.path.name}")
    for sample in find_refusals(corpus, [kind.name]):
        wanted = read_payload(sample.path.read_bytes())
        photos = FolderPhotos(sample.path.parent.parent)
        what = f"corpus/{kind.name}/refused/{sample.path.name}"
        copy = wanted.get("copy", "delivery")
        try:
            engine.check(kind.name, wanted["payload"], copy=copy, files=photos)
        except InvalidCaseError as fault:
            found = {(each.pointer, each.code) for each in fault.findings}
            expected = {(each["pointer"], each["code"]) for each in wanted["expect"]}
            yield from (
                Flaw(what, place, f"应当指出错误 {code}，却没有指出")
                for place, code in sorted(expected - found)
            )
            yield from (
                Flaw(what, place, f"指出了错误 {code}，而 expect 里没有写")
                for place, code in sorted(found - expected)
            )
        except KindFaultError as fault:
            yield Flaw(what, "", fault.message)
        else:
            yield Flaw(what, "", "这个案例应当被拒绝，却通过了检查")


def _found(engine: Engine, name: str, renderings: tuple[Check, ...]) -> list[Flaw]:
    """Return what is found in the files of a kind, or if that is nothing, by rendering it.

    Examples and corpus are papers of the invented bureau: its 机关代字, contracts. Under another
    bureau's facts they would be refused, and no office with facts of its own could start.
    """
    engine = engine.with_house(shipped_house())
    try:
        kind = engine.catalogue[name]
    except CatalogueError as fault:
        return [Flaw(name, "", fault.message)]
    if missing := kind.missing_template:
        return [Flaw(kind.file, "", missing.message)]
    found = _flaws(engine, kind, (_schema, _word, _page))
    for rendering in () if found else renderings:
        found += _flaws(engine, kind, (rendering,))
    return list(dict.fromkeys(found))


def _flaws(engine: Engine, kind: Kind, checks: tuple[Check, ...]) -> list[Flaw]:
    found: list[Flaw] = []
    for check in checks:
        try:
            found += check(engine, kind)
        except CatalogueError as fault:  # A template that cannot even be read.
            told = _READ.get(check)
            found.append(Flaw(told(kind) if told else kind.file, "", fault.message))
        except RenderError as fault:
            found.append(Flaw(f"{kind.name} 的模板", "", fault.message))
        except (LookupError, TypeError, ValueError, AttributeError):
            if check is not _word:
                raise
            # What reads Word files expects what Word writes, and says little of what is not.
            detail = "文件的结构不完整，读不进来。请在 Word 或 WPS 里打开，看过以后另存一份再用"
            found.append(Flaw(_READ[check](kind), "", detail))
    return list(dict.fromkeys(found))


def _schema(engine: Engine, kind: Kind) -> Iterator[Flaw]:
    yield from flaws_of_schema(kind, engine.law)


def _word(engine: Engine, kind: Kind) -> Iterator[Flaw]:
    yield from lint_word(kind, engine.words[kind.name])


def _page(engine: Engine, kind: Kind) -> Iterator[Flaw]:
    _ = engine.pages[kind.name]  # A page that cannot be compiled says where and why.
    yield from lint_page(kind, engine.environment)


# Which file cannot be read where one of these says that something cannot.
_READ: Mapping[Check, Callable[[Kind], str]] = {
    _word: lambda kind: f"templates/{kind.word_template.relative_to(kind.templates).as_posix()}",
    _page: lambda kind: f"templates/html/{kind.page_name}",
}


def _example(engine: Engine, kind: Kind) -> Iterator[Flaw]:
    yield from _made(engine, kind, kind.schema.example, {}, f"{kind.file} 的示例")


def _marks(engine: Engine, kind: Kind) -> Iterator[Flaw]:
    try:
        yield from mark_flaws(engine, kind)
    except (InvalidCaseError, KindFaultError):
        return  # `_example` has said so.


def _made(
    engine: Engine, kind: Kind, payload: Any, photos: Mapping[str, bytes], what: str
) -> Iterator[Flaw]:
    """Yield what keeps a case from being made, and what is wrong in the page that is."""
    try:
        case = engine.check(kind.name, payload, files=photos)
        word = engine.write(case, "docx").content
        page = engine.write(case, "html").content.decode()
    except InvalidCaseError as fault:
        yield from (Flaw(what, each.pointer, each.detail) for each in fault.findings)
    except KindFaultError as fault:
        yield Flaw(what, "", fault.message)
    except DocgenError as fault:
        yield Flaw(what, "", f"渲染不出来：{fault.message}")
    else:
        yield from outcome_flaws(kind, what, word, page)
