"""Plan maintenance windows, and end them early."""

from __future__ import annotations

from datetime import datetime, tzinfo
from typing import Annotated, Any, Final, Literal

from pydantic import BeforeValidator, Field, TypeAdapter

from dashboard.commands.fields import Code, Key, Whole, Written, told
from dashboard.commands.reading import Clicked
from dashboard.domain.durations import HOUR_US
from dashboard.domain.maintenance import MaintenanceWindow
from dashboard.domain.readings import to_us
from dashboard.domain.rules import Scope
from dashboard.domain.text import Text

_LONGEST_HOURS: Final = 90 * 24
_YEARS: Final = range(2000, 2101)
BAD_TIME: Final = Text(
    "请填写完整的日期和时间，年份在 2000 到 2100 之间",
    "from and until: give the whole date and time, in a year from 2000 to 2100",
)


def _moment(given: Any) -> datetime | None:
    """A time as a field for date and time holds it; None when it is empty."""
    if given is None or given == "":
        return None
    try:
        moment = datetime.fromisoformat(given)
    except (TypeError, ValueError) as error:
        raise told(BAD_TIME) from error
    if moment.year not in _YEARS:
        raise told(BAD_TIME)
    return moment


Moment = Annotated[datetime | None, BeforeValidator(_moment)]


class OpenWindow(Clicked):
    """Plans maintenance: from `from` (now when it is empty) until `until`, or for `hours` when that is empty.

    Times without a zone are the city's.
    """

    action: Literal["open"]
    scope: Scope
    scope_ref: Code
    reason: Written
    begins: Moment = Field(default=None, alias="from")
    until: Moment = None
    hours: Annotated[Whole, Field(ge=0, le=_LONGEST_HOURS)] = 0

    def window(self, now_us: int, zone: tzinfo) -> MaintenanceWindow:
        """The window that is asked for at `now_us`."""
        from_us = _us(self.begins, zone) if self.begins else now_us
        return MaintenanceWindow(
            scope=self.scope,
            scope_ref=self.scope_ref.strip(),
            from_us=from_us,
            until_us=_us(self.until, zone) if self.until else from_us + self.hours * HOUR_US,
            reason=self.reason,
        )


class CloseWindow(Clicked):
    """Ends maintenance early, or calls it off."""

    action: Literal["end"]
    window: Key


def _us(moment: datetime, zone: tzinfo) -> int:
    return to_us(moment if moment.tzinfo else moment.replace(tzinfo=zone))


WindowCommand = OpenWindow | CloseWindow
WINDOW_COMMANDS: Final[TypeAdapter[WindowCommand]] = TypeAdapter(
    Annotated[WindowCommand, Field(discriminator="action")]
)
