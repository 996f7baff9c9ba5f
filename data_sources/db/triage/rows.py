"""Who holds which event, and second looks."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from sqlalchemy import delete, insert, or_, select, update

from dashboard.domain.triage.claims import Claim
from dashboard.domain.triage.second_look import SecondLook
from dashboard.ports.triage import TriageRows
from data_sources.db import tables as t
from data_sources.db.area_tree import codes_above, keys_below
from data_sources.db.engine import WRITES
from data_sources.db.part import SqlPart
from data_sources.db.triage.verdicts import look_of
from data_sources.db.upserts import upsert

_C: Final = t.camera_event_claim.c
_L: Final = t.camera_second_look.c


class SqlTriageRows(SqlPart, TriageRows):
    """Claims and second looks."""

    def event_areas(self, event_key: int) -> frozenset[str]:
        """From its grid up to the root."""
        event = t.camera_event.c
        grid_key = self._connection.execute(select(event.grid_key).where(event.camera_event_key == event_key)).scalar()
        return codes_above(self._connection, [grid_key])

    def codes_within(self, codes: Collection[str]) -> frozenset[str]:
        """By the tree of areas."""
        query = select(t.area.c.code).where(t.area.c.area_key.in_(keys_below(*codes)))
        return frozenset(self._connection.execute(query).scalars()) if codes else frozenset()

    def claim_of(self, event_key: int) -> Claim | None:
        """By the event's key."""
        row = self._connection.execute(select(t.camera_event_claim).where(_C.camera_event_key == event_key)).first()
        return None if row is None else Claim(row.camera_event_key, row.holder, row.since_us, row.until_us)

    def save_claim(self, claim: Claim, now_us: int) -> bool:
        """The key decides who was first; one's own and ended ones are taken over."""
        others = delete(t.camera_event_claim).where(_C.holder == claim.holder, _C.camera_event_key != claim.event_key)
        self._connection.execute(others)
        free = or_(_C.holder == claim.holder, _C.until_us <= now_us)
        columns = ["holder", "since_us", "until_us"]
        statement = upsert(self._dialect, t.camera_event_claim, ["camera_event_key"], update=columns, only_if=free)
        row = dict(zip(["camera_event_key", *columns], claim, strict=True))
        return self._connection.execute(statement.returning(_C.camera_event_key), row).first() is not None

    def release_claims(self, holder: str, event_key: int | None = None) -> bool:
        """By the index of the holder."""
        which = _C.holder == holder
        if event_key is not None:
            which &= _C.camera_event_key == event_key
        return bool(self._connection.execute(delete(t.camera_event_claim).where(which)).rowcount)

    def second_look(self, event_key: int) -> SecondLook | None:
        """By the event's key."""
        query = select(t.camera_second_look).where(_L.camera_event_key == event_key)
        if self._connection.get_execution_options().get(WRITES, False):
            query = query.with_for_update()
        row = self._connection.execute(query).one_or_none()
        return None if row is None else look_of(row)

    def add_second_look(self, look: SecondLook) -> None:
        """As it is."""
        values = {
            "camera_event_key": look.event_key,
            "verdict_key": look.verdict_key,
            "first_by": look.first_by,
            "picked_us": look.picked_us,
        }
        self._connection.execute(insert(t.camera_second_look).values(values))

    def save_second_look(self, look: SecondLook) -> None:
        """What came of it."""
        values = {
            "looked_us": look.looked_us,
            "looked_by": look.looked_by,
            "verdict": None if look.verdict is None else look.verdict.value,
            "reason": None if look.reason is None else look.reason.value,
            "agrees": look.agrees,
        }
        which = _L.camera_event_key == look.event_key
        self._connection.execute(update(t.camera_second_look).where(which).values(values))

    def remove_second_look(self, event_key: int) -> None:
        """Nothing happens to one that was taken."""
        waiting = delete(t.camera_second_look).where(_L.camera_event_key == event_key, _L.looked_us.is_(None))
        self._connection.execute(waiting)

    def count_as(self, event_key: int, is_right: bool, at_us: int) -> None:
        """In the event's own column."""
        event = t.camera_event.c
        values = {"is_right": is_right, "updated_us": at_us}
        self._connection.execute(update(t.camera_event).where(event.camera_event_key == event_key).values(values))
