"""Accounts, tokens and rights as an administrator changes them on the page, and one's own sessions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from bootstrap import now_us
from bootstrap.web import Services, build_services
from dashboard.domain.people.posts import Post
from dashboard.domain.people.records import Person
from dashboard.domain.personal import PersonName
from dashboard.domain.rights import Actor, Means, Permission, Reach, Role, system
from dashboard.services.accounts.administration import NewAccount
from dashboard.services.accounts.signing_in import Known, Origin
from dashboard.settings import Settings
from data_sources.db.people.store import SqlPeopleStore
from tests.web.page_client import PageClient

PASSWORD = "Spring-2026"
ROOT = system()


@pytest.fixture
def services(settings: Settings) -> Services:
    """An administrator and an officer."""
    built = build_services(settings)
    for name, role in (("root1", Role.ADMINISTRATOR), ("zhang", Role.OFFICER)):
        built.accounts.add(NewAccount(name, role, PASSWORD, must_change_password=False), ROOT)
    return built


@pytest.fixture
def client(services: Services) -> Iterator[PageClient]:
    """The pages on real accounts, opened by somebody who may everything."""
    pages = PageClient()
    pages.services.accounts = services.accounts
    pages.services.signing_in = services.signing_in
    with pages.http:
        yield pages


def pressed(client: PageClient, button: str, chosen: str = "", **given: Any) -> str:
    """What is said after a button of the tab was pressed."""
    prop = "n_clicks" if button in ("account-save", "program-add") else "submit_n_clicks"
    values = {f"admin-{name.replace('_', '-')}.value": value for name, value in given.items()}
    trigger = f"admin-{button}.{prop}"
    values |= {trigger: 1, "admin-accounts.data-account": chosen}
    return str(client.call("admin-accounts-said.children", values, trigger))


def role_of(services: Services, name: str) -> tuple[Role, str | None, bool]:
    """Role, squad, and whether it is disabled."""
    account = next(each for each in services.accounts.accounts(ROOT) if each.name == name)
    return account.role, account.squad, account.disabled_us is not None


def test_an_account_is_made_with_a_password_that_is_shown_once(client: PageClient, services: Services) -> None:
    answer = pressed(client, "account-save", account_name="wang", account_role="officer", account_squad="S1")
    assert "只显示这一次" in answer
    assert role_of(services, "wang") == (Role.OFFICER, "S1", False)
    listed = str(client.call("admin-accounts.children", {}))
    assert "wang" in listed
    assert "只显示" not in listed


def test_role_and_squad_change_together(client: PageClient, services: Services) -> None:
    pressed(client, "account-save", "zhang", account_role="squad_leader", account_squad="S1")
    assert role_of(services, "zhang") == (Role.SQUAD_LEADER, "S1", False)


def test_an_account_is_disabled_and_enabled_again(client: PageClient, services: Services) -> None:
    pressed(client, "account-switch", "zhang")
    assert role_of(services, "zhang")[2]
    pressed(client, "account-switch", "zhang")
    assert not role_of(services, "zhang")[2]


def test_a_reset_ends_the_sessions_and_shows_a_new_password(client: PageClient, services: Services) -> None:
    secret = services.signing_in.sign_in("zhang", PASSWORD, Origin("10.0.0.7")).secret
    assert "只显示这一次" in pressed(client, "account-reset", "zhang")
    assert services.signing_in.who(secret, "10.0.0.7") is None


def test_sessions_are_listed_and_ended(client: PageClient, services: Services) -> None:
    services.signing_in.sign_in("zhang", PASSWORD, Origin("10.0.0.7", "Mozilla/5.0 (X11; Linux) Firefox/140.0"))
    shown = str(client.call("admin-accounts.children", {"admin-accounts.data-account": "zhang"}))
    assert "Firefox · X11" in shown
    assert "已结束 1 处" in pressed(client, "account-end", "zhang")


@pytest.mark.parametrize(
    ("button", "chosen", "given", "why"),
    [
        ("account-save", "", {"account_name": "Wang Er", "account_role": "officer"}, "2～40"),
        ("account-save", "", {"account_name": "zhang", "account_role": "officer"}, "已经存在"),
        ("account-save", "", {"account_name": "wang", "account_role": "emperor"}, "角色"),
        ("account-save", "root1", {"account_role": "officer"}, "最后"),
        ("account-switch", "root1", {}, "最后"),
        ("account-reset", "nobody", {}, "没有"),
        ("program-add", "", {"program_name": "gate", "program_scopes": []}, "scope"),
        ("program-revoke", "", {"program_name": "gate"}, "令牌"),
    ],
)
def test_what_cannot_be_is_refused_with_the_reason(
    client: PageClient, button: str, chosen: str, given: dict[str, Any], why: str
) -> None:
    answer = pressed(client, button, chosen, **given)
    assert why in answer
    assert "is-bad" in answer


def test_a_token_is_shown_once_and_revoked(client: PageClient, services: Services) -> None:
    answer = pressed(client, "program-add", program_name="gateway", program_scopes=["push_observations"])
    assert "xiuhua_" in answer
    assert "gateway" in str(client.call("admin-tokens.children", {}))
    pressed(client, "program-revoke", program_name="gateway")
    assert services.accounts.tokens(ROOT) == []


def set_right(client: PageClient, role: str, permission: str, reach: str | None) -> str:
    values = {
        "admin-right-role.value": role,
        "admin-right-permission.value": permission,
        "admin-right-reach.value": reach,
        "admin-right-save.n_clicks": 1,
    }
    return str(client.call("admin-right-said.children", values))


def test_a_right_is_given_and_taken(client: PageClient, services: Services) -> None:
    assert "已更改" in set_right(client, "officer", "reveal_personal_data", "squad")
    assert services.accounts.rights(ROOT)[Role.OFFICER][Permission.REVEAL_PERSONAL_DATA] is Reach.SQUAD
    assert "is-squad" in client.call("admin-rights.data-html", {})["admin-rights"]["data-html"]
    set_right(client, "officer", "reveal_personal_data", "")
    assert Permission.REVEAL_PERSONAL_DATA not in services.accounts.rights(ROOT)[Role.OFFICER]


@pytest.mark.parametrize(
    "cell",
    [
        ("administrator", "manage_rights", ""),
        ("emperor", "view_wall", "all"),
        ("officer", "fly", "all"),
        ("", "", None),
    ],
)
def test_rights_that_cannot_be_are_refused(client: PageClient, cell: tuple[str, str, str | None]) -> None:
    assert "is-bad" in set_right(client, *cell)


def sign_in_as_zhang(client: PageClient, services: Services) -> tuple[int, Actor]:
    """Two sessions of one account; the pages are opened with the first."""
    first = services.signing_in.sign_in("zhang", PASSWORD, Origin("10.0.0.7"))
    services.signing_in.sign_in("zhang", PASSWORD, Origin("10.0.0.8"))
    known = services.signing_in.who(first.secret, "10.0.0.7")
    assert known is not None
    assert known.session_key is not None
    actor = known.actor._replace(means=Means.PROGRAM)
    client.door.actor = actor
    client.door.whose_token = lambda *_: Known(actor, known.session_key)  # type: ignore[method-assign]
    return known.session_key, actor


def test_one_sees_ones_own_sessions_and_ends_the_others(client: PageClient, services: Services) -> None:
    present, actor = sign_in_as_zhang(client, services)
    shown = str(client.call("me-sessions.children", {}))
    assert shown.count("session-row") == 2
    assert shown.count("is-own") == 1
    ended = {"me-end.n_clicks": 1, "me-session.value": "others"}
    assert "已结束" in str(client.call("me-said.children", ended))
    assert [each.session_key for each in services.signing_in.own_sessions(actor)] == [present]


def test_one_session_of_another_s_is_not_ended(client: PageClient, services: Services) -> None:
    _, actor = sign_in_as_zhang(client, services)
    for chosen in (999_999, None, "x", True):
        assert "is-bad" in str(client.call("me-said.children", {"me-end.n_clicks": 1, "me-session.value": chosen}))
    assert len(services.signing_in.own_sessions(actor)) == 2


def test_one_sees_what_one_may(client: PageClient, services: Services) -> None:
    sign_in_as_zhang(client, services)
    shown = str(client.call("me-profile.children", {}))
    assert "zhang" in shown
    assert "处理告警" in shown
    assert "管理账号" not in shown


def test_an_account_belongs_to_a_person_who_is_there(client: PageClient, services: Services) -> None:
    with SqlPeopleStore(services.engine, now_us).begin() as work:
        work.save_people([Person(number="001", name=PersonName("张〇一"), post=Post.OFFICER)])
    pressed(client, "account-save", account_name="li", account_role="officer", account_person=" 001 ")
    (account,) = [each for each in services.accounts.accounts(ROOT) if each.name == "li"]
    assert account.person == "001"
    assert "没有工号为 404" in pressed(client, "account-save", "li", account_role="officer", account_person="404")
    pressed(client, "account-save", "li", account_role="officer", account_person="")
    (account,) = [each for each in services.accounts.accounts(ROOT) if each.name == "li"]
    assert account.person is None
