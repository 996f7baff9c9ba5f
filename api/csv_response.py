"""Tables for spreadsheets: UTF-8 with BOM, and nothing in them that is taken for a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from fastapi import Response

from dashboard.domain.sheets import harmless


def csv_of(head: Sequence[str], rows: Iterable[Iterable[object]]) -> str:
    """Return the table as text; None is an empty cell."""
    return "".join(csv_lines(chain([head], rows)))


def csv_lines(rows: Iterable[Iterable[object]]) -> Iterator[str]:
    """Yield the table line by line, the head first; None is an empty cell."""
    sheet = io.StringIO()
    writer = csv.writer(sheet)
    sheet.write("\ufeff")
    for row in rows:
        writer.writerow([harmless(cell) if isinstance(cell, str) else cell for cell in row])
        yield sheet.getvalue()
        sheet.seek(0)
        sheet.truncate()


def csv_response(table: str, name: str) -> Response:
    """Return the table as a file of that name, which holds no quotation marks."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return Response(table, media_type="text/csv; charset=utf-8", headers=headers)
