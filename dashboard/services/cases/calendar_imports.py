"""Use case: bring days into the working calendar from the table of a city, again and again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from dashboard.domain.cases.calendar import CalendarDay
from dashboard.domain.cases.calendar_rows import calendar_day_of, doubled_days
from dashboard.domain.imports import ImportReport, Rejection, SheetRow, shown_file, told_import
from dashboard.domain.people.rows import RowRefused
from dashboard.domain.personal import quotable
from dashboard.domain.rights import Actor, Permission
from dashboard.ports.calendars import CalendarStore
from dashboard.ports.operations import Clock
from dashboard.ports.people import SheetReader
from dashboard.services.access import require

CALENDAR_COLUMNS: Final[Mapping[str, Sequence[str]]] = {
    "day": ("day", "date", "日期"),
    "kind": ("kind", "type", "类型", "休班", "类别"),
    "name": ("name", "名称", "节日", "备注", "说明"),
}
"""Which column holds what; upper and lower case are the same, the first that a table has is taken."""


def import_calendar(
    store: CalendarStore,
    sheets: SheetReader,
    path: Path,
    *,
    actor: Actor,
    clock: Clock,
    uploaded_as: str = "",
    dry_run: bool = False,
) -> ImportReport:
    """Bring the days of a table in; what a row says is so from now on, other days stay as they are.

    Deadlines that were computed before keep the calendar that is frozen into them. Raises BadInput when the table
    cannot be used at all; then nothing is changed, as with `dry_run`.
    """
    require(actor, Permission.MANAGE_CITY)
    sheet = sheets.read_sheet(path, CALENDAR_COLUMNS, ("day", "kind"))
    source = shown_file(path, uploaded_as)
    landed, refused = _admit(sheet.rows, source)
    with store.begin() as work:
        known = {each.day for each in work.calendar_days()}
        updated = sum(each.day in known for each in landed)
        report = ImportReport(accepted=len(landed), updated=updated, rejected=(*sheet.rejected, *refused))
        if landed and not dry_run:
            work.save_calendar_days(landed)
            days = [each.day for each in landed]
            told = told_import(report, len(known), first_day=str(min(days)), last_day=str(max(days)))
            work.note_in_audit(actor, "import_calendar", source, told, clock())
    return report


def _admit(rows: Sequence[SheetRow], source: str) -> tuple[list[CalendarDay], list[Rejection]]:
    good: list[tuple[SheetRow, CalendarDay]] = []
    refused: dict[str, RowRefused] = {}
    for row in rows:
        try:
            good.append((row, calendar_day_of(row.cells, source)))
        except RowRefused as error:
            refused[row.where.en] = error
    refused |= {row.where.en: error for row, error in doubled_days(good)}
    landed = [day for row, day in good if row.where.en not in refused]
    told = [(row, refused[row.where.en]) for row in rows if row.where.en in refused]
    return landed, [Rejection(row.where, quotable(row.cells["day"]), error.reason) for row, error in told]
