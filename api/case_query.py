"""What is asked of lists of cases, by query parameters."""

from __future__ import annotations

from typing import Annotated, Final, NamedTuple

from fastapi import Depends, Query

from api.parameters import Moment, moment_us
from dashboard.domain.cases.clocks import Lamp
from dashboard.domain.cases.queries import CaseQuery, CaseSort, Sorting
from dashboard.domain.cases.states import CaseState, Source
from dashboard.errors import BadInput

LONGEST_SEARCH: Final = 60


class CasesAsked(NamedTuple):
    """Which cases, and in which order; what lies below `category` counts."""

    query: CaseQuery
    category: str | None
    sorting: Sorting


async def _asked(
    state: CaseState | None = None,
    still_open: Annotated[bool, Query(alias="open", description="true: only those that have not ended")] = False,
    lamp: Lamp | None = None,
    squad: str | None = None,
    department: str | None = None,
    area: Annotated[str | None, Query(description="code of an area; what lies below it counts")] = None,
    category: Annotated[str | None, Query(description="code of the catalogue; what lies below it counts")] = None,
    source: Source | None = None,
    assignee: str | None = None,
    first: Annotated[Moment, Query(alias="from", description="reported at or after")] = None,
    until: Annotated[Moment, Query(alias="to", description="reported before")] = None,
    q: Annotated[str, Query(max_length=LONGEST_SEARCH, description="in number, address, description or category")] = "",
    sort: Annotated[
        str, Query(pattern="^-?[a-z_]+$", description="a member; with - the largest first")
    ] = "-reported_at",
) -> CasesAsked:
    query = CaseQuery(
        state=state,
        lamp=lamp,
        squad=squad,
        department=department,
        area=area,
        source=source,
        assignee=assignee,
        from_us=moment_us("from", first),
        until_us=moment_us("to", until),
        text=q.strip(),
        open_only=still_open,
    )
    return CasesAsked(query, category, _sorting(sort))


Asked = Annotated[CasesAsked, Depends(_asked)]


def _sorting(told: str) -> Sorting:
    names = ", ".join(each.value for each in CaseSort)
    try:
        return Sorting(CaseSort(told.removeprefix("-")), told.startswith("-"))
    except ValueError as error:
        raise BadInput(f"sort: {told!r:.40} is none of {names}, each with - before it for the largest first") from error
