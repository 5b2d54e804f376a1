"""A key is shown once, does what its scopes and its person's role allow, and can be taken back."""

import itertools
import re

import pytest
from sqlalchemy import select

from docgen.register import keys, people
from docgen.register.actor import Actor, Role
from docgen.register.database import Register
from docgen.register.keys import KeyExistsError, UnknownKeyError, UselessScopeError
from docgen.register.people import UnknownPersonError
from docgen.register.rights import RIGHTS, Act, Scope, may, scopes_of
from docgen.register.spelling import BadNameError
from docgen.register.tables import keys as table
from tests.docgen.register.accounts import CONSOLE, Clock, staff, trail, with_clock

NAME = "何静远"
ALL = frozenset({Scope.render, Scope.issue, Scope.read})


@pytest.fixture
def staffed(register: Register) -> tuple[Register, Clock]:
    """A register with one officer, and its clock."""
    register, clock = with_clock(register)
    staff(register, NAME, Role.officer, None)
    return register, clock


def add(register: Register, name: str = "窗口", scopes: frozenset[Scope] = ALL) -> str:
    return keys.add_key(register, name, NAME, scopes, actor=CONSOLE)


def test_a_key_tells_its_person_role_and_scopes(staffed: tuple[Register, Clock]) -> None:
    register, _ = staffed
    holder = keys.who(register, add(register, scopes=frozenset({Scope.read, Scope.issue})))
    assert holder
    assert holder.actor == Actor(f"{NAME}/窗口", Role.officer)
    assert holder.person == NAME
    assert holder.scopes == {Scope.read, Scope.issue}
    assert holder.key_id == keys.list_keys(register)[0].id


def test_the_secret_is_long_and_nowhere_in_the_database(staffed: tuple[Register, Clock]) -> None:
    register, _ = staffed
    secret = add(register)
    assert re.fullmatch(r"docgen_[0-9a-f]{12}_[\w-]{43}", secret, re.ASCII)
    with register.reading() as connection:
        kept = connection.execute(select(table)).one()
    assert secret not in map(str, kept)
    assert secret[20:] not in "".join(map(str, kept))
    assert keys.who(register, kept.secret_sha256) is None


def test_a_secret_with_any_letter_changed_opens_nothing(staffed: tuple[Register, Clock]) -> None:
    register, _ = staffed
    secret = add(register)
    for place in range(len(secret)):
        changed = "x" if secret[place] != "x" else "y"
        assert keys.who(register, secret[:place] + changed + secret[place + 1 :]) is None
    for other in ("", secret[:-1], secret + "x", f" {secret}", secret.upper(), "\ud800", "密" * 63):
        assert keys.who(register, other) is None
    assert keys.who(register, secret)


def test_the_secret_of_one_key_does_not_open_another(staffed: tuple[Register, Clock]) -> None:
    register, _ = staffed
    one, other = add(register, "一"), add(register, "二")
    head = len("docgen_") + 12
    assert keys.who(register, one[:head] + other[head:]) is None


def test_a_revoked_key_opens_nothing_and_stays_revoked(staffed: tuple[Register, Clock]) -> None:
    register, clock = staffed
    secret = add(register)
    keys.revoke(register, "窗口", actor=CONSOLE)
    revoked_at = clock.moment
    clock.forward(hours=1)
    assert keys.who(register, secret) is None
    assert keys.revoke(register, "窗口", actor=CONSOLE).revoked_at == revoked_at
    assert [act for _, act, _ in trail(register)].count("key_revoked") == 1


def test_the_keys_of_a_disabled_account_open_nothing(staffed: tuple[Register, Clock]) -> None:
    register, _ = staffed
    secret = add(register)
    people.disable(register, NAME, actor=CONSOLE)
    assert keys.who(register, secret) is None
    people.enable(register, NAME, actor=CONSOLE)
    assert keys.who(register, secret)


def test_the_last_use_is_known_to_the_minute(staffed: tuple[Register, Clock]) -> None:
    register, clock = staffed
    secret = add(register)
    assert keys.list_keys(register)[0].last_used_at is None
    keys.who(register, secret)
    first = clock.moment
    for _ in range(5):
        clock.forward(seconds=11)
        keys.who(register, secret)
        assert keys.list_keys(register)[0].last_used_at == first
    clock.forward(seconds=11)
    keys.who(register, secret)
    assert keys.list_keys(register)[0].last_used_at == clock.moment


def test_a_refused_secret_is_no_use_of_the_key(staffed: tuple[Register, Clock]) -> None:
    register, _ = staffed
    secret = add(register)
    keys.who(register, secret[:-1] + ("x" if secret[-1] != "x" else "y"))
    assert keys.list_keys(register)[0].last_used_at is None


def test_a_scope_the_role_can_do_nothing_with_is_refused_when_the_key_is_added(
    register: Register,
) -> None:
    for role, scopes in (
        (Role.drafter, {Scope.issue}),
        (Role.drafter, {Scope.render, Scope.read}),
        (Role.officer, {Scope.batch}),
        (Role.officer, set[Scope]()),
        (Role.admin, {Scope.issue}),
        (Role.archivist, {Scope.issue, Scope.read}),
    ):
        name = f"{role}-{len(scopes)}"
        staff(register, name, role, None)
        with pytest.raises(UselessScopeError):
            keys.add_key(register, "窗口", name, scopes, actor=CONSOLE)
    assert keys.list_keys(register) == []


def test_a_key_needs_a_person_who_is_there_and_a_name_of_its_own(
    staffed: tuple[Register, Clock],
) -> None:
    register, _ = staffed
    add(register)
    with pytest.raises(KeyExistsError):
        add(register)
    with pytest.raises(BadNameError):
        add(register, "a/b")
    with pytest.raises(UnknownPersonError):
        keys.add_key(register, "批量", "无此人", ALL, actor=CONSOLE)
    people.disable(register, NAME, actor=CONSOLE)
    with pytest.raises(UnknownPersonError):
        add(register, "批量")
    with pytest.raises(UnknownKeyError):
        keys.revoke(register, "批量", actor=CONSOLE)


def test_the_longest_names_fit_into_the_trail(register: Register) -> None:
    person, name = "名" * 39, "钥" * 39
    staff(register, person, Role.officer, None)
    holder = keys.who(register, keys.add_key(register, name, person, {Scope.issue}, actor=CONSOLE))
    assert holder
    assert len(holder.actor.name) <= 80


def test_the_trail_names_the_key_s_id_and_scopes_never_its_secret(
    staffed: tuple[Register, Clock],
) -> None:
    register, _ = staffed
    secret = add(register)
    actor, act, detail = trail(register)[-1]
    id = keys.list_keys(register)[0].id
    assert (actor, act) == ("console:test", "key_added")
    assert detail == {"key": id, "person": NAME, "scopes": "render,issue,read"}
    assert secret.removeprefix(f"docgen_{id}_") not in str(trail(register))


def test_only_an_officer_issues_or_voids_whatever_the_key() -> None:
    for act in (Act.issue, Act.void):
        assert RIGHTS[act].roles == {Role.officer}
        for role in Role:
            assert may(act, role, frozenset(Scope)) == (role is Role.officer)


def test_a_drafter_gets_nothing_but_drafts() -> None:
    assert {act for act in Act if may(act, Role.drafter)} == {Act.draft}
    assert scopes_of(Role.drafter) == {Scope.render}


def test_every_act_has_its_right_and_every_scope_is_of_use_to_somebody() -> None:
    assert set(RIGHTS) == set(Act)
    assert {scope for role in Role for scope in scopes_of(role)} == set(Scope)


def test_a_key_never_does_more_than_its_person_nor_than_its_scopes() -> None:
    for act, role, scope in itertools.product(Act, Role, Scope):
        if may(act, role, {scope}):
            assert may(act, role)
            assert RIGHTS[act].scope == scope
    assert not any(may(Act.administer, role, frozenset(Scope)) for role in Role)
    assert not any(may(act, role, ()) for act in Act for role in Role)
