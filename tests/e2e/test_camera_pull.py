"""`camera pull` as a process, with cameras that are real HTTP servers with digest: either side killed and back."""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from bootstrap import open_database
from bootstrap.cameras import build_camera_accesses
from dashboard.domain.camera_pictures import CameraAccess
from dashboard.settings import Settings
from tests.adapters.test_camera_pulls import JPEG, NVR, later, part, tracked
from tests.camera_pulling import ROOT
from tests.cameras.camera_server import Camera, playing
from tests.e2e.product import Product, eventually

TOLD = 40
"""So many things Frigate tracked, each of another kind: no two of them are one event."""


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Product]:
    product = Product(tmp_path / "data", 0)
    product.run("migrate")
    product.start("broker")
    yield product
    product.stop()


def follow(running: Product, camera: Camera, name: str, events: str, path: str = "") -> None:
    settings = Settings(data_dir=running.data_dir, port=running.port, mqtt_port=running.mqtt_port)
    origin = "/".join(camera.url.split("/")[:3])
    access = CameraAccess(
        camera=name, url="", user=camera.user, password=camera.password, events=events, events_url=origin + path
    )
    build_camera_accesses(settings, open_database(settings)).set(access, ROOT)


def end_lease(running: Product) -> None:
    """That of the killed process ends by itself after 15 s; nobody waits for that here."""
    with closing(sqlite3.connect(running.data_dir / "xiuhua.db", timeout=30)) as database, database:
        database.execute("DELETE FROM lease WHERE name = 'camera pull'")


def names(running: Product, source: str) -> list[str]:
    """The references under which events of this source are known, each event once."""
    rows = running.query(
        "SELECT e.camera_event_key, r.event_ref, e.count FROM camera_event e JOIN camera_event_reference r "
        "USING (camera_event_key) WHERE e.source = ? ORDER BY e.first_us",
        source,
    )
    assert len({key for key, _, _ in rows}) == len(rows), "no event has two names"
    assert {count for _, _, count in rows} <= {1}
    return [str(name) for _, name, _ in rows]


def listed(count: int) -> bytes:
    """The newest first, as Frigate lists them; the first began now."""
    now_s = time.time()
    events = [tracked(f"e{number}", 0) for number in range(count)]
    for number, event in enumerate(events):
        event |= {"start_time": now_s + number / 100, "end_time": now_s + 1, "label": f"thing {number}"}
    return json.dumps(list(reversed(events))).encode()


def test_what_frigate_tracked_while_our_process_was_killed_is_there_once(running: Product) -> None:
    frigate = Camera()
    frigate.user = ""
    whole = json.loads(listed(TOLD))
    frigate.answers = {f"/api/events/e{number}/snapshot.jpg": JPEG for number in range(TOLD)}
    frigate.answers |= {"/api/review": b"[]", "/api/events": json.dumps(whole[TOLD // 2 :]).encode()}
    with playing(frigate):
        follow(running, frigate, "frigate:site", "frigate", "/api")
        running.start("cameras")
        eventually(lambda: names(running, "frigate"), "the first is recorded")
        running.kill("cameras")
        frigate.answers["/api/events"] = json.dumps(whole).encode()
        end_lease(running)
        running.start("cameras")
        eventually(lambda: len(names(running, "frigate")) >= TOLD, "everything is caught up with")
    assert names(running, "frigate") == [f"e{number}" for number in range(TOLD)]
    assert running.query("SELECT count(*) FROM camera_event WHERE image_digest IS NULL") == [(0,)]


def test_what_a_camera_of_hikvision_tells_before_and_after_it_was_killed_is_there_once(running: Product) -> None:
    camera = Camera()
    stream = camera.begin_stream()
    running.start("cameras")
    with playing(camera):
        port = int(camera.url.split(":")[2].partition("/")[0])
        follow(running, camera, NVR, "hikvision")
        for hour in (0, 1, 2):
            stream.put(part(later(hour * 3600)))
        eventually(lambda: len(names(running, "hikvision")) == 3, "what it told is recorded")
    eventually(lambda: running.query("SELECT state FROM camera_pull") == [("away",)], "that it is away is told")
    again = camera.begin_stream()
    for hour in (3, 4, 5):
        again.put(part(later(hour * 3600)))
    with playing(camera, port):
        eventually(lambda: len(names(running, "hikvision")) == 6, "what it told afterwards is recorded, too")
    assert all(told.startswith("Digest ") for told in camera.asked[1::2])
