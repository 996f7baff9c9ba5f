"""What a phone sends after the case has moved on, on both databases: nothing of it is lost."""

from __future__ import annotations

import pytest

from dashboard.domain.cases.commands import Move
from dashboard.domain.cases.late import Late
from dashboard.domain.cases.photo_roles import PhotoRole, Shot
from dashboard.domain.cases.records import Case, EntryKind, Units
from dashboard.domain.cases.states import Action, CaseState, Outcome
from dashboard.domain.durations import HOUR_US, MINUTE_US
from dashboard.domain.rights import Actor, Role
from dashboard.domain.text import Text
from dashboard.errors import BadInput, NotFound
from tests.actors import acting
from tests.case_office import AFTER, CHIEF, LAT, LON, OFFICER, STRANGER, CaseOffice

MATE = acting("mate", Role.OFFICER)._replace(squad="S1", person="1")


def send(
    office: CaseOffice, case: Case, action: Action, actor: Actor = OFFICER, key: str = "k", **move: object
) -> Case | Late:
    """What becomes of what the phone kept while it had no network; `case` is as the phone saw it last."""
    told = Move(action=action, revision=case.revision, **move)  # type: ignore[arg-type]
    return office.late.act(case.case_key, told, actor, key)


def sent_elsewhere(office: CaseOffice) -> Case:
    """A case of the first squad that went to the second while an officer of the first worked without a network."""
    case = office.dispatched()
    office.act(case, Action.DISPATCH, CHIEF, units=Units(squad="S2"), reason="近")
    return case


def test_a_day_without_a_network_comes_in_order_and_is_done(office: CaseOffice) -> None:
    case = office.dispatched()
    send(office, case, Action.ACCEPT, key="1")
    send(office, case, Action.DEPART, key="2")
    send(office, case, Action.ARRIVE, key="3", lon=LON, lat=LAT, accuracy_m=6.0)
    done = send(office, case, Action.FEEDBACK, key="4", photos=(AFTER,), outcome=Outcome.FIXED)
    assert isinstance(done, Case)
    assert (done.state, done.units.assignee) == (CaseState.FEEDBACK, "2")
    assert office.reading.timeline(case.case_key, CHIEF)[-1].data["outcome"] == "fixed"


@pytest.mark.parametrize(
    ("earlier_us", "is_told"), [(HOUR_US, True), (MINUTE_US, True), (MINUTE_US - 1, False), (-HOUR_US, False)]
)
def test_the_timeline_tells_when_it_was_done_and_the_clocks_go_by_when_it_came(
    office: CaseOffice, earlier_us: int, is_told: bool
) -> None:
    case, elsewhere = office.accepted(), sent_elsewhere(office)
    done_us = office.clock.now_us - earlier_us
    done = send(office, case, Action.FEEDBACK, key="1", photos=(AFTER,), done_us=done_us)
    assert isinstance(done, Case)
    assert done.times.done_us == office.clock.now_us
    send(office, elsewhere, Action.FEEDBACK, key="2", photos=(AFTER,), done_us=done_us)
    for key in (case.case_key, elsewhere.case_key):
        last = office.reading.timeline(key, CHIEF)[-1]
        assert last.data.get("done_us") == (done_us if is_told else None)


def test_a_remark_that_somebody_made_meanwhile_stops_nothing(office: CaseOffice) -> None:
    case = office.accepted()
    office.act(case, Action.COMMENT, CHIEF, reason="店主已联系")
    done = send(office, case, Action.FEEDBACK, photos=(AFTER,))
    assert isinstance(done, Case)
    assert done.state is CaseState.FEEDBACK


def test_a_result_for_a_case_that_went_to_another_squad_is_kept_and_says_so(office: CaseOffice) -> None:
    case = sent_elsewhere(office)
    late = send(
        office, case, Action.FEEDBACK, photos=(AFTER,), reason="已劝离", lon=LON, lat=LAT, outcome=Outcome.DISPERSED
    )
    assert late == Late(
        None,
        Text("已改派二中队，你的 1 张照片和说明已附上", "sent to 二中队; your picture and your words are attached"),
        1,
    )
    entry = office.reading.timeline(case.case_key, CHIEF)[-1]
    assert (entry.kind, entry.what, entry.actor, entry.text) == (EntryKind.COMMENT, "late", "officer", "已劝离")
    assert (entry.data["action"], entry.data["outcome"]) == ("feedback", "dispersed")
    assert entry.data["photos"] == [[AFTER.digest, "after"]]
    assert entry.data["away_m"] == 0.0
    view = office.reading.view(case.case_key, STRANGER)
    assert AFTER in view.shots
    assert (view.case.state, view.case.units.squad) == (CaseState.TO_HANDLE, "S2"), "the case itself goes on as it was"


def test_the_same_again_is_told_the_same_and_kept_once(office: CaseOffice) -> None:
    case = sent_elsewhere(office)
    first = send(office, case, Action.FEEDBACK, photos=(AFTER,))
    told = len(office.notices.feeds)
    assert send(office, case, Action.FEEDBACK, photos=(AFTER,)) == first
    assert len(office.notices.feeds) == told
    assert [each.what for each in office.reading.timeline(case.case_key, CHIEF)].count("late") == 1


def test_what_says_nothing_leaves_no_entry(office: CaseOffice) -> None:
    case = sent_elsewhere(office)
    late = send(office, case, Action.ACCEPT)
    assert isinstance(late, Late)
    assert (late.told.zh, late.photos) == ("已改派二中队", 0)
    assert office.reading.timeline(case.case_key, CHIEF)[-1].what == "dispatch"


def test_a_case_that_was_sent_on_while_an_officer_worked_on_it_keeps_what_was_done(office: CaseOffice) -> None:
    case = office.accepted()
    office.act(case, Action.DISPATCH, CHIEF, units=Units(squad="S2"), reason="近")
    late = send(office, case, Action.FEEDBACK, photos=(AFTER,), outcome=Outcome.FIXED)
    assert isinstance(late, Late)
    assert late.told.zh == "已改派二中队，你的 1 张照片已附上"


def test_of_two_phones_of_one_officer_the_second_result_is_kept_beside_the_first(office: CaseOffice) -> None:
    case = office.accepted()
    assert isinstance(send(office, case, Action.FEEDBACK, key="phone-1", photos=(AFTER,)), Case)
    second = send(office, case, Action.FEEDBACK, key="phone-2", photos=(AFTER,), reason="近景")
    assert isinstance(second, Late)
    assert second.told.zh == "案件现为“待核查”，你的 1 张照片和说明已附上"
    assert second.case is not None


def test_of_two_who_take_a_case_the_slower_hears_who_has_it(office: CaseOffice) -> None:
    case = office.dispatched()
    send(office, case, Action.ACCEPT, MATE)
    late = send(office, case, Action.ACCEPT, OFFICER)
    assert isinstance(late, Late)
    assert late.told == Text("已由张** 1 办理", "张** 1 has it")


@pytest.mark.parametrize(
    ("end", "words"), [("merge", "已并入 #{}"), ("close", "案件现为“已结案”"), ("return", "已退回派遣")]
)
def test_who_is_late_hears_how_it_went_on(office: CaseOffice, end: str, words: str) -> None:
    case = other = office.accepted()
    match end:
        case "merge":
            other = office.reported()
            office.act(case, Action.MERGE, CHIEF, into=other.case_key)
        case "close":
            case = office.closed()
        case "return":
            asked = office.act(case, Action.RETURN, OFFICER, reason="不归本队")
            office.act(asked, Action.APPROVE, CHIEF)
    late = send(office, case, Action.ARRIVE, reason="无信号")
    assert isinstance(late, Late)
    assert late.told.zh == f"{words.format(other.number)}，你的说明已附上"


def test_who_never_had_the_case_leaves_nothing_on_it(office: CaseOffice) -> None:
    case = office.accepted()
    with pytest.raises(NotFound):
        send(office, case, Action.FEEDBACK, STRANGER, photos=(AFTER,))
    with pytest.raises(NotFound):
        office.late.act(999, Move(action=Action.FEEDBACK), OFFICER)


def test_a_picture_that_did_not_arrive_is_asked_for_and_nothing_is_done(office: CaseOffice) -> None:
    case = sent_elsewhere(office)
    with pytest.raises(BadInput, match="is not stored"):
        send(office, case, Action.FEEDBACK, photos=(Shot("e" * 64, PhotoRole.AFTER),))
    with pytest.raises(BadInput, match="attach a picture"):
        send(office, office.accepted(), Action.FEEDBACK)
    assert office.reading.timeline(case.case_key, CHIEF)[-1].what == "dispatch"
