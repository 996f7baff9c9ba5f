"""《督查交办单》: a supervision task as a unit signs for it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import tzinfo
from typing import NamedTuple

from dashboard.domain.cases.clocks import LAMP_LABELS, Lamp
from dashboard.domain.cases.records import Case
from dashboard.domain.cases.states import STATE_LABELS
from dashboard.domain.cases.timing import whole_lamp
from dashboard.domain.readings import from_us
from dashboard.domain.supervision.records import KIND_LABELS, TASK_STATE_LABELS, SupervisionTask
from dashboard.domain.text import Text


class SheetLine(NamedTuple):
    """One case on the sheet, in words; times in the city's zone."""

    number: str
    category: str
    place: str
    state: Text
    filed: str
    due: str
    lamp: Text
    is_late: bool


class Sheet(NamedTuple):
    """All that stands on it; times in the city's zone, empty where a thing has not happened."""

    city: Text
    number: str
    kind: Text
    state: Text
    title: str
    demand: str
    unit: str
    issued: str
    issued_by: str
    due: str
    signed: str
    answer: str
    answered: str
    remark: str
    printed: str
    lines: tuple[SheetLine, ...]


def sheet_of(task: SupervisionTask, cases: Sequence[Case], unit: str, city: Text, now_us: int, zone: tzinfo) -> Sheet:
    """Return the sheet of a task; `unit` is the name of who has it."""
    return Sheet(
        city=city,
        number=task.number,
        kind=KIND_LABELS[task.kind],
        state=TASK_STATE_LABELS[task.state],
        title=task.title,
        demand=task.demand,
        unit=unit,
        issued=_moment(task.issued.at_us, zone),
        issued_by=task.issued.by,
        due=_moment(task.due_us, zone),
        signed=_moment(task.signed.at_us, zone) + f" {task.signed.by}" if task.signed else "",
        answer=task.answer,
        answered=_moment(task.answered.at_us, zone) if task.answered else "",
        remark=task.remark,
        printed=_moment(now_us, zone),
        lines=tuple(_line(case, now_us, zone) for case in cases),
    )


def _line(case: Case, now_us: int, zone: tzinfo) -> SheetLine:
    lamp = whole_lamp(case, now_us)
    return SheetLine(
        number=case.number,
        category=case.category_name,
        place=case.place.address,
        state=STATE_LABELS[case.state],
        filed=_moment(case.times.filed_us, zone),
        due=_moment(case.clocks.due_us, zone),
        lamp=LAMP_LABELS[lamp],
        is_late=lamp is Lamp.RED,
    )


def _moment(at_us: int | None, zone: tzinfo) -> str:
    return "" if at_us is None else f"{from_us(at_us).astimezone(zone):%Y-%m-%d %H:%M}"
