"""GA/T 1400 (视图库): what a platform notifies us of after we subscribed, in the JSON of GA/T 1400.4."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final, NamedTuple

from dashboard.domain.camera_events import Box, CameraEventReport, Phase, category_of
from dashboard.domain.readings import Delivery
from dashboard.errors import UnreadablePayload
from dashboard.ports.ingest import CameraSource
from data_sources.cameras._fields import Picture, box_between, live_moment, picture, reference, word
from data_sources.payloads import decode_object

_OBJECTS: Final = {
    "MotorVehicle": "MotorVehicleID",
    "NonMotorVehicle": "NonMotorVehicleID",
    "Person": "PersonID",
    "Face": "FaceID",
    "Thing": "ThingID",
    "Scene": "SceneID",
}
_TIMES: Final = ("PassTime", "AppearTime", "ShotTime", "LocationMarkTime", "PersonAppearTime", "FaceAppearTime")
_SCENES: Final = ("14", "01", "02")
"""Types of pictures: the scene, the vehicle as a whole, other large ones; faces and plates come after them."""
_PERSONAL: Final = ("Face",)
_MOST: Final = 1_000


class Seen(NamedTuple):
    """One object of a notification, of what kind, and the name of its kind's id."""

    kind: str
    facts: dict[str, Any]


def read(delivery: Delivery) -> list[CameraEventReport]:
    """An event for each object: of a SubscribeNotification, or of a list of objects that is posted as such.

    Plates, faces and what belongs to them are left out: they are personal. `EventSort` of a picture tells what was
    found, and is the category where it is one. Times have no zone and are those of China.
    """
    body = decode_object(delivery.payload)
    seen = list(_objects(body))[:_MOST]
    if not seen and not _is_known(body):
        raise UnreadablePayload("bad_shape", "neither SubscribeNotificationListObject nor a list of objects")
    return [_report(each, delivery) for each in seen]


def _is_known(body: dict[str, Any]) -> bool:
    return "SubscribeNotificationListObject" in body or any(f"{kind}ListObject" in body for kind in _OBJECTS)


def _objects(body: dict[str, Any]) -> Iterator[Seen]:
    notifications = body.get("SubscribeNotificationListObject")
    inner = notifications.get("SubscribeNotificationObject") if isinstance(notifications, dict) else None
    for holder in (body, *_dicts(inner)):
        for kind in _OBJECTS:
            for name in (f"{kind}ListObject", f"{kind}ObjectList"):
                listed = holder.get(name)
                found = listed.get(f"{kind}Object") if isinstance(listed, dict) else None
                yield from (Seen(kind, each) for each in _dicts(found) if kind not in _PERSONAL)


def _report(seen: Seen, delivery: Delivery) -> CameraEventReport:
    facts = seen.facts
    name, camera = facts.get(_OBJECTS[seen.kind]), facts.get("DeviceID")
    if not name or not camera:
        raise UnreadablePayload("bad_shape", f"{_OBJECTS[seen.kind]} or DeviceID is missing")
    best = _best(facts)
    sort = str(best.get("EventSort", "")).strip()
    at_us, off_h = live_moment(_time(facts, best), delivery.received_us)
    shot = _picture(best)
    return CameraEventReport(
        event_ref=reference(name),
        camera_ref=reference(f"gat1400:{camera}"),
        phase=Phase.START,
        category=category_of(sort),
        label=word(f"{seen.kind}/{sort}" if sort else seen.kind),
        confidence=None,
        at_us=at_us,
        bbox=_box(facts, best),
        image=shot.image,
        media_type=shot.media_type,
        image_problem=shot.problem,
        source="gat1400",
        clock_off_h=off_h,
    )


def _best(facts: dict[str, Any]) -> dict[str, Any]:
    """The picture of the scene, else the first that is no face and no plate."""
    listed = facts.get("SubImageList")
    images = _dicts(listed.get("SubImageInfoObject") if isinstance(listed, dict) else None)
    ranked = [each for kind in _SCENES for each in images if str(each.get("Type")) == kind]
    return ranked[0] if ranked else {}


def _picture(best: dict[str, Any]) -> Picture:
    """Its bytes where the message has them; an address alone is not followed."""
    return picture(best.get("Data"))


def _time(facts: dict[str, Any], best: dict[str, Any]) -> object:
    found = (holder[name] for holder in (facts, best) for name in _TIMES if holder.get(name))
    return next(found, None)


def _box(facts: dict[str, Any], best: dict[str, Any]) -> Box | None:
    """Corners in pixels of the picture whose size is told."""
    corners = [facts.get(name) for name in ("LeftTopX", "LeftTopY", "RightBtmX", "RightBtmY")]
    return box_between(corners, best.get("Width"), best.get("Height"))


def _dicts(value: object) -> list[dict[str, Any]]:
    members = value if isinstance(value, list) else [value]
    return [each for each in members if isinstance(each, dict)]


CAMERA_SOURCE = CameraSource(key="gat1400", topic_filters=(), topic_pattern="", read=read)
