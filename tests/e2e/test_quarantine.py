"""What nobody can read yet waits in quarantine, and lands once its device is known."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

from tests.e2e.product import Device, Product, Report, eventually, now_ms, observation

CSV: Final = "asset_id,kind,name,lon,lat,device_ref\n{0},manhole,新井盖,120.58,30.03,canonical:{0}\n"


def quarantined(product: Product, reason: str) -> list[dict[str, Any]]:
    """The messages in quarantine for that reason."""
    body = product.get(f"/api/v1/quarantine?reason={reason}&limit=500")
    return [] if body is None else list(json.loads(body)["items"])


def test_a_reading_of_an_unknown_device_lands_after_its_import_and_a_requeue(
    product: Product, device: Device, tmp_path: Path
) -> None:
    asset_id = f"E2E-{now_ms()}"
    report = observation("manhole", asset_id, now_ms(), tilt_deg=7, temperature_c=21.5)
    device.deliver([report])

    def waiting() -> bool:
        return report.topic in [message["topic"] for message in quarantined(product, "unknown_device")]

    eventually(waiting, "the reading is in quarantine")
    (tmp_path / "devices.csv").write_text(CSV.format(asset_id), encoding="utf-8")
    product.run("import", "devices", str(tmp_path / "devices.csv"), "--crs", "wgs84")
    product.run("requeue")
    eventually(lambda: not waiting(), "the reading has left the quarantine")
    assert sorted(reading.value for reading in product.readings(asset_id)) == [7.0, 21.5]


def test_odd_bytes_cost_no_reading_and_are_no_internal_error(product: Product, device: Device, manhole: str) -> None:
    topic = f"xiuhua/v1/manhole/{manhole}/observation"
    odd = [
        Report(topic, bytes(64)),
        Report("xiuhua/v1/observations", json.dumps({"device_id": "JG\0" * 999, "values": {"level_m": 1}}).encode()),
        Report(topic, json.dumps({"values": {"cover": "\0"}, "battery_pct": 92}).encode()),
    ]
    begun_ms = now_ms()
    readme = {"ts": begun_ms, "values": {"level_m": 0.84}, "battery_pct": 91}

    def stored() -> list[float]:
        return sorted({each.value for each in product.readings(manhole) if each.measured_us >= begun_ms * 1000})

    device.deliver([*odd, Report(topic, json.dumps(readme).encode()), *odd])
    eventually(lambda: stored() == [0.84, 91.0, 92.0], "the readings among them are stored")
    assert quarantined(product, "internal_error") == []
