"""Which verdict may come when, and what taking it back makes of an event."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dashboard.domain.triage.claims import HELD_FOR_US, Claim, claimed
from dashboard.domain.triage.states import (
    FROM,
    LEADS_TO,
    REASON_LABELS,
    STATE_LABELS,
    VERDICT_LABELS,
    EventState,
    RejectReason,
    Verdict,
)
from dashboard.domain.triage.verdicts import (
    CASE_MOVED,
    LOOKED_AGAIN,
    NO_REASON,
    NOT_YOURS,
    NOTHING_TO_UNDO,
    Given,
    Judged,
    Saying,
    is_same,
    judged,
    problem_of,
    undo_problem,
    undone,
)

WAITING = Judged(event_key=1, state=EventState.WAITING)
OTHER = Judged(event_key=2, state=EventState.WAITING)
GLARE = Saying(verdict=Verdict.REJECT, reason=RejectReason.NOTHING_THERE)
SAYINGS = {
    Verdict.ACCEPT: Saying(verdict=Verdict.ACCEPT),
    Verdict.CONVERT: Saying(verdict=Verdict.CONVERT, case_key=7),
    Verdict.REJECT: GLARE,
    Verdict.MERGE: Saying(verdict=Verdict.MERGE, into=2),
}


def test_everything_has_a_name() -> None:
    assert set(STATE_LABELS) == set(EventState)
    assert set(VERDICT_LABELS) == set(Verdict)
    assert set(REASON_LABELS) == set(RejectReason)


@pytest.mark.parametrize("state", EventState)
@pytest.mark.parametrize("verdict", SAYINGS)
def test_a_verdict_comes_from_its_states_and_no_other(verdict: Verdict, state: EventState) -> None:
    event = replace(WAITING, state=state, by="seat")
    assert (problem_of(event, SAYINGS[verdict], OTHER) is None) == (state in FROM[verdict])


@pytest.mark.parametrize(
    ("verdict", "is_right"),
    [(Verdict.ACCEPT, True), (Verdict.CONVERT, True), (Verdict.REJECT, False), (Verdict.MERGE, None)],
)
def test_a_verdict_says_whether_the_camera_was_right(verdict: Verdict, is_right: bool | None) -> None:
    after = judged(WAITING, SAYINGS[verdict], "seat", 5)
    assert (after.state, after.is_right, after.by, after.before) == (
        LEADS_TO[verdict],
        is_right,
        "seat",
        EventState.WAITING,
    )


def test_what_files_by_itself_says_nothing_of_the_camera() -> None:
    assert judged(WAITING, SAYINGS[Verdict.CONVERT], "rules", 5, by_person=False).is_right is None


def test_a_rejection_needs_one_of_the_reasons() -> None:
    assert problem_of(WAITING, Saying(verdict=Verdict.REJECT)) == NO_REASON


@pytest.mark.parametrize(
    "target",
    [None, WAITING, replace(OTHER, state=EventState.REJECTED), replace(OTHER, state=EventState.MERGED)],
    ids=["nothing", "itself", "a rejected one", "a merged one"],
)
def test_an_event_merges_into_another_that_stands(target: Judged | None) -> None:
    assert problem_of(WAITING, SAYINGS[Verdict.MERGE], target) is not None


def test_the_same_verdict_of_the_same_person_is_no_new_one() -> None:
    after = judged(WAITING, GLARE, "seat", 5)
    assert is_same(after, GLARE, "seat")
    assert not is_same(after, GLARE, "other")
    assert not is_same(after, replace(GLARE, reason=RejectReason.UNCLEAR), "seat")


@pytest.mark.parametrize("verdict", SAYINGS)
@pytest.mark.parametrize("state", [EventState.HELD, EventState.WAITING])
def test_an_undo_leaves_the_event_as_it_was(verdict: Verdict, state: EventState) -> None:
    before = replace(WAITING, state=state)
    after = replace(judged(before, SAYINGS[verdict], "seat", 5), verdict_key=9)
    assert undo_problem(after, "seat") is None
    assert undone(after) == before


def test_an_undo_leads_back_to_the_verdict_before() -> None:
    given = Given(verdict_key=3, event_key=1, at_us=4, by="other", saying=GLARE, before=EventState.WAITING)
    rejected = replace(judged(WAITING, GLARE, "other", 4), verdict_key=3)
    after = replace(judged(rejected, SAYINGS[Verdict.CONVERT], "seat", 5), verdict_key=9)
    assert undone(after, given) == rejected


def test_what_others_did_or_what_has_followed_is_not_undone() -> None:
    after = replace(judged(WAITING, GLARE, "seat", 5), verdict_key=9)
    assert undo_problem(after, "other") == NOT_YOURS
    assert undo_problem(after, "seat", looked_again=True) == LOOKED_AGAIN
    assert undo_problem(after, "seat", case_moved=True) == CASE_MOVED
    assert undo_problem(WAITING, "seat") == NOTHING_TO_UNDO


def test_a_claim_keeps_others_off_until_it_ends_and_is_renewed_by_looking_on() -> None:
    claim = claimed(None, 1, "seat", 100)
    assert claim == Claim(1, "seat", 100, 100 + HELD_FOR_US)
    assert [claim.holds_against(who, 100) for who in ("other", "seat")] == [True, False]
    assert not claim.holds_against("other", claim.until_us)
    assert claimed(claim, 1, "seat", 200) == Claim(1, "seat", 100, 200 + HELD_FOR_US)
    assert claimed(claim, 1, "other", claim.until_us).since_us == claim.until_us
