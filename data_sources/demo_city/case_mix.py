"""What the cases of the demo are about, how many there are, and when: the mix that a district of this size publishes.

Frequencies follow a month that Huzhou published (events to components 88 to 12): refuse on the street, vehicles, heaps,
drying laundry, bicycles; of components the pavement, posts and covers. The rest is made up.
"""

from __future__ import annotations

import csv
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Final

from dashboard.domain.cases.states import Source
from data_sources.demo_city.chance import Dice, scatter

A_DAY: Final = 100
_WEEKDAYS: Final = (1.12, 1.06, 1.03, 1.02, 1.05, 0.9, 0.82)
_MONTHS: Final = (0.86, 0.8, 0.96, 1.02, 1.06, 1.1, 1.12, 1.14, 1.05, 1.02, 0.98, 0.92)
_RAIN: Final = (0.24, 0.28, 0.36, 0.36, 0.36, 0.5, 0.34, 0.36, 0.34, 0.2, 0.2, 0.2)
"""How likely rain falls on a day of a month: most in the plum rains of June."""
_WET_MORE: Final = 1.1

HOURS: Final[Mapping[str, Sequence[int]]] = {
    "daytime": (0, 0, 0, 0, 0, 1, 4, 8, 11, 10, 8, 6, 4, 5, 8, 9, 9, 8, 6, 4, 3, 2, 1, 0),
    "street": (0, 0, 0, 0, 0, 2, 6, 10, 9, 7, 6, 7, 5, 5, 6, 7, 9, 11, 12, 10, 8, 5, 2, 1),
    "all_day": (2, 1, 1, 1, 1, 2, 4, 7, 8, 7, 6, 6, 5, 5, 6, 6, 7, 7, 6, 5, 5, 4, 3, 2),
    "night": (5, 3, 2, 1, 0, 0, 1, 2, 2, 2, 2, 3, 3, 2, 2, 2, 3, 5, 8, 10, 12, 12, 10, 8),
}
"""How many cases of a kind each hour of the day has, against the others."""
SOURCES: Final[Mapping[str, Mapping[Source, int]]] = {
    "patrol": {
        Source.COLLECTOR: 60,
        Source.HANDHELD: 14,
        Source.HOTLINE: 6,
        Source.SNAPSHOT: 6,
        Source.DEPARTMENT: 3,
        Source.GROUP_CLUE: 3,
        Source.QR: 3,
        Source.LEADER: 1,
    },
    "watched": {
        Source.AI: 44,
        Source.COLLECTOR: 30,
        Source.VIDEO_SEAT: 14,
        Source.HANDHELD: 7,
        Source.HOTLINE: 5,
    },
    "sensed": {Source.IOT: 46, Source.COLLECTOR: 34, Source.HOTLINE: 12, Source.QR: 8},
    "from_above": {Source.DRONE: 30, Source.COLLECTOR: 40, Source.HOTLINE: 18, Source.LEADER: 6, Source.AI: 6},
}
"""How often each source tells them."""


@dataclass(frozen=True, kw_only=True)
class Topic:
    """A category of the catalogue as it comes up: how often, at what hours, from whom, and who handles it.

    `unit` is the code of a department; without it the squad handles it whose the place is. `kind` is what sensors tell
    it. `wet` is how much more often it comes on a day with rain.
    """

    code: str
    often: int
    words: tuple[str, ...]
    condition: str
    unit: str | None
    hours: Sequence[int]
    sources: Mapping[Source, int]
    kind: str | None
    wet: float


TOPICS_FILE: Final = Path(__file__).with_name("case_topics.csv")


@cache
def topics() -> tuple[Topic, ...]:
    """Return the topics of the table beside this file, whose texts are apart by |."""
    with TOPICS_FILE.open(encoding="utf-8", newline="") as file:
        return tuple(_topic(row) for row in csv.DictReader(file))


def _topic(row: Mapping[str, str]) -> Topic:
    return Topic(
        code=row["code"],
        often=int(row["often"]),
        words=tuple(row["words"].split("|")),
        condition=row["condition"],
        unit=row["unit"] or None,
        hours=HOURS[row["hours"]],
        sources=SOURCES[row["sources"]],
        kind=row["kind"] or None,
        wet=float(row["wet"]),
    )


def is_wet(seed: int, day: date) -> bool:
    """Return whether rain falls on a day, the same for the same seed."""
    return scatter(seed, day.toordinal(), 901) < _RAIN[day.month - 1]


def count_of(seed: int, day: date, *, wet: bool) -> int:
    """Return how many cases are reported on a whole day: more on Mondays, in summer and with rain."""
    noise = math.exp(0.22 * (scatter(seed, day.toordinal(), 902) - 0.5))
    return round(A_DAY * _WEEKDAYS[day.weekday()] * _MONTHS[day.month - 1] * (_WET_MORE if wet else 1.0) * noise)


def draw_topic(dice: Dice, *, wet: bool) -> Topic:
    """Return what a case is about."""
    known = topics()
    return dice.choices(known, [each.often * (each.wet if wet else 1.0) for each in known])[0]


def draw_source(dice: Dice, topic: Topic) -> Source:
    """Return how it was discovered."""
    return dice.choices(list(topic.sources), list(topic.sources.values()))[0]


def draw_second(dice: Dice, topic: Topic) -> int:
    """Return the second of the day at which it is reported."""
    hour = dice.choices(range(24), topic.hours)[0]
    return hour * 3600 + dice.randrange(3600)
