"""Who may do what: one table over roles and the scopes of API keys.

Contractor staff prepare papers and see them marked 草稿; a decision is the officer's alone, the
administrator's neither, who looks after accounts and the machine. A key can do what its scopes and
the role of its person both allow.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from docgen.register.actor import Role


class Scope(StrEnum):
    """What an API key is given for."""

    render = "render"
    issue = "issue"
    read = "read"
    batch = "batch"


class Act(StrEnum):
    """What somebody wants to do."""

    draft = "draft"
    render = "render"
    read = "read"
    read_reports = "read_reports"
    approve = "approve"
    issue = "issue"
    void = "void"
    deliver = "deliver"
    batch = "batch"
    intake = "intake"
    export = "export"
    promote = "promote"
    administer = "administer"


@dataclass(frozen=True, slots=True)
class Right:
    """Which roles may do an act, and which scope a key needs for it; None: no key ever may."""

    roles: frozenset[Role]
    scope: Scope | None


def _right(scope: Scope | None, *roles: Role) -> Right:
    return Right(frozenset(roles), scope)


RIGHTS: Mapping[Act, Right] = MappingProxyType(
    {
        # Check a case, preview it, download it marked 草稿.
        Act.draft: _right(Scope.render, *Role),
        # Make a copy without the mark; nothing is kept.
        Act.render: _right(Scope.render, Role.officer, Role.archivist, Role.admin),
        # Look at issued documents and download them: every such look is recorded.
        Act.read: _right(Scope.read, Role.officer, Role.archivist, Role.admin),
        # See what names a reporter as it is: who looks after the machine needs to know nobody.
        Act.read_reports: _right(Scope.read, Role.officer, Role.archivist),
        # Decide on a paper that was laid before one (报批): a person's act, no key's.
        Act.approve: _right(None, Role.officer),
        Act.issue: _right(Scope.issue, Role.officer),
        # Void an issued document, or put a new version in its place.
        Act.void: _right(Scope.issue, Role.officer),
        # Record how and when a document reached its addressee (送达).
        Act.deliver: _right(Scope.issue, Role.officer),
        Act.batch: _right(Scope.batch, Role.archivist, Role.admin),
        # Take in the lists that other systems export of their orders, write what they want back.
        Act.intake: _right(None, Role.officer, Role.archivist, Role.admin),
        Act.export: _right(Scope.batch, Role.archivist, Role.admin),
        # Say from which day a proved set of templates counts, or take it back.
        Act.promote: _right(None, Role.officer, Role.admin),
        Act.administer: _right(None, Role.admin),
    }
)


def may(act: Act, role: Role, scopes: Collection[Scope] | None = None) -> bool:
    """Tell whether a person of `role` may do `act`; with `scopes`, through a key that has them."""
    right = RIGHTS[act]
    return role in right.roles and (scopes is None or right.scope in scopes)


def scopes_of(role: Role) -> frozenset[Scope]:
    """Return the scopes that are of any use to a person of `role`."""
    return frozenset(
        right.scope for right in RIGHTS.values() if right.scope and role in right.roles
    )
