"""Orders of other systems that a case came from."""

from schemas.ground.base import Part
from schemas.ground.fields import Choice, Code, Rows
from schemas.ground.roles import Role

HOTLINE = "hotline_12345"
SOURCES = {
    HOTLINE: "12345市民服务热线",
    "national_12315": "全国12315平台",
    "hotline_12315": "12315热线电话",
    "mail": "邮寄",
    "counter": "现场",
    "petition": "信访",
    "telephone": "电话",
    "superior": "上级转办",
    "other": "其他",
}

# Where a paper that begins from an order names it.
ITS_NUMBER = {
    "order_references.0.system": ("system",),
    "order_references.0.number": ("number",),
}


class OrderReference(Part):
    """来源工单: the case's number in another system; each keeps its own."""

    system = Choice("来源", SOURCES, kept=True)
    # Whoever knows the number finds who sent the order.
    number = Code("工单编号", longest=60, kept=True, role=Role.complainant)


class FromOrders(Part):
    """A paper of a case that came from orders of other systems."""

    order_references = Rows("来源工单", OrderReference, group="投诉", optional=True, kept=True)
