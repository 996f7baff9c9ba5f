"""The worker: tasks that come round, each done by one worker at a time, however many there are."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from dashboard.errors import Unavailable
from dashboard.ports.operations import Clock, Leases

log = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True)
class Task:
    """What is done every `every_s` seconds; `run` gets the present in µs and gives how much it did."""

    name: str
    every_s: float
    run: Callable[[int], int]


@dataclass
class Worker:
    """Does what is due. A task that fails is logged and tried again at its next turn; the others go on."""

    tasks: Sequence[Task]
    leases: Leases
    holder: str
    clock: Clock
    done: dict[str, int] = field(default_factory=dict)
    _next_us: dict[str, int] = field(default_factory=dict)
    _failing: set[str] = field(default_factory=set)

    def turn(self) -> float:
        """Do every task that is due; return the seconds until the next one is."""
        for task in self.tasks:
            now_us = self.clock()
            if self._next_us.get(task.name, 0) <= now_us:
                self._next_us[task.name] = now_us + int(task.every_s * 1e6)
                self._attempt(task, now_us)
        return max(0.0, (min(self._next_us.values()) - self.clock()) / 1e6)

    def _attempt(self, task: Task, now_us: int) -> None:
        try:
            until_us = now_us + int(max(task.every_s * 3, 30.0) * 1e6)
            if self.leases.take(task.name, self.holder, now_us, until_us):
                self.done[task.name] = self.done.get(task.name, 0) + task.run(now_us)
        except Unavailable as error:
            self._report(task, error)
        except Exception:
            if task.name not in self._failing:
                log.exception("the task %s failed; it is tried again in %g s", task.name, task.every_s)
            self._failing.add(task.name)
        else:
            if task.name in self._failing:
                log.info("the task %s works again", task.name)
            self._failing.discard(task.name)

    def _report(self, task: Task, error: Unavailable) -> None:
        if task.name not in self._failing:
            log.warning("the task %s waits: %s", task.name, error)
        self._failing.add(task.name)
