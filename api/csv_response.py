"""Tables for spreadsheets: UTF-8 with BOM, and nothing in them that is taken for a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from fastapi import Response

from dashboard.domain.sheets import harmless


def csv_of(head: Sequence[str], rows: Iterable[Iterable[object]]) -> str:
    """Return the table as text; None is an empty cell."""
    sheet = io.StringIO()
    writer = csv.writer(sheet)
    writer.writerow(head)
    for row in rows:
        writer.writerow([harmless(cell) if isinstance(cell, str) else cell for cell in row])
    return "\ufeff" + sheet.getvalue()


def csv_response(table: str, name: str) -> Response:
    """Return the table as a file of that name, which holds no quotation marks."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return Response(table, media_type="text/csv; charset=utf-8", headers=headers)
