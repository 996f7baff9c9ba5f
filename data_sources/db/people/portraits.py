"""Photos of people as rows, inside a transaction."""

from __future__ import annotations

import hashlib
from typing import Final

from sqlalchemy import Connection, delete, select, update

from dashboard.domain.people.readouts import KeptPhoto
from dashboard.ports.people import PortraitRows
from data_sources.db import tables as t
from data_sources.db.part import SqlPart
from data_sources.db.upserts import upsert

_P: Final = t.person.c
_I: Final = t.image.c


class SqlPortraitRows(SqlPart, PortraitRows):
    """The pictures that people are known by."""

    def portrait(self, number: str) -> KeptPhoto | None:
        """The person's photo; None without one, and without such a person."""
        digest = self._connection.execute(select(_P.photo_digest).where(_P.number == number)).scalar()
        return picture_of(self._connection, digest) if digest else None

    def replace_portrait(self, number: str, photo: KeptPhoto | None) -> bool:
        """Keep this one, or none; the one before goes unless something else shows it too."""
        found = self._connection.execute(select(_P.person_key, _P.photo_digest).where(_P.number == number)).first()
        if found is None:
            return False
        digest = self._stored(photo) if photo else None
        of_person = update(t.person).where(_P.person_key == found.person_key)
        self._connection.execute(of_person.values(photo_digest=digest))
        if found.photo_digest and found.photo_digest != digest:
            overwrite_freed_space(self._connection, self._dialect)
            remove_picture(self._connection, found.photo_digest)
        return True

    def _stored(self, photo: KeptPhoto) -> str:
        digest = hashlib.sha256(photo.content).hexdigest()
        row = {**photo._asdict(), "digest": digest, "stored_us": self._now_us}
        self._connection.execute(upsert(self._dialect, t.image, ["digest"], update=[]), row)
        return digest


def picture_of(connection: Connection, digest: str) -> KeptPhoto | None:
    """The picture of this digest; None when it is gone."""
    row = connection.execute(select(_I.media_type, _I.content).where(_I.digest == digest)).first()
    return None if row is None else KeptPhoto(row.media_type, bytes(row.content))


def remove_picture(connection: Connection, digest: str) -> None:
    """Remove a picture that neither a person nor a camera event shows any more."""
    others = select(_P.photo_digest).union_all(select(t.camera_event.c.image_digest)).subquery().c[0]
    is_shown = select(others).where(others == digest).exists()
    connection.execute(delete(t.image).where(_I.digest == digest, ~is_shown))


def overwrite_freed_space(connection: Connection, dialect: str) -> None:
    """SQLite leaves what was removed in the free space of the file unless it is told to write zeros over it."""
    if dialect == "sqlite":
        connection.exec_driver_sql("PRAGMA secure_delete = ON")
