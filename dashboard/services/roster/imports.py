"""Use case: bring a roster in from the tables that offices have, again and again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, tzinfo
from pathlib import Path
from typing import Final

from dashboard.domain.feeds import Feed
from dashboard.domain.imports import ImportReport, Rejection, SheetRow, shown_file, told_import
from dashboard.domain.people.rows import RowRefused
from dashboard.domain.rights import Actor, Permission, Target, decide
from dashboard.domain.roster.planning import Grounds
from dashboard.domain.roster.records import Entry
from dashboard.domain.roster.rows import doubled, entry_of, filled_down, rejection
from dashboard.ports.operations import Clock
from dashboard.ports.people import SheetReader
from dashboard.ports.roster import RosterStore
from dashboard.services.access import require

ROSTER_COLUMNS: Final[Mapping[str, Sequence[str]]] = {
    "person": ("person", "number", "工号", "人员工号", "人员编号", "人员"),
    "day": ("day", "date", "日期", "值班日期", "上班日期"),
    "shift": ("shift", "班次", "班次名称", "班别"),
    "area": ("area", "责任区", "责任区域", "区域编码", "网格编码", "网格"),
    "squad": ("squad", "中队", "所属中队"),
}
"""Which column holds what; upper and lower case are the same, the first that a table has is taken."""


def import_roster(
    store: RosterStore,
    sheets: SheetReader,
    path: Path,
    *,
    actor: Actor,
    clock: Clock,
    zone: tzinfo,
    uploaded_as: str = "",
    dry_run: bool = False,
) -> ImportReport:
    """Bring the entries of a table in: what a row says is added, the same person, day and shift updates the area.

    Nothing is taken off the roster by being absent from a table. Rows of people whom the actor's right does not reach
    are refused. Raises BadInput when the table cannot be used at all; then nothing is changed, as with `dry_run`.
    """
    require(actor, Permission.EDIT_ROSTER)
    sheet = sheets.read_sheet(path, ROSTER_COLUMNS, ("person", "day", "shift"))
    with store.begin() as work:
        if not dry_run:
            work.bump([Feed.ROSTER])
        grounds = Grounds(
            shifts=work.shifts(),
            zone=zone,
            people={each.number: each for each in work.people()},
            areas=work.roster_areas(),
        )
        squads = {each.code: each.name for each in work.squads()}
        landed, refused = _admit(filled_down(sheet), grounds, squads, actor)
        there = {each[:3] for each in work.entries(*_range(landed))} if landed else set()
        updated = sum(each[:3] in there for each in landed)
        report = ImportReport(accepted=len(landed), updated=updated, rejected=(*sheet.rejected, *refused))
        if not dry_run and landed:
            work.save_entries(landed)
            first, last = _range(landed)
            told = told_import(report, len(there), first_day=str(first), last_day=str(last))
            work.note_in_audit(actor, "import_roster", shown_file(path, uploaded_as), told, clock())
    return report


def _admit(
    rows: Sequence[SheetRow], grounds: Grounds, squads: Mapping[str, str], actor: Actor
) -> tuple[list[Entry], list[Rejection]]:
    good: list[tuple[SheetRow, Entry]] = []
    refused: list[tuple[SheetRow, RowRefused]] = []
    for row in rows:
        try:
            entry = entry_of(row.cells, grounds, squads)
            _check_reach(entry, grounds, actor)
            good.append((row, entry))
        except RowRefused as error:
            refused.append((row, error))
    refused += doubled(good)
    out = {row.where for row, _ in refused}
    order = [row.where for row in rows]
    refused.sort(key=lambda pair: order.index(pair[0].where))
    landed = [entry for row, entry in good if row.where not in out]
    return landed, [rejection(row, error, grounds.people) for row, error in refused]


def _check_reach(entry: Entry, grounds: Grounds, actor: Actor) -> None:
    decision = decide(actor, Permission.EDIT_ROSTER, Target(squad=grounds.people[entry.person].squad))
    if not decision.allowed:
        raise RowRefused(*decision.why)


def _range(entries: Sequence[Entry]) -> tuple[date, date]:
    days = [each.day for each in entries]
    return min(days), max(days)
