"""What is typed in other letters is folded and said, or refused; papers have rules of their own."""

from typing import Any

import pytest

from docgen import Engine
from tests.schemas.guard.cases import example, findings, found

AGREEMENT, SITE = "mediation_agreement", "site_inspection_record"
NON_ACCEPTANCE = "non_acceptance_notice"


@pytest.mark.parametrize(
    ("kind", "pointer", "typed", "code"),
    [
        (NON_ACCEPTANCE, "/complainant_name", "⽅⽂⼭", "lookalike"),
        (NON_ACCEPTANCE, "/complainant_name", "林晓\ufe01岚", "lookalike"),
        (NON_ACCEPTANCE, "/complainant_name", "林晓\U000e0101岚", "lookalike"),
        (NON_ACCEPTANCE, "/complainant_name", "\uf9f4晓岚", "lookalike"),
        (NON_ACCEPTANCE, "/complainant_name", "林 晓岚", "blank_in_name"),
        (NON_ACCEPTANCE, "/complainant_name", "林　岚", "blank_in_name"),
        (NON_ACCEPTANCE, "/complaint_subject", "拒绝退还⼤衣款", "lookalike"),
        (NON_ACCEPTANCE, "/approval/approver", "何 静远", "blank_in_name"),
        (AGREEMENT, "/complainants/0/address", "示例市⻓兴路7号", "lookalike"),
        (AGREEMENT, "/respondent/name", "示例市⾦跃健身服务有限公司", "lookalike"),
        (AGREEMENT, "/respondent/representative", "贺 明 川", "blank_in_name"),
        (SITE, "/inspectors/0/name", "何 静远", "blank_in_name"),
    ],
)
def test_what_was_folded_is_said(
    engine: Engine, kind: str, pointer: str, typed: str, code: str
) -> None:
    assert (pointer, code, "notice") in found(engine, kind, {pointer: typed})


@pytest.mark.parametrize(
    ("pointer", "typed"),
    [
        ("/complainant_name", "林晓岚"),
        ("/complainant_name", "阿依古丽·买买提"),
        ("/complainant_name", "Anna Maria Weiß"),
        ("/complainant_name", "㛃䶮"),
        ("/complainant_name", "﨑山明"),
        ("/complaint_subject", "某店　拒绝退款"),
        ("/complaint_subject", "ＡＢＣ牌按摩椅"),
        ("/reasons", "①②③均属实，金额１００元。"),
        ("/reasons", "规格为Ⅳ型、500㎡、25℃。"),
        ("/approval/post", "科长　"),
    ],
)
def test_what_is_only_unusual_is_left_alone(engine: Engine, pointer: str, typed: str) -> None:
    assert found(engine, NON_ACCEPTANCE, {pointer: typed}) == set()


@pytest.mark.parametrize(
    ("id_type", "number", "valid"),
    [
        ("resident_card", "999999199205120022", True),
        ("resident_card", "９９９９９９１９９２０５１２００２２", True),
        ("resident_card", "999999 19920512 0022", True),
        ("resident_card", "999999199205120023", False),
        ("resident_card", "999999199213120022", False),
        ("resident_card", "H12345678", False),
        ("hk_macao_permit", "H12345678", True),
        ("hk_macao_permit", "m1234567801", True),
        ("hk_macao_permit", "12345678", False),
        ("hk_macao_permit", "H1234567", False),
        ("taiwan_permit", "12345678", True),
        ("taiwan_permit", "1234567890", True),
        ("taiwan_permit", "T12345678", False),
        ("taiwan_permit", "1234567", False),
        ("residence_permit", "CAN110078010812", True),
        ("residence_permit", "CAN11007801081", False),
        ("residence_permit", "999999199205120022", True),
        ("residence_permit", "110105194912310020", False),
        ("hmt_residence_card", "999999199205120022", False),
        ("passport", "E90000017", True),
        ("passport", "EA1234567", True),
        ("passport", "E1", False),
        ("other", "军字第12345号", False),
        ("other", "99990012", True),
    ],
)
def test_each_paper_has_its_own_rule(
    engine: Engine, id_type: str, number: str, valid: bool
) -> None:
    here = "/complainants/0"
    told = found(engine, AGREEMENT, {f"{here}/id_type": id_type, f"{here}/id_number": number})
    assert ((f"{here}/id_number", "identity_check", "error") in told) is not valid


@pytest.mark.parametrize("region", ["810000", "820000", "830000"])
def test_a_residence_card_of_hong_kong_macao_or_taiwan_names_its_region(
    engine: Engine, region: str
) -> None:
    cards = {"810000": "81000019920512005X", "820000": "820000199205120051"}
    cards["830000"] = "830000199205120053"
    here = "/complainants/0"
    card = {f"{here}/id_type": "hmt_residence_card", f"{here}/id_number": cards[region]}
    told = found(engine, AGREEMENT, card)
    assert not {each for each in told if each[1] == "identity_check"}


@pytest.mark.parametrize(
    ("kind", "part"),
    [
        (AGREEMENT, "/respondent"),
        (SITE, "/party"),
        ("referral_letter", "/letters/0/party"),
    ],
)
def test_a_credit_code_that_fails_its_check_needs_a_reason(
    engine: Engine, kind: str, part: str
) -> None:
    wrong: dict[str, Any] = {f"{part}/credit_code": "91999900MA1XG6125X"}
    assert (f"{part}/credit_code", "credit_code_check", "error") in found(engine, kind, wrong)
    excused = wrong | {f"{part}/credit_code_reason": "已核对营业执照正本，代码与登记系统一致。"}
    assert (f"{part}/credit_code", "credit_code_excused", "notice") in found(engine, kind, excused)
    idle = {f"{part}/credit_code": None, f"{part}/credit_code_reason": "已核对执照原件。"}
    assert (f"{part}/credit_code", "required", "error") in found(engine, kind, idle)


@pytest.mark.parametrize(
    ("kind", "typed", "printed"),
    [
        (NON_ACCEPTANCE, "示市监〔2026〕第118号", "示市监﹝2026﹞第118号"),
        (NON_ACCEPTANCE, "示市监[2026]118号", "示市监﹝2026﹞第118号"),
        (NON_ACCEPTANCE, "示市监（2026）第118号", "示市监﹝2026﹞第118号"),
        (NON_ACCEPTANCE, "示市监【2026】118", "示市监﹝2026﹞第118号"),
        (NON_ACCEPTANCE, "示市监［２０２６］第１１８号", "示市监﹝2026﹞第118号"),
        (NON_ACCEPTANCE, "示市监﹝2026﹞第0118号", "示市监﹝2026﹞第118号"),
        (AGREEMENT, "示市监 (2026) 第206号", "示市监﹝2026﹞第206号"),
        ("referral_letter", "示市监案移﹝2026﹞第23号", "示市监案移〔2026〕23号"),
        ("referral_letter", "示市监案移[2026]23号", "示市监案移〔2026〕23号"),
        ("settlement_invoice", "示市监结算(2026)4", "示市监结算〔2026〕4号"),
        ("complaint_acceptance_decision", "示市监〔2026〕204号", "示市监﹝2026﹞第204号"),
    ],
)
def test_a_number_is_written_as_its_class_prints_it(
    engine: Engine, kind: str, typed: str, printed: str
) -> None:
    case = engine.check(kind, example(engine, kind, {"/document_number": typed}))
    assert case.values.document_number == printed
    assert case.values.number_line == printed


@pytest.mark.parametrize(
    ("kind", "typed", "code", "source"),
    [
        (NON_ACCEPTANCE, "118号", "number_form", "处理投诉举报文书式样"),
        (NON_ACCEPTANCE, "示市监2026年118号", "number_form", "处理投诉举报文书式样"),
        (NON_ACCEPTANCE, "别市监﹝2026﹞第118号", "number_prefix", "处理投诉举报文书式样"),
        (NON_ACCEPTANCE, None, "number_missing", "处理投诉举报文书式样"),
        ("referral_letter", "示市监责改〔2026〕23号", "number_form", "行政处罚文书格式范本"),
        ("settlement_invoice", "示市监〔2026〕4号", "number_form", "GB/T 9704-2012"),
    ],
)
def test_a_number_of_another_form_cites_the_form_that_asks_for_it(
    engine: Engine, kind: str, typed: str | None, code: str, source: str
) -> None:
    told = findings(engine, kind, {"/document_number": typed})
    assert [each.code for each in told] == [code]
    assert source in told[0].source
