"""Use case: bring a catalogue in; each change of it is a version that begins on a day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, tzinfo
from pathlib import Path
from typing import Final, NamedTuple

from dashboard.domain.audit import before_and_after
from dashboard.domain.catalogue.assembling import CATALOGUE_COLUMNS, ContentsRead, assemble
from dashboard.domain.catalogue.changes import CatalogueChange, change_between
from dashboard.domain.catalogue.records import NAME_LENGTH
from dashboard.domain.catalogue.tree import Contents, Succession, Version, succession
from dashboard.domain.feeds import Feed
from dashboard.domain.imports import ImportReport, shown_file
from dashboard.domain.rights import Actor, Permission
from dashboard.domain.roster.duty import day_of
from dashboard.domain.text import Language, Text
from dashboard.errors import BadInput
from dashboard.ports.catalogue import CatalogueStore, CatalogueWork
from dashboard.ports.operations import Clock
from dashboard.ports.people import SheetReader
from dashboard.services.access import require

_YEARS: Final = range(2000, 2101)
_ODD_DAY: Final = Text("生效日期须在 2000 年至 2100 年之间", "a version begins between the years 2000 and 2100")
_NO_CATEGORIES: Final = Text("表中没有类目", "the table has no categories")
_LONG_NAME: Final = Text(f"名称最多 {NAME_LENGTH} 字", f"the name has at most {NAME_LENGTH} characters")


class CatalogueImport(NamedTuple):
    """What an import came to: its report, what it changes, and the version that begins; None where nothing changes."""

    report: ImportReport
    change: CatalogueChange
    begins: Version | None
    ended: Version | None
    names: dict[str, str]

    def lines(self, language: Language) -> Iterator[str]:
        """The outcome for people."""
        if self.report.rejected:
            return
        if self.begins is None:
            yield Text("内容与现行版本相同，没有变化", "the same as what holds; nothing changes").in_language(language)
            return
        day = self.begins.valid_from
        yield Text(
            f"版本「{self.begins.name}」自 {day} 起生效", f"version {self.begins.name!r} holds from {day}"
        ).in_language(language)
        if self.ended is not None:
            name = self.ended.name
            told = Text(f"版本「{name}」到前一天为止", f"version {name!r} ends the day before")
            yield told.in_language(language)
        yield from self.change.lines(language, self.names)


def import_catalogue(
    store: CatalogueStore,
    sheets: SheetReader,
    path: Path,
    *,
    actor: Actor,
    clock: Clock,
    zone: tzinfo,
    valid_from: date | None = None,
    name: str = "",
    uploaded_as: str = "",
    dry_run: bool = False,
) -> CatalogueImport:
    """Bring the catalogue of a table in, as a version that holds from a day of the city: today without `valid_from`.

    It lands whole or, with a single row that cannot be taken, not at all: a category that is left out would be gone.
    The same as what holds on that day changes nothing, unless it has another `name`. Cases keep the version of the day
    on which they were filed. Raises BadInput when the table cannot be used at all.
    """
    require(actor, Permission.MANAGE_CATALOGUE)
    day, called = _checked(valid_from or day_of(clock(), zone), name)
    file, read = shown_file(path, uploaded_as), _read(sheets, path)
    if read.rejected:
        return _refused(read)
    with store.begin() as work:
        if not dry_run:
            work.bump([Feed.CATALOGUE])
        place = succession(work.catalogue_versions(), day)
        before = work.catalogue_contents(place.ended.version) if place.ended else None
        begins = Version(0, called or Path(file).stem[:NAME_LENGTH], day, place.valid_until)
        outcome = _outcome(read.contents, before, begins)
        if place.ended is not None and outcome.change.is_none and called in ("", place.ended.name):
            return outcome._replace(begins=None)
        outcome = outcome._replace(ended=place.ended)
        if not dry_run:
            _land(work, begins._replace(imported_us=clock()), read.contents, place)
            work.note_in_audit(actor, "import_catalogue", file, _told(outcome, before, read.contents), clock())
    return outcome


def _read(sheets: SheetReader, path: Path) -> ContentsRead:
    read = assemble(sheets.read_sheet(path, CATALOGUE_COLUMNS, ("code", "name")))
    if not (read.contents.categories or read.rejected):
        raise BadInput(_NO_CATEGORIES)
    return read


def _refused(read: ContentsRead) -> CatalogueImport:
    nothing = change_between(None, Contents((), (), {}))
    return CatalogueImport(ImportReport(rejected=tuple(read.rejected)), nothing, None, None, {})


def _outcome(contents: Contents, before: Contents | None, begins: Version) -> CatalogueImport:
    names = {each.code: each.name for known in (before, contents) if known for each in known.categories}
    change = change_between(before, contents)
    report = ImportReport(accepted=len(change.added) + len(change.changed), updated=len(change.changed))
    return CatalogueImport(report, change, begins, None, names)


def _land(work: CatalogueWork, begins: Version, contents: Contents, place: Succession) -> None:
    if place.ended is not None and place.last_day is not None:
        work.end_catalogue(place.ended.version, place.last_day)
    work.add_catalogue(begins, contents)


def _told(outcome: CatalogueImport, before: Contents | None, after: Contents) -> dict[str, object]:
    change, begins = outcome.change, outcome.begins
    counts = {"added": len(change.added), "changed": len(change.changed), "removed": len(change.removed)}
    named = {"name": begins.name, "valid_from": begins.valid_from.isoformat()} if begins else {}
    known = len(before.categories) if before else 0
    return before_and_after({"count": known}, {"count": len(after.categories)}, **counts, **named)


def _checked(day: date, name: str) -> tuple[date, str]:
    if day.year not in _YEARS:
        raise BadInput(_ODD_DAY)
    if len(name.strip()) > NAME_LENGTH:
        raise BadInput(_LONG_NAME)
    return day, name.strip()
