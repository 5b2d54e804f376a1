"""The words that inspections are told apart by, as the service contract has them."""

CONDUCTED = "合同关于检查实施的约定"
DISPOSED_OF = "合同关于问题处置与整改的约定"
ASSIGNED = "合同关于检查任务分派的约定"
TOLD_BEFORE = "合同关于查前告知的约定"

# 扫码 and 即时 are ways into a checklist, and no methods; the contract names three entries, which
# are called so here by us.
METHODS = {"on_site": "现场", "off_site": "非现场"}
ENTRIES = {"task": "任务检查", "scan": "扫码检查", "instant": "即时检查"}
TASK_TYPES = {
    "daily": "日常检查",
    "special": "专项检查",
    "passed_on": "转办交办",
    "clue": "线索核查",
}
# Visits for these reasons are shown apart and do not count against the yearly limit.
OUTSIDE_THE_LIMIT = frozenset(("passed_on", "clue"))
DOMAINS = {
    "catering": "餐饮服务",
    "food_production": "食品生产",
    "food_sale": "食品销售",
    "special_food": "特殊食品销售",
    "drug_business": "药品经营",
    "drug_use": "药品使用",
    "drug_online": "药品网络销售",
    "devices": "医疗器械经营",
    "cosmetics": "化妆品经营",
    "special_equipment": "特种设备使用",
    "product_quality": "产品质量",
    "advertising": "广告行为",
    "measuring": "计量器具",
    "annual_report": "年报公示信息",
    "staffing": "人力资源服务机构用工",
    "online_catering": "网络餐饮线上巡查",
    "other": "其他",
}
# Their items are set by law: a point table takes the place of a checklist's own items.
FOOD = frozenset(("catering", "food_production", "food_sale", "special_food", "online_catering"))
