"""What a redacted copy hides, and that it hides it everywhere."""

import io

import pikepdf
import pytest

from docgen import Engine
from docgen.case.redact import masked
from schemas.ground.fields import Personal
from tests.words import words_of

KIND = "non_acceptance_notice"


@pytest.mark.parametrize(
    ("value", "personal", "mask"),
    [
        ("张三", Personal.name, "张某"),
        ("林晓岚", Personal.name, "林某某"),
        ("欧阳文心", Personal.name, "欧阳某某"),
        ("欧阳", Personal.name, "欧某"),
        ("阿依古丽·买买提", Personal.name, "阿某某"),
        ("13900001234", Personal.phone, "139****1234"),
        ("12345", Personal.phone, "****"),
        ("99999919900307123X", Personal.identity, "（证件号码略）"),
        ("6222020200112233", Personal.account, "****2233"),
        ("lin@example.cn", Personal.email, "l***@example.cn"),
        ("示例市示例区和平路18号", Personal.address, "示例区（地址略）"),
        ("外省某路1号", Personal.address, "（地址略）"),
    ],
)
def test_mask(value: str, personal: Personal, mask: str) -> None:
    assert masked(value, personal, "示例区") == mask


@pytest.mark.parametrize("format", ["docx", "html", "pdf"])
def test_a_name_is_masked_in_its_field_and_wherever_it_is_repeated(
    engine: Engine, format: str
) -> None:
    example = engine.catalogue[KIND].schema.example | {
        "reasons": "林晓岚（电话13900001234，身份证99999919900307123X，"
        "邮箱lin@example.cn）已超过三年。"
    }
    content = engine.render(KIND, example, format, copy="redacted").content
    words = words_of(format, content)
    for secret in ("林晓岚", "13900001234", "99999919900307123X", "lin@example.cn"):
        assert secret not in words
    assert "林某某（电话139****1234，身份证（证件号码略），邮箱l***@example.cn）" in words


def test_redacted_pdf_keeps_nothing_in_attachments_or_metadata(engine: Engine) -> None:
    """Not even a digest of the payload: hidden digits could be tried until it agrees."""
    content = engine.render(KIND, engine.catalogue[KIND].schema.example, copy="redacted").content
    with pikepdf.open(io.BytesIO(content)) as pdf:
        everything = (
            b"".join(each.read_bytes() for each in pdf.objects if isinstance(each, pikepdf.Stream))
            + str(pdf.docinfo).encode()
        )
        assert list(pdf.attachments) == ["manifest.json"]
    for secret in ("林晓岚", "payload_sha256"):
        assert secret.encode() not in everything
        assert secret.encode("utf-16-be") not in everything


def test_redacted_copy_is_marked(engine: Engine) -> None:
    page = engine.render(KIND, engine.catalogue[KIND].schema.example, "html", copy="redacted")
    assert "脱敏件" in page.content.decode()
    assert page.name.endswith("_脱敏件.html")
