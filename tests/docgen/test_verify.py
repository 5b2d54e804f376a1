"""Every way a PDF can have changed gets its own verdict, and none passes as identical."""

import io
import json
import random
import sys

import pikepdf
import pytest

from docgen import Engine
from docgen.archive import judge
from docgen.archive.conformance import problems_of
from docgen.archive.judge import judge_apart
from docgen.archive.verify import Verdict, verify_pdf

KIND = "non_acceptance_notice"


@pytest.fixture(scope="module")
def archived(engine: Engine) -> bytes:
    return engine.render(KIND, engine.catalogue[KIND].schema.example, copy="archive").content


def changed(content: bytes, name: str, value: bytes | None) -> bytes:
    """Return the PDF with one attachment replaced or, with None, removed."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        if value is None:
            del pdf.attachments[name]
        else:
            pdf.attachments[name] = value
        buffer = io.BytesIO()
        pdf.save(buffer)
    return buffer.getvalue()


def attached(content: bytes, name: str) -> dict[str, object]:
    with pikepdf.open(io.BytesIO(content)) as pdf:
        return dict(json.loads(pdf.attachments[name].get_file().read_bytes()))


def test_untouched_archive_copy_is_identical(engine: Engine, archived: bytes) -> None:
    assert verify_pdf(engine, archived).verdict is Verdict.identical


@pytest.mark.parametrize("password", ["", "秘密 secret"])
def test_encrypted_file_is_told_as_such(engine: Engine, archived: bytes, password: str) -> None:
    """Under an empty password it opens like any other, and is not the file that was made."""
    buffer = io.BytesIO()
    with pikepdf.open(io.BytesIO(archived)) as pdf:
        pdf.save(buffer, encryption=pikepdf.Encryption(owner="owner", user=password))
    said = verify_pdf(engine, buffer.getvalue())
    assert said.verdict is (Verdict.unprovable if password else Verdict.altered)
    assert ("设了密码" in said.detail) == bool(password)
    if password:
        assert problems_of(buffer.getvalue()) == ["the file is encrypted"]


def test_damage_of_any_kind_ends_in_a_verdict(engine: Engine, archived: bytes) -> None:
    chance = random.Random(11)
    for _ in range(60):
        content = bytearray(archived)
        for _ in range(chance.randint(1, 40)):
            content[chance.randrange(len(content))] = chance.randrange(256)
        assert verify_pdf(engine, bytes(content)).verdict is not Verdict.identical
        assert all(problems_of(bytes(content), verapdf=False))


def test_file_that_takes_too_much_has_no_verdict(
    engine: Engine, archived: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert judge_apart(engine, archived).verification.verdict is Verdict.identical
    monkeypatch.setattr(judge, "MEMORY", 1 << 20)
    judged = judge_apart(engine, archived)
    assert (judged.verification, judged.problems) == (judge.GIVEN_UP, ())


def test_engine_that_cannot_make_pdfs_says_which_part_is_wrong(
    engine: Engine, archived: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An older WeasyPrint lacks names that we import."""
    for name in ("docgen.render.pdf", "docgen.render.resources"):
        monkeypatch.delitem(sys.modules, name, raising=False)
    monkeypatch.delattr("weasyprint.urls.URLFetcherResponse")
    said = verify_pdf(engine, archived)
    assert said.verdict is Verdict.unprovable
    assert "WeasyPrint" in said.detail
    assert "requirements.lock" in said.detail


def test_one_byte_more_is_altered(engine: Engine, archived: bytes) -> None:
    assert verify_pdf(engine, archived + b"\n").verdict is Verdict.altered


def test_altered_payload_is_altered(engine: Engine, archived: bytes) -> None:
    payload = attached(archived, "payload.json") | {"complaint_subject": "另一件事"}
    forged = changed(archived, "payload.json", json.dumps(payload).encode())
    assert verify_pdf(engine, forged).verdict is Verdict.altered


def test_altered_house_is_altered(engine: Engine, archived: bytes) -> None:
    forged = changed(archived, "house.json", b"{}")
    assert verify_pdf(engine, forged).verdict is Verdict.altered


@pytest.mark.parametrize(
    ("entry", "verdict"),
    [
        ("template_sha256", Verdict.other_templates),
        ("faces_sha256", Verdict.other_fonts),
        ("engine", Verdict.other_engine),
    ],
)
def test_manifest_of_another_make_is_named_and_never_identical(
    engine: Engine, archived: bytes, entry: str, verdict: Verdict
) -> None:
    manifest = attached(archived, "manifest.json") | {entry: "0" * 64}
    forged = changed(archived, "manifest.json", json.dumps(manifest).encode())
    assert verify_pdf(engine, forged).verdict is verdict


@pytest.mark.parametrize("name", ["manifest.json", "payload.json", "house.json"])
def test_missing_attachment_is_unprovable(engine: Engine, archived: bytes, name: str) -> None:
    assert verify_pdf(engine, changed(archived, name, None)).verdict is Verdict.unprovable


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7", b"PK\x03\x04", b"x" * 1000])
def test_what_is_no_pdf_is_unprovable(engine: Engine, content: bytes) -> None:
    assert verify_pdf(engine, content).verdict is Verdict.unprovable


def test_archive_proves_itself_under_another_house(engine: Engine, archived: bytes) -> None:
    """The copy carries the house facts it was made with; the verifier's own do not matter."""
    elsewhere = engine.with_house(
        type(engine.house)({**engine.house, "date_style": "padded", "print_reasons": False})
    )
    assert verify_pdf(elsewhere, archived).verdict is Verdict.identical


def test_delivery_copy_of_another_house_is_of_other_settings(engine: Engine) -> None:
    example = engine.catalogue[KIND].schema.example
    elsewhere = engine.with_house(type(engine.house)({**engine.house, "date_style": "padded"}))
    delivered = elsewhere.render(KIND, example).content
    assert verify_pdf(engine, delivered, example).verdict is Verdict.other_templates
