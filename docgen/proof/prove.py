"""Prove a kind: its declarations and templates are sound, its example and its corpus are made."""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from docgen.case.faults import KindFaultError
from docgen.case.payload import read_payload
from docgen.engine import Engine
from docgen.errors import CatalogueError, DocgenError, InvalidCaseError
from docgen.house import shipped_house
from docgen.kinds.catalogue import Kind
from docgen.kinds.corpus import find_refusals, find_samples
from docgen.kinds.flaw import Flaw
from docgen.kinds.soundness import flaws_of_schema
from docgen.photo.folder import FolderPhotos
from docgen.template.lint import lint_page, lint_word, markup_flaws

Check = Callable[[Engine, Kind], Iterator[Flaw]]


def flaws_at_start(engine: Engine, name: str) -> list[Flaw]:
    """Return every flaw that a service must not start with: what a first caller would meet."""
    return _found(engine, name, (_example,))


def all_flaws(engine: Engine, name: str, corpus: Path) -> list[Flaw]:
    """Return every flaw of a kind: those of `flaws_at_start`, and those its corpus brings out."""

    def cases(engine: Engine, kind: Kind) -> Iterator[Flaw]:
        yield from flaws_of_corpus(engine, kind, corpus)

    return _found(engine, name, (_example, _example_pdf, cases))


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
    return found or _flaws(engine, kind, renderings)


def _flaws(engine: Engine, kind: Kind, checks: tuple[Check, ...]) -> list[Flaw]:
    found: list[Flaw] = []
    for check in checks:
        try:
            found += check(engine, kind)
        except CatalogueError as fault:  # A template that cannot even be read.
            found.append(Flaw(kind.file, "", fault.message))
    return list(dict.fromkeys(found))


def _schema(engine: Engine, kind: Kind) -> Iterator[Flaw]:
    yield from flaws_of_schema(kind, engine.law)


def _word(engine: Engine, kind: Kind) -> Iterator[Flaw]:
    yield from lint_word(kind, engine.words[kind.name])


def _page(engine: Engine, kind: Kind) -> Iterator[Flaw]:
    _ = engine.pages[kind.name]  # A page that cannot be compiled says where and why.
    yield from lint_page(kind, engine.environment)


def _example(engine: Engine, kind: Kind) -> Iterator[Flaw]:
    yield from _made(engine, kind, kind.schema.example, {}, f"{kind.file} 的示例")


def _example_pdf(engine: Engine, kind: Kind) -> Iterator[Flaw]:
    try:
        engine.render(kind.name, kind.schema.example, "pdf", copy="archive")
    except (InvalidCaseError, KindFaultError):
        return  # `_example` has said so.
    except DocgenError as fault:
        yield Flaw(f"{kind.file} 的示例", "", f"生成不了 PDF：{fault.message}")


def _made(
    engine: Engine, kind: Kind, payload: Any, photos: Mapping[str, bytes], what: str
) -> Iterator[Flaw]:
    """Yield what keeps a case from being made, and what is wrong in the page that is."""
    try:
        case = engine.check(kind.name, payload, files=photos)
        engine.write(case, "docx")
        page = engine.write(case, "html").content.decode()
    except InvalidCaseError as fault:
        yield from (Flaw(what, each.pointer, each.detail) for each in fault.findings)
    except KindFaultError as fault:
        yield Flaw(what, "", fault.message)
    except DocgenError as fault:
        yield Flaw(what, "", f"渲染不出来：{fault.message}")
    else:
        yield from (Flaw(what, f"页面第 {line} 行", told) for line, told in markup_flaws(page))
