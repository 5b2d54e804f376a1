"""The parts people take in a case: who may learn of whom turns on them."""

from enum import StrEnum


class Role(StrEnum):
    """What somebody is in a case; a part, a group or a field declares it for all below it."""

    complainant = "投诉人"
    reporter = "举报人"
    respondent = "被投诉人"
    party = "当事人"
    representative = "法定代表人"
    attendee = "在场人"
    agent = "委托代理人"
    mediator = "调解人员"
    inspector = "检查人员"
    assistant = "协助人员"
    witness = "见证人"
    approver = "审批人"
    contact = "联系人"
    payee = "收款人"
    handler = "经办人"
    institution = "鉴定、检测机构"
