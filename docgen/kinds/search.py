"""Find kinds as a clerk types them: Chinese, pinyin or its initials, official form, identifier."""

import unicodedata
from collections.abc import Mapping
from functools import cached_property
from types import MappingProxyType

from docgen.kinds.catalogue import Catalogue, Kind
from schemas.ground.kind import Workflow
from schemas.law.numerals import chinese_numeral

# 投诉举报文书式样 and 行政处罚文书格式范本, as a header abbreviates them.
FORM_TITLES: Mapping[str, str] = MappingProxyType(
    {"CF": "投诉举报文书式样", "PF": "处罚文书格式范本"}
)


class KindSearch:
    """Everything by which the kinds of one catalogue can be found, worked out when first asked."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue

    @cached_property
    def _kinds(self) -> Mapping[str, tuple[Kind, tuple[str, ...]]]:
        return {name: (kind, _spellings(kind)) for name, kind in self._catalogue.items()}

    def find(self, words: str = "") -> Mapping[Workflow, list[Kind]]:
        """Return the kinds that answer to every one of `words`, grouped by their work."""
        wanted = _plain(words).split()
        found: dict[Workflow, list[Kind]] = {}
        for kind, spellings in self._kinds.values():
            if all(any(word in each for each in spellings) for word in wanted):
                found.setdefault(kind.workflow, []).append(kind)
        return {workflow: found[workflow] for workflow in Workflow if workflow in found}


def form_title(kind: Kind) -> str:
    """Return the official form a kind follows in words: 投诉举报文书式样九; empty: none."""
    series, _, number = kind.header.form.partition("-")
    if not number.isdigit() or series not in FORM_TITLES:
        return kind.header.form
    return f"{FORM_TITLES[series]}{chinese_numeral(int(number))}"


def _spellings(kind: Kind) -> tuple[str, ...]:
    # Its dictionary of phrases takes half a second to load.
    from pypinyin import Style, lazy_pinyin  # noqa: PLC0415

    header = kind.header
    titles = (header.title, kind.workflow.value, header.summary)
    read = [lazy_pinyin(title) for title in titles[:2]]
    initials = [lazy_pinyin(title, style=Style.FIRST_LETTER) for title in titles[:2]]
    official = (header.form, header.form.replace("-", ""), form_title(kind), kind.name)
    spoken = ["".join(parts) for parts in (*read, *initials)]
    return tuple(_plain(each) for each in (*titles, *official, *spoken) if each)


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()
