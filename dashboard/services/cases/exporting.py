"""Use case: take a list of cases out as a table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import tzinfo
from typing import Final, NamedTuple

from dashboard.domain.cases.export import Cell, ExportColumn, Reader, head_of, row_of
from dashboard.domain.cases.permits import sight_of
from dashboard.domain.cases.queries import CaseQuery, Sorting
from dashboard.domain.rights import Actor
from dashboard.domain.text import Language, Text
from dashboard.errors import BadInput
from dashboard.ports.cases import CaseStore
from dashboard.ports.operations import Clock
from dashboard.services.cases.reading import Cases
from dashboard.services.cases.sheets import names_of, numbers_of

MOST_ROWS: Final = 100_000
AT_ONCE: Final = 2_000
"""Rows of a table, and how many of them are read in one go, unless told otherwise."""


class Wanted(NamedTuple):
    """What is taken out: the same filters and order as a list has, and which columns."""

    query: CaseQuery
    category: str | None
    sorting: Sorting
    columns: Sequence[ExportColumn]
    language: Language


class CaseExport:
    """Raises Forbidden, BadInput for more rows than a table may have, Unavailable."""

    def __init__(
        self,
        store: CaseStore,
        reading: Cases,
        clock: Clock,
        zone: tzinfo,
        *,
        most: int = MOST_ROWS,
        at_once: int = AT_ONCE,
    ) -> None:
        self._store = store
        self._reading = reading
        self._clock = clock
        self._zone = zone
        self._most = most
        self._at_once = at_once

    def table(self, wanted: Wanted, actor: Actor) -> Iterator[Sequence[Cell]]:
        """Note that the actor takes the cases out that they see, then return head and rows, slice by slice."""
        query = self._reading.with_categories(wanted.query, wanted.category)
        total = self._reading.page(query, wanted.sorting, 1, None, actor).total
        if total > self._most:
            raise BadInput(
                Text(
                    f"共 {total} 件，一次最多导出 {self._most} 件：请缩小筛选范围，例如按时间分段",
                    f"there are {total} cases, a table has at most {self._most}: narrow the filters, such as by time",
                )
            )
        with self._store.begin() as work:
            work.note_in_audit(actor, "export_cases", "cases", {**_asked(wanted), "count": total}, self._clock())
        return self._rows(wanted, query._replace(sight=sight_of(actor)))

    def _rows(self, wanted: Wanted, query: CaseQuery) -> Iterator[Sequence[Cell]]:
        yield head_of(wanted.columns, wanted.language, str(self._zone))
        now_us, cursor, left = self._clock(), None, self._most
        while left > 0:
            with self._store.look() as work:
                cases, cursor = work.list_cases(query, wanted.sorting, min(self._at_once, left), cursor, now_us)
                names = names_of(work, set(numbers_of(cases, ())))
            reader = Reader(wanted.language, self._zone, names, now_us)
            yield from (row_of(case, wanted.columns, reader) for case in cases)
            left -= len(cases)
            if cursor is None:
                return


def _asked(wanted: Wanted) -> dict[str, object]:
    """What the record tells of the question: words that were looked for are as personal as what they find."""
    told = {
        name: value
        for name, value in wanted.query._asdict().items()
        if name not in ("sight", "text", "states", "categories") and value
    }
    return {**told, **({"category": wanted.category} if wanted.category else {}), "searched": bool(wanted.query.text)}
