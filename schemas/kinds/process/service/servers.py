"""送达人和见证人: who brought a paper that was served, and who saw it."""

from collections.abc import Iterator

from schemas.ground.base import Facts, Finding, Part, Record, derived, error, notice, rule
from schemas.ground.fields import Flag, Group, PersonName, Rows, Text
from schemas.ground.kind import KindSchema
from schemas.guard.folding import folded_name
from schemas.kinds.process.service.served import SERVICE
from schemas.parts.signatures import Witness

OWN = "本机关的送达程序"


class Server(Part):
    """送达人; service contractors carry nothing of their own authority."""

    published_as = "service_receipt"

    name = PersonName("送达人", personal=None, starts_as="me")
    employed_by_authority = Flag("为本机关工作人员", kept=True)


class BroughtByServers(KindSchema):
    """One or two of the bureau's own, none of whom takes the paper or sees it taken."""

    blank = {"server_line": ..., "witness_line": ...}

    servers = Rows("送达人", Server, most=2, group="送达人和见证人", own=True)
    witness = Group("见证人", Witness, group="送达人和见证人", optional=True, own=True)
    remark = Text("备注", longest=300, group="送达人和见证人", optional=True, own=True)

    @derived(Text("送达人"), prints=("servers",))
    def server_line(self, value: Record, facts: Facts) -> str:
        """One or two."""
        return "、".join(each.name for each in value.servers)

    @derived(Text("见证人"), prints=("witness",))
    def witness_line(self, value: Record, facts: Facts) -> str:
        """Who saw it, and who that is; struck out where there was nobody."""
        return f"{value.witness.name}（{value.witness.position}）" if value.witness else "/"

    @rule(OWN)
    def servers_are_two_officials(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """The form does not say how many; practice wants two, and they are the bureau's."""
        for index, each in enumerate(value.servers):
            if not each.employed_by_authority:
                yield notice(
                    f"/servers/{index}/employed_by_authority",
                    "server_not_official",
                    "送达人应当是本机关工作人员，外包服务人员只能协助，请核对。",
                )
        names = [folded_name(each.name) for each in value.servers]
        if len(names) == 2 and names[0] == names[1]:
            yield error("/servers/1/name", "server_repeated", "两名送达人是同一人，请核对。")
        if value.signed_for_by and folded_name(value.signed_for_by) in names:
            yield error(
                "/signed_for_by", "server_signs", "送达人不能自己签收，请核对签收人。", SERVICE
            )
        if value.witness and folded_name(value.witness.name) in names:
            yield error("/witness/name", "witness_is_server", "见证人不能是送达人，请核对。")
        elif len(names) == 1 and value.service_method in ("direct", "left"):
            yield notice("/servers", "one_server", "当面送达的，通常由两人送达，请核对。")
