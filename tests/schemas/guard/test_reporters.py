"""Order 121 art. 37: what a paper may say of who told the bureau, and to whom."""

import pytest

from docgen import Engine
from tests.schemas.guard.cases import found

SITE, REFERRAL = "site_inspection_record", "referral_letter"
# A place of every sort in a paper that the inspected party signs.
PLACES = (
    "/findings",
    "/place",
    "/subject",
    "/presence/account",
    "/evidence/0/name",
    "/evidence/0/origin",
    "/photos/0/shows",
    "/photos/1/place",
    "/assistants/0/employer",
    "/party_comment",
    "/internal_number",
)


@pytest.mark.parametrize("pointer", PLACES)
def test_no_text_of_a_signed_paper_holds_the_number_of_somebody_else(
    engine: Engine, pointer: str
) -> None:
    told = found(engine, SITE, {pointer: "王小明13800006666"})
    assert (pointer, "reporter_data", "error") in told


@pytest.mark.parametrize(
    "text",
    [
        "王小明（13800006666）现场指认收银台。",
        "王小明（138 0000 6666）现场指认收银台。",
        "王小明（138-0000-6666）现场指认收银台。",
        "王小明（１３８００００６６６６）现场指认收银台。",
        "王小明（一三八零零零零六六六六）现场指认收银台。",
        "王小明（+86 13800006666）现场指认收银台。",
        "王小明（1 3 8 0 0 0 0 6 6 6 6）现场指认收银台。",
        "王小明（1380000 6666）现场指认收银台。",
        "王小明（138000-06666）现场指认收银台。",
        "可以加v xiaoming88联系。",
        "有座机0999-6000777可以核对。",
        "有座机（0999）60007777可以核对。",
        "致电60007777核对。",
        "身份证999999199205120022已核验。",
        "身份证999999 19920512 0022已核验。",
        "身份证号为99999919920512002已核验。",
        "护照E12345678已核验。",
        "货款汇入6222021234567890123。",
        "卡号6222 0212 3456 7890 123。",
        "对方微信号wang_xm88。",
        "对方微信昵称“小明爱吃瓜”。",
        "对方加QQ123456789联系。",
        "对方邮箱wang@example.cn。",
    ],
)
def test_a_number_that_leads_to_somebody_else_is_refused(engine: Engine, text: str) -> None:
    assert found(engine, SITE, {"/findings": text}) == {("/findings", "reporter_data", "error")}


@pytest.mark.parametrize(
    "text",
    [
        "邱月华（13900001236）在场。",
        "邱月华（139-0000-1236）在场。",
        "本机关电话0999-60012315。",
        "墙上公示投诉举报电话12345、12315。",
        "收银台旁张贴“消费投诉请拨打12315”。",
        "饼干条码6901234567892，批号20260701。",
        "订单号260804-5510098321。",
        "微信支付15.90元，支付宝收款码一张。",
        "食品生产许可证SC10199990012345。",
        "客服热线400-600-1234。",
        "营业执照载明91999900MA6B3HN232。",
        "邱月华称其于7月1日购买该批价签。",
        "店员称顾客购买后自行带走。",
        "2026-07-10 09:30至10:20共清点香油12瓶。",
        "工具13把、1390元整。",
        "三种价签分别为15.90 12.80 6.80元。",
        "批号15-20260718-001的牛奶两盒。",
        "货架 报 价 签齐全。",
    ],
)
def test_what_the_party_may_read_is_left_alone(engine: Engine, text: str) -> None:
    assert found(engine, SITE, {"/findings": text}) == set()


def test_a_shops_own_phone_that_holds_12345_is_no_trace(engine: Engine) -> None:
    own = {"/party/phone": "0999-60012345", "/findings": "门头标示电话0999-60012345。"}
    assert found(engine, SITE, own) == set()


@pytest.mark.parametrize(
    "text", ["门头标示订餐电话13900009999。", "该店微信号xiandian88贴在收银台。"]
)
def test_a_number_on_the_partys_own_sign_asks_for_eyes(engine: Engine, text: str) -> None:
    assert found(engine, SITE, {"/findings": text}) == {
        ("/findings", "number_not_entered", "notice")
    }


def test_a_witnesss_phone_is_not_the_partys_to_read(engine: Engine) -> None:
    witness = {"name": "孔令宜", "position": "社区网格员", "phone": "13900008888"}
    told = found(engine, SITE, {"/witness": witness, "/findings": "见证人电话13900008888。"})
    assert ("/findings", "reporter_data", "error") in told


@pytest.mark.parametrize(
    ("text", "code", "weight"),
    [
        ("举报人反映的情况", "reporter_named", "error"),
        ("投诉者提供的小票", "reporter_named", "error"),
        ("依照举报信所述位置", "reporter_named", "error"),
        ("拨打举报电话的人", "reporter_named", "error"),
        ("举 报 人反映的情况", "reporter_named", "error"),
        ("投·诉·人提供的小票", "reporter_named", "error"),
        ("舉報人提供的小票", "reporter_named", "error"),
        ("住梧桐里7号楼的人", "reporter_mentioned", "notice"),
        ("消费者反映该店销售过期食品", "reporter_mentioned", "notice"),
        ("群众来电称该店无证", "reporter_mentioned", "notice"),
        ("来电人提供的小票", "reporter_mentioned", "notice"),
        ("诉求人提供的小票", "reporter_mentioned", "notice"),
        ("打假人购买的商品", "reporter_mentioned", "notice"),
        ("职业索赔人购买的商品", "reporter_mentioned", "notice"),
        ("知情人提供的照片", "reporter_mentioned", "notice"),
        ("有人反映该店使用过期原料", "reporter_mentioned", "notice"),
        ("离职员工反映的情况", "reporter_mentioned", "notice"),
        ("王小明称其于7月1日在该店购得过期牛奶", "reporter_mentioned", "notice"),
        ("根据举报进行核查", "report_mentioned", "notice"),
        ("根据投诉进行核查", "report_mentioned", "notice"),
        ("被投诉人的经营场所", "report_mentioned", "notice"),
        ("12345派单事项", "report_mentioned", "notice"),
        ("依据工单要求检查", "report_mentioned", "notice"),
        ("接到电话后检查", "report_mentioned", "notice"),
    ],
)
def test_words_that_betray_a_reporter(engine: Engine, text: str, code: str, weight: str) -> None:
    assert found(engine, SITE, {"/subject": text}) == {("/subject", code, weight)}


@pytest.mark.parametrize(
    "text",
    [
        "商品标价情况",
        "线索核查",
        "价格公示牌",
        "消费者权益保护制度的公示",
        "顾客意见簿",
        "反映经营状况的进货台账",
        "电话订餐服务",
        "投诉电话公示情况",
        "食品标签标示的生产者",
        "员工健康证明",
    ],
)
def test_neutral_words_are_left_alone(engine: Engine, text: str) -> None:
    assert found(engine, SITE, {"/subject": text}) == set()


def test_what_the_party_says_is_taken_down_as_said(engine: Engine) -> None:
    spoken = "不申请，肯定是举报人乱说的，我要知道是谁。"
    assert found(engine, SITE, {"/party_comment": spoken, "/recusal_answer": spoken}) == set()


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("举报人姓名：钱某", "reporter_data"),
        ("投诉人的联系方式见附件", "reporter_data"),
        ("可联系139 0000 1234核实", "reporter_data"),
        ("可联系１３９００００１２３４核实", "reporter_data"),
        ("可拨打0999-6000123核实", "reporter_data"),
        ("退款至账户6222021234567890123", "reporter_data"),
        ("对方微信号wang_xm88", "reporter_data"),
        ("举报人称商品已过期", "reporter_mentioned"),
        ("被举报人地址为示例市东湖区学府街9号", None),
        ("被投诉举报人姓名与营业执照一致", None),
        ("订单号260804-5510098321，条码6901234567892", None),
        ("举报线索反映商品已过期", None),
        ("店铺名称和本局电话0999-60012315", None),
    ],
)
def test_a_letter_to_an_authority_holds_nobodys_data(
    engine: Engine, text: str, code: str | None
) -> None:
    told = {
        each[1]
        for each in found(engine, REFERRAL, {"/letters/0/facts": text})
        if "report" in each[1]
    } - {"reporter_to_be_told"}
    assert told == ({code} if code else set())
