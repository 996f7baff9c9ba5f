"""The life of an alarm: raised, acknowledged, shelved, suppressed by maintenance, cleared; and its timeline.

Times are µs since the epoch. Every function gives a new record; nothing is changed in place.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Final, NamedTuple

from dashboard.domain.alarms import Change, OpenAlarm
from dashboard.domain.readouts import AlarmStanding, standing_of

if TYPE_CHECKING:
    from dashboard.domain.alarms import AlarmTransition
    from dashboard.domain.readings import Device
    from dashboard.domain.severity import Severity


@dataclass(frozen=True, kw_only=True, slots=True)
class Alarm:
    """One alarm from its raising to its clearing; there is at most one per asset and rule that has not cleared.

    `alarm_key` is 0 until it is stored. `raised_us` and `last_raised_us` are measuring times; `worsened_us` is when,
    by the server's clock, it last asked for attention: raised, got worse, or came back from shelf or maintenance.
    `raise_count` counts how often its condition fired. `shelved_severity` is how bad it was when shelved.
    """

    alarm_key: int = 0
    device: Device
    grid_code: str | None
    rule_key: str
    severity: Severity
    peak_severity: Severity
    value: float | None
    threshold: float | None
    raised_us: int
    last_raised_us: int
    worsened_us: int
    raise_count: int = 1
    acknowledged_us: int | None = None
    acknowledged_by: str | None = None
    note: str | None = None
    shelved_us: int | None = None
    shelved_until_us: int | None = None
    shelved_by: str | None = None
    shelve_reason: str | None = None
    shelved_severity: Severity | None = None
    suppressed: bool = False
    cleared_us: int | None = None

    @property
    def standing(self) -> AlarmStanding:
        """Where the alarm stands for the operator."""
        return standing_of(self)

    @property
    def as_open(self) -> OpenAlarm:
        """The part that the engine needs."""
        return OpenAlarm(self.rule_key, self.severity, self.shelved_severity, self.suppressed)


class Deed(StrEnum):
    """What a timeline entry tells: the engine's changes, and what people and the clock did."""

    RAISED = "raised"
    WORSENED = "worsened"
    EASED = "eased"
    RERAISED = "reraised"
    CLEARED = "cleared"
    ACKNOWLEDGED = "acknowledged"
    SHELVED = "shelved"
    UNSHELVED = "unshelved"
    SUPPRESSED = "suppressed"
    RESUMED = "resumed"


class AlarmEvent(NamedTuple):
    """One entry of an alarm's timeline; without an actor the system did it."""

    alarm_key: int
    at_us: int
    what: Deed
    severity: Severity
    value: float | None = None
    actor: str | None = None
    detail: str | None = None


def first_raised(
    device: Device,
    grid_code: str | None,
    transition: AlarmTransition,
    now_us: int,
    *,
    previous: Alarm | None,
    suppressed: bool,
) -> Alarm:
    """A new alarm. It is born shelved when the `previous` one of its rule was shelved for longer and no milder."""
    alarm = Alarm(
        device=device,
        grid_code=grid_code,
        rule_key=transition.rule_key,
        severity=transition.severity,
        peak_severity=transition.severity,
        value=transition.value,
        threshold=transition.threshold,
        raised_us=transition.at_us,
        last_raised_us=transition.at_us,
        worsened_us=now_us,
        suppressed=suppressed,
    )
    if previous is None or previous.shelved_until_us is None or previous.shelved_severity is None:
        return alarm
    if previous.shelved_until_us <= now_us or alarm.severity.is_worse_than(previous.shelved_severity):
        return alarm
    return replace(
        alarm,
        shelved_us=previous.shelved_us,
        shelved_until_us=previous.shelved_until_us,
        shelved_by=previous.shelved_by,
        shelve_reason=previous.shelve_reason,
        shelved_severity=previous.shelved_severity,
    )


REOPENS_WITHIN_US: Final = 15 * 60 * 1_000_000
"""A condition that fires again so soon after its alarm cleared is the same alarm: a flapping sensor is one, counted."""


def reopened(alarm: Alarm, transition: AlarmTransition, now_us: int, *, suppressed: bool) -> Alarm | None:
    """Return the cleared alarm as it is open again; None when its condition fires too late for that.

    It stays acknowledged as long as it is no worse than it was.
    """
    if alarm.cleared_us is None or transition.at_us - alarm.cleared_us > REOPENS_WITHIN_US:
        return None
    if alarm.shelved_until_us is not None and alarm.shelved_until_us <= now_us:
        alarm = _off_the_shelf(alarm)
    again = replace(
        alarm,
        cleared_us=None,
        suppressed=suppressed,
        raise_count=alarm.raise_count + 1,
        last_raised_us=transition.at_us,
        value=transition.value,
        threshold=transition.threshold,
    )
    if transition.severity.is_worse_than(alarm.severity):
        return _worsened(again, transition, now_us)
    return replace(again, severity=transition.severity)


def changed(alarm: Alarm, transition: AlarmTransition, now_us: int) -> Alarm:
    """The open alarm after a transition.

    Worse takes the acknowledgement back, and the shelf too if it is worse than when it was shelved. A second RAISED
    (two ingest processes saw the same onset) counts only if it is worse.
    """
    if transition.change is Change.CLEARED:
        # A report that came late may speak of a moment before the raising.
        return replace(alarm, cleared_us=max(transition.at_us, alarm.last_raised_us))
    if transition.change is Change.RERAISED:
        count = alarm.raise_count + 1
        return replace(alarm, raise_count=count, last_raised_us=transition.at_us, value=transition.value)
    if transition.severity.is_worse_than(alarm.severity):
        return _worsened(alarm, transition, now_us)
    if transition.change is Change.EASED:
        return replace(alarm, severity=transition.severity, value=transition.value, threshold=transition.threshold)
    return alarm


def acknowledged(alarm: Alarm, actor: str, note: str | None, now_us: int) -> Alarm:
    """Somebody has seen it; it goes on colouring the map."""
    return replace(alarm, acknowledged_us=now_us, acknowledged_by=actor, note=note)


def shelved(alarm: Alarm, actor: str, reason: str, until_us: int, now_us: int) -> Alarm:
    """Out of sight until `until_us`, or until it is worse than now."""
    return replace(
        alarm,
        shelved_us=now_us,
        shelved_until_us=until_us,
        shelved_by=actor,
        shelve_reason=reason,
        shelved_severity=alarm.severity,
    )


def unshelved(alarm: Alarm, now_us: int) -> Alarm:
    """Back in sight, to be acknowledged anew."""
    return replace(_off_the_shelf(alarm), acknowledged_us=None, acknowledged_by=None, worsened_us=now_us)


def suppressed(alarm: Alarm, now_us: int, *, by_maintenance: bool) -> Alarm:
    """Under maintenance, or out of it again: then it asks for attention, since it is still there."""
    if by_maintenance:
        return replace(alarm, suppressed=True)
    return replace(alarm, suppressed=False, worsened_us=now_us)


def _worsened(alarm: Alarm, transition: AlarmTransition, now_us: int) -> Alarm:
    severity = transition.severity
    peak = severity if severity.is_worse_than(alarm.peak_severity) else alarm.peak_severity
    if alarm.shelved_severity is not None and severity.is_worse_than(alarm.shelved_severity):
        alarm = _off_the_shelf(alarm)
    return replace(
        alarm,
        severity=severity,
        peak_severity=peak,
        value=transition.value,
        threshold=transition.threshold,
        worsened_us=now_us,
        acknowledged_us=None,
        acknowledged_by=None,
    )


def _off_the_shelf(alarm: Alarm) -> Alarm:
    return replace(
        alarm, shelved_us=None, shelved_until_us=None, shelved_by=None, shelve_reason=None, shelved_severity=None
    )
