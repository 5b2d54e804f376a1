"""The slip that comes back for a referral: what is wrong by the contract or by what it says."""

from collections.abc import Mapping
from typing import Any

KIND = "referral_feedback_slip"
OPEN = {"/handling_result": None, "/result_paper": None}

# Written down from the contract and the slip before they were tried.
WRONG: Mapping[str, tuple[dict[str, Any], str, str]] = {
    "no number of the letter": ({"/referral_number": None}, "/referral_number", "required"),
    "a number without a digit": ({"/referral_number": "案移字"}, "/referral_number", "no_number"),
    "nothing that was referred": ({"/referred_matter": "无"}, "/referred_matter", "says_nothing"),
    "a full stop in the box": (
        {"/referred_matter": "某店涉嫌销售过期食品线索。"}, "/referred_matter", "final_mark",
    ),
    "received on no day": ({"/referral_received_on": None}, "/referral_received_on", "required"),
    "no copies": ({"/received_copies": 0}, "/received_copies", "out_of_range"),
    "fewer pages than copies": (
        {"/received_copies": 12}, "/received_pages", "pages_fewer_than_copies",
    ),
    "nobody took it": ({"/receiver": None}, "/receiver", "required"),
    "a desk took it": ({"/receiver": "收发室窗口"}, "/receiver", "not_a_person"),
    "no authority": ({"/receiving_authority": None}, "/receiving_authority", "required"),
    "our own authority": (
        {"/receiving_authority": "示例市示例区市场监督管理局"},
        "/receiving_authority",
        "authority_is_ours",
    ),
    "a result without what was done": ({"/handling": None}, "/handling", "required"),
    "something else was done": ({"/handling": "转办"}, "/handling", "not_an_option"),
    "done on no day": ({"/handled_on": None}, "/handled_on", "required"),
    "not filed for no reason": (
        {**OPEN, "/handling": "not_filed"}, "/handling_reason", "required",
    ),
    "given back for no reason": ({**OPEN, "/handling": "returned"}, "/handling_reason", "required"),
    "filed and the result awaited": (OPEN, "/handling_result", "result_awaited"),
    "done before it came": (
        {**OPEN, "/handled_on": "2026-06-12"}, "/handled_on", "handled_before_receipt",
    ),
    "entered before it was done": (
        {**OPEN, "/registered_on": "2026-07-02"}, "/registered_on", "registered_before_slip",
    ),
    "who reported": (
        {"/handling_result": "已立案，举报人姓名为柏以宁。"}, "/handling_result", "reporter_data",
    ),
}  # fmt: skip
