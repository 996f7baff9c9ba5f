"""What changed stands in the audit log with what was before, on both databases, and the chain holds."""

from __future__ import annotations

import json
from typing import Any

import pytest
from sqlalchemy import Engine

from dashboard.domain import walls as rules
from dashboard.domain.alarms import AlarmTransition, Change
from dashboard.domain.audit import first_broken
from dashboard.domain.maintenance import MaintenanceWindow
from dashboard.domain.rights import Role
from dashboard.domain.rules import Scope
from dashboard.domain.severity import Severity
from dashboard.domain.walls import EVERY_SCREEN
from dashboard.errors import Conflict
from dashboard.services.accounts.administration import Accounts, NewAccount
from dashboard.services.accounts.signing_in import PasswordRules
from dashboard.services.alarms.handling import Alarms
from dashboard.services.alarms.rule_book import RuleBook
from dashboard.services.walls.screens import Walls
from data_sources.db.accounts.store import SqlAccountStore
from data_sources.db.alarms.store import SqlAlarmStore
from data_sources.db.audit import SqlAuditReader
from data_sources.db.walls.store import SqlWallStore
from tests.actors import DUTY_1, DUTY_2, OPERATOR
from tests.adapters.city_of_four import HOUR, NOW, settle
from tests.adapters.test_accounts import PlainDigests
from tests.fakes_alarms import FakeClock, FakeNotifier


def changes(engine: Engine) -> list[tuple[str, Any, Any]]:
    """Action, before and after of each entry, of a chain that holds."""
    reader = SqlAuditReader(engine)
    deeds = [entry.deed for entry in reader.entries()]
    assert first_broken(reader.entries(), reader.head(), {}) is None
    details = [json.loads(deed.detail) for deed in deeds]
    return [(deed.action, detail["before"], detail["after"]) for deed, detail in zip(deeds, details, strict=True)]


@pytest.fixture
def alarms(engine: Engine) -> Alarms:
    """One alarm, of a manhole that tilts."""
    devices = settle(engine)
    store, clock = SqlAlarmStore(engine, lambda: NOW), FakeClock(NOW)
    raised = AlarmTransition(Change.RAISED, "manhole.tilted", Severity.MAJOR, 22.0, 15.0, NOW)
    with store.begin() as work:
        work.apply_transitions(devices["JG-1"], [raised], suppressed=False)
    return Alarms(store, RuleBook(store), FakeNotifier(), clock)


def test_the_handling_of_alarms(engine: Engine, alarms: Alarms) -> None:
    (alarm,) = alarms.list_alarms().items
    alarms.acknowledge_all([alarm.alarm_key], DUTY_1, "已派人")
    alarms.shelve(alarm.alarm_key, DUTY_2, "施工", NOW + HOUR)
    told = changes(engine)
    seen = {"standing": "acknowledged", "acknowledged_by": "duty-1", "note": "已派人"}
    on_shelf = {"shelved_by": "duty-2", "shelve_reason": "施工", "shelved_until_us": NOW + HOUR}
    assert told == [
        ("acknowledge_alarm", {"standing": "open"}, seen),
        ("shelve_alarm", seen, {**seen, "standing": "shelved", **on_shelf}),
    ]


def test_maintenance_windows(engine: Engine, alarms: Alarms) -> None:
    wanted = MaintenanceWindow(scope=Scope.AREA, scope_ref="G1", from_us=NOW, until_us=NOW + HOUR, reason="清淤")
    window = alarms.open_window(wanted, DUTY_1)
    alarms.close_window(window.window_key, DUTY_2)
    with pytest.raises(Conflict):
        alarms.close_window(window.window_key, DUTY_2)
    opened, closed = changes(engine)
    assert (opened[:2], opened[2]["reason"], opened[2]["closed_us"]) == (("open_window", None), "清淤", None)
    assert closed == ("close_window", opened[2], {**opened[2], "closed_us": NOW})


def test_the_direction_of_walls(engine: Engine) -> None:
    walls = Walls(SqlWallStore(engine, lambda: NOW), FakeNotifier(), FakeClock(NOW), lambda: "123456")
    walls.begin_pairing(None)
    screen = walls.confirm_pairing("123456", "A-01", "大厅", OPERATOR)
    walls.direct(EVERY_SCREEN, rules.rotation(rotate=False, dwell_s=40), OPERATOR)
    walls.direct(screen.screen_key, rules.rotation(rotate=True, dwell_s=20), OPERATOR)
    walls.revoke(screen.screen_key, OPERATOR)
    for_all, for_one = {"rotate": False, "dwell_s": 40}, {"rotate": True, "dwell_s": 20}
    assert changes(engine) == [
        ("pair_wall", None, {"name": "A-01", "place": "大厅"}),
        ("direct_wall", {"rotate": None, "dwell_s": None}, for_all),
        ("direct_wall", for_all, for_one),
        ("revoke_wall", {"name": "A-01", "place": "大厅"}, None),
    ]


def test_accounts_their_roles_and_tokens(engine: Engine) -> None:
    store = SqlAccountStore(engine, lambda: NOW)
    accounts = Accounts(store, PlainDigests(), PasswordRules(8, HOUR), FakeClock(NOW))
    accounts.add(NewAccount("li", Role.OPERATOR, "Spring-2026"), OPERATOR)
    accounts.change_role("li", Role.DISPATCHER, OPERATOR)
    accounts.disable("li", OPERATOR)
    accounts.add_token("meter", ["view_operations"], OPERATOR)
    accounts.revoke_token("meter", OPERATOR)
    added, *rest = changes(engine)
    assert (added[:2], added[2]["role"]) == (("add_account", None), "operator")
    scopes = {"scopes": ["view_operations"]}
    assert rest == [
        ("change_role", {"role": "operator"}, {"role": "dispatcher"}),
        ("disable_account", {"disabled_us": None}, {"disabled_us": NOW}),
        ("add_token", None, scopes),
        ("revoke_token", scopes, None),
    ]
