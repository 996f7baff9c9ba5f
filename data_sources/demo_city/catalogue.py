"""The catalogue of the demo city: components and events with standards and limits, as a table beside this file.

Codes and names are those that such systems commonly use, components with a B before them, so that no code is doubled.
Limits that cities have published are among the others, which are made up.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Final

from dashboard.domain.catalogue.assembling import CATALOGUE_COLUMNS, assemble
from dashboard.domain.catalogue.tree import Contents, Version
from data_sources.sheets import CsvSheets

CATALOGUE_FILE: Final = Path(__file__).with_name("catalogue.csv")
FIRST: Final = Version(0, "示范目录", date(2020, 1, 1))
"""It holds from long before the first case of the demo's past."""


def demo_catalogue() -> Contents:
    """Return what the table says. Raises ValueError when a row of it cannot be taken: it ships with the product."""
    read = assemble(CsvSheets().read_sheet(CATALOGUE_FILE, CATALOGUE_COLUMNS, ("code", "name")))
    if read.rejected:
        raise ValueError(f"{CATALOGUE_FILE.name}: {read.rejected[0].where.en}: {read.rejected[0].reason.en}")
    return read.contents
