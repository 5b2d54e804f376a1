"""The real catalogue and corpus as parameters: a new kind is covered the moment its files exist."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from docgen.case.payload import read_payload
from docgen.engine import open_catalogue
from docgen.kinds.corpus import Sample, find_refusals, find_samples
from docgen.photo.folder import FolderPhotos
from docgen.settings import Settings

CORPUS = Path(__file__).parent / "corpus"
KINDS = tuple(open_catalogue(Settings.from_env({})))
SAMPLES = tuple(find_samples(CORPUS, KINDS))
REFUSALS = tuple(find_refusals(CORPUS, KINDS))

every_kind = pytest.mark.parametrize("kind", KINDS)
every_sample = pytest.mark.parametrize("sample", SAMPLES, ids=[each.id for each in SAMPLES])

# What is slow and follows from the templates: of each kind the case with least and that with most.
EXTREMES = tuple(
    dict.fromkeys(
        each
        for kind in KINDS
        for find in (min, max)
        for each in [
            find(
                (sample for sample in SAMPLES if sample.kind == kind),
                key=lambda sample: sample.path.stat().st_size,
            )
        ]
    )
)
two_of_every_kind = pytest.mark.parametrize("sample", EXTREMES, ids=[each.id for each in EXTREMES])
every_refusal = pytest.mark.parametrize("sample", REFUSALS, ids=[each.id for each in REFUSALS])


def read_sample(sample: Sample) -> tuple[dict[str, Any], Mapping[str, bytes]]:
    """Return a sample's JSON and the photos of its kind's folder."""
    return read_payload(sample.path.read_bytes()), FolderPhotos(CORPUS / sample.kind)
