"""Fields that name files which come beside a payload."""

import base64
import binascii
import re
from dataclasses import dataclass
from typing import Any

import marshmallow

from schemas.ground.fields.described import Described
from schemas.ground.text import tidy


@dataclass(frozen=True, slots=True)
class FileReference:
    """A file a payload names: its bytes come beside the payload, or in it as a `data:` URL.

    `media_type` is that of the URL; empty for a file that comes beside.
    """

    name: str
    content: bytes | None
    media_type: str = ""


class File(Described, marshmallow.fields.Field[FileReference]):
    """文件: the name of a file that comes beside the payload, or a base64 `data:` URL.

    For a form: what it calls the file, which files a browser offers, what a hint says of them.
    """

    called = "照片"
    accepts = "image/jpeg,image/png"
    urls = " PNG、JPEG "
    advice = "JPG 或 PNG，每张不超过 15 MB"
    _data = re.compile(r"data:(image/(?:png|jpeg));base64,([A-Za-z0-9+/=\s]*)")
    _name = re.compile(r"[^/\\:\x00-\x1f]{1,150}")

    def _deserialize(self, value: Any, attr: Any, data: Any, **rest: Any) -> FileReference:
        if not isinstance(value, str):
            raise self.refuse("not_a_file", "应当是文件名。")
        if found := self._data.fullmatch(value):
            try:
                content = base64.b64decode(found[2], validate=False)
            except binascii.Error:
                raise self.refuse("not_a_file", "的 data: 内容不是完整的 base64。") from None
            return FileReference("", content, found[1])
        name = tidy(value, lines=False)
        if not self._name.fullmatch(name) or name.startswith(".") or name.startswith("data:"):
            raise self.refuse("not_a_file", f"应当是不带路径的文件名，或{self.urls}的 data: URL。")
        return FileReference(name, None)


class EvidenceFile(File):
    """电子文件: any file that comes as evidence; nothing of it is printed but facts about it."""

    called = "文件"
    accepts = ""
    urls = ""
    advice = "照片、PDF、网页、表格、录音录像等，每个不超过 15 MB"
    _data = re.compile(r"data:([a-z]+/[a-z0-9.+-]+);base64,([A-Za-z0-9+/=\s]*)")
