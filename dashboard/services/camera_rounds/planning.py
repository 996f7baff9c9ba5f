"""Use case: plan patrol rounds by camera."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from dashboard.domain.audit import before_and_after
from dashboard.domain.camera_rounds.planning import clock_of, plan_problem
from dashboard.domain.camera_rounds.records import CameraRound, RoundPlan
from dashboard.domain.rights import Actor, Permission
from dashboard.domain.text import Text
from dashboard.errors import BadInput, NotFound, Outdated
from dashboard.ports.camera_rounds import CameraRoundStore, CameraRoundWork
from dashboard.ports.cameras import CameraTreeReads
from dashboard.ports.operations import Clock
from dashboard.services.access import require

_GONE: Final = Text("没有这个巡查计划", "there is no such round")
_CHANGED: Final = Text("计划已被别人修改，请重新打开再改", "somebody changed the round; open it again and change that")
_NAMED: Final = 5
"""So many numbers that are no cameras are named."""


class RoundPlanning:
    """Keeps the plans. Each method raises Forbidden and Unavailable; nothing was changed then."""

    def __init__(self, store: CameraRoundStore, register: CameraTreeReads, clock: Clock) -> None:
        self._store = store
        self._register = register
        self._clock = clock

    def rounds(self, actor: Actor) -> Sequence[CameraRound]:
        """Return the rounds that are planned, by name."""
        require(actor, Permission.VIEW_OPERATIONS)
        with self._store.look() as work:
            return work.camera_rounds()

    def add(self, name: str, plan: RoundPlan, actor: Actor) -> int:
        """Plan a new round from now on, and return its key. Raises BadInput with what to mend."""
        require(actor, Permission.EDIT_ROUNDS)
        self._check(name, plan)
        at_us = self._clock()
        with self._store.begin() as work:
            key = work.add_round(name, plan, at_us)
            work.note_in_audit(actor, "add_camera_round", name, _told(name, plan), at_us)
        return key

    def change(self, round_key: int, revision: int, name: str, plan: RoundPlan, actor: Actor) -> None:
        """Plan it anew from now on; what was planned before stays counted. Raises BadInput, NotFound and Outdated."""
        require(actor, Permission.EDIT_ROUNDS)
        self._check(name, plan)
        at_us = self._clock()
        with self._store.begin() as work:
            before = _found(work, round_key)
            if not work.change_round(round_key, revision, name, plan, at_us):
                raise Outdated(_CHANGED, before)
            told = before_and_after(_told(before.name, before.plan), _told(name, plan))
            work.note_in_audit(actor, "change_camera_round", name, told, at_us)

    def end(self, round_key: int, revision: int, actor: Actor) -> None:
        """Plan it no more; its past stays. Raises NotFound and Outdated."""
        require(actor, Permission.EDIT_ROUNDS)
        at_us = self._clock()
        with self._store.begin() as work:
            before = _found(work, round_key)
            if not work.end_round(round_key, revision, at_us):
                raise Outdated(_CHANGED, before)
            work.note_in_audit(actor, "end_camera_round", before.name, {}, at_us)

    def _check(self, name: str, plan: RoundPlan) -> None:
        problem = plan_problem(name, plan)
        if problem is not None:
            raise BadInput(problem)
        known = self._register.cameras(plan.cameras)
        strange = [each for each in plan.cameras if each not in known][:_NAMED]
        if strange:
            named = ", ".join(f"{each:.40}" for each in strange)
            raise BadInput(Text(f"不是已登记的视频编号：{named}", f"no number of a registered camera: {named}"))


def _found(work: CameraRoundWork, round_key: int) -> CameraRound:
    found = work.camera_round(round_key)
    if found is None:
        raise NotFound(_GONE)
    return found


def _told(name: str, plan: RoundPlan) -> dict[str, Any]:
    """A plan for the audit log."""
    times = [clock_of(minute) for minute in plan.minutes]
    days = "".join(str(day) for day in sorted(plan.weekdays))
    return {"name": name, "cameras": len(plan.cameras), "weekdays": days, "times": times, "window_min": plan.window_min}
