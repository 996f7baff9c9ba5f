"""Cases inside a transaction."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, func, insert, select, update

from dashboard.domain.cases.drafts import CaseDraft
from dashboard.domain.cases.photo_roles import PhotoRole, Shot
from dashboard.domain.cases.placing import ClassedArea, class_of
from dashboard.domain.cases.records import Case, CaseEntry, EntryKind
from dashboard.ports.cases import CaseRows, Doubled, Occasion
from data_sources.db import tables as t
from data_sources.db.cases.bulk import add_in_bulk, find_by_numbers
from data_sources.db.cases.columns import case_of, cases, row_of
from data_sources.db.cases.numbers import next_number
from data_sources.db.cases.search import Findable, add_to_search, refresh_search
from data_sources.db.engine import WRITES
from data_sources.db.json_columns import packed, unpacked
from data_sources.db.part import SqlPart
from data_sources.db.register_rows import area_class_in
from data_sources.db.storable import storable
from data_sources.db.upserts import upsert
from data_sources.db.webhooks.outbox import collecting, put_out

_C = t.case_record.c
_E = t.case_entry.c
_P = t.case_photo.c


class SqlCaseRows(SqlPart, CaseRows):
    """Cases, their timelines, pictures, and the commands that came."""

    def next_case_number(self, day: date) -> int:
        """1, 2, 3 …; the row of the day is locked until the end of the transaction."""
        return next_number(self._connection, day.isoformat())

    def add_case(self, case: Case) -> Case:
        """Store it; return it as it is read."""
        key = self._connection.execute(insert(t.case_record).values(row_of(case)).returning(_C.case_key)).scalar_one()
        added = self.case(key)
        assert added is not None, "what was just stored is there"
        add_to_search(self._connection, [Findable.by(added)])
        return added

    def add_cases(self, cases: Sequence[Case]) -> Sequence[int]:
        """Store them by the driver's own bulk statements."""
        return add_in_bulk(self._connection, cases)

    def cases_of_numbers(self, numbers: Sequence[str]) -> Mapping[str, Case]:
        """Those that there are."""
        return find_by_numbers(self._connection, numbers)

    def case(self, case_key: int) -> Case | None:
        """One case; on PostgreSQL its row is locked when the transaction writes."""
        return self._read_case(case_key, is_locked=self._connection.get_execution_options().get(WRITES, False))

    def _read_case(self, case_key: int, *, is_locked: bool = False) -> Case | None:
        query = cases().where(_C.case_key == case_key)
        if is_locked:
            query = query.with_for_update(of=t.case_record)
        row = self._connection.execute(query).first()
        if row is None:
            return None
        around = self._areas_around(row.area_key, row.line_key)
        found = case_of(row, around)
        area_class = class_of(found.place.area, found.place.line, around)
        return replace(found, place=found.place._replace(area_class=area_class))

    def case_of_number(self, number: str) -> int | None:
        """Its key; None when there is none."""
        return self._connection.execute(select(_C.case_key).where(_C.number == number)).scalar()

    def save_case(self, case: Case) -> bool:
        """Store it over the revision before; what it is found by follows."""
        before = (_C.case_key == case.case_key, _C.revision == case.revision - 1)
        refresh_search(self._connection, case)
        return self._connection.execute(update(t.case_record).where(*before).values(row_of(case))).rowcount == 1

    def add_case_entries(self, entries: Sequence[CaseEntry]) -> None:
        """Store them, and put them out for the other systems that want them."""
        rows = [
            {
                "case_key": each.case_key,
                "at_us": each.at_us,
                "kind": each.kind.value,
                "what": each.what,
                "actor": each.actor,
                "text": storable(each.text),
                "data": packed(dict(each.data)),
            }
            for each in entries
        ]
        webhooks = collecting(self._connection) if rows else ()
        if rows and not webhooks:
            self._connection.execute(insert(t.case_entry), rows)
        elif rows:
            added = insert(t.case_entry).returning(_E.entry_key, sort_by_parameter_order=True)
            keys = self._connection.execute(added, rows).scalars()
            told = [each._replace(entry_key=key) for each, key in zip(entries, keys, strict=True)]
            put_out(self._connection, webhooks, told, self._read_case, self._now_us)

    def case_entries(self, case_keys: Collection[int]) -> Sequence[CaseEntry]:
        """Those of all these cases, the oldest first."""
        query = select(t.case_entry).where(_E.case_key.in_(case_keys)).order_by(_E.at_us, _E.entry_key)
        return [entry_of(row) for row in self._connection.execute(query)]

    def case_shots(self, case_key: int) -> Sequence[Shot]:
        """The oldest first."""
        query = select(_P.digest, _P.role).where(_P.case_key == case_key).order_by(_P.added_us, _P.role, _P.digest)
        return [Shot(row.digest, PhotoRole(row.role)) for row in self._connection.execute(query)]

    def add_case_shots(self, case_key: int, shots: Sequence[Shot], actor: str, at_us: int) -> None:
        """Store them once each."""
        rows = [
            {"case_key": case_key, "digest": each.digest, "role": each.role.value, "added_us": at_us, "added_by": actor}
            for each in shots
        ]
        if rows:
            self._connection.execute(upsert(self._dialect, t.case_photo, ["case_key", "digest"], update=[]), rows)

    def doubled_command(self, actor: str, idempotency_key: str) -> Doubled | None:
        """What it made before."""
        c = t.case_command.c
        query = select(c.case_key, c.digest).where(c.actor == actor, c.idempotency_key == idempotency_key)
        row = self._connection.execute(query).first()
        return None if row is None else Doubled(row.case_key, row.digest)

    def note_command(self, actor: str, idempotency_key: str, told: Doubled, at_us: int) -> None:
        """Remember it."""
        row = {"actor": actor, "idempotency_key": idempotency_key, **told._asdict(), "at_us": at_us}
        self._connection.execute(insert(t.case_command).values(row))

    def occasion(self, draft: CaseDraft) -> Occasion | None:
        """Where it is."""
        keys = _asset_of(draft)
        if keys is None:
            return None
        a = t.asset.c
        row = self._connection.execute(
            select(a.asset_id, a.lon, a.lat, func.coalesce(a.street, a.name).label("address")).where(keys)
        ).first()
        return None if row is None else Occasion(*row)

    def cases_merged_into(self, case_key: int) -> Sequence[int]:
        """Their keys."""
        return list(self._connection.execute(select(_C.case_key).where(_C.merged_into == case_key)).scalars())

    def known_units(self) -> Mapping[str, Collection[str]]:
        """Whom a case may be given to."""

        def codes(query: Select[Any]) -> frozenset[str]:
            return frozenset(self._connection.execute(query).scalars())

        return {
            "squad": codes(select(t.squad.c.code)),
            "department": codes(select(t.department.c.code)),
            "person": codes(select(t.person.c.number).where(t.person.c.left_us.is_(None))),
        }

    def _areas_around(self, *keys: int | None) -> Mapping[str, ClassedArea]:
        """These areas and all above them, by code."""
        area = t.area.c
        columns = (area.area_key, area.code, area.parent_key, area.area_class)
        start = [key for key in keys if key is not None]
        tree = select(*columns).where(area.area_key.in_(start)).cte(recursive=True)
        above = select(*columns).where(area.area_key == tree.c.parent_key)
        rows = self._connection.execute(select(tree.union(above))).all()
        codes = {row.area_key: row.code for row in rows}
        return {row.code: ClassedArea(codes.get(row.parent_key), area_class_in(row.area_class)) for row in rows}


def entry_of(row: Row[Any]) -> CaseEntry:
    """Return the entry of a row."""
    kind, data = EntryKind(row.kind), unpacked(row.data)
    return CaseEntry(row.case_key, row.at_us, kind, row.what, row.actor, row.text, data, row.entry_key)


def _asset_of(draft: CaseDraft) -> ColumnElement[bool] | None:
    """Which asset a draft is about."""
    if draft.asset_id is not None:
        return t.asset.c.asset_id == draft.asset_id
    if draft.alarm_key is not None:
        alarm = t.alarm.c
        return (
            t.asset.c.asset_key == select(alarm.asset_key).where(alarm.alarm_key == draft.alarm_key).scalar_subquery()
        )
    if draft.camera_event_key is not None:
        event = t.camera_event.c
        found = select(event.asset_key).where(event.camera_event_key == draft.camera_event_key)
        return t.asset.c.asset_key == found.scalar_subquery()
    return None
