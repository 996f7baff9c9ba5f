"""How a list of alarms stays readable in a storm."""

from __future__ import annotations

import random
from typing import NamedTuple

import pytest

from dashboard.domain.grouping import OWN_LINES, AlarmGroup, group_alarms, is_fresh
from dashboard.domain.readouts import AlarmStanding
from dashboard.domain.severity import Severity

MINOR, MAJOR, CRITICAL = Severity
GRIDS = tuple(f"G{number:02}" for number in range(1, 22))


class Row(NamedTuple):
    """An alarm as a list has it."""

    alarm_key: int
    rule_key: str
    severity: Severity
    worsened_us: int
    grid_code: str | None = "G01"
    standing: AlarmStanding = AlarmStanding.OPEN


def storm(count: int = 128, seed: int = 7) -> list[Row]:
    """Many alarms within 20 minutes, all over the city."""
    dice = random.Random(seed)
    rules = ("road_water.depth", "drainage.fill", "manhole.water")
    weights = (6, 3, 1)
    return [
        Row(key, dice.choice(rules), dice.choices([MINOR, MAJOR, CRITICAL], weights)[0], dice.randrange(1_200), grid)
        for key, grid in enumerate(dice.choices(GRIDS, k=count), start=1)
    ]


def keys(groups: list[AlarmGroup[Row]]) -> list[list[int]]:
    """The members of each entry."""
    return [[member.alarm_key for member in group.members] for group in groups]


@pytest.mark.parametrize("last_look_us", [-1, 300, 600, 1_190, 1_200])
@pytest.mark.parametrize("seed", range(10))
def test_in_a_storm_nothing_is_lost_and_nothing_new_hides(seed: int, last_look_us: int) -> None:
    alarms = storm(seed=seed)
    groups = group_alarms(alarms, last_look_us)
    assert len(groups) <= OWN_LINES + 2 * len(GRIDS)
    assert sorted(key for members in keys(groups) for key in members) == [alarm.alarm_key for alarm in alarms]
    assert [group.fresh for group in groups] == sorted((group.fresh for group in groups), reverse=True)
    for group in groups:
        assert all(is_fresh(member, last_look_us) == group.fresh for member in group.members)
        assert {member.grid_code for member in group.members} == {group.grid_code}
        assert group.severity is max((member.severity for member in group.members), key=lambda it: it.rank)
        assert group.newest_us == max(member.worsened_us for member in group.members)
        assert group.count == len(group.members) == sum(group.counts.values())
        assert all(member.rule_key == part.rule_key for part in group.parts for member in part.members)


def test_a_storm_that_was_looked_at_takes_one_line_a_grid() -> None:
    assert len(group_alarms(storm(), 1_200)) == len({alarm.grid_code for alarm in storm()})


@pytest.mark.parametrize("severity", [MINOR, MAJOR, CRITICAL])
def test_one_new_alarm_in_an_old_storm_has_its_own_line_on_top(severity: Severity) -> None:
    new = Row(999, "manhole.tilt", severity, 2_000, "G05")
    groups = group_alarms([*storm(), new], 1_200)
    assert keys(groups)[0] == [999]
    assert groups[0].fresh
    assert not groups[1].fresh


def test_one_that_got_worse_comes_out_of_its_group() -> None:
    alarms = storm()
    alarms[17] = alarms[17]._replace(severity=CRITICAL, worsened_us=2_000)
    assert keys(group_alarms(alarms, 1_200))[0] == [alarms[17].alarm_key]


def test_what_somebody_acknowledged_is_not_fresh() -> None:
    seen = [alarm._replace(standing=AlarmStanding.ACKNOWLEDGED) for alarm in storm()]
    assert not any(group.fresh for group in group_alarms(seen, -1))


def test_what_was_there_at_the_last_look_is_not_fresh() -> None:
    assert not is_fresh(Row(1, "a", MINOR, 100), 100)
    assert is_fresh(Row(1, "a", MINOR, 101), 100)


def test_the_worst_of_many_new_ones_have_the_lines() -> None:
    groups = group_alarms(storm(), -1)
    ranks = [alarm.severity.rank for alarm in sorted(storm(), key=lambda it: -it.severity.rank)]
    assert [group.severity.rank for group in groups[:OWN_LINES]] == ranks[:OWN_LINES]
    assert all(group.count == 1 for group in groups[:OWN_LINES])


def test_groups_stand_in_the_order_of_the_worst_then_the_newest() -> None:
    rows = [
        Row(1, "a", MINOR, 50, "G01"),
        Row(2, "a", MAJOR, 10, "G02"),
        Row(3, "a", MINOR, 60, "G03"),
        Row(4, "a", MINOR, 20, "G02"),
    ]
    assert keys(group_alarms(rows, 100)) == [[2, 4], [3], [1]]


def test_within_a_group_the_rules_are_kept_apart() -> None:
    rows = [Row(1, "a", MINOR, 10), Row(2, "b", MAJOR, 10), Row(3, "a", MINOR, 20)]
    (group,) = group_alarms(rows, 100)
    assert [(part.rule_key, len(part.members)) for part in group.parts] == [("b", 1), ("a", 2)]
    assert list(group.counts.items()) == [(MAJOR, 1), (MINOR, 2)]


def test_alarms_outside_any_grid_stand_together() -> None:
    rows = [Row(1, "a", MINOR, 10, None), Row(2, "a", MINOR, 20, None)]
    assert keys(group_alarms(rows, 100)) == [[2, 1]]


def test_no_alarms_no_entries() -> None:
    assert group_alarms(list[Row](), 0) == []
