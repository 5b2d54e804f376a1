"""List every name the templates of a kind may use, for whoever edits them: derived from the schema.

Each name comes as it is written into a template, with what it means, whether the paper must print
it, and the words it prints for the kind's own example.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from jinja2 import Environment, PackageLoader

from docgen.case.words import describe
from docgen.engine import Engine
from docgen.house import shipped_house
from docgen.kinds.catalogue import Kind
from docgen.template.shape import Shape, printed_paths, shape_of

# What a loop calls each of its rows in what is listed; a template may call it anything.
ROW = "行"
SHARED = ("title", "full_title", "mark", "draft", "authority", "house")


class Use(StrEnum):
    """What a template does with a name."""

    must = "必须打印"
    may = "可以打印"
    ask = "只能用作条件"
    loop = "一行一行打印"
    group = "打印其中的各项"
    picture = "照片"


@dataclass(frozen=True, slots=True)
class Name:
    """A name as a template writes it, what it means and what it prints for the example.

    `depth` is how many groups and loops it stands in; `optional` says that it may be missing, and
    is then printed inside `{% if … %}` only; `more` are the other ways to print the same value;
    `sort` says what kind of value it is, and whether the program reckons it.
    """

    written: str
    label: str
    use: Use
    depth: int
    optional: bool = False
    example: str = ""
    more: tuple[str, ...] = ()
    sort: str = ""


def names_of(engine: Engine, kind: Kind) -> list[Name]:
    """Return every name of a kind: its own in the order of its fields, then those all kinds have.

    Errors: those of `Engine.check` where the kind's own example is refused.
    """
    # The example is a paper of the invented bureau, whoever the office is.
    invented = engine.with_house(shipped_house())
    case = invented.check(kind.name, kind.schema.example, copy="draft")
    words = describe(case, engine.house_words)
    shapes = shape_of(kind.schema).names
    must = {path for ways in printed_paths(kind.schema).values() for path in ways}
    own = {name: shape for name, shape in shapes.items() if name not in SHARED}
    house = {name: each for name, each in shapes["house"].names.items() if name != "authority"}
    shared = {name: shapes[name] for name in SHARED if name != "house"}
    return [
        *_names(own, words, must, "", "", 0),
        *_names(shared, words, set(), "", "", 0),
        *_names(house, words["house"], set(), "house.", "house.", 0),
    ]


def _names(  # noqa: PLR0917 - where one is in the tree
    shapes: Mapping[str, Shape], words: Any, must: set[str], place: str, path: str, depth: int
) -> Iterator[Name]:
    for name, shape in shapes.items():
        found = words.get(name) if isinstance(words, Mapping) else None
        written, here = place + name, path + name
        if shape.row is not None:
            loop = f"{{% for {ROW} in {written} %}} … {{% endfor %}}"
            yield Name(loop, shape.label, Use.loop, depth, shape.optional, sort=_sort(shape))
            first = found[0] if isinstance(found, tuple) and found else None
            if shape.row.names and shape.row.row is None and not shape.row.printable:
                yield from _names(shape.row.names, first, must, f"{ROW}.", f"{here}.", depth + 1)
            else:
                yield _single(shape.row, ROW, first, here in must, depth + 1)
        elif shape.names and not shape.printable and isinstance(found, Mapping | None):
            group = f"{written}.…"
            yield Name(group, shape.label, Use.group, depth, shape.optional, sort=_sort(shape))
            yield from _names(shape.names, found, must, f"{written}.", f"{here}.", depth + 1)
        else:
            yield _single(shape, written, found, here in must, depth)


def _single(shape: Shape, written: str, found: Any, must: bool, depth: int) -> Name:
    more = tuple(f"{written}.{each}" for each in shape.names)
    if shape.printable:
        example = found if isinstance(found, str) else ""
        use = Use.must if must else Use.may
        return Name(
            f"{{{{ {written} }}}}", shape.label, use, depth, shape.optional, example, more,
            _sort(shape),
        )  # fmt: skip
    if "drawing" in shape.names:
        picture = f'<img src="{{{{ {written}.url }}}}" alt="{{{{ {written}.alt }}}}">'
        in_word = f"{{{{ {written}.drawing(150, 60) }}}}"
        return Name(
            picture, shape.label, Use.picture, depth, shape.optional, more=(in_word,),
            sort=_sort(shape),
        )  # fmt: skip
    condition = f"{{% if {written} %}} … {{% endif %}}"
    return Name(
        condition, shape.label, Use.ask, depth, shape.optional, more=more, sort=_sort(shape)
    )


def _sort(shape: Shape) -> str:
    return "，".join(filter(None, (shape.sort, "程序算出" if shape.derived else "")))


def names_sheet(engine: Engine, kind: Kind) -> str:
    """Return the names of a kind as an HTML page to read or to print; errors as `names_of`."""
    pages = Environment(autoescape=True, loader=PackageLoader("docgen.look", "."), trim_blocks=True)
    page = pages.get_template("names.html")
    return page.render(
        title=kind.header.title, kind=kind.name, names=names_of(engine, kind), Use=Use
    )
