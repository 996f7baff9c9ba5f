"""Pictures of camera events as they are stored."""

from __future__ import annotations

from sqlalchemy import Engine, func, or_, select

from dashboard.domain.camera_events import Box
from dashboard.ports.camera_privacy import CameraPictureReads, Space, StoredPicture
from data_sources.db import tables as t
from data_sources.db.engine import reading
from data_sources.db.json_columns import unpacked

_I = t.image.c


class CameraPictureReader(CameraPictureReads):
    """Reads them, verbatim. Raises Unavailable."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def camera_picture(self, digest: str) -> StoredPicture | None:
        """By the SHA-256 of its bytes; photos of people are shown by other rights."""
        event, person = t.camera_event.c, t.person.c
        of_camera = select(event.camera_ref).where(event.image_digest == digest).limit(1)
        is_persons = select(person.photo_digest).where(person.photo_digest == digest).exists()
        query = select(_I.content, _I.personal).where(_I.digest == digest, or_(~is_persons, of_camera.exists()))
        with reading(self._engine) as connection:
            row = connection.execute(query).first()
            camera = connection.scalar(of_camera) if row is not None else None
        return None if row is None else StoredPicture(bytes(row.content), boxes_of(row.personal), camera or "")

    def space(self) -> Space:
        """Lengths stand beside the bytes: no picture is read for them."""
        is_persons = select(t.person.c.photo_digest).where(t.person.c.photo_digest == _I.digest).exists()
        size = func.coalesce(func.sum(func.length(_I.content)), 0)
        with reading(self._engine) as connection:
            pictures, size_bytes = connection.execute(select(func.count(), size).where(~is_persons)).one()
        return Space(int(pictures), int(size_bytes))


def boxes_of(text: str | None) -> tuple[Box, ...]:
    """Return the boxes that are kept so."""
    return tuple(Box(*each) for each in unpacked(text)) if text else ()
