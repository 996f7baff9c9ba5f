"""Use case: bring places where it is allowed, and permits, in from the files of the office that gives them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from dashboard.domain.durations import DAY_US
from dashboard.domain.feeds import Feed
from dashboard.domain.imports import ImportReport, Rejection, shown_file, told_import
from dashboard.domain.people.rows import RowRefused
from dashboard.domain.personal import quotable
from dashboard.domain.rights import Actor, Permission
from dashboard.domain.text import Text
from dashboard.domain.triage.allowance_rows import GroundRow, allowance_of, is_closed, number_of_row
from dashboard.domain.triage.allowances import Allowance, AllowanceKind
from dashboard.ports.gates import GateStore, GroundReader
from dashboard.ports.operations import Clock
from dashboard.services.access import require

COLUMNS: Final[Mapping[str, Sequence[str]]] = {
    "number": ("number", "id", "编号", "疏导点编号", "许可证号", "许可编号"),
    "name": ("name", "名称", "疏导点名称", "地点", "地址"),
    "categories": ("categories", "category", "类别", "允许类别", "允许经营"),
    "capacity": ("capacity", "stalls", "摊位数", "容量"),
    "hours": ("hours", "时段", "经营时段", "允许时段"),
    "weekdays": ("weekdays", "星期"),
    "season": ("season", "季节", "经营季节"),
    "from": ("from", "from_day", "起始日", "开始日期"),
    "until": ("until", "until_day", "截止日", "结束日期"),
    "holder": ("holder", "持有者类型", "持有者"),
    "place": ("place", "所在疏导点", "疏导点"),
    "radius_m": ("radius_m", "半径"),
    "cameras": ("cameras", "摄像机"),
    "state": ("state", "状态"),
}
"""Which column or property holds what; upper and lower case are the same, the first that a file has is taken."""
NEEDED: Final = ("number", "categories")
_ACTIONS: Final = {AllowanceKind.PLACE: "import_places", AllowanceKind.PERMIT: "import_permits"}


@dataclass
class _Admitted:
    landed: dict[str, Allowance] = field(default_factory=dict)
    gone: list[str] = field(default_factory=list)
    rejected: list[Rejection] = field(default_factory=list)


def import_allowances(
    store: GateStore,
    grounds: GroundReader,
    path: Path,
    kind: AllowanceKind,
    *,
    crs: str | None,
    actor: Actor,
    clock: Clock,
    uploaded_as: str = "",
    dry_run: bool = False,
) -> ImportReport:
    """Bring the places or permits of a file in; the same number updates, a row that says so takes its own away.

    What is held of the last day is judged anew. Raises Forbidden, and BadInput when the file cannot be used at all;
    then nothing is changed, as with `dry_run`.
    """
    require(actor, Permission.EDIT_RULES)
    read = grounds.read_grounds(path, COLUMNS, NEEDED, crs=crs)
    kept = store.allowances()
    known = {each.number: each for each in kept if each.kind is kind}
    places = {each.number: each for each in kept if each.kind is AllowanceKind.PLACE}
    found = _admit(read.rows, kind, places, known)
    updated = sum(number in known for number in [*found.landed, *found.gone])
    report = ImportReport(
        accepted=len(found.landed) + len(found.gone),
        updated=updated,
        rejected=(*(Rejection(*each) for each in read.rejected), *found.rejected),
    )
    if report.accepted and not dry_run:
        now_us = clock()
        with store.begin() as work:
            work.bump([Feed.GATES])  # first, so that imports at once follow each other
            work.save_allowances(found.landed.values(), now_us)
            work.remove_allowances(kind, found.gone)
            work.ask_again(None, now_us - DAY_US, now_us)
            told = told_import(report, len(known), removed=len(found.gone))
            work.note_in_audit(actor, _ACTIONS[kind], shown_file(path, uploaded_as), told, now_us)
    return report


def _admit(
    rows: Sequence[GroundRow], kind: AllowanceKind, places: Mapping[str, Allowance], known: Mapping[str, Allowance]
) -> _Admitted:
    found, seen = _Admitted(), dict[str, Text]()
    for row in rows:
        try:
            number = number_of_row(row)
            earlier = seen.setdefault(number, row.where)
            if earlier is not row.where:
                raise RowRefused(
                    f"编号在{earlier.zh}已出现", f"the number is in {earlier.en} already; keep one of the two"
                )
            if not is_closed(row):
                found.landed[number] = allowance_of(kind, row, places)
            elif number in known:
                found.gone.append(number)
            else:
                raise RowRefused("要撤销的编号并不存在", "there is none of this number to take away")
        except RowRefused as refused:
            found.rejected.append(Rejection(row.where, quotable(row.cells["number"]), refused.reason))
    return found
