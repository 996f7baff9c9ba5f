"""Query parameters: read strictly, so that a slip is told instead of ignored."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Annotated, Any, Final

from fastapi import Depends, Path, Query, Request

from dashboard.commands.fields import LARGEST_KEY
from dashboard.domain import rights
from dashboard.domain.machine_reads import Bounds
from dashboard.domain.readings import from_us, to_us
from dashboard.errors import BadInput

_LOST_PLUS: Final = re.compile(r" (\d\d:?\d\d)$")

Moment = Annotated[
    str | None,
    Query(
        description="RFC 3339 with zone; a + in it is written %2B",
        json_schema_extra={"format": "date-time"},
        examples=["2026-11-21T08:15:02Z"],
    ),
]


def _actor(request: Request) -> rights.Actor:
    actor: rights.Actor = request.state.actor
    return actor


Actor = Annotated[rights.Actor, Depends(_actor)]
"""Who acts by the request."""
Clear = Annotated[bool, Query(description="true: unblurred, for those with the right; each look is noted")]
RowId = Annotated[int, Path(ge=1, le=LARGEST_KEY)]
"""The number of a row in an address."""
Cursor = Annotated[str | None, Query(description="`next` of the page before; nothing for the first page")]


def only_known_parameters(request: Request) -> None:
    """Refuses query parameters that the route does not have, which would be ignored silently, and zero bytes."""
    known = set(_names(request.scope["route"].dependant))
    unknown = sorted(set(request.query_params) - known)
    if unknown:
        allowed = f"it takes {', '.join(sorted(known))}" if known else "it takes none"
        raise BadInput(f"{request.url.path} has no parameter {unknown[0]!r:.60}; {allowed}")
    if any("\0" in text for text in (*request.query_params.values(), *request.path_params.values())):
        raise BadInput("a parameter contains a zero byte")


def _names(dependant: Any) -> Iterator[str]:
    yield from (parameter.alias for parameter in dependant.query_params)
    for below in dependant.dependencies:
        yield from _names(below)


def moment_us(name: str, text: str | None) -> int | None:
    """A time in µs since the epoch; None when it was not given. Raises BadInput unless it is RFC 3339 with zone."""
    if text is None:
        return None
    try:
        moment = datetime.fromisoformat(_LOST_PLUS.sub(r"+\1", text))
    except ValueError as error:
        raise BadInput(f"{name}: {text!r:.60} is no time; write RFC 3339 such as 2026-11-21T08:15:02Z") from error
    if moment.tzinfo is None:
        raise BadInput(f"{name}: {text!r:.60} has no zone; write it such as 2026-11-21T08:15:02Z")
    return to_us(moment)


def bounds(text: str | None) -> Bounds | None:
    """West, south, east, north. Raises BadInput unless there are four numbers."""
    if text is None:
        return None
    try:
        west, south, east, north = (float(part) for part in text.split(","))
    except ValueError as error:
        raise BadInput(f"bbox: {text!r:.60} is not west,south,east,north in degrees (WGS-84)") from error
    return Bounds(west, south, east, north)


def shown_time(time_us: int | None) -> str | None:
    """RFC 3339 in UTC to the microsecond, without needless zeros; None stays None."""
    if time_us is None:
        return None
    exact = "microseconds" if time_us % 1000 else "milliseconds"
    return from_us(time_us).isoformat(timespec=exact).replace("+00:00", "Z")
