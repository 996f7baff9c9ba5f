"""Acknowledge, shelve and unshelve alarms."""

from __future__ import annotations

from typing import Annotated, Final, Literal, Self

from pydantic import AwareDatetime, ConfigDict, Field, TypeAdapter, model_validator

from dashboard.commands.fields import Key, Whole, Written, told
from dashboard.commands.reading import Clicked, Command
from dashboard.domain.durations import MINUTE_US
from dashboard.domain.readings import to_us
from dashboard.domain.text import Text

_LONGEST_MINUTES: Final = 30 * 24 * 60
_MOST_AT_ONCE: Final = 2_000
ONE_END: Final = Text(
    "结束时间、分钟数、小时数须且只须给出一个",
    "say one of: until (a time with zone), minutes, hours",
)


class Acknowledgement(Command):
    """That an alarm was seen; `note` says what is done about it."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"note": "现场已派人"}]})
    note: Written | None = None


class Shelf(Command):
    """Out of sight until `until`, or for so many `minutes` or `hours`; at most 30 days."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"reason": "道路施工", "until": "2026-11-22T08:00:00+08:00"}]}
    )
    reason: Annotated[Written, Field(min_length=1)]
    until: AwareDatetime | None = None
    minutes: Annotated[Whole, Field(ge=1, le=_LONGEST_MINUTES)] | None = None
    hours: Annotated[Whole, Field(ge=1, le=_LONGEST_MINUTES // 60)] | None = None

    @model_validator(mode="after")
    def _one_end(self) -> Self:
        if [self.until, self.minutes, self.hours].count(None) != 2:
            raise told(ONE_END)
        return self

    def end_us(self, now_us: int) -> int:
        """When it ends, in µs since the epoch."""
        if self.until is not None:
            return to_us(self.until)
        return now_us + ((self.minutes or 0) + 60 * (self.hours or 0)) * MINUTE_US


class AcknowledgeAlarm(Acknowledgement, Clicked):
    """Marks an alarm as seen."""

    action: Literal["acknowledge"]
    alarm: Key


class AcknowledgeAlarms(Acknowledgement, Clicked):
    """Marks the alarms of a row or a story as seen."""

    action: Literal["acknowledge_all"]
    alarms: Annotated[list[Key], Field(min_length=1, max_length=_MOST_AT_ONCE)]


class ShelveAlarm(Shelf, Clicked):
    """Puts an alarm out of sight for a time."""

    action: Literal["shelve"]
    alarm: Key


class UnshelveAlarm(Clicked):
    """Brings a shelved alarm back into sight."""

    action: Literal["unshelve"]
    alarm: Key


AlarmCommand = AcknowledgeAlarm | AcknowledgeAlarms | ShelveAlarm | UnshelveAlarm
ALARM_COMMANDS: Final[TypeAdapter[AlarmCommand]] = TypeAdapter(Annotated[AlarmCommand, Field(discriminator="action")])
