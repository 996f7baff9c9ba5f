"""How open alarms are told as stories, so that a storm stays readable and nothing in it hides.

A story is what an operator would say in one sentence: what is wrong (the rule's story), where (the district), when
(alarms that followed each other). In it each asset has one row, with all its alarms of that story.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Final, Generic, Protocol, TypeVar

from dashboard.domain.durations import HOUR_US
from dashboard.domain.readouts import AlarmStanding
from dashboard.domain.sensors import story_kind
from dashboard.domain.severity import Severity

AT_MOST: Final = 7
"""How many lines tell what is wrong with the city."""

APART_US: Final = 2 * HOUR_US
"""Alarms of one kind and district that were raised further apart than this are different stories."""

OTHERS: Final = "others"
"""The kind of the story that holds what has no line of its own."""

EVERYWHERE: Final = "*"


class ListedAlarm(Protocol):
    """What grouping needs to know of an alarm."""

    @property
    def alarm_key(self) -> int: ...
    @property
    def asset_id(self) -> str: ...
    @property
    def rule_key(self) -> str: ...
    @property
    def severity(self) -> Severity: ...
    @property
    def raised_us(self) -> int: ...
    @property
    def worsened_us(self) -> int: ...
    @property
    def standing(self) -> AlarmStanding: ...
    @property
    def district_code(self) -> str | None: ...
    @property
    def badness(self) -> float: ...


class PlacedAlarm(Protocol):
    """What tinting a grid needs to know of an alarm."""

    @property
    def severity(self) -> Severity: ...
    @property
    def grid_code(self) -> str | None: ...


Listed = TypeVar("Listed", bound=ListedAlarm)


@dataclass(frozen=True, kw_only=True, slots=True)
class StoryRow(Generic[Listed]):
    """One asset in a story, with its alarms of that kind, the worst first."""

    alarms: tuple[Listed, ...]

    @property
    def worst(self) -> Listed:
        """The alarm that stands for the row."""
        return self.alarms[0]

    @property
    def waiting(self) -> tuple[Listed, ...]:
        """Those that nobody has acknowledged."""
        return tuple(alarm for alarm in self.alarms if alarm.standing is AlarmStanding.OPEN)


@dataclass(frozen=True, kw_only=True, slots=True)
class Story(Generic[Listed]):
    """One line of the queue. `key` stays the same while the story goes on; `district_code` is None across districts.

    `rows` are ordered by severity, then those that wait for somebody, then the worst, then the newest; `counts` has
    every severity of a row that occurs, the worst first.
    """

    key: str
    kind_key: str
    district_code: str | None
    rows: tuple[StoryRow[Listed], ...]
    fresh: int
    """How many of its alarms nobody has seen yet, by `is_fresh`."""

    @property
    def severity(self) -> Severity:
        """That of its worst row."""
        return self.rows[0].worst.severity

    @property
    def counts(self) -> dict[Severity, int]:
        """How many rows there are of each severity."""
        counted = Counter(row.worst.severity for row in self.rows)
        return {severity: counted[severity] for severity in reversed(Severity) if counted[severity]}

    @property
    def alarms(self) -> tuple[Listed, ...]:
        """All its alarms, row by row."""
        return tuple(alarm for row in self.rows for alarm in row.alarms)

    @property
    def waiting(self) -> tuple[Listed, ...]:
        """Those of them that nobody has acknowledged."""
        return tuple(alarm for row in self.rows for alarm in row.waiting)

    @property
    def newest_us(self) -> int:
        """When one of its alarms last asked for attention."""
        return max(alarm.worsened_us for alarm in self.alarms)


class NextStep(Enum):
    """What a person does next about a story."""

    LOOK = "look"
    ACKNOWLEDGE = "acknowledge"


def next_step(story: Story[Listed]) -> NextStep:
    """A red one that waits is looked at before anything is acknowledged; so is the worst when nothing waits."""
    waiting = {alarm.severity for alarm in story.waiting}
    return NextStep.ACKNOWLEDGE if waiting and Severity.CRITICAL not in waiting else NextStep.LOOK


def is_fresh(alarm: ListedAlarm, last_look_us: int) -> bool:
    """Whether nobody has acknowledged it and it was raised, got worse or came back after the last look."""
    return alarm.standing is AlarmStanding.OPEN and alarm.worsened_us > last_look_us


def tell_stories(alarms: Iterable[Listed], last_look_us: int, *, at_most: int = AT_MOST) -> list[Story[Listed]]:
    """The stories, in the order of what they show: severity, then those that wait for somebody, then the newest.

    Every alarm is in exactly one story. Where there would be more than `at_most`, first the times of one kind and
    district are told together, then the districts of one kind, the mildest kind first, and at last the mildest kinds
    stand together as the others.
    """
    stories = _by_time(alarms)
    if len(stories) > at_most:
        stories = _merged(stories, lambda key: (*key[:2], 0))
    stories = _with_few_districts(stories, at_most)
    if len(stories) > at_most:
        stories = _with_others(stories, at_most)
    told = [_story(key, members, last_look_us) for key, members in stories.items()]
    return sorted(told, key=lambda story: (-story.severity.rank, not story.waiting, -story.newest_us, story.key))


_Key = tuple[str, str, int]
"""Kind, district, and the how manieth of them in the order of time."""


def _by_time(alarms: Iterable[Listed]) -> dict[_Key, list[Listed]]:
    by_place: dict[tuple[str, str], list[Listed]] = defaultdict(list)
    for alarm in sorted(alarms, key=lambda alarm: (alarm.raised_us, alarm.alarm_key)):
        by_place[story_kind(alarm.rule_key).key, alarm.district_code or ""].append(alarm)
    stories: dict[_Key, list[Listed]] = {}
    for (kind, district), members in by_place.items():
        for number, part in enumerate(_apart(members)):
            stories[kind, district, number] = part
    return stories


def _apart(in_order: Sequence[Listed]) -> list[list[Listed]]:
    """Cut where nothing was raised for long, but never between alarms of one asset."""
    parts: list[list[Listed]] = []
    home: dict[str, list[Listed]] = {}
    for before, alarm in zip([None, *in_order], in_order, strict=False):
        if before is None or alarm.raised_us - before.raised_us > APART_US:
            parts.append([])
        home.setdefault(alarm.asset_id, parts[-1]).append(alarm)
    return [part for part in parts if part]


def _merged(stories: dict[_Key, list[Listed]], to_key: Callable[[_Key], _Key]) -> dict[_Key, list[Listed]]:
    merged: dict[_Key, list[Listed]] = defaultdict(list)
    for key, members in stories.items():
        merged[to_key(key)] += members
    return merged


def _with_few_districts(stories: dict[_Key, list[Listed]], at_most: int) -> dict[_Key, list[Listed]]:
    for kind in _kinds(stories):
        if len(stories) <= at_most:
            break
        if sum(key[0] == kind for key in stories) > 1:
            stories = _told_as(kind, {kind}, stories)
    return stories


def _with_others(stories: dict[_Key, list[Listed]], at_most: int) -> dict[_Key, list[Listed]]:
    mild = set(_kinds(stories)[: len(stories) - at_most + 1])
    return _told_as(OTHERS, mild, stories)


def _told_as(one: str, kinds: Collection[str], stories: dict[_Key, list[Listed]]) -> dict[_Key, list[Listed]]:
    """All stories of the kinds as a single one, across districts."""
    return _merged(stories, lambda key: (one, EVERYWHERE, 0) if key[0] in kinds else key)


def _kinds(stories: dict[_Key, list[Listed]]) -> list[str]:
    """The kinds, the mildest first, and of those the smallest."""
    members: dict[str, list[Listed]] = defaultdict(list)
    for key, part in stories.items():
        members[key[0]] += part
    return sorted(members, key=lambda kind: (max(a.severity.rank for a in members[kind]), len(members[kind]), kind))


def _story(key: _Key, members: Sequence[Listed], last_look_us: int) -> Story[Listed]:
    kind, district, number = key
    by_asset: dict[str, list[Listed]] = defaultdict(list)
    for alarm in sorted(members, key=_gravity):
        by_asset[alarm.asset_id].append(alarm)
    rows = [StoryRow(alarms=tuple(part)) for part in by_asset.values()]
    return Story(
        key=f"{kind}:{district}:{number}",
        kind_key=kind,
        district_code=None if district in ("", EVERYWHERE) else district,
        rows=tuple(sorted(rows, key=_place)),
        fresh=sum(is_fresh(alarm, last_look_us) for alarm in members),
    )


def _gravity(alarm: ListedAlarm) -> tuple[int, float, int, int]:
    return -alarm.severity.rank, -alarm.badness, -alarm.worsened_us, -alarm.alarm_key


def _place(row: StoryRow[Listed]) -> tuple[object, ...]:
    rank, *others = _gravity(row.worst)
    return rank, not row.waiting, *others


def worst_by_area(alarms: Iterable[PlacedAlarm]) -> dict[str, str]:
    """Return the grids with alarms by their code, each with the worst severity there."""
    mildest_first = sorted(alarms, key=lambda alarm: alarm.severity.rank)
    return {alarm.grid_code: alarm.severity.value for alarm in mildest_first if alarm.grid_code is not None}
