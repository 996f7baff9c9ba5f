"""What a rule would have made of the past: the alarm engine run over the readings and hours that are kept."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from dashboard.domain.alarms import Change, OpenAlarm, after, confirm_pending, due_us, evaluate
from dashboard.domain.durations import HOUR_US
from dashboard.domain.rules import WINDOWED, Comparison
from dashboard.domain.severity import Severity

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from dashboard.domain.alarms import AlarmTransition
    from dashboard.domain.compiled_rules import CompiledRule, CompiledRules

PARTS_OF_AN_HOUR: Final = 12


class PastReading(NamedTuple):
    """One reading of a metric."""

    at_us: int
    value: float


class PastHour(NamedTuple):
    """The roll-up of an hour (since the epoch) of a metric."""

    hour: int
    reported: int
    minimum: float
    maximum: float
    mean: float


class Past(NamedTuple):
    """One metric of one asset, both in the order of time; an hour of which there are readings counts with those."""

    hours: Sequence[PastHour] = ()
    readings: Sequence[PastReading] = ()


class Band(NamedTuple):
    """Readings strictly between `low` and `high` neither raise nor hold an alarm."""

    low: float
    high: float

    def covers(self, low: float, high: float) -> bool:
        """Whether all readings from `low` to `high` are quiet."""
        return self.low < low and high < self.high

    def common(self, other: Band) -> Band:
        """What is quiet in both."""
        return Band(max(self.low, other.low), min(self.high, other.high))


ALL_QUIET: Final = Band(-math.inf, math.inf)


class Episode(NamedTuple):
    """One alarm of the replay; `red_us` is when it became critical, `cleared_us` None while it stands."""

    raised_us: int
    red_us: int | None = None
    cleared_us: int | None = None


class Tally(NamedTuple):
    """Alarms by the rule before and after, the red ones of before, and those of them that nothing stands for after."""

    before: int = 0
    after: int = 0
    red_before: int = 0
    red_missed: int = 0

    def plus(self, other: Tally) -> Tally:
        """Both together."""
        return Tally(*(one + more for one, more in zip(self, other, strict=True)))


class RulePreview(NamedTuple):
    """What a change of a rule would do, and what of the past was looked at for it.

    It would stand on `stands_now` of the `assets` that it holds for. The tally is that of `examined` of them in the
    last `past_s` seconds, None without history.
    """

    stands_now: int
    assets: int
    examined: int
    past_s: float | None
    tally: Tally


def compare(before: Sequence[Episode], after_change: Sequence[Episode]) -> Tally:
    """A red alarm is missed when no alarm stood at any moment while it was red."""
    red = [episode for episode in before if episode.red_us is not None]
    missed = [episode for episode in red if not any(_stood_in(other, episode) for other in after_change)]
    return Tally(len(before), len(after_change), len(red), len(missed))


def _stood_in(other: Episode, red: Episode) -> bool:
    assert red.red_us is not None
    begins_in_time = red.cleared_us is None or other.raised_us <= red.cleared_us
    return begins_in_time and (other.cleared_us is None or other.cleared_us > red.red_us)


def quiet_band(compiled: CompiledRules) -> Band:
    """Which readings neither raise nor hold an alarm of the rules; a hysteresis makes it narrower."""
    band = ALL_QUIET
    for check in compiled.checks:
        band = band.common(_band(check.rule, check.low, check.high))
    return band


def _band(rule: CompiledRule, low: float, high: float) -> Band:
    exits = rule.exits[0]
    if rule.comparison is Comparison.RISE:
        return Band(math.inf, -math.inf)
    if rule.comparison is Comparison.MAGNITUDE:
        return Band(-exits, exits)
    if rule.comparison is Comparison.BELOW:
        return Band(-exits, math.inf)
    if rule.comparison is not Comparison.ABOVE:
        return Band(low, high)
    if rule.upgrade is not None:
        exits = min(exits, rule.upgrade.floor - rule.hysteresis)
    return Band(-math.inf, exits)


def stands_at(compiled: CompiledRules, value: float) -> bool:
    """Whether this newest reading is at a level of a rule that looks at the reading itself, not at a time before it."""
    return any(
        rule.comparison not in WINDOWED and rule.score(value) >= rule.thresholds[0] for *_, rule in compiled.checks
    )


def looks_back(compiled: CompiledRules) -> bool:
    """Whether a rule compares what came together in a window."""
    return any(check.rule.comparison in WINDOWED for check in compiled.checks)


def replay(compiled: CompiledRules, past: Past, until_us: int) -> list[Episode]:
    """The alarms that rules of one metric would have raised, in the order of time."""
    if not compiled.checks:
        return []
    metric, _, _, rule = compiled.checks[0]
    run = _Run(compiled, metric)
    for at_us, value in _samples(rule, past):
        run.read(at_us, value)
    run.confirm(until_us)
    return run.episodes


@dataclass
class _Run:
    """The engine on one asset, with the worker's pass for what is pending between two readings."""

    compiled: CompiledRules
    metric: str
    episodes: list[Episode] = field(default_factory=list)
    _open: dict[str, OpenAlarm] = field(default_factory=dict)
    _memory: dict[str, Any] = field(default_factory=dict)
    _values: dict[str, float] = field(default_factory=dict)
    _at_us: int = 0

    def read(self, at_us: int, value: float) -> None:
        if self._memory:
            self.confirm(at_us - 1)
        self._at_us, self._values = at_us, {self.metric: value}
        self._keep(evaluate(self.compiled, self._memory, self._values, at_us, self._open))

    def confirm(self, until_us: int) -> None:
        while (moment_us := due_us(self.compiled, self._memory, self._at_us)) is not None and moment_us <= until_us:
            self._at_us = moment_us
            self._keep(confirm_pending(self.compiled, self._memory, self._values, moment_us, self._open))

    def _keep(self, transitions: Iterable[AlarmTransition]) -> None:
        for transition in transitions:
            self._open = after(self._open, [transition])
            if transition.change is Change.RAISED:
                self.episodes.append(Episode(transition.at_us))
            newest = self.episodes[-1]
            if transition.change is Change.CLEARED:
                newest = newest._replace(cleared_us=transition.at_us)
            elif transition.severity is Severity.CRITICAL and newest.red_us is None:
                newest = newest._replace(red_us=transition.at_us)
            self.episodes[-1] = newest


def _samples(rule: CompiledRule, past: Past) -> list[PastReading]:
    known = {reading.at_us // HOUR_US for reading in past.readings}
    coarse = [sample for hour in past.hours if hour.hour not in known for sample in hour_as_readings(rule, hour)]
    return sorted([*coarse, *past.readings], key=lambda reading: reading.at_us)


def hour_as_readings(rule: CompiledRule, hour: PastHour) -> Iterator[PastReading]:
    """What stands for an hour whose readings are not looked at: its extreme; of a sum equal parts in even steps.

    How fast something rose within an hour cannot be told from its roll-up: no rise is made up.
    """
    start_us = hour.hour * HOUR_US
    if rule.comparison is Comparison.TOTAL:
        total = hour.mean * hour.reported
        parts = PARTS_OF_AN_HOUR if total > 0 else 1
        for part in range(parts):
            yield PastReading(start_us + part * HOUR_US // parts, total / parts)
    elif rule.comparison is Comparison.RISE:
        yield PastReading(start_us, hour.minimum)
    else:
        yield PastReading(start_us, max(hour.minimum, hour.maximum, key=rule.score))
