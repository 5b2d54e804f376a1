"""现场笔录 (PF-9): what the officers found on the spot, with its photos as an annex."""

from schemas.ground.base import Facts, Record, derived
from schemas.ground.fields import Code, Group, Rows, Text
from schemas.ground.house import SITE_RECORD_TITLES
from schemas.ground.kind import Audience, Departure, Header
from schemas.ground.neighbours import Follows, Neighbours
from schemas.ground.restating import Restates
from schemas.kinds.report.inspection.findings import FindingsOnSite
from schemas.parts.evidence import SOURCE_OF_EVIDENCE, Evidence, Measures
from schemas.parts.inspected_party import SITE_RECORD, InspectedParty
from schemas.parts.photo_annex import PhotoAnnex
from schemas.parts.presence import Presence, RightsTold
from schemas.parts.signatures import ReadOver, SignedByParty, Witnessed
from schemas.parts.signed_on_the_spot import SignedOnTheSpot
from schemas.parts.visit import GROUP, Visit, Visitors
from schemas.samples import sample_photo

VERIFICATION = "《市场监督管理行政处罚程序规定》第十八条"


class SiteInspectionRecord(
    PhotoAnnex,
    ReadOver,
    SignedByParty,
    SignedOnTheSpot,
    Witnessed,
    RightsTold,
    FindingsOnSite,
    Visitors,
    Visit,
):
    """One inspection of one place, taken down there and then.

    It starts and settles no clock: it states what was seen and concludes nothing, so no field of
    it says that a clue was found (the period D4 begins with that) or that one was verified.
    """

    header = Header(
        title="现场笔录",
        also=("检查笔录", "勘验笔录", "现场检查笔录"),
        audience=(Audience.inspected_party,),
        dated_by="started_at",
        summary="记录现场检查的时间、地点、经过和所见，每页签名；照片作为附页。不编文号。",
        form="PF-9",
        about=("party.business_name", "party.person_name", "subject"),
    )

    departures = (
        Departure(
            left_out="请核对/已向你宣读",
            reason="式样中“/”表示二选一，选择后删去另一项，由「核对方式」填入。",
        ),
        Departure(
            left_out="[如实施行政强制措施，",
            reason="式样中“[ ]”表示视情况选用，实施行政强制措施的才印这一段，方括号和条件语不印。",
        ),
        Departure(left_out="]", reason="视情况选用的一段到此为止，方括号不印。"),
        Departure(
            added="协助人员：所属单位：协助人员在检查人员带领下协助拍照、记录，不行使检查职权。",
            reason="外包服务人员到场的，与检查人员分开列明，购买服务合同只许其辅助。",
        ),
        Departure(
            added="当事人情况无法核实的原因：",
            reason="当事人身份情况不能核实的，应当说明，不留空白。",
        ),
        Departure(added="。在场人：（）", reason="写明代表当事人到场、回答询问的人。"),
        Departure(
            added="（未回答，情况见检查人员注明）",
            reason="当事人没有到场的，不留空白，依据行政处罚程序规定第四十三条另行注明。",
        ),
        Departure(
            added="回避申请的处理：申请回避，理由：。。决定人：。决定时间：。",
            reason="当事人申请回避的，依据行政处罚程序规定第四条写明处理结果。",
        ),
        Departure(
            added="取证清单：序号证据名称数量来源和提取方式",
            reason="依据行政处罚程序规定第二十四条注明证据出处，式样没有留位置。",
        ),
        Departure(
            added="（未签名，情况见检查人员注明）检查人员注明：录音、录像：见证人：（）",
            reason="依据行政处罚程序规定第四十三条注明当事人没有签名的情况、录音录像和见证人。",
        ),
        Departure(added="（以下空白）", reason="划去空余部分，防止事后添加。"),
        Departure(
            added="（本页以下空白，下接附页）",
            reason="笔录后有照片附页的，划去正文末页的空余部分。",
        ),
        Departure(
            added=(
                "现场照片（附页）本附页是《》的组成部分，共张照片。编号拍摄时间证明内容"
                "拍摄地点拍摄人拍摄设备未记录原始文件名SHA-256校验值"
                "以上照片与现场一致。原始文件随卷保存，可以用校验值核对。"
                "证据核对意见：（未签名，情况见检查人员注明）检查人员：执法证号："
            ),
            reason="现场照片的事实项目取自文书式样十一（证据提取单）和行政处罚程序规定第二十四条、"
            "第二十六条，式样九没有照片附页。",
        ),
        Departure(
            added="（未到场，情况已注明）（未签名，情况已注明）",
            reason="当事人没有签名的，每页签名处写明原因另有注明，不留空白。",
        ),
        Departure(added="/", reason="没有见证人的，签名处划去，不留空白。"),
    )

    neighbours = Neighbours(
        follows=(
            Follows("report_registration_form", "对线索予以核查", VERIFICATION),
            Follows("case_source_registration_form", "对线索予以核查", VERIFICATION),
            Follows("subject_information_sheet", "电话联系不上的，到登记的住所核查"),
            Follows("inspection_task_assignment", "按分派的任务现场检查"),
            Follows("inspection_approval_form", "检查已经批准"),
            Follows("inspection_notice", "检查已经通知"),
        ),
    )

    sections = (GROUP, "人员", "当事人", "告知和回答", "现场情况", "核对和签名", "现场照片")
    # What one begins with on site; the office's own number can wait.
    leading = ("started_at", "ended_at", "place", "subject")
    asked = ("id_shown_answer", "recusal_answer", "reading")

    internal_number = Code(
        "内部编号",
        longest=40,
        optional=True,
        kept=True,
        group=GROUP,
        hint="本机关的检查任务编号，只留卷，不印在笔录上。",
    )
    subject = Text(
        "检查事项",
        group=GROUP,
        hint="填入「依法就……进行现场检查」中间的文字，只写检查什么，例如「商品标价情况」。",
    )
    party = Group("当事人", InspectedParty, group="当事人", source=SITE_RECORD)
    presence = Group("通知当事人到场情况", Presence, group="当事人", own=True, source=SITE_RECORD)
    measures = Group("行政强制措施", Measures, group="现场情况", optional=True, own=True)
    evidence = Rows(
        "取证清单",
        Evidence,
        most=60,
        group="现场情况",
        optional=True,
        own=True,
        source=SOURCE_OF_EVIDENCE,
    )

    @derived(Text("标题"))
    def title(self, value: Record, facts: Facts) -> str:
        """The title the bureau has chosen: 现场笔录 or 现场检查笔录."""
        return SITE_RECORD_TITLES[facts.house.site_record_title]

    def party_came(self, value: Record) -> bool:
        """Tell whether the party came to the inspection."""
        return bool(value.presence.state == "present")

    blank = {"evidence": 5}

    restated = (Restates(("findings",), of="started_at", until="ended_at"),)

    example = {
        "internal_number": "2026-日检-0417",
        "started_at": "2026-07-10T09:30",
        "ended_at": "2026-07-10T10:20",
        "place": "示例市示例区和平路36号悦邻生鲜便利店",
        "subject": "商品标价情况",
        "inspectors": [
            {"name": "何静远", "certificate_number": "99990012035", "employed_by_authority": True},
            {"name": "沈嘉木", "certificate_number": "99990012071", "employed_by_authority": True},
        ],
        "assistants": [{"name": "罗一鸣", "employer": "示例市诚办信息服务有限公司"}],
        "party": {
            "party_type": "individual_business",
            "business_name": "示例区悦邻生鲜便利店",
            "licence_name": "营业执照",
            "credit_code": "91999900MA6B3HN232",
            "address": "示例市示例区和平路36号",
            "representative": "邱月华",
            "phone": "13900001236",
        },
        "presence": {
            "state": "present",
            "account": "检查人员进店出示证件后当场通知经营者，经营者全程在场。",
            "attendee_name": "邱月华",
            "attendee_post": "经营者",
        },
        "id_shown_answer": "看清楚了。",
        "recusal_answer": "听清楚了，不申请回避。",
        "findings": (
            "该店营业执照悬挂在收银台后方墙面，店内正在营业，有店员一名。\n"
            "店内靠东墙货架共三层。第二层陈列的“香油”（500毫升装）十二瓶，货架和商品上均没有价签；"
            "同层的“陈醋”“生抽”均有价签，分别标示6.80元/瓶、8.60元/瓶。\n"
            "收银员扫描上述“香油”一瓶，收银系统显示单价为15.90元。邱月华当场制作价签并摆放。"
        ),
        "evidence": [
            {
                "name": "收银系统商品价格页面截图打印件",
                "quantity": "1份1页",
                "origin": "由当事人从收银系统打印并签名",
            }
        ],
        "reading": "checked",
        "party_comment": "以上笔录我看过，与现场情况一致。",
        "photos": [
            {
                "file": sample_photo("shop_front.jpg"),
                "shows": "店铺门头和营业状态",
                "taken_at": "2026-07-10T09:33",
                "place": "和平路36号店门外",
                "photographer": "罗一鸣",
                "device": "执法手机03号",
            },
            {
                "file": sample_photo("price_tags.jpg"),
                "shows": "东墙货架第二层“香油”没有价签，两侧商品有价签",
                "taken_at": "2026-07-10T09:41",
                "place": "店内东墙货架",
                "photographer": "罗一鸣",
                "device": "执法手机03号",
            },
        ],
        "photos_comment": "照片我看过，与现场一致。",
    }
