"""Documents of the catalogue, each made once for all tests of a kind that look at it."""

from collections import OrderedDict
from collections.abc import Callable, Mapping
from typing import Any

from docgen import Engine
from docgen.document import Document
from docgen.kinds.corpus import Sample
from tests.catalogue import read_sample

# Tests of one kind come together (`tests/conftest.py`); no kind has more documents at a time.
MOST = 64
Case = Callable[[], tuple[Mapping[str, Any], Mapping[str, bytes]]]


class Made:
    """What an engine makes of examples and of the corpus; the latest documents are kept."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._documents: OrderedDict[tuple[str, ...], Document] = OrderedDict()

    def sample(self, sample: Sample, format: str = "pdf", copy: str = "delivery") -> Document:
        """Return a document of a case of the corpus."""
        return self._made(sample.kind, sample.id, format, copy, lambda: read_sample(sample))

    def example(self, kind: str, format: str = "pdf", copy: str = "delivery") -> Document:
        """Return a document of a kind's example."""
        schema = self._engine.catalogue[kind].schema
        return self._made(kind, "", format, copy, lambda: (schema.example, {}))

    def _made(self, kind: str, name: str, format: str, copy: str, case: Case) -> Document:
        key = kind, name, format, copy
        if key not in self._documents:
            payload, files = case()
            made = self._engine.render(kind, payload, format, copy=copy, files=files)
            self._documents[key] = made
        self._documents.move_to_end(key)
        while len(self._documents) > MOST:
            self._documents.popitem(last=False)
        return self._documents[key]
