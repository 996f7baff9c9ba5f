"""The HTTP API: every route, with good, bad, empty and huge requests."""

from __future__ import annotations

import base64
import json
import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from itertools import accumulate
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from openapi_spec_validator import validate
from sqlalchemy import create_engine

from bootstrap import now_us
from dashboard.domain.webhooks.records import WebhookLine
from dashboard.services.health import Health
from dashboard.settings import Settings
from dashboard.version import VERSION
from data_sources.geo.tiles import TileFile
from tests.pictures import two_coloured, written
from tests.web.conftest import Site

OPEN_LID = {"cover": "open"}
PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + 2 * (8).to_bytes(4, "big") + b"." * 48


def ago(seconds: float) -> str:
    """A time that long ago."""
    return datetime.fromtimestamp(now_us() / 1e6 - seconds, UTC).isoformat()


class NoAlarms:
    """A database that answers."""

    def open_alarms(self) -> Mapping[str, int]:
        """None is open."""
        return {}

    def webhooks(self) -> Sequence[WebhookLine]:
        """Nobody is told."""
        return ()

    def endless_suspensions(self, now_us: int) -> int:
        """None."""
        return 0


class Connected:
    """A broker that is there."""

    connected = True


def test_health_names_every_part(site: Site) -> None:
    health = site.get("/health")
    assert list(health) == ["status", "version", "checks", "data_age_s"]
    assert (health["status"], health["version"], health["data_age_s"]) == ("degraded", VERSION, None)
    assert {name: check["status"] for name, check in health["checks"].items()} == {
        "database": "ok",
        "broker": "down",
        "ingest": "down",
        "worker": "down",
        "jobs": "down",
    }


def test_health_says_how_full_the_broker_s_store_is_and_what_nobody_serves(site: Site) -> None:
    told = b"""{"state": "online", "store_bytes": 720, "store_limit_bytes": 1000, "waiting_unserved": 12,
        "unserved": {"old-app": 12}}"""
    site.services.live.on_status("broker-h-1", told)
    site.services.health.close()
    site.services.health = Health(NoAlarms(), Connected(), site.services.live)
    broker = site.get("/health")["checks"]["broker"]
    assert (broker["status"], broker["store_fill"], broker["waiting"]) == ("degraded", 0.72, 12)
    assert broker["detail"].startswith("its store is 72% full: 12 messages wait for old-app")
    metrics = site.client.get("/metrics").text
    assert "xiuhua_broker_store_fill_ratio 0.72" in metrics
    assert "xiuhua_broker_waiting_messages 12.0" in metrics


def test_a_broker_that_fell_silent_is_degraded(site: Site) -> None:
    site.services.live.on_status("broker-h-1", b'{"state": "online"}')
    site.services.live.processes["broker-h-1"]["heard_us"] -= 60_000_000
    site.services.health.close()
    site.services.health = Health(NoAlarms(), Connected(), site.services.live)
    assert site.get("/health")["checks"]["broker"]["status"] == "degraded"


def test_an_ingest_that_may_not_record_is_degraded_and_says_why(site: Site) -> None:
    site.services.live.on_status("ingest-h-1", b'{"state": "online", "problem": "only 12 MB are free"}')
    ingest = site.get("/health")["checks"]["ingest"]
    assert (ingest["status"], ingest["detail"]) == ("degraded", "ingest-h-1: only 12 MB are free")


@pytest.mark.parametrize(
    ("jumps", "detail"),
    [
        ({"quarantined": {"share": 0.62, "usual": 0.01}}, "62% of the messages are in quarantine"),
        ({"unmapped": {"share": 0.5, "usual": None}}, "50% of the fields have no mapping"),
        ({"quarantined": "much", "unmapped": {"share": "half"}, "other": {"share": 1}}, None),
    ],
)
def test_a_jump_of_what_cannot_be_used_is_told(site: Site, jumps: dict[str, Any], detail: str | None) -> None:
    site.services.live.on_status("ingest-h-1", json.dumps({"state": "online", "jumps": jumps}).encode())
    ingest = site.get("/health")["checks"]["ingest"]
    assert ingest["status"] == ("degraded" if detail else "ok")
    assert (detail or "") in ingest.get("detail", "")


def test_a_process_that_left_for_good_is_no_longer_named(site: Site) -> None:
    site.services.live.on_status("ingest-h-2", b'{"state": "online"}')
    site.services.live.on_status("ingest-h-2", b"")
    assert "was ever heard of" in site.get("/health")["checks"]["ingest"]["detail"]


def test_health_knows_processes_by_their_last_word(site: Site) -> None:
    site.services.live.on_status("ingest-h-1", b'{"state": "online"}')
    site.services.live.on_status("worker-h-1", b'{"state": "offline"}')
    checks = site.get("/health")["checks"]
    assert (checks["ingest"]["status"], checks["ingest"]["processes"]) == ("ok", ["ingest-h-1"])
    assert checks["worker"]["status"] == "down"
    assert checks["ingest"]["age_s"] >= 0


def test_a_process_that_fell_silent_is_down(site: Site) -> None:
    site.services.live.on_status("ingest-h-1", b'{"state": "online"}')
    site.services.live.processes["ingest-h-1"]["heard_us"] -= 60_000_000
    check = site.get("/health")["checks"]["ingest"]
    assert check["status"] == "down"
    assert check["age_s"] >= 60


def test_without_a_database_it_is_down_and_says_so(site: Site, settings: Settings) -> None:
    with create_engine(settings.database).connect() as connection:
        connection.exec_driver_sql("ALTER TABLE alarm RENAME TO gone")
    health = site.get("/health", 503)
    assert (health["status"], health["checks"]["database"]["status"]) == ("down", "down")
    assert site.get("/api/v1/alarms", 503)["code"] == "unavailable"


def test_what_the_driver_says_stays_in_the_log(
    site: Site, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    with create_engine(settings.database).connect() as connection:
        connection.exec_driver_sql("ALTER TABLE alarm RENAME TO gone")
    detail = "the database cannot be used now; it goes on by itself when it is back"
    assert site.get("/api/v1/alarms", 503)["detail"] == detail
    assert site.get("/health", 503)["checks"]["database"]["detail"] == detail
    assert caplog.text.count("the database cannot be used: no such table: alarm") == 1


def test_the_data_s_age_follows_the_newest_reading(site: Site) -> None:
    site.report("JG-1", tilt_deg=2.5)
    site.services.live.reload()
    assert site.get("/health")["data_age_s"] >= 0


def test_metrics_are_prometheus_text(site: Site) -> None:
    status = b'{"state": "online", "received": 7, "committed": 6, "quarantined": 1, "lag_s": 0.25, "waiting": 3, '
    status += b'"refused": {"out_of_range": 2}, "positions": 9, "positions_refused": {"off_duty": 4}}'
    site.services.live.on_status("ingest-h-1", status)
    site.get("/api/v1/assets/JG-1")
    answer = site.client.get("/metrics")
    assert answer.headers["content-type"].startswith("text/plain")
    for line in (
        'xiuhua_ingest_received_total{process="ingest-h-1"} 7.0',
        'xiuhua_ingest_committed_total{process="ingest-h-1"} 6.0',
        'xiuhua_ingest_quarantined_total{process="ingest-h-1"} 1.0',
        'xiuhua_ingest_refused_total{process="ingest-h-1",reason="out_of_range"} 2.0',
        'xiuhua_ingest_positions_total{process="ingest-h-1"} 9.0',
        'xiuhua_ingest_positions_refused_total{process="ingest-h-1",reason="off_duty"} 4.0',
        'xiuhua_ingest_lag_seconds{process="ingest-h-1"} 0.25',
        'xiuhua_open_alarms{severity="critical"} 0.0',
        'xiuhua_up{part="database"} 1.0',
        'xiuhua_up{part="broker"} 0.0',
    ):
        assert line in answer.text
    assert 'route="/api/v1/assets/{asset_id}",status="200"' in answer.text
    assert "xiuhua_live_clients" in answer.text


def test_the_description_is_valid_and_complete(site: Site) -> None:
    description = site.get("/openapi.json")
    validate(description)
    routes = {(method, path) for path, methods in description["paths"].items() for method in methods}
    assert routes >= {
        ("get", "/api/v1/assets"),
        ("get", "/api/v1/assets/{asset_id}"),
        ("get", "/api/v1/assets/{asset_id}/observations"),
        ("get", "/api/v1/quarantine"),
        ("post", "/api/v1/observations"),
        ("get", "/api/v1/alarms"),
        ("post", "/api/v1/alarms/{alarm_id}/acknowledge"),
        ("post", "/api/v1/alarms/{alarm_id}/shelve"),
        ("post", "/api/v1/alarms/{alarm_id}/unshelve"),
        ("get", "/api/v1/camera-events"),
        ("post", "/api/v1/camera-events"),
        ("post", "/api/v1/uplinks/ctwing"),
        ("get", "/api/v1/images/{digest}"),
        ("get", "/api/v1/live"),
        ("get", "/health"),
        ("get", "/metrics"),
    }
    undescribed = [
        (path, method)
        for path, methods in description["paths"].items()
        for method, operation in methods.items()
        if not operation.get("description")
    ]
    assert undescribed == []


def test_assets_are_geojson(site: Site) -> None:
    site.report("JG-1", ts="2025-11-21T08:15:02.331+08:00", tilt_deg=22.4, cover="tilted")
    collection = site.get("/api/v1/assets")
    assert (collection["type"], len(collection["features"]), collection["next"]) == ("FeatureCollection", 3, None)
    feature = site.get("/api/v1/assets/JG-1")
    assert feature == collection["features"][0]
    assert (feature["geometry"], feature["type"]) == ({"type": "Point", "coordinates": [120.5, 30.0]}, "Feature")
    properties = feature["properties"]
    assert sorted(properties) == ["area_code", "asset_id", "kind", "last_seen_at", "name", "state", "values"]
    assert properties["values"]["tilt_deg"] == {"value": 22.4, "unit": "°", "at": "2025-11-21T00:15:02.331Z"}
    assert properties["values"]["cover"]["value"] == "tilted"


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("kind=manhole", ["JG-1", "JG-2"]),
        ("kind=manhole&kind=rain", ["JG-1", "JG-2", "YL-1"]),
        ("kind=tree", []),
        ("bbox=120.495,29.9,120.512,30.1", ["JG-1", "JG-2"]),
        ("limit=1&cursor=JG-1", ["JG-2"]),
    ],
)
def test_assets_are_filtered(site: Site, query: str, found: list[str]) -> None:
    features = site.get(f"/api/v1/assets?{query}")["features"]
    assert [feature["id"] for feature in features] == found


def test_assets_can_be_read_page_by_page(site: Site) -> None:
    seen: list[str] = []
    cursor: str | None = ""
    while cursor is not None:
        page = site.get(f"/api/v1/assets?limit=1{cursor and f'&cursor={cursor}'}")
        seen += [feature["id"] for feature in page["features"]]
        cursor = page["next"]
    assert seen == ["JG-1", "JG-2", "YL-1"]


@pytest.mark.parametrize(
    ("path", "says"),
    [
        ("/api/v1/assets?kind=nope", "manhole"),
        ("/api/v1/assets?kinds=manhole", "it takes area, bbox, cursor, kind, limit"),
        ("/api/v1/assets?bbox=1,2,3", "west,south,east,north"),
        ("/api/v1/assets?bbox=121,30,120,31", "west,south,east,north"),
        ("/api/v1/assets?bbox=nan,30,120,31", "west,south,east,north"),
        ("/api/v1/assets?area=nope", "there is no area nope"),
        ("/api/v1/assets?limit=0", "limit"),
        ("/api/v1/assets?limit=100001", "100000"),
        ("/api/v1/assets?cursor=%00", "zero byte"),
        ("/api/v1/assets/JG-1/observations?metric=nope", "tilt_deg"),
        ("/api/v1/assets/JG-1/observations?from=yesterday", "RFC 3339"),
        ("/api/v1/assets/JG-1/observations?from=2026-01-01T00:00:00", "has no zone"),
        ("/api/v1/assets/JG-1/observations?from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z", "before"),
        ("/api/v1/assets/JG-1/observations?cursor=1.2", "cursor"),
        ("/api/v1/quarantine?reason=nope", "there are no messages"),
        ("/api/v1/quarantine?limit=501", "500"),
        ("/api/v1/alarms?state=bad", "'open', 'acknowledged', 'shelved' or 'cleared'"),
        ("/api/v1/alarms?cursor=x", "cursor"),
        ("/api/v1/camera-events?limit=-1", "limit"),
        ("/api/v1/images/nope", "digest"),
        ("/api/v1/map/assets?x=1", "it takes none"),
        ("/api/v1/map/tiles/99/0/0", "zoom"),
    ],
)
def test_a_wrong_parameter_is_told_with_what_is_allowed(site: Site, path: str, says: str) -> None:
    answer = site.client.get(path)
    problem = answer.json()
    assert answer.headers["content-type"] == "application/problem+json"
    assert (answer.status_code, problem["status"], problem["code"]) == (422, 422, "bad_input")
    assert says in problem["detail"]


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/api/v1/assets/nobody", 404, "not_found"),
        ("GET", "/api/v1/assets/nobody/observations", 404, "not_found"),
        ("POST", "/api/v1/alarms/7/acknowledge", 404, "not_found"),
        ("POST", "/api/v1/alarms/7/unshelve", 404, "not_found"),
        ("GET", "/api/v1/images/" + "0" * 64, 404, "not_found"),
        ("GET", "/api/v1/map/areas?part=middle", 422, "bad_input"),
        ("GET", "/api/v1/map/tiles/1/0/0", 404, "not_found"),
        ("GET", "/api/v1/nowhere", 404, "no_such_route"),
        ("GET", "/api/v2/assets", 404, "no_such_route"),
        ("POST", "/api/v1/nowhere", 404, "no_such_route"),
        ("DELETE", "/api/v1/assets", 405, "method_not_allowed"),
        ("GET", "/api/v1/observations", 405, "method_not_allowed"),
        ("PUT", "/api/v1/camera-events", 405, "method_not_allowed"),
    ],
)
def test_what_is_not_there_is_a_problem_document(site: Site, method: str, path: str, status: int, code: str) -> None:
    answer = site.client.request(method, path)
    problem = answer.json()
    assert answer.headers["content-type"] == "application/problem+json"
    assert (answer.status_code, problem["status"], problem["code"]) == (status, status, code)
    assert set(problem) - {"told"} == {"type", "title", "status", "detail", "code"}
    assert problem.get("told", {"en": problem["detail"]})["en"] == problem["detail"]


def test_a_wrong_method_is_told_the_right_ones(site: Site) -> None:
    assert site.client.put("/api/v1/camera-events").headers["allow"] == "GET, POST"


def test_an_internal_error_gives_nothing_away(site: Site) -> None:
    site.services.assets = None  # type: ignore[assignment]  # a fault of ours, as a bug would be
    answer = site.client.get("/api/v1/assets")
    assert (answer.status_code, answer.json()["code"]) == (500, "internal_error")
    assert "NoneType" not in answer.text
    assert "Traceback" not in answer.text


def test_history_is_newest_first_page_by_page(site: Site) -> None:
    for seconds in (30, 20, 10):
        site.report("JG-1", ts=ago(seconds), tilt_deg=float(seconds), battery_pct=80)
    first = site.get("/api/v1/assets/JG-1/observations?metric=tilt_deg&limit=2")
    assert [item["value"] for item in first["items"]] == [10, 20]
    assert set(first["items"][0]) == {"at", "received_at", "metric", "value", "late", "replayed"}
    rest = site.get(f"/api/v1/assets/JG-1/observations?metric=tilt_deg&limit=2&cursor={first['next']}")
    assert ([item["value"] for item in rest["items"]], rest["next"]) == ([30], None)
    assert len(site.get("/api/v1/assets/JG-1/observations")["items"]) == 6


def test_history_of_a_range(site: Site) -> None:
    for seconds in (30, 20, 10):
        site.report("JG-1", ts=ago(seconds), tilt_deg=float(seconds))
    for mark in (quote(ago(25)), quote(ago(25), safe="+:")):
        items = site.get(f"/api/v1/assets/JG-1/observations?from={mark}&to={quote(ago(15))}")["items"]
        assert [item["value"] for item in items] == [20]


def test_an_asset_without_readings_has_an_empty_history(site: Site) -> None:
    assert site.get("/api/v1/assets/YL-1/observations") == {"items": [], "next": None}


def test_late_data_is_marked(site: Site) -> None:
    site.report("JG-1", ts=ago(7200), tilt_deg=1)
    assert site.get("/api/v1/assets/JG-1/observations")["items"][0]["late"] is True


def test_an_asset_number_may_contain_anything(site: Site) -> None:
    original = site.register.list_assets()[0]
    site.register.upsert_assets([replace(original, asset_id="井/1 ?", device_ref=None)])
    path = f"/api/v1/assets/{quote('井/1 ?')}"
    assert site.get(path)["properties"]["asset_id"] == "井/1 ?"
    assert site.get(f"{path}/observations")["items"] == []


def test_the_quarantine_keeps_the_verbatim_bytes(site: Site) -> None:
    for number in range(3):
        body = [{"device_id": f"X-{number}", "values": {"tilt_deg": 1}}]
        assert site.post("/api/v1/observations", body, 202)["quarantined"] == 1
    page = site.get("/api/v1/quarantine?limit=2&reason=unknown_device")
    item = page["items"][0]
    assert base64.b64decode(item["payload_base64"]) == b'{"device_id": "X-2", "values": {"tilt_deg": 1}}'
    assert (item["topic"], item["reason"], item["count"]) == ("api/v1/observations", "unknown_device", 1)
    assert item["received_at"].endswith("Z")
    rest = site.get(f"/api/v1/quarantine?limit=2&reason=unknown_device&cursor={page['next']}")
    assert (len(rest["items"]), rest["next"]) == (1, None)


def an_alarm(site: Site) -> dict[str, Any]:
    """An open lid's alarm."""
    site.report("JG-1", **OPEN_LID)
    (alarm,) = site.get("/api/v1/alarms?state=open")["items"]
    return dict(alarm)


def test_an_alarm_s_life_over_http(site: Site) -> None:
    alarm = an_alarm(site)
    assert (alarm["asset_id"], alarm["state"], alarm["severity"]) == ("JG-1", "open", "critical")
    path = f"/api/v1/alarms/{alarm['id']}"
    seen = site.post(f"{path}/acknowledge", {"note": "现场已派人"})
    assert (seen["state"], seen["acknowledged_by"], seen["note"]) == ("acknowledged", "operator", "现场已派人")
    assert site.post(f"{path}/acknowledge")["state"] == "acknowledged"
    shelved = site.post(f"{path}/shelve", {"reason": "道路施工", "minutes": 30})
    assert (shelved["state"], shelved["shelve_reason"]) == ("shelved", "道路施工")
    assert site.get("/api/v1/alarms?state=shelved")["items"] == [shelved]
    assert site.post(f"{path}/acknowledge", status=409)["code"] == "conflict"
    assert site.post(f"{path}/unshelve")["state"] == "open"
    assert site.get("/api/v1/assets/JG-1")["properties"]["state"] == "critical"
    site.report("JG-1", cover="closed")
    states = [(each["id"], each["state"]) for each in site.get("/api/v1/alarms")["items"]]
    assert (alarm["id"], "cleared") in states or (alarm["id"], "open") in states


@pytest.mark.parametrize(
    "body",
    [
        {"reason": "x"},
        {"reason": "x", "minutes": 5, "until": "2099-01-01T00:00:00Z"},
        {"reason": "", "minutes": 5},
        {"reason": "   ", "minutes": 5},
        {"reason": "x", "minutes": 0},
        {"reason": "x", "until": "2020-01-01T00:00:00Z"},
        {"reason": "x", "until": "2099-01-01T00:00:00Z"},
        {"reason": "x", "until": "2099-01-01T00:00:00"},
        {"reason": "x", "minutes": 5, "by": "me"},
        {},
        [],
    ],
)
def test_a_shelf_needs_a_reason_and_an_end(site: Site, body: Any) -> None:
    alarm = an_alarm(site)
    assert site.post(f"/api/v1/alarms/{alarm['id']}/shelve", body, 422)["code"] == "bad_input"
    assert site.get("/api/v1/alarms?state=open")["items"] == [alarm]


def test_a_command_that_is_not_json_is_refused(site: Site) -> None:
    headers = {"Content-Type": "application/json"}
    answer = site.client.post("/api/v1/alarms/1/shelve", content=b"{nope", headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (400, "bad_json")


def test_camera_events_are_listed_with_their_pictures(site: Site) -> None:
    shot = base64.b64encode(written(two_coloured(64, 48))).decode()
    body = {"source": "gate", "camera": "c-1", "category": "0504", "image": shot}
    assert site.post("/api/v1/camera-events", body) == {"accepted": 1, "quarantined": 0, "problems": []}
    site.post("/api/v1/camera-events", [{**body, "camera": "c-2"}, {**body, "camera": "c-3"}])
    first = site.get("/api/v1/camera-events?limit=2")
    rest = site.get(f"/api/v1/camera-events?limit=2&cursor={first['next']}")
    cameras = [event["camera_ref"] for event in first["items"] + rest["items"]]
    assert sorted(cameras) == ["webhook:gate/c-1", "webhook:gate/c-2", "webhook:gate/c-3"]
    picture = site.client.get(first["items"][0]["image"])
    assert (picture.content[:3], picture.headers["content-type"]) == (b"\xff\xd8\xff", "image/jpeg")
    assert "immutable" in picture.headers["cache-control"]
    assert picture.headers["x-content-type-options"] == "nosniff"
    again = site.client.get(first["items"][0]["image"], headers={"If-None-Match": picture.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_only_pictures_are_served_as_pictures(site: Site, settings: Settings) -> None:
    with create_engine(settings.database).begin() as connection:
        row = ("a" * 64, "image/png", b"<script>", 1)
        connection.exec_driver_sql(
            "INSERT INTO image (digest, media_type, content, stored_us) VALUES (?, ?, ?, ?)", row
        )
    assert site.get("/api/v1/images/" + "a" * 64, 404)["code"] == "not_found"


def test_the_map_has_its_snapshot_and_areas(site: Site) -> None:
    snapshot = site.get("/api/v1/map/assets")
    assert (snapshot["kinds"], snapshot["kind"], snapshot["state"]) == (["manhole", "rain"], [0, 2, 1, 1], "444")
    assert snapshot["id"]["words"] == [["JG-", "", 0], ["YL-", "", 0]]
    areas = site.get("/api/v1/map/areas")
    assert (areas["type"], areas["features"]) == ("FeatureCollection", [])
    west, south, east, north = areas["bbox"]
    for lon, lat in zip(*(accumulate(snapshot[axis]) for axis in ("lon", "lat")), strict=True):
        assert west <= lon / 1e6 <= east, "without areas the box is that of the assets"
        assert south <= lat / 1e6 <= north


def test_a_city_without_a_basemap_is_nothing_wrong(site: Site) -> None:
    answer = site.client.get("/api/v1/map/basemap")
    assert (answer.status_code, answer.content) == (204, b"")


def test_tiles_come_from_a_file(site: Site, tmp_path: Path) -> None:
    path = tmp_path / "city.mbtiles"
    with closing(sqlite3.connect(path)) as database, database:
        database.executescript(
            "CREATE TABLE metadata (name, value); CREATE TABLE tiles (zoom_level, tile_column,"
            " tile_row, tile_data); INSERT INTO metadata VALUES ('format', 'png')"
        )
        database.execute("INSERT INTO tiles VALUES (2, 1, 3, ?)", (PNG,))
    site.services.tiles = TileFile(path)
    tile = site.client.get("/api/v1/map/tiles/2/1/0")
    assert (tile.content, tile.headers["content-type"]) == (PNG, "image/png")
    assert site.get("/api/v1/map/tiles/2/1/3", 404)["code"] == "not_found"


def test_a_mask_is_set_told_and_removed(site: Site) -> None:
    where, polygons = "/api/v1/camera-masks/hikvision:0a1b2c3d4e5f/1", [[[0, 0], [0.3, 0], [0.3, 0.4]]]
    kept = {"camera": "hikvision:0a1b2c3d4e5f/1", "polygons": polygons}
    assert site.client.put(where, json={"polygons": polygons}).json() == kept
    assert site.get("/api/v1/camera-masks") == {"items": [kept]}
    refused = site.client.put(where, json={"polygons": [[[0, 0], [2, 0], [0, 1]]]})
    assert (refused.status_code, "[2, 0]" in refused.json()["detail"]) == (422, True)
    assert site.client.delete(where).status_code == 204
    assert site.client.delete(where).status_code == 404
