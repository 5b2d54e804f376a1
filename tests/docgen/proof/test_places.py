"""Values that changed places are told, whatever was changed elsewhere; other edits are not."""

import pytest

from docgen.proof.places import changed_places

OURS = (
    "问：你是否申请回避？答：{% if recusal %}{{ recusal }}{% endif %}"
    "问：你是否明白？答：{% if duty %}{{ duty }}{% endif %}"
    "{%tr for each in rows %}{{ each.name }}{{ each.number }}{%tr endfor %}经办人：{{ handler }}。"
)


def told(*changes: tuple[str, str]) -> list[tuple[str, str, str]]:
    theirs = OURS
    for old, new in changes:
        assert old in theirs
        theirs = theirs.replace(old, new)
    return [*changed_places(f"<w:t>{OURS}</w:t>", f"<w:t>{theirs}</w:t>")]


def test_values_and_their_conditions_that_change_places_are_told() -> None:
    turned = (("recusal", "aside"), ("duty", "recusal"), ("aside", "duty"))
    assert told(*turned) == [
        ("问：你是否申请回避？答："[-12:], "recusal", "duty"),
        ("问：你是否明白？答："[-12:], "duty", "recusal"),
    ]


def test_another_wording_elsewhere_hides_no_change() -> None:
    (found,) = told(("是否明白", "是否清楚"), ("{{ handler }}", "{{ duty }}"))
    assert found == ("经办人：", "handler", "duty")


@pytest.mark.parametrize(
    "changes",
    [
        (("each", "row"),),
        (("{% if duty %}", ""), ("{% endif %}", "")),
        (("{{ each.number }}", "{{ each.day }}{{ each.number }}"),),
        (("经办人：{{ handler }}", "经办：{{ duty }}，{{ handler }}"),),
        (("{{ handler }}", "{{ handler }}{# 手写 #}"),),
    ],
)
def test_values_that_stay_are_not_told(changes: tuple[tuple[str, str], ...]) -> None:
    assert told(*changes) == []
