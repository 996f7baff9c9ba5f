"""The worker: tasks come round, one worker at a time does each, and a failing one does not stop the others."""

from __future__ import annotations

import logging

import pytest

from dashboard.errors import Unavailable
from dashboard.services.worker import Task, Worker
from tests.fakes_alarms import FakeClock

SECOND = 1_000_000


class FakeLeases:
    """Leases in memory; while `is_down` the database is out of reach."""

    def __init__(self) -> None:
        self.holders: dict[str, tuple[str, int]] = {}
        self.is_down = False

    def take(self, name: str, holder: str, now_us: int, until_us: int) -> bool:
        if self.is_down:
            raise Unavailable("the database cannot be used now")
        present, held_until_us = self.holders.get(name, (holder, 0))
        if present != holder and held_until_us >= now_us:
            return False
        self.holders[name] = (holder, until_us)
        return True


class Chore:
    """Something to do that counts how often it was done, and fails while `fails` is set."""

    def __init__(self, fails: Exception | None = None) -> None:
        self.times: list[int] = []
        self.fails = fails

    def __call__(self, now_us: int) -> int:
        if self.fails is not None:
            raise self.fails
        self.times.append(now_us)
        return 2


def worker(clock: FakeClock, leases: FakeLeases, holder: str = "one", **chores: Chore) -> Worker:
    """A worker whose chores come round each ten seconds."""
    tasks = [Task(name=name, every_s=10.0, run=chore) for name, chore in chores.items()]
    return Worker(tasks=tasks, leases=leases, holder=holder, clock=clock)


def test_a_task_is_done_when_its_time_has_come_and_not_before() -> None:
    clock, chore = FakeClock(0), Chore()
    one = worker(clock, FakeLeases(), chore=chore)
    assert one.turn() == 10.0
    clock.now_us = 9 * SECOND
    assert one.turn() == 1.0
    clock.now_us = 10 * SECOND
    one.turn()
    assert chore.times == [0, 10 * SECOND]
    assert one.done == {"chore": 4}


def test_only_one_of_two_workers_does_a_task() -> None:
    clock, leases, mine, other = FakeClock(0), FakeLeases(), Chore(), Chore()
    worker(clock, leases, "one", chore=mine).turn()
    worker(clock, leases, "two", chore=other).turn()
    assert (len(mine.times), len(other.times)) == (1, 0)


def test_another_worker_takes_over_when_the_lease_has_run_out() -> None:
    clock, leases, mine, other = FakeClock(0), FakeLeases(), Chore(), Chore()
    worker(clock, leases, "one", chore=mine).turn()
    clock.now_us = 31 * SECOND
    worker(clock, leases, "two", chore=other).turn()
    assert len(other.times) == 1


def test_a_failing_task_does_not_stop_the_others_and_is_tried_again(caplog: pytest.LogCaptureFixture) -> None:
    clock, broken, fine = FakeClock(0), Chore(ValueError("broken")), Chore()
    one = worker(clock, FakeLeases(), broken=broken, fine=fine)
    with caplog.at_level(logging.INFO):
        one.turn()
        clock.now_us = 10 * SECOND
        one.turn()
        broken.fails = None
        clock.now_us = 20 * SECOND
        one.turn()
    assert (len(fine.times), broken.times) == (3, [20 * SECOND])
    assert [record.levelname for record in caplog.records] == ["ERROR", "INFO"]


def test_an_unreachable_database_is_told_once(caplog: pytest.LogCaptureFixture) -> None:
    clock, leases, chore = FakeClock(0), FakeLeases(), Chore()
    leases.is_down = True
    one = worker(clock, leases, chore=chore)
    for turn in range(3):
        clock.now_us = turn * 10 * SECOND
        one.turn()
    leases.is_down = False
    clock.now_us = 30 * SECOND
    one.turn()
    assert [record.levelname for record in caplog.records] == ["WARNING"]
    assert chore.times == [30 * SECOND]
