"""Use case: bring in the cases that another system had, slice by slice, and again without doubling them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Final, NamedTuple

from dashboard.domain.cases.calendar import WorkCalendar
from dashboard.domain.cases.import_report import CaseImportReport
from dashboard.domain.cases.import_rows import IMPORT, Refused, RowRead, RowReader, entries_of, same, with_deadline
from dashboard.domain.cases.records import Case, CaseEntry, EntryKind, Place
from dashboard.domain.cases.warnings import late_already
from dashboard.domain.coordinates import Position
from dashboard.domain.feeds import Feed
from dashboard.domain.grid import GridIndex
from dashboard.domain.imports import shown_file
from dashboard.domain.rights import Actor, Permission
from dashboard.domain.text import Text
from dashboard.ports.case_imports import (
    CaseImportStore,
    CaseImportWork,
    CaseRow,
    CaseTable,
    Rejects,
    Surveyor,
)
from dashboard.ports.operations import Clock
from dashboard.ports.register import GeodataReader
from dashboard.services.access import require
from dashboard.services.cases.calendars import Calendars

AT_ONCE: Final = 2_000
"""How many rows are one transaction, and how many are in memory."""
_NO_PLACE: Final = Text(
    "没有坐标，映射的 positions 也未说明", "it has no coordinates, and `positions` of the mapping says nothing"
)
_TWICE: Final = Text("文件中编号重复，以先出现的为准", "its number came before in the file; the first one counts")
_UNFIT: Final = Text("列数与表头不符，请检查引号与分隔符", "its cells do not fit the heading; check the quotes")
Progress = Callable[[float], object]


class _Landed(NamedTuple):
    """A case with the row that it was read from."""

    case: Case
    read: RowRead


@dataclass
class CaseImport:
    """Brings in tables by a mapping. `calendar` and `reader` are those of the moment at which it begins."""

    store: CaseImportStore
    surveyor: Surveyor
    reader: RowReader
    calendars: Calendars
    geodata: GeodataReader
    clock: Clock

    def run(
        self,
        table: CaseTable,
        rejects: Rejects,
        path: Path,
        *,
        actor: Actor,
        progress: Progress,
        dry_run: bool = False,
    ) -> CaseImportReport:
        """Bring a table in, a slice of it in one transaction; whoever is interrupted begins again and doubles nothing.

        With `dry_run` nothing is changed. Raises Forbidden, Unavailable.
        """
        require(actor, Permission.MANAGE_CATALOGUE)
        report, rows = CaseImportReport(), table.rows()
        with self.store.look() as work:
            index = self.geodata.index(work.areas())
        seen: set[int] = set()
        while some := list(islice(rows, AT_ONCE)):
            reads = self._placed(list(self._read(some, seen, rejects, report)), rejects, report, index)
            self._land(reads, path, actor, report, dry_run=dry_run)
            progress(table.share_read)
        return report

    def _read(
        self, rows: Sequence[CaseRow], seen: set[int], rejects: Rejects, report: CaseImportReport
    ) -> Iterator[tuple[CaseRow, RowRead]]:
        for row in rows:
            try:
                if row.cells is None:
                    raise Refused(_UNFIT)
                read = self.reader.read(row.cells)
                if hash(read.case.number) in seen:
                    raise Refused(_TWICE)
            except Refused as refused:
                _reject(row, refused.reason, rejects, report)
                continue
            seen.add(hash(read.case.number))
            yield row, read

    def _placed(
        self,
        reads: Sequence[tuple[CaseRow, RowRead]],
        rejects: Rejects,
        report: CaseImportReport,
        index: GridIndex,
    ) -> list[_Landed]:
        """With where they lie, here and in which areas."""
        stands: list[tuple[CaseRow, RowRead, Position]] = []
        for (row, read), found in zip(reads, self._positions(reads), strict=True):
            if isinstance(found, Position):
                stands.append((row, read, found))
            else:
                _reject(row, found, rejects, report)
        hits = index.locate_many([position for _, _, position in stands])
        landed = []
        for (_, read, position), hit in zip(stands, hits, strict=True):
            if read.lon is not None:
                report.points.add(f"{position.lon:.5f}, {position.lat:.5f}")
            report.notes.update(read.notes)
            place = Place(position.lon, position.lat, read.case.place.address, hit.grid, hit.line)
            landed.append(_Landed(replace(read.case, place=place), read))
        return landed

    def _positions(self, reads: Sequence[tuple[CaseRow, RowRead]]) -> list[Position | Text]:
        own = [(read.lon, read.lat) for _, read in reads if read.lon is not None and read.lat is not None]
        surveyed = iter(self.surveyor.wgs84(own))
        found: list[Position | Text] = []
        for row, read in reads:
            if read.lon is not None:
                found.append(next(surveyed))
                continue
            stated = self.reader.stated(row.cells or {})
            found.append(_NO_PLACE if stated is None else Position(*stated))
        return found

    def _land(
        self, landed: Sequence[_Landed], path: Path, actor: Actor, report: CaseImportReport, *, dry_run: bool
    ) -> None:
        """One transaction: what is new, what changed, and what says the same."""
        if dry_run:
            with self.store.look() as work:
                self._sort(work, landed, self.calendars.in_force(work), report)
            return
        with self.store.begin() as work:
            before = (report.new, report.updated)
            new, changed = self._sort(work, landed, self.calendars.freeze(work), report)
            if not (new or changed):
                return
            keys = work.add_cases([each.case for each in new])
            stored = [each._replace(case=replace(each.case, case_key=key)) for each, key in zip(new, keys, strict=True)]
            system = self.reader.mapping.system
            work.add_case_entries([entry for each in stored for entry in entries_of(each.case, each.read, system)])
            for each in changed:
                work.save_case(each.case)
            work.add_case_entries([_changed(each.case, self.clock()) for each in changed])
            self._claim_late(work, [each.case for each in stored], [each.case for each in changed])
            counts = {"system": system, "new": report.new - before[0], "updated": report.updated - before[1]}
            work.note_in_audit(actor, "import_cases", shown_file(path, ""), counts, self.clock())
            work.bump([Feed.CASES])

    def _claim_late(self, work: CaseImportWork, new: Sequence[Case], changed: Sequence[Case]) -> None:
        """What was late before it came is no news to anybody; what has another deadline now is told of anew."""
        work.forget_warnings([case.case_key for case in changed])
        late = [late_already(case, self.clock()) for case in (*new, *changed)]
        work.claim_warnings([warning for warning in late if warning is not None], self.clock())

    def _sort(
        self, work: CaseImportWork, landed: Sequence[_Landed], calendar: WorkCalendar, report: CaseImportReport
    ) -> tuple[list[_Landed], list[_Landed]]:
        """What is new, and what another row of before is to be replaced by; the report counts all."""
        known = work.cases_of_numbers([each.case.number for each in landed])
        new: list[_Landed] = []
        changed: list[_Landed] = []
        for each in landed:
            case = with_deadline(each.case, each.read.due_us, calendar)
            stored = known.get(case.number)
            if stored is None:
                new.append(each._replace(case=case))
            elif same(stored, case):
                report.unchanged += 1
            elif _moved_here(work, stored):
                report.kept += 1
            else:
                newer = replace(case, case_key=stored.case_key, revision=stored.revision + 1, flags=stored.flags)
                changed.append(each._replace(case=newer))
        report.late += sum(late_already(each.case, self.clock()) is not None for each in (*new, *changed))
        report.new += len(new)
        report.updated += len(changed)
        return new, changed


def _reject(row: CaseRow, reason: Text, rejects: Rejects, report: CaseImportReport) -> None:
    rejects.keep(row, reason)
    report.reject(row.where, reason)


def _moved_here(work: CaseImportWork, case: Case) -> bool:
    """Whether people have done anything with it since."""
    return any(entry.actor is not None and entry.what != IMPORT for entry in work.case_entries([case.case_key]))


def _changed(case: Case, at_us: int) -> CaseEntry:
    told = {"to": case.state.value, "due_us": case.clocks.due_us}
    return CaseEntry(case.case_key, at_us, EntryKind.STEP, IMPORT, None, case.description, told)
