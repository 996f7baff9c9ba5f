"""How many people are rostered and needed by the hour, and the gaps."""

from __future__ import annotations

from datetime import date, timedelta, tzinfo
from zoneinfo import ZoneInfo

import pytest

from dashboard.domain.roster.coverage import Strip, area_strip, need_spans, strip
from dashboard.domain.roster.duty import duty_spans, moment_us
from dashboard.domain.roster.records import Absence, AbsenceKind, Entry, Need, Shift, ShiftKind
from dashboard.domain.roster.shifts import clock_minutes
from dashboard.errors import BadInput

SHANGHAI = ZoneInfo("Asia/Shanghai")
BERLIN = ZoneInfo("Europe/Berlin")
FRIDAY = date(2026, 11, 27)
SHIFTS = {
    "D": Shift("D", "日间", ShiftKind.DAY, 8 * 60, 17 * 60),
    "L": Shift("L", "错时", ShiftKind.STAGGERED, 15 * 60 + 30, 22 * 60),
    "N": Shift("N", "夜间", ShiftKind.NIGHT, 20 * 60, 26 * 60),
}
EVERY_DAY = frozenset(range(1, 8))


def day_of_squad(
    entries: list[Entry], needs: list[Need], day: date = FRIDAY, zone: tzinfo = SHANGHAI, area: str | None = None
) -> Strip:
    days = (day - timedelta(1), day)
    spans = duty_spans(entries, SHIFTS, [Absence("9", day, day, AbsenceKind.ILL)], zone)
    needed = need_spans(needs, SHIFTS, days, zone)
    return strip(day, spans, needed, zone) if area is None else area_strip(day, area, ["G1", "G2"], spans, needed, zone)


def shown(found: Strip) -> dict[int, str]:
    return {at: f"{hour.rostered}/{hour.needed}" for at, hour in enumerate(found.hours) if hour.rostered or hour.needed}


def gaps(found: Strip, zone: tzinfo = SHANGHAI) -> list[tuple[int, int, int]]:
    midnight = moment_us(found.day, 0, zone)
    return [((gap.start_us - midnight) // 60_000_000, gap.minutes, gap.missing) for gap in found.gaps]


@pytest.mark.parametrize(
    ("told", "minutes"),
    [
        (("08:00", "17:00"), (480, 1020)),
        (("8:00", "17：30"), (480, 1050)),
        (("20:00", "02:00"), (1200, 1560)),
        (("08:00", "08:00"), (480, 1920)),
    ],
)
def test_an_end_no_later_than_the_beginning_is_on_the_day_after(
    told: tuple[str, str], minutes: tuple[int, int]
) -> None:
    assert clock_minutes(*told) == minutes


@pytest.mark.parametrize("wrong", ["", "24:00", "7", "7:60", "-1:00", "08:00:00", "noon"])
def test_what_is_no_time_of_the_clock_is_told(wrong: str) -> None:
    with pytest.raises(BadInput, match="08:00"):
        clock_minutes("08:00", wrong)


def test_each_hour_says_rostered_and_needed_and_a_gap_its_minutes() -> None:
    entries = [Entry("1", FRIDAY, "D"), Entry("2", FRIDAY, "L")]
    found = day_of_squad(entries, [Need("S1", "D", EVERY_DAY, 1), Need("S1", "L", EVERY_DAY, 2)])
    assert shown(found) == {
        **dict.fromkeys(range(8, 15), "1/1"),
        15: "2/3",
        16: "2/3",
        **dict.fromkeys(range(17, 22), "1/2"),
    }
    assert gaps(found) == [(930, 390, 1)]


def test_an_hour_shows_its_worst_moment() -> None:
    found = day_of_squad([Entry("1", FRIDAY, "L")], [Need("S1", "D", EVERY_DAY, 1)])
    assert shown(found)[15] == "0/1"
    assert gaps(found) == [(480, 450, 1)]


def test_a_night_counts_on_both_days_and_who_is_ill_on_none() -> None:
    thursday = FRIDAY - timedelta(1)
    found = day_of_squad([Entry("1", thursday, "N"), Entry("9", FRIDAY, "D")], [Need("S1", "N", frozenset({4}), 1)])
    assert shown(found) == {0: "1/1", 1: "1/1"}
    assert found.gaps == ()


def test_somebody_with_two_shifts_at_once_is_one_person() -> None:
    found = day_of_squad([Entry("1", FRIDAY, "D"), Entry("1", FRIDAY, "L")], [])
    assert set(shown(found).values()) == {"1/0"}


@pytest.mark.parametrize(("day", "hours"), [(date(2026, 3, 29), 23), (date(2026, 10, 25), 25), (FRIDAY, 24)])
def test_a_day_has_the_hours_that_its_clock_gives_it(day: date, hours: int) -> None:
    night_before = [Entry("1", day - timedelta(1), "N")]
    needs = [Need("S1", "N", EVERY_DAY, 1), Need("S1", "D", EVERY_DAY, 1)]
    found = day_of_squad([*night_before, Entry("2", day, "D")], needs, day, BERLIN)
    assert len(found.hours) == hours
    assert [gap.minutes for gap in found.gaps] == [240]  # the night of the day itself, until midnight


def test_an_area_needs_somebody_while_the_squad_has_enough_for_each() -> None:
    needs = [Need("S1", "D", EVERY_DAY, 2), Need("S1", "N", EVERY_DAY, 1)]
    found = day_of_squad([Entry("1", FRIDAY, "D", "G1"), Entry("2", FRIDAY, "L", "G2")], needs, area="G2")
    assert found.area == "G2"
    assert shown(found)[9] == "0/1"
    assert shown(found)[20] == "1/0"
    assert gaps(found) == [(480, 450, 1)]
