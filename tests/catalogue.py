"""The real catalogue and corpus as parameters: a new kind is covered the moment its files exist."""

import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from api.pages.form.model import WIDGETS
from docgen.case.payload import read_payload
from docgen.engine import open_catalogue
from docgen.kinds.corpus import Sample, find_refusals, find_samples
from docgen.kinds.json_schema import json_schema
from docgen.photo.folder import FolderPhotos
from docgen.settings import Settings
from schemas.ground.base import Part

LONG = bool(os.environ.get("DOCGEN_SOAK"))
CORPUS = Path(__file__).parent / "corpus"
_DECLARED = open_catalogue(Settings.from_env({}))
KINDS = tuple(_DECLARED)
SAMPLES = tuple(find_samples(CORPUS, KINDS))
REFUSALS = tuple(find_refusals(CORPUS, KINDS))

# Names and words of a schema, which say nothing of the shape of its values.
_WORDS = frozenset({"title", "description", "examples", "default"})


def _shapes_in(schema: Any) -> set[str]:
    """Return how the values of a JSON Schema are described: keywords and types, without words."""
    if isinstance(schema, list):
        return {shape for each in schema for shape in _shapes_in(each)}
    if not isinstance(schema, dict):
        return set()
    said = {key: each for key, each in schema.items() if key not in _WORDS and key[:2] != "x-"}
    shapes = {f"{' '.join(sorted(said))} {said.get('type')}"}
    for key, below in said.items():
        named = key in ("properties", "$defs")  # Keys there are names of ours.
        shapes |= _shapes_in([*below.values()] if named else below)
    return shapes


def _asked_in(
    reader: Part, sort_of: Callable[[Any], type] = type, depth: int = 0
) -> set[tuple[str, int, bool]]:
    """Return what a form asks for: sorts of fields, how deep in rows, and whether they must be."""
    asked = set()
    for each in reader.fields.values():
        asked.add((sort_of(each).__name__, depth, bool(getattr(each, "optional", False))))
        if below := getattr(each, "below", None):
            asked |= _asked_in(below, sort_of, depth + 1)
    return asked


def _drawn_as(field: Any) -> type:
    """Return as what a field is drawn: a code and a name, both typed, are one to a page."""
    return next((sort for sort, _ in WIDGETS if isinstance(field, sort)), type(field))


def _few_with_all(found: Mapping[str, set[Any]]) -> tuple[str, ...]:
    """Return few kinds that have between them what all have, the richest first."""
    left, chosen = dict(found), []
    while any(left.values()):
        richest = max(left, key=lambda name: len(left[name]))
        chosen.append(richest)
        left = {name: each - found[richest] for name, each in left.items()}
    return tuple(chosen)


# For what is slow and follows from the sorts of values or fields: few kinds that have them all.
TYPICAL = _few_with_all({name: _shapes_in(json_schema(each)) for name, each in _DECLARED.items()})
FORMS = _few_with_all({name: _asked_in(each.reader) for name, each in _DECLARED.items()})
# For what a browser alone shows: few forms that draw everything a form can draw.
DRAWN = _few_with_all({name: _asked_in(each.reader, _drawn_as) for name, each in _DECLARED.items()})
every_sort_of_form = pytest.mark.parametrize("kind", KINDS if LONG else FORMS)
everything_drawn = pytest.mark.parametrize("kind", KINDS if LONG else DRAWN)
every_kind = pytest.mark.parametrize("kind", KINDS)
every_sample = pytest.mark.parametrize("sample", SAMPLES, ids=[each.id for each in SAMPLES])

# What is slow and follows from the templates: of each kind the case with least and that with most.
_OF_EACH = [[sample for sample in SAMPLES if sample.kind == kind] for kind in KINDS]
SHORTEST, LONGEST = (
    frozenset(find(each, key=lambda sample: sample.path.stat().st_size) for each in _OF_EACH)
    for find in (min, max)
)
EXTREMES = tuple(sample for sample in SAMPLES if sample in SHORTEST | LONGEST)
two_of_every_kind = pytest.mark.parametrize("sample", EXTREMES, ids=[each.id for each in EXTREMES])
every_refusal = pytest.mark.parametrize("sample", REFUSALS, ids=[each.id for each in REFUSALS])


def read_sample(sample: Sample) -> tuple[dict[str, Any], Mapping[str, bytes]]:
    """Return a sample's JSON and the photos of its kind's folder."""
    return read_payload(sample.path.read_bytes()), FolderPhotos(CORPUS / sample.kind)
