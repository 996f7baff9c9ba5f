"""One function decides who may do what, and says why."""

from __future__ import annotations

import pytest

from dashboard.domain.rights import (
    PERMISSION_LABELS,
    REACH_LABELS,
    ROLE_LABELS,
    USUAL_RIGHTS,
    Actor,
    Means,
    Permission,
    Reach,
    Role,
    Target,
    decide,
    decide_any,
    separated,
)

LEADER = Actor(
    "leader",
    Role.SQUAD_LEADER,
    {Permission.HANDLE_ALARMS: Reach.AREA, Permission.VIEW_PEOPLE: Reach.SQUAD, Permission.MANAGE_CITY: Reach.OWN},
    Means.SESSION,
    squad="S1",
    areas=frozenset({"G1"}),
)


@pytest.mark.parametrize(
    ("permission", "target", "allowed"),
    [
        (Permission.HANDLE_ALARMS, None, True),
        (Permission.HANDLE_ALARMS, Target(areas=frozenset({"B1", "G1", "L7"})), True),
        (Permission.HANDLE_ALARMS, Target(areas=frozenset({"B1", "G2"})), False),
        (Permission.HANDLE_ALARMS, Target(), False),
        (Permission.HANDLE_ALARMS, Target(squad="S1"), True),
        (Permission.HANDLE_ALARMS, Target(owner="leader"), True),
        (Permission.VIEW_PEOPLE, Target(squad="S1"), True),
        (Permission.VIEW_PEOPLE, Target(squad="S2"), False),
        (Permission.VIEW_PEOPLE, Target(areas=frozenset({"G1"})), False),
        (Permission.MANAGE_CITY, Target(owner="leader"), True),
        (Permission.MANAGE_CITY, Target(squad="S1"), False),
        (Permission.MANAGE_ACCOUNTS, None, False),
        (Permission.MANAGE_ACCOUNTS, Target(owner="leader"), False),
    ],
)
def test_a_right_reaches_as_far_as_it_says(permission: Permission, target: Target | None, allowed: bool) -> None:
    decision = decide(LEADER, permission, target)
    assert decision.allowed is allowed
    assert PERMISSION_LABELS[permission].zh in decision.why.zh
    assert PERMISSION_LABELS[permission].en in decision.why.en


def test_nobody_without_a_squad_shares_one_with_what_has_none() -> None:
    assert not decide(LEADER._replace(squad=None), Permission.VIEW_PEOPLE, Target(squad=None)).allowed


def test_everything_has_its_words_and_every_role_its_rights() -> None:
    assert set(PERMISSION_LABELS) == set(Permission)
    assert set(ROLE_LABELS) == set(USUAL_RIGHTS) == set(Role)
    assert set(REACH_LABELS) == set(Reach)


def test_who_administers_does_not_reveal_and_a_wall_only_shows() -> None:
    assert Permission.REVEAL_PERSONAL_DATA not in USUAL_RIGHTS[Role.ADMINISTRATOR]
    assert set(USUAL_RIGHTS[Role.WALL]) == {Permission.VIEW_WALL, Permission.WATCH_CAMERAS}
    assert USUAL_RIGHTS[Role.PROGRAM] == {}


def test_one_right_of_several_is_enough_and_the_first_tells_why_not() -> None:
    held, lacking = Permission.VIEW_PEOPLE, Permission.VIEW_AUDIT
    assert decide_any(LEADER, (lacking, held)).allowed
    assert decide_any(LEADER, held) == decide(LEADER, held)
    refused = decide_any(LEADER, (lacking, Permission.VIEW_PROCESSES))
    assert (refused.allowed, refused.why) == (False, decide(LEADER, lacking).why)


def test_who_administers_loses_the_sight_of_the_record_and_nothing_else() -> None:
    usual = USUAL_RIGHTS[Role.ADMINISTRATOR]
    assert usual.keys() - separated(usual).keys() == {Permission.VIEW_AUDIT}
    for role in set(Role) - {Role.ADMINISTRATOR}:
        assert separated(USUAL_RIGHTS[role]) == USUAL_RIGHTS[role]


def test_an_auditor_sees_the_record_and_changes_nothing() -> None:
    assert set(USUAL_RIGHTS[Role.AUDITOR]) == {Permission.VIEW_WALL, Permission.VIEW_AUDIT}
