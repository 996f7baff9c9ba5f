"""Accounts, sessions, tokens and rights on both databases, through the services that use them."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from ipaddress import ip_network

import pytest
from sqlalchemy import Engine

from dashboard.domain.durations import DAY_US, MINUTE_US
from dashboard.domain.rights import USUAL_RIGHTS, Permission, Reach, Role, system
from dashboard.errors import BadInput, Conflict, Forbidden, NotFound, NotSignedIn, TooManyTries
from dashboard.ports.accounts import PasswordDigests
from dashboard.services.accounts.administration import Accounts, Belonging, NewAccount
from dashboard.services.accounts.signing_in import Origin, PasswordRules, SigningIn
from data_sources.db.accounts.store import SqlAccountStore
from data_sources.db.audit import SqlAuditReader
from tests.actors import acting
from tests.fakes_alarms import FakeClock
from tests.servers import NOW

ADMIN = system()
PASSWORD = "Spring-2026"
HERE = Origin("10.0.0.1", "a browser")
ISSUER = "https://sso.example"
RULES = PasswordRules(8, 30 * MINUTE_US, ISSUER)


class PlainDigests(PasswordDigests):
    """Quick, and nothing else: what argon2 does is its own test."""

    def digest(self, password: str) -> str:
        return f"digest of {password}"

    def matches(self, digest: str, password: str) -> bool:
        return digest == self.digest(password)

    def is_old(self, digest: str) -> bool:
        return False


@dataclass
class Desk:
    """Signing in and administration on a database."""

    engine: Engine
    clock: FakeClock = field(default_factory=lambda: FakeClock(NOW))

    def __post_init__(self) -> None:
        self.ask(RULES)
        self.accounts.add(NewAccount("li", Role.OPERATOR, PASSWORD), ADMIN)

    def ask(self, rules: PasswordRules) -> None:
        """Begins with other settings."""
        store = SqlAccountStore(self.engine, self.clock)
        self.signing_in = SigningIn(store, PlainDigests(), rules, self.clock)
        self.accounts = Accounts(store, PlainDigests(), rules, self.clock)


@pytest.fixture
def desk(engine: Engine) -> Desk:
    return Desk(engine)


def test_a_session_is_known_until_it_is_idle_or_left(desk: Desk) -> None:
    secret, actor = desk.signing_in.sign_in(" LI ", PASSWORD, HERE)
    assert (actor.name, actor.role, actor.rights) == ("li", Role.OPERATOR, USUAL_RIGHTS[Role.OPERATOR])
    desk.clock.now_us += 29 * MINUTE_US
    assert desk.signing_in.who(secret, "10.0.0.1") is not None
    desk.clock.now_us += 29 * MINUTE_US
    assert desk.signing_in.who(secret, "10.0.0.1") is not None
    desk.clock.now_us += 30 * MINUTE_US
    assert desk.signing_in.who(secret, "10.0.0.1") is None
    again = desk.signing_in.sign_in("li", PASSWORD, HERE).secret
    desk.signing_in.sign_out(again, "10.0.0.1")
    desk.signing_in.sign_out(again, "10.0.0.1")
    assert desk.signing_in.who(again, "10.0.0.1") is None


def test_wrong_passwords_are_held_up_and_noted(desk: Desk) -> None:
    for _ in range(5):
        with pytest.raises(NotSignedIn):
            desk.signing_in.sign_in("li", "wrong", HERE)
    with pytest.raises(TooManyTries) as held:
        desk.signing_in.sign_in("li", PASSWORD, HERE)
    assert held.value.wait_s == 5
    assert desk.signing_in.sign_in("li", PASSWORD, HERE._replace(address="10.0.0.2")).actor.name == "li"


def test_own_sessions_are_listed_and_ended(desk: Desk) -> None:
    actor = desk.signing_in.sign_in("li", PASSWORD, HERE).actor
    other = desk.signing_in.sign_in("li", PASSWORD, HERE._replace(agent="another"))
    keys = [session.session_key for session in desk.signing_in.own_sessions(actor)]
    assert len(keys) == 2
    mine = desk.signing_in.who(other.secret, "")
    assert mine is not None
    desk.signing_in.end_session(actor, mine.session_key or 0)
    assert desk.signing_in.who(other.secret, "") is None
    with pytest.raises(BadInput):
        desk.signing_in.end_session(actor, 999)


def test_a_name_is_taken_once_and_spelt_plainly(desk: Desk) -> None:
    with pytest.raises(Conflict):
        desk.accounts.add(NewAccount("LI", Role.OFFICER, PASSWORD), ADMIN)
    for name in ("x", "李", "a b", ""):
        with pytest.raises(BadInput):
            desk.accounts.add(NewAccount(name, Role.OFFICER, PASSWORD), ADMIN)
    for role in (Role.WALL, Role.PROGRAM):
        with pytest.raises(BadInput):
            desk.accounts.add(NewAccount("wang", role, PASSWORD), ADMIN)


def test_two_administrators_cannot_take_each_other_s_place(desk: Desk) -> None:
    for name in ("root1", "root2"):
        desk.accounts.add(NewAccount(name, Role.ADMINISTRATOR, PASSWORD), ADMIN)
    desk.accounts.change_role("root1", Role.OPERATOR, ADMIN)
    with pytest.raises(Conflict):
        desk.accounts.change_role("root2", Role.OPERATOR, ADMIN)
    with pytest.raises(Conflict):
        desk.accounts.disable("root2", ADMIN)
    desk.accounts.disable("li", ADMIN)
    desk.accounts.enable("li", ADMIN)
    desk.accounts.change_squad("li", "S1", ADMIN)
    assert [(a.name, a.role, a.squad) for a in desk.accounts.accounts(ADMIN)] == [
        ("li", Role.OPERATOR, "S1"),
        ("root1", Role.OPERATOR, None),
        ("root2", Role.ADMINISTRATOR, None),
    ]


def test_of_two_administrators_who_disable_each_other_at_the_same_moment_one_stays(desk: Desk) -> None:
    names = ("root1", "root2")
    for name in names:
        desk.accounts.add(NewAccount(name, Role.ADMINISTRATOR, PASSWORD), ADMIN)
    together, outcomes = threading.Barrier(2), list[str]()

    def disable(name: str) -> None:
        together.wait()
        try:
            desk.accounts.disable(name, ADMIN)
        except Conflict:
            outcomes.append("refused")
        else:
            outcomes.append("disabled")

    threads = [threading.Thread(target=disable, args=(name,)) for name in names]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["disabled", "refused"]
    assert sum(account.disabled_us is None for account in desk.accounts.accounts(ADMIN) if account.name in names) == 1


def test_a_reset_password_ends_the_sessions_and_must_be_changed(desk: Desk) -> None:
    old = desk.signing_in.sign_in("li", PASSWORD, HERE)
    made = desk.accounts.reset("li", ADMIN)
    assert desk.signing_in.who(old.secret, "") is None
    assert desk.signing_in.sign_in("li", made.password, HERE).actor.must_change_password
    with pytest.raises(NotFound):
        desk.accounts.reset("nobody", ADMIN)


def test_tokens_are_known_until_they_are_revoked_and_their_names_come_free(desk: Desk) -> None:
    secret = desk.accounts.add_token("gauges", ["push_observations"], ADMIN)
    known = desk.signing_in.whose_token(secret, "10.0.0.3")
    assert known is not None
    assert known.actor.rights == {Permission.PUSH_OBSERVATIONS: Reach.ALL}
    with pytest.raises(Conflict):
        desk.accounts.add_token("gauges", ["view_wall"], ADMIN)
    desk.accounts.revoke_token("gauges", ADMIN)
    assert desk.signing_in.whose_token(secret, "") is None
    with pytest.raises(NotFound):
        desk.accounts.revoke_token("gauges", ADMIN)
    desk.accounts.add_token("gauges", ["view_wall"], ADMIN)
    assert [token.name for token in desk.accounts.tokens(ADMIN)] == ["gauges"]


def test_rights_are_data_and_unknown_ones_mean_nothing(desk: Desk) -> None:
    desk.accounts.set_right(Role.OPERATOR, Permission.EDIT_RULES, Reach.AREA, ADMIN)
    desk.accounts.set_right(Role.OPERATOR, Permission.HANDLE_ALARMS, None, ADMIN)
    with desk.engine.begin() as connection:
        connection.exec_driver_sql("INSERT INTO role_right VALUES ('operator', 'fly_drones', 'all')")
    actor = desk.signing_in.sign_in("li", PASSWORD, HERE).actor
    assert actor.rights[Permission.EDIT_RULES] is Reach.AREA
    assert Permission.HANDLE_ALARMS not in actor.rights
    assert "fly_drones" in desk.accounts.rights(ADMIN)[Role.OPERATOR]


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMINISTRATOR])
def test_nobody_else_administers(desk: Desk, role: Role) -> None:
    actor = acting("somebody", role)
    for act in (
        lambda: desk.accounts.accounts(actor),
        lambda: desk.accounts.add(NewAccount("wang", Role.OFFICER), actor),
        lambda: desk.accounts.reset("li", actor),
        lambda: desk.accounts.disable("li", actor),
        lambda: desk.accounts.end_sessions("li", actor),
        lambda: desk.accounts.add_token("t1", ["view_wall"], actor),
        lambda: desk.accounts.set_right(role, Permission.MANAGE_ACCOUNTS, Reach.ALL, actor),
    ):
        with pytest.raises(Forbidden):
            act()


def test_whoever_the_provider_knows_signs_in_with_the_linked_account_and_no_other(desk: Desk) -> None:
    with pytest.raises(NotSignedIn, match="tell the administrator your subject: u-17"):
        desk.signing_in.sign_in_as("u-17", HERE)
    desk.accounts.link("li", "u-17", ADMIN)
    secret, actor = desk.signing_in.sign_in_as("u-17", HERE)
    assert (actor.name, actor.role) == ("li", Role.OPERATOR)
    known = desk.signing_in.who(secret, "10.0.0.1")
    assert known is not None
    assert known.actor == actor
    with pytest.raises(NotSignedIn):
        desk.signing_in.sign_in_as("u-18", HERE)
    assert [account.name for account in desk.accounts.accounts(ADMIN)] == ["li"]


def test_no_password_is_changed_by_who_showed_none(desk: Desk) -> None:
    made = desk.accounts.add(NewAccount("wang", Role.OFFICER, subject="u-20"), ADMIN)
    assert desk.signing_in.sign_in("wang", made.password, HERE).actor.must_change_password
    secret, actor = desk.signing_in.sign_in_as("u-20", HERE)
    known = desk.signing_in.who(secret, "10.0.0.1")
    assert known is not None
    assert (actor.must_change_password, known.actor.must_change_password) == (False, False)


def test_a_disabled_account_is_refused_to_the_provider_too(desk: Desk) -> None:
    desk.accounts.link("li", "u-17", ADMIN)
    secret = desk.signing_in.sign_in_as("u-17", HERE).secret
    desk.accounts.disable("li", ADMIN)
    assert desk.signing_in.who(secret, "") is None
    with pytest.raises(NotSignedIn, match="disabled"):
        desk.signing_in.sign_in_as("u-17", HERE)


def test_a_link_that_is_taken_back_or_given_anew_ends_the_sessions(desk: Desk) -> None:
    desk.accounts.link("li", "u-17", ADMIN)
    first = desk.signing_in.sign_in_as("u-17", HERE).secret
    desk.accounts.link("li", "u-17", ADMIN)
    assert desk.signing_in.who(first, "") is not None
    desk.accounts.link("li", "u-18", ADMIN)
    assert desk.signing_in.who(first, "") is None
    second = desk.signing_in.sign_in_as("u-18", HERE).secret
    desk.accounts.unlink("li", ADMIN)
    assert desk.signing_in.who(second, "") is None
    with pytest.raises(NotSignedIn):
        desk.signing_in.sign_in_as("u-18", HERE)


def test_a_subject_is_one_accounts_only(desk: Desk) -> None:
    desk.accounts.link("li", "u-17", ADMIN)
    with pytest.raises(Conflict):
        desk.accounts.add(NewAccount("wang", Role.OFFICER, subject="u-17"), ADMIN)
    desk.accounts.add(NewAccount("wang", Role.OFFICER, subject="u-18"), ADMIN)
    with pytest.raises(Conflict):
        desk.accounts.link("wang", "u-17", ADMIN)
    with pytest.raises(NotFound):
        desk.accounts.link("nobody", "u-19", ADMIN)
    for bad in ("", " u", "u" * 256):
        with pytest.raises(BadInput):
            desk.accounts.link("wang", bad, ADMIN)
    with pytest.raises(Forbidden):
        desk.accounts.link("wang", "u-19", acting("chief", Role.DISPATCHER))


def test_without_a_provider_nobody_is_linked(desk: Desk) -> None:
    plain = Accounts(SqlAccountStore(desk.engine, desk.clock), PlainDigests(), RULES._replace(issuer=""), desk.clock)
    with pytest.raises(BadInput, match="XIUHUA_OIDC_ISSUER"):
        plain.link("li", "u-17", ADMIN)


def test_logins_at_the_provider_are_in_the_audit_log_by_their_means(desk: Desk) -> None:
    desk.accounts.link("li", "u-17", ADMIN)
    desk.signing_in.sign_in_as("u-17", HERE)
    with pytest.raises(NotSignedIn):
        desk.signing_in.sign_in_as("u-99", HERE)
    with desk.engine.connect() as connection:
        query = "SELECT action, actor, means, address FROM audit ORDER BY number"
        rows = [tuple(row) for row in connection.exec_driver_sql(query)]
    assert rows[-3:] == [
        ("link_account", "system", "system", ""),
        ("sign_in", "li", "oidc", "10.0.0.1"),
        ("refuse_sign_in", "u-99", "oidc", "10.0.0.1"),
    ]


def test_a_password_that_is_due_is_changed_before_anything_else(desk: Desk) -> None:
    desk.ask(RULES._replace(longest_us=90 * DAY_US))
    desk.accounts.add(NewAccount("wang", Role.OPERATOR, PASSWORD, must_change_password=False), ADMIN)
    secret, actor = desk.signing_in.sign_in("wang", PASSWORD, HERE)
    assert not actor.must_change_password
    desk.clock.now_us += 90 * DAY_US
    secret, actor = desk.signing_in.sign_in("wang", PASSWORD, HERE)
    assert actor.must_change_password
    known = desk.signing_in.who(secret, HERE.address)
    assert known is not None
    assert known.actor.must_change_password
    desk.signing_in.change_password(known.actor, PASSWORD, "Autumn-2026", known.session_key)
    changed = desk.signing_in.who(secret, HERE.address)
    assert changed is not None
    assert not changed.actor.must_change_password


def test_whoever_comes_by_the_provider_has_no_password_that_could_be_due(desk: Desk) -> None:
    desk.ask(RULES._replace(longest_us=90 * DAY_US))
    desk.accounts.link("li", "sub-1", ADMIN)
    desk.clock.now_us += 900 * DAY_US
    assert not desk.signing_in.sign_in_as("sub-1", HERE).actor.must_change_password


def test_nobody_signs_in_or_stays_signed_in_from_other_networks(desk: Desk) -> None:
    desk.accounts.link("li", "sub-1", ADMIN)
    secret = desk.signing_in.sign_in("li", PASSWORD, HERE).secret
    desk.ask(RULES._replace(networks=(ip_network("10.0.0.0/24"),)))
    away = Origin("10.0.1.1", "a browser")
    for name, password in (("li", PASSWORD), ("li", "wrong"), ("nobody", PASSWORD)):
        with pytest.raises(Forbidden, match="nobody signs in from this network address"):
            desk.signing_in.sign_in(name, password, away)
    with pytest.raises(Forbidden):
        desk.signing_in.sign_in_as("sub-1", away)
    assert desk.signing_in.who(secret, away.address) is None
    assert desk.signing_in.who(secret, HERE.address) is not None
    entries = [entry.deed for entry in SqlAuditReader(desk.engine).entries() if entry.deed.action == "refuse_network"]
    assert [(deed.actor, deed.address) for deed in entries] == [
        (name, away.address) for name in ("li", "li", "nobody", "li")
    ]


def test_an_auditor_can_be_given_nothing_that_changes_anything(desk: Desk) -> None:
    desk.accounts.set_right(Role.AUDITOR, Permission.VIEW_PROCESSES, Reach.ALL, ADMIN)
    for permission in (Permission.MANAGE_ACCOUNTS, Permission.VIEW_OPERATIONS, Permission.REVEAL_PERSONAL_DATA):
        with pytest.raises(Conflict):
            desk.accounts.set_right(Role.AUDITOR, permission, Reach.ALL, ADMIN)
    held = desk.accounts.rights(ADMIN)[Role.AUDITOR]
    assert set(held) == {Permission.VIEW_WALL, Permission.VIEW_AUDIT, Permission.VIEW_PROCESSES}


def test_where_duties_are_separate_administrators_do_not_see_the_record_and_cannot_let_themselves(desk: Desk) -> None:
    desk.accounts.add(NewAccount("root", Role.ADMINISTRATOR, PASSWORD), ADMIN)
    desk.accounts.add(NewAccount("shen", Role.AUDITOR, PASSWORD), ADMIN)
    assert Permission.VIEW_AUDIT in desk.signing_in.sign_in("root", PASSWORD, HERE).actor.rights
    desk.ask(RULES._replace(separate_audit=True))
    root = desk.signing_in.sign_in("root", PASSWORD, HERE).actor
    assert Permission.VIEW_AUDIT not in root.rights
    assert Permission.VIEW_AUDIT in desk.signing_in.sign_in("shen", PASSWORD, HERE).actor.rights
    with pytest.raises(Conflict):
        desk.accounts.set_right(Role.ADMINISTRATOR, Permission.VIEW_AUDIT, Reach.ALL, root)
    assert Permission.VIEW_AUDIT not in desk.accounts.rights(root)[Role.ADMINISTRATOR]
    desk.accounts.set_right(Role.MANAGER, Permission.VIEW_AUDIT, Reach.ALL, root)
    assert Permission.VIEW_AUDIT in desk.accounts.rights(root)[Role.MANAGER]


def test_role_squad_department_and_person_are_changed_in_one_or_not_at_all(desk: Desk) -> None:
    with pytest.raises(BadInput, match="no 'D9'"):
        desk.accounts.change("li", Belonging(Role.DEPARTMENT, None, "D9", None), ADMIN)
    with pytest.raises(NotFound, match="number 404"):
        desk.accounts.change("li", Belonging(Role.MANAGER, None, None, "404"), ADMIN)
    assert desk.signing_in.sign_in("li", PASSWORD, HERE).actor.role is Role.OPERATOR
    desk.accounts.change("li", Belonging(Role.MANAGER, None, None, None), ADMIN)
    assert desk.signing_in.sign_in("li", PASSWORD, HERE).actor.role is Role.MANAGER
