"""What a redacted copy hides, and that it hides it everywhere."""

import io

import pikepdf
import pytest

from docgen import Engine
from docgen.case.redact import masked
from docgen.look.redaction import redaction_to_read
from docgen.proof.words import words_of
from schemas.ground.fields import Personal
from tests.catalogue import every_kind
from tests.schemas.guard.cases import example

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


AGREEMENT = "mediation_agreement"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("汇入投诉人账户6222021234567890123", "汇入投诉人账户****0123"),
        ("汇入账号6222 0212 3456 7890 123", "汇入账号****0123"),
        ("沈若棠住梧桐里7号楼2单元301室", "沈某某住（地址略）"),
        ("住示例市示例区梧桐里7号楼2单元301室", "住示例区（地址略）"),
        ("寄往梧桐里7号楼门卫", "寄往（地址略）门卫"),
        ("沈 若 棠签收", "沈某某签收"),
        ("电话１３９００００２０６１", "电话139****2061"),
        ("电话139-0000-2061", "电话139****2061"),
        ("座机0999-61234567", "座机099****4567"),
        ("身份证999999 19920512 0022", "身份证（证件号码略）"),
        ("微信号shen_rt92", "微信号（网络账号略）"),
        ("邮箱shen@example.cn", "邮箱s***@example.cn"),
        ("车牌新A·D1234收款", "车牌（车牌略）收款"),
        ("方可欣代收后交贺明川", "方某某代收后交贺某某"),
        ("致电本局0999-60012315", "致电本局0999-60012315"),
        ("订单2026071012345678", "订单2026071012345678"),
        ("金额1,200.00元，2026年7月20日前付", "金额1,200.00元，2026年7月20日前付"),
    ],
)
def test_free_text_is_masked_as_far_as_it_can_be_known(
    engine: Engine, text: str, shown: str
) -> None:
    payload = example(engine, AGREEMENT, {"/complaint": text})
    page = engine.render(AGREEMENT, payload, "html", copy="redacted").content
    assert shown in words_of("html", page)


def test_a_redacted_copy_says_what_a_person_has_to_read(engine: Engine) -> None:
    payload = example(engine, AGREEMENT, {"/complaint": "教练李大壮拒绝退款。"})
    case = engine.check(AGREEMENT, payload, copy="redacted")
    (unread,) = [each for each in case.notices if each.code == "redacted_unread"]
    assert "「投诉内容及投诉请求」" in unread.detail
    assert "「履行内容」" in unread.detail
    assert "李大壮" not in unread.detail
    assert "<mark>教练李大壮拒绝退款。</mark>" in redaction_to_read(engine, case).replace(
        " id=lit", ""
    )


@every_kind
def test_every_kind_lights_what_a_person_has_to_read(engine: Engine, kind: str) -> None:
    case = engine.check(kind, engine.catalogue[kind].schema.example, copy="redacted")
    said = [each for each in case.notices if each.code == "redacted_unread"]
    assert ("<mark id=lit>" in redaction_to_read(engine, case)) == bool(said)


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
