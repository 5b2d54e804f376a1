"""送达地址确认书: what its signer did not agree to, or cannot have signed."""

from collections.abc import Mapping
from typing import Any

from docgen import Engine
from tests.schemas.guard.cases import TODAY, example

KIND = "service_address_confirmation"

# Written down from the form and articles 82 and 83 before they were tried.
WRONG: Mapping[str, tuple[dict[str, Any], str, str]] = {
    "no address": ({"/service_address": None}, "/service_address", "required"),
    "no address said": ({"/service_address": "不详"}, "/service_address", "says_nothing"),
    "neither yes nor no": ({"/accepts_electronic": "是"}, "/accepts_electronic", "not_a_flag"),
    "no and a mailbox": (
        {"/accepts_electronic": False, "/mobile": None}, "/email", "channel_without_consent",
    ),
    "a mobile of ten digits": ({"/mobile": "1390000206"}, "/mobile", "not_a_mobile"),
    "a mailbox in words": ({"/email": "见名片"}, "/email", "not_an_email"),
    "a postcode in letters": ({"/postcode": "10O000"}, "/postcode", "not_a_postcode"),
    "nobody receives": ({"/service_receiver": "/"}, "/service_receiver", "says_nothing"),
    "a right without an agent": (
        {"/agent_may_receive": True}, "/agent_name", "agent_unnamed",
    ),
    "signed on a day to come": ({"/signed_on": "2027-01-04"}, "/signed_on", "future_day"),
    "older than the form": ({"/signed_on": "2021-06-01"}, "/signed_on", "older_than_form"),
}  # fmt: skip


def test_the_boxes_say_what_was_agreed(engine: Engine) -> None:
    yes = engine.check(KIND, example(engine, KIND), today=TODAY).values
    assert yes.consent_boxes == "☑是□否"
    assert "".join(each.line[0] for each in yes.channels) == "☑□☑□"
    refusing = {"/accepts_electronic": False, "/mobile": None, "/email": None}
    no = engine.check(KIND, example(engine, KIND, refusing), today=TODAY).values
    assert (no.consent_boxes, {each.line[0] for each in no.channels}) == ("□是☑否", {"□"})
