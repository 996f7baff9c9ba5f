"""What the page of a squad shows of its cases, on both databases."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from dashboard.domain.cases.candidates import CandidateKind
from dashboard.domain.cases.clocks import Lamp
from dashboard.domain.cases.commands import Move
from dashboard.domain.cases.records import Units
from dashboard.domain.cases.states import Action, CaseState
from dashboard.domain.durations import DAY_US, MINUTE_US
from dashboard.domain.readings import from_us
from dashboard.domain.squads.periods import SquadPeriod
from dashboard.domain.squads.speeds import InTime, Pace, Speed
from dashboard.errors import Forbidden, Incomplete, NotFound
from dashboard.services.cases.ranking import CandidateRanking
from dashboard.services.squads.lamps import RANKED_AGAIN_US, SquadLamplight
from tests.case_office import BOSS, CHIEF, LAT, LON, OFFICER, SEAT, ZONE, CaseOffice
from tests.case_street import Street
from tests.squad_office import LEADER, OTHER_LEADER, SquadOffice


@pytest.fixture
def squad(office: CaseOffice) -> SquadOffice:
    """The page of the first squad."""
    return SquadOffice(office)


@pytest.mark.parametrize("ask", ["lamps", "tasks", "head", "waiting", "speeds", "hot_spots"])
def test_who_leads_a_squad_asks_about_that_alone_and_a_chief_about_any(squad: SquadOffice, ask: str) -> None:
    asked: dict[str, Callable[..., Any]] = {
        "lamps": squad.lamplight.lamps,
        "tasks": squad.lamplight.tasks,
        "head": squad.lamplight.head,
        "waiting": squad.approving.waiting,
        "speeds": lambda actor, code: squad.figures.speeds(actor, code, SquadPeriod.TODAY),
        "hot_spots": squad.figures.hot_spots,
    }
    asked[ask](LEADER, "S1")
    asked[ask](CHIEF, "S2")
    asked[ask](BOSS, None)
    for actor, code in ((LEADER, "S2"), (LEADER, None), (OFFICER, "S1")):
        with pytest.raises(Forbidden):
            asked[ask](actor, code)


def test_late_and_soon_due_cases_come_by_their_deadline_and_green_ones_not(squad: SquadOffice) -> None:
    late = squad.office.accepted()
    squad.wait(30)
    soon = squad.office.accepted()
    squad.wait(30)
    squad.office.accepted()
    squad.wait(70)
    found = squad.lamplight.lamps(LEADER, "S1")
    assert [(row.case.case_key, row.lamp) for row in found.rows] == [
        (late.case_key, Lamp.RED),
        (soon.case_key, Lamp.YELLOW),
    ]
    assert found.tally[:3] == (1, 1, 3)
    assert [mark.lamp for mark in found.marks] == [Lamp.RED, Lamp.YELLOW, Lamp.GREEN]
    assert found.names.people == {"2": "李**"}
    assert squad.lamplight.lamps(OTHER_LEADER, "S2").tally == (0, 0, 0, None)


def test_a_case_that_nobody_took_says_since_when_and_who_could(squad: SquadOffice) -> None:
    case = squad.office.dispatched()
    squad.wait(4)
    row = squad.lamplight.lamps(LEADER, "S1").rows[0]
    assert (row.case.case_key, row.lamp) == (case.case_key, Lamp.GREEN)
    assert row.sent_us == squad.office.clock() - 4 * MINUTE_US
    assert squad.lamplight.lamps(BOSS, "S1").rows[0].takers is None, "who sees no people is told of none"


def test_who_leads_a_squad_sends_its_own_people_and_nobody_else(squad: SquadOffice) -> None:
    case = squad.office.dispatched()
    assert squad.lamplight.lamps(LEADER, "S1").rows[0].may_send
    assert not squad.lamplight.lamps(BOSS, "S1").rows[0].may_send
    form = squad.office.handling.open(case.case_key, Action.DISPATCH, LEADER)
    assert ([each.code for each in form.squads], form.departments) == (["S1"], ())
    assert [each.number for each in form.people] == ["1", "2"]
    kinds = {(each.kind, each.squad) for each in squad.office.dispatching.candidates(case.case_key, LEADER)}
    assert kinds <= {(CandidateKind.PERSON, "S1")}
    for units in (Units(squad="S2"), Units(squad="S1", assignee="3"), Units(department="D1"), Units(squad="S1")):
        with pytest.raises(Forbidden, match="own people"):
            squad.office.act(case, Action.DISPATCH, LEADER, units=units, reason="换人")
    sent = squad.office.act(case, Action.DISPATCH, LEADER, units=Units(squad="S1", assignee="2"))
    assert (sent.units, sent.state) == (Units(squad="S1", assignee="2"), CaseState.TO_HANDLE)
    assert sent.counts.units == 1, "it never went to another unit"
    taken = squad.office.act(sent, Action.ACCEPT, OFFICER)
    with pytest.raises(Incomplete, match="say why"):
        squad.office.act(taken, Action.DISPATCH, LEADER, units=Units(squad="S1", assignee="1"))
    again = squad.office.act(taken, Action.DISPATCH, LEADER, units=Units(squad="S1", assignee="1"), reason="临时请假")
    assert (again.state, again.units.assignee) == (CaseState.TO_HANDLE, "1")
    other = squad.office.dispatched()
    for actor in (OFFICER, OTHER_LEADER):
        with pytest.raises((Forbidden, NotFound)):
            squad.office.act(other, Action.DISPATCH, actor, units=Units(squad="S1", assignee="2"))


def test_without_lamps_the_next_deadline_is_told(squad: SquadOffice) -> None:
    case = squad.office.accepted()
    found = squad.lamplight.lamps(LEADER, "S1")
    assert found.rows == []
    assert found.tally.next_due_us == case.clocks.due_us


def test_what_stands_still_has_no_lamp(squad: SquadOffice) -> None:
    case = squad.office.accepted()
    until_us = squad.office.clock() + DAY_US
    asked = squad.office.act(case, Action.SUSPEND, OFFICER, reason="等料", until_us=until_us)
    squad.office.act(asked, Action.APPROVE, CHIEF)
    squad.wait(300)
    found = squad.lamplight.lamps(LEADER, "S1")
    assert (found.rows, found.tally) == ([], (0, 0, 1, None))
    assert [mark.lamp for mark in found.marks] == [Lamp.GREY]


def test_what_is_to_be_verified_or_checked_in_the_squads_grids_is_listed(squad: SquadOffice) -> None:
    to_verify = squad.office.act(squad.office.reported(), Action.VERIFY, SEAT, units=Units(checker="2"))
    squad.wait(1)
    to_check = squad.office.act(squad.office.handled(), Action.CHECK, SEAT, units=Units(checker="1"))
    found = squad.lamplight.tasks(LEADER, "S1")
    assert [(case.case_key, case.state) for case in found.cases] == [
        (to_verify.case_key, CaseState.VERIFYING),
        (to_check.case_key, CaseState.CHECKING),
    ]
    assert found.names.people == {"2": "李**", "1": "张**"}
    assert found.verdicts == {to_verify.case_key: [], to_check.case_key: [Action.CHECK, Action.REWORK]}
    assert squad.lamplight.tasks(OTHER_LEADER, "S2").cases == []


def test_a_request_tells_its_consequences_and_whoever_may_not_decide_why(squad: SquadOffice) -> None:
    case = squad.office.accepted()
    squad.office.act(case, Action.EXTEND, OFFICER, reason="缺料")
    row = squad.approving.waiting(LEADER, "S1").rows[0]
    assert row.refused is None
    assert row.may_refuse
    assert [text.zh[:6] for text in row.outcome] == ["还需 2 级", "延期到 11", "此后还可延期"]
    assert "+2 小时" in row.outcome[1].zh
    assert row.effect.zh == "新截止前完成仍算按期"
    agreed = squad.office.moves.act(case.case_key, _move(row, Action.APPROVE), LEADER)
    assert agreed.pending is not None
    again = squad.approving.waiting(LEADER, "S1")
    assert again.rows[0].refused is not None
    assert again.rows[0].refused.zh == "您已同意过，须由另一人终审"
    assert (again.own, again.decided) == (0, 1)
    squad.office.moves.act(case.case_key, _move(again.rows[0], Action.APPROVE), CHIEF)
    assert squad.approving.waiting(LEADER, "S1").rows == []


def test_more_time_for_what_is_late_meanwhile_is_consented_to_by_nobody(squad: SquadOffice) -> None:
    case = squad.office.accepted()
    squad.office.act(case, Action.EXTEND, OFFICER, reason="缺料")
    squad.wait(130)
    row = squad.approving.waiting(LEADER, "S1").rows[0]
    assert row.refused is not None
    assert row.refused.zh == "已超时的案件不能延期"
    assert row.may_refuse
    with pytest.raises(Incomplete, match="late already"):
        squad.office.moves.act(case.case_key, _move(row, Action.APPROVE), LEADER)
    squad.office.moves.act(case.case_key, _move(row, Action.REFUSE, "已超时"), LEADER)


def test_what_the_leader_asked_for_somebody_else_decides(squad: SquadOffice) -> None:
    taken = squad.office.act(squad.office.dispatched(), Action.ACCEPT, LEADER)
    squad.office.act(taken, Action.RETURN, LEADER, reason="不属本中队")
    row = squad.approving.waiting(LEADER, "S1").rows[0]
    assert row.refused is not None
    assert "须由他人审批" in row.refused.zh
    assert not row.may_refuse
    assert squad.approving.waiting(CHIEF, None).own == 1
    assert squad.approving.waiting(OTHER_LEADER, "S2").rows == []


def test_speeds_are_medians_counted_by_hand(squad: SquadOffice, street: Street) -> None:
    for minutes in (10, 30, 80):
        case = squad.office.accepted()
        squad.wait(minutes)
        case = squad.office.act(case, Action.ARRIVE, OFFICER, lon=LON, lat=LAT, accuracy_m=5.0)
        case = squad.office.act(case, Action.FEEDBACK, OFFICER, reason="无法拍照")
        case = squad.office.act(case, Action.CHECK, SEAT, units=Units(checker="1"))
        squad.wait(5)
    late = squad.office.accepted()
    squad.wait(121)
    board = squad.figures.speeds(LEADER, "S1", SquadPeriod.WEEK)
    assert board.squad.pace(Speed.HANDLE) == Pace(30 * 60.0, 3)
    assert board.squad.pace(Speed.FIND) == Pace(0.0, 4)
    assert board.squad.pace(Speed.PUT_RIGHT) == Pace()
    assert board.squad.in_time == InTime(3, 4)
    assert board.squad == board.district
    assert board.before.pace(Speed.HANDLE) == Pace()
    assert board.before.in_time.share is None
    other = squad.figures.speeds(OTHER_LEADER, "S2", SquadPeriod.WEEK)
    assert (other.squad.pace(Speed.HANDLE), other.district) == (Pace(), board.district)
    squad.office.clock.now_us += 7 * DAY_US
    assert squad.figures.speeds(LEADER, "S1", SquadPeriod.WEEK).before == board.squad
    assert late.on_time is None


def test_finding_begins_with_the_alarm_and_a_suspension_is_no_handling(squad: SquadOffice, street: Street) -> None:
    alarm_key = street.tilted(street.asset(), {0: 22.4})
    squad.wait(6)
    case = squad.office.accepted(alarm_key=alarm_key, asset_id="JG-1")
    until_us = squad.office.clock() + DAY_US
    case = squad.office.act(case, Action.SUSPEND, OFFICER, reason="等料", until_us=until_us)
    case = squad.office.act(case, Action.APPROVE, CHIEF)
    squad.wait(60)
    case = squad.office.act(case, Action.RESUME, CHIEF)
    squad.wait(20)
    squad.office.act(case, Action.FEEDBACK, OFFICER, reason="无法拍照")
    squad.wait(1)
    squads = squad.figures.speeds(LEADER, "S1", SquadPeriod.WEEK).squad
    assert squads.pace(Speed.FIND) == Pace(6 * 60.0, 1)
    assert squads.pace(Speed.HANDLE) == Pace(20 * 60.0, 1)


def test_hours_count_the_days_like_today_and_places_what_was_closed_there(squad: SquadOffice) -> None:
    began_us = squad.office.clock()
    for day in range(4):
        squad.office.clock.now_us = began_us + day * DAY_US
        squad.office.closed()
        squad.office.reported(category="0102", photos=())
    squad.office.clock.now_us = began_us + 14 * DAY_US
    found = squad.figures.hot_spots(LEADER, "S1")
    worked = sum(1 for day in range(4) if _weekday(began_us + day * DAY_US) < 5)
    is_worked = _weekday(squad.office.clock()) < 5
    expected = worked if is_worked else 4 - worked
    assert found.heat.is_worked is is_worked
    assert {row.category: row.total for row in found.heat.rows} == {"店外经营": expected, "暴露垃圾": expected}
    assert [(place.category, place.cases, place.line) for place in found.places] == [("0504", 4, "L01")]
    assert found.lines == {"L01": "县前街"}
    assert squad.figures.hot_spots(OTHER_LEADER, "S2").heat.rows == ()


def test_a_squad_without_people_and_shifts_says_so(squad: SquadOffice) -> None:
    head = squad.lamplight.head(LEADER, "S1")
    assert (head.name, head.grids, head.people, head.from_us) == ("一中队", ("一格",), 2, None)
    assert squad.lamplight.head(BOSS, None).name == ""


def test_a_squad_that_was_merged_is_empty_everywhere_and_said_to_be_unknown(squad: SquadOffice) -> None:
    squad.office.accepted()
    assert not squad.lamplight.head(CHIEF, "S9").is_known
    assert squad.lamplight.lamps(CHIEF, "S9").tally.open == 0
    assert squad.lamplight.tasks(CHIEF, "S9").cases == []
    assert squad.approving.waiting(CHIEF, "S9").rows == []
    assert squad.figures.hot_spots(CHIEF, "S9").heat.rows == ()
    assert squad.figures.speeds(CHIEF, "S9", SquadPeriod.NOW).squad.in_time == InTime()


def _weekday(at_us: int) -> int:
    return from_us(at_us).astimezone(ZONE).weekday()


def _move(row: Any, action: Action, reason: str = "") -> Any:
    return Move(action=action, revision=row.case.revision, reason=reason)


def test_who_could_take_a_case_is_ranked_again_when_it_moved_or_a_minute_went_by(squad: SquadOffice) -> None:
    asked: list[int] = []
    ranking = CandidateRanking(squad.office.rules, squad.office.clock, ZONE)

    class Counted(CandidateRanking):
        def ranked(self, work: Any, case: Any, around: Any, squad: str | None = None) -> Any:
            asked.append(case.case_key)
            return ranking.ranked(work, case, around, squad)

    lamplight = SquadLamplight(
        squad.office.store, Counted(squad.office.rules, squad.office.clock, ZONE), squad.office.clock, ZONE
    )
    case = squad.office.dispatched()
    squad.office.clock.now_us -= squad.office.clock.now_us % RANKED_AGAIN_US
    first = lamplight.lamps(LEADER, "S1").rows[0].takers
    assert lamplight.lamps(LEADER, "S1").rows[0].takers == first
    assert asked == [case.case_key]
    squad.office.act(case, Action.COMMENT, LEADER, reason="谁去")
    lamplight.lamps(LEADER, "S1")
    squad.wait(1)
    lamplight.lamps(LEADER, "S1")
    assert asked == [case.case_key] * 3
