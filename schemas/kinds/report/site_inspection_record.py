"""现场笔录 (PF-9): what the officers found on the spot, with its photos as an annex."""

import re
from collections import Counter
from collections.abc import Iterator

from schemas.ground.base import Facts, Finding, Record, derived, error, notice, rule
from schemas.ground.fields import Choice, Flag, Group, LongText, Moment, Rows, Text, When
from schemas.ground.house import SITE_RECORD_TITLES
from schemas.ground.kind import Audience, Departure, Header, KindSchema
from schemas.ground.neighbours import Follows, Neighbours
from schemas.parts.photos import Photo, taken_on_the_spot
from schemas.parts.visit import (
    RECUSAL,
    SITE_RECORD,
    SOURCE_OF_EVIDENCE,
    TWO_OFFICERS,
    UNSIGNED,
    Assistant,
    Evidence,
    InspectedParty,
    Inspector,
    Measures,
    Presence,
    RecusalHandling,
    Unsigned,
    Witness,
    label_of,
)
from schemas.samples import sample_photo

VERIFICATION = "《市场监督管理行政处罚程序规定》第十八条"
PHOTOS = "《市场监督管理行政处罚程序规定》第四十四条"
_CONCLUSION = re.compile(
    r"违法|违规|违反[^。；\n]{0,60}(?:规定|办法|条例|法)|处罚|罚款|没收|构成[^。；\n]{0,20}行为"
)
READING = {"checked": "请核对", "read_aloud": "已向你宣读"}
# What only a party that came can answer, in the order of the form.
_ANSWERS = ("id_shown_answer", "recusal_answer", "reading")


class SiteInspectionRecord(KindSchema):
    """One inspection of one place, taken down there and then.

    It starts and settles no clock: it states what was seen and concludes nothing, so no field of
    it says that a clue was found (the period D4 begins with that) or that one was verified.
    """

    header = Header(
        title="现场笔录",
        audience=(Audience.inspected_party,),
        dated_by="started_at",
        summary="记录现场检查的时间、地点、经过和所见，每页签名；照片作为附页。不编文号。",
        form="PF-9",
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

    # What one begins with on site; the office's own number can wait.
    leading = ("started_at", "ended_at", "place", "subject")

    internal_number = Text(
        "内部编号",
        longest=40,
        optional=True,
        kept=True,
        group="检查",
        hint="本机关的检查任务编号，只留卷，不印在笔录上。",
    )
    started_at = Moment("检查开始时间", group="检查", source=SITE_RECORD)
    ended_at = Moment("检查结束时间", group="检查", source=SITE_RECORD)
    place = Text("地点", group="检查", source=SITE_RECORD)
    subject = Text(
        "检查事项",
        group="检查",
        hint="填入「依法就……进行现场检查」中间的文字，只写检查什么，例如「商品标价情况」。",
    )
    inspectors = Rows("检查人员", Inspector, least=2, most=6, group="人员", source=TWO_OFFICERS)
    assistants = Rows("协助人员", Assistant, most=10, group="人员", optional=True)
    witness = Group("见证人", Witness, group="人员", optional=True)
    party = Group("当事人", InspectedParty, group="当事人", source=SITE_RECORD)
    presence = Group("通知当事人到场情况", Presence, group="当事人", source=SITE_RECORD)
    id_shown_answer = Text(
        "是否看清执法证件的回答",
        group="告知和回答",
        optional=True,
        spoken=True,
        source=TWO_OFFICERS,
        hint="照当事人原话记录，例如「看清楚了。」",
    )
    recusal_requested = Flag(
        "申请检查人员回避", group="告知和回答", optional=True, default=False, source=RECUSAL
    )
    recusal_answer = Text(
        "是否申请回避的回答",
        group="告知和回答",
        optional=True,
        spoken=True,
        source=RECUSAL,
        hint="照当事人原话记录，例如「不申请。」",
    )
    recusal = Group(
        "回避申请的处理",
        RecusalHandling,
        group="告知和回答",
        optional=True,
        applies=When("recusal_requested"),
        source=RECUSAL,
    )
    findings = LongText(
        "现场情况",
        group="现场情况",
        source=SITE_RECORD,
        hint="看见什么写什么：何人、何物、何处、多少；不写推测，不写定性。",
    )
    measures = Group("行政强制措施", Measures, group="现场情况", optional=True)
    evidence = Rows(
        "取证清单", Evidence, most=60, group="现场情况", optional=True, source=SOURCE_OF_EVIDENCE
    )
    reading = Choice("核对方式", READING, group="核对和签名", optional=True)
    party_comment = Text(
        "当事人的核对意见",
        longest=500,
        group="核对和签名",
        optional=True,
        spoken=True,
        hint="照当事人原话记录，例如「以上笔录我看过，与现场情况一致。」",
    )
    unsigned = Group("当事人未签名的情况", Unsigned, group="核对和签名", optional=True)
    photos = Rows("现场照片", Photo, most=60, group="现场照片", optional=True, source=PHOTOS)
    photos_comment = Text(
        "当事人对照片的核对意见",
        longest=200,
        group="现场照片",
        optional=True,
        applies=When("photos"),
        spoken=True,
        hint="例如「照片我看过，与现场一致。」",
        source=SOURCE_OF_EVIDENCE,
    )

    @derived(Text("标题"))
    def title(self, value: Record, facts: Facts) -> str:
        """The title the bureau has chosen: 现场笔录 or 现场检查笔录."""
        return SITE_RECORD_TITLES[facts.house.site_record_title]

    @derived(Text("核对方式"), prints=("reading",))
    def reading_line(self, value: Record, facts: Facts) -> str:
        """How the party learned what was taken down; nobody there, nobody was read to."""
        return READING[value.reading or "checked"]

    @rule(SITE_RECORD)
    def time_runs_forward(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """An inspection ends after it began, normally on the same day."""
        if value.ended_at <= value.started_at:
            yield error("/ended_at", "time_reversed", "检查结束时间应当晚于开始时间，请核对。")
        elif value.ended_at.date() != value.started_at.date():
            yield notice("/ended_at", "spans_days", "检查跨了日期，请核对起止时间。")

    @rule(TWO_OFFICERS)
    def people_have_one_part(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Certificates are unique; who assists or bears witness is none of the officers."""
        numbers = [inspector.certificate_number for inspector in value.inspectors]
        names = [inspector.name for inspector in value.inspectors]
        for index, number in enumerate(numbers):
            if number in numbers[:index]:
                yield error(
                    f"/inspectors/{index}/certificate_number",
                    "certificate_repeated",
                    "两名检查人员的执法证号相同，请对照证件核对。",
                )
        for name, count in Counter(names).items():
            if count > 1:
                yield notice(
                    f"/inspectors/{names.index(name)}/name",
                    "name_repeated",
                    "检查人员中有同名的，请核对不是同一人填了两次。",
                )
        helpers = [assistant.name for assistant in value.assistants]
        for index, name in enumerate(helpers):
            if name in names:
                yield error(
                    f"/assistants/{index}/name",
                    "assistant_is_officer",
                    "同一人不能既是检查人员又是协助人员，请核对。",
                )
        insiders = (*names, *helpers, value.presence.attendee_name)
        if value.witness and value.witness.name in insiders:
            yield error(
                "/witness/name",
                "witness_not_independent",
                "检查人员、协助人员和代表当事人的在场人不能作见证人，请另请见证人。",
            )

    @rule(UNSIGNED)
    def answers_come_from_the_party(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """A party that came has answered; one that did not come has not, and that is noted."""
        present = value.presence.state == "present"
        comments = ("party_comment", *(("photos_comment",) if value.photos else ()))
        if present:
            asked = _ANSWERS if value.unsigned else (*_ANSWERS, *comments)
            for name in asked:
                if not value[name]:
                    yield error(
                        f"/{name}",
                        "required",
                        f"当事人到场的，请填写「{label_of(self, name)}」。",
                        SITE_RECORD,
                    )
            return
        if not value.unsigned:
            yield error(
                "/unsigned",
                "absence_not_noted",
                "当事人没有到场的，请注明情况并填写录音录像编号。",
            )
        for name in (*_ANSWERS, "recusal_requested", "party_comment", "photos_comment"):
            if value[name]:
                yield error(
                    f"/{name}",
                    "answer_without_party",
                    "当事人没有到场，不能有当事人的回答，请删去或者改正「到场情况」。",
                )

    @rule(UNSIGNED)
    def missing_signature_is_witnessed(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """A witness is asked for where needed; the law leaves it to the officers."""
        if value.unsigned and not value.witness:
            yield notice(
                "/witness",
                "witness_advised",
                "当事人没有签名的，必要时可以邀请见证人，请考虑是否需要。",
            )

    @rule(RECUSAL)
    def recusal_is_dealt_with(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """A request for recusal stops the record until what became of it is written down."""
        if value.recusal_requested and not value.recusal:
            yield error(
                "/recusal",
                "recusal_undecided",
                "当事人申请回避，请先报负责人决定，并填写「回避申请的处理」。",
            )
        if value.recusal and not value.recusal_requested:
            yield error(
                "/recusal",
                "recusal_without_request",
                "当事人没有申请回避，请删去「回避申请的处理」或者改正申请情况。",
            )
        if (
            value.recusal
            and value.recusal.outcome == "granted"
            and value.recusal.officer in [inspector.name for inspector in value.inspectors]
        ):
            yield error(
                "/recusal/officer",
                "recused_officer_inspects",
                "准许回避的人员不能再列为检查人员，请更换检查人员后再制作笔录。",
            )

    @rule(SITE_RECORD)
    def findings_are_facts(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """What is lawful is decided later, by others, on this record."""
        if _CONCLUSION.search(value.findings):
            yield notice(
                "/findings",
                "legal_conclusion",
                "现场情况只写所见事实，定性和处理意见请写到案件调查文书里。",
            )

    @rule(PHOTOS)
    def photos_were_taken_during_the_inspection(
        self, value: Record, facts: Facts
    ) -> Iterator[Finding]:
        """Each photo is another photo, taken within the time span by somebody who was there."""
        if not value.photos:
            yield notice(
                "/photos", "no_photos", "没有现场照片，请核对是否已按规定拍照、录音或者录像。"
            )
        people = [each.name for each in (*value.inspectors, *value.assistants)]
        for finding in taken_on_the_spot(value.photos, value.started_at, value.ended_at, people):
            yield finding.below("/photos")

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
