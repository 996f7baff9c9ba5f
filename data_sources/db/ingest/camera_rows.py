"""Camera-event rows: reports become events, repeats are merged, pictures are kept once."""

from __future__ import annotations

import hashlib
from functools import cache
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, bindparam, case, func, insert, select, update

from dashboard.domain.camera_events import (
    MERGE_GAP_US,
    CameraEventReport,
    CameraNote,
    CameraPicture,
    KnownCameraEvent,
    Phase,
    counts_up,
    merges_into,
    takes_picture,
)
from dashboard.domain.camera_privacy import personal_boxes
from dashboard.domain.durations import SECOND_US
from dashboard.domain.readings import Device
from dashboard.domain.triage.gates import NO_GATES, Find, Gate, Gatekeeper, Passage, grown
from dashboard.domain.triage.states import EventState
from dashboard.ports.ingest import CameraEventRows
from data_sources.db import tables as t
from data_sources.db.json_columns import packed
from data_sources.db.part import SqlPart
from data_sources.db.triage.gate_rows import hold, hold_while_held
from data_sources.db.upserts import upsert

_E = t.camera_event.c
_R = t.camera_event_reference.c
_NEWEST: Final = (_E.last_us.desc(), _E.camera_event_key.desc())
# Statements of every report, made once: to make them costs more than to run them.
_BY_REFERENCE: Final = (
    select(t.camera_event)
    .join(t.camera_event_reference, _R.camera_event_key == _E.camera_event_key)
    .where(_R.camera_ref == bindparam("camera"), _R.event_ref == bindparam("reference"))
)
_OF_CAMERA: Final = select(t.camera_event).where(_E.camera_ref == bindparam("camera")).order_by(*_NEWEST).limit(1)
_ALIKE: Final = {name: _OF_CAMERA.where(t.camera_event.c[name] == bindparam("alike")) for name in ("category", "label")}
_ADD: Final = insert(t.camera_event).returning(_E.camera_event_key)


@cache
def _add_reference(dialect: str) -> Any:
    return upsert(dialect, t.camera_event_reference, ["camera_ref", "event_ref"], update=[])


@cache
def _add_image(dialect: str) -> Any:
    return upsert(dialect, t.image, ["digest"], update=[])


def save_report(
    connection: Connection, report: CameraEventReport, camera: Device | None, now_us: int, keeper: Gatekeeper
) -> None:
    """Add the report to the event that it belongs to, or store a new one, and judge whether it waits for people."""
    gate = keeper.gate(report.category, camera.asset_id if camera else None)
    known = _find(connection, report, gate)
    gap_us = gate.merge_gap_s * SECOND_US
    if known is not None and merges_into(known, report, gap_us, zones_apart=gate.zones_apart):
        event_key = known.camera_event_key
        _merge(connection, known, report, now_us, _judged_anew(known, report, camera, now_us, keeper))
    else:
        passage = _judged(_first_seen(report, camera, keeper), now_us, keeper)
        event_key = _add(connection, report, camera, _keep_image(connection, report, now_us), now_us, passage)
    reference = {"camera_ref": report.camera_ref, "event_ref": report.event_ref, "camera_event_key": event_key}
    connection.execute(_add_reference(connection.dialect.name), reference)


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
    values = {"image_digest": digest, "bbox": None, "updated_us": now_us, "picture_us": now_us}
    connection.execute(update(t.camera_event).where(_E.camera_event_key == event.camera_event_key).values(values))


def save_note(connection: Connection, note: CameraNote, now_us: int) -> None:
    """Add what is said to the newest event of that name; an alert stays one."""
    named = (
        select(_R.camera_event_key)
        .where(_R.event_ref == note.event_ref, _R.camera_ref.startswith(f"{note.source}:", autoescape=True))
        .order_by(_R.camera_event_key.desc())
        .limit(1)
    )
    event_key = connection.execute(named).scalar()
    if event_key is None:
        return
    values: dict[str, Any] = {"updated_us": now_us}
    if note.description is not None:
        values["description"] = note.description
    if note.severity is not None:
        values["severity"] = case((_E.severity == "alert", _E.severity), else_=note.severity)
    if note.category is not None:
        is_held = _E.state == EventState.HELD.value
        values |= {"category": note.category, "label": note.label or note.category}
        values["due_us"] = case((is_held, now_us), else_=_E.due_us)
    connection.execute(update(t.camera_event).where(_E.camera_event_key == event_key).values(values))


def _find(connection: Connection, report: CameraEventReport, gate: Gate) -> KnownCameraEvent | None:
    """The event of the report's own reference, else the camera's newest one of that category (or label)."""
    asked = {"camera": report.camera_ref, "reference": report.event_ref}
    row = connection.execute(_BY_REFERENCE, asked).mappings().first()
    if row is not None:
        return _read_known(row, same_reference=True)
    name, alike = ("label", report.label) if report.category is None else ("category", report.category)
    newest = _ALIKE[name]
    if gate.zones_apart:
        newest = newest.where(_E.zone.is_not_distinct_from(report.zone))
    row = connection.execute(newest, {"camera": report.camera_ref, "alike": alike}).mappings().first()
    return None if row is None else _read_known(row, same_reference=False)


def _read_known(row: Any, *, same_reference: bool) -> KnownCameraEvent:
    return KnownCameraEvent(
        camera_event_key=row["camera_event_key"],
        camera_ref=row["camera_ref"],
        category=row["category"],
        label=row["label"],
        last_us=row["last_us"],
        same_reference=same_reference,
        is_open=row["ended_us"] is None,
        confidence=row["confidence"],
        picture_us=row["picture_us"] if row["picture_us"] is not None or row["image_digest"] is None else 0,
        zone=row["zone"],
        first_us=row["first_us"],
        ended_us=row["ended_us"],
        dwell_s=row["dwell_s"],
        is_held=row["state"] == EventState.HELD.value,
    )


def _first_seen(report: CameraEventReport, camera: Device | None, keeper: Gatekeeper) -> Find:
    return Find(
        category=report.category,
        camera=camera.asset_id if camera else None,
        spot=keeper.spots.get(camera.asset_key) if camera else None,
        zone=report.zone,
        score=report.confidence,
        first_us=_began_us(report),
        last_us=report.at_us,
        ended_us=report.at_us if report.phase is Phase.END else None,
        dwell_s=report.dwell_s,
    )


def _judged_anew(
    known: KnownCameraEvent, report: CameraEventReport, camera: Device | None, now_us: int, keeper: Gatekeeper
) -> Passage | None:
    """What the gates say of a held event after this report; what people have seen is never taken out of the queue."""
    if not known.is_held:
        return None
    return _judged(grown(known, _first_seen(report, camera, keeper), report), now_us, keeper)


def _judged(find: Find, now_us: int, keeper: Gatekeeper) -> Passage:
    """As of when it was last seen: of what comes late the end may be among what comes next; the worker sees to it."""
    return keeper.judge(find, min(now_us, find.last_us))


def _add(
    connection: Connection,
    report: CameraEventReport,
    camera: Device | None,
    digest: str | None,
    now_us: int,
    passage: Passage,
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
        "first_us": _began_us(report),
        "last_us": report.at_us,
        "dwell_s": report.dwell_s,
        "clip": report.clip,
        "picture_us": None if digest is None else now_us,
        "ended_us": report.at_us if report.phase is Phase.END else None,
        "image_digest": digest,
        "updated_us": now_us,
        **hold(passage),
    }
    return int(connection.execute(_ADD, values).scalar_one())


def _began_us(report: CameraEventReport) -> int:
    """When it began: an event that is said to begin after it was seen began when it was seen."""
    return report.at_us if report.started_us is None else min(report.started_us, report.at_us)


def _merge(
    connection: Connection, known: KnownCameraEvent, report: CameraEventReport, now_us: int, passage: Passage | None
) -> None:
    """A further report of a known event. What the source saw as a new one counts up; an end is never before a start."""
    values: dict[str, Any] = {"last_us": _largest(_E.last_us, report.at_us), "updated_us": now_us}
    if passage is not None:
        values |= hold_while_held(passage)
    if not known.same_reference and counts_up(report):
        values["count"] = _E.count + 1
    if report.phase is Phase.END:
        values["ended_us"] = _largest(_E.first_us, report.at_us)
    elif not known.same_reference:
        values["ended_us"] = None
    if known.same_reference and report.started_us is not None:
        values["first_us"] = case((_E.first_us > report.started_us, report.started_us), else_=_E.first_us)
    if report.category is not None and known.category != report.category and known.same_reference:
        values |= {"category": report.category, "label": report.label}
    if takes_picture(known, report, now_us):
        values["image_digest"], values["picture_us"] = _keep_image(connection, report, now_us), now_us
        values["bbox"] = None if report.bbox is None else packed(list(report.bbox))
    for name in ("confidence", "dwell_s"):
        told = getattr(report, name)
        if told is not None:
            values[name] = _largest(func.coalesce(t.camera_event.c[name], 0.0), told)
    if report.clip is not None:
        values["clip"] = report.clip
    connection.execute(update(t.camera_event).where(_E.camera_event_key == known.camera_event_key).values(values))


def _largest(column: ColumnElement[Any], value: float) -> ColumnElement[Any]:
    return case((column < value, value), else_=column)


def _keep_image(connection: Connection, report: CameraEventReport | CameraPicture, now_us: int) -> str | None:
    if report.image is None:
        return None
    digest = hashlib.sha256(report.image).hexdigest()
    row = {"digest": digest, "media_type": report.media_type, "content": report.image, "stored_us": now_us}
    if isinstance(report, CameraEventReport):
        boxes = personal_boxes(report.label, report.category, report.bbox, report.personal)
        row["personal"] = packed([list(box) for box in boxes])
    else:
        row["personal"] = None
    connection.execute(_add_image(connection.dialect.name), row)
    return digest


def save_still(connection: Connection, event_key: int, picture: CameraPicture, now_us: int) -> bool:
    """Give the picture to this event, unless it has one."""
    values = {"image_digest": _keep_image(connection, picture, now_us), "picture_us": now_us, "updated_us": now_us}
    unseen = update(t.camera_event).where(_E.camera_event_key == event_key, _E.image_digest.is_(None))
    return bool(connection.execute(unseen.values(values)).rowcount)


class SqlCameraEventRows(SqlPart, CameraEventRows):
    """Events of cameras and their pictures."""

    def save_camera_event(
        self, report: CameraEventReport, camera: Device | None, now_us: int, keeper: Gatekeeper = NO_GATES
    ) -> None:
        """Add the report to the event that it belongs to, or store a new one; the keeper says whether it waits."""
        save_report(self._connection, report, camera, now_us, keeper)

    def save_camera_note(self, note: CameraNote, now_us: int) -> None:
        """Add what is said to the event that it names; of an event that is not known it is let go."""
        save_note(self._connection, note, now_us)

    def save_camera_still(self, event_key: int, picture: CameraPicture, now_us: int) -> bool:
        """Give the picture to this event; False when it has got one meanwhile."""
        return save_still(self._connection, event_key, picture, now_us)

    def save_camera_picture(self, picture: CameraPicture, now_us: int) -> None:
        """Hand the picture to the event that it belongs to; one that belongs to none is let go."""
        save_picture(self._connection, picture, now_us)
