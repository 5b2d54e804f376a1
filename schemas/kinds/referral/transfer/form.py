"""案件移送函 (PF-4): what the letter prints beyond its official form, or leaves out, and why."""

from schemas.ground.kind import Departure
from schemas.parts.copies import NONE_ELSEWHERE

FROM_THE_FORM = (
    Departure(
        left_out="案/",
        reason="第十四条、第十七条写的是立案查处的案件；立案前只印违法线索。",
    ),
    Departure(left_out="/违法线索", reason="立案后移送的是案件，只印案，标题为案件移送函。"),
    Departure(
        left_out="不属于本局管辖/本局管辖困难", reason="由「管辖结论」填入，只印选定的一种。"
    ),
    Departure(
        left_out="《市场监督管理行政处罚程序规定》第条[第款]",
        reason="随移送情形由法律数据填入；移送综合执法机关的，另加本机关确认的依据。",
    ),
    Departure(
        added="一、当事人基本情况",
        reason="式样没有当事人信息的位置，受移送机关须据此确定当事人。",
    ),
    Departure(
        added=(
            "名称（姓名）：；统一社会信用代码：；注册号：；法定代表人（负责人）：；"
            "地址（经营场所）：；联系电话：。"
        ),
        reason="当事人的身份信息，没有的不印。",
    ),
    Departure(
        added="网络交易平台：；店铺名称：；店铺公示的经营者：；订单号：、。",
        reason="平台内经营者的线索须写明平台、店铺和订单，没有的不印。",
    ),
    Departure(
        added="二、线索来源和主要事实",
        reason="式样只有“因”后一处空白，写不下受移送机关核查所需的来源和事实。",
    ),
    Departure(added="，本局。", reason="线索来源和日期，用中性文字。"),
    Departure(added="本局已于立案。", reason="已立案的写明立案日期。"),
    Departure(added="三、核查情况", reason="已经核查的写明做了什么，以免重复核查。"),
    Departure(added="初步认定：", reason="核查结果只是初步认定，不是处理决定。"),
    Departure(
        added="请你单位自收到本函之日起个工作日内，将处理情况函告本局。",
        reason="是否请求反馈由承办人决定；天数是内部设置，不是法定期限，待本机关确认。",
    ),
    Departure(
        left_out="（相关材料）",
        added=".（份页）",
        reason="逐项列明附件的名称、份数和页数，两项以上编序号（GB/T 9704-2012 第7.3.4条）。",
    ),
    Departure(added="共份页", reason="印出附件总份数和总页数，便于交接核对。"),
    NONE_ELSEWHERE,
    Departure(
        added=(
            "移送回执：一、收到移送材料后填写移送函文号当事人移送内容一案违法线索，附材料份页"
            "收到日期年月日实收材料份页接收人（签名）联系电话接收机关（盖章）年月日"
            "二、处理后填写处理情况□立案□不予立案□受理□退回理由处理结果处理文书和文号"
            "办理机关（盖章）年月日请退回：，，。"
        ),
        reason="式样没有回执；附页由受移送机关填写盖章退回，本机关可以在内部设置里关闭。",
    ),
)
