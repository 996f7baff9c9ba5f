"""Which cases a list shows, in which order and columns, as an address, a browser or a saved view says it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from dashboard.domain.cases.clocks import Lamp
from dashboard.domain.cases.queries import LARGEST_PAGE, SHORTEST_SEARCH, CaseQuery, CaseSort, Sorting
from dashboard.domain.cases.states import CaseState, Source

ROWS_AT_FIRST: Final = 50
LONGEST: Final = 60
LONGEST_CURSOR: Final = 400
OPEN: Final = "open"
EVERY: Final = "all"
UNATTENDED: Final = "unattended"
COLUMNS: Final = (
    "number",
    "category",
    "place",
    "unit",
    "state",
    "source",
    "step_left",
    "whole_left",
    "reported",
    "grid",
    "person",
    "flags",
)
"""All that there are, in their order."""
USUAL_COLUMNS: Final = frozenset(COLUMNS[:8])
SORTS: Final[Mapping[str, CaseSort]] = {
    "number": CaseSort.NUMBER,
    "category": CaseSort.CATEGORY,
    "place": CaseSort.ADDRESS,
    "unit": CaseSort.SQUAD,
    "state": CaseSort.STATE,
    "source": CaseSort.SOURCE,
    "step_left": CaseSort.STEP_DUE,
    "whole_left": CaseSort.DUE,
    "reported": CaseSort.REPORTED,
}
"""By which order a column sorts."""


class CaseListView(NamedTuple):
    """What is asked of the list. Empty is everything; `state` is a state, `open`, `all` or `unattended`.

    `limit` and `after` say which part is shown; they are in no address and no saved view.
    """

    state: str = OPEN
    lamp: str = ""
    squad: str = ""
    grid: str = ""
    category: str = ""
    source: str = ""
    mine: str = ""
    q: str = ""
    sort: str = "step_left"
    desc: str = ""
    columns: str = ""
    limit: int = ROWS_AT_FIRST
    after: str = ""

    @property
    def query(self) -> CaseQuery:
        """The question, without the category, which needs the catalogue, and without whose it is."""
        return CaseQuery(
            state=CaseState(self.state) if self.state in set(CaseState) else None,
            lamp=Lamp(self.lamp) if self.lamp else None,
            squad=self.squad or None,
            area=self.grid or None,
            source=Source(self.source) if self.source else None,
            text=self.q if len(self.q) >= SHORTEST_SEARCH else "",
            open_only=self.state == OPEN,
            unattended=self.state == UNATTENDED,
        )

    @property
    def sorting(self) -> Sorting:
        """The order."""
        return Sorting(SORTS[self.sort], bool(self.desc))

    @property
    def shown_columns(self) -> tuple[str, ...]:
        """The columns in their order; the number is always there."""
        chosen = set(self.columns.split(".")) & set(COLUMNS) if self.columns else USUAL_COLUMNS
        return tuple(each for each in COLUMNS if each in chosen or each == "number")

    @property
    def is_narrowed(self) -> bool:
        """Whether anything but the usual is asked for."""
        usual = CaseListView(sort=self.sort, desc=self.desc, columns=self.columns, limit=self.limit, after=self.after)
        return self != usual

    def told(self) -> dict[str, str]:
        """What an address says: what is not as usual."""
        usual = CaseListView()
        return {
            name: str(value)
            for name, value in self._asdict().items()
            if name not in ("limit", "after") and value != getattr(usual, name)
        }


def view_from(told: Mapping[str, Any] | None) -> CaseListView:
    """Return the view that an address or a browser tells; an odd part is passed over."""
    told = told if isinstance(told, Mapping) else {}
    known: dict[str, Any] = {name: _word(told.get(name)) for name in CaseListView._fields[:-2] if name in told}
    allowed: dict[str, set[str]] = {
        "state": {OPEN, EVERY, UNATTENDED, *CaseState},
        "lamp": {"", *Lamp},
        "source": {"", *Source},
        "sort": set(SORTS),
        "mine": {"", "1"},
        "desc": {"", "1"},
    }
    kept = {name: value for name, value in known.items() if name not in allowed or value in allowed[name]}
    limit = told.get("limit")
    if type(limit) is int and 1 <= limit <= LARGEST_PAGE:
        kept["limit"] = limit
    after = told.get("after")
    if isinstance(after, str) and len(after) <= LONGEST_CURSOR and after.isascii():
        kept["after"] = after
    return CaseListView(**kept)


def _word(value: object) -> str:
    return " ".join(str(value).replace("\0", "").split())[: LONGEST * 3] if isinstance(value, str) else ""
