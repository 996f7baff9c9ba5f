"""The supervision tasks of the demo's past: late cases of one unit, demanded together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta, tzinfo
from typing import Final

from dashboard.domain.cases.clocks import Lamp
from dashboard.domain.cases.records import Case, CaseEntry, EntryKind
from dashboard.domain.cases.states import Action
from dashboard.domain.cases.timing import whole_lamp
from dashboard.domain.durations import MINUTE_US
from dashboard.domain.roster.duty import moment_us
from dashboard.domain.supervision.records import CASES_AT_MOST, Moment, SupervisionTask, TaskKind, TaskState

ISSUER: Final = "manager"
_EVERY: Final = 3
"""Of so many past days one had a task."""
_MORNING: Final = 9 * 60 + 10
_DAY: Final = 24 * 60
_UNITS_TODAY: Final = 4
_APART: Final = 40
_SIGNED_AFTER: Final = 12
_ANSWERED_AFTER: Final = 70
_CLOSED_AFTER: Final = 200
_DEMAND: Final = "逐件到现场核实并处置，回传处置后照片，说明超时原因。"
_ANSWER: Final = "已逐件到场处置，照片已回传；超时因当日人手集中保障早高峰，已调整排班。"


def task_of_day(
    day: date, cases: Iterable[Case], heads: Mapping[str, str], zone: tzinfo, until_us: int
) -> SupervisionTask | None:
    """Return what was demanded the morning after a day for the unit with most late cases, settled by now."""
    if day.toordinal() % _EVERY:
        return None
    late = _by_unit(case for case in cases if case.on_time is False)
    issued_us = moment_us(day + timedelta(1), _MORNING, zone)
    if not late or issued_us + _DAY * MINUTE_US > until_us:
        return None
    return _task(late[0], heads, issued_us, until_us)


def tasks_of_today(cases: Iterable[Case], heads: Mapping[str, str], until_us: int) -> Iterator[SupervisionTask]:
    """Yield what is demanded of the units with most late open cases, each as far as it would have come by now."""
    late = _by_unit(case for case in cases if not case.ended and whole_lamp(case, until_us) is Lamp.RED)
    for place, each in enumerate(late[:_UNITS_TODAY]):
        yield _task(each, heads, until_us - (place * _APART + 5) * MINUTE_US, until_us)


def entry_of(task: SupervisionTask, case_key: int) -> CaseEntry:
    """What the timeline of a case tells of its task."""
    action = Action.SUPERVISE.value
    return CaseEntry(case_key, task.issued.at_us, EntryKind.SUPERVISION, action, ISSUER, task.title)


def _by_unit(cases: Iterable[Case]) -> list[list[Case]]:
    """The units with most first."""
    found: dict[str, list[Case]] = {}
    for case in cases:
        found.setdefault(case.units.squad or case.units.department or "", []).append(case)
    return sorted((each for unit, each in found.items() if unit), key=len, reverse=True)


def _task(cases: Sequence[Case], heads: Mapping[str, str], issued_us: int, until_us: int) -> SupervisionTask:
    first = cases[0]
    unit = first.units.squad or first.units.department or ""
    more = f"等 {len(cases)} 件" if len(cases) > 1 else " 1 件"

    def moment(by: str, after_min: int) -> Moment | None:
        at_us = issued_us + after_min * MINUTE_US
        return Moment(by, at_us) if at_us <= until_us else None

    signed, answered = moment(heads[unit], _SIGNED_AFTER), moment(heads[unit], _ANSWERED_AFTER)
    ended = moment(ISSUER, _CLOSED_AFTER)
    states = (TaskState.ISSUED, TaskState.SIGNED, TaskState.ANSWERED, TaskState.CLOSED)
    stage = sum(each is not None for each in (signed, answered, ended))
    return SupervisionTask(
        task_key=0,
        number="",
        revision=1 + stage,
        state=states[stage],
        kind=TaskKind.OVERDUE,
        title=f"{first.category_name}{more}超时未处置",
        demand=_DEMAND,
        squad=first.units.squad,
        department=None if first.units.squad else first.units.department,
        due_us=issued_us + _DAY * MINUTE_US,
        issued=Moment(ISSUER, issued_us),
        cases=tuple(case.case_key for case in cases[:CASES_AT_MOST]),
        signed=signed,
        answer=_ANSWER if answered is not None else "",
        answered=answered,
        remark="情况属实，予以销号。" if ended is not None else "",
        ended=ended,
    )
