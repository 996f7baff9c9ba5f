"""Use case: give a unit a task about cases, follow it to its end, and print it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import tzinfo
from typing import Final

from dashboard.domain.cases.clocks import Lamp
from dashboard.domain.cases.commands import Move
from dashboard.domain.cases.queries import CaseQuery, CaseSort, Sorting
from dashboard.domain.cases.records import Flag
from dashboard.domain.cases.states import Action
from dashboard.domain.durations import DAY_US
from dashboard.domain.feeds import Feed
from dashboard.domain.rights import Actor, Permission, Target, decide
from dashboard.domain.roster.duty import day_of
from dashboard.domain.squads.merging import taken_over_problem
from dashboard.domain.supervision.machine import NEEDS_WORDS, STEPS, actions_now, may_do, moved, sees
from dashboard.domain.supervision.records import (
    ANSWER_LENGTH,
    CASES_AT_MOST,
    DEMAND_LENGTH,
    TASK_STATE_LABELS,
    TITLE_LENGTH,
    Moment,
    SupervisionTask,
    TaskAction,
    TaskDraft,
    TaskState,
    TaskView,
)
from dashboard.domain.supervision.sheet import Sheet, sheet_of
from dashboard.domain.text import Language, Text
from dashboard.errors import BadInput, Conflict, Forbidden, NotFound
from dashboard.ports.operations import Clock, LiveNotifier
from dashboard.ports.supervision import SheetPrinter, SupervisionStore, SupervisionWork
from dashboard.services.access import require
from dashboard.services.cases.moving import CaseMoves

SHOWN: Final = 200
LONGEST_US: Final = 365 * DAY_US
_GONE: Final = Text("没有这项督办，或您看不到它", "there is no such task, or you may not see it")
_FASTER: Final = Text("督办刚被别人更新，请看最新情况再操作", "somebody was faster; look at the task as it is now")
_TITLE: Final = Text(f"事由须为 1～{TITLE_LENGTH} 字", f"subject (title): 1 to {TITLE_LENGTH} characters")
_DEMAND: Final = Text(f"督办要求须为 1～{DEMAND_LENGTH} 字", f"demand: 1 to {DEMAND_LENGTH} characters")
_UNIT: Final = Text("请选一个中队或处置单位", "choose one squad or one department")
_DUE: Final = Text("整改期限须在今后一年之内", "the time must lie within the coming year")
_MANY: Final = Text(f"一张交办单最多 {CASES_AT_MOST} 个案件", f"cases: at most {CASES_AT_MOST}")
_WORDS: Final = Text("请写明情况", "say what about it")
_LONG: Final = Text(f"最多 {ANSWER_LENGTH} 字", f"at most {ANSWER_LENGTH} characters")


class Supervision:
    """Tasks. Every method raises Forbidden, NotFound, and Unavailable; nothing was changed then."""

    def __init__(
        self,
        store: SupervisionStore,
        moves: CaseMoves,
        printer: SheetPrinter,
        notifier: LiveNotifier,
        *,
        clock: Clock,
        zone: tzinfo,
    ) -> None:
        self._store = store
        self._moves = moves
        self._printer = printer
        self._notifier = notifier
        self._clock = clock
        self._zone = zone

    def issue(self, draft: TaskDraft, actor: Actor, request_key: str) -> SupervisionTask:
        """Give the task and mark its cases as supervised; the same request again returns the task of the first time.

        Raises BadInput with what is wrong.
        """
        require(actor, Permission.SUPERVISE_CASES, Target())
        at_us = self._clock()
        _check(draft, at_us)
        with self._store.begin() as work:
            known = work.task_of_request(actor.name, request_key)
            if known is not None:
                return _found(work, known, actor)
            _require_unit(work, draft)
            cases = [self._supervised(work, number, draft, actor) for number in dict.fromkeys(draft.cases)]
            task = self._task(work, draft, tuple(cases), Moment(actor.name, at_us))
            task = task._replace(task_key=work.add_task(task, request_key))
            told = {"unit": task.unit, "cases": len(cases), "kind": task.kind.value}
            work.note_in_audit(actor, "issue_supervision", task.number, told, at_us)
            feeds = work.bump([Feed.CASES])
        self._notifier.publish([], feeds)
        return task

    def _task(self, work: SupervisionWork, draft: TaskDraft, cases: tuple[int, ...], issued: Moment) -> SupervisionTask:
        day = day_of(issued.at_us, self._zone)
        return SupervisionTask(
            task_key=0,
            number=f"DB{day:%Y%m%d}-{work.next_task_number(day):02d}",
            revision=1,
            state=TaskState.ISSUED,
            issued=issued,
            **{**draft._asdict(), "cases": cases},
        )

    def _supervised(self, work: SupervisionWork, number: str, draft: TaskDraft, actor: Actor) -> int:
        """The key of the case, now supervised."""
        key = work.case_of_number(number)
        case = None if key is None else work.case(key)
        if case is None or case.ended:
            raise BadInput(Text(f"没有未结案件「{number:.40}」", f"cases: there is no open case {number!r:.60}"))
        move = Move(action=Action.SUPERVISE, revision=case.revision, reason=draft.title)
        return self._moves.move(work, case, move, actor).case_key

    def act(self, task_key: int, action: TaskAction, revision: int, text: str, actor: Actor) -> SupervisionTask:
        """Return the task after the action. Raises Conflict when its state does not allow it or somebody was faster."""
        words, at_us = text.strip(), self._clock()
        with self._store.begin() as work:
            task = _found(work, task_key, actor)
            decision = may_do(task, action, actor)
            if not decision.allowed:
                raise Forbidden(decision.why)
            if task.revision != revision:
                raise Conflict(_FASTER)
            if (task.state, action) not in STEPS:
                raise Conflict(_not_now(task))
            if action in NEEDS_WORDS and not words:
                raise BadInput(_WORDS)
            if len(words) > ANSWER_LENGTH:
                raise BadInput(_LONG)
            after = moved(task, action, words, actor, at_us)
            if not work.save_task(after):
                raise Conflict(_FASTER)
            told = {"from": task.state.value, "to": after.state.value}
            work.note_in_audit(actor, f"supervision_{action.name.lower()}", task.number, told, at_us)
            feeds = work.bump([Feed.CASES])
        self._notifier.publish([], feeds)
        return after

    def listed(self, actor: Actor, *, open_only: bool) -> Sequence[SupervisionTask]:
        """Return the tasks that the actor sees: the open ones by their time, then the newest of the others."""
        require(actor, Permission.VIEW_CASES)
        all_of_them = decide(actor, Permission.VIEW_CASES, Target()).allowed
        if not all_of_them and actor.squad is None and actor.department is None:
            return []
        own = None if all_of_them else (actor.squad, actor.department)
        with self._store.look() as work:
            return work.tasks(own, open_only, SHOWN)

    def view(self, task_key: int, actor: Actor) -> TaskView:
        """Return one task with its cases."""
        require(actor, Permission.VIEW_CASES)
        with self._store.look() as work:
            task = _found(work, task_key, actor)
            cases = [case for key in task.cases if (case := work.case(key)) is not None]
            return TaskView(task, cases, _name_of(work, task), actions_now(task, actor))

    def overdue(self, squad: str, actor: Actor) -> Sequence[str]:
        """Return the numbers of a squad's overdue cases that nobody supervises yet, the longest overdue first."""
        require(actor, Permission.SUPERVISE_CASES, Target())
        query = CaseQuery(lamp=Lamp.RED, squad=squad, open_only=True)
        with self._store.look() as work:
            found, _ = work.list_cases(query, Sorting(CaseSort.DUE, False), CASES_AT_MOST, None, self._clock())
        return [case.number for case in found if Flag.SUPERVISED not in case.flags]

    def sheet(self, task_key: int, actor: Actor, language: Language) -> tuple[str, bytes]:
        """Return the number of the task and 《督查交办单》 as a PDF; that it was printed is in the audit log."""
        require(actor, Permission.VIEW_CASES)
        at_us = self._clock()
        with self._store.begin() as work:
            task = _found(work, task_key, actor)
            sheet = self._sheet_of(work, task, at_us)
            work.note_in_audit(actor, "print_supervision", task.number, {"cases": len(task.cases)}, at_us)
        return task.number, self._printer.pdf(sheet, language)

    def _sheet_of(self, work: SupervisionWork, task: SupervisionTask, at_us: int) -> Sheet:
        cases = [case for key in task.cases if (case := work.case(key)) is not None]
        profile = work.city_profile()
        return sheet_of(task, cases, _name_of(work, task), profile.name or Text("", ""), at_us, self._zone)


def _found(work: SupervisionWork, task_key: int, actor: Actor) -> SupervisionTask:
    task = work.task(task_key)
    if task is None or not sees(task, actor):
        raise NotFound(_GONE)
    return task


def _not_now(task: SupervisionTask) -> Text:
    state = TASK_STATE_LABELS[task.state]
    return Text(f"督办{state.zh}，现在不能这样做", f"the task is {state.en}; this cannot be done now")


def _check(draft: TaskDraft, at_us: int) -> None:
    if not 1 <= len(draft.title) <= TITLE_LENGTH:
        raise BadInput(_TITLE)
    if not 1 <= len(draft.demand) <= DEMAND_LENGTH:
        raise BadInput(_DEMAND)
    if (draft.squad is None) == (draft.department is None):
        raise BadInput(_UNIT)
    if not at_us < draft.due_us <= at_us + LONGEST_US:
        raise BadInput(_DUE)
    if len(draft.cases) > CASES_AT_MOST:
        raise BadInput(_MANY)


def _require_unit(work: SupervisionWork, draft: TaskDraft) -> None:
    known = work.known_units()
    if draft.squad not in {None, *known["squad"]} or draft.department not in {None, *known["department"]}:
        raise BadInput(_UNIT)
    problem = taken_over_problem(work.squads(), [draft.squad])
    if problem is not None:
        raise BadInput(problem)


def _name_of(work: SupervisionWork, task: SupervisionTask) -> str:
    """The name of the unit; its code when it is gone."""
    units = work.squads() if task.squad else work.departments()
    return next((each.name for each in units if each.code == task.unit), task.unit)
