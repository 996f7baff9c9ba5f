"""What the page says of a new version of the catalogue."""

from __future__ import annotations

from datetime import date
from typing import Final

from dashboard.domain.text import Text
from dashboard.errors import BadInput

_ODD_DAY: Final = Text("生效日期写成 2026-11-27", "write the day as 2026-11-27")


def version_asked(valid_from: str, name: str) -> dict[str, str]:
    """Return the arguments of its import: those that were told. Raises BadInput for what is no day."""
    try:
        day = date.fromisoformat(valid_from).isoformat() if valid_from else ""
    except ValueError as error:
        raise BadInput(_ODD_DAY) from error
    return {key: said for key, said in (("valid_from", day), ("name", name)) if said}
