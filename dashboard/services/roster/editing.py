"""Use cases: put people on the roster, take them off, swap them, note who is away, copy a week."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, timedelta, tzinfo
from typing import Final, NamedTuple

from dashboard.domain.feeds import Feed
from dashboard.domain.people.records import Person
from dashboard.domain.rights import Actor, Permission, Target
from dashboard.domain.roster.planning import (
    DAYS_AROUND,
    WEEK,
    Finding,
    Grounds,
    WeekCopy,
    cell_mark,
    copied,
    monday_of,
    new_conflicts,
    swapped,
)
from dashboard.domain.roster.records import Absence, Entry, Need, Shift
from dashboard.domain.roster.shifts import check_need, check_shift
from dashboard.domain.text import Text
from dashboard.errors import BadInput, Conflict, NotFound
from dashboard.ports.operations import Clock, LiveNotifier
from dashboard.ports.roster import RosterStore, RosterWork
from dashboard.services.access import require
from dashboard.services.roster.reading import grounds_of

LONGEST_ABSENCE_DAYS: Final = 366
_CHANGED: Final = Text(
    "这一天刚被别人改过，未保存；已显示最新内容，请再看一遍",
    "somebody changed this day meanwhile; nothing was saved, look again",
)


class Assignment(NamedTuple):
    """What somebody shall have on a day: shift and area (codes)."""

    shift: str
    area: str | None = None


class RosterEditing:
    """Changes of the roster, each audited with before and after.

    Every method raises Forbidden unless the right reaches the squad of whom it is about, NotFound for a person, shift
    or area that there is not, and Unavailable. One change waits for the other; what somebody has not seen they do not
    undo: that raises Conflict.
    """

    def __init__(self, store: RosterStore, notifier: LiveNotifier, clock: Clock, zone: tzinfo) -> None:
        self._store = store
        self._notifier = notifier
        self._clock = clock
        self._zone = zone

    def set_day(self, person: str, day: date, wanted: Sequence[Assignment], seen: str, actor: Actor) -> list[Finding]:
        """Give somebody these shifts on a day in place of what they have; return what is newly wrong with that.

        `seen` is the mark of the cell as it was read. Nothing is refused for being a conflict: it is told.
        """
        return self._change(person, day, lambda _: wanted, seen, actor)

    def set_entry(
        self, person: str, day: date, shift: str, wanted: Assignment | None, seen: str, actor: Actor
    ) -> list[Finding]:
        """Change one entry of a day, add one where `shift` is empty, or take it off for None; the others stay.

        The rest is as with `set_day`.
        """

        def change(before: Sequence[Entry]) -> list[Assignment]:
            gone = {shift, wanted.shift} if wanted else {shift}
            kept = [Assignment(each.shift, each.area) for each in before if each.shift not in gone]
            return [*kept, wanted] if wanted else kept

        return self._change(person, day, change, seen, actor)

    def move(self, entry: Entry, person: str, day: date, seen: str, actor: Actor) -> list[Finding]:
        """Give an entry to another person or day, as it is; return what is newly wrong with that.

        `seen` is the mark of the cell that it goes to.
        """
        with self._editing() as (work, now_us):
            grounds = grounds_of(work, min(day, entry.day), max(day, entry.day), self._zone)
            for number in (entry.person, person):
                require(actor, Permission.EDIT_ROSTER, Target(squad=_person(number, grounds).squad))
            around = [*self._around(work, entry.day, entry.person)]
            around += [each for each in self._around(work, day, person) if each not in around]
            _check_there(entry, around)
            there = [each for each in around if (each.person, each.day) == (person, day)]
            _check_seen(there, seen)
            moved = entry._replace(person=person, day=day)
            if any(each[:3] == moved[:3] for each in there):
                raise Conflict(Text("当天已有该班次", "that shift is there already"))
            _store(work, [entry], [moved])
            _note_each(work, actor, "move_roster", [entry], [moved], now_us)
            return new_conflicts(around, [*(each for each in around if each != entry), moved], grounds)

    def swap(self, first: Entry, second: Entry, actor: Actor) -> None:
        """Let two people take each other's shift, day and area.

        Raises Conflict with the reasons when somebody is away on the day that they would take or it brings a
        conflict, or when either entry is not as it was seen.
        """
        with self._editing() as (work, now_us):
            grounds = grounds_of(work, min(first.day, second.day), max(first.day, second.day), self._zone)
            for entry in (first, second):
                require(actor, Permission.EDIT_ROSTER, Target(squad=_person(entry.person, grounds).squad))
            around = self._around_swap(work, first, second)
            for entry in (first, second):
                _check_there(entry, around)
            swap = swapped(first, second, around, grounds)
            if swap.refusals:
                raise Conflict(
                    Text("；".join(each.zh for each in swap.refusals), "; ".join(each.en for each in swap.refusals))
                )
            _store(work, swap.removed, swap.added)
            _note_each(work, actor, "swap_roster", swap.removed, swap.added, now_us)

    def preview_copy(self, squad: str, day: date, actor: Actor) -> WeekCopy:
        """Return what copying the week before the day's week onto it would do; nothing is changed."""
        require(actor, Permission.EDIT_ROSTER, Target(squad=squad))
        with self._store.look() as work:
            return self._copy(work, squad, monday_of(day))

    def copy_week(self, squad: str, day: date, actor: Actor) -> WeekCopy:
        """Copy the week before the day's week onto it and return what came of it; what is there stays."""
        require(actor, Permission.EDIT_ROSTER, Target(squad=squad))
        with self._editing() as (work, now_us):
            copy = self._copy(work, squad, monday_of(day))
            if copy.added:
                work.save_entries(copy.added)
                _note(work, actor, "copy_roster", f"{squad} {monday_of(day)}", [], copy.added, now_us)
            return copy

    def note_absence(self, absence: Absence, actor: Actor) -> None:
        """Note that somebody is away; what they have on these days stays and is told as a conflict.

        Raises BadInput unless it ends on its first day or later, within a year, and Conflict when they are away on
        one of these days already.
        """
        if not 0 <= (absence.until_day - absence.from_day).days < LONGEST_ABSENCE_DAYS:
            raise BadInput(
                Text("结束日不能早于开始日，最长一年", "the last day must not be before the first; a year at most")
            )
        with self._editing() as (work, now_us):
            grounds = grounds_of(work, absence.from_day, absence.until_day, self._zone)
            require(actor, Permission.EDIT_ROSTER, Target(squad=_person(absence.person, grounds).squad))
            there = [each for each in work.absences(*absence[1:3]) if each.person == absence.person]
            if there:
                begun, ended = there[0].from_day, there[0].until_day
                raise Conflict(
                    Text(
                        f"{begun} 至 {ended} 已登记不在岗，请先销假",
                        f"away from {begun} to {ended} already; end that first",
                    )
                )
            work.save_absence(absence)
            _note_days(work, actor, "note_absence", absence, {"before": None, "after": _days(absence)}, now_us)

    def end_absence(self, person: str, from_day: date, actor: Actor) -> None:
        """Take an absence back, named by its first day. Raises NotFound when there is none."""
        with self._editing() as (work, now_us):
            grounds = grounds_of(work, from_day, from_day, self._zone)
            require(actor, Permission.EDIT_ROSTER, Target(squad=_person(person, grounds).squad))
            there = [each for each in work.absences(from_day, from_day) if each[:2] == (person, from_day)]
            if not there or not work.remove_absence(person, from_day):
                raise NotFound(Text("没有这条不在岗登记，请刷新", "there is no such absence; reload the page"))
            _note_days(work, actor, "end_absence", there[0], {"before": _days(there[0]), "after": None}, now_us)

    def save_shifts(self, shifts: Sequence[Shift], actor: Actor) -> None:
        """Store shifts by their code, for all squads. Raises BadInput for one that cannot be."""
        require(actor, Permission.EDIT_ROSTER, Target())
        for shift in shifts:
            check_shift(shift)
        with self._editing() as (work, now_us):
            before = work.shifts()
            work.save_shifts(shifts)
            for shift in shifts:
                old = before.get(shift.code)
                detail = {"before": list(old) if old else None, "after": list(shift)}
                work.note_in_audit(actor, "save_shift", shift.code, detail, now_us)

    def save_needs(self, needs: Sequence[Need], actor: Actor) -> None:
        """Store how many people squads need for shifts. Raises BadInput for what cannot be."""
        for need in needs:
            require(actor, Permission.EDIT_ROSTER, Target(squad=need.squad))
            check_need(need)
        with self._editing() as (work, now_us):
            squads, shifts = {each.code for each in work.squads()}, work.shifts()
            before = {(each.squad, each.shift): each for each in work.needs()}
            for need in needs:
                if need.squad not in squads or need.shift not in shifts:
                    raise NotFound(Text("没有这个中队或班次", f"there is no squad {need.squad} or shift {need.shift}"))
            work.save_needs(needs)
            for need in needs:
                old = before.get((need.squad, need.shift))
                detail = {"before": _need(old) if old else None, "after": _need(need)}
                work.note_in_audit(actor, "save_need", f"{need.squad} {need.shift}", detail, now_us)

    def _change(
        self,
        person: str,
        day: date,
        change: Callable[[Sequence[Entry]], Sequence[Assignment]],
        seen: str,
        actor: Actor,
    ) -> list[Finding]:
        with self._editing() as (work, now_us):
            grounds = grounds_of(work, day, day, self._zone)
            require(actor, Permission.EDIT_ROSTER, Target(squad=_person(person, grounds).squad))
            around = self._around(work, day, person)
            before = [entry for entry in around if entry.day == day]
            _check_seen(before, seen)
            after = [_entry(person, day, each, grounds) for each in dict.fromkeys(change(before))]
            _store(work, before, after)
            _note(work, actor, "set_roster", person, before, after, now_us)
            rest = [entry for entry in around if entry.day != day]
            return new_conflicts(around, [*rest, *after], grounds)

    @contextmanager
    def _editing(self) -> Iterator[tuple[RosterWork, int]]:
        """A transaction that holds the feed of the roster from the start: what it reads nobody else changes."""
        with self._store.begin() as work:
            revisions = work.bump([Feed.ROSTER])
            yield work, self._clock()
        self._notifier.publish([], revisions)

    def _around(self, work: RosterWork, day: date, person: str) -> list[Entry]:
        around = timedelta(DAYS_AROUND)
        return [each for each in work.entries(day - around, day + around) if each.person == person]

    def _around_swap(self, work: RosterWork, first: Entry, second: Entry) -> list[Entry]:
        around, days = timedelta(DAYS_AROUND), sorted([first.day, second.day])
        entries = work.entries(days[0] - around, days[1] + around)
        return [each for each in entries if each.person in (first.person, second.person)]

    def _copy(self, work: RosterWork, squad: str, monday: date) -> WeekCopy:
        sunday, week = monday + timedelta(WEEK - 1), timedelta(WEEK)
        grounds = grounds_of(work, monday, sunday, self._zone)
        source = work.entries(monday - week, sunday - week, squad)
        present = work.entries(monday - week, sunday + week)
        return copied(source, present, WEEK, grounds)


def _person(number: str, grounds: Grounds) -> Person:
    found = grounds.people.get(number)
    if found is None:
        raise NotFound(Text(f"没有工号为 {number:.40} 的人员", f"there is nobody with number {number:.40}"))
    return found


def _entry(person: str, day: date, wanted: Assignment, grounds: Grounds) -> Entry:
    if wanted.shift not in grounds.shifts:
        raise NotFound(Text(f"没有班次 {wanted.shift:.40}", f"there is no shift {wanted.shift:.40}"))
    if wanted.area is not None and wanted.area not in grounds.areas:
        raise NotFound(Text(f"没有区域 {wanted.area:.40}", f"there is no area {wanted.area:.40}"))
    return Entry(person, day, wanted.shift, wanted.area)


def _check_seen(there: Iterable[Entry], seen: str) -> None:
    if cell_mark(there) != seen:
        raise Conflict(_CHANGED)


def _check_there(entry: Entry, entries: Iterable[Entry]) -> None:
    if entry not in entries:
        raise Conflict(_CHANGED)


def _store(work: RosterWork, before: Iterable[Entry], after: Sequence[Entry]) -> None:
    kept = {each[:3] for each in after}
    work.remove_entries([each for each in before if each[:3] not in kept])
    if after:
        work.save_entries(after)


def _note(
    work: RosterWork,
    actor: Actor,
    action: str,
    subject: str,
    before: Iterable[Entry],
    after: Iterable[Entry],
    now_us: int,
) -> None:
    detail = {"before": [_told(each) for each in before], "after": [_told(each) for each in after]}
    work.note_in_audit(actor, action, subject, detail, now_us)


def _note_each(
    work: RosterWork, actor: Actor, action: str, before: Sequence[Entry], after: Sequence[Entry], now_us: int
) -> None:
    """One entry for each person, with what was theirs alone."""
    for person in dict.fromkeys(each.person for each in (*before, *after)):
        lost, got = ([each for each in entries if each.person == person] for entries in (before, after))
        _note(work, actor, action, person, lost, got, now_us)


def _note_days(
    work: RosterWork, actor: Actor, action: str, absence: Absence, detail: dict[str, object], now_us: int
) -> None:
    """Days alone: why somebody is away may be their health, and the record is for good."""
    work.note_in_audit(actor, action, absence.person, detail, now_us)


def _told(entry: Entry) -> str:
    return " ".join(part for part in (entry.person, str(entry.day), entry.shift, entry.area) if part)


def _days(absence: Absence) -> str:
    return f"{absence.from_day} – {absence.until_day}"


def _need(need: Need) -> dict[str, object]:
    return {"weekdays": "".join(map(str, sorted(need.weekdays))), "people": need.people}
