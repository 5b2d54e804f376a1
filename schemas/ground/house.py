"""House facts: what belongs to one bureau and not to the law; read from `house.toml`."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from schemas.ground.base import Facts, Finding, Part, Record, error, rule
from schemas.ground.fields import (
    Choice,
    Count,
    CreditCode,
    Day,
    Flag,
    Group,
    Money,
    Phone,
    Rows,
    Text,
)

# The official form says 现场笔录, the service contract 现场检查笔录: the bureau chooses.
SITE_RECORD_TITLES = {"site": "现场笔录", "site_inspection": "现场检查笔录"}

# The title of what is referred before a case is filed: the official one unless a bureau says more.
CLUE_TITLES = {"official": "案件移送函", "clue": "违法线索移送函"}

# The contract says 7, 15 or 30 days and not which.
RECTIFICATION_DAYS = {"natural": "自然日", "working": "工作日"}


# The hotline contract says 第5日 and not which days count.
REMINDER_DAYS = {"natural": "自然日", "working": "工作日"}


# Whom law wants asked before they sign on a screen; whoever signs for the bureau never is.
HAND_CONSENT = {"outsiders": "当事人、见证人等同意后签", "nobody": "不另行征得同意"}

# Whose consent is given by an act of theirs, station by station; else it is typed from paper.
APPROVING = {"unit_head": "办案机构负责人", "authority_head": "部门负责人"}
APPROVAL = {
    "typed": "照审批原件填写",
    "one": "由部门负责人在系统里批准",
    "two": "由办案机构负责人、部门负责人先后在系统里批准",
}

# Which papers an authority may issue can turn on its level.
LEVELS = {"province": "省级", "prefecture": "地市级", "county": "县级"}

# What a file may be of; only a penalty's has an official cover.
FILE_SORTS = {
    "penalty": "行政处罚案件卷宗",
    "complaint": "投诉处理卷宗",
    "report": "举报核查卷宗",
    "inspection": "行政检查卷宗",
}


class Authority(Part):
    """发文机关: the body with legal personality in whose name documents go out."""

    name = Text("机关全称")
    seal_name = Text("印章名称")
    department = Text("承办机构", optional=True, hint="与发文机关不同时填写，例如内设局、所。")
    level = Choice(
        "机关层级",
        LEVELS,
        optional=True,
        default="county",
        hint="投诉/举报分送通知书只由省级、地市级作出；开发区的机关属于哪一级，由本机关确认，默认县级。",
    )
    number_prefix = Text("机关代字", longest=20)
    address = Text("地址")
    phone = Phone("联系电话", personal=None)
    region = Text("所在行政区划", longest=30, hint="用于脱敏时保留到区县，例如「示例区」。")
    reconsideration_body = Text("行政复议机关")
    court = Text("有管辖权的人民法院")


class PriceLine(Part):
    """合同明细: one item of a service contract."""

    code = Text("编号", longest=30)
    name = Text("项目")
    unit = Text("单位", longest=10)
    quantity = Count("合同数量")
    unit_price = Money("单价")


class Instalment(Part):
    """分期付款: one fixed payment of a contract."""

    code = Text("期次编号", longest=20)
    name = Text("款项名称", longest=40)
    share = Text("比例", longest=10, optional=True)
    amount = Money("金额")
    due_on = Day("约定付款日", optional=True)


class ContractParty(Part):
    """合同一方 as the contract names it."""

    name = Text("名称")
    credit_code = CreditCode(optional=True)
    address = Text("地址", optional=True)
    phone = Phone("联系电话", optional=True, personal=None)


class ContractClauses(Part):
    """合同条款: where the contract says what a settlement rests on, for the paper to name it."""

    price_clause = Text(
        "价款条款", longest=60, optional=True, hint="例如「第五条第二款」或「第5.2条」。"
    )
    payment_clause = Text("付款条款", longest=60, optional=True)
    acceptance_clause = Text("验收条款", longest=60, optional=True)
    deduction_clause = Text("扣款条款", longest=60, optional=True)
    invoice_clause = Text("发票条款", longest=60, optional=True)


class Target(Part):
    """考核指标: a rate that the contract asks for; whoever reaches it has met it."""

    name = Text("指标", longest=20, hint="照合同的写法，例如「响应率」。")
    least = Count("不低于", least=1, most=100, unit="%")


STANDARDS = {"technical": "技术", "service": "服务", "safety": "安全"}


class Standard(Part):
    """验收标准: one standard that the contract asks for, in its own words and with its place."""

    code = Text("标准编号", longest=30)
    text = Text("标准", longest=300, hint="照合同原文填写。")
    clause = Text("合同条款", longest=60)
    sort = Choice("类别", STANDARDS, hint="属于哪一类由本机关确认。")
    measured = Flag(
        "以考核指标衡量",
        optional=True,
        default=False,
        hint="选是的，考核指标有一项没有达到，就不能算符合。",
    )


class Contract(Part):
    """服务合同: the price table or the instalments that a settlement counts by."""

    code = Text("合同标识", longest=40)
    name = Text("合同名称")
    number = Text("合同编号", optional=True)
    signed_on = Day("签订日期")
    starts_on = Day("服务期起始日", optional=True, hint="合同写明的，例如包含签订以前的工作。")
    ends_on = Day("服务期满日")
    total = Money("合同总金额")
    buyer = Group("甲方", ContractParty)
    supplier = Group("乙方", ContractParty)
    number_prefix = Text(
        "机关代字",
        longest=20,
        optional=True,
        hint="甲方不是本机关的，填写甲方的机关代字，结算单用它编号；不填的用本机关的，待甲方确认。",
    )
    clauses = Group(
        "合同条款",
        ContractClauses,
        optional=True,
        hint="结算单写明所依据的条款；没有填写的不印，待对照合同补填。",
    )
    targets = Rows(
        "考核指标",
        Target,
        optional=True,
        hint="合同写明的比率；扣款原因写的比率已经达到的，结算单有提示。没有填写的不核对。",
    )
    standards = Rows(
        "验收标准",
        Standard,
        optional=True,
        hint="合同写明的技术、服务、安全标准，验收书和考核结果逐条作答。",
    )
    rectify_first = Flag(
        "先责令整改再采取措施",
        optional=True,
        default=True,
        hint="合同约定不整改才暂停付款、扣除费用直至解除的，选是；没有这样约定的选否。",
    )
    strike_limit = Count(
        "累计次数上限",
        least=2,
        most=99,
        unit="次",
        optional=True,
        hint="合同约定累计几次没有按要求完成工作可以解除的，填写次数。",
    )
    damages_share = Count(
        "违约金比例",
        least=1,
        most=100,
        unit="%",
        optional=True,
        hint="合同约定泄密、擅自转让时按合同金额的百分之几支付违约金。",
    )
    lines = Rows("合同明细", PriceLine, optional=True)
    instalments = Rows("分期付款", Instalment, optional=True)
    advance = Group(
        "首付款",
        Instalment,
        optional=True,
        hint="按完成数量结算的合同约定先付的固定金额，以合同写明的金额为准。",
    )
    complement = Flag(
        "不同单项可互补",
        optional=True,
        default=True,
        hint="关闭后，每个单项最多按合同数量计价。待合同双方确认，默认按合同字面互补。",
    )
    complement_confirmed = Flag(
        "互补的含义已由双方书面确认",
        optional=True,
        default=False,
        hint="没有确认的，每份用到互补的结算单都有提示。",
    )
    supplier_is_sme = Flag(
        "乙方为中小企业",
        optional=True,
        default=False,
        hint="适用《保障中小企业款项支付条例》的付款期限，待合同双方和法制机构确认。",
    )
    counting_rule = Text("计数口径", longest=300)
    tax_note = Text("含税说明", longest=300)
    payment_note = Text(
        "付款说明", longest=300, optional=True, hint="付款期限和条件，待合同双方和法制机构确认。"
    )

    @rule("合同价款条款")
    def total_is_the_sum_of_its_parts(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """A price table or an instalment plan must add up to the contract total."""
        for name, parts in (
            ("lines", [line.quantity * line.unit_price for line in value.lines]),
            ("instalments", [instalment.amount for instalment in value.instalments]),
        ):
            if parts and sum(parts, Decimal(0)) != value.total:
                yield error(
                    f"/{name}", "contract_total", "明细之和与合同总金额不等，请对照合同核对。"
                )
            codes = [part.code for part in value[name]]
            if len(codes) != len(set(codes)):
                yield error(f"/{name}", "code_repeated", "明细的编号重复，请改成各不相同的编号。")
        if not value.lines and not value.instalments:
            yield error("/lines", "required", "合同须有价目明细或分期付款之一。")
        if value.ends_on < value.signed_on:
            yield error("/ends_on", "term_reversed", "服务期满日早于签订日期，请核对。")
        if value.starts_on and value.ends_on < value.starts_on:
            yield error("/ends_on", "term_reversed", "服务期满日早于服务期起始日，请核对。")


class Addressee(Part):
    """受文机关: an authority referrals go to, with its basis."""

    code = Text("标识", longest=40)
    name = Text("机关全称")


class Retention(Part):
    """保管期限表: how long the files of one sort are kept."""

    file_sort = Choice("档案类别", FILE_SORTS)
    period = Text("保管期限", longest=20, hint="例如「永久」「30年」「10年」。")


class Approver(Part):
    """批准人: an account whose holder approves, and how the paper names them."""

    account = Text("账号", longest=80, hint="登录用的账号，角色应当是执法人员。")
    name = Text("姓名", longest=30)
    post = Text("职务", longest=40, hint="例如「市场监督管理所所长」「分管副局长」。")
    station = Choice("批准层级", APPROVING)


class House(Part):
    """内部设置: everything the bureau has to confirm, each with a stated default."""

    authority = Group("发文机关", Authority)
    date_style = Choice(
        "日期写法",
        {"plain": "2026年7月5日", "padded": "2026年07月05日"},
        optional=True,
        default="plain",
    )
    site_record_title = Choice(
        "现场笔录标题",
        SITE_RECORD_TITLES,
        optional=True,
        default="site",
    )
    clue_referral_title = Choice(
        "立案前移送函的标题",
        CLUE_TITLES,
        optional=True,
        default="official",
        hint="文书格式范本的标题是案件移送函；立案前称违法线索移送函的，由本机关确认。",
    )
    weekend_extends = Flag(
        "期间末日为普通周末时顺延",
        optional=True,
        default=False,
        hint="第121号令第四十五条只写法定节假日，默认不顺延，待确认。",
    )
    print_reasons = Flag("不予受理决定书写明理由", optional=True, default=True)
    include_admin_remedy = Flag("不予受理决定书附复议、诉讼告知", optional=True, default=False)
    referral_reply_days = Count("移送后请受移送机关反馈的工作日数", optional=True, default=30)
    referral_receipt = Flag(
        "移送函附回执",
        optional=True,
        default=True,
        hint="附页由受移送机关收到时、处理后填写，盖章退回；式样没有回执，默认附上，待本机关确认。",
    )
    refers_crimes = Flag(
        "本机关移送涉嫌犯罪案件",
        optional=True,
        default=False,
        hint="行政处罚权由综合执法机关行使的，通常由其移送；默认不由本机关移送，待本机关确认。",
    )
    enforcement_body = Text("综合执法机关全称")
    centralised_penalty_basis = Text(
        "相对集中行政处罚权依据",
        longest=300,
        optional=True,
        hint="向综合执法机关移送时引用，须由本机关法制机构确认。",
    )
    rectification_issued_here = Flag(
        "本机关作出责令改正",
        optional=True,
        default=True,
        hint="责令改正由本机关还是综合执法机关作出，待本机关法制机构确认；默认由本机关作出。",
    )
    rectification_days = Choice(
        "整改期限的计算",
        RECTIFICATION_DAYS,
        optional=True,
        default="natural",
        hint="合同只写7、15、30日，默认按自然日，待本机关确认。",
    )
    hand_consent = Choice(
        "手写电子签名的同意",
        HAND_CONSENT,
        optional=True,
        default="outsiders",
        hint="在屏幕上手写签名前是否先征得签名人同意，依据《中华人民共和国电子签名法》第三条；"
        "行政检查、询问、调解的文书是否适用，待本机关法制机构确认，默认先征得同意。",
    )
    inspection_discipline = Text(
        "检查纪律",
        longest=500,
        optional=True,
        hint="行政检查通知书印出的纪律要求，照国办发〔2024〕54号的原文填写；没有填写的不印。",
    )
    inspection_supervision = Text(
        "行政检查监督投诉渠道",
        longest=200,
        optional=True,
        hint="例如监督电话；没有填写的，印本机关电话。",
    )
    reminder_statement = Text(
        "行政提示书的性质说明",
        longest=200,
        optional=True,
        default="本提示不是行政处罚，不设定义务。",
        hint="自拟的一句话，待本机关法制机构确认。",
    )
    reminder_days = Choice(
        "到期提醒的第5日",
        REMINDER_DAYS,
        optional=True,
        default="natural",
        hint="热线合同只写第5日，默认按自然日、收到当日不计，待双方确认。",
    )
    reminder_tolerance_minutes = Count(
        "到期提醒允许的偏差",
        most=120,
        unit="分钟",
        optional=True,
        default=15,
        hint="迟于应提醒时点这么多分钟以内的，不算迟，待双方确认。",
    )
    urgent_sign_in_minutes = Count(
        "紧急工单签收时限",
        least=1,
        most=1440,
        unit="分钟",
        optional=True,
        default=10,
        hint="自派单起按实际经过的时间计算，含夜间；起算点待双方确认。",
    )
    sign_in_minutes = Count(
        "其他工单签收时限", least=1, most=1440, unit="分钟", optional=True, default=120
    )
    urgent_words = Text(
        "紧急工单的写法",
        longest=60,
        optional=True,
        default="紧急、加急、特急、急",
        hint="导入的工单「紧急程度」写成哪些字样算紧急，用顿号分开，待双方确认。",
    )
    overdue_reported_to = Text(
        "到期未办结的反馈对象",
        longest=60,
        optional=True,
        hint="提醒后到期仍未办结的，向甲方哪一位负责人反馈；没有填写的，反馈时写明。",
    )
    callback_attempts = Count(
        "未接通时的回访次数",
        least=1,
        most=10,
        unit="次",
        optional=True,
        default=3,
        hint="联系不上来电人时，在不同时间至少拨打的次数，待双方确认。",
    )
    service_reports_numbered = Flag(
        "热线服务报告编本机关文号",
        optional=True,
        default=False,
        hint="报告是承包人的成果，默认不编号；本机关采用为公文的，打开后必须填写文号，待本机关确认。",
    )
    analysis_by_contract_year = Flag(
        "半年、全年数据分析按合同年度",
        optional=True,
        default=False,
        hint="默认按自然年；打开后按合同服务期起算，待双方确认。",
    )
    abnormal_list_decided_here = Flag(
        "本机关作出列入、移出经营异常名录决定",
        optional=True,
        default=True,
        hint="由登记机关作出；本机关是否为登记机关、条文序号是否与2025年修正文本一致，待法制机构确认。",
    )
    templates_by_two = Flag(
        "启用模板须两人",
        optional=True,
        default=False,
        hint="打开后，启用一套改过的模板要由另一位管理员或工作人员确认；默认一人即可，待本机关确认。",
    )
    approval = Choice(
        "审批的办法",
        APPROVAL,
        optional=True,
        default="typed",
        hint="默认由起草人照审批原件填写；改由批准人在系统里批准的，起草人不再填写审批，"
        "内容改动后须重新批准，接口和批量也只能出具批准过的文书。待本机关确认。",
    )
    approvers = Rows(
        "批准人",
        Approver,
        optional=True,
        hint="每一级至少一人；起草人不能批准自己起草的文书，两级由不同的人批准。",
    )
    retention = Rows(
        "保管期限表",
        Retention,
        optional=True,
        hint="各类卷宗的保管期限，由本机关档案机构确认；没有填写的，卷宗封面要逐卷填写保管期限。",
    )
    handover_statement = Text(
        "资料移交的声明",
        longest=300,
        optional=True,
        default="移交单位确认：上列资料已全部移交，未留存副本；移交后继续履行保密义务。",
        hint="自拟的一句话，印在资料移交清单上，待合同双方和法制机构确认；不填的不印。",
    )
    acceptance_team = Count(
        "验收小组至少人数",
        least=1,
        most=20,
        optional=True,
        default=2,
        hint="合同没有写人数，默认两人，待本机关确认。",
    )
    acceptance_invites_users = Flag(
        "验收听取服务对象意见",
        optional=True,
        default=False,
        hint="政府向社会公众提供的公共服务才须邀请服务对象；辅助业务默认不邀请，待本机关确认。",
    )
    supplement_limit = Count(
        "追加金额上限",
        least=1,
        most=100,
        unit="%",
        optional=True,
        default=10,
        hint="补充协议追加的金额不超过原合同金额的百分之几，默认百分之十，待法制机构确认。",
    )
    contracts = Rows("服务合同", Contract, optional=True)

    @rule("本机关的审批程序")
    def every_station_has_its_approver(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """A paper that nobody could approve would never go out."""
        there = {each.station for each in value.approvers}
        for station in stations_by_act(value):
            if station not in there:
                told = f"改由系统里批准的，批准人里要有{APPROVING[station]}，请补上。"
                yield error("/approvers", "required", told)


def stations_by_act(house: Record) -> tuple[str, ...]:
    """Return the stations whose consent is given by an act, in their order; none: it is typed."""
    return {"typed": (), "one": ("authority_head",), "two": tuple(APPROVING)}[house.approval]


def number_prefixes(house: Record) -> tuple[str, ...]:
    """Return every 机关代字 that papers made here are numbered under, ours first, each once."""
    contracts = (each.number_prefix for each in house.contracts)
    return tuple(dict.fromkeys((house.authority.number_prefix, *filter(None, contracts))))


def suggested(house: Record, path: str) -> Iterator[tuple[str, str]]:
    """Yield (value, name) of the house facts at a path like `house.contracts.code`, each once."""
    *steps, last = path.split(".")[1:]
    found: list[Any] = [house]
    for step in steps:
        below = [each[step] for each in found if each is not None]
        found = [one for each in below for one in (each if isinstance(each, tuple) else (each,))]
    seen = {str(each[last]): str(each.get("name") or "") for each in found if each and each[last]}
    yield from seen.items()
