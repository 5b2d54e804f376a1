"""Invent cases of every length and say how their pages are filled: `python -m tests.page_fill 400`.

The cases are those of the corpus with their long texts cut or lengthened and rows taken away or
repeated, as far as the kind still takes them for lawful.
"""

import random
import re
import sys
from collections.abc import Iterator, Mapping
from typing import Any

from weasyprint import Document

from docgen import Engine, InvalidCaseError, open_engine
from docgen.case.case import Case
from docgen.case.words import describe
from docgen.kinds.corpus import Sample
from docgen.render.fitting import faults
from docgen.render.pdf import laid_out
from schemas.ground.base import Part
from schemas.ground.fields import LongText, Rows
from tests.catalogue import SAMPLES, read_sample

FILLING = "上述情况由双方当事人分别说明，并有购买凭证、照片和聊天记录为证，核对无误后附卷。"


def invented(engine: Engine, number: int, seed: int = 20260710) -> Iterator[tuple[Sample, Case]]:
    """Yield so many lawful cases, the same for the same seed."""
    chance = random.Random(seed)
    while number:
        sample = chance.choice(SAMPLES)
        payload, files = read_sample(sample)
        other = _varied(engine.catalogue[sample.kind].reader, payload, chance)
        try:
            case = engine.check(sample.kind, other, files=files)
        except InvalidCaseError:
            continue
        yield sample, case
        number -= 1


def _varied(part: Part, payload: Mapping[str, Any], chance: random.Random) -> dict[str, Any]:
    varied = dict(payload)
    for name, field in part.fields.items():
        value = payload.get(name)
        if isinstance(field, LongText) and isinstance(value, str):
            varied[name] = _of_length(value, chance.choice((20, 60, 120, 240, 480)), field.longest)
        elif isinstance(field, Rows) and isinstance(value, list) and value and field.below:
            rows = [_varied(field.below, row, chance) for row in value]
            varied[name] = (rows * 3)[: max(1, chance.randint(len(rows) - 1, len(rows) + 2))]
        elif isinstance(value, dict) and getattr(field, "below", None):
            varied[name] = _varied(field.below, value, chance)
    return varied


def _of_length(text: str, length: int, longest: int) -> str:
    """Return a text cut at a mark, or lengthened by whole sentences, to about a length."""
    length = min(length, longest)
    if len(text) > length:
        whole = re.match(r".*[。；！？]", text[:length], re.DOTALL)
        return whole[0] if whole else text
    missing = (length - len(text)) // len(FILLING)
    return text + FILLING * missing


def document_of(engine: Engine, case: Case) -> Document:
    """Return the laid-out pages of a case."""
    page = engine.pages[case.kind.name].render(describe(case, engine.house_words))
    return laid_out(page, engine.faces)


def main() -> None:
    """Print the faults of so many invented cases, and how many of each kind have any."""
    engine = open_engine()
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 400
    counts: dict[str, list[int]] = {}
    for sample, case in invented(engine, number):
        found = faults(document_of(engine, case))
        counts.setdefault(sample.kind, []).append(bool(found))
        for fault in found:
            print(f"{sample.id}: {fault}")
    for kind, faulty in sorted(counts.items()):
        print(f"{kind}: {sum(faulty)} of {len(faulty)}")


if __name__ == "__main__":
    main()
