"""The environments that print a case with marks: around values, between pieces, at every line."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

from jinja2 import nodes
from jinja2.ext import Extension
from jinja2.lexer import Token, TokenStream
from jinja2.visitor import NodeTransformer
from markupsafe import Markup, escape

from docgen.proof.traced import Said
from docgen.template.environment import StrictEnvironment

# Private-use characters: a value stands between the first two, SEAM between template pieces.
OPEN, CLOSE, SEAM = "\ue000", "\ue001", "\ue002"
# Further private-use characters: the file and the line that template text comes from.
FILES, LINES, MOST = 0x100000, 0xF0000, 0xFFFD
# Official texts waver between narrow and wide marks; they are one mark to us.
WIDE_MARKS = str.maketrans(",:;?()", "，：；？（）")
JOINED = "joined_with_paths"


class Files:
    """The files that template text comes from, numbered as they are met."""

    def __init__(self) -> None:
        self.names: list[str] = []

    def mark(self, name: str, line: int) -> str:
        """Return the two characters that say where a line of a template is."""
        if name not in self.names:
            self.names.append(name)
        return chr(FILES + self.names.index(name)) + chr(LINES + min(line, MOST))


class SeamsBetweenPieces(Extension):
    """Put a SEAM at both ends of every stretch of template text, and its place on each line."""

    def filter_stream(self, stream: TokenStream) -> Iterator[Token]:
        """Pass every token on, template text with its seams and places."""
        files: Files | None = getattr(self.environment, "files", None)
        for token in stream:
            words = token.value
            if token.type == "data":
                lines = words.split("\n")
                if files is not None:
                    name = stream.name or ""
                    lines = [
                        files.mark(name, token.lineno + at) + line for at, line in enumerate(lines)
                    ]
                words = SEAM + "\n".join(lines) + SEAM
            yield Token(token.lineno, token.type, words)


class WordingEnvironment(StrictEnvironment):
    """An environment that marks what it prints.

    A wording that a template passes to a macro is fixed wording. `printed` notes the path of every
    traced value that was printed since it was last emptied.
    """

    files: Files
    printed: list[str]

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree = super()._parse(source, name, filename)
        for call in tree.find_all(nodes.Call):
            call.args = [_as_fixed(each) for each in call.args]
            for named in call.kwargs:
                named.value = _as_fixed(named.value)
        return cast("nodes.Template", _Together().visit(tree))


class _Together(NodeTransformer):
    """Have what a template joins with `~` remember where each piece of it comes from."""

    def visit_Concat(self, node: nodes.Concat) -> nodes.Node:  # noqa: N802 - Jinja's own name
        """Replace a join by a call of ours."""
        joined = nodes.Call(nodes.Name(JOINED, "load"), node.nodes, [], None, None)
        return joined.set_lineno(node.lineno)


def _joined(*pieces: Any) -> Any:
    """Return pieces as one, with the paths of all of them."""
    if any(isinstance(each, Markup) for each in pieces):
        return Markup("").join(pieces)
    said = Said("".join(map(str, pieces)))
    said.path = "\n".join(path for each in pieces if (path := getattr(each, "path", "")))
    return said


def marking(folder: Path | None, files: Files) -> WordingEnvironment:
    """Return an environment that puts values between marks and says where template text stands.

    A drawing is markup already and holds no words.
    """
    printed: list[str] = []

    def marked(value: Any) -> Markup:
        if isinstance(value, Markup):
            return value
        if value and (path := getattr(value, "path", "")):
            printed.extend(path.split("\n"))
        return escape(f"{OPEN}{value}{CLOSE}")

    environment = WordingEnvironment(marked, folder)
    environment.files, environment.printed = files, printed
    environment.globals[JOINED] = _joined
    environment.add_extension(SeamsBetweenPieces)
    return environment


def _as_fixed(node: nodes.Expr) -> nodes.Expr:
    """Return a literal as markup, which is left alone; anything else as it is."""
    if isinstance(node, nodes.Const) and isinstance(node.value, str):
        return nodes.MarkSafe(node)
    return node
