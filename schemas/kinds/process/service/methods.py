"""送达方式 (PP art. 82): what each of the seven ways asks for, and when it has served."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from schemas.ground.base import Finding, Record, error
from schemas.kinds.process.service.served import SERVICE

CAPACITIES = {
    "self": "本人",
    "family": "同住成年家属",
    "head": "法定代表人（主要负责人）",
    "clerk": "负责收件的人",
    "agent": "代理人",
    "named": "指定的代收人",
}
OF_A_PERSON, OF_A_UNIT = ("self", "family"), ("head", "clerk")


@dataclass(frozen=True, slots=True)
class Way:
    """What one way of service needs: `signed` by a signed_for_by, an account, a proof, and more.

    `account` and `proof` are what the receipt calls the two; an empty one has no place.
    """

    needs: tuple[str, ...]
    account: str = ""
    proof: str = ""
    signed: bool = False


WAYS: Mapping[str, Way] = {
    "direct": Way(("signed_for_by", "signed_for_as", "signed_for_on"), signed=True),
    "left": Way(("service_account",), "拒收事由", "拍照、录像编号"),
    "electronic": Way(("confirmed_on", "service_proof"), "电子送达情况", "截屏、录音录像编号"),
    "post": Way(
        ("service_account", "service_proof", "signed_for_on"), "直接送达困难情况", "邮件号"
    ),
    "entrusted": Way(
        ("service_account", "through", "signed_for_on"), "直接送达困难情况", "委托函号", signed=True
    ),
    "forwarded": Way(
        ("service_account", "through", "signed_for_on"), "直接送达困难情况", "转交函号", signed=True
    ),
    "public_notice": Way(
        ("service_account", "notice_published_on"), "原因和经过", "张贴的照片、录像编号"
    ),
}
ONLY_OF = {
    "confirmed_on": ("electronic",),
    "through": ("entrusted", "forwarded"),
    "notice_published_on": ("public_notice",),
    "signed_for_by": ("direct", "post", "entrusted", "forwarded"),
    "signed_for_on": ("direct", "post", "entrusted", "forwarded"),
}


def what_is_wanting(value: Record, labels: Mapping[str, str]) -> Iterator[Finding]:
    """Yield what the chosen way asks for and is not there, and what has no place in it."""
    way = WAYS[value.service_method]
    for name in way.needs:
        if not value[name]:
            label = way.account if name == "service_account" else labels[name]
            yield error(f"/{name}", "required", f"这种方式送达的，请填写「{label}」。", SERVICE)
    for name, methods in ONLY_OF.items():
        if value[name] and value.service_method not in methods:
            detail = f"这种方式送达的没有「{labels[name]}」，请删去或者改正送达方式。"
            yield error(f"/{name}", "of_another_method", detail, SERVICE)
