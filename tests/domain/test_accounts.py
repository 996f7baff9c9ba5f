"""Passwords that are taken, and how long wrong ones are held up."""

from __future__ import annotations

from ipaddress import ip_network

import pytest

from dashboard.domain.accounts import (
    NAME_PATTERN,
    Account,
    Attempt,
    Session,
    is_live,
    is_within,
    password_fault,
    password_is_due,
    wait_us,
)
from dashboard.domain.durations import DAY_US, MINUTE_US, SECOND_US
from dashboard.domain.rights import Role

NOW = 1_763_700_000_000_000


@pytest.mark.parametrize(
    ("password", "taken"),
    [
        ("Abcdef12", True),
        ("abc-def-12", True),
        ("绣花Abc12", False),
        ("绣花Abc123", True),
        ("abcdefgh", False),
        ("ABCdefgh", False),
        ("12345678", False),
        ("Ab1", False),
        ("", False),
        ("Zhang-12x", False),
        ("xZHANG12-", False),
        ("A1-" + "b" * 197, True),
        ("A1-" + "b" * 198, False),
    ],
)
def test_a_password_has_a_length_and_three_kinds_and_no_name(password: str, taken: bool) -> None:
    assert (password_fault(password, "zhang", 8) is None) is taken


@pytest.mark.parametrize(
    ("name", "good"),
    [("li.na", True), ("a1", True), ("a", False), ("Ab", False), ("-ab", False), ("a" * 41, False), ("李娜", False)],
)
def test_an_account_s_name_is_plain(name: str, good: bool) -> None:
    assert bool(NAME_PATTERN.fullmatch(name)) is good


def failures(count: int, account: str = "zhang", address: str = "10.0.0.1", at_us: int = NOW) -> list[Attempt]:
    return [Attempt(at_us, account, address, succeeded=False) for _ in range(count)]


def test_five_wrong_passwords_are_free_and_further_ones_double_the_wait() -> None:
    waits = [wait_us(failures(count), "zhang", "10.0.0.1", NOW) // SECOND_US for count in (0, 4, 5, 6, 7, 60)]
    assert waits == [0, 0, 5, 10, 20, 900]


def test_a_wait_passes_and_a_success_begins_anew() -> None:
    assert wait_us(failures(5), "zhang", "10.0.0.1", NOW + 5 * SECOND_US) == 0
    success = Attempt(NOW + 1, "zhang", "10.0.0.1", succeeded=True)
    assert wait_us([*failures(5), success], "zhang", "10.0.0.1", NOW + 2) == 0
    assert wait_us(failures(9), "zhang", "10.0.0.1", NOW + 16 * MINUTE_US) == 0


def test_twenty_wrong_ones_beside_a_colleague_lock_out_neither_the_colleague_nor_oneself_elsewhere() -> None:
    tried = failures(20)
    assert wait_us(tried, "zhang", "10.0.0.1", NOW) > 0
    assert wait_us(tried, "li", "10.0.0.1", NOW) == 0
    assert wait_us(tried, "zhang", "10.0.0.2", NOW) == 0


def test_whoever_tries_many_accounts_or_one_from_everywhere_waits() -> None:
    many_accounts = [attempt for n in range(100) for attempt in failures(1, account=f"user{n}")]
    assert wait_us(many_accounts, "li", "10.0.0.1", NOW) > 0
    everywhere = [attempt for n in range(50) for attempt in failures(1, address=f"10.0.1.{n}")]
    assert wait_us(everywhere, "zhang", "10.0.0.9", NOW) > 0
    at_home = Attempt(NOW - 1, "zhang", "10.0.0.9", succeeded=True)
    assert wait_us([*everywhere, at_home], "zhang", "10.0.0.9", NOW) == 0


@pytest.mark.parametrize(
    ("created_us", "seen_us", "live"),
    [
        (NOW, NOW, True),
        (NOW - DAY_US, NOW - 29 * MINUTE_US, True),
        (NOW - DAY_US, NOW - 30 * MINUTE_US, False),
        (NOW - 31 * DAY_US, NOW, False),
    ],
)
def test_a_session_ends_when_it_is_idle_or_old(created_us: int, seen_us: int, live: bool) -> None:
    assert is_live(Session(1, 1, created_us, seen_us, "", ""), NOW, 30 * MINUTE_US) is live


@pytest.mark.parametrize(
    ("set_us", "longest_us", "due"),
    [
        (NOW - 90 * DAY_US, 90 * DAY_US, True),
        (NOW - 90 * DAY_US + 1, 90 * DAY_US, False),
        (None, 90 * DAY_US, True),
        (NOW - 900 * DAY_US, 0, False),
        (NOW + DAY_US, 90 * DAY_US, False),
    ],
    ids=["of that age", "a moment younger", "as old as the account", "nobody asks", "a clock that went back"],
)
def test_a_password_of_a_certain_age_is_due(set_us: int | None, longest_us: int, due: bool) -> None:
    account = Account(1, "li", Role.OPERATOR, "", False, NOW - 200 * DAY_US, password_set_us=set_us)
    assert password_is_due(account, NOW, longest_us) is due


@pytest.mark.parametrize(
    ("address", "within"),
    [
        ("10.8.1.2", True),
        ("10.9.0.1", False),
        ("::ffff:10.8.1.2", True),
        ("::ffff:10.9.0.1", False),
        ("fd00::7", True),
        ("fe80::7", False),
        ("127.0.0.1", False),
        ("", False),
        ("testclient", False),
        ("10.8.1.2, 10.9.0.1", False),
    ],
)
def test_an_address_lies_in_a_network_however_it_is_written(address: str, within: bool) -> None:
    networks = (ip_network("10.8.0.0/16"), ip_network("fd00::/8"))
    assert is_within(address, networks) is within
    assert is_within(address, ())
