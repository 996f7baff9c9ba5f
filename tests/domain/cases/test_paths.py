"""Any path of a case, by whoever tries whatever: no state is reached without its right, and the clocks add up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Final

from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.domain.cases.commands import Move
from dashboard.domain.cases.demands import missing
from dashboard.domain.cases.limits import counted_us
from dashboard.domain.cases.machine import MOST_EXTENSIONS, steps_of
from dashboard.domain.cases.permits import leads, may
from dashboard.domain.cases.records import Case, Flag, Origin, Pending, Place, Times, Units
from dashboard.domain.cases.states import Action, CaseState, Source
from dashboard.domain.cases.stepping import stepped
from dashboard.domain.cases.timing import Frozen, Rules, timed
from dashboard.domain.catalogue.tree import Catalogue, Version
from dashboard.domain.durations import DAY_US, MINUTE_US
from dashboard.domain.rights import Actor, Permission, Role
from tests.actors import acting
from tests.case_office import (
    AFTER,
    BEFORE,
    BOSS,
    CHIEF,
    CONTENTS,
    LAT,
    LEADER,
    LON,
    OFFICER,
    OTHER_CHIEF,
    SEAT,
    STRANGER,
)
from tests.domain.cases.calendars import at, taizhou

RULES: Final = Rules(Catalogue(Version(1, "试验", date(2020, 1, 1)), CONTENTS), taizhou())
NOBODY: Final = Actor("nobody", Role.OFFICER, {}, SEAT.means)
AUDITED: Final = acting("officer-2", Role.OFFICER)._replace(squad="S1", person="4")
ACTORS: Final = (SEAT, CHIEF, OTHER_CHIEF, BOSS, LEADER, OFFICER, AUDITED, STRANGER, NOBODY)
_P: Final = Permission
_S: Final = CaseState
REACHED_BY: Final[Mapping[CaseState, set[Permission]]] = {
    _S.VERIFYING: {_P.REGISTER_CASES},
    _S.TO_REGISTER: {_P.REGISTER_CASES, _P.CHECK_CASES},
    _S.REJECTED: {_P.REGISTER_CASES, _P.CHECK_CASES},
    _S.TO_DISPATCH: {_P.FILE_CASES},
    _S.TO_HANDLE: {_P.DISPATCH_CASES, _P.FILE_CASES},
    _S.HANDLING: {_P.HANDLE_CASES, _P.FILE_CASES, _P.DISPATCH_CASES, _P.APPROVE_CASES},
    _S.RETURN_REQ: {_P.HANDLE_CASES},
    _S.DELAY_REQ: {_P.HANDLE_CASES},
    _S.HANG_REQ: {_P.HANDLE_CASES},
    _S.HUNG: {_P.FILE_CASES},
    _S.FEEDBACK: {_P.HANDLE_CASES},
    _S.CHECKING: {_P.REGISTER_CASES},
    _S.REWORK: {_P.CHECK_CASES, _P.FILE_CASES},
    _S.TO_CLOSE: {_P.CHECK_CASES},
    _S.CLOSED: {_P.FILE_CASES, _P.APPROVE_CASES},
    _S.FORCED_CLOSE: {_P.SUPERVISE_CASES},
    _S.VOID: {_P.FILE_CASES, _P.REGISTER_CASES},
}
"""Who enters a state has one of these rights; written down here apart from the code, by hand."""

SIDEWAYS: Final = {
    *(Action.REJECT, Action.VOID, Action.FORCE_CLOSE, Action.MERGE),
    *(Action.COMMENT, Action.SUPERVISE, Action.DEPART),
}
RARELY: Final = 57

tries = st.tuples(st.sampled_from(ACTORS), st.integers(0, 60), st.integers(1, 30) | st.integers(1, 24 * 60))
paths = st.lists(tries, min_size=10, max_size=50)
quickly = settings(max_examples=60, derandomize=True, deadline=None)


def reported() -> Case:
    start = at("2026-02-12 16:00")
    case = Case(
        category="0504",
        category_name="店外经营",
        place=Place(LON, LAT, "", None, None),
        origin=Origin(Source.COLLECTOR, SEAT.name, None, None, None),
        times=Times(start),
    )
    return timed(None, case, RULES, start)


def whole_move(action: Action, case: Case, now_us: int) -> Move:
    """The action with everything that any action may need."""
    units = (
        Units(squad="S1") if action is Action.DISPATCH else Units(assignee="2") if action is Action.ACCEPT else Units()
    )
    if action in (Action.VERIFY, Action.CHECK) and case.state in (_S.REPORTED, _S.FEEDBACK, _S.TO_CLOSE):
        units = Units(checker="2")
    return Move(
        action=action,
        reason="因为",
        units=units,
        until_us=now_us + 10 * DAY_US,
        lon=LON,
        lat=LAT,
        accuracy_m=5.0,
        photos=(AFTER,),
        into=99,
        undo=case.merged_into is not None,
    )


def chosen(case: Case, number: int) -> Action:
    """One of the actions that the state leaves open; one that ends the case or leads nowhere only now and then."""
    every = steps_of(case)
    onward = [each for each in every if each not in SIDEWAYS]
    offered = every if number > RARELY or not onward else onward
    return offered[number % len(offered)]


def around(actor: Actor) -> list[Actor]:
    """Everybody, beginning with this one."""
    start = ACTORS.index(actor)
    return [*ACTORS[start:], *ACTORS[:start]]


def walked(path: list[tuple[Actor, int, int]]) -> list[tuple[Case, Action, Actor, Case, int]]:
    """Every step that was taken of those that were tried: before, what, by whom, after, when."""
    case, now_us, taken = reported(), at("2026-02-12 16:00"), []
    for actor, number, minutes in path:
        now_us += minutes * MINUTE_US
        action = chosen(case, number)
        if number % 4:
            actor = next((each for each in around(actor) if may(case, action, each).allowed), actor)
        move = whole_move(action, case, now_us)
        if not may(case, action, actor).allowed or list(missing(case, move, (BEFORE, AFTER), now_us)):
            continue
        after = timed(case, stepped(case, move, actor, now_us), RULES, now_us)
        taken.append((case, action, actor, after, now_us))
        case = replace(after, revision=case.revision + 1)
    return taken


@quickly
@given(paths)
def test_no_path_reaches_a_state_without_its_right(path: list[tuple[Actor, int, int]]) -> None:
    for before, action, actor, after, _ in walked(path):
        if action is Action.DISPATCH and leads(before, actor):
            assert _P.HANDLE_CASES in actor.rights, "who leads the squad sends its own people"
        elif after.state is not before.state and action is not Action.MERGE:
            assert REACHED_BY[after.state] & actor.rights.keys(), (before.state, action, actor.name, after.state)
        assert actor is not NOBODY
        assert actor is not STRANGER or action is Action.COMMENT


@quickly
@given(paths)
def test_nobody_decides_on_the_own_request_nor_agrees_twice(path: list[tuple[Actor, int, int]]) -> None:
    for before, action, actor, _after, _ in walked(path):
        if action is Action.APPROVE:
            asked = before.pending
            assert isinstance(asked, Pending)
            assert actor.name not in (asked.asked_by, *asked.agreed)


@quickly
@given(paths)
def test_what_has_ended_goes_nowhere_but_to_an_excuse_or_apart_again(path: list[tuple[Actor, int, int]]) -> None:
    for before, action, _actor, after, _ in walked(path):
        if before.ended:
            assert after.state is before.state or action is Action.MERGE
            assert after.on_time == before.on_time or Flag.EXEMPT in after.flags or action is Action.MERGE
        assert after.ended == (after.times.ended_us is not None)
        assert after.counts.extensions <= MOST_EXTENSIONS
        assert after.counts.suspensions <= 1


@quickly
@given(paths)
def test_the_time_of_a_case_is_the_sum_of_its_running_stretches(path: list[tuple[Actor, int, int]]) -> None:
    for _before, _action, _actor, after, now_us in walked(path):
        whole = Frozen.from_json(after.clocks.frozen).whole
        if whole is None:
            continue
        spans = [(each.from_us, now_us if each.until_us is None else each.until_us) for each in whole.spans]
        spent = sum(counted_us(RULES.calendar, whole.limit.type, *span) for span in spans)
        assert whole.spent_us(RULES.calendar, now_us) == spent
        assert whole.is_paused == (after.state is _S.HUNG)
        assert (after.clocks.due_us is None) == whole.is_paused
        if after.state is _S.CLOSED and after.times.handled_us is not None:
            assert after.on_time == (after.times.handled_us <= (whole.due_us or 0))
