"""Cases moved by forms, and looked at whole, on both databases."""

from __future__ import annotations

from typing import Any

import pytest

from dashboard.domain.cases.clocks import Lamp
from dashboard.domain.cases.commands import Move
from dashboard.domain.cases.differences import Change, seen_of
from dashboard.domain.cases.queries import CaseQuery, LampCount, Sorting
from dashboard.domain.cases.records import Case, Units
from dashboard.domain.cases.states import Action, CaseState
from dashboard.domain.catalogue.records import AreaClass, Step
from dashboard.domain.durations import DAY_US, HOUR_US, MINUTE_US
from dashboard.errors import Conflict, NotFound
from dashboard.services.cases.handling import CaseForm, Pressed
from tests.case_office import AFTER, BOSS, CHIEF, LEADER, OFFICER, OTHER_CHIEF, SEAT, STRANGER, CaseOffice


def press(office: CaseOffice, form: CaseForm, actor: Any, into: str = "", **move: Any) -> Pressed:
    """What becomes of a form."""
    told = Move(action=form.action, revision=form.case.revision, **move)
    return office.handling.press(
        form.case.case_key, told, actor, into=into, remembered=form.remembered, entry_key=form.entry_key
    )


def opened(office: CaseOffice, case: Case, action: Action, actor: Any = CHIEF) -> CaseForm:
    return office.handling.open(case.case_key, action, actor)


def test_a_form_moves_the_case(office: CaseOffice) -> None:
    pressed = press(office, opened(office, office.filed(), Action.DISPATCH), CHIEF, units=Units(squad="S1"))
    assert pressed.case is not None
    assert (pressed.case.state, pressed.case.units.squad) == (CaseState.TO_HANDLE, "S1")


def test_a_form_says_at_which_field_what_is_missing_and_nothing_is_done(office: CaseOffice) -> None:
    case = office.accepted()
    pressed = press(office, opened(office, case, Action.SUSPEND, OFFICER), OFFICER)
    assert [each.part for each in pressed.lacking] == ["reason", "until"]
    assert pressed.lacking[0].text.zh == "请写明申请挂账的原因"
    assert office.reading.view(case.case_key, CHIEF).case == case


def test_who_was_slower_sees_who_did_what_and_what_differs_and_may_then_go_on(office: CaseOffice) -> None:
    case = office.filed()
    form = opened(office, case, Action.DISPATCH, OTHER_CHIEF)
    office.clock.now_us += MINUTE_US
    office.act(case, Action.DISPATCH, CHIEF, units=Units(squad="S1"))
    clash = press(office, form, OTHER_CHIEF, units=Units(squad="S2")).clash
    assert clash is not None
    assert [(each.what, each.actor, each.at_us) for each in clash.entries] == [("dispatch", "chief", office.clock())]
    assert Change("state", "to_dispatch", "to_handle") in clash.changes
    assert Change("squad", None, "S1") in clash.changes
    again = press(
        office,
        opened(office, clash.newer, Action.DISPATCH, OTHER_CHIEF),
        OTHER_CHIEF,
        units=Units(squad="S2"),
        reason="近",
    )
    assert again.case is not None
    assert again.case.units.squad == "S2"


def test_a_form_of_another_state_or_without_the_right_is_not_opened(office: CaseOffice) -> None:
    case = office.filed()
    with pytest.raises(Conflict):
        opened(office, case, Action.CLOSE)
    with pytest.raises(Conflict):
        opened(office, case, Action.DISPATCH, SEAT)
    with pytest.raises(NotFound):
        opened(office, case, Action.COMMENT, STRANGER)


def test_who_lost_the_right_meanwhile_is_told_so(office: CaseOffice) -> None:
    form = opened(office, office.filed(), Action.DISPATCH)
    pressed = press(office, form, SEAT, units=Units(squad="S1"))
    assert [each.part for each in pressed.lacking] == ["case"]
    assert "没有" in pressed.lacking[0].text.zh


def test_a_consent_says_what_it_leads_to(office: CaseOffice) -> None:
    case = office.accepted()
    asks = opened(office, case, Action.EXTEND, OFFICER)
    assert case.clocks.due_us is not None
    due = [each.zh for each in asks.told]
    assert due[0] == "还需 2 级审批才生效"
    assert due[1].startswith("延期到 ")
    assert due[2] == "此后还可延期 1 次"
    asked = office.act(case, Action.EXTEND, OFFICER, reason="店主不在")
    first = opened(office, asked, Action.APPROVE, LEADER)
    assert first.told[0].zh == "还需 2 级审批才生效"
    agreed = office.act(asked, Action.APPROVE, LEADER)
    last = opened(office, agreed, Action.APPROVE, CHIEF)
    assert [each.zh for each in last.told] == due[1:]
    done = office.act(agreed, Action.APPROVE, CHIEF)
    assert done.clocks.due_us == case.clocks.due_us + 2 * HOUR_US


@pytest.mark.parametrize(
    ("action", "words"),
    [
        (Action.RETURN, "退回派遣，全程时限照走"),
        (Action.VOID, "作废，不再办理，不计入考核"),
        (Action.FORCE_CLOSE, "直接结案，不再核查"),
        (Action.SUSPEND, "暂停计时"),
    ],
)
def test_a_request_says_what_it_leads_to(office: CaseOffice, action: Action, words: str) -> None:
    assert words in [each.zh for each in opened(office, office.accepted(), action).told]


def test_a_duplicate_is_merged_by_the_number_of_the_other(office: CaseOffice) -> None:
    case, other = office.filed(), office.filed()
    form = opened(office, case, Action.MERGE)
    assert [each.part for each in press(office, form, CHIEF, into="20001231-0001").lacking] == ["into"]
    merged = press(office, form, CHIEF, into=f" #{other.number} ").case
    assert merged is not None
    assert merged.merged_into == other.case_key
    told = office.sheets.sheet(other.case_key, CHIEF).file
    assert told.numbers == {case.case_key: case.number}


def test_a_form_offers_people_masked_and_categories_that_cases_are_filed_in(office: CaseOffice) -> None:
    case = office.act(office.reported(), Action.REGISTER, SEAT)
    codes = [
        (each.category.code, each.standard and each.standard.condition)
        for each in opened(office, case, Action.FILE).filings
    ]
    assert codes == [("0504", ""), ("0505", ""), ("0506", ""), ("0102", ""), ("0101", "停工"), ("0101", "拆除")]
    people = opened(office, office.filed(), Action.DISPATCH).people
    assert [(each.number, each.squad) for each in people] == [("1", "S1"), ("2", "S1"), ("3", "S2")]
    assert all("*" in each.name for each in people)


def test_a_form_offers_the_limit_of_the_class_of_the_place(office: CaseOffice) -> None:
    office.class_grid(AreaClass.B)
    case = office.act(office.reported(), Action.REGISTER, SEAT)
    [found] = [each for each in opened(office, case, Action.FILE).filings if each.category.code == "0506"]
    assert found.standard is not None
    assert (found.standard.area_class, found.standard.limit.amount) == (AreaClass.B, 4)


def test_clocks_are_told_with_what_is_used_up_and_where_they_stood_still(office: CaseOffice) -> None:
    case = office.accepted()
    office.clock.now_us += 30 * MINUTE_US
    asked = office.act(case, Action.SUSPEND, OFFICER, reason="暴雨", until_us=office.clock() + 2 * DAY_US)
    hung = office.act(asked, Action.APPROVE, CHIEF)
    office.clock.now_us += 60 * MINUTE_US
    paused = office.sheets.sheet(hung.case_key, CHIEF).file.faces[-1]
    assert (paused.is_paused, paused.due_us, paused.lamp, round(paused.percent)) == (True, None, Lamp.GREY, 25)
    assert [each.is_paused for each in paused.stretches] == [False, True]
    office.act(hung, Action.RESUME, OFFICER)
    whole = office.sheets.sheet(hung.case_key, CHIEF).file.faces[-1]
    assert (whole.step, whole.paused_us, whole.lamp) == (None, 60 * MINUTE_US, Lamp.GREEN)
    first, pause, _ = whole.stretches
    assert (round(first.until_share, 3), round(pause.until_share, 3)) == (round(30 / 180, 3), round(90 / 180, 3))


def test_ended_steps_keep_their_clocks(office: CaseOffice) -> None:
    file = office.sheets.sheet(office.closed().case_key, CHIEF).file
    assert [each.step for each in file.ended_faces] == [
        *(Step.REGISTER, Step.FILE, Step.DISPATCH),
        *(Step.CHECK, Step.CLOSE),
    ]
    assert file.catalogue == 1


def test_a_list_counts_all_lamps_whatever_lamp_is_asked_for(office: CaseOffice) -> None:
    office.filed()
    office.accepted(category="0505")
    office.clock.now_us += 150 * MINUTE_US
    listing = office.sheets.listing(CaseQuery(lamp=Lamp.RED), "05", Sorting(), 10, None, BOSS)
    assert [each.category for each in listing.page.items] == ["0504"]
    assert listing.lamps == LampCount(yellow=1, red=1)
    assert listing.names.squads["S1"] == "一中队"
    assert office.sheets.listing(CaseQuery(), "01", Sorting(), 10, None, BOSS).page.total == 0


def test_what_a_browser_remembers_oddly_is_passed_over(office: CaseOffice) -> None:
    case = office.filed()
    form = opened(office, case, Action.DISPATCH, OTHER_CHIEF)
    office.act(case, Action.COMMENT, CHIEF, reason="看一下")
    odd = {**seen_of(case), "squad": ["S1"], "state": True, "nothing": 1}
    told = Move(action=Action.DISPATCH, revision=case.revision, units=Units(squad="S1"))
    clash = office.handling.press(case.case_key, told, OTHER_CHIEF, remembered=odd, entry_key=form.entry_key).clash
    assert clash is not None
    assert clash.changes == ()
    assert [each.what for each in clash.entries] == ["comment"]


def test_pictures_come_with_the_result(office: CaseOffice) -> None:
    case = office.act(office.accepted(), Action.ARRIVE, OFFICER, reason="步行到场")
    pressed = press(office, opened(office, case, Action.FEEDBACK, OFFICER), OFFICER, photos=(AFTER,))
    assert pressed.case is not None
    assert AFTER in office.reading.view(case.case_key, CHIEF).shots
