"""The verdict of the clocks held against registers that tell due, closed and on time: a city's own, whole quarters."""

from __future__ import annotations

import csv
import gzip
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Final, NamedTuple

import pytest

from dashboard.domain.cases.calendar import WorkCalendar
from dashboard.domain.cases.clocks import Lamp, lamp, started
from dashboard.domain.cases.limits import Limit, LimitType
from dashboard.domain.durations import HOUR_US
from tests.domain.cases.calendars import BOSTON, at
from tests.fakes_geo import SHARED

OWN: Final = Path(__file__).parents[2] / "fixtures" / "imports" / "on-time-311.csv"
QUARTER: Final = SHARED / "cases_boston311_2011q3" / "boston311_2011-07_2011-09.csv.gz"
CALENDAR: Final = WorkCalendar(zone=BOSTON, known_until=date(2026, 12, 31))
EXPORTED: Final = "2026-12-01 00:00:00"
Row = Mapping[str, str]


class Verdict(NamedTuple):
    """What the clock says of a row, and what the register says."""

    row: str
    computed: str
    given: str


def verdicts(rows: Iterable[Row]) -> Iterator[Verdict]:
    """Of every row that has a target and a flag."""
    for row in rows:
        if row["target_dt"] and row["ontime"]:
            yield Verdict(row["case_enquiry_id"], verdict(row), row["ontime"])


def verdict(row: Row) -> str:
    """Whether a case was closed by its deadline; of one that is open, whether that has passed."""
    opened, target = at(row["open_dt"], BOSTON), at(row["target_dt"], BOSTON)
    limit = Limit(max(0, target - opened) / HOUR_US, LimitType.URGENT_HOUR)
    clock = started(CALENDAR, limit, opened)
    if row["closed_dt"]:
        is_in_time = clock.stop(CALENDAR, at(row["closed_dt"], BOSTON)).was_in_time
    else:
        is_in_time = lamp(at(EXPORTED, BOSTON), clock.due_us, clock.yellow_us) is not Lamp.RED
    return "ONTIME" if is_in_time else "OVERDUE"


def test_the_verdict_is_that_of_the_register_in_every_row_with_a_target() -> None:
    with OWN.open(encoding="utf-8", newline="") as file:
        found = list(verdicts(csv.DictReader(file)))
    assert [each for each in found if each.computed != each.given] == []
    assert [each.row for each in found] == [str(number) for number in range(1, 10)]


def test_one_second_decides() -> None:
    with OWN.open(encoding="utf-8", newline="") as file:
        row = {**next(csv.DictReader(file)), "closed_dt": "2026-03-04 09:00:00"}
    assert verdict(row) == "ONTIME"
    assert verdict({**row, "closed_dt": "2026-03-04 09:00:01"}) == "OVERDUE"


@pytest.mark.skipif(not QUARTER.is_file(), reason=f"the real data sets are absent ({QUARTER.name})")
def test_a_quarter_of_a_large_city_has_no_contradiction() -> None:
    with gzip.open(QUARTER, "rt", encoding="utf-8", newline="") as file:
        found = list(verdicts(csv.DictReader(file)))
    differing = [each for each in found if each.computed != each.given]
    assert differing == []
    assert len(found) == 26_732
