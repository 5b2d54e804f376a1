"""附件: the material that goes with a letter, listed with its copies and pages."""

from collections.abc import Iterator

from schemas.ground.base import Facts, Finding, Part, Record, derived, error, rule
from schemas.ground.fields import Count, Rows, Text
from schemas.parts.blanks import FINAL_MARKS


class Attachment(Part):
    """附件: one item of the material that goes with the letter."""

    name = Text("材料名称", hint="例如：现场笔录、照片、询问笔录、营业执照复印件。")
    copies = Count("份数", least=1, most=9999, unit="份")
    pages = Count("页数", least=1, most=99_999, unit="页", hint="全部份数合计的页数。")

    @rule("GB/T 9704-2012 第7.3.4条")
    def listed_as_attachments_are(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """A name has no final punctuation, and a copy has at least one page."""
        if value.name.endswith(FINAL_MARKS):
            yield error("/name", "final_punctuation", "附件名称后不加标点符号，请删去。")
        if value.pages < value.copies:
            yield error("/pages", "pages_fewer_than_copies", "页数少于份数，每份至少一页，请核对。")


class Attachments(Part):
    """A letter with attachments, and how many copies and pages they come to."""

    attachments = Rows("附件", Attachment, least=1, most=60, source="GB/T 9704-2012 第7.3.4条")

    @derived(Count("附件份数"))
    def attachment_copies(self, value: Record, facts: Facts) -> int:
        """How many copies go with the letter."""
        return sum(each.copies for each in value.attachments)

    @derived(Count("附件页数"))
    def attachment_pages(self, value: Record, facts: Facts) -> int:
        """How many pages go with the letter."""
        return sum(each.pages for each in value.attachments)
