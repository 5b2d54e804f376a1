"""Judge the texts of a whole case: one walk, every guard, whatever the kind.

What a guard needs to know of a kind its header says (who reads it, what dates it), and of a field
the field itself (whose it is, whether it is printed, whether somebody said it).
"""

from collections.abc import Iterable, Iterator
from datetime import date
from functools import lru_cache
from itertools import chain

from schemas.ground.base import Facts, Finding, Record, Weight, error, notice
from schemas.ground.fields import Code
from schemas.ground.kind import Audience, KindSchema
from schemas.guard.addresses import addresses_of_others
from schemas.guard.agreed import agreed_to_another_act
from schemas.guard.chosen import items_as_chosen
from schemas.guard.complaints import told_to_the_parties
from schemas.guard.confidences import readers
from schemas.guard.damages import damages_told
from schemas.guard.days import days_of
from schemas.guard.days_beside import days_as_entered, proofs_expired
from schemas.guard.denied import choices_denied, texts_denied
from schemas.guard.figures import figures_that_differ, totals_of_another
from schemas.guard.folding import folded_name, same_number
from schemas.guard.in_effect import days_of_effect
from schemas.guard.law_that_was import told_as_ended
from schemas.guard.names_only import names_that_say_more
from schemas.guard.nearly import nearly_another
from schemas.guard.numbered_days import days_before_the_order
from schemas.guard.numbers_printed import numbers_as_printed
from schemas.guard.periods import periods_as_the_law_has_them
from schemas.guard.quoted import quotations_altered
from schemas.guard.reading import Reading
from schemas.guard.remedies import remedies_as_the_law_has_them
from schemas.guard.reporters import betrayed_to_the_party, people_in_figures, told_to_an_authority
from schemas.guard.restated import restated_differently
from schemas.guard.roles import (
    officials_are_people,
    one_number_of_two,
    parties_are_others,
    parts_that_exclude,
)
from schemas.guard.strangers import strangers_named
from schemas.guard.telling import told_days, wishes_for_facts
from schemas.guard.told import told_anywhere
from schemas.guard.unread import left_to_a_person
from schemas.law import Doubt

# Whoever complains, or is complained of, reads papers about complaints.
_OF_COMPLAINTS = frozenset((Audience.complainant, Audience.respondent, Audience.reporter))
# Whoever has to know the matter, and nobody in it.
_TOLD_THE_MATTER = frozenset((Audience.authority, Audience.adviser))
NUMBERS = "GB/T 9704-2012 第7.2.5条"
# Who learns of a home what is no business of theirs.
_READ_BY_OTHERS = frozenset(
    (Audience.inspected_party, Audience.authority, Audience.complainant, Audience.respondent)
)


def guard(kind: KindSchema, value: Record, facts: Facts) -> Iterator[Finding]:
    """Yield what no text of this case may carry, and what in it asks for a person's eyes."""
    reading = Reading.of(kind, value)
    services = (same_number(facts.house.authority.phone),)
    read_by_others = not _READ_BY_OTHERS.isdisjoint(kind.header.audience)
    dated = kind.dated(value)
    yield from _not_twice(
        _confided(kind, value, reading, services),
        strangers_named(reading, read_by_others=read_by_others),
        told_anywhere(reading, _places_of(kind), facts.house),
    )
    yield from parts_that_exclude(reading)
    yield from one_number_of_two(reading)
    yield from officials_are_people(reading, facts.house)
    yield from parties_are_others(reading, facts.house)
    yield from days_of(kind, reading, dated, facts)
    yield from _law_as_cited(kind, reading, dated, facts)
    yield from days_of_effect(reading, dated, facts.law)
    approval = value.get("approval")
    approved = approval.approved_on if approval else None
    yield from told_days(reading, dated, approved)
    yield from days_as_entered(reading, dated)
    yield from proofs_expired(reading, dated)
    yield from days_before_the_order(reading, dated)
    yield from periods_as_the_law_has_them(reading, advises=kind.header.advises)
    yield from figures_that_differ(reading, dated)
    yield from choices_denied(reading)
    yield from texts_denied(reading)
    yield from restated_differently(kind, value, facts)
    yield from quotations_altered(reading, dated, facts.law)
    yield from nearly_another(reading)
    if "rows_digest" in kind.fields and reading.counts:
        yield from totals_of_another(reading)
    if "contract" in kind.fields:
        yield from damages_told(reading, _contract_of(value, facts.house))
    yield from own_number_cited(reading)
    yield from numbers_as_printed(reading, facts)
    yield from names_that_say_more(reading)
    yield from remedies_as_the_law_has_them(reading)
    yield from agreed_to_another_act(kind, reading)
    yield from wishes_for_facts(reading)
    yield from items_as_chosen(kind, reading, value, facts)
    if facts.copy == "redacted":
        yield from left_to_a_person(reading)


def _confided(
    kind: KindSchema, value: Record, reading: Reading, services: tuple[str, ...]
) -> Iterator[Finding]:
    """Yield what the readers of a paper may not learn of others."""
    audience = kind.header.audience
    if Audience.inspected_party in readers(kind, value):
        yield from betrayed_to_the_party(reading, services)
    if not _TOLD_THE_MATTER.isdisjoint(audience):
        yield from told_to_an_authority(reading, services)
    if not _OF_COMPLAINTS.isdisjoint(audience):
        both = Audience.respondent in audience
        yield from told_to_the_parties(reading, services, both=both)
    of_figures = kind.compiler is not None or "rows_digest" in kind.fields
    if of_figures:
        yield from people_in_figures(reading, services)
    if of_figures or not _READ_BY_OTHERS.isdisjoint(audience):
        yield from addresses_of_others(reading)


@lru_cache(maxsize=1024)
def _places_of(kind: KindSchema) -> tuple[str, ...]:
    """Return the places of `told.toml` and its like that every text of a kind is judged by."""
    header = kind.header
    of_complaints = not _OF_COMPLAINTS.isdisjoint(header.audience)
    # A contract and what a contractor reads speak of the contractor all along.
    of_procedure = Audience.contractor not in header.audience and "contract" not in kind.fields
    places = {
        "of_complaints": of_complaints,
        "everywhere": True,
        "of_records": not header.advises,
        "of_procedure": of_procedure and not header.advises,
    }
    return tuple(place for place, holds in places.items() if holds)


def _not_twice(first: Iterable[Finding], *others: Iterable[Finding]) -> Iterator[Finding]:
    """Yield findings, of the others no notice that says of a text what was said of it already."""
    said = set[tuple[str, str]]()
    for each in first:
        said.add((each.pointer, each.source))
        yield each
    for each in chain(*others):
        about = (each.pointer, each.source)
        if each.weight is Weight.error or about not in said:
            yield each
        said.add(about)


def _contract_of(value: Record, house: Record) -> Record | None:
    """Return the contract that a case names, where the house facts hold it."""
    code = value.get("contract")
    return next((each for each in house.contracts if each.code == code), None)


def own_number_cited(reading: Reading) -> Iterator[Finding]:
    """Yield every number of another paper that is this paper's own."""
    own = next((each for each in reading.passages if each.pointer == "/document_number"), None)
    number = folded_name(own.text) if own else ""
    for passage in reading.passages if own else ():
        cited = len(passage.text) >= len(number) and isinstance(passage.field, Code)
        if cited and passage is not own and folded_name(passage.text) == number:
            yield error(
                passage.pointer,
                "own_number_cited",
                f"「{passage.field.label}」就是本文书自己的文号，请填写所依据的那份文书的编号。",
                NUMBERS,
            )


def _law_as_cited(kind: KindSchema, reading: Reading, on: date, facts: Facts) -> Iterator[Finding]:
    """Law is cited that is in force on the day of the document, by articles that speak of it."""
    named = facts.law.may_be_named_in(reading.joined)
    if not named and "条" not in reading.joined:
        return
    header = kind.header
    complaint = header.advises or not _OF_COMPLAINTS.isdisjoint(header.audience)
    for passage in reading.free:
        repealed = facts.law.repealed_in(passage.text, on, complaint=complaint) if named else ()
        for mention in repealed:
            if not told_as_ended(passage, mention, advises=header.advises):
                yield error(passage.pointer, "repealed_law", mention.message, mention.source)
        for each in facts.law.doubtful_citations(passage.text, on):
            say = notice if each.doubt is Doubt.other_subject else error
            yield say(passage.pointer, each.doubt.value, each.message, each.source)
