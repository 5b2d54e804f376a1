"""Documents of the catalogue, each made once for all tests of a kind that look at it."""

from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from itertools import chain
from typing import Any

from docgen import Engine
from docgen.document import Document
from docgen.kinds.corpus import Sample
from docgen.look.blank import blank_edition
from docgen.render import pdf
from docgen.render.fitting import faults
from tests.catalogue import read_sample

# Tests of one kind come together (`tests/conftest.py`); no kind has more documents at a time.
MOST = 64
# The day on which papers are printed empty.
BLANK_DAY = date(2026, 11, 28)
Case = Callable[[], tuple[Mapping[str, Any], Mapping[str, bytes]]]


class Made:
    """What an engine makes of examples and of the corpus; the latest documents are kept."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._documents: OrderedDict[tuple[str, ...], Document] = OrderedDict()
        self._badly_filled: dict[str, list[str]] = {}

    def sample(self, sample: Sample, format: str = "pdf", copy: str = "delivery") -> Document:
        """Return a document of a case of the corpus."""
        return self._made(sample.kind, sample.id, format, copy, lambda: read_sample(sample))

    def example(self, kind: str, format: str = "pdf", copy: str = "delivery") -> Document:
        """Return a document of a kind's example."""
        schema = self._engine.catalogue[kind].schema
        return self._made(kind, "", format, copy, lambda: (schema.example, {}))

    def blank(self, kind: str, format: str) -> Document:
        """Return a kind's blank edition of a certain day."""
        return self._kept(
            (kind, "", format, "blank"),
            lambda: blank_edition(self._engine, kind, format, BLANK_DAY),
        )

    def badly_filled(self, sample: Sample) -> list[str]:
        """Return what is wrong with how the pages of a case are filled."""
        self.sample(sample, copy="archive")
        return self._badly_filled[sample.id]

    def _made(self, kind: str, name: str, format: str, copy: str, case: Case) -> Document:
        def make() -> Document:
            payload, files = case()
            with _layouts() as laid_out:
                made = self._engine.render(kind, payload, format, copy=copy, files=files)
            if laid_out and copy == "archive":
                self._badly_filled[name] = [*chain.from_iterable(laid_out)]
            return made

        return self._kept((kind, name, format, copy), make)

    def _kept(self, key: tuple[str, ...], make: Callable[[], Document]) -> Document:
        if key not in self._documents:
            self._documents[key] = make()
        self._documents.move_to_end(key)
        while len(self._documents) > MOST:
            self._documents.popitem(last=False)
        return self._documents[key]


@contextmanager
def _layouts() -> Iterator[list[list[str]]]:
    """Take down what is wrong with how pages are filled, of all that is laid out meanwhile."""
    found: list[list[str]] = []
    lay_out = pdf.laid_out

    def watched(*args: Any, **named: Any) -> Any:
        document = lay_out(*args, **named)
        found.append(faults(document))
        return document

    pdf.laid_out = watched
    try:
        yield found
    finally:
        pdf.laid_out = lay_out
