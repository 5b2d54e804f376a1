"""业务培训记录 (our own layout): what was taught, by whom, to whom, and who was there."""

from collections.abc import Iterator

from schemas.ground.base import Facts, Finding, Record, derived, error, notice, rule
from schemas.ground.fields import Choice, Code, LongText, Moment, PersonName, Rows, Text
from schemas.ground.kind import Audience, Header
from schemas.ground.neighbours import Follows, Neighbours
from schemas.ground.restating import Restates
from schemas.guard.folding import folded_name
from schemas.kinds.process.training.attendance import GROUP, TRAINED, SignedIn

ORGANISERS = {"buyer": "甲方", "supplier": "乙方"}


class TrainingRecord(SignedIn):
    """One training with its list of signatures; it stays in the file."""

    header = Header(
        title="业务培训记录",
        also=("培训签到",),
        audience=(Audience.contractor,),
        dated_by="training_to",
        summary="记录培训的主题、时间、授课人、内容和依据，列明应到、实到人员并由到场人员签名。",
        about=("training_topic",),
        advises=True,
    )

    sections = ("培训", "内容", GROUP, "记录")
    blank = {"assessment": ..., "training_basis": ..., "photo_numbers": ...}

    neighbours = Neighbours(
        follows=(
            Follows("statistical_analysis_report", "针对分析出的问题培训", TRAINED),
            Follows("inspection_summary_report", "针对总结出的问题培训", TRAINED),
            Follows("monthly_problem_analysis", "针对汇总的问题培训", TRAINED),
            Follows("contractor_rectification_notice", "整改要求的培训", TRAINED),
        ),
    )

    training_topic = Text("培训主题", longest=100, group="培训", own=True, source=TRAINED)
    organiser = Choice("组织单位", ORGANISERS, group="培训", own=True, source=TRAINED)
    training_from = Moment("培训开始时间", group="培训", own=True)
    training_to = Moment("培训结束时间", group="培训", own=True)
    training_place = Text("培训地点或者方式", longest=100, group="培训", own=True)
    lecturers = Text("授课人", longest=100, group="培训", own=True)
    trained_for = Text("培训对象", longest=100, group="培训", own=True)
    training_content = LongText("内容提要", longest=3000, group="内容", own=True)
    training_basis = Text(
        "培训的依据", longest=200, group="内容", optional=True, own=True,
        hint="针对哪份报告、哪类问题，例如「2026年6月汇总分析报告」。",
    )  # fmt: skip
    materials_given = Rows(
        "培训材料", Text("材料", longest=100), most=20, group="内容", optional=True, own=True
    )
    assessment = LongText("考核或者测试结果", longest=1000, group="记录", optional=True, own=True)
    photo_numbers = Code("照片编号", longest=100, group="记录", optional=True, own=True)
    recorder = PersonName("记录人", personal=None, group="记录", own=True, starts_as="me")
    reviewer = PersonName("审核人", personal=None, group="记录", own=True)

    @derived(Text("培训材料"), prints=("materials_given",))
    def materials_line(self, value: Record, facts: Facts) -> str:
        """The materials in one line."""
        return "；".join(value.materials_given) or "/"

    @rule(TRAINED)
    def it_took_time(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """It ends after it began, on one day or a few."""
        if value.training_to <= value.training_from:
            yield error(
                "/training_to", "ended_before_start", "培训结束时间应当晚于开始时间，请核对。"
            )
        elif (value.training_to - value.training_from).days >= 7:
            yield notice(
                "/training_to", "very_long", "培训超过七日，请核对起止时间，分次的分别记录。"
            )

    @rule("本机关的记录和审核方法")
    def somebody_else_reviews(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Who wrote it down does not check it."""
        if folded_name(value.recorder) == folded_name(value.reviewer):
            yield error(
                "/reviewer", "reviewer_is_recorder", "审核人不能是记录人本人，请由另一人审核。"
            )

    restated = (Restates(("assessment",), of="present_count", counted="[人名]", at_most=True),)

    example = {
        "training_topic": "投诉受理期限和告知要求",
        "organiser": "buyer",
        "training_from": "2026-07-07T14:00",
        "training_to": "2026-07-07T16:00",
        "training_place": "示例市示例区和平路18号三楼会议室",
        "lecturers": "何静远",
        "trained_for": "工单处置人员",
        "training_content": (
            "一、自收到投诉之日起七个工作日内作出受理决定并告知投诉人。\n"
            "二、不予受理的写明理由；终止调解的在七个工作日内告知双方。\n"
            "三、联系记录逐次填写，回复内容与实际处理一致。"
        ),
        "training_basis": "2026年6月汇总分析报告指出的告知不及时问题",
        "materials_given": ["第121号令要点", "文书填写示例"],
        "trainees": [
            {"name": "周启明", "unit": "和平路市场监督管理所", "post": "承办人"},
            {"name": "苗雨", "unit": "消费者权益保护科", "post": "派单"},
            {"name": "方可欣", "unit": "示例市诚办信息服务有限公司", "post": "处置人员"},
            {
                "name": "方明远",
                "unit": "示例市诚办信息服务有限公司",
                "post": "处置人员",
                "attendance": "absent",
                "remark": "请假",
            },
        ],
        "expected_count": 4,
        "assessment": "现场测试，三人全部合格。",
        "recorder": "霍青",
        "reviewer": "何静远",
    }
