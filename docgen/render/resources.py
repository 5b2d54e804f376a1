"""What a page may fetch while it is laid out: pictures it carries, and what is handed over."""

import re
from base64 import b64decode
from collections.abc import Mapping
from email.message import EmailMessage
from pathlib import PurePosixPath
from types import MappingProxyType
from typing import Any

from docgen.render.refusals import UnfitRendererError

try:  # As in `pdf`: another version is a sentence, no traceback.
    from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse
except ImportError as fault:
    raise UnfitRendererError from fault

PICTURE_INSIDE = re.compile(r'src="data:image/(jpeg|png|svg)(?:\+xml)?;base64,([A-Za-z0-9+/=]+)"')
ASSET_TYPES = MappingProxyType({
    ".css": "text/css", ".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg",
    ".svg": "image/svg+xml",
})  # fmt: skip


def lift_pictures(html: str) -> tuple[str, dict[str, bytes]]:
    """Take the pictures out of a page: `data:` addresses become `asset:` ones.

    A megabyte of base64 inside the page would be read, copied and searched a dozen times.
    """
    pictures: dict[str, bytes] = {}

    def lifted(found: re.Match[str]) -> str:
        kind, content = found.groups()
        name = f"lifted-{len(pictures)}.{kind}"
        pictures[name] = b64decode(content)
        return f'src="asset:{name}"'

    return PICTURE_INSIDE.sub(lifted, html), pictures


class OwnResources:
    """Fetch what a page carries itself (`data:`) and what we hand over (`asset:`), nothing else.

    WeasyPrint's own fetcher, which takes a millisecond to build, is there only for `data:`.
    """

    _fail_on_errors = False

    def __init__(self, assets: Mapping[str, bytes]) -> None:
        self._assets = assets

    def __call__(self, url: str) -> URLFetcherResponse:
        """Answer as `fetch` does: WeasyPrint calls its fetchers."""
        return self.fetch(url)

    def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
        """Answer `data:` and `asset:` addresses; stop the rendering at any other."""
        scheme, _, name = url.partition(":")
        if scheme == "asset":
            return self._asset(url, name)
        if scheme != "data":
            raise FatalURLFetchingError(
                f"页面引用了外部资源（{scheme[:20]}:），只允许 data: 和 asset:，请修改模板。"
            )
        stock = URLFetcher(allowed_protocols=("data",), allow_redirects=False)
        return stock.fetch(url, headers)

    def _asset(self, url: str, name: str) -> URLFetcherResponse:
        if name not in self._assets:
            raise FatalURLFetchingError(f"页面引用的 {url[:80]} 不存在，请检查模板。")
        headers = EmailMessage()
        suffix = PurePosixPath(name).suffix.lower()
        headers["Content-Type"] = ASSET_TYPES.get(suffix, "application/octet-stream")
        return URLFetcherResponse(url, self._assets[name], headers)
