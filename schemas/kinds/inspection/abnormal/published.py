"""公示: when a decision about the list of abnormal operations was made public."""

from collections.abc import Iterator

from schemas.ground.base import Facts, Finding, Part, Record, error, rule
from schemas.ground.fields import Day


class Published(Part):
    """A decision that is published once it is made."""

    published_on = Day("公示日期", group="文号与日期", optional=True, kept=True, own=True)

    @rule("文书所载日期")
    def published_once_decided(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Nothing is made public before it is decided."""
        if value.published_on and value.published_on < value.issued_on:
            yield error("/published_on", "published_before", "公示日期早于决定日期，请核对。")
