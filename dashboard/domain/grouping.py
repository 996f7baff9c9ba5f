"""How open alarms are put together for a list, so that a storm stays readable and nothing new hides in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final, Generic, Protocol, TypeVar

from dashboard.domain.readouts import AlarmStanding
from dashboard.domain.severity import Severity

OWN_LINES: Final = 8
"""How many fresh alarms get a line of their own before the rest is grouped."""


class ListedAlarm(Protocol):
    """What grouping needs to know of an alarm."""

    @property
    def alarm_key(self) -> int: ...
    @property
    def rule_key(self) -> str: ...
    @property
    def severity(self) -> Severity: ...
    @property
    def worsened_us(self) -> int: ...
    @property
    def standing(self) -> AlarmStanding: ...
    @property
    def grid_code(self) -> str | None: ...


Listed = TypeVar("Listed", bound=ListedAlarm)


@dataclass(frozen=True, kw_only=True, slots=True)
class RulePart(Generic[Listed]):
    """The members of one group that share a rule, gravest and newest first."""

    rule_key: str
    members: tuple[Listed, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class AlarmGroup(Generic[Listed]):
    """One entry of the list: a single alarm, or those of one grid, by rule.

    `fresh` entries hold fresh alarms only, the others none. `counts` has every severity that occurs, the worst first.
    """

    grid_code: str | None
    fresh: bool
    severity: Severity
    newest_us: int
    counts: dict[Severity, int]
    parts: tuple[RulePart[Listed], ...]

    @property
    def count(self) -> int:
        """How many alarms it holds."""
        return sum(self.counts.values())

    @property
    def members(self) -> tuple[Listed, ...]:
        """All its alarms, rule by rule."""
        return tuple(member for part in self.parts for member in part.members)


def is_fresh(alarm: ListedAlarm, last_look_us: int) -> bool:
    """Whether nobody has acknowledged it and it was raised, got worse or came back after the last look."""
    return alarm.standing is AlarmStanding.OPEN and alarm.worsened_us > last_look_us


def group_alarms(
    alarms: Iterable[Listed], last_look_us: int, *, own_lines: int = OWN_LINES
) -> list[AlarmGroup[Listed]]:
    """The entries of the list, from the top.

    1. Fresh alarms (see `is_fresh`) come first, the gravest and then the newest on top. The first `own_lines` of
       them have a line each; those beyond are grouped by grid among themselves.
    2. Then all others grouped by grid, the gravest group first, then the one with the newest alarm.

    So every alarm is in exactly one entry, a fresh one never in a group of old ones, the severity of an entry is
    that of its worst member, and 128 alarms in G grids take at most `own_lines + 2 * G` entries.
    """
    ordered = sorted(alarms, key=_urgency)
    fresh = [alarm for alarm in ordered if is_fresh(alarm, last_look_us)]
    others = [alarm for alarm in ordered if not is_fresh(alarm, last_look_us)]
    singles = [_group([alarm], fresh=True) for alarm in fresh[:own_lines]]
    return singles + _by_grid(fresh[own_lines:], fresh=True) + _by_grid(others, fresh=False)


def _urgency(alarm: ListedAlarm) -> tuple[int, int, int]:
    return -alarm.severity.rank, -alarm.worsened_us, -alarm.alarm_key


def _by_grid(alarms: Sequence[Listed], *, fresh: bool) -> list[AlarmGroup[Listed]]:
    groups = [_group(members, fresh=fresh) for members in _split(alarms, lambda alarm: alarm.grid_code or "")]
    return sorted(groups, key=lambda group: (-group.severity.rank, -group.newest_us))


def _group(members: Sequence[Listed], *, fresh: bool) -> AlarmGroup[Listed]:
    """One entry of alarms of the same grid, given in the order of urgency."""
    counted = Counter(alarm.severity for alarm in members)
    parts = sorted(_split(members, lambda alarm: alarm.rule_key), key=lambda part: _urgency(part[0]))
    return AlarmGroup(
        grid_code=members[0].grid_code,
        fresh=fresh,
        severity=members[0].severity,
        newest_us=max(alarm.worsened_us for alarm in members),
        counts={severity: counted[severity] for severity in reversed(Severity) if counted[severity]},
        parts=tuple(RulePart(rule_key=part[0].rule_key, members=tuple(part)) for part in parts),
    )


def _split(alarms: Sequence[Listed], key: Callable[[Listed], str]) -> list[list[Listed]]:
    """The alarms by `key`, each part in the order given."""
    return [list(part) for _, part in groupby(sorted(alarms, key=key), key=key)]


def worst_by_area(alarms: Iterable[ListedAlarm]) -> dict[str, str]:
    """Return the grids with alarms by their code, each with the worst severity there."""
    mildest_first = sorted(alarms, key=lambda alarm: alarm.severity.rank)
    return {alarm.grid_code: alarm.severity.value for alarm in mildest_first if alarm.grid_code is not None}
