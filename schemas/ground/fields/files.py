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
    """A file a payload names: its bytes come beside the payload, or in it as a `data:` URL."""

    name: str
    content: bytes | None


class File(Described, marshmallow.fields.Field[FileReference]):
    """文件: the name of a file that comes beside the payload, or a base64 `data:` URL."""

    _data = re.compile(r"data:image/(png|jpeg);base64,([A-Za-z0-9+/=\s]*)")
    _name = re.compile(r"[^/\\:\x00-\x1f]{1,150}")

    def _deserialize(self, value: Any, attr: Any, data: Any, **rest: Any) -> FileReference:
        if not isinstance(value, str):
            raise self.refuse("not_a_file", "应当是文件名。")
        if found := self._data.fullmatch(value):
            try:
                content = base64.b64decode(found[2], validate=False)
            except binascii.Error:
                raise self.refuse("not_a_file", "的 data: 内容不是完整的 base64。") from None
            return FileReference("", content)
        name = tidy(value, lines=False)
        if not self._name.fullmatch(name) or name.startswith(".") or name.startswith("data:"):
            raise self.refuse("not_a_file", "应当是不带路径的文件名，或 PNG、JPEG 的 data: URL。")
        return FileReference(name, None)
