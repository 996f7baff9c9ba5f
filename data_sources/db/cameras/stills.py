"""Events that came without a picture, as rows inside a transaction."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from dashboard.ports.camera_stills import StillRows, WantedStill
from data_sources.db import tables as t
from data_sources.db.part import SqlPart

_E = t.camera_event.c


class SqlStillRows(SqlPart, StillRows):
    """Those for which a camera may still be asked."""

    def wanted_stills(self, since_us: int, limit: int) -> Sequence[WantedStill]:
        """By when they were seen last, which an index knows."""
        query = (
            select(_E.camera_event_key, _E.camera_ref, _E.label)
            .where(_E.last_us >= since_us, _E.first_us >= since_us, _E.image_digest.is_(None))
            .order_by(_E.camera_event_key.desc())
            .limit(limit)
        )
        return [WantedStill(*row) for row in self._connection.execute(query)]
