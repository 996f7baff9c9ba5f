"""Supervision tasks as the pages' service tells them."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard.domain.durations import DAY_US, HOUR_US
from dashboard.domain.rights import Actor
from dashboard.domain.supervision.machine import actions_now, moved
from dashboard.domain.supervision.records import (
    Moment,
    SupervisionTask,
    TaskAction,
    TaskDraft,
    TaskKind,
    TaskState,
    TaskView,
)
from dashboard.errors import NotFound


def task_of(now_us: int) -> SupervisionTask:
    """A task that was given an hour ago."""
    return SupervisionTask(
        task_key=3,
        number="DB20261121-01",
        revision=1,
        state=TaskState.ISSUED,
        kind=TaskKind.OVERDUE,
        title="店外经营反复",
        demand="限期清理",
        squad="S1",
        department=None,
        due_us=now_us + DAY_US,
        issued=Moment("boss", now_us - HOUR_US),
    )


class FakeSupervision:
    """One task; `drafts` are what was given, `done` what was done."""

    def __init__(self, now_us: int) -> None:
        self.now_us = now_us
        self.tasks = [task_of(now_us)]
        self.drafts: list[tuple[TaskDraft, str]] = []
        self.done: list[tuple[TaskAction, int, str]] = []

    def listed(self, _actor: Actor, *, open_only: bool) -> Sequence[SupervisionTask]:
        return self.tasks

    def view(self, task_key: int, actor: Actor) -> TaskView:
        found = next((task for task in self.tasks if task.task_key == task_key), None)
        if found is None:
            raise NotFound("gone")
        return TaskView(found, (), "一中队", actions_now(found, actor))

    def overdue(self, squad: str, _actor: Actor) -> Sequence[str]:
        return [f"{squad}-1", f"{squad}-2"]

    def issue(self, draft: TaskDraft, _actor: Actor, request_key: str) -> SupervisionTask:
        self.drafts.append((draft, request_key))
        return self.tasks[0]

    def act(self, task_key: int, action: TaskAction, revision: int, text: str, actor: Actor) -> SupervisionTask:
        self.done.append((action, revision, text))
        return moved(self.view(task_key, actor).task, action, text, actor, self.now_us)
