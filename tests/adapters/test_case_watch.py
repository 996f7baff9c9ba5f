"""The clocks of cases by the worker, on both databases: each warning once, whoever is killed and however many run."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select, update

from dashboard.domain.cases.calendar import CalendarDay, DayKind
from dashboard.domain.cases.records import Case, CaseEntry, EntryKind, Flag
from dashboard.domain.cases.states import Action, CaseState
from dashboard.domain.cases.warnings import SuspensionBounds
from dashboard.domain.durations import DAY_US, HOUR_US, MINUTE_US
from dashboard.domain.people.posts import Post
from dashboard.domain.people.records import Person
from dashboard.domain.personal import PersonName
from dashboard.services.cases.watching import CaseWatch, endless
from data_sources.db import tables as t
from data_sources.db.cases.store import SqlCaseStore
from data_sources.db.health_reader import HealthReader
from tests.case_office import BOSS, CHIEF, LEADER, OFFICER, CaseOffice

ROOT = Path(__file__).parents[2]
EACH_CASE = 4
"""Rows that the first red lamp of a whole case writes: a warning, two entries, one line in the audit log."""


class Killed(Exception):
    """The process was killed here."""


class DyingStore(SqlCaseStore):
    """Dies at the `last`th call inside its transactions; the last one of all is the commit."""

    def __init__(self, office: CaseOffice, last: int) -> None:
        super().__init__(office.engine, office.clock)
        self.left = last

    @contextmanager
    def begin(self) -> Iterator[Any]:
        with super().begin() as work:
            yield Dying(work, self)
            self.die_if_due()

    def die_if_due(self) -> None:
        self.left -= 1
        if self.left == 0:
            raise Killed


class Dying:
    """A transaction that counts what is done in it."""

    def __init__(self, work: Any, store: DyingStore) -> None:
        self._work, self._store = work, store

    def __getattr__(self, name: str) -> Any:
        self._store.die_if_due()
        return getattr(self._work, name)


def watch(office: CaseOffice, store: Any = None, at_once: int = 200) -> CaseWatch:
    return CaseWatch(store or office.store, office.rules, office.notices, at_once=at_once)


def entries(office: CaseOffice, case: Case, *kinds: EntryKind) -> list[CaseEntry]:
    found = office.reading.timeline(case.case_key, BOSS)
    return [each for each in found if each.kind in (kinds or (EntryKind.CLOCK, EntryKind.SUPERVISION))]


def lamps(office: CaseOffice, case: Case) -> list[tuple[str, str]]:
    told = [each.data for each in entries(office, case, EntryKind.CLOCK)]
    return [(data["clock"], data["lamp"]) for data in told if "lamp" in data]


def totals(office: CaseOffice) -> tuple[int, ...]:
    with office.engine.connect() as connection:

        def count(table: Any, **where: Any) -> int:
            conditions = [table.c[name] == value for name, value in where.items()]
            return int(connection.execute(select(func.count()).select_from(table).where(*conditions)).scalar_one())

        return (
            count(t.case_warning),
            count(t.case_entry, what="warn"),
            count(t.case_entry, what="supervise"),
            count(t.audit, action="case_supervise"),
        )


def now(office: CaseOffice, case: Case) -> Case:
    return office.reading.view(case.case_key, CHIEF).case


def test_each_lamp_is_told_once_and_only_from_its_moment_on(office: CaseOffice) -> None:
    case = office.accepted()
    assert case.times.filed_us is not None
    office.clock.now_us = case.times.filed_us + 96 * MINUTE_US - 1
    assert watch(office).warn(office.clock.now_us) == 0
    office.clock.now_us += 1
    assert [watch(office).warn(office.clock.now_us) for _ in range(2)] == [1, 0]
    office.clock.now_us = case.times.filed_us + 2 * HOUR_US
    assert watch(office).warn(office.clock.now_us) == 0, "what is used up to the last moment is not late"
    office.clock.now_us += 1
    assert [watch(office).warn(office.clock.now_us) for _ in range(2)] == [1, 0]
    assert lamps(office, case) == [("whole", "yellow"), ("whole", "red")]


def test_what_is_late_as_a_whole_is_supervised_and_says_who_was_told(office: CaseOffice) -> None:
    with office.store.begin() as work:
        work.save_people(
            [
                Person(number="7", name=PersonName("赵〇七"), post=Post.BUREAU_LEADER),
                Person(number="8", name=PersonName("钱〇八"), post=Post.DUTY_CHIEF),
                Person(number="9", name=PersonName("孙〇九"), post=Post.SQUAD_LEADER, squad="S2"),
            ]
        )
    case = office.accepted()
    office.clock.now_us += 3 * HOUR_US
    watch(office).warn(office.clock.now_us)
    late = now(office, case)
    assert (Flag.SUPERVISED in late.flags, late.revision) == (True, case.revision + 1)
    supervised = entries(office, case, EntryKind.SUPERVISION)
    assert [(each.actor, each.data["why"], sorted(each.data["people"])) for each in supervised] == [
        (None, "overdue", ["1", "2", "7", "8"])
    ]
    office.act(late, Action.COMMENT, CHIEF, reason="已催办")


def test_a_step_of_the_desk_is_warned_of_by_its_own_limit_and_supervises_nothing(office: CaseOffice) -> None:
    case = office.filed()
    office.clock.now_us += 16 * MINUTE_US
    watch(office).warn(office.clock.now_us)
    assert lamps(office, case) == [("step", "red")]
    assert now(office, case).flags == frozenset()


def test_a_unit_that_was_done_in_time_is_not_warned_of_and_whoever_checks_is(office: CaseOffice) -> None:
    case = office.handled()
    office.clock.now_us += DAY_US
    watch(office).warn(office.clock.now_us)
    assert lamps(office, case) == [("step", "red")]


def test_an_extension_is_a_new_limit_to_warn_of(office: CaseOffice) -> None:
    case = office.accepted()
    office.clock.now_us += 100 * MINUTE_US
    watch(office).warn(office.clock.now_us)
    case = office.act(case, Action.EXTEND, OFFICER, reason="待料")
    case = office.act(office.act(case, Action.APPROVE, LEADER), Action.APPROVE, CHIEF)
    office.clock.now_us += 100 * MINUTE_US
    watch(office).warn(office.clock.now_us)
    assert lamps(office, case) == [("whole", "yellow"), ("whole", "yellow")]


def suspended(office: CaseOffice, days: int = 2) -> Case:
    until_us = office.clock.now_us + days * DAY_US
    case = office.act(office.accepted(), Action.SUSPEND, OFFICER, reason="汛期", until_us=until_us)
    return office.act(case, Action.APPROVE, CHIEF)


def test_a_suspension_ends_on_its_date_even_when_the_worker_comes_late(office: CaseOffice) -> None:
    case = suspended(office)
    until_us = office.clock.now_us + 2 * DAY_US
    office.clock.now_us = until_us - 1
    assert watch(office).resume(office.clock.now_us) == 0
    office.clock.now_us = until_us + 5 * HOUR_US
    assert [watch(office).resume(office.clock.now_us) for _ in range(2)] == [1, 0]
    resumed = now(office, case)
    assert (resumed.state, resumed.clocks.due_us) == (CaseState.HANDLING, until_us + 2 * HOUR_US)
    assert (resumed.clocks.paused_us, resumed.clocks.paused_until_us) == (2 * DAY_US, None)
    assert entries(office, case, EntryKind.STEP)[-1].at_us == until_us
    assert watch(office).warn(office.clock.now_us) == 1


def test_a_suspension_that_should_have_ended_or_lasts_too_long_is_endless_too(office: CaseOffice) -> None:
    bounds = SuspensionBounds(longest_us=30 * DAY_US)
    suspended(office, days=2)
    suspended(office, days=90)

    def told() -> tuple[int, int]:
        count = HealthReader(office.engine, bounds).endless_suspensions(office.clock())
        return count, len(endless(office.store, bounds, office.clock()))

    assert told() == (0, 0)
    office.clock.now_us += 4 * DAY_US
    assert told() == (1, 1)
    office.clock.now_us += 27 * DAY_US
    assert told() == (2, 2)


def test_a_suspension_that_never_ends_is_named(office: CaseOffice, caplog: pytest.LogCaptureFixture) -> None:
    case, other = suspended(office), suspended(office)
    with office.engine.begin() as connection:
        forever = update(t.case_record).where(t.case_record.c.case_key == case.case_key)
        connection.execute(forever.values(paused_until_us=None))
    assert watch(office).name_endless(office.clock.now_us) == 1
    assert case.number in caplog.text
    assert other.number not in caplog.text


def test_a_provisional_deadline_is_counted_anew_when_the_list_comes(office: CaseOffice) -> None:
    office.clock.now_us += 770 * DAY_US
    case = office.filed(category="0101", condition="拆除")
    assert case.clocks.provisional
    assert watch(office).recompute(office.clock.now_us) == 0
    first, last = date(2028, 1, 3), date(2028, 1, 7)
    days = [date(2028, 1, 1), date(2028, 10, 1), *(date(2028, 1, day) for day in range(first.day, last.day + 1))]
    with office.store.begin() as work:
        work.save_calendar_days([CalendarDay(day, DayKind.HOLIDAY, "休", "test") for day in days])
    assert [watch(office).recompute(office.clock.now_us) for _ in range(2)] == [1, 0]
    after = now(office, case)
    assert after.clocks.due_us is not None
    assert case.clocks.due_us is not None
    assert not after.clocks.provisional
    assert after.clocks.due_us > case.clocks.due_us
    (told,) = [each.data for each in entries(office, case, EntryKind.CLOCK) if each.what == "recompute"]
    assert (told["was_due_us"], told["due_us"]) == (case.clocks.due_us, after.clocks.due_us)


def test_a_case_whose_clock_cannot_be_read_keeps_no_other_from_its_turn(
    office: CaseOffice, caplog: pytest.LogCaptureFixture
) -> None:
    broken, fine = suspended(office), suspended(office)
    with office.engine.begin() as connection:
        record = update(t.case_record).where(t.case_record.c.case_key == broken.case_key)
        connection.execute(
            record.values(frozen='{"catalogue":1,"condition":"","area_class":"","whole":{},"step":null,"steps":[]}')
        )
    office.clock.now_us += 2 * DAY_US
    one = watch(office)
    assert [one.resume(office.clock.now_us) for _ in range(2)] == [1, 0]
    assert now(office, fine).state is CaseState.HANDLING
    assert caplog.text.count(broken.number) == 1


def test_nothing_is_told_twice_or_lost_wherever_the_worker_dies(office: CaseOffice) -> None:
    cases = [office.accepted() for _ in range(3)]
    office.clock.now_us += 3 * HOUR_US
    deaths = 0
    for last in range(1, 100):
        try:
            watch(office, DyingStore(office, last)).warn(office.clock.now_us)
        except Killed:
            deaths += 1
            continue
        break
    assert deaths > EACH_CASE
    assert totals(office) == (3, 3, 3, 3)
    assert all(lamps(office, case) == [("whole", "red")] for case in cases)


def test_a_suspension_ends_once_wherever_the_worker_dies(office: CaseOffice) -> None:
    case = suspended(office)
    office.clock.now_us += 2 * DAY_US
    for last in range(1, 100):
        try:
            watch(office, DyingStore(office, last)).resume(office.clock.now_us)
        except Killed:
            continue
        break
    assert [each.what for each in entries(office, case, EntryKind.STEP)].count("resume") == 1
    assert now(office, case).state is CaseState.HANDLING


def test_two_workers_at_once_tell_each_thing_once(office: CaseOffice) -> None:
    for _ in range(12):
        office.accepted()
    office.clock.now_us += 3 * HOUR_US
    start, done = threading.Barrier(2), []

    def race() -> None:
        start.wait()
        done.append(watch(office, at_once=3).warn(office.clock.now_us))

    threads = [threading.Thread(target=race) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    watch(office).warn(office.clock.now_us)
    assert totals(office) == (12, 12, 12, 12)
    assert sum(done) <= 12


def test_a_worker_that_is_killed_before_its_commit_leaves_everything_to_the_next(office: CaseOffice) -> None:
    office.accepted()
    office.clock.now_us += 3 * HOUR_US
    url = office.engine.url.render_as_string(hide_password=False)
    command = [sys.executable, "-m", "tests.adapters.killed_watch", url, str(office.clock.now_us)]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    process.kill()
    process.wait()
    process.stdout.close()
    assert totals(office) == (0, 0, 0, 0)
    watch(office).warn(office.clock.now_us)
    assert totals(office) == (1, 1, 1, 1)
