"""What is somebody's to do, on both databases."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import insert

from dashboard.domain.cases.queries import CaseQuery, Sorting
from dashboard.domain.cases.records import Case, Units
from dashboard.domain.cases.states import Action
from dashboard.domain.cases.tasks import TaskKind
from dashboard.domain.rights import Role
from dashboard.errors import BadInput, Forbidden
from data_sources.db import tables as t
from tests.actors import acting
from tests.case_office import AFTER, BEFORE, BOSS, CHIEF, LAT, LEADER, LON, OFFICER, SEAT, STRANGER, CaseOffice

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


def leave(office: CaseOffice, number: str) -> None:
    """Somebody does not work here any more."""
    with office.store.begin() as work:
        gone = next(each for each in work.people() if each.number == number)
        work.save_people([replace(gone, left_us=office.clock())])


def listed(office: CaseOffice, actor: object) -> list[Case]:
    page = office.reading.page(CaseQuery(unattended=True), Sorting(), 50, None, actor)  # type: ignore[arg-type]
    return list(page.items)


def test_what_somebody_had_who_left_shows_to_the_leader_and_goes_to_another_with_all_that_was_done(
    office: CaseOffice,
) -> None:
    case = office.act(office.accepted(), Action.ARRIVE, OFFICER, lon=LON, lat=LAT, accuracy_m=5.0)
    assert office.tasks.unattended(LEADER, "S1") == 0
    leave(office, "2")
    assert office.tasks.unattended(LEADER, "S1") == office.tasks.unattended(CHIEF) == 1
    assert office.tasks.unattended(STRANGER, "S2") == 0
    assert [each.case_key for each in listed(office, LEADER)] == [case.case_key]
    with pytest.raises(BadInput, match="why it goes to another unit"):
        office.act(case, Action.DISPATCH, CHIEF, units=Units(squad="S1", assignee="1"))
    sent = office.act(case, Action.DISPATCH, CHIEF, units=Units(squad="S1", assignee="1"), reason="原经办人离职")
    assert office.tasks.unattended(LEADER, "S1") == 0
    assert told(office, LEADER) == [("0001", TaskKind.HANDLE, True)]
    assert (sent.times.accepted_us, sent.times.arrived_us) == (None, None)
    deeds = [each.what for each in office.reading.timeline(case.case_key, LEADER)]
    assert deeds[-3:] == ["accept", "arrive", "dispatch"]


def test_a_check_waits_for_nobody_when_who_was_named_left(office: CaseOffice) -> None:
    office.act(office.handled(), Action.CHECK, SEAT, units=Units(checker="1"))
    leave(office, "1")
    (case,) = listed(office, CHIEF)
    assert (case.number[-4:], case.units.checker) == ("0001", "1")


@pytest.mark.parametrize(("accounts", "count"), [([1], 1), ([1, None], 0), ([None], 0), ([], 0)])
def test_who_cannot_sign_in_any_more_is_gone_too(office: CaseOffice, accounts: list[int | None], count: int) -> None:
    office.accepted()
    with office.engine.begin() as connection:
        for number, disabled_us in enumerate(accounts):
            account = {"name": f"a{number}", "role": "officer", "password_digest": "-", "must_change_password": False}
            row = {**account, "created_us": 0, "person": "2", "squad": "S1", "disabled_us": disabled_us}
            connection.execute(insert(t.account).values(row))
    assert office.tasks.unattended(CHIEF) == count
