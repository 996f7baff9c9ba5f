"""What brings in the cases of another system."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from bootstrap import now_us, open_database
from bootstrap.accounts import console
from bootstrap.calendars import build_calendars
from dashboard.domain.cases.import_mapping import CaseMapping
from dashboard.domain.cases.import_report import CaseImportReport
from dashboard.domain.cases.import_rows import RowReader
from dashboard.domain.coordinates import Datum
from dashboard.services.cases.importing import CaseImport
from dashboard.services.catalogue.reading import Catalogues
from dashboard.settings import Settings
from data_sources.case_files import CsvCaseTables, DeclaredSurveyor, RejectsFile, load_case_mapping
from data_sources.db.cases.import_store import SqlCaseImportStore
from data_sources.db.catalogue.store import SqlCatalogueStore
from data_sources.db.engine import Database
from data_sources.geo.geodata import Geodata


def bring_in_cases(
    settings: Settings,
    file: Path,
    mapping_file: Path,
    rejected: Path | None,
    progress: Callable[[float], object],
    *,
    dry_run: bool,
) -> tuple[CaseImportReport, Path]:
    """Bring in a file by its mapping; return what came of it, and the file of what was not taken."""
    mapping = load_case_mapping(mapping_file)
    engine = open_database(settings)
    with CsvCaseTables().open(file, columns_of(mapping)) as table:
        rejects = RejectsFile(rejected or _beside(file), table.heading)
        rejects.check()
        try:
            importing = build_case_import(settings, engine, mapping)
            report = importing.run(table, rejects, file, actor=console(), progress=progress, dry_run=dry_run)
        finally:
            rejects.close()
    return report, rejects.path


def build_case_import(settings: Settings, engine: Database, mapping: CaseMapping) -> CaseImport:
    """The import by a mapping, with the catalogue and the units of now."""
    store = SqlCaseImportStore(engine, now_us)
    catalogues = Catalogues(SqlCatalogueStore(engine, now_us), now_us, settings.timezone)
    with store.look() as work:
        units = work.known_units()
    reader = RowReader(
        mapping=mapping,
        catalogue=catalogues.on(catalogues.today()),
        units=units,
        zone=settings.timezone,
        now_us=now_us(),
    )
    surveyor = DeclaredSurveyor(mapping.crs if "lon" in mapping.columns else Datum.WGS84)
    return CaseImport(store, surveyor, reader, build_calendars(settings, engine), Geodata(), now_us)


def columns_of(mapping: CaseMapping) -> set[str]:
    """The columns that a mapping speaks of."""
    named = {column for columns in mapping.columns.values() for column in columns}
    by = mapping.positions.column if mapping.positions is not None else ""
    return named | ({by} if by else set())


def _beside(file: Path) -> Path:
    """Where what was not taken is written: cases.rejected.csv for cases.csv and for cases.csv.gz."""
    return file.with_name(f"{file.name.removesuffix('.gz').removesuffix('.csv')}.rejected.csv")
