"""What a complaint or a report came to, as the feedback slip lists it."""

COMPLAINT = {
    "agreed": "调解达成一致",
    "terminated": "终止调解",
    "not_accepted": "不予受理",
    "withdrawn": "投诉人撤回投诉",
    "settled": "双方自行和解",
    "entrusted": "委托调解",
    "returned": "退单",
    "other_way": "告知其他途径",
}
REPORT = {
    "filed": "立案",
    "not_filed": "不予立案",
    "no_jurisdiction": "无处理权限，已告知举报人",
    "repeated": "重复举报，不再另行处理",
    "merged": "合并处理",
}
BOTH = {"referred": "移送其他部门", "police": "移送公安机关"}
RESULTS = COMPLAINT | REPORT | BOTH
OF = {"complaint": frozenset(COMPLAINT | BOTH), "report": frozenset(REPORT | BOTH)}
# The paper that a result rests on, where the case has to hold one.
SHOWN_BY = {
    "agreed": ("mediation_agreement", "mediation_record"),
    "terminated": ("mediation_termination_decision",),
    "not_accepted": ("non_acceptance_notice",),
    "withdrawn": ("contact_record", "mediation_termination_decision"),
    "referred": ("referral_letter",),
}
