"""What somebody of the demo bureau does next with a case, when, and who: pure, the same for the same case and seed.

Nothing is remembered: what a case is going to meet is drawn from its key, how long people take from its revision.
A revision that nobody changes is decided the same way by a simulator that was started again.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final, NamedTuple

from dashboard.domain.cases.machine import MOST_EXTENSIONS
from dashboard.domain.cases.records import Approval
from dashboard.domain.cases.states import Action, CaseState
from dashboard.domain.durations import DAY_US, MINUTE_US
from data_sources.demo_city import case_waits as waits
from data_sources.demo_city.case_fates import Fate, draw_fate, quality_of
from data_sources.demo_city.chance import Dice
from data_sources.demo_city.working.seen import CaseSeen

ASKS: Final = frozenset({Action.RETURN, Action.EXTEND, Action.SUSPEND, Action.VOID, Action.FORCE_CLOSE})
"""What is asked for once: who was refused does not ask again."""
_LONG_US: Final = 3 * DAY_US
_REFUSES: Final = 0.12
_LATEST_PERCENT: Final = 220
_JUST_IN_TIME: Final = 0.98
_TOO_LATE: Final = "已不符合条件，请尽快办理"
_NO_PHOTO: Final = "补充现场照片"
_NO_ARRIVAL: Final = "无到场记录，退回补充"


class By(StrEnum):
    """Whose part a deed is."""

    SEAT = "seat"
    CHIEF = "chief"
    SQUAD = "squad"
    HANDLER = "handler"
    LEADER = "leader"
    CHECKER = "checker"
    APPROVER = "approver"


@dataclass(frozen=True, kw_only=True)
class Deed:
    """What is done, by whom, not before when, and what is said to it; `person` is who is sent, where that matters."""

    action: Action
    by: By
    due_us: int
    reason: str = ""
    until_us: int | None = None
    person: str | None = None


class Pace(NamedTuple):
    """How fast people are: `speed` times as fast as life, and each case in its own way."""

    dice: Dice
    speed: float
    own: float

    def after(self, since_us: int, range_min: waits.Minutes) -> int:
        """Return when somebody has done what takes them so many minutes."""
        return since_us + int(self.dice.uniform(*range_min) * self.own * MINUTE_US / self.speed)

    def shrunk(self, span_us: float) -> int:
        """Return how long a span of the city's time lasts."""
        return int(span_us / self.speed)


@dataclass(frozen=True, kw_only=True)
class Looked:
    """A case with what else is known: since when it is so, and when who is on the way will be there.

    `skipped` is what was asked for before, or is not allowed.
    """

    case: CaseSeen
    since_us: int
    there_us: int | None = None
    skipped: Collection[Action] = frozenset()


@dataclass(frozen=True, kw_only=True)
class Deciding:
    """Decides for everybody. `speed` is how much faster than life people are; limits run by the real clock."""

    seed: int
    speed: float

    def fate(self, case: CaseSeen) -> Fate:
        """Return what the case is going to meet."""
        dice = Dice.of(self.seed, "fate", case.key)
        quality = quality_of(case.department or case.squad or "")
        return draw_fate(dice, case.source, quality, is_long=_is_long(case))

    def deed(self, looked: Looked) -> Deed | None:
        """Return what is done next; None when the case waits for something else than people."""
        case, fate = looked.case, self.fate(looked.case)
        dice = Dice.of(self.seed, "deed", case.key, case.revision)
        at = _Turn(looked, fate, Pace(dice, self.speed, fate.pace))
        if case.asked is not None:
            return _decision(at)
        decide = _BY_STATE.get(case.state)
        return None if decide is None else decide(at)


class _Turn(NamedTuple):
    """Everything that a decision looks at."""

    looked: Looked
    fate: Fate
    pace: Pace

    @property
    def case(self) -> CaseSeen:
        return self.looked.case

    def do(self, action: Action, by: By, range_min: waits.Minutes, since_us: int | None = None) -> Deed:
        since_us = self.looked.since_us if since_us is None else since_us
        reason = self.pace.dice.choice(waits.REASONS.get(action, ("",)))
        return Deed(action=action, by=by, due_us=self.pace.after(since_us, range_min), reason=reason)

    def wants(self, action: Action, wanted: bool, done: str = "") -> bool:
        """Whether something is to be asked for that was not asked for yet."""
        return wanted and action not in self.looked.skipped and not (done and self.case.counts[done])


def _is_long(case: CaseSeen) -> bool:
    filed_us = case.at_us("filed")
    return filed_us is not None and case.due_us is not None and case.due_us - filed_us >= _LONG_US


def _decision(at: _Turn) -> Deed:
    """Consent, or now and then none: more time is what leaders refuse, and must once the case is late."""
    asked = at.case.asked
    assert asked is not None, "something waits for consent"
    refusable = asked.what in (Approval.EXTEND, Approval.SUSPEND)
    refused = refusable and not asked.agreed and at.pace.dice.random() < _REFUSES
    if Action.APPROVE in at.looked.skipped:
        return replace(at.do(Action.REFUSE, By.APPROVER, _consent(at.case)), reason=_TOO_LATE)
    deed = at.do(Action.REFUSE if refused else Action.APPROVE, By.APPROVER, _consent(at.case))
    return replace(deed, reason="时间充足，请按期完成" if refused else "")


def _consent(case: CaseSeen) -> waits.Minutes:
    assert case.asked is not None, "something waits for consent"
    if case.asked.what is Approval.EXTEND:
        return waits.CHIEF_GIVES_TIME if case.asked.agreed else waits.LEADER_GIVES_TIME
    return _CONSENTS.get(case.asked.what, waits.AGREES_TO_VOID)


_CONSENTS: Final[Mapping[Approval, waits.Minutes]] = {
    Approval.RETURN: waits.TAKES_BACK,
    Approval.SUSPEND: waits.SUSPENDS,
    Approval.FORCE_CLOSE: waits.AGREES_TO_FORCE,
    Approval.SELF_DONE: waits.APPROVES_SELF_DONE,
}


def _reported(at: _Turn) -> Deed:
    if at.fate.is_public:
        return at.do(Action.VERIFY, By.SEAT, waits.SENDS_TO_VERIFY)
    return at.do(Action.REJECT if at.fate.rejected else Action.REGISTER, By.SEAT, waits.RECEIVES)


def _verifying(at: _Turn) -> Deed:
    return _looking(at, Action.REJECT if at.fate.rejected else Action.VERIFY, waits.VERIFIES)


def _looking(at: _Turn, action: Action, range_min: waits.Minutes) -> Deed:
    """Who went there answers from the place; who is not out answers when such a thing takes that long."""
    there_us = at.looked.there_us
    if there_us is None:
        return at.do(action, By.CHECKER, range_min)
    return at.do(action, By.CHECKER, waits.LOOKS_AROUND, there_us)


def _to_register(at: _Turn) -> Deed:
    return at.do(Action.FILE, By.CHIEF, waits.FILES)


def _to_dispatch(at: _Turn) -> Deed:
    if at.wants(Action.VOID, at.fate.voided):
        return at.do(Action.VOID, By.SEAT, waits.VOIDS)
    return at.do(Action.DISPATCH, By.CHIEF, waits.DISPATCHES)


def _to_handle(at: _Turn) -> Deed:
    if at.wants(Action.FORCE_CLOSE, at.fate.forced):
        return at.do(Action.FORCE_CLOSE, By.CHIEF, waits.FORCES)
    if at.wants(Action.RETURN, at.fate.returned, "returns"):
        return at.do(Action.RETURN, By.LEADER, waits.RETURNS)
    return at.do(Action.ACCEPT, By.SQUAD, waits.ACCEPTS)


def _handling(at: _Turn) -> Deed:
    case, since_us = at.case, at.looked.since_us
    departed_us, arrived_us = case.at_us("departed"), case.at_us("arrived")
    if arrived_us is not None:
        return replace(at.do(Action.FEEDBACK, By.HANDLER, waits.WORKS_AT_LEAST), due_us=_result_us(at, arrived_us))
    if departed_us is not None:
        there_us = at.looked.there_us
        arrives_us = at.pace.after(departed_us, waits.WAY) if there_us is None else there_us
        return replace(at.do(Action.ARRIVE, By.HANDLER, waits.WAY), due_us=arrives_us, reason="")
    more_time = at.fate.extended and case.due_us is not None and case.counts["extensions"] < MOST_EXTENSIONS
    if at.wants(Action.EXTEND, more_time, "extensions"):
        return at.do(Action.EXTEND, By.HANDLER, waits.ASKS_FOR_TIME)
    if at.wants(Action.SUSPEND, at.fate.suspended, "suspensions"):
        deed = at.do(Action.SUSPEND, By.HANDLER, waits.ASKS_TO_SUSPEND)
        days = at.pace.dice.randrange(*waits.SUSPENDED_DAYS)
        return replace(deed, until_us=deed.due_us + at.pace.shrunk(days * DAY_US))
    begun_us = case.at_us("accepted") or since_us
    left_us = max(0, _target_us(at) - begun_us) * at.pace.dice.uniform(*waits.ARRIVES_AFTER)
    way_us = at.pace.after(0, waits.WAY)
    return replace(at.do(Action.DEPART, By.HANDLER, waits.WAY), due_us=begun_us + max(0, int(left_us) - way_us))


def _target_us(at: _Turn) -> int:
    """When the result is to be there: so much of the limit is used up then. Who is late is late by the real clock.

    In a faster city long limits are kept: waiting for their end, late cases would pile up.
    """
    case = at.case
    filed_us, begun_us = case.at_us("filed"), case.at_us("accepted") or at.looked.since_us
    if case.counts["reworks"]:
        return at.pace.after(begun_us, waits.WORKS_AGAIN)
    if filed_us is None or case.due_us is None:
        return at.pace.after(begun_us, waits.WORKS_AT_LEAST)
    share, limit_us = min(at.fate.done_percent, _LATEST_PERCENT) / 100, case.due_us - filed_us
    if share > 1 and at.pace.speed > 1 and limit_us > at.pace.shrunk(_LONG_US):
        share = _JUST_IN_TIME
    if share <= 1:
        return filed_us + at.pace.shrunk(share * limit_us)
    return case.due_us + at.pace.shrunk((share - 1) * limit_us)


def _result_us(at: _Turn, arrived_us: int) -> int:
    return max(_target_us(at), at.pace.after(arrived_us, waits.WORKS_AT_LEAST))


def _feedback(at: _Turn) -> Deed:
    return at.do(Action.CHECK, By.SEAT, waits.SENDS_TO_CHECK)


def _checking(at: _Turn) -> Deed:
    if fails(at.fate, at.case):
        return _looking(at, Action.REWORK, waits.FINDS_FAULT)
    return _looking(at, Action.CHECK, waits.CHECKS)


def fails(fate: Fate, case: CaseSeen) -> bool:
    """Return whether the check of a result fails: at most once."""
    return fate.reworked and not case.counts["reworks"]


def _rework(at: _Turn) -> Deed:
    return at.do(Action.ACCEPT, By.HANDLER, waits.ACCEPTS_AGAIN)


def _to_close(at: _Turn) -> Deed:
    """What cannot be closed as it is gets what it lacks; without an arrival it is done again."""
    if at.case.at_us("arrived") is None:
        return replace(at.do(Action.REWORK, By.CHIEF, waits.CLOSES), reason=_NO_ARRIVAL)
    return at.do(Action.CLOSE, By.CHIEF, waits.CLOSES)


def picture_deed(deed: Deed) -> Deed:
    """Return the remark with which the pictures come that a closing lacks."""
    return replace(deed, action=Action.COMMENT, by=By.CHIEF, reason=_NO_PHOTO)


_BY_STATE: Final[Mapping[CaseState, Callable[[_Turn], Deed]]] = {
    CaseState.REPORTED: _reported,
    CaseState.VERIFYING: _verifying,
    CaseState.TO_REGISTER: _to_register,
    CaseState.TO_DISPATCH: _to_dispatch,
    CaseState.TO_HANDLE: _to_handle,
    CaseState.HANDLING: _handling,
    CaseState.FEEDBACK: _feedback,
    CaseState.CHECKING: _checking,
    CaseState.REWORK: _rework,
    CaseState.TO_CLOSE: _to_close,
}
"""A suspended case waits for its day, which the worker looks after."""
