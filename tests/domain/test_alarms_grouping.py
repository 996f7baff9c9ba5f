"""How a list of alarms is told as stories, and stays readable in a storm."""

from __future__ import annotations

import random
from typing import NamedTuple

import pytest

from dashboard.domain.durations import HOUR_US
from dashboard.domain.grouping import APART_US, AT_MOST, OTHERS, Story, is_fresh, tell_stories, worst_by_area
from dashboard.domain.readouts import AlarmStanding
from dashboard.domain.severity import Severity
from tests.readout_builders import alarm_line

MINOR, MAJOR, CRITICAL = Severity
DISTRICTS = tuple(f"D{number}" for number in range(1, 8))


class Row(NamedTuple):
    """An alarm as a list has it."""

    alarm_key: int
    rule_key: str
    severity: Severity
    worsened_us: int = 0
    asset_id: str = ""
    district_code: str | None = "D1"
    standing: AlarmStanding = AlarmStanding.OPEN
    raised_us: int = 0
    grid_code: str | None = "G01"
    badness: float = 0.0


def row(key: int, rule: str, severity: Severity, worsened_us: int = 0, **others: object) -> Row:
    """An alarm of an asset of its own."""
    return Row(key, rule, severity, worsened_us, **({"asset_id": f"A{key}"} | others))  # type: ignore[arg-type]


def storm(count: int = 128, seed: int = 7, rules: int = 12) -> list[Row]:
    """Many alarms within 20 minutes, of many kinds, all over the city."""
    dice = random.Random(seed)
    names = ("road_water.depth", "drainage.fill", "manhole.water", *(f"gone.rule{n}" for n in range(rules - 3)))
    return [
        row(
            key,
            dice.choice(names),
            dice.choices([MINOR, MAJOR, CRITICAL], (6, 3, 1))[0],
            dice.randrange(1_200),
            asset_id=f"A{dice.randrange(90)}",
            district_code=dice.choice(DISTRICTS),
            raised_us=dice.randrange(10 * HOUR_US),
        )
        for key in range(count)
    ]


def keys(stories: list[Story[Row]]) -> list[list[int]]:
    """The alarms of each story."""
    return [[alarm.alarm_key for alarm in story.alarms] for story in stories]


@pytest.mark.parametrize("rules", [3, 7, 12])
@pytest.mark.parametrize("seed", range(10))
def test_a_storm_of_128_takes_at_most_seven_lines_and_nothing_in_it_is_lost(seed: int, rules: int) -> None:
    alarms = storm(seed=seed, rules=rules)
    stories = tell_stories(alarms, 600)
    assert len(stories) <= AT_MOST == 7
    assert sorted(key for members in keys(stories) for key in members) == [alarm.alarm_key for alarm in alarms]
    assert len({story.key for story in stories}) == len(stories)
    assert [story.severity.rank for story in stories] == sorted((s.severity.rank for s in stories), reverse=True)
    for story in stories:
        assert story.severity is max((alarm.severity for alarm in story.alarms), key=lambda it: it.rank)
        assert sum(story.counts.values()) == len(story.rows) == len({alarm.asset_id for alarm in story.alarms})
        assert story.newest_us == max(alarm.worsened_us for alarm in story.alarms)
    assert sum(story.fresh for story in stories) == sum(is_fresh(alarm, 600) for alarm in alarms)


def test_a_cover_that_was_tilted_and_moved_is_one_row() -> None:
    tilted = row(1, "manhole.tilt", MAJOR, asset_id="JG-1")
    moved = row(2, "manhole.cover", CRITICAL, asset_id="JG-1")
    (story,) = tell_stories([tilted, moved], 0)
    (only,) = story.rows
    assert (story.kind_key, only.worst, only.alarms) == ("cover", moved, (moved, tilted))
    assert story.counts == {CRITICAL: 1}


def test_a_story_is_told_by_kind_district_and_time() -> None:
    alarms = [
        row(1, "road_water.depth", MINOR),
        row(2, "road_water.depth", MINOR, raised_us=APART_US),
        row(3, "road_water.depth", MINOR, raised_us=3 * APART_US),
        row(4, "road_water.depth", MINOR, district_code="D2"),
        row(5, "drainage.fill", MINOR),
        row(6, "drainage.fill", MINOR, district_code=None),
    ]
    assert sorted(sorted(members) for members in keys(tell_stories(alarms, 0))) == [[1, 2], [3], [4], [5], [6]]


def test_alarms_of_one_asset_are_never_cut_apart_by_time() -> None:
    early, late = (row(key, "manhole.tilt", MINOR, asset_id="A", raised_us=key * 9 * HOUR_US) for key in (0, 1))
    assert len(tell_stories([early, late], 0)) == 1


def test_the_same_silence_of_different_kinds_is_one_story() -> None:
    alarms = [row(1, "manhole.offline", MINOR), row(2, "rain.offline", MINOR)]
    assert [story.kind_key for story in tell_stories(alarms, 0)] == ["offline"]


def test_mild_kinds_are_told_together_first_when_there_are_too_many() -> None:
    red = [row(n, "road_water.depth", CRITICAL, district_code=f"D{n}") for n in range(3)]
    mild = [row(10 + n, "bin.full", MINOR, district_code=f"D{n}") for n in range(9)]
    stories = tell_stories([*red, *mild], 0)
    assert [(story.district_code, len(story.rows)) for story in stories][3:] == [(None, 9)]
    assert {story.district_code for story in stories[:3]} == {"D0", "D1", "D2"}


def test_what_has_no_line_of_its_own_stands_among_the_others_and_is_the_mildest() -> None:
    alarms = [row(n, f"gone.rule{n}", CRITICAL if n < 6 else MINOR) for n in range(20)]
    stories = tell_stories(alarms, 0)
    assert [story.kind_key for story in stories][-1] == OTHERS
    assert len(stories[-1].rows) == 14


def test_at_the_same_severity_what_waits_for_somebody_comes_first() -> None:
    seen = row(1, "bin.full", MAJOR, 900, standing=AlarmStanding.ACKNOWLEDGED)
    waits = row(2, "tree.lean", MAJOR, 100)
    assert keys(tell_stories([seen, waits], 0)) == [[2], [1]]
    worse = row(3, "road_water.depth", CRITICAL, 1, standing=AlarmStanding.ACKNOWLEDGED)
    assert keys(tell_stories([seen, waits, worse], 0)) == [[3], [2], [1]]


def test_rows_of_one_severity_stand_in_the_order_of_the_figure_that_they_show() -> None:
    alarms = [row(n, "road_water.depth", MAJOR, worsened_us=n, badness=bad) for n, bad in enumerate((1.1, 1.6, 1.3))]
    assert keys(tell_stories(alarms, 0)) == [[1, 2, 0]]


def test_a_story_keeps_its_key_while_it_goes_on() -> None:
    first = row(1, "bin.full", MINOR)
    more = row(2, "bin.full", CRITICAL, raised_us=HOUR_US)
    assert tell_stories([first], 0)[0].key == tell_stories([first, more], 0)[0].key


def test_what_somebody_acknowledged_or_saw_is_not_fresh() -> None:
    assert not is_fresh(row(1, "a", MINOR, 100), 100)
    assert is_fresh(row(1, "a", MINOR, 101), 100)
    assert not is_fresh(row(1, "a", MINOR, 101, standing=AlarmStanding.ACKNOWLEDGED), 100)


def test_a_grid_has_the_worst_severity_of_its_alarms() -> None:
    alarms = [row(1, "a", MAJOR), row(2, "a", MINOR), row(3, "a", MINOR, grid_code="G02")]
    assert worst_by_area(alarms) == {"G01": "major", "G02": "minor"}


def test_no_alarms_no_stories() -> None:
    assert tell_stories(list[Row](), 0) == []


@pytest.mark.parametrize(
    ("rule", "threshold", "now", "worse"),
    [
        ("road_water.depth", 0.2, 0.22, 0.36),
        ("manhole.battery", 20.0, 14.0, 3.0),
        ("manhole.tilt", 15.0, -16.5, -40.0),
    ],
)
def test_how_bad_an_alarm_is_follows_what_its_rule_compares(
    rule: str, threshold: float, now: float, worse: float
) -> None:
    bad, flicker, worst = (
        alarm_line(rule_key=rule, threshold=threshold, now=amount).badness for amount in (now, now * 1.001, worse)
    )
    assert bad == flicker < worst
    assert alarm_line(threshold=None).badness == 0.0
