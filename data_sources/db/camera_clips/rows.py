"""Clips as rows inside a transaction."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import delete, exists, func, or_, select

from dashboard.domain.camera_clips import Clip, RecordedEvent
from dashboard.domain.cases.queries import Sight
from dashboard.ports.camera_clips import ClipRows
from data_sources.db import tables as t
from data_sources.db.area_tree import keys_in
from data_sources.db.cases.reach import in_sight
from data_sources.db.part import SqlPart
from data_sources.db.upserts import upsert

_K = t.clip.c
_CK = t.case_clip.c
_C = t.case_record.c
_E = t.camera_event.c


class SqlClipRows(SqlPart, ClipRows):
    """Clips, and the cases that carry them."""

    def recorded_event(self, camera_event_key: int) -> RecordedEvent | None:
        """An event as its recorder knows it."""
        query = (
            select(t.asset.c.asset_id, _E.first_us, func.coalesce(_E.ended_us, _E.last_us), _E.clip)
            .outerjoin(t.asset, t.asset.c.asset_key == _E.asset_key)
            .where(_E.camera_event_key == camera_event_key)
        )
        row = self._connection.execute(query).first()
        return None if row is None else RecordedEvent(*row)

    def add_clip(self, clip: Clip) -> None:
        """Store it unless it is there."""
        self._connection.execute(upsert(self._dialect, t.clip, ["digest"], update=[]), clip._asdict())

    def add_case_clip(self, case_key: int, digest: str, actor: str, at_us: int) -> bool:
        """Give it to a case; False when the case has it."""
        statement = upsert(self._dialect, t.case_clip, ["case_key", "digest"], update=[]).returning(_CK.digest)
        row = {"case_key": case_key, "digest": digest, "added_us": at_us, "added_by": actor}
        return self._connection.execute(statement, row).first() is not None

    def clips(self, digests: Collection[str]) -> Mapping[str, Clip]:
        """Those of these that there are."""
        rows = self._connection.execute(select(t.clip).where(_K.digest.in_(digests)))
        return {row.digest: Clip(*row) for row in rows}

    def clips_in_sight(self, sight: Sight, digests: Collection[str]) -> Collection[str]:
        """Those of these that a case carries which is in sight."""
        query = select(_CK.digest).join(t.case_record, _C.case_key == _CK.case_key).where(_CK.digest.in_(digests))
        if not sight.everything:
            query = query.where(in_sight(sight, keys_in(self._connection, sight.areas)))
        return set(self._connection.execute(query.distinct()).scalars())

    def forget_clips(self, ended_us: int) -> Sequence[str]:
        """Remove those whose cases all ended before; return their digests."""
        runs = or_(_C.ended_us.is_(None), _C.ended_us >= ended_us)
        held = exists().where(_CK.digest == _K.digest, _C.case_key == _CK.case_key, runs)
        over = delete(t.clip).where(_K.stored_us < ended_us, ~held).returning(_K.digest)
        return list(self._connection.execute(over).scalars())

    def is_clip_free(self, digest: str) -> bool:
        """A row that is there for as long as the transaction keeps others from storing it."""
        row = {"digest": digest, "media_type": "", "size_bytes": 0, "asset_id": "", "from_us": 0, "until_us": 0}
        claim = upsert(self._dialect, t.clip, ["digest"], update=[]).values(**row, stored_us=0).returning(_K.digest)
        if self._connection.execute(claim).first() is None:
            return False
        self._connection.execute(delete(t.clip).where(_K.digest == digest))
        return True
