"""电子送达: whether somebody takes papers electronically, and by which of the form's four ways."""

from collections.abc import Iterator

from schemas.ground.base import Facts, Finding, Part, Record, derived, error, rule
from schemas.ground.fields import Flag, Personal, Phone, Rows, Text, When
from schemas.ground.kind import KindSchema
from schemas.kinds.process.service.served import SERVICE

GROUP = "送达地址及送达方式"
CHANNELS = ("mobile", "fax", "email", "messaging")
_CONSENT = When("accepts_electronic", (True,))


class Channel(Part):
    """One of the form's four ways of electronic service, with its box."""

    line = Text("方式和号码、地址、账号")


class ElectronicService(KindSchema):
    """Only with consent, and with a number, address or account by which it is done."""

    accepts_electronic = Flag("是否接受电子送达", group=GROUP, own=True, source=SERVICE)
    mobile = Phone("手机号码", group=GROUP, optional=True, own=True, applies=_CONSENT)
    fax = Phone("传真号码", group=GROUP, optional=True, own=True, applies=_CONSENT)
    email = Text(
        "电子邮件地址", longest=60, group=GROUP, optional=True, own=True,
        personal=Personal.email, applies=_CONSENT,
    )  # fmt: skip
    messaging = Text(
        "即时通讯账号", longest=60, group=GROUP, optional=True, own=True,
        personal=Personal.account, applies=_CONSENT,
    )  # fmt: skip

    @derived(Text("是否接受电子送达"), prints=("accepts_electronic",))
    def consent_boxes(self, value: Record, facts: Facts) -> str:
        """Both boxes of the form, one of them ticked."""
        if facts.copy == "blank":
            return "□是□否"
        return "☑是□否" if value.accepts_electronic else "□是☑否"

    @derived(Rows("电子送达方式", Channel), prints=CHANNELS)
    def channels(self, value: Record, facts: Facts) -> tuple[Record, ...]:
        """The form's four, those with an account ticked."""
        blank = facts.copy == "blank"
        given = {name: "" if blank else value[name] or "" for name in CHANNELS}
        return tuple(
            Record({"line": f"{'☑' if said else '□'}{label}：{said}"})
            for name, said in given.items()
            for label in (self.label_of(name),)
        )

    @rule(SERVICE)
    def electronic_only_with_consent(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Yes has a way by which it is done; no has none."""
        given = [name for name in CHANNELS if value[name]]
        if value.accepts_electronic and not given:
            yield error(
                "/mobile",
                "channel_missing",
                "接受电子送达的，请填写至少一种电子送达的号码、地址或者账号。",
            )
        if not value.accepts_electronic:
            for name in given:
                detail = (
                    f"不接受电子送达的，不填「{self.label_of(name)}」，请删去或者改选接受电子送达。"
                )
                yield error(f"/{name}", "channel_without_consent", detail)
