"""Photos as an annex to a record: taken on the spot, by somebody who was there, and commented."""

from collections.abc import Iterator

from schemas.ground.base import Facts, Finding, Record, notice, rule
from schemas.ground.fields import Rows, Text, When
from schemas.ground.kind import KindSchema
from schemas.parts.evidence import SOURCE_OF_EVIDENCE
from schemas.parts.photos import Photo, taken_on_the_spot
from schemas.parts.visit import people_of_the_bureau

PHOTOS = "《市场监督管理行政处罚程序规定》第四十四条"
GROUP = "现场照片"


class PhotoAnnex(KindSchema):
    """A record with photos taken between its `started_at` and `ended_at`."""

    photos = Rows("现场照片", Photo, most=60, group=GROUP, optional=True, source=PHOTOS)
    photos_comment = Text(
        "当事人对照片的核对意见",
        longest=200,
        group=GROUP,
        optional=True,
        own=True,
        applies=When("photos"),
        spoken=True,
        hint="例如「照片我看过，与现场一致。」",
        source=SOURCE_OF_EVIDENCE,
    )

    @rule(PHOTOS)
    def photos_were_taken_during_the_visit(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Each photo is another photo, taken within the time span by somebody who was there."""
        if not value.photos:
            yield notice(
                "/photos", "no_photos", "没有现场照片，请核对是否已按规定拍照、录音或者录像。"
            )
        people = people_of_the_bureau(value)
        for finding in taken_on_the_spot(value.photos, value.started_at, value.ended_at, people):
            yield finding.below("/photos")
