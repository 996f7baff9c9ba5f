"""What is somebody's to do, on both databases."""

from __future__ import annotations

import pytest

from dashboard.domain.cases.records import Units
from dashboard.domain.cases.states import Action
from dashboard.domain.cases.tasks import TaskKind
from dashboard.domain.rights import Role
from dashboard.errors import Forbidden
from tests.actors import acting
from tests.case_office import AFTER, BEFORE, BOSS, CHIEF, LEADER, OFFICER, SEAT, STRANGER, CaseOffice

MATE = acting("mate", Role.OFFICER)._replace(squad="S1", person="1")


def told(office: CaseOffice, actor: object) -> list[tuple[str, TaskKind, bool]]:
    return [(each.case.number[-4:], each.kind, each.is_own) for each in office.tasks.mine(actor)]  # type: ignore[arg-type]


def test_what_the_squad_has_is_everybodys_until_somebody_takes_it(office: CaseOffice) -> None:
    case = office.dispatched()
    assert told(office, OFFICER) == told(office, MATE) == [("0001", TaskKind.HANDLE, False)]
    assert told(office, STRANGER) == []
    office.act(case, Action.ACCEPT, OFFICER)
    assert told(office, OFFICER) == [("0001", TaskKind.HANDLE, True)]
    assert told(office, MATE) == []


def test_the_second_squad_may_take_it_as_well(office: CaseOffice) -> None:
    office.act(office.filed(), Action.DISPATCH, CHIEF, units=Units(squad="S1", second_squad="S2"))
    assert told(office, STRANGER) == [("0001", TaskKind.HANDLE, False)]


def test_a_report_to_verify_and_a_result_to_check_are_of_whoever_was_named(office: CaseOffice) -> None:
    report = office.reported()
    office.act(report, Action.VERIFY, SEAT, units=Units(checker="2"))
    office.act(office.handled(), Action.CHECK, SEAT, units=Units(checker="1"))
    assert told(office, OFFICER) == [("0001", TaskKind.VERIFY, True)]
    assert told(office, LEADER) == [("0002", TaskKind.CHECK, True)]
    assert office.tasks.mine(LEADER)[0].actions[:2] == (Action.CHECK, Action.REWORK)


def test_a_request_that_waits_stays_with_who_asked_and_nobody_else_is_offered_it(office: CaseOffice) -> None:
    office.act(office.dispatched(), Action.RETURN, OFFICER, reason="不归本队")
    assert told(office, OFFICER) == []
    office.act(office.accepted(), Action.RETURN, OFFICER, reason="不归本队")
    assert told(office, OFFICER) == [("0002", TaskKind.HANDLE, True)]
    assert told(office, MATE) == []


def test_what_is_done_is_no_task_any_more(office: CaseOffice) -> None:
    office.closed()
    office.handled()
    assert told(office, OFFICER) == told(office, LEADER) == []


def test_a_task_has_its_pictures_its_standard_and_what_may_be_done(office: CaseOffice) -> None:
    office.accepted(category="0506")
    (task,) = office.tasks.mine(OFFICER)
    assert task.shots == (BEFORE,)
    assert task.standard is not None
    assert task.standard.limit.amount == 1, "the strictest where the class of the area is not known"
    assert Action.FEEDBACK in task.actions


def test_rework_comes_back_to_who_had_it(office: CaseOffice) -> None:
    case = office.act(office.handled(), Action.CHECK, SEAT, units=Units(checker="1"))
    office.act(case, Action.REWORK, LEADER, reason="未清理")
    assert told(office, OFFICER) == [("0001", TaskKind.HANDLE, True)]
    assert AFTER in office.tasks.mine(OFFICER)[0].shots


def test_the_first_due_comes_first_and_an_account_of_nobody_has_nothing(office: CaseOffice) -> None:
    office.dispatched(category="0505")
    office.dispatched(category="0504")
    assert [each[0] for each in told(office, OFFICER)] == ["0002", "0001"]
    assert told(office, OFFICER._replace(person=None)) == []


def test_who_neither_handles_nor_checks_has_no_tasks(office: CaseOffice) -> None:
    with pytest.raises(Forbidden):
        office.tasks.mine(BOSS)


def test_a_case_of_the_department_is_offered_only_to_who_may_take_it(office: CaseOffice) -> None:
    office.act(office.filed(), Action.DISPATCH, CHIEF, units=Units(department="D1"))
    assert told(office, OFFICER) == []
