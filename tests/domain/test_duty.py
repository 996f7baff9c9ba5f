"""Who is on duty when, by the roster and by sign-ins."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

import pytest

from dashboard.domain.durations import HOUR_US, MINUTE_US
from dashboard.domain.roster.duty import LONGEST_SIGN_IN_US, DutyBook, DutySpan, day_of, duty_spans, moment_us
from dashboard.domain.roster.records import Absence, AbsenceKind, Attendance, Entry, Shift, ShiftKind, SignInMeans

SHANGHAI = ZoneInfo("Asia/Shanghai")
BERLIN = ZoneInfo("Europe/Berlin")
DAY = date(2026, 11, 27)
NIGHT = Shift("N", "夜间", ShiftKind.NIGHT, 20 * 60, 26 * 60)
SHIFTS = {"N": NIGHT}
START_US = moment_us(DAY, NIGHT.starts_min, SHANGHAI)
END_US = moment_us(DAY, NIGHT.ends_min, SHANGHAI)


def span(person: str = "1") -> DutySpan:
    return duty_spans([Entry(person, DAY, "N")], SHIFTS, [], SHANGHAI)[0]


def signed(in_us: int, out_us: int | None = None, person: str = "1") -> Attendance:
    return Attendance(person, DAY, "N", in_us, out_us, SignInMeans.PAGE)


def test_a_shift_across_midnight_is_one_span_that_ends_on_the_day_after() -> None:
    assert (span().start_us, span().end_us) == (START_US, END_US)
    assert END_US - START_US == 6 * HOUR_US
    assert (day_of(START_US, SHANGHAI), day_of(END_US, SHANGHAI)) == (DAY, date(2026, 11, 28))


@pytest.mark.parametrize(
    ("day", "hours"), [(date(2026, 3, 28), 5), (date(2026, 10, 24), 7), (date(2026, 6, 1), 6)], ids=str
)
def test_a_shift_keeps_its_minutes_of_the_clock_when_the_clock_changes(day: date, hours: int) -> None:
    shift = Shift("N", "夜间", ShiftKind.NIGHT, 22 * 60, 28 * 60)
    found = duty_spans([Entry("1", day, "N")], {"N": shift}, [], BERLIN)[0]
    assert (found.end_us - found.start_us) / HOUR_US == hours


def test_who_is_away_and_what_names_no_shift_is_left_out() -> None:
    ill = Absence("1", DAY, DAY, AbsenceKind.ILL)
    entries = [Entry("1", DAY, "N"), Entry("2", DAY, "N"), Entry("2", DAY, "gone"), Entry("1", date(2026, 11, 28), "N")]
    assert [(each.person, each.day.day) for each in duty_spans(entries, SHIFTS, [ill], SHANGHAI)] == [
        ("2", 27),
        ("1", 28),
    ]


@pytest.mark.parametrize(
    ("attendance", "at_us", "is_on_duty"),
    [
        ([], START_US - 1, False),
        ([], START_US, True),
        ([], END_US - 1, True),
        ([], END_US, False),
        ([signed(START_US - MINUTE_US)], START_US - MINUTE_US, True),
        ([signed(START_US, START_US + HOUR_US)], START_US + HOUR_US - 1, True),
        ([signed(START_US, START_US + HOUR_US)], START_US + HOUR_US, False),
        ([signed(START_US, START_US + HOUR_US), signed(START_US + 2 * HOUR_US)], START_US + 3 * HOUR_US, True),
        ([signed(START_US)], END_US + HOUR_US, True),
        ([signed(START_US)], START_US + LONGEST_SIGN_IN_US, False),
        ([signed(START_US - 9 * HOUR_US, START_US - HOUR_US)], START_US, True),
    ],
)
def test_on_duty_is_who_has_a_shift_or_signed_in(attendance: list[Attendance], at_us: int, is_on_duty: bool) -> None:
    book = DutyBook([span()], attendance)
    assert (book.duty("1", at_us) is not None) is is_on_duty
    assert ("1" in book.on_duty(at_us)) is is_on_duty
    assert book.duty("2", at_us) is None


def test_whom_a_position_signed_in_is_off_duty_when_the_shift_ends() -> None:
    by_position = signed(START_US)._replace(means=SignInMeans.POSITION)
    book = DutyBook([span()], [by_position])
    duty = book.duty("1", END_US - 1)
    assert duty is not None
    assert duty.attendance == by_position
    assert book.duty("1", END_US) is None


def test_duty_names_the_span_and_the_sign_in() -> None:
    duty = DutyBook([span()], [signed(START_US)]).duty("1", START_US + 1)
    assert duty is not None
    assert (duty.span, duty.attendance) == (span(), signed(START_US))
    assert DutyBook([span("1"), span("2")]).people() == {"1", "2"}
