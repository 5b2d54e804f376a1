"""Accounts and signing in: right passwords let in, nothing else does, nothing is given away."""

import json
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import pytest
from sqlalchemy import select, update

from docgen.register import passwords, people, sessions, spelling
from docgen.register.actor import Actor, Role
from docgen.register.database import Register
from docgen.register.passwords import DECOY, HASHER, WeakPasswordError
from docgen.register.people import (
    LastAdminError,
    LinkSpentError,
    PersonExistsError,
    UnknownPersonError,
)
from docgen.register.proof import check_chain
from docgen.register.signing_in import SignInRefusedError
from docgen.register.spelling import BadCertificateError, BadNameError
from docgen.register.tables import people as table
from schemas.parts.officers import Officer
from tests.docgen.register.accounts import (
    CONSOLE,
    OTHER_PASSWORD,
    PASSWORD,
    Clock,
    sign_in,
    staff,
    trail,
    with_clock,
)

NAME = "何静远"
CERTIFICATE, OTHER_CERTIFICATE = "99990012035", "99990012071"


@pytest.fixture
def staffed(register: Register) -> tuple[Register, Clock]:
    """A register with one officer, and its clock."""
    register, clock = with_clock(register)
    staff(register, NAME, Role.officer)
    return register, clock


def is_let_in(register: Register, name: str = NAME, password: str = PASSWORD) -> bool:
    try:
        return bool(sign_in(register, name, password))
    except SignInRefusedError:
        return False


def test_a_right_password_signs_in_with_the_role_of_the_account(
    staffed: tuple[Register, Clock],
) -> None:
    register, clock = staffed
    session = sign_in(register, NAME, PASSWORD)
    assert session.actor == Actor(NAME, Role.officer)
    assert session.began_at == clock.moment
    assert sessions.find_session(register, session.secret) == session


def test_full_width_letters_and_blanks_around_a_name_make_no_other_person(
    register: Register,
) -> None:
    staff(register, "ｗａｎｇ１", Role.drafter, "ｃｏｒｒｅｃｔ　ｈｏｒｓｅ")
    assert [person.name for person in people.list_people(register)] == ["wang1"]
    assert is_let_in(register, " wang1 ", "correct horse")


WRONG = [
    (NAME, OTHER_PASSWORD),
    (NAME, PASSWORD + " "),
    (NAME, ""),
    (NAME, "\ud800" * 12),
    (NAME, PASSWORD * 500),
    ("无此人", PASSWORD),
    ("", ""),
    ("' OR 1=1 --", PASSWORD),
]


def test_whatever_is_wrong_is_refused_in_the_same_words(
    staffed: tuple[Register, Clock],
) -> None:
    register, clock = staffed
    for name, password in WRONG:
        with pytest.raises(SignInRefusedError) as refusal:
            sign_in(register, name, password)
        assert refusal.value.message == SignInRefusedError().message
        clock.forward(hours=1)


def test_an_account_without_a_password_cannot_sign_in(register: Register) -> None:
    staff(register, "窗口系统", Role.drafter, None)
    for password in ("", "None", PASSWORD):
        assert not is_let_in(register, "窗口系统", password)


def test_the_decoy_costs_what_a_real_password_costs(staffed: tuple[Register, Clock]) -> None:
    register, _ = staffed
    assert not HASHER.check_needs_rehash(DECOY)
    with register.reading() as connection:
        kept = connection.execute(select(table.c.password_hash)).scalar_one()
    assert kept.startswith("$argon2id$")
    assert kept.rsplit("$", 2)[0] == DECOY.rsplit("$", 2)[0]


def test_every_refusal_compares_one_password_and_writes_one_entry(
    staffed: tuple[Register, Clock], monkeypatch: pytest.MonkeyPatch
) -> None:
    register, _ = staffed
    staff(register, "邵文", Role.drafter)
    people.disable(register, "邵文", actor=CONSOLE)
    staff(register, "窗口系统", Role.drafter, None)
    compared: list[bool] = []

    def matches(password: str, kept: str | None) -> bool:
        compared.append(original(password, kept))
        return compared[-1]

    original = passwords.matches
    monkeypatch.setattr(passwords, "matches", matches)
    for name in (NAME, "邵文", "窗口系统", "无此人"):
        entries = len(trail(register))
        assert not is_let_in(register, name, OTHER_PASSWORD)
        assert len(compared) == 1
        assert [act for _, act, _ in trail(register)[entries:]] == ["sign_in_tried"]
        compared.clear()


def test_a_password_changed_while_somebody_signs_in_with_the_old_one_refuses_it(
    staffed: tuple[Register, Clock], monkeypatch: pytest.MonkeyPatch
) -> None:
    register, _ = staffed

    def matches(password: str, kept: str | None) -> bool:
        people.set_password(register, NAME, OTHER_PASSWORD, actor=CONSOLE)
        return original(password, kept)

    original = passwords.matches
    monkeypatch.setattr(passwords, "matches", matches)
    assert not is_let_in(register)


def test_a_password_hashed_at_another_cost_is_hashed_anew_when_it_is_used(
    staffed: tuple[Register, Clock],
) -> None:
    register, _ = staffed
    cheap = passwords.PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)
    with register.writing_unsealed() as connection:
        connection.execute(update(table).values(password_hash=cheap))
    assert is_let_in(register)
    with register.reading() as connection:
        kept = connection.execute(select(table.c.password_hash)).scalar_one()
    assert not HASHER.check_needs_rehash(kept)
    assert is_let_in(register)


def test_a_disabled_account_is_out_at_once_and_comes_back_as_it_was(
    staffed: tuple[Register, Clock],
) -> None:
    register, _ = staffed
    session = sign_in(register, NAME, PASSWORD)
    people.disable(register, NAME, actor=CONSOLE)
    assert sessions.find_session(register, session.secret) is None
    assert not is_let_in(register)
    people.enable(register, NAME, actor=CONSOLE)
    assert sessions.find_session(register, session.secret) is None
    assert is_let_in(register)


def test_a_new_password_ends_sessions_and_replaces_the_old(
    staffed: tuple[Register, Clock],
) -> None:
    register, _ = staffed
    session = sign_in(register, NAME, PASSWORD)
    people.set_password(register, NAME, OTHER_PASSWORD, actor=CONSOLE)
    assert sessions.find_session(register, session.secret) is None
    assert is_let_in(register, password=OTHER_PASSWORD)
    assert not is_let_in(register, password=PASSWORD)


@pytest.mark.parametrize(
    "password",
    [
        "",
        "短密码",
        "a" * 11,
        "abcdefghijk1" * 11,
        "aaaaaaaaaaaaaaaa",
        "abababababababab",
        "123456789012345",
        "zyxwvutsrqponm",
        f"我是{NAME}我最好记性",
        "\N{FULLWIDTH DIGIT ONE}" * 16,
    ],
)
def test_a_password_that_is_easy_to_guess_is_not_taken(password: str) -> None:
    with pytest.raises(WeakPasswordError) as refusal:
        passwords.hash_password(password, NAME)
    assert not password or password not in refusal.value.message


def test_an_account_or_a_change_with_a_weak_password_is_not_made(
    staffed: tuple[Register, Clock],
) -> None:
    register, _ = staffed
    with pytest.raises(WeakPasswordError):
        people.add_person(register, "邵文", Role.officer, "短", actor=CONSOLE)
    with pytest.raises(WeakPasswordError):
        people.set_password(register, NAME, "短", actor=CONSOLE)
    assert [person.name for person in people.list_people(register)] == [NAME]
    assert is_let_in(register)


@pytest.mark.parametrize(
    "name",
    ["", " ", "a/b", "console:root", "(unknown)", "docgen", "Docgen", "a\nb", "a b", "-a", "a.",
     "名" * 40, "a\x00", "<b>", "\ud800"],
)  # fmt: skip
def test_a_name_that_the_trail_could_mistake_is_no_account_s(name: str) -> None:
    with pytest.raises(BadNameError):
        spelling.fit_name(name)


@pytest.mark.parametrize("name", ["何", "迪丽热巴·买买提", "li.wei-2", "名" * 39, "㛃𬎆𫖮"])
def test_a_name_people_bear_is_an_account_s(name: str) -> None:
    assert spelling.fit_name(name) == name


def test_a_name_is_taken_once_even_by_a_disabled_account(staffed: tuple[Register, Clock]) -> None:
    register, _ = staffed
    people.disable(register, NAME, actor=CONSOLE)
    with pytest.raises(PersonExistsError):
        people.add_person(register, NAME, Role.admin, OTHER_PASSWORD, actor=CONSOLE)


def test_nothing_can_be_done_to_an_account_that_is_not_there(register: Register) -> None:
    for change in (people.disable, people.enable):
        with pytest.raises(UnknownPersonError):
            change(register, "无此人", actor=CONSOLE)
    with pytest.raises(UnknownPersonError):
        people.set_password(register, "无此人", PASSWORD, actor=CONSOLE)


def test_the_last_administrator_stays(register: Register) -> None:
    staff(register, "周予", Role.admin)
    staff(register, NAME, Role.officer)
    with pytest.raises(LastAdminError):
        people.disable(register, "周予", actor=CONSOLE)
    staff(register, "邵文", Role.admin)
    people.disable(register, "周予", actor=CONSOLE)
    with pytest.raises(LastAdminError):
        people.disable(register, "邵文", actor=CONSOLE)


def test_an_office_whose_accounts_are_all_disabled_still_has_people(
    staffed: tuple[Register, Clock],
) -> None:
    register, _ = staffed
    people.disable(register, NAME, actor=CONSOLE)
    assert people.any_person(register)


def test_the_first_administrator_comes_by_a_link_that_works_once(register: Register) -> None:
    assert not people.any_person(register)
    link = sessions.add_link(register, actor=CONSOLE)
    session = people.add_first_admin(register, link, "周予", PASSWORD)
    assert session.actor == Actor("周予", Role.admin)
    assert is_let_in(register, "周予")
    with pytest.raises(LinkSpentError):
        people.add_first_admin(register, link, "邵文", PASSWORD)


def test_a_link_is_worth_nothing_once_the_office_has_an_account(register: Register) -> None:
    link = sessions.add_link(register, actor=CONSOLE)
    staff(register, NAME, Role.drafter)
    with pytest.raises(LinkSpentError):
        people.add_first_admin(register, link, "周予", PASSWORD)
    assert [person.name for person in people.list_people(register)] == [NAME]


def test_a_slip_in_the_first_password_leaves_the_link_as_it_was(register: Register) -> None:
    link = sessions.add_link(register, actor=CONSOLE)
    with pytest.raises(WeakPasswordError):
        people.add_first_admin(register, link, "周予", "短")
    with pytest.raises(BadNameError):
        people.add_first_admin(register, link, "周 予", PASSWORD)
    assert people.add_first_admin(register, link, "周予", PASSWORD)


def test_of_many_who_use_a_link_at_once_one_becomes_administrator(register: Register) -> None:
    link = sessions.add_link(register, actor=CONSOLE)

    def claim(turn: int) -> None:
        with suppress(LinkSpentError):
            people.add_first_admin(register, link, f"周予{turn}", PASSWORD)

    with ThreadPoolExecutor(6) as claimants:
        list(claimants.map(claim, range(6)))
    assert len(people.list_people(register)) == 1


def test_the_trail_tells_who_did_what_and_neither_passwords_nor_mistyped_names(
    register: Register,
) -> None:
    register, _ = with_clock(register)
    admin = staff(register, "周予", Role.admin)
    people.add_person(register, NAME, Role.officer, PASSWORD, actor=admin)
    is_let_in(register)
    is_let_in(register, OTHER_PASSWORD, "")
    people.disable(register, NAME, actor=admin)
    told = trail(register)
    assert [(actor, act) for actor, act, _ in told] == [
        ("console:test", "person_added"),
        ("周予", "person_added"),
        (NAME, "sign_in_tried"),
        (NAME, "signed_in"),
        ("(unknown)", "sign_in_tried"),
        ("周予", "person_disabled"),
    ]
    written = json.dumps(told, ensure_ascii=False)
    for secret in (PASSWORD, OTHER_PASSWORD, "$argon2"):
        assert secret not in written
    assert check_chain(register) == []


def test_a_certificate_is_noted_changed_and_taken_away(register: Register) -> None:
    staff(register, NAME, Role.officer, certificate=f" {CERTIFICATE} ")
    staff(register, "邵文", Role.drafter)
    assert people.find_person(register, NAME).certificate == CERTIFICATE
    assert people.find_person(register, "邵文").certificate == ""
    people.set_certificate(register, NAME, OTHER_CERTIFICATE, actor=CONSOLE)
    assert people.find_person(register, NAME).certificate == OTHER_CERTIFICATE
    people.set_certificate(register, NAME, " ", actor=CONSOLE)
    assert people.find_person(register, NAME).certificate == ""
    with pytest.raises(UnknownPersonError):
        people.set_certificate(register, "无此人", CERTIFICATE, actor=CONSOLE)


@pytest.mark.parametrize("number", ["9" * 31, "9\x000", "9\n0", "9\u202e0"])
def test_a_number_no_document_would_take_is_refused(register: Register, number: str) -> None:
    with pytest.raises(BadCertificateError) as refusal:
        people.add_person(register, NAME, Role.officer, None, certificate=number, actor=CONSOLE)
    assert number not in refusal.value.message
    assert people.list_people(register) == []
    staff(register, NAME, Role.officer, certificate=CERTIFICATE)
    with pytest.raises(BadCertificateError):
        people.set_certificate(register, NAME, number, actor=CONSOLE)
    assert people.find_person(register, NAME).certificate == CERTIFICATE


def test_the_register_has_room_for_the_longest_number_a_document_takes() -> None:
    taken = Officer().fields["certificate_number"]
    assert table.c.certificate.type.length == taken.longest  # type: ignore[attr-defined]


def test_the_trail_tells_that_a_certificate_changed_and_not_its_number(register: Register) -> None:
    staff(register, NAME, Role.officer, certificate=CERTIFICATE)
    for number in (CERTIFICATE, OTHER_CERTIFICATE, ""):
        people.set_certificate(register, NAME, number, actor=CONSOLE)
    told = trail(register)
    changed = ("console:test", "person_changed", {"person": NAME, "fields": ["certificate"]})
    assert told[1:] == [changed] * 3
    assert "999900" not in json.dumps(told)
    assert check_chain(register) == []
