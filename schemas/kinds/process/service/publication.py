"""公告的发布: where a notice appears, from which day its thirty days run, and only once a paper."""

from collections.abc import Iterator, Sequence

from schemas.ground.base import Facts, Finding, Record, error, rule
from schemas.ground.fields import Choice, Day, Rows
from schemas.ground.kind import KindSchema
from schemas.ground.neighbours import Standing, beside
from schemas.guard.folding import folded_name
from schemas.kinds.process.service.last_resort import GROUP
from schemas.kinds.process.service.served import SERVICE

PLACES = {
    "board": "本机关公告栏和受送达人住所地",
    "newspaper": "报纸",
    "website": "本机关门户网站",
}


class Publication(KindSchema):
    """It appears on the day of the notice or later, and the paper it serves was there before."""

    published_as = "public_service_notice"

    posted_at = Rows(
        "公告方式", Choice("方式", PLACES), most=len(PLACES), group=GROUP, kept=True, own=True,
        source=SERVICE,
    )  # fmt: skip
    notice_published_on = Day(
        "公告发布日期", group=GROUP, own=True, kept=True, planned=True, source=SERVICE
    )

    @rule(SERVICE)
    def published_once_it_is_there(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """It appears on its day or later; the paper it serves was there before."""
        if value.notice_published_on < value.issued_on:
            yield error(
                "/notice_published_on", "published_before", "公告发布日期早于文书日期，请核对。"
            )
        if value.served_paper_on > value.issued_on:
            yield error(
                "/served_paper_on", "served_after_notice", "送达文书的日期晚于公告，请核对。"
            )
        for index, each in enumerate(value.posted_at):
            if each in value.posted_at[:index]:
                yield error(
                    f"/posted_at/{index}", "place_repeated", "这种公告方式已经选过，请删去。"
                )

    @beside("public_service_notice", source=SERVICE)
    def one_notice_a_paper(self, value: Record, others: Sequence[Standing]) -> Iterator[Finding]:
        """A paper whose notice appeared is served when its days have passed."""
        named = folded_name(value.served_paper)
        for each in others:
            told = f"{each.says('served_title')}{each.says('served_number') or ''}"
            if folded_name(told) == named.replace("　", ""):
                yield error(
                    "/served_title",
                    "notice_repeated",
                    f"{each}已经公告送达这份文书，请先作废原公告。",
                )
