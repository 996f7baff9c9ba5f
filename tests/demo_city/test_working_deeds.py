"""What the simulated people decide: pure, the same for the same case."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import pytest

from dashboard.domain.cases.records import Approval
from dashboard.domain.cases.states import ENDED, Action, CaseState, Source
from dashboard.domain.coordinates import Position
from dashboard.domain.durations import DAY_US, HOUR_US, MINUTE_US
from data_sources.demo_city.case_fates import Fate
from data_sources.demo_city.working.deeds import By, Deciding, Looked
from data_sources.demo_city.working.seen import Asked, CaseSeen
from tests.servers import NOW

COUNTS = {"dispatches": 0, "reworks": 0, "returns": 0, "extensions": 0, "suspensions": 0, "units": 0}
PLAIN = Fate()


@dataclass(frozen=True, kw_only=True)
class Destined(Deciding):
    """Decides for cases whose fate is known."""

    known: Fate
    seed: int = 7
    speed: float = 1.0

    def fate(self, case: CaseSeen) -> Fate:
        return self.known


def case(state: CaseState, **told: Any) -> CaseSeen:
    """A case of the street with a limit of two hours, filed now."""
    usual: dict[str, Any] = {
        "key": 12,
        "number": "20261127-0012",
        "revision": 5,
        "state": state,
        "category": "0504",
        "source": Source.COLLECTOR,
        "place": Position(121.4, 29.65),
        "area": "G",
        "squad": "yuelin",
        "second_squad": None,
        "department": None,
        "assignee": None,
        "checker": None,
        "times": {"reported": NOW, "filed": NOW},
        "came_us": NOW,
        "due_us": NOW + 2 * HOUR_US,
        "suspended_until_us": None,
        "counts": COUNTS,
        "asked": None,
        "ended": False,
        "on_time": None,
    }
    return CaseSeen(**{**usual, **told})


def looked(seen: CaseSeen, **told: Any) -> Looked:
    return Looked(case=seen, since_us=NOW, **told)


@pytest.mark.parametrize("state", [each for each in CaseState if each not in ENDED])
def test_somebody_has_something_to_do_with_every_open_case_but_a_suspended_one(state: CaseState) -> None:
    asked = None
    if state in _ASKED:
        asked = Asked(what=_ASKED[state], by="xc0099", agreed=())
    deed = Destined(known=PLAIN).deed(looked(case(state, asked=asked)))
    assert (deed is None) == (state is CaseState.HUNG)


_ASKED = {
    CaseState.SELF_DONE: Approval.SELF_DONE,
    CaseState.RETURN_REQ: Approval.RETURN,
    CaseState.DELAY_REQ: Approval.EXTEND,
    CaseState.HANG_REQ: Approval.SUSPEND,
}


@pytest.mark.parametrize(
    ("state", "fate", "action", "by"),
    [
        (CaseState.REPORTED, PLAIN, Action.REGISTER, By.SEAT),
        (CaseState.REPORTED, Fate(rejected=True), Action.REJECT, By.SEAT),
        (CaseState.REPORTED, Fate(is_public=True, rejected=True), Action.VERIFY, By.SEAT),
        (CaseState.VERIFYING, Fate(rejected=True), Action.REJECT, By.CHECKER),
        (CaseState.VERIFYING, PLAIN, Action.VERIFY, By.CHECKER),
        (CaseState.TO_DISPATCH, Fate(voided=True), Action.VOID, By.SEAT),
        (CaseState.TO_HANDLE, PLAIN, Action.ACCEPT, By.SQUAD),
        (CaseState.TO_HANDLE, Fate(returned=True), Action.RETURN, By.LEADER),
        (CaseState.TO_HANDLE, Fate(forced=True), Action.FORCE_CLOSE, By.CHIEF),
        (CaseState.HANDLING, PLAIN, Action.DEPART, By.HANDLER),
        (CaseState.HANDLING, Fate(extended=True), Action.EXTEND, By.HANDLER),
        (CaseState.HANDLING, Fate(suspended=True), Action.SUSPEND, By.HANDLER),
        (CaseState.CHECKING, Fate(reworked=True), Action.REWORK, By.CHECKER),
        (CaseState.CHECKING, PLAIN, Action.CHECK, By.CHECKER),
        (CaseState.REWORK, PLAIN, Action.ACCEPT, By.HANDLER),
        (CaseState.TO_CLOSE, PLAIN, Action.REWORK, By.CHIEF),
    ],
)
def test_fate_and_state_say_what_is_next(state: CaseState, fate: Fate, action: Action, by: By) -> None:
    deed = Destined(known=fate).deed(looked(case(state)))
    assert deed is not None
    assert (deed.action, deed.by) == (action, by)


@pytest.mark.parametrize(
    ("fate", "state", "done", "then"),
    [
        (Fate(returned=True), CaseState.TO_HANDLE, {"returns": 1}, Action.ACCEPT),
        (Fate(extended=True), CaseState.HANDLING, {"extensions": 1}, Action.DEPART),
        (Fate(suspended=True), CaseState.HANDLING, {"suspensions": 1}, Action.DEPART),
        (Fate(reworked=True), CaseState.CHECKING, {"reworks": 1}, Action.CHECK),
    ],
)
def test_what_was_done_once_is_not_done_again(fate: Fate, state: CaseState, done: dict[str, int], then: Action) -> None:
    deed = Destined(known=fate).deed(looked(case(state, counts=COUNTS | done)))
    assert deed is not None
    assert deed.action is then


def test_who_was_refused_goes_on_without_asking_again() -> None:
    fate = Fate(extended=True, suspended=True)
    asked = Destined(known=fate).deed(looked(case(CaseState.HANDLING), skipped={Action.EXTEND}))
    gone = Destined(known=fate).deed(looked(case(CaseState.HANDLING), skipped={Action.EXTEND, Action.SUSPEND}))
    assert asked is not None
    assert gone is not None
    assert (asked.action, gone.action) == (Action.SUSPEND, Action.DEPART)


def test_a_result_is_there_when_so_much_of_the_limit_is_used_up_and_earlier_in_a_faster_city() -> None:
    there = case(CaseState.HANDLING, times={"filed": NOW, "accepted": NOW + MINUTE_US, "arrived": NOW + 2 * MINUTE_US})
    slow = Destined(known=Fate(done_percent=50)).deed(looked(there))
    fast = Destined(known=Fate(done_percent=50), speed=10.0).deed(looked(there))
    assert slow is not None
    assert fast is not None
    assert (slow.action, slow.due_us) == (Action.FEEDBACK, NOW + HOUR_US)
    assert fast.due_us == NOW + HOUR_US // 10


def test_who_is_late_is_late_by_the_real_clock_however_fast_the_city_runs() -> None:
    there = case(CaseState.HANDLING, times={"filed": NOW, "accepted": NOW, "arrived": NOW})
    deed = Destined(known=Fate(done_percent=130), speed=10.0).deed(looked(there))
    assert deed is not None
    assert there.due_us is not None
    assert there.due_us < deed.due_us < there.due_us + HOUR_US


def test_only_short_limits_are_missed_in_a_faster_city() -> None:
    times, week_us = {"filed": NOW, "accepted": NOW, "arrived": NOW}, NOW + 7 * DAY_US
    there = case(CaseState.HANDLING, times=times, due_us=week_us)
    slow, fast = (Destined(known=Fate(done_percent=130), speed=speed).deed(looked(there)) for speed in (1.0, 10.0))
    assert slow is not None
    assert fast is not None
    assert slow.due_us > week_us
    assert fast.due_us < NOW + DAY_US


def test_who_walks_arrives_when_the_walk_is_over() -> None:
    walking = case(CaseState.HANDLING, times={"filed": NOW, "accepted": NOW, "departed": NOW})
    deed = Destined(known=PLAIN).deed(looked(walking, there_us=NOW + 9 * MINUTE_US))
    assert deed is not None
    assert (deed.action, deed.due_us) == (Action.ARRIVE, NOW + 9 * MINUTE_US)


def test_a_decision_is_the_same_again_and_another_for_the_next_revision() -> None:
    first, again = (Deciding(seed=7, speed=1.0).deed(looked(case(CaseState.REPORTED))) for _ in range(2))
    later = Deciding(seed=7, speed=1.0).deed(looked(replace(case(CaseState.REPORTED), revision=6)))
    assert first == again
    assert first is not None
    assert later is not None
    assert first.due_us != later.due_us


def test_only_a_long_limit_is_extended_or_suspended() -> None:
    deciding = Deciding(seed=7, speed=1.0)
    short = [deciding.fate(replace(case(CaseState.HANDLING), key=key)) for key in range(400)]
    long = [deciding.fate(replace(case(CaseState.HANDLING, due_us=NOW + 7 * DAY_US), key=key)) for key in range(400)]
    assert not any(fate.extended or fate.suspended for fate in short)
    assert sum(fate.extended for fate in long) > 10


def test_a_worse_squad_is_late_and_reworks_more() -> None:
    deciding = Deciding(seed=7, speed=1.0)

    def late(squad: str) -> int:
        fates = [deciding.fate(replace(case(CaseState.HANDLING, squad=squad), key=key)) for key in range(600)]
        return sum(fate.done_percent > 100 for fate in fates) + sum(fate.reworked for fate in fates)

    assert late("xicheng") > 2 * late("yuelin")
