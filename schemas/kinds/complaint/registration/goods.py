"""What the service contract has taken down of the goods, beyond what the law asks for."""

from schemas.ground.base import Part
from schemas.ground.fields import Flag, LongText, Text


class GoodsDetails(Part):
    """商品和协商情况: each may be left out, and none that is missing is a ground to refuse."""

    brand = Text("品牌", longest=60, optional=True, kept=True)
    manufacturer = Text("生产厂家", longest=100, optional=True, kept=True)
    specification = Text("规格型号", longest=80, optional=True, kept=True)
    quantity = Text("数量", longest=30, optional=True, kept=True)
    price = Text("价格", longest=30, optional=True, kept=True)
    receipt_number = Text("购物凭证号码", longest=60, optional=True, kept=True)
    negotiations = LongText("与经营者协商的情况", longest=1000, optional=True, kept=True)
    jd_order = Flag(
        "京东平台的订单",
        optional=True,
        default=False,
        kept=True,
        hint="合同另行计件的范围，不影响受理。",
    )
