"""网页取证: a page as it was seen, at which address, when, with which account (PP art. 26)."""

import re
from collections.abc import Iterator

from schemas.ground.base import Facts, Finding, Record, derived, error, notice, rule
from schemas.ground.exhibits import Exhibited
from schemas.ground.fields import Moment, Rows, Text
from schemas.ground.kind import KindSchema
from schemas.parts.enclosed_files import (
    ELECTRONIC_DATA,
    EnclosedEvidence,
    Enclosure,
    each_file_once,
)
from schemas.parts.photos import Original, OriginalFile, examine_photo

GROUP = "网页"
_ADDRESS = re.compile(r"https?://[^\s<>\"'一-鿿]+|(?:小程序|公众号|直播间|App|APP|应用)[:： ]?.+")


class WebPage(EnclosedEvidence):
    """One page with its screenshot; what is a picture is printed, so that it can be signed."""

    leading = ("file", "shows", "address", "accessed_at", "account")
    exhibited = Exhibited(
        "网页",
        "shows",
        at="accessed_at",
        origin="address",
        digest="file_digest",
        algorithm="algorithm",
    )

    address = Text(
        "网址或者页面位置",
        longest=500,
        hint="以 http:// 或者 https:// 开头；小程序、应用内的页面写明名称和路径。",
    )
    accessed_at = Moment("访问时间")
    account = Text(
        "登录账号",
        longest=60,
        optional=True,
        hint="没有登录的不填；用中立账号取证，不用举报人、买家的账号。",
    )

    @derived(OriginalFile("截图"))
    def picture(self, value: Record, facts: Facts) -> Original | None:
        """The screenshot as a picture to print; None where the page was kept as another file."""
        kept = value.enclosed
        if not isinstance(kept, Enclosure) or not kept.media_type.startswith("image/"):
            return None
        seen = examine_photo(kept.name, kept.content)
        return seen if isinstance(seen, Original) else None

    @rule(ELECTRONIC_DATA)
    def page_can_be_found_again(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Whoever looks again needs the whole address."""
        if not _ADDRESS.match(value.address):
            yield error(
                "/address",
                "address_incomplete",
                "电子数据应当写明完整的网址（以 https:// 等开头）或者应用内的页面位置。",
            )

    @rule(ELECTRONIC_DATA)
    def account_shows_nobody(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """A page that is seen from an account may show whose it is."""
        if value.account:
            yield notice(
                "/account",
                "account_seen",
                "登录账号取证的，请核对账号和截图中的文件内容不会让人认出举报人、买家，必要时遮盖。",
            )

    @rule(ELECTRONIC_DATA)
    def a_picture_is_whole(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """What calls itself a picture and cannot be shown shows nothing."""
        kept = value.enclosed
        is_picture = isinstance(kept, Enclosure) and kept.media_type.startswith("image/")
        if is_picture and value.picture is None:
            yield error("/file", "not_a_photo", "这个截图文件不是完整的图片，请重新提交。")


class WithWebPages(KindSchema):
    """A record of pages that were kept between its `started_at` and `ended_at`."""

    web_pages = Rows(
        "网页",
        WebPage,
        most=60,
        group=GROUP,
        optional=True,
        own=True,
        source=ELECTRONIC_DATA,
        hint="电子数据是网页的填写，一页一行，附截图或者网页文件。",
    )

    @rule(ELECTRONIC_DATA)
    def pages_were_seen_then(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Each page is another one, seen while the record was made."""
        yield from each_file_once(value.web_pages, "/web_pages")
        for index, page in enumerate(value.web_pages):
            if not value.started_at <= page.accessed_at <= value.ended_at:
                yield error(
                    f"/web_pages/{index}/accessed_at",
                    "page_outside_time",
                    "电子数据的访问时间不在提取的起止时间里，请核对。",
                )
