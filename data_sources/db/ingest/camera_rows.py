"""Camera-event rows: reports become events, repeats are merged, pictures are kept once."""

from __future__ import annotations

import hashlib
from typing import Any, Final

from sqlalchemy import Connection, case, func, insert, select, update

from dashboard.domain.camera_events import (
    MERGE_GAP_US,
    CameraEventReport,
    CameraPicture,
    KnownCameraEvent,
    Phase,
    merges_into,
)
from dashboard.domain.readings import Device
from dashboard.ports.ingest import CameraEventRows
from data_sources.db import tables as t
from data_sources.db.json_columns import packed
from data_sources.db.part import SqlPart
from data_sources.db.upserts import upsert

_E = t.camera_event.c
_R = t.camera_event_reference.c
_NEWEST: Final = (_E.last_us.desc(), _E.camera_event_key.desc())


def save_report(connection: Connection, report: CameraEventReport, camera: Device | None, now_us: int) -> None:
    """Add the report to the event that it belongs to, or store a new one."""
    digest = _keep_image(connection, report, now_us)
    known = _find(connection, report)
    if known is not None and merges_into(known, report):
        event_key = known.camera_event_key
        _merge(connection, event_key, report, digest, now_us, again=not known.same_reference)
    else:
        event_key = _add(connection, report, camera, digest, now_us)
    reference = {"camera_ref": report.camera_ref, "event_ref": report.event_ref, "camera_event_key": event_key}
    connection.execute(
        upsert(connection.dialect.name, t.camera_event_reference, ["camera_ref", "event_ref"], update=[]), reference
    )


def save_picture(connection: Connection, picture: CameraPicture, now_us: int) -> None:
    """Return the picture to the newest event of its camera and label; it is cut as the source likes, so no box fits."""
    newest = (
        select(_E.camera_event_key, _E.last_us)
        .where(_E.camera_ref == picture.camera_ref, _E.label == picture.label)
        .order_by(*_NEWEST)
        .limit(1)
    )
    event = connection.execute(newest).first()
    if event is None or picture.at_us - event.last_us > MERGE_GAP_US:
        return
    digest = _keep_image(connection, picture, now_us)
    values = {"image_digest": digest, "bbox": None, "updated_us": now_us}
    connection.execute(update(t.camera_event).where(_E.camera_event_key == event.camera_event_key).values(values))


def _find(connection: Connection, report: CameraEventReport) -> KnownCameraEvent | None:
    """The event of the report's own reference, else the camera's newest one of that category (or label)."""
    by_reference = (
        select(t.camera_event)
        .join(t.camera_event_reference, _R.camera_event_key == _E.camera_event_key)
        .where(_R.camera_ref == report.camera_ref, _R.event_ref == report.event_ref)
    )
    row = connection.execute(by_reference).mappings().first()
    if row is not None:
        return _read_known(row, same_reference=True)
    alike = _E.category == report.category if report.category is not None else _E.label == report.label
    newest = select(t.camera_event).where(_E.camera_ref == report.camera_ref, alike).order_by(*_NEWEST).limit(1)
    row = connection.execute(newest).mappings().first()
    return None if row is None else _read_known(row, same_reference=False)


def _read_known(row: Any, *, same_reference: bool) -> KnownCameraEvent:
    return KnownCameraEvent(
        camera_event_key=row["camera_event_key"],
        camera_ref=row["camera_ref"],
        category=row["category"],
        label=row["label"],
        last_us=row["last_us"],
        same_reference=same_reference,
    )


def _add(
    connection: Connection, report: CameraEventReport, camera: Device | None, digest: str | None, now_us: int
) -> int:
    values = {
        "source": report.source,
        "camera_ref": report.camera_ref,
        "asset_key": camera.asset_key if camera else None,
        "grid_key": camera.area_key if camera else None,
        "category": report.category,
        "label": report.label,
        "confidence": report.confidence,
        "zone": report.zone,
        "bbox": None if report.bbox is None else packed(list(report.bbox)),
        "first_us": report.at_us,
        "last_us": report.at_us,
        "ended_us": report.at_us if report.phase is Phase.END else None,
        "image_digest": digest,
        "updated_us": now_us,
    }
    statement = insert(t.camera_event).values(values).returning(_E.camera_event_key)
    return int(connection.execute(statement).scalar_one())


def _merge(
    connection: Connection, event_key: int, report: CameraEventReport, digest: str | None, now_us: int, *, again: bool
) -> None:
    """A further report of a known event; `again` when the source saw it as a new one, which counts up."""
    later = case((_E.last_us < report.at_us, report.at_us), else_=_E.last_us)
    values: dict[str, Any] = {"last_us": later, "updated_us": now_us}
    if again:
        values["count"] = _E.count + 1
    if report.phase is Phase.END:
        values["ended_us"] = report.at_us
    elif again:
        values["ended_us"] = None
    if digest is not None:
        values["image_digest"] = digest
        values["bbox"] = None if report.bbox is None else packed(list(report.bbox))
    if report.confidence is not None:
        values["confidence"] = case(
            (func.coalesce(_E.confidence, 0.0) < report.confidence, report.confidence), else_=_E.confidence
        )
    connection.execute(update(t.camera_event).where(_E.camera_event_key == event_key).values(values))


def _keep_image(connection: Connection, report: CameraEventReport | CameraPicture, now_us: int) -> str | None:
    if report.image is None:
        return None
    digest = hashlib.sha256(report.image).hexdigest()
    row = {"digest": digest, "media_type": report.media_type, "content": report.image, "stored_us": now_us}
    connection.execute(upsert(connection.dialect.name, t.image, ["digest"], update=[]), row)
    return digest


class SqlCameraEventRows(SqlPart, CameraEventRows):
    """Events of cameras and their pictures."""

    def save_camera_event(self, report: CameraEventReport, camera: Device | None, now_us: int) -> None:
        """Add the report to the event that it belongs to, or store a new one."""
        save_report(self._connection, report, camera, now_us)

    def save_camera_picture(self, picture: CameraPicture, now_us: int) -> None:
        """Hand the picture to the event that it belongs to; one that belongs to none is let go."""
        save_picture(self._connection, picture, now_us)
