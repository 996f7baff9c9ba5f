"""The quarantine as programs ask for it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from sqlalchemy import Engine, select, tuple_

from dashboard.domain.machine_reads import QuarantinedMessage
from dashboard.ports.ingest import QuarantineReads
from data_sources.db import tables as t
from data_sources.db.engine import reading
from data_sources.db.ingest.store import within

_Q = t.quarantine.c
_PLACE: Final = (_Q.received_us, _Q.quarantine_key)
_COLUMNS: Final = tuple(_Q["count" if name == "times" else name] for name in QuarantinedMessage._fields)
_PAGE_BYTES: Final = 8 * 1024 * 1024


class QuarantineReader(QuarantineReads):
    """Reads messages, verbatim. Raises Unavailable."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def messages(
        self, reason: str | None, limit: int, before: tuple[int, int] | None
    ) -> tuple[Sequence[QuarantinedMessage], bool]:
        """By (received_us, quarantine_key) downwards, at most about 8 MB of them; and whether more come."""
        places = select(_Q.quarantine_key, _Q.payload_bytes).order_by(*(column.desc() for column in _PLACE))
        if reason is not None:
            places = places.where(_Q.reason == reason)
        if before is not None:
            places = places.where(tuple_(*_PLACE) < tuple_(*before))
        with reading(self._engine) as connection:
            sizes = connection.execute(places.limit(limit + 1)).all()
            keys = within(sizes[:limit], _PAGE_BYTES)
            query = select(*_COLUMNS).where(_Q.quarantine_key.in_(keys))
            rows = connection.execute(query.order_by(*(column.desc() for column in _PLACE)))
            return [QuarantinedMessage(*row) for row in rows], len(sizes) > len(keys)

    def reasons(self) -> Sequence[str]:
        """Every reason that occurs."""
        with reading(self._engine) as connection:
            return list(connection.execute(select(_Q.reason).distinct().order_by(_Q.reason)).scalars())
