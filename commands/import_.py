"""`manage.py import …`: areas, devices and device mappings from files."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Final

import typer

from commands import only_warnings
from dashboard.domain.imports import AreaFields, ImportReport
from dashboard.domain.text import Language
from dashboard.errors import BadInput
from dashboard.settings import load_settings

_HELP: Final = "Import areas, devices and device mappings; safe to repeat."
File = Annotated[Path, typer.Argument(help="The file to import.", show_default=False)]
Crs = Annotated[
    str | None,
    typer.Option(help="Reference system of the file: wgs84, cgcs2000, gcj02, bd09 or EPSG:n. Never guessed."),
]


def register(app: typer.Typer) -> None:
    """Adds the commands."""
    imports = typer.Typer(no_args_is_help=True)
    imports.callback(help=_HELP)(only_warnings)
    imports.command()(grids)
    imports.command()(devices)
    imports.command()(mappings)
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
) -> None:
    """Import areas of one level from GeoJSON, GeoPackage or a shapefile; the same code updates."""
    from bootstrap import now_us, open_database
    from dashboard.services.imports import import_grids
    from data_sources.db.register_store import SqlRegister
    from data_sources.geo.geodata import Geodata

    store = SqlRegister(open_database(load_settings()), now_us)
    fields = AreaFields(code=code_field, name=name_field, parent=parent_field, squad=squad_field)
    _tell(file, import_grids(store, Geodata(), file, level=level, crs=crs, fields=fields))


def devices(file: File, crs: Crs = None) -> None:
    """Import devices from CSV, GeoJSON, GeoPackage or a shapefile; the same asset_id updates."""
    from bootstrap import now_us, open_database
    from dashboard.domain.sensors import sensor_types
    from dashboard.services.imports import import_devices
    from data_sources.db.register_store import SqlRegister
    from data_sources.geo.geodata import Geodata

    store = SqlRegister(open_database(load_settings()), now_us)
    _tell(file, import_devices(store, Geodata(), file, crs=crs, kinds=sensor_types()))


def mappings(file: File) -> None:
    """Import the device mappings of a mappings.yaml in place of those imported before."""
    from bootstrap import now_us, open_database
    from data_sources.db.register_store import SqlRegister
    from data_sources.mapping_files import load_mappings

    entries = load_mappings(file)
    SqlRegister(open_database(load_settings()), now_us).replace_mappings(entries)
    typer.echo(f"{len(entries)} mapping entries are in force; the worker reads the quarantine again by itself")


def _tell(file: Path, report: ImportReport) -> None:
    """Prints what came of it. Raises BadInput when nothing landed."""
    if report.rejected and not report.accepted:
        first = report.rejected[0]
        more = f" (and {len(report.rejected) - 1} more)" if len(report.rejected) > 1 else ""
        raise BadInput(f"{file}: nothing was imported; {first.where.en} {first.name}: {first.reason.en}{more}")
    typer.echo(report.as_text(Language.ENGLISH))
