"""What a wall reads of cases, on both databases."""

from __future__ import annotations

from dashboard.domain.cases.board import CaseBoard, Stage, stages_of
from dashboard.domain.cases.clocks import Lamp
from dashboard.domain.cases.states import CaseState
from dashboard.domain.durations import DAY_US, HOUR_US
from dashboard.domain.readings import midnight_before, to_us
from dashboard.domain.wall_facts import NewsKind, Then
from data_sources.db.cases.board import CaseBoardReader
from tests.case_office import ZONE, CaseOffice


def board(office: CaseOffice) -> CaseBoard:
    now_us = office.clock()
    midnight_us = to_us(midnight_before(now_us, ZONE))
    return CaseBoardReader(office.engine).board(now_us, midnight_us, midnight_us - DAY_US)


def test_a_bureau_without_cases_has_an_empty_board(office: CaseOffice) -> None:
    assert board(office) == CaseBoard(filed=Then(0, 0), ended=Then(0, 0), newest=[], points=[], squads=[])
    assert CaseBoardReader(office.engine).news(8) == []


def test_open_cases_are_counted_by_stage_lamp_and_squad_and_lie_on_the_map(office: CaseOffice) -> None:
    office.reported()
    office.filed()
    office.closed()
    late = office.accepted()
    office.clock.now_us += 3 * HOUR_US
    found = board(office)
    stages = {stage: count for stage, count in stages_of(found.by_state).items() if count}
    assert stages == {Stage.REGISTER: 1, Stage.DISPATCH: 1, Stage.HANDLE: 1}
    assert found.open == 3
    assert (found.lamps.red, found.lamps.green) == (2, 0)
    assert [(each.squad, each.open, each.red, each.ended_today) for each in found.squads] == [("一中队", 1, 1, 1)]
    assert (found.filed.today, found.ended.today) == (3, 1)
    assert [point.lamp for point in found.points] == [Lamp.RED, Lamp.RED, Lamp.GREY]
    line = next(each for each in found.newest if each.case_key == late.case_key)
    assert (line.state, line.lamp, line.squad) == (CaseState.HANDLING, Lamp.RED, "一中队")


def test_the_news_tells_what_was_filed_and_what_ended(office: CaseOffice) -> None:
    case = office.closed()
    told = CaseBoardReader(office.engine).news(8)
    assert {(line.kind, line.asset_id) for line in told} == {
        (NewsKind.FILED, case.number),
        (NewsKind.ENDED, case.number),
    }
    assert len(CaseBoardReader(office.engine).news(1)) == 1
