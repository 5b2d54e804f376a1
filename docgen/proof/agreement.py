"""Compare the fixed wording of our documents with an official form, letter for letter.

A case is rendered through the real templates with every printed value between two marks, so that
each character of the document is known to be ours (fixed wording) or a value. The values taken out,
the official form must remain. That is decided by walking both texts at once:

- every fixed character must be the form's next character; where the form prints what we derive
  (the title, 年月日 of a date, 市监﹝﹞第号 of a number, the list of grounds, the authority's
  name), characters of a value may be the form's next characters too;
- characters of a value that are not in the form may stand only at its breaks: where it leaves a
  blank, begins a paragraph, or ends;
- a `Departure` lets fixed wording be more (`added`, values inside it taken out; a case prints
  those pieces of it that it needs, in order, each letter for letter) or the form's wording be
  left out (`left_out`), a value in its place or nothing.

A `whole` comparison wants every word of the form in its order; from a break it may go back to an
earlier one, since two complainants have two lines. A partial one may go from any break to any
other, since a case prints only what it has: no agent, no agent's line.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from docgen.proof.marking import WIDE_MARKS
from docgen.proof.official import OfficialForm
from docgen.proof.wording import Wording
from schemas.ground.kind import Departure


@dataclass(frozen=True, slots=True)
class Difference:
    """How far two texts agree: our position, what we print there, what the form wants."""

    position: int
    before: str
    ours: str
    wanted: str = ""

    def __str__(self) -> str:
        if not self.wanted:
            return f"「……{self.before}【{self.ours}】」：官方文书式样在这里没有这些字"
        printed = f"【{self.ours}】" if self.ours else "到此为止"
        return f"「……{self.before}{printed}」：官方文书式样在这里是「{self.wanted}」"


def first_difference(
    ours: Wording, form: OfficialForm, departures: Sequence[Departure], *, whole: bool
) -> Difference | None:
    """Return how far the two texts agree, for whoever mends a template; None if to the end.

    `reached[i]` holds every position of the form at which our first i characters can end, a bit
    each: a number is the quickest set of them, and there are as many sets as characters.
    """
    added = [bare(each.added) for each in departures if each.added]
    ground = _ground(form, tuple(bare(each.left_out) for each in departures if each.left_out))
    reached = [0] * (len(ours.text) + 1)
    reached[0] = 1
    for here in range(len(reached)):
        places = reached[here] = ground.passed_over(reached[here], whole=whole)
        if here == len(ours.text):
            break
        reached[here + 1] |= (places & ground.letters.get(ours.text[here], 0)) << 1
        if not ours.fixed[here]:
            reached[here + 1] |= places & ground.breaks
        for addition in added:
            for end in ours.ends_of(addition, here):
                reached[end] |= places
    if reached[-1] >> len(form.text):
        return None
    here = max(place for place, places in enumerate(reached) if places)
    before, after = ours.text[max(here - 16, 0) : here], ours.text[here : here + 24]
    if not whole:
        return Difference(here, before, after)
    place = reached[here].bit_length() - 1
    return Difference(here, before, after, form.text[place : place + 24])


@dataclass(frozen=True, slots=True)
class Ground:
    """The positions of a form as bits: where each letter stands, where there are breaks.

    `gaps` are the lengths of what is left out, each with the positions where it begins.
    """

    letters: Mapping[str, int]
    breaks: int
    gaps: tuple[tuple[int, int], ...]

    def passed_over(self, places: int, *, whole: bool) -> int:
        """Return these places and those where the form may be taken up again, going on from them.

        That is behind what is left out; from a break, at an earlier one, and at any other unless
        the comparison is `whole`.
        """
        before = 0
        while places != before:
            before = places
            for length, begins in self.gaps:
                places |= (places & begins) << length
            if breaks := places & self.breaks:
                last = breaks.bit_length()
                places |= self.breaks & ((1 << last) - 1) if whole else self.breaks
        return places


@lru_cache(maxsize=64)
def _ground(form: OfficialForm, gaps: tuple[str, ...]) -> Ground:
    """Return the ground of a form with a break before and after everything left out of it."""
    spans = [hit.span() for gap in gaps for hit in re.finditer(re.escape(gap), form.text)]
    breaks = {place for span in spans for place in span}.union(form.breaks)
    letters: dict[str, int] = {}
    for place, letter in enumerate(form.text):
        letters[letter] = letters.get(letter, 0) | 1 << place
    left_out = tuple((end - begin, 1 << begin) for begin, end in spans)
    return Ground(letters, sum(1 << place for place in breaks), left_out)


def bare(words: str) -> str:
    """Return words without white space, their marks wide."""
    return "".join(words.split()).translate(WIDE_MARKS)
