"""Evidence pictures inside a transaction."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import Row, and_, delete, exists, func, literal, or_, select, update

from dashboard.domain.cases.queries import Sight
from dashboard.domain.coordinates import Position
from dashboard.domain.photos.records import Photo
from dashboard.ports.photos import PhotoRows
from data_sources.db import tables as t
from data_sources.db.area_tree import keys_in
from data_sources.db.cameras.pictures import boxes_of
from data_sources.db.cases.reach import in_sight
from data_sources.db.json_columns import packed
from data_sources.db.part import SqlPart
from data_sources.db.upserts import upsert

_P = t.photo.c
_U = t.photo_upload.c
_CP = t.case_photo.c
_C = t.case_record.c


class SqlPhotoRows(SqlPart, PhotoRows):
    """What is known of pictures, who sent them, and which cases carry them."""

    def photos(self, digests: Collection[str]) -> Mapping[str, Photo]:
        """By digest."""
        rows = self._connection.execute(select(t.photo).where(_P.digest.in_(digests)))
        return {row.digest: _photo(row) for row in rows}

    def add_photo(self, photo: Photo, account: str) -> None:
        """Whoever stores the same one waits for the end of this transaction."""
        values = {name: getattr(photo, name) for name in ("digest", "width", "height", "size_bytes", "taken_us")}
        lon, lat = photo.position or (None, None)
        row = {**values, "lon": lon, "lat": lat, "stored_us": photo.stored_us, "wanted_us": photo.stored_us}
        row["personal"] = None if photo.personal is None else packed([list(box) for box in photo.personal])
        known: dict[str, Any] = {
            name: func.coalesce(_P[name], literal(row[name], _P[name].type))
            for name in ("taken_us", "lon", "lat", "personal")
        }
        self._connection.execute(upsert(self._dialect, t.photo, ["digest"], update=["wanted_us"], **known), row)
        sent = {"digest": photo.digest, "account": account, "at_us": photo.stored_us}
        self._connection.execute(upsert(self._dialect, t.photo_upload, ["digest", "account"], update=["at_us"]), sent)

    def use_photos(self, digests: Collection[str], at_us: int) -> Collection[str]:
        """The change locks the rows."""
        statement = update(t.photo).where(_P.digest.in_(digests)).values(wanted_us=at_us).returning(_P.digest)
        return set(self._connection.execute(statement).scalars())

    def photos_sent_by(self, account: str, digests: Collection[str]) -> Collection[str]:
        """Of this account alone."""
        query = select(_U.digest).where(_U.account == account, _U.digest.in_(digests))
        return set(self._connection.execute(query).scalars())

    def photos_in_sight(self, sight: Sight, digests: Collection[str]) -> Collection[str]:
        """On whatever case."""
        query = select(_CP.digest).join(t.case_record, _C.case_key == _CP.case_key).where(_CP.digest.in_(digests))
        if not sight.everything:
            query = query.where(in_sight(sight, keys_in(self._connection, sight.areas)))
        return set(self._connection.execute(query.distinct()).scalars())

    def photos_elsewhere(self, digests: Collection[str], case_key: int | None) -> Collection[str]:
        """On any case when none is told."""
        query = select(_CP.digest).where(_CP.digest.in_(digests)).distinct()
        if case_key is not None:
            query = query.where(_CP.case_key != case_key)
        return set(self._connection.execute(query).scalars())

    def forget_photos(self, *, unused_us: int, ended_us: int) -> Sequence[str]:
        """Where somebody wants one meanwhile, `wanted_us` is newer when the row is looked at again."""
        carried = exists().where(_CP.digest == _P.digest)
        runs = or_(_C.ended_us.is_(None), _C.ended_us >= ended_us)
        held = exists().where(_CP.digest == _P.digest, _C.case_key == _CP.case_key, runs)
        unused = and_(_P.wanted_us < unused_us, ~carried)
        over = and_(_P.wanted_us < ended_us, carried, ~held)
        return list(self._connection.execute(delete(t.photo).where(or_(unused, over)).returning(_P.digest)).scalars())

    def is_photo_free(self, digest: str) -> bool:
        """A row that is there for as long as the transaction keeps others from storing it."""
        row = {"digest": digest, "width": 0, "height": 0, "size_bytes": 0, "stored_us": 0, "wanted_us": 0}
        claim = upsert(self._dialect, t.photo, ["digest"], update=[]).values(row).returning(_P.digest)
        if self._connection.execute(claim).first() is None:
            return False
        self._connection.execute(delete(t.photo).where(_P.digest == digest))
        return True


def _photo(row: Row[Any]) -> Photo:
    return Photo(
        digest=row.digest,
        width=row.width,
        height=row.height,
        size_bytes=row.size_bytes,
        taken_us=row.taken_us,
        position=None if row.lon is None else Position(row.lon, row.lat),
        stored_us=row.stored_us,
        personal=None if row.personal is None else boxes_of(row.personal),
    )
