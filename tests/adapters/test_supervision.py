"""Supervision tasks on both databases: given, followed to their end, printed."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import Engine, func, select

from dashboard.domain.cases.clocks import Lamp
from dashboard.domain.cases.records import Flag
from dashboard.domain.durations import DAY_US, HOUR_US
from dashboard.domain.rights import Role
from dashboard.domain.supervision.records import (
    SupervisionTask,
    TaskAction,
    TaskDraft,
    TaskKind,
    TaskState,
    task_lamp,
)
from dashboard.domain.text import Language
from dashboard.errors import BadInput, Conflict, Forbidden, NotFound
from dashboard.services.supervision.tasks import Supervision
from data_sources.db import tables as t
from data_sources.db.supervision.store import SqlSupervisionStore
from data_sources.reports.supervision import TypstSheets
from tests.actors import acting
from tests.case_office import BOSS, CHIEF, LEADER, OFFICER, SEAT, STRANGER, ZONE, CaseOffice

OTHER_LEADER = acting("leader-2", Role.SQUAD_LEADER)._replace(squad="S2", person="3")


class Desk:
    """A bureau whose leaders supervise."""

    def __init__(self, engine: Engine) -> None:
        self.office = CaseOffice(engine)
        store = SqlSupervisionStore(engine, self.office.clock)
        self.tasks = Supervision(
            store, self.office.moves, TypstSheets(), self.office.notices, clock=self.office.clock, zone=ZONE
        )

    def draft(self, **changes: Any) -> TaskDraft:
        told = {
            "kind": TaskKind.OVERDUE,
            "title": "店外经营反复",
            "demand": "限期清理并落实长效管理",
            "squad": "S1",
            "department": None,
            "due_us": self.office.clock() + DAY_US,
        }
        return TaskDraft(**{**told, **changes})

    def issued(self, key: str = "k1", **changes: Any) -> SupervisionTask:
        return self.tasks.issue(self.draft(**changes), BOSS, key)

    def act(self, task: SupervisionTask, action: TaskAction, actor: Any, text: str = "") -> SupervisionTask:
        return self.tasks.act(task.task_key, action, task.revision, text, actor)


@pytest.fixture
def desk(engine: Engine) -> Desk:
    return Desk(engine)


def test_a_task_marks_its_cases_and_says_so_on_their_timelines(desk: Desk) -> None:
    case = desk.office.accepted()
    task = desk.issued(cases=(case.number, case.number))
    assert (task.state, task.number) == (TaskState.ISSUED, "DB20251121-01")
    view = desk.tasks.view(task.task_key, CHIEF)
    assert [each.number for each in view.cases] == [case.number]
    assert Flag.SUPERVISED in view.cases[0].flags
    assert view.unit == "一中队"
    assert "supervise" in [entry.what for entry in desk.office.reading.timeline(case.case_key, CHIEF)]


def test_the_same_request_gives_one_task_and_another_one_another_number(desk: Desk) -> None:
    first, again, other = desk.issued(), desk.issued(), desk.issued("k2")
    assert first.task_key == again.task_key
    assert [first.number[-2:], other.number[-2:]] == ["01", "02"]


def test_the_unit_signs_and_answers_and_the_supervisor_sends_back_and_closes(desk: Desk) -> None:
    task = desk.issued()
    task = desk.act(task, TaskAction.SIGN, LEADER)
    task = desk.act(task, TaskAction.ANSWER, LEADER, "已清理")
    task = desk.act(task, TaskAction.SEND_BACK, BOSS, "西侧仍有两处")
    assert (task.state, task.answer, task.answered) == (TaskState.SIGNED, "已清理", None)
    task = desk.act(task, TaskAction.ANSWER, LEADER, "全部清理")
    task = desk.act(task, TaskAction.CLOSE, BOSS)
    assert task.state is TaskState.CLOSED
    assert task.remark == "西侧仍有两处"
    assert desk.tasks.view(task.task_key, BOSS).actions == ()
    assert task == desk.tasks.view(task.task_key, BOSS).task


def test_everyone_is_offered_what_is_theirs_alone(desk: Desk) -> None:
    task = desk.issued()
    seen = {actor.name: desk.tasks.view(task.task_key, actor).actions for actor in (BOSS, LEADER, OFFICER, SEAT)}
    assert seen == {"boss": (TaskAction.WITHDRAW,), "leader": (TaskAction.SIGN,), "officer": (), "seat": ()}
    with pytest.raises(Forbidden):
        desk.act(task, TaskAction.SIGN, OFFICER)
    with pytest.raises(Forbidden):
        desk.act(task, TaskAction.CLOSE, LEADER)
    with pytest.raises(Forbidden):
        desk.tasks.issue(desk.draft(), SEAT, "k9")


def test_another_squad_sees_no_task_of_this_one(desk: Desk) -> None:
    task = desk.issued()
    assert desk.tasks.listed(OTHER_LEADER, open_only=False) == []
    assert desk.tasks.listed(STRANGER, open_only=False) == []
    for actor in (OTHER_LEADER, STRANGER):
        with pytest.raises(NotFound):
            desk.tasks.view(task.task_key, actor)
        with pytest.raises(NotFound):
            desk.tasks.sheet(task.task_key, actor, Language.CHINESE)
    assert [each.task_key for each in desk.tasks.listed(LEADER, open_only=True)] == [task.task_key]


def test_a_department_without_an_account_is_answered_for_by_whoever_supervises(desk: Desk) -> None:
    task = desk.issued(squad=None, department="D1")
    assert desk.tasks.view(task.task_key, CHIEF).actions == (TaskAction.SIGN, TaskAction.WITHDRAW)
    assert desk.act(task, TaskAction.SIGN, CHIEF).state is TaskState.SIGNED


def test_open_tasks_come_by_their_time_and_ended_ones_after_them(desk: Desk) -> None:
    late = desk.issued("k1", due_us=desk.office.clock() + 2 * DAY_US)
    soon = desk.issued("k2", due_us=desk.office.clock() + HOUR_US)
    gone = desk.act(desk.issued("k3"), TaskAction.WITHDRAW, BOSS, "重复")
    before = desk.issued("k4")
    desk.office.clock.now_us += HOUR_US // 2
    last = desk.act(before, TaskAction.WITHDRAW, BOSS, "重复")
    later = desk.act(desk.issued("k5"), TaskAction.WITHDRAW, BOSS, "重复")
    keys = [each.task_key for each in desk.tasks.listed(BOSS, open_only=False)]
    assert keys == [soon.task_key, late.task_key, later.task_key, last.task_key, gone.task_key]
    assert [each.task_key for each in desk.tasks.listed(BOSS, open_only=True)] == keys[:2]


def test_the_lamp_of_a_task_stands_still_with_the_answer(desk: Desk) -> None:
    task = desk.issued()
    at_us = task.issued.at_us
    lamps = [task_lamp(task, at_us + hours * HOUR_US) for hours in (0, 20, 25)]
    assert lamps == [Lamp.GREEN, Lamp.YELLOW, Lamp.RED]
    answered = desk.act(desk.act(task, TaskAction.SIGN, LEADER), TaskAction.ANSWER, LEADER, "好")
    assert task_lamp(answered, at_us + 90 * HOUR_US) is Lamp.GREEN
    closed = desk.act(answered, TaskAction.CLOSE, BOSS)
    assert task_lamp(closed, at_us + 90 * HOUR_US) is Lamp.GREY


def test_a_squads_overdue_cases_that_nobody_supervises_are_proposed(desk: Desk) -> None:
    first, second = desk.office.accepted(), desk.office.accepted()
    desk.office.clock.now_us += 3 * HOUR_US
    assert list(desk.tasks.overdue("S1", BOSS)) == [first.number, second.number]
    desk.issued(cases=(first.number,))
    assert list(desk.tasks.overdue("S1", BOSS)) == [second.number]
    assert list(desk.tasks.overdue("S2", BOSS)) == []


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"title": ""}, "事由"),
        ({"title": "长" * 81}, "事由"),
        ({"demand": ""}, "要求"),
        ({"squad": None}, "一个中队"),
        ({"department": "D1"}, "一个中队"),
        ({"squad": "S9"}, "一个中队"),
        ({"due_us": 0}, "期限"),
        ({"due_us": 2**60}, "期限"),
        ({"cases": ("20261121-9999",)}, "20261121-9999"),
        ({"cases": tuple(str(n) for n in range(51))}, "50"),
    ],
)
def test_what_is_wrong_with_a_task_is_said_and_nothing_is_kept(desk: Desk, changes: Any, said: str) -> None:
    with pytest.raises(BadInput) as refused:
        desk.issued(**changes)
    assert refused.value.told is not None
    assert said in refused.value.told.zh
    assert desk.tasks.listed(BOSS, open_only=False) == []


def test_an_ended_case_is_not_supervised_any_more_and_the_others_are_left_alone(desk: Desk) -> None:
    good, ended = desk.office.accepted(), desk.office.closed()
    with pytest.raises(BadInput):
        desk.issued(cases=(good.number, ended.number))
    assert Flag.SUPERVISED not in desk.office.reading.view(good.case_key, CHIEF).case.flags


def test_a_step_that_the_state_does_not_allow_or_that_comes_second_is_a_conflict(desk: Desk) -> None:
    task = desk.issued()
    with pytest.raises(Conflict):
        desk.act(task, TaskAction.CLOSE, BOSS)
    desk.act(task, TaskAction.SIGN, LEADER)
    with pytest.raises(Conflict):
        desk.act(task, TaskAction.WITHDRAW, BOSS, "算了")


@pytest.mark.parametrize("text", ["", "  ", "长" * 1001])
def test_an_answer_needs_words_but_not_too_many(desk: Desk, text: str) -> None:
    task = desk.act(desk.issued(), TaskAction.SIGN, LEADER)
    with pytest.raises(BadInput):
        desk.act(task, TaskAction.ANSWER, LEADER, text)


@pytest.mark.parametrize("language", list(Language))
def test_the_sheet_is_a_pdf_of_its_own_and_that_it_was_printed_is_in_the_audit_log(
    desk: Desk, engine: Engine, language: Language
) -> None:
    cases = tuple(desk.office.accepted().number for _ in range(2))
    task = desk.issued(cases=cases, demand='#panic() *不是标记* $x$ <b> \\ " 䶮')
    number, pdf = desk.tasks.sheet(task.task_key, LEADER, language)
    assert number == task.number
    assert pdf.startswith(b"%PDF-")
    assert b"NotoSansSC" in pdf
    printed = select(func.count()).select_from(t.audit).where(t.audit.c.action == "print_supervision")
    with engine.connect() as connection:
        assert connection.execute(printed).scalar_one() == 1
