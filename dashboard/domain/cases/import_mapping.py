"""Which column of a table of cases holds what, and what the words in it mean here."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from dashboard.domain.cases.states import CaseState
from dashboard.domain.text import Text
from dashboard.errors import BadInput

MOMENTS: Final = (
    *("reported", "registered", "filed", "dispatched", "accepted"),
    *("arrived", "handled", "checked", "ended", "due"),
)
TEXTS: Final = ("description", "address")
"""What may be put together from several columns."""
FIELDS: Final = frozenset(
    {*MOMENTS, *TEXTS, "number", "category", "state", "lon", "lat", "squad", "department", "channel"}
)
NEEDED: Final = ("number", "reported", "category")
_WORDED: Final = frozenset({"category", "state", "squad", "department"})
KEEP: Final = "keep"
REJECT: Final = "reject"
LEAVE: Final = "leave"
_OTHERWISE: Final[Mapping[str, str]] = {"category": KEEP, "state": REJECT, "squad": LEAVE, "department": LEAVE}
_SYSTEM: Final = re.compile(r"[a-z0-9][a-z0-9_-]{0,15}")
IMPORTABLE: Final = frozenset(CaseState) - {
    CaseState.SELF_DONE,
    CaseState.RETURN_REQ,
    CaseState.DELAY_REQ,
    CaseState.HANG_REQ,
    CaseState.HUNG,
}
"""In which states a case can come from elsewhere: nothing that waits for the consent of somebody here."""
_KEYS: Final = frozenset({"system", "crs", "zone", "times", "columns", "values", "otherwise", "positions"})


@dataclass(frozen=True, kw_only=True)
class Positions:
    """Where cases lie that have no coordinates of their own, by the words of a column; `elsewhere` are all others."""

    column: str = ""
    at: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    elsewhere: tuple[float, float] | None = None


@dataclass(frozen=True, kw_only=True)
class CaseMapping:
    """How a table of another system is read.

    `system` names it: with the number there it makes a case known once. `columns` are by field, several for a text.
    `values` are what the words of a field mean here, in lower case; `otherwise` is what becomes of other words: keep
    them, leave them out, reject the row, or a word to take. `times` are forms as strptime has them; none is ISO 8601.
    """

    system: str
    columns: Mapping[str, tuple[str, ...]]
    values: Mapping[str, Mapping[str, str]]
    otherwise: Mapping[str, str]
    crs: str | None = None
    zone: ZoneInfo | None = None
    times: tuple[str, ...] = ()
    positions: Positions | None = None


def mapping_of(told: object) -> CaseMapping:
    """Return the mapping that a file tells. Raises BadInput that says which entry is wrong and what may stand there."""
    entries = _table(told, "the mapping")
    _only(entries, _KEYS, "the mapping")
    columns = _columns(entries.get("columns"))
    values = {name: _words(each, name) for name, each in _table(entries.get("values", {}), "values").items()}
    otherwise = _table(entries.get("otherwise", {}), "otherwise")
    _only(values, _WORDED, "values")
    _only(otherwise, _WORDED, "otherwise")
    return CaseMapping(
        system=_system(entries.get("system")),
        columns=columns,
        values=values,
        otherwise={**_OTHERWISE, **{name: str(word) for name, word in otherwise.items()}},
        crs=None if entries.get("crs") is None else str(entries["crs"]),
        zone=_zone(entries.get("zone")),
        times=tuple(str(each) for each in _listed(entries.get("times", []))),
        positions=_positions(entries.get("positions")),
    )


def _bad(where: str, what: str) -> BadInput:
    return BadInput(Text(f"映射 {where}：{what}", f"mapping, {where}: {what}"))


def _table(told: object, where: str) -> dict[str, Any]:
    if not isinstance(told, dict):
        raise _bad(where, "must be names, each with a colon and what it is")
    return told


def _only(told: Mapping[str, Any], known: frozenset[str], where: str) -> None:
    unknown = sorted(set(told) - known)
    if unknown:
        raise _bad(where, f"there is no {', '.join(unknown)}; there are {', '.join(sorted(known))}")


def _listed(told: object) -> list[Any]:
    return told if isinstance(told, list) else [told]


def _system(told: object) -> str:
    if not isinstance(told, str) or not _SYSTEM.fullmatch(told):
        raise _bad("system", "the name of the other system in at most 16 of a-z, 0-9, _ and -")
    return told


def _zone(told: object) -> ZoneInfo | None:
    if told is None:
        return None
    try:
        return ZoneInfo(str(told))
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise _bad("zone", f"there is no time zone {told!r:.60}; write it as Asia/Shanghai") from error


def _columns(told: object) -> dict[str, tuple[str, ...]]:
    table = _table(told, "columns")
    _only(table, FIELDS, "columns")
    missing = [name for name in NEEDED if name not in table]
    if missing:
        raise _bad("columns", f"say which column holds {', '.join(missing)}")
    if ("lon" in table) != ("lat" in table):
        raise _bad("columns", "lon and lat belong together")
    several = [name for name, each in table.items() if isinstance(each, list) and name not in TEXTS]
    if several:
        raise _bad("columns", f"{', '.join(several)} is one column; only {' and '.join(TEXTS)} may be several")
    return {name: tuple(str(column) for column in _listed(each)) for name, each in table.items()}


def _words(told: object, name: str) -> dict[str, str]:
    words = {str(word).strip().lower(): str(meaning) for word, meaning in _table(told, f"values of {name}").items()}
    if name == "state":
        unknown = sorted(set(words.values()) - IMPORTABLE)
        if unknown:
            raise _bad(
                "values of state", f"there is no {', '.join(unknown)}; there are {', '.join(sorted(IMPORTABLE))}"
            )
    return words


def _positions(told: object) -> Positions | None:
    if told is None:
        return None
    table = _table(told, "positions")
    _only(table, frozenset({"column", "at", "elsewhere"}), "positions")
    at = {str(word).strip().lower(): _pair(each) for word, each in _table(table.get("at", {}), "positions, at").items()}
    elsewhere = table.get("elsewhere")
    return Positions(
        column=str(table.get("column", "")), at=at, elsewhere=None if elsewhere is None else _pair(elsewhere)
    )


def _pair(told: object) -> tuple[float, float]:
    try:
        lon, lat = (float(each) for each in told)  # type: ignore[attr-defined]
    except (TypeError, ValueError) as error:
        raise _bad("positions", f"{told!r:.60} is no position; write it as [lon, lat]") from error
    return lon, lat
