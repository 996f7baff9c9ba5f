"""What a roster must not ask of people, swaps and copies of weeks."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest

from dashboard.domain.people.posts import Post
from dashboard.domain.people.records import Person
from dashboard.domain.personal import PersonName
from dashboard.domain.roster.duty import moment_us
from dashboard.domain.roster.planning import (
    FindingKind,
    Grounds,
    cell_mark,
    conflicts,
    copied,
    monday_of,
    swapped,
)
from dashboard.domain.roster.records import Absence, AbsenceKind, Entry, RosterArea, Shift, ShiftKind

SHANGHAI = ZoneInfo("Asia/Shanghai")
BERLIN = ZoneInfo("Europe/Berlin")
MONDAY = date(2026, 11, 23)
DAY, LATE, NIGHT, SMALL = (
    Shift("D", "日间", ShiftKind.DAY, 8 * 60, 17 * 60),
    Shift("L", "错时", ShiftKind.STAGGERED, 16 * 60, 22 * 60),
    Shift("N", "夜间", ShiftKind.NIGHT, 20 * 60, 26 * 60),
    Shift("S", "零时", ShiftKind.SMALL_HOURS, 24 * 60, 30 * 60),
)
AREAS = {
    code: RosterArea(code, name, "grid", squad)
    for code, name, squad in (("G1", "一网格", "S1"), ("G2", "二网格", "S2"), ("G3", "三网格", None))
}


def person(number: str, squad: str = "S1", left_us: int | None = None) -> Person:
    return Person(number=number, name=PersonName("张〇一"), post=Post.OFFICER, squad=squad, left_us=left_us)


GROUNDS = Grounds(
    shifts={shift.code: shift for shift in (DAY, LATE, NIGHT, SMALL)},
    zone=SHANGHAI,
    people={number: person(number) for number in "12"} | {"9": person("9", "S9")},
    areas=AREAS,
)


def entry(days: int, shift: str, number: str = "1", area: str | None = None) -> Entry:
    return Entry(number, MONDAY + timedelta(days), shift, area)


def ill(days: int, number: str = "1", kind: AbsenceKind = AbsenceKind.ILL) -> Absence:
    return Absence(number, MONDAY + timedelta(days), MONDAY + timedelta(days), kind)


def told(*entries: Entry, grounds: Grounds = GROUNDS) -> list[tuple[str, int, str]]:
    return [(each.kind.value, (each.day - MONDAY).days, each.shift) for each in conflicts(entries, grounds)]


def test_two_shifts_that_overlap_are_told_of_the_later_with_the_minutes() -> None:
    [finding] = conflicts([entry(0, "L"), entry(0, "D")], GROUNDS)
    assert (finding.kind, finding.shift) == (FindingKind.OVERLAP, "L")
    assert finding.text == ("与 11-23 日间 重叠 60 分钟", "overlaps 11-23 日间 by 60 min")


def test_a_night_across_midnight_overlaps_the_small_hours_of_its_own_day() -> None:
    assert told(entry(0, "N"), entry(0, "S")) == [("overlap", 0, "S")]


@pytest.mark.parametrize(("after", "kinds"), [("D", ["rest"]), ("L", []), ("N", [])])
def test_less_than_11_hours_of_rest_after_a_night_is_named(after: str, kinds: list[str]) -> None:
    assert [kind for kind, _, _ in told(entry(0, "N"), entry(1, after))] == kinds


def test_the_rest_says_how_many_hours_it_is() -> None:
    [finding] = conflicts([entry(0, "N"), entry(1, "D")], GROUNDS)
    assert finding.text.zh == "距 11-23 夜间 下班只有 6 小时，至少 11 小时"
    assert finding.text.en == "only 6 h after 11-23 夜间 ends; at least 11 h"


def test_rest_is_real_time_where_the_clock_changes() -> None:
    shifts = {"L": Shift("L", "late", ShiftKind.STAGGERED, 14 * 60, 21 * 60), "D": DAY}
    berlin = replace(GROUNDS, zone=BERLIN, shifts=shifts)
    usual, spring, autumn = (date(2026, 6, 1), date(2026, 3, 28), date(2026, 10, 24))
    for day, kinds in ((usual, []), (spring, ["rest"]), (autumn, [])):
        entries = [Entry("1", day, "L"), Entry("1", day + timedelta(1), "D")]
        assert [each.kind for each in conflicts(entries, berlin)] == kinds


def test_a_seventh_day_in_a_row_is_too_many_and_an_eighth_as_well() -> None:
    week = [entry(days, "D") for days in range(8)]
    assert told(*week) == [("days", 6, "D"), ("days", 7, "D")]
    assert "day 7 in a row since 11-23" in conflicts(week, GROUNDS)[0].text.en
    assert told(*(each for each in week if each.day != MONDAY + timedelta(3))) == []


def test_who_is_away_is_named_and_rests_that_day() -> None:
    away = replace(GROUNDS, absences=[ill(1)])
    assert told(entry(1, "D"), grounds=away) == [("absent", 1, "D")]
    assert told(entry(0, "N"), entry(1, "D"), grounds=away) == [("absent", 1, "D")]
    assert told(*(entry(days, "D") for days in range(7)), grounds=away) == [("absent", 1, "D")]


def test_who_left_may_still_have_what_began_before() -> None:
    left_us = moment_us(MONDAY, 12 * 60, SHANGHAI)
    gone = replace(GROUNDS, people={"1": person("1", left_us=left_us)})
    assert told(entry(0, "D"), entry(1, "D"), grounds=gone) == [("left", 1, "D")]


def test_the_area_of_another_squad_is_named_but_not_to_a_squad_without_areas() -> None:
    assert told(entry(0, "D", area="G2"), entry(1, "D", area="G1"), entry(2, "D", area="G3")) == [("area", 0, "D")]
    assert told(entry(0, "D", "9", "G2")) == []


def test_an_entry_of_a_shift_that_is_gone_troubles_nobody() -> None:
    assert told(entry(0, "X"), entry(0, "D")) == []


def test_two_people_take_each_others_shift_day_and_area() -> None:
    first, second = entry(0, "D", "1", "G1"), entry(2, "N", "2")
    swap = swapped(first, second, [first, second], GROUNDS)
    assert swap.refusals == ()
    assert swap.added == (entry(2, "N", "1"), entry(0, "D", "2", "G1"))


def test_a_swap_of_two_who_are_both_ill_is_refused_with_both_reasons() -> None:
    first, second = entry(0, "D", "1", "G1"), entry(0, "D", "2", "G3")
    both = replace(GROUNDS, absences=[ill(0, "1"), ill(0, "2")])
    refusals = swapped(first, second, [first, second], both).refusals
    assert [text.en for text in refusals] == ["1: away on 11-23: ill", "2: away on 11-23: ill"]


def test_who_is_ill_that_day_only_may_swap_into_another() -> None:
    first, second = entry(0, "D", "1"), entry(3, "D", "2")
    assert swapped(first, second, [first, second], replace(GROUNDS, absences=[ill(0, "1")])).refusals == ()
    [refusal] = swapped(first, second, [first, second], replace(GROUNDS, absences=[ill(0, "2")])).refusals
    assert refusal.en == "2: away on 11-23: ill"


def test_a_swap_that_brings_a_conflict_is_refused_but_not_for_one_that_was_there() -> None:
    first, second, night = entry(1, "N", "1"), entry(1, "D", "2"), entry(0, "N", "1")
    [refusal] = swapped(first, second, [first, second, night], GROUNDS).refusals
    assert "only 6 h" in refusal.en
    old = [entry(4, "N", "1"), entry(5, "D", "1")]
    assert swapped(first, second, [first, second, *old], GROUNDS).refusals == ()


@pytest.mark.parametrize(
    ("second", "rest", "reason"),
    [
        (entry(2, "D", "1"), [], "the same person"),
        (entry(0, "D", "2"), [], "nothing to swap"),
        (entry(0, "L", "2"), [entry(0, "L", "1")], "has that shift"),
    ],
)
def test_what_is_no_swap_is_told(second: Entry, rest: list[Entry], reason: str) -> None:
    first = entry(0, "D", "1")
    assert reason in swapped(first, second, [first, second, *rest], GROUNDS).refusals[0].en


def test_a_week_is_copied_and_what_is_there_stays() -> None:
    source = [entry(0, "D", "1", "G1"), entry(1, "D", "1"), entry(2, "N", "2"), entry(3, "D", "2")]
    present = [*source, entry(8, "N", "1"), entry(9, "N", "2"), entry(16, "D", "2")]
    copy = copied(source, present, 7, GROUNDS)
    assert copy.added == (entry(7, "D", "1", "G1"),)
    assert copy.there == 1
    assert [(each.entry, each.reason.en[:6]) for each in copy.left_out] == [
        (entry(8, "D", "1"), "has an"),
        (entry(10, "D", "2"), "only 6"),
    ]


def test_a_copy_leaves_out_who_is_away_or_left_or_too_long_on_duty() -> None:
    away = replace(GROUNDS, absences=[ill(7, "2", AbsenceKind.LEAVE)])
    copy = copied([entry(0, "D", "2"), entry(1, "D", "2")], [], 7, away)
    assert [each.reason.en for each in copy.left_out] == ["away on 11-30: leave"]
    week = [entry(days, "D") for days in range(6)]
    copy = copied(week, week, 6, GROUNDS)
    assert [(each.entry.day - MONDAY).days for each in copy.left_out] == [6]
    assert len(copy.added) == 5


def test_the_mark_of_a_cell_knows_no_order() -> None:
    assert cell_mark([entry(0, "D"), entry(0, "N", area="G1")]) == "D@|N@G1"
    assert cell_mark([entry(0, "N", area="G1"), entry(0, "D")]) == "D@|N@G1"
    assert cell_mark([]) == ""
    assert monday_of(MONDAY + timedelta(6)) == MONDAY
