"""签署件: what comes back of an issued document once hands and seals are on it, as it came."""

from collections.abc import Mapping
from types import MappingProxyType

from schemas.ground.fields import Choice, EvidenceFile, Text
from schemas.parts.acts import Form

# What came back.
SORTS: Mapping[str, str] = MappingProxyType({
    "signed": "签字盖章件",
    "countersigned": "各方会签、签收件",
    "stamped": "加盖电子印章的文件",
    "rescan": "重新扫描件",
})  # fmt: skip
# What scanners, cameras and programs for electronic seals give, by ending, and how it begins.
BEGINNINGS: Mapping[str, bytes] = MappingProxyType({
    ".pdf": b"%PDF-",
    ".ofd": b"PK\x03\x04",
    ".jpg": b"\xff\xd8\xff",
    ".jpeg": b"\xff\xd8\xff",
    ".png": b"\x89PNG\r\n\x1a\n",
})  # fmt: skip


# One black dot: the least that is a PNG.
_DOT = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABAQAAAAA3bvkkAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg=="
)


class SignedCopyForm(Form):
    """What somebody enters of a signed paper that came back; the file is kept as it came."""

    sort = Choice("类别", SORTS)
    file = EvidenceFile("签署件", hint="PDF、OFD、JPG 或 PNG，原样保存，另记校验值。")
    remark = Text("说明", longest=100, optional=True, hint="例如：双方当事人已签字。")

    example = {
        "sort": "signed",
        "file": f"data:image/png;base64,{_DOT}",
        "remark": "双方当事人已签字，已加盖公章",
    }
