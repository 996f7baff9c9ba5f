"""What cameras saw: masked before it is stored, blurred before it is shown, clear for those with the right alone."""

from __future__ import annotations

import base64
import io
import json
from dataclasses import dataclass
from pathlib import Path

import pytest
from PIL import Image
from sqlalchemy import Engine, select

from dashboard.domain.readings import Delivery
from dashboard.domain.rights import Actor, Role
from dashboard.errors import BadInput, Forbidden, NotFound
from dashboard.services.cameras.blurring import Blurring
from dashboard.services.cameras.event_pictures import EventPictures
from dashboard.services.cameras.masks import CameraMasks
from dashboard.services.upkeep import Upkeep
from data_sources.db import tables as t
from data_sources.db.cameras.pictures import CameraPictureReader
from data_sources.db.cameras.store import SqlCameraPrivacyStore
from data_sources.db.history_store import SqlHistoryStore
from data_sources.photos.blurred import BlurredFolder
from data_sources.photos.covering import PillowCovers
from data_sources.photos.finding import found
from tests.actors import acting
from tests.camera_pulling import ROOT, Pulling
from tests.pictures import two_coloured, written
from tests.servers import NOW

OPERATOR, MANAGER = acting("li", Role.OPERATOR), acting("head", Role.MANAGER)
CAMERA = "canonical:SX-0021"
QUARTER = [[0, 0], [0.5, 0], [0.5, 0.5], [0, 0.5]]
PICTURE = written(two_coloured(), "PNG")
EVENT = {"event_id": "e-1", "category": "0504", "bbox": [0.4, 0.4, 0.2, 0.2]}
"""A shop's goods on the pavement; its picture is red at the top left, else blue."""


@dataclass
class Street:
    """An ingest, and those who look."""

    rig: Pulling
    pictures: EventPictures
    masks: CameraMasks
    seen: int = 0

    def hear(self, content: bytes = PICTURE, **fields: object) -> str | None:
        """A message of the camera; return the digest of the picture of its event."""
        self.seen += 1
        message = {**EVENT, "event_id": f"e-{self.seen}", "image": base64.b64encode(content).decode(), **fields}
        topic = "xiuhua/v1/camera/SX-0021/event"
        self.rig.clock.now_us += 3_600_000_000
        self.rig.ingest.refresh()
        self.rig.ingest.record([Delivery(topic, json.dumps(message).encode(), self.rig.clock.now_us)])
        return self.rig.events()[0].image_digest

    def colour(self, digest: str | None, x: int = 100, y: int = 100, actor: Actor = OPERATOR) -> tuple[int, ...]:
        """What is stored, at this place."""
        content = self.pictures.clear(digest or "", actor).content
        return tuple(Image.open(io.BytesIO(content)).convert("RGB").getpixel((x, y)) or ())  # type: ignore[arg-type]

    def audited(self) -> list[tuple[str, str, str]]:
        with self.rig.engine.connect() as connection:
            rows = connection.execute(select(t.audit.c.actor, t.audit.c.action, t.audit.c.subject))
            return [tuple(row) for row in rows]


@pytest.fixture
def street(engine: Engine, tmp_path: Path) -> Street:
    rig = Pulling(engine, NOW)
    store = SqlCameraPrivacyStore(engine, rig.clock)
    blurring = Blurring(PillowCovers(found), BlurredFolder(tmp_path))
    return Street(
        rig,
        EventPictures(CameraPictureReader(engine), blurring, store, rig.clock),
        CameraMasks(store, rig.clock),
    )


def test_a_mask_holds_for_what_comes_after_it_until_it_is_removed(street: Street) -> None:
    before = street.hear()
    street.masks.set(CAMERA, [QUARTER], ROOT)
    masked = street.hear()
    street.masks.remove(CAMERA, ROOT)
    after = street.hear()
    assert street.colour(before)[0] > 150
    assert max(street.colour(masked)) < 8
    assert street.colour(masked, 500, 400)[2] > 150
    assert after == before, "the same picture is stored once"
    assert [each.camera for each in street.masks.listed(ROOT)] == []
    assert [deed[1:] for deed in street.audited()][:2] == [("set_camera_mask", CAMERA), ("remove_camera_mask", CAMERA)]


def test_what_cannot_be_masked_is_not_kept_anywhere(street: Street) -> None:
    street.masks.set(CAMERA, [QUARTER], ROOT)
    assert street.hear(PICTURE[:200]) is None
    with street.rig.engine.connect() as connection:
        assert connection.execute(select(t.image.c.digest)).all() == []
        [row] = connection.execute(select(t.quarantine.c.reason, t.quarantine.c.payload)).all()
    assert (row.reason, bytes(row.payload)) == ("bad_image", b"")


def test_masks_are_set_by_those_who_register_devices(street: Street) -> None:
    with pytest.raises(Forbidden):
        street.masks.set(CAMERA, [QUARTER], OPERATOR)
    with pytest.raises(Forbidden):
        street.masks.listed(OPERATOR)
    with pytest.raises(BadInput):
        street.masks.set("no camera", [QUARTER], ROOT)
    with pytest.raises(NotFound):
        street.masks.remove(CAMERA, ROOT)


def test_everybody_sees_the_blurred_copy_which_is_made_once(street: Street) -> None:
    digest = street.hear(category="person") or ""
    shown = street.pictures.blurred(digest)
    assert shown.media_type == "image/jpeg"
    assert shown.content != PICTURE
    assert street.pictures.blurred(digest) == shown
    assert street.audited() == []
    with pytest.raises(NotFound):
        street.pictures.blurred("0" * 64)


def test_the_space_of_pictures_is_told(street: Street) -> None:
    reader = CameraPictureReader(street.rig.engine)
    assert reader.space() == (0, 0)
    street.hear()
    street.hear(PICTURE + b"other")
    assert reader.space() == (2, 2 * len(PICTURE) + 5)


def test_a_copy_is_not_shown_when_the_time_of_its_picture_is_over(street: Street) -> None:
    digest = street.hear() or ""
    street.pictures.blurred(digest)
    Upkeep(SqlHistoryStore(street.rig.engine)).forget(street.rig.clock.now_us + 200 * 86_400_000_000)
    with pytest.raises(NotFound):
        street.pictures.blurred(digest)


def test_what_cannot_be_blurred_is_not_shown_without_the_right(street: Street) -> None:
    digest = street.hear(PICTURE[:200]) or ""
    with pytest.raises(NotFound):
        street.pictures.blurred(digest)
    assert street.pictures.clear(digest, OPERATOR).content == PICTURE[:200]


def test_the_clear_picture_takes_the_right_and_each_look_is_noted(street: Street) -> None:
    digest = street.hear() or ""
    for actor in (MANAGER, ROOT, acting("wall", Role.WALL), acting("audit", Role.AUDITOR)):
        with pytest.raises(Forbidden):
            street.pictures.clear(digest, actor)
    assert street.pictures.clear(digest, OPERATOR).content == PICTURE
    street.pictures.clear(digest, OPERATOR)
    assert street.audited() == [("li", "see_clear_picture", digest)] * 2
