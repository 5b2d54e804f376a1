"""Find kinds as a clerk types them: in Chinese, as people call them, in pinyin or its initials.

Official form and identifier will do too; where nothing answers, one character may be wrong.
"""

import unicodedata
from collections.abc import Mapping, Sequence
from functools import cached_property
from types import MappingProxyType

from docgen.kinds.catalogue import Catalogue, Kind
from schemas.ground.kind import Workflow
from schemas.law.numerals import chinese_numeral

# 投诉举报文书式样 and 行政处罚文书格式范本, as a header abbreviates them.
FORM_TITLES: Mapping[str, str] = MappingProxyType(
    {"CF": "投诉举报文书式样", "PF": "处罚文书格式范本"}
)

# The stages of a work.
OPENS, GOES_ON, ENDS, STANDS_ALONE = STAGES = ("开始", "办理", "结束", "单独使用")

# One wrong of two characters is another word.
_SHORTEST, _SHORTEST_LATIN = 3, 5


class KindSearch:
    """Everything by which the kinds of one catalogue can be found, worked out when first asked."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue

    @cached_property
    def _kinds(self) -> Sequence[tuple[Kind, tuple[str, ...], tuple[str, ...]]]:
        return [(kind, _spellings(kind), _names(kind)) for kind in self._catalogue.values()]

    def find(self, words: str = "") -> Mapping[Workflow, list[Kind]]:
        """Return the kinds that answer to every one of `words`, grouped by their work.

        Where none does, those whose names differ from a word in one place. Kinds of a work stand
        in the order in which its papers come one after the other.
        """
        # Where none is asked for, no spelling is worked out.
        wanted = _plain(words).split()
        kinds = self._answering(wanted) if wanted else [*self._catalogue.values()]
        found: dict[Workflow, list[Kind]] = {}
        for kind in sorted(kinds, key=lambda each: (self._places[each.name], each.name)):
            found.setdefault(kind.workflow, []).append(kind)
        return {workflow: found[workflow] for workflow in Workflow if workflow in found}

    def stages(self, kinds: Sequence[Kind]) -> list[tuple[str, list[Kind]]]:
        """Return kinds of one work by where they stand in it, in their order; no stage is empty.

        What is followed by more than twice as many kinds as it follows opens it; the other way
        round it ends it.
        """
        found: dict[str, list[Kind]] = {stage: [] for stage in STAGES}
        for kind in kinds:
            after = len(self._neighbours[kind.name] - {kind.name})
            before = sum(
                kind.name in each for name, each in self._neighbours.items() if name != kind.name
            )
            found[_stage(after, before)].append(kind)
        return [(stage, each) for stage, each in found.items() if each]

    @cached_property
    def _neighbours(self) -> Mapping[str, frozenset[str]]:
        """After which kinds of its own work each may come."""
        return {
            name: frozenset(
                each.kind
                for each in kind.schema.neighbours.follows
                if each.kind in self._catalogue
                and self._catalogue[each.kind].workflow is kind.workflow
            )
            for name, kind in self._catalogue.items()
        }

    def _answering(self, wanted: Sequence[str]) -> list[Kind]:
        return [
            kind
            for kind, spellings, _ in self._kinds
            if all(any(word in each for each in spellings) for word in wanted)
        ] or [
            kind
            for kind, _, names in self._kinds
            if all(any(differs_in_one(word, each) for each in names) for word in wanted)
        ]

    @cached_property
    def _places(self) -> Mapping[str, int]:
        """Where each kind stands in its work: after how many others it may come, less how many
        may come after it. So what opens a case stands first, what ends it last.
        """
        places = dict.fromkeys(self._catalogue, 0)
        for name, earlier in self._neighbours.items():
            for each in earlier - {name}:
                places[name] += 1
                places[each] -= 1
        return places


def _stage(follows: int, followed: int) -> str:
    """Return the stage of a kind that follows so many of its work and is followed by so many."""
    if not follows and not followed:
        return STANDS_ALONE
    if followed > 2 * follows:
        return OPENS
    return ENDS if follows > 2 * followed else GOES_ON


def form_title(kind: Kind) -> str:
    """Return the official form a kind follows in words: 投诉举报文书式样九; empty: none."""
    series, _, number = kind.header.form.partition("-")
    if not number.isdigit() or series not in FORM_TITLES:
        return kind.header.form
    return f"{FORM_TITLES[series]}{chinese_numeral(int(number))}"


def differs_in_one(word: str, name: str) -> bool:
    """Tell whether `name` holds `word` but for one character: another one, one more or one less.

    Words so short that they would answer to anything answer to nothing.
    """
    if len(word) < (_SHORTEST_LATIN if word.isascii() else _SHORTEST):
        return False
    # How far each beginning of the word is from what ends at a place of the name (Sellers, 1980).
    before = list(range(len(word) + 1))
    for each in name:
        now = [0]
        for place, wanted in enumerate(word, start=1):
            changed = before[place - 1] + (wanted != each)
            now.append(min(changed, before[place] + 1, now[place - 1] + 1))
        if now[-1] <= 1:
            return True
        before = now
    return False


def _names(kind: Kind) -> tuple[str, ...]:
    """Return what a kind is called, in Chinese and in pinyin."""
    from pypinyin import lazy_pinyin  # noqa: PLC0415

    called = (kind.header.title, *kind.header.also)
    return tuple(_plain(each) for name in called for each in (name, "".join(lazy_pinyin(name))))


def _spellings(kind: Kind) -> tuple[str, ...]:
    # Its dictionary of phrases takes half a second to load.
    from pypinyin import Style, lazy_pinyin  # noqa: PLC0415

    header = kind.header
    called = (header.title, *header.also, kind.workflow.value)
    initials = ("".join(lazy_pinyin(each, style=Style.FIRST_LETTER)) for each in called)
    official = (header.form, header.form.replace("-", ""), form_title(kind), kind.name)
    spoken = "".join(lazy_pinyin(kind.workflow.value))
    said = (kind.workflow.value, header.summary, spoken, *official, *initials)
    return (*_names(kind), *(_plain(each) for each in said if each))


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()
