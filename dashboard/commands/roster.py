"""Open a day of the roster, and move an entry to another one."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Any, Final, Literal

from pydantic import BeforeValidator, Field, TypeAdapter
from pydantic_core import PydanticCustomError

from dashboard.commands.fields import Code, MaybeCode
from dashboard.commands.reading import Clicked
from dashboard.domain.roster.records import Entry

_YEARS: Final = range(2000, 2101)
_WRITTEN: Final = re.compile(r"20[0-9]{2}-[0-9]{2}-[0-9]{2}|2100-[0-9]{2}-[0-9]{2}")


def _day(given: Any) -> Any:
    """A day as a page writes it, and nothing else that could be read as one."""
    if not isinstance(given, str) or not _WRITTEN.fullmatch(given):
        raise PydanticCustomError("day_expected", "no day")
    return given


Day = Annotated[date, BeforeValidator(_day)]


class OpenDay(Clicked):
    """Opens somebody's day, to change the entry of `shift` or, without one, to add an entry."""

    action: Literal["open_day"]
    person: Code
    day: Day
    shift: MaybeCode = ""


class MoveEntry(Clicked):
    """Gives an entry to another person or day; `seen` is the mark of the cell that it goes to."""

    action: Literal["move_entry"]
    person: Code
    day: Day
    shift: Code
    area: MaybeCode = ""
    to_person: Code
    to_day: Day
    seen: MaybeCode = ""

    def entry(self) -> Entry:
        """The entry as it was seen."""
        return Entry(self.person, self.day, self.shift, self.area or None)


RosterCommand = OpenDay | MoveEntry
ROSTER_COMMANDS: Final[TypeAdapter[RosterCommand]] = TypeAdapter(
    Annotated[RosterCommand, Field(discriminator="action")]
)
