"""样张检查单: items in domains, each with every result boxed, and what is done about them."""

from schemas.ground.base import Part
from schemas.ground.fields import Choice, Day, LongText, Rows, Text
from schemas.ground.kind import Audience, Header
from schemas.parts.visit import Visit, Visitors

RESULTS = {"none": "未发现问题", "found": "发现问题", "not_applicable": "不涉及"}
MEASURES = {"reminder": "当场提醒", "order": "书面责令改正", "transfer": "移送其他部门"}


class Item(Part):
    """One item: what is looked at, by which standard, and what came of it."""

    content = Text("检查内容")
    standard = Text("检查标准")
    result = Choice("检查结果", RESULTS)
    finding = Text("问题描述", optional=True)
    evidence_number = Text("证据编号", optional=True)


class Domain(Part):
    """Items of one domain."""

    name = Text("领域")
    checked = Rows("检查内容", Item)


class ChecklistSample(Visitors, Visit):
    """A checklist of two domains, as an inspection on the spot fills it in."""

    header = Header("样张检查单", (Audience.inspected_party,), "signed_on", "展示检查单版式。")
    blank = {"domains": [{"checked": 8}]}

    task_number = Text("任务编号")
    subject = Text("检查对象")
    domains = Rows("领域", Domain)
    conclusion = Choice("检查结论", {"none": "未发现问题", "found": "发现问题"})
    measures = Rows("处置措施", Choice("措施", MEASURES), optional=True)
    party_comment = LongText("企业意见", optional=True)
    signed_on = Day("签名日期")

    example = {
        "task_number": "样张〔2026〕12号",
        "started_at": "2026-07-10T09:30",
        "ended_at": "2026-07-10T10:40",
        "place": "示例市示例区和平路18号",
        "inspectors": [
            {"name": "何静远", "certificate_number": "00990101", "employed_by_authority": True},
            {"name": "沈若溪", "certificate_number": "00990102", "employed_by_authority": True},
        ],
        "assistants": [{"name": "周启明", "employer": "示例市优企服务有限公司"}],
        "subject": "示例市优康商贸有限公司",
        "domains": [
            {
                "name": "对经营主体资质的检查",
                "checked": [
                    {
                        "content": "营业执照置于经营场所的醒目位置",
                        "standard": "样张标准第一条",
                        "result": "none",
                    },
                    {
                        "content": "登记的经营场所与实际一致",
                        "standard": "样张标准第二条",
                        "result": "found",
                        "finding": "二层仓库不在登记的地址内。",
                        "evidence_number": "照片3",
                    },
                ],
            },
            {
                "name": "对计量器具使用情况的检查",
                "checked": [
                    {
                        "content": "使用的计量器具在检定有效期内",
                        "standard": "样张标准第五条",
                        "result": "not_applicable",
                    },
                ],
            },
        ],
        "conclusion": "found",
        "measures": ["order"],
        "party_comment": "以上情况属实，三日内变更登记。",
        "signed_on": "2026-07-10",
    }
