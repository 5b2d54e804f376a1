"""样张卷宗封面: the cover of a file, its numbers in the archive still to be given."""

from schemas.ground.fields import Count, Day, Text
from schemas.ground.kind import Audience, Header, KindSchema


class CoverSample(KindSchema):
    """What a file is, from when to when, how much it holds."""

    header = Header("样张卷宗封面", (Audience.office,), "closed_on", "展示卷宗封面版式。")
    file_type = Text("档案类别")
    subject = Text("案件名称")
    department = Text("承办机构")
    opened_on = Day("受理日期")
    closed_on = Day("办结日期")
    retention = Text("保管期限")
    papers = Count("件数", least=1)
    pages = Count("页数", least=1)
    shelf_number = Text("归档号", optional=True)
    fonds_number = Text("全宗号", optional=True)
    series_number = Text("目录号", optional=True)
    file_number = Text("案卷号", optional=True)

    example = {
        "file_type": "投诉处理卷宗",
        "subject": "样张事项的处理",
        "department": "消费者权益保护科",
        "opened_on": "2026-06-10",
        "closed_on": "2026-07-10",
        "retention": "10年",
        "papers": 8,
        "pages": 23,
        "file_number": "118",
    }
