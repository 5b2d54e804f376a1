"""One name means one thing in all kinds, and one thing has one name: a case carries by names.

Looked at are the fields a kind itself declares: inside a part a name means what its part says.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from docgen.engine import open_catalogue
from docgen.settings import Settings
from schemas.ground.fields import Described
from tests.catalogue import KINDS

CATALOGUE = open_catalogue(Settings.from_env({}))
Uses = Mapping[str, frozenset[str]]

# Lawful all the same, each for its reason. What is not needed any more fails.
TWO_LABELS = {
    "issued_on": "The day that dates a paper is called after what the paper does; none is carried.",
    "approval": "A contract's buyer confirms, an authority approves: one act of the bureau.",
    "accepted_on": "受理 of a complaint and 验收 of work: two things, told apart by their labels, "
    "so that neither is carried over.",
    "place": "CF-9 asks where they mediated, PF-9 prints 地点 alone; neither is carried over.",
}
TWO_NAMES = {
    "投诉人": "A letter is addressed to names; a mediation binds persons with papers and agents.",
}


def differing(pairs: Iterable[tuple[str, str]]) -> Uses:
    """Return every first of the pairs that stands with more than one second."""
    found: dict[str, set[str]] = defaultdict(set)
    for one, other in pairs:
        found[one].add(other)
    return {one: frozenset(others) for one, others in found.items() if len(others) > 1}


def terms() -> list[tuple[str, str]]:
    """Return the name and the label of every field that a kind declares."""
    return [
        (name, field.label)
        for kind in KINDS
        for name, field in CATALOGUE[kind].reader.fields.items()
        if isinstance(field, Described)
    ]


def test_one_name_has_one_label() -> None:
    found = differing(terms())
    differ = found.keys() ^ TWO_LABELS.keys()
    assert not differ, f"one name, several labels: {[(each, found.get(each)) for each in differ]}"


def test_one_label_has_one_name() -> None:
    found = differing((label, name) for name, label in terms())
    differ = found.keys() ^ TWO_NAMES.keys()
    assert not differ, f"one label, several names: {[(each, found.get(each)) for each in differ]}"


def test_both_faults_are_found() -> None:
    words = [("received_on", "收到投诉日期"), ("received_on", "收到日期"), ("got_on", "收到日期")]
    assert differing(words) == {"received_on": {"收到投诉日期", "收到日期"}}
    assert differing((label, name) for name, label in words) == {
        "收到日期": {"received_on", "got_on"}
    }
