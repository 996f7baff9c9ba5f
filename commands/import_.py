"""`manage.py import …`: areas, devices, mappings, the bureau, catalogue, calendar, cases, permits … from files."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Annotated, Final

import typer

from commands import only_warnings
from dashboard.domain.grid import EXAMPLES_SHOWN
from dashboard.domain.imports import AreaFields, ImportReport
from dashboard.domain.text import Language
from dashboard.domain.triage.allowances import AllowanceKind
from dashboard.errors import BadInput
from dashboard.settings import load_settings

_HELP: Final = (
    "Import areas, devices, mappings, the bureau, rosters, catalogue, calendar, cases, places and permits;"
    " safe to repeat."
)
_REJECTIONS_SHOWN: Final = 200
_NOTHING_CHANGED: Final = "nothing was changed (--dry-run)"
File = Annotated[Path, typer.Argument(help="The file to import.", show_default=False)]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Tell what would change, and change nothing.")]
Crs = Annotated[
    str | None,
    typer.Option(help="Reference system of the file: wgs84, cgcs2000, gcj02, bd09 or EPSG:n. Never guessed."),
]
English = Annotated[str | None, typer.Option(help="The same in English.")]


def register(app: typer.Typer) -> None:
    """Adds the commands."""
    imports = typer.Typer(no_args_is_help=True)
    imports.callback(help=_HELP)(only_warnings)
    imports.command()(grids)
    imports.command()(devices)
    imports.command()(mappings)
    imports.command()(squads)
    imports.command()(departments)
    imports.command()(people)
    imports.command()(roster)
    imports.command()(catalogue)
    imports.command()(calendar)
    imports.command()(cases)
    imports.command()(places)
    imports.command()(permits)
    app.add_typer(imports, name="import")


def grids(
    file: File,
    level: Annotated[
        str | None,
        typer.Option(help="built_up_area, block, grid, line, unit_grid or any other; none: told by the file."),
    ] = None,
    crs: Crs = None,
    code_field: Annotated[str | None, typer.Option(help="Property that holds the code.")] = None,
    name_field: Annotated[str | None, typer.Option(help="Property that holds the name.")] = None,
    parent_field: Annotated[str | None, typer.Option(help="Property that holds the parent's code.")] = None,
    squad_field: Annotated[str | None, typer.Option(help="Property that holds the responsible squad.")] = None,
    class_field: Annotated[str | None, typer.Option(help="Property that holds the class: 一类, 二类, 三类.")] = None,
    city: Annotated[str | None, typer.Option(help="The city's name: 台州市.")] = None,
    city_en: English = None,
    title: Annotated[str | None, typer.Option(help="What walls are headed with, in place of the name.")] = None,
    title_en: English = None,
    centre: Annotated[str | None, typer.Option(help="Middle of the maps, WGS-84: 121.42,28.66.")] = None,
    dry_run: DryRun = False,
) -> None:
    """Import areas of one level from GeoJSON, GeoPackage or a shapefile; the same code updates."""
    from bootstrap import now_us, open_database
    from bootstrap.accounts import console
    from dashboard.services.city import CityNames, read_profile
    from dashboard.services.imports import import_grids
    from data_sources.db.city_store import SqlCityStore
    from data_sources.db.register_store import SqlRegister
    from data_sources.geo.geodata import Geodata

    told = read_profile(name=city, name_en=city_en, title=title, title_en=title_en, centre=centre)
    engine = open_database(load_settings())
    store = SqlRegister(engine, now_us)
    fields = AreaFields(
        code=code_field, name=name_field, parent=parent_field, squad=squad_field, area_class=class_field
    )
    report = import_grids(
        store, Geodata(), file, level=level, crs=crs, actor=console(), clock=now_us, fields=fields, dry_run=dry_run
    )
    _tell(file, report, dry_run=dry_run)
    if not dry_run:
        CityNames(SqlCityStore(engine, now_us), now_us).tell(told, console())


def devices(file: File, crs: Crs = None, dry_run: DryRun = False) -> None:
    """Import devices from CSV, GeoJSON, GeoPackage or a shapefile; the same asset_id updates."""
    from bootstrap import now_us, open_database
    from bootstrap.accounts import console
    from dashboard.domain.sensors import device_types
    from dashboard.services.imports import import_devices
    from data_sources.db.register_store import SqlRegister
    from data_sources.geo.geodata import Geodata

    store = SqlRegister(open_database(load_settings()), now_us)
    kinds = {key: kind.label for key, kind in device_types().items()}
    report = import_devices(
        store, Geodata(), file, crs=crs, kinds=kinds, actor=console(), clock=now_us, dry_run=dry_run
    )
    _tell(file, report, dry_run=dry_run)


def mappings(
    file: File,
    replace: Annotated[
        bool, typer.Option("--replace", help="Put them in place of all that were imported; shows the change and asks.")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", help="With --replace: do not ask.")] = False,
    dry_run: DryRun = False,
) -> None:
    """Import the device mappings of a mappings.yaml: an entry with the same match is updated, others are added."""
    from bootstrap import now_us, open_database
    from bootstrap.accounts import console
    from dashboard.domain.imports import shown_file
    from dashboard.services.mapping_imports import land_mappings, merge_mappings, replace_mappings
    from data_sources.db.register_store import SqlRegister
    from data_sources.mapping_files import load_mappings

    entries = load_mappings(file)
    store = SqlRegister(open_database(load_settings()), now_us)
    change = (replace_mappings if replace else merge_mappings)(store, entries)
    typer.echo("\n".join(change.lines()))
    if dry_run:
        typer.echo(_NOTHING_CHANGED)
        return
    if replace and change.removed and not yes:
        _ask_to_remove(len(change.removed))
    land_mappings(store, change, shown_file(file, ""), console(), now_us)
    typer.echo(f"{len(change.after)} mapping entries are in force; the worker reads the quarantine again by itself")


def squads(file: File, dry_run: DryRun = False) -> None:
    """Import squads from CSV: code, name, kind, areas (whose leader answers for them); the same code updates."""
    from dashboard.services.people.imports import import_squads

    _import_bureau(import_squads, file, dry_run=dry_run)


def departments(file: File, dry_run: DryRun = False) -> None:
    """Import departments (处置单位) from CSV: code, name, parent; the same code updates."""
    from dashboard.services.people.imports import import_departments

    _import_bureau(import_departments, file, dry_run=dry_run)


def people(file: File, dry_run: DryRun = False) -> None:
    """Import people from CSV; the same number updates. The report masks names and phones.

    Columns: number, name, post, and any of phone, squad, department, skills, staff (regular, auxiliary), status
    (active, left), areas (codes, apart by ;) and role. The Chinese headings are known too.
    """
    from dashboard.services.people.imports import import_people

    _import_bureau(import_people, file, dry_run=dry_run)


def roster(file: File, dry_run: DryRun = False) -> None:
    """Import a roster from CSV; the same person, day and shift updates, nothing is taken off.

    Columns: person (number), day (2026-11-27), shift (code or name), and any of area (code or name) and squad. The
    Chinese headings are known too; a blank below a merged cell of person or day takes its value.
    """
    from functools import partial

    from dashboard.services.roster.imports import import_roster

    _import_bureau(partial(import_roster, zone=load_settings().timezone), file, dry_run=dry_run)


def catalogue(
    file: File,
    valid_from: Annotated[
        str | None, typer.Option(help="The day from which it holds: 2026-11-27; today without it.")
    ] = None,
    name: Annotated[str | None, typer.Option(help="What the version is called; the file's name without it.")] = None,
    dry_run: DryRun = False,
) -> None:
    """Import the catalogue of cases from CSV, whole or not at all; what changes is a version that begins on a day.

    Columns: code, name, and any of parent, kind (component, event), condition, area_class (A, B, C), limit, limit_type
    (urgent_hour, work_hour, work_day, natural_day), filing, close_condition and evidence; a category may have several
    rows. The Chinese headings are known too. Cases keep the version of the day on which they were filed.
    """
    from bootstrap import now_us, open_database
    from bootstrap.accounts import console
    from dashboard.services.catalogue.imports import import_catalogue
    from data_sources.db.catalogue.store import SqlCatalogueStore
    from data_sources.sheets import CsvSheets

    settings = load_settings()
    outcome = import_catalogue(
        SqlCatalogueStore(open_database(settings), now_us),
        CsvSheets(),
        file,
        actor=console(),
        clock=now_us,
        zone=settings.timezone,
        valid_from=_day(valid_from),
        name=name or "",
        dry_run=dry_run,
    )
    for line in outcome.lines(Language.ENGLISH):
        typer.echo(line)
    if outcome.report.rejected:
        _tell(file, outcome.report, dry_run=dry_run)
    elif dry_run:
        typer.echo(_NOTHING_CHANGED)


def _day(said: str | None) -> date | None:
    try:
        return date.fromisoformat(said) if said else None
    except ValueError as error:
        raise BadInput(f"--valid-from: {said!r:.40} is no day; write it as 2026-11-27") from error


def calendar(file: File, dry_run: DryRun = False) -> None:
    """Import days off and worked weekend days from CSV, by which limits of cases are counted; the same day updates.

    Columns: day (2026-11-27), kind (holiday or workday, 休 or 班) and, if there is one, name. The Chinese headings are
    known too. Says until when holidays are known then: what ends later is provisional.
    """
    from bootstrap import now_us, open_database
    from bootstrap.accounts import console
    from bootstrap.calendars import build_calendars
    from dashboard.services.cases.calendar_imports import import_calendar
    from data_sources.db.cases.calendar_store import SqlCalendarStore
    from data_sources.sheets import CsvSheets

    settings = load_settings()
    engine = open_database(settings)
    store = SqlCalendarStore(engine, now_us)
    report = import_calendar(store, CsvSheets(), file, actor=console(), clock=now_us, dry_run=dry_run)
    _tell(file, report, dry_run=dry_run, examples=_REJECTIONS_SHOWN)
    typer.echo(f"holidays are known until {build_calendars(settings, engine).current().known_until}")


def cases(
    file: File,
    mapping: Annotated[Path, typer.Option(help="What the columns and their words mean (YAML).")],
    rejected: Annotated[
        Path | None, typer.Option(help="Where rows go that were not taken; FILE.rejected.csv without it.")
    ] = None,
    dry_run: DryRun = False,
) -> None:
    """Import cases of another system from CSV; the same number updates, the same row changes nothing.

    The mapping says which column holds what: docs/howto/import-cases.md has examples. Rows that cannot be taken go to
    a file of their own with the reason, the others land. A case that was moved here since stays as it is.
    """
    from bootstrap.case_imports import bring_in_cases

    with _progress() as progress:
        report, rejects = bring_in_cases(load_settings(), file, mapping, rejected, progress, dry_run=dry_run)
    if report.rejected and not (report.new or report.updated or report.unchanged or report.kept):
        where, reason = report.examples[0]
        more = f" (and {report.rejected - 1} more)" if report.rejected > 1 else ""
        raise BadInput(f"{file}: nothing was imported; {where.en}: {reason.en}{more}")
    for line in report.lines(Language.ENGLISH):
        typer.echo(line)
    if report.rejected:
        typer.echo(f"what was rejected is in {rejects}")
    if dry_run:
        typer.echo(_NOTHING_CHANGED)


def places(file: File, crs: Crs = None, dry_run: DryRun = False) -> None:
    """Import places where stalls are allowed (疏导点): CSV, GeoJSON, GeoPackage; the same number updates.

    Columns or properties: number, categories (0501;0504), and any of name, capacity (stalls), hours (17:00-23:00),
    weekdays (1-5), season (04-01~10-31), cameras (asset or asset#zone, apart by ;) and state (closed takes it away).
    A polygon is drawn; a point, or lon and lat, has radius_m (30 without it). The Chinese headings are known too.
    """
    _import_allowances(file, AllowanceKind.PLACE, crs, dry_run=dry_run)


def permits(file: File, crs: Crs = None, dry_run: DryRun = False) -> None:
    """Import permits to use the pavement (占道许可): CSV, GeoJSON, GeoPackage; the same number updates.

    Columns or properties as of places, and: until (2026-12-31, needed), from, holder (shop, company, vendor, works,
    event, other: a kind, never a name) and place (the number of a place that was imported, instead of a position).
    """
    _import_allowances(file, AllowanceKind.PERMIT, crs, dry_run=dry_run)


def _import_allowances(file: Path, kind: AllowanceKind, crs: str | None, *, dry_run: bool) -> None:
    from bootstrap import now_us, open_database
    from bootstrap.accounts import console
    from dashboard.services.triage.allowance_imports import import_allowances
    from data_sources.db.triage.gate_store import SqlGateStore
    from data_sources.geo.grounds import Grounds

    store = SqlGateStore(open_database(load_settings()), now_us)
    report = import_allowances(store, Grounds(), file, kind, crs=crs, actor=console(), clock=now_us, dry_run=dry_run)
    _tell(file, report, dry_run=dry_run, examples=_REJECTIONS_SHOWN)
    kept = [each for each in store.allowances() if each.kind is kind]
    stalls = sum(each.capacity or 0 for each in kept)
    typer.echo(f"{len(kept)} {kind.value}s are known" + (f", with {stalls} stalls" if stalls else ""))


@contextmanager
def _progress() -> Iterator[Callable[[float], object]]:
    """A bar on stderr where somebody looks."""
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True, disable=not sys.stderr.isatty()) as bar:
        task = bar.add_task("cases", total=1.0)
        yield lambda share: bar.update(task, completed=share)


def _import_bureau(bring_in: Callable[..., ImportReport], file: Path, *, dry_run: bool) -> None:
    from bootstrap import now_us, open_database
    from bootstrap.accounts import console
    from data_sources.db.people.store import SqlPeopleStore
    from data_sources.sheets import CsvSheets

    store = SqlPeopleStore(open_database(load_settings()), now_us)
    report = bring_in(store, CsvSheets(), file, actor=console(), clock=now_us, dry_run=dry_run)
    _tell(file, report, dry_run=dry_run, examples=_REJECTIONS_SHOWN)


def _ask_to_remove(count: int) -> None:
    """Goes on only when a person says so. Raises BadInput where nobody can."""
    if not sys.stdin.isatty():
        raise BadInput(f"{count} mapping entries would go: add --yes, or leave out --replace to keep them")
    typer.confirm(f"Remove {count} mapping entries?", abort=True)


def _tell(file: Path, report: ImportReport, *, dry_run: bool, examples: int = EXAMPLES_SHOWN) -> None:
    """Prints what came of it. Raises BadInput when nothing landed."""
    if report.rejected and not report.accepted:
        first = report.rejected[0]
        more = f" (and {len(report.rejected) - 1} more)" if len(report.rejected) > 1 else ""
        raise BadInput(f"{file}: nothing was imported; {first.where.en} {first.name}: {first.reason.en}{more}")
    typer.echo(report.as_text(Language.ENGLISH, examples))
    if dry_run:
        typer.echo(_NOTHING_CHANGED)
