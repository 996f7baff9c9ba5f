"""What a roster must not ask of people, and what comes of swapping two entries or copying a week."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta, tzinfo
from enum import StrEnum
from typing import Final, NamedTuple

from dashboard.domain.durations import HOUR_US, MINUTE_US
from dashboard.domain.people.records import Person
from dashboard.domain.roster.duty import moment_us
from dashboard.domain.roster.records import ABSENCE_LABELS, Absence, Entry, RosterArea, Shift
from dashboard.domain.text import Text

REST_US: Final = 11 * HOUR_US
"""So long somebody rests between two shifts at least."""
MOST_DAYS_IN_A_ROW: Final = 6
DAYS_AROUND: Final = 7
"""So many days before and after what is judged must be known to judge it."""
WEEK: Final = 7


class FindingKind(StrEnum):
    """What is wrong with an entry."""

    OVERLAP = "overlap"
    REST = "rest"
    DAYS = "days"
    ABSENT = "absent"
    LEFT = "left"
    AREA = "area"


FINDING_LABELS: Final[Mapping[FindingKind, Text]] = {
    FindingKind.OVERLAP: Text("班次重叠", "Shifts overlap"),
    FindingKind.REST: Text("休息不足", "Too little rest"),
    FindingKind.DAYS: Text("连续上班过长", "Too many days in a row"),
    FindingKind.ABSENT: Text("当天不在岗", "Away that day"),
    FindingKind.LEFT: Text("已离职", "Has left"),
    FindingKind.AREA: Text("非本中队责任区", "Area of another squad"),
}


class Finding(NamedTuple):
    """What is wrong with the entry of a person (number) on a day, in a sentence."""

    kind: FindingKind
    person: str
    day: date
    shift: str
    text: Text


@dataclass(frozen=True, kw_only=True)
class Grounds:
    """What entries are judged by: shifts, people and areas by code or number, who is away, and the city's zone."""

    shifts: Mapping[str, Shift]
    zone: tzinfo
    people: Mapping[str, Person] = field(default_factory=dict)
    areas: Mapping[str, RosterArea] = field(default_factory=dict)
    absences: Sequence[Absence] = ()

    def absence(self, person: str, day: date) -> Absence | None:
        """Return why somebody is away that day; None when they are not."""
        return next((each for each in self.absences if each.person == person and _touches(each, day)), None)


def conflicts(entries: Iterable[Entry], grounds: Grounds) -> list[Finding]:
    """Return all that is wrong with the entries, by person, day and shift.

    What two entries have with each other is told of the later one. An entry of a day on which somebody is away counts
    for nothing else. Give the entries of DAYS_AROUND days more on both sides.
    """
    by_person: dict[str, list[Entry]] = {}
    for entry in entries:
        if entry.shift in grounds.shifts:
            by_person.setdefault(entry.person, []).append(entry)
    return [finding for person in sorted(by_person) for finding in _of_person(by_person[person], grounds)]


def new_conflicts(before: Sequence[Entry], after: Sequence[Entry], grounds: Grounds) -> list[Finding]:
    """Return what is wrong with the entries after a change and was not before it."""
    known = {finding[:4] for finding in conflicts(before, grounds)}
    return [finding for finding in conflicts(after, grounds) if finding[:4] not in known]


def is_own_area(area: RosterArea, squad: str | None, areas: Iterable[RosterArea]) -> bool:
    """Whether a squad may send people there: its own area, one that is nobody's, or any when it has none of its own."""
    return area.squad in (None, squad) or all(each.squad != squad for each in areas)


def _of_person(entries: Sequence[Entry], grounds: Grounds) -> list[Finding]:
    ordered = sorted(entries, key=lambda entry: _moments(entry, grounds))
    working = [entry for entry in ordered if grounds.absence(entry.person, entry.day) is None]
    found = [finding for entry in ordered for finding in _alone(entry, grounds)]
    found += [*_between(working, grounds), *_in_a_row(working)]
    return sorted(found, key=lambda finding: (finding.day, finding.shift))


def _alone(entry: Entry, grounds: Grounds) -> Iterator[Finding]:
    absence, person = grounds.absence(entry.person, entry.day), grounds.people.get(entry.person)
    area = grounds.areas.get(entry.area or "")
    if absence is not None:
        why = ABSENCE_LABELS[absence.kind]
        yield _finding(
            FindingKind.ABSENT, entry, f"{_day(entry.day)} {why.zh}", f"away on {_day(entry.day)}: {why.en.lower()}"
        )
    if person is not None and person.left_us is not None and _moments(entry, grounds)[0] >= person.left_us:
        yield _finding(FindingKind.LEFT, entry, "已离职，不能再排班", "does not work here any more")
    if area is not None and person is not None and not is_own_area(area, person.squad, grounds.areas.values()):
        yield _finding(
            FindingKind.AREA, entry, f"{area.name}不是本中队的责任区", f"{area.name} is an area of another squad"
        )


def _between(entries: Sequence[Entry], grounds: Grounds) -> Iterator[Finding]:
    """What entries in the order of their beginning have with the one before that ends last."""
    last: Entry | None = None
    for entry in entries:
        begun, ended = _moments(entry, grounds)
        if last is not None:
            gap_us = begun - _moments(last, grounds)[1]
            if gap_us < REST_US:
                yield _too_near(last, entry, gap_us, grounds)
        if last is None or ended > _moments(last, grounds)[1]:
            last = entry


def _too_near(last: Entry, entry: Entry, gap_us: int, grounds: Grounds) -> Finding:
    other = f"{_day(last.day)} {grounds.shifts[last.shift].name}"
    if gap_us < 0:
        ended = min(_moments(last, grounds)[1], _moments(entry, grounds)[1])
        minutes = (ended - _moments(entry, grounds)[0]) // MINUTE_US
        return _finding(
            FindingKind.OVERLAP, entry, f"与 {other} 重叠 {minutes} 分钟", f"overlaps {other} by {minutes} min"
        )
    hours, least = f"{gap_us / HOUR_US:.1f}".removesuffix(".0"), REST_US // HOUR_US
    return _finding(
        FindingKind.REST,
        entry,
        f"距 {other} 下班只有 {hours} 小时，至少 {least} 小时",
        f"only {hours} h after {other} ends; at least {least} h",
    )


def _in_a_row(entries: Sequence[Entry]) -> Iterator[Finding]:
    first, before = date.min, date.min
    for entry in sorted(entries, key=lambda each: each.day):
        if (entry.day - before).days > 1:
            first = entry.day
        before = entry.day
        length = (entry.day - first).days + 1
        if length > MOST_DAYS_IN_A_ROW:
            yield _finding(
                FindingKind.DAYS,
                entry,
                f"自 {_day(first)} 起连续第 {length} 天，最多 {MOST_DAYS_IN_A_ROW} 天",
                f"day {length} in a row since {_day(first)}; at most {MOST_DAYS_IN_A_ROW}",
            )


class Swap(NamedTuple):
    """What a swap takes away and puts in place, and why it cannot be done; without refusals it can."""

    removed: tuple[Entry, Entry]
    added: tuple[Entry, Entry]
    refusals: tuple[Text, ...]


def swapped(first: Entry, second: Entry, entries: Sequence[Entry], grounds: Grounds) -> Swap:
    """Return what comes of two people who take each other's shift, day and area; `entries` are all around them.

    Refused when it changes nothing, when somebody is away on the day that they would take, or when it brings a
    conflict that was not there.
    """
    added = (second._replace(person=first.person), first._replace(person=second.person))
    rest = [entry for entry in entries if entry not in (first, second)]
    reasons = [*_no_swap(first, second, rest)]
    if not reasons:
        away = [each for entry in added for each in _alone(entry, grounds) if each.kind is FindingKind.ABSENT]
        found = dict.fromkeys([*away, *new_conflicts(entries, [*rest, *added], grounds)])
        reasons = [Text(*(f"{each.person}: {told}" for told in each.text)) for each in found]
    return Swap((first, second), added, tuple(reasons))


def _no_swap(first: Entry, second: Entry, rest: Sequence[Entry]) -> Iterator[Text]:
    if first.person == second.person:
        yield Text("两条排班是同一个人的", "both entries are the same person's")
    elif first[1:] == second[1:]:
        yield Text("两人的班次和责任区相同，无需调换", "both have the same shift and area; there is nothing to swap")
    for person, day, shift in ((first.person, *second[1:3]), (second.person, *first[1:3])):
        if any(entry[:3] == (person, day, shift) for entry in rest):
            yield Text(f"{person} 在 {_day(day)} 已有该班次", f"{person} has that shift on {_day(day)} already")


class LeftOut(NamedTuple):
    """What a copy left out, and why."""

    entry: Entry
    reason: Text


class WeekCopy(NamedTuple):
    """What a copy adds, how much of it was there already, and what it leaves out."""

    added: tuple[Entry, ...]
    there: int
    left_out: tuple[LeftOut, ...]


def copied(source: Iterable[Entry], present: Sequence[Entry], days: int, grounds: Grounds) -> WeekCopy:
    """Return the entries of a week as they land so many days later, where `present` is there and around it.

    What is there stays: whoever has anything on a day keeps that and gets nothing more. Left out is what would be
    wrong.
    """
    taken: dict[tuple[str, date], set[str]] = {}
    for entry in present:
        taken.setdefault((entry.person, entry.day), set()).add(entry.shift)
    planned = list(present)
    added: list[Entry] = []
    left_out: list[LeftOut] = []
    there = 0
    for entry in sorted(source, key=lambda each: (each.day, each.person, each.shift)):
        wanted = entry._replace(day=entry.day + timedelta(days))
        kept = taken.get((wanted.person, wanted.day), set())
        there += wanted.shift in kept
        if kept and wanted.shift not in kept:
            left_out.append(LeftOut(wanted, Text("当天已有排班，保留原样", "has an entry that day, which stays")))
        elif not kept:
            reason = _not_copied(wanted, planned, grounds)
            left_out += [LeftOut(wanted, reason)] if reason else []
            added += [] if reason else [wanted]
            planned += [] if reason else [wanted]
    return WeekCopy(tuple(added), there, tuple(left_out))


def _not_copied(wanted: Entry, planned: Sequence[Entry], grounds: Grounds) -> Text | None:
    if wanted.shift not in grounds.shifts:
        return Text("班次已不存在", "there is no such shift any more")
    own = [entry for entry in planned if entry.person == wanted.person]
    found = new_conflicts(own, [*own, wanted], grounds)
    return found[0].text if found else None


def monday_of(day: date) -> date:
    """Return the Monday of a day's week."""
    return day - timedelta(day.weekday())


def cell_mark(entries: Iterable[Entry]) -> str:
    """Return what tells one state of somebody's day from another, so that nobody undoes what they have not seen."""
    return "|".join(sorted(f"{entry.shift}@{entry.area or ''}" for entry in entries))


def _moments(entry: Entry, grounds: Grounds) -> tuple[int, int]:
    shift = grounds.shifts[entry.shift]
    return moment_us(entry.day, shift.starts_min, grounds.zone), moment_us(entry.day, shift.ends_min, grounds.zone)


def _touches(absence: Absence, day: date) -> bool:
    return absence.from_day <= day <= absence.until_day


def _finding(kind: FindingKind, entry: Entry, zh: str, en: str) -> Finding:
    return Finding(kind, entry.person, entry.day, entry.shift, Text(zh, en))


def _day(day: date) -> str:
    return f"{day:%m-%d}"
