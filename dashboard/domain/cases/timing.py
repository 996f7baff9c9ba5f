"""The clocks of a case: one of the whole, from the filing on, and one of each step, as they are frozen into it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final, NamedTuple

from dashboard.domain.cases.calendar import WorkCalendar
from dashboard.domain.cases.clocks import Clock, Lamp, lamp, started
from dashboard.domain.cases.records import Case, Clocks
from dashboard.domain.cases.states import WITH_UNIT, CaseState
from dashboard.domain.catalogue.records import Standard, Step
from dashboard.domain.catalogue.tree import Catalogue
from dashboard.domain.text import Text
from dashboard.errors import BadInput

_STEPS: Final[Mapping[CaseState, Step]] = {
    CaseState.REPORTED: Step.REGISTER,
    CaseState.SELF_DONE: Step.REGISTER,
    CaseState.VERIFYING: Step.VERIFY,
    CaseState.TO_REGISTER: Step.FILE,
    CaseState.TO_DISPATCH: Step.DISPATCH,
    **dict.fromkeys(WITH_UNIT, Step.HANDLE),
    CaseState.FEEDBACK: Step.CHECK,
    CaseState.CHECKING: Step.CHECK,
    CaseState.TO_CLOSE: Step.CLOSE,
}


class Rules(NamedTuple):
    """By what deadlines are computed."""

    catalogue: Catalogue
    calendar: WorkCalendar


class TimedStep(NamedTuple):
    """A step and its clock."""

    step: Step
    clock: Clock


@dataclass(frozen=True, kw_only=True)
class Frozen:
    """What the deadlines of a case were computed from.

    `catalogue` is the version that held at the filing; `condition` and `area_class` are those of the standard that did.
    `steps` are those that ended, the oldest first. While the unit has the case its step is that of the whole.
    """

    catalogue: int | None = None
    condition: str = ""
    area_class: str = ""
    whole: Clock | None = None
    step: TimedStep | None = None
    steps: tuple[TimedStep, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """For storing."""
        return {
            "catalogue": self.catalogue,
            "condition": self.condition,
            "area_class": self.area_class,
            "whole": None if self.whole is None else self.whole.as_json(),
            "step": None if self.step is None else _step_json(self.step),
            "steps": [_step_json(each) for each in self.steps],
        }

    @classmethod
    def from_json(cls, told: Mapping[str, Any]) -> Frozen:
        """Return what `as_json` told; nothing of an empty object. Raises BadInput."""
        if not told:
            return cls()
        return cls(
            catalogue=told["catalogue"],
            condition=told["condition"],
            area_class=told["area_class"],
            whole=None if told["whole"] is None else Clock.from_json(told["whole"]),
            step=None if told["step"] is None else _timed_step(told["step"]),
            steps=tuple(_timed_step(each) for each in told["steps"]),
        )


def _step_json(timed: TimedStep) -> dict[str, Any]:
    return {"name": timed.step.value, **timed.clock.as_json()}


def _timed_step(told: Mapping[str, Any]) -> TimedStep:
    clock = {name: value for name, value in told.items() if name != "name"}
    return TimedStep(Step(told["name"]), Clock.from_json(clock))


def step_of(state: CaseState) -> Step | None:
    """Return the step that a state belongs to; None when it ended."""
    return _STEPS.get(state)


def standard_of(catalogue: Catalogue, case: Case) -> Standard | None:
    """Return the standard by which a case is filed; None when its category has none.

    Raises BadInput when several fit, and says which conditions there are.
    """
    chosen = catalogue.standard_for(case.category, case.condition, case.place.area_class)
    if chosen is not None:
        return chosen.standard
    conditions = sorted({each.condition for each in catalogue.standards(case.category)})
    if not conditions:
        return None
    zh, en = "、".join(conditions), "; ".join(conditions)
    raise BadInput(Text(f"请选择立案条件：{zh}", f"condition: choose the filing condition, one of: {en}"))


def timed(before: Case | None, after: Case, rules: Rules, now_us: int) -> Case:
    """Return the case with its clocks after a step from `before` (None when it is new) at `now_us`. Raises BadInput
    when it is filed and its limit is not clear."""
    if after.merged_into is not None or (before is not None and before.merged_into is not None):
        return after
    frozen = Frozen.from_json(after.clocks.frozen)
    frozen = _with_whole(before, after, frozen, rules, now_us)
    frozen = _with_step(after, frozen, rules, now_us)
    return with_clocks(before, after, frozen, now_us)


def _with_whole(before: Case | None, after: Case, frozen: Frozen, rules: Rules, now_us: int) -> Frozen:
    whole = frozen.whole
    if whole is None:
        filed = after.state is CaseState.TO_DISPATCH and after.times.filed_us == now_us
        return _filed(after, frozen, rules, now_us) if filed else frozen
    if before is not None and after.counts.extensions > before.counts.extensions:
        whole = whole.extend(rules.calendar)
    if after.ended and not whole.is_stopped:
        whole = whole.stop(rules.calendar, now_us)
    elif after.state is CaseState.HUNG and not whole.is_paused:
        whole = whole.pause(now_us)
    elif whole.is_paused and after.state is not CaseState.HUNG:
        whole = whole.resume(rules.calendar, now_us)
    return replace(frozen, whole=whole)


def _filed(case: Case, frozen: Frozen, rules: Rules, now_us: int) -> Frozen:
    standard = standard_of(rules.catalogue, case)
    limit = rules.catalogue.step_limit(Step.HANDLE) if standard is None else standard.limit
    return replace(
        frozen,
        catalogue=rules.catalogue.version.version,
        condition="" if standard is None else standard.condition,
        area_class="" if standard is None or standard.area_class is None else standard.area_class.value,
        whole=started(rules.calendar, limit, now_us),
    )


def _with_step(after: Case, frozen: Frozen, rules: Rules, now_us: int) -> Frozen:
    """A step of the unit has no clock of its own: it must be done by the deadline of the whole."""
    step, running = step_of(after.state), frozen.step
    wanted = None if step is Step.HANDLE and frozen.whole is not None else step
    if running is not None and running.step is wanted:
        return frozen
    steps = frozen.steps
    if running is not None:
        steps = (*steps, TimedStep(running.step, running.clock.stop(rules.calendar, now_us)))
    new = (
        None
        if wanted is None
        else TimedStep(wanted, started(rules.calendar, rules.catalogue.step_limit(wanted), now_us))
    )
    return replace(frozen, step=new, steps=steps)


def with_clocks(before: Case | None, after: Case, frozen: Frozen, now_us: int) -> Case:
    """Return the case with these clocks, as the database compares them."""
    whole, old = frozen.whole, after.clocks
    step = whole if frozen.step is None and not after.ended else None if frozen.step is None else frozen.step.clock
    was_paused = before is not None and before.clocks.paused_since_us is not None
    paused = after.state is CaseState.HUNG
    ended_pause = was_paused and not paused and old.paused_since_us is not None
    provisional = [each for each in (whole, step) if each is not None and each.is_provisional]
    clocks = Clocks(
        due_us=None if whole is None else whole.due_us,
        yellow_us=None if whole is None else whole.yellow_us,
        step_due_us=None if step is None else step.due_us,
        step_yellow_us=None if step is None else step.yellow_us,
        paused_since_us=(old.paused_since_us if was_paused else now_us) if paused else None,
        paused_until_us=(old.paused_until_us if was_paused else _until_us(before)) if paused else None,
        paused_us=old.paused_us + (now_us - (old.paused_since_us or now_us) if ended_pause else 0),
        provisional=bool(provisional),
        provisional_by=provisional[0].calendar if provisional else None,
        frozen=frozen.as_json(),
    )
    return replace(after, clocks=clocks, on_time=_on_time(after, whole))


def _until_us(before: Case | None) -> int | None:
    """Until when a suspension was asked for that begins now."""
    return before.pending.until_us if before is not None and before.pending is not None else None


def _on_time(case: Case, whole: Clock | None) -> bool | None:
    """Whether the unit was done by the deadline; who closes late makes nobody else late."""
    if case.state not in (CaseState.CLOSED, CaseState.FORCED_CLOSE) or whole is None or whole.due_us is None:
        return None
    done_us = case.times.done_us
    return done_us is not None and done_us <= whole.due_us


def whole_lamp(case: Case, now_us: int) -> Lamp:
    """Return the lamp of the whole case; once the unit is done, or the case ended, as it was then.

    So red stays what is late at the unit, as `on_time` has it: who checks or closes late has the step's lamp.
    """
    clocks, done_us = case.clocks, case.times.done_us
    at_us = now_us if done_us is None else done_us
    return lamp(at_us, clocks.due_us, clocks.yellow_us, paused=clocks.paused_since_us is not None)


def step_lamp(case: Case, now_us: int) -> Lamp:
    """Return the lamp of the present step; grey when there is none."""
    clocks = case.clocks
    return lamp(now_us, clocks.step_due_us, clocks.step_yellow_us, paused=clocks.paused_since_us is not None)


_WORSE: Final = (Lamp.GREY, Lamp.GREEN, Lamp.YELLOW, Lamp.RED)


def worse_lamp(case: Case, now_us: int) -> Lamp:
    """Return the lamp of the step or of the whole, whichever is worse; one that is not running is better than any."""
    found = [whole_lamp(case, now_us)] if case.ended else [step_lamp(case, now_us), whole_lamp(case, now_us)]
    return max(found, key=_WORSE.index)
