"""Covers and cameras of the street where the cases of tests lie, and what they report."""

from __future__ import annotations

import hashlib
from typing import Any

from sqlalchemy import insert, update

from dashboard.domain.durations import HOUR_US, MINUTE_US
from dashboard.domain.metrics import METRICS
from data_sources.db import tables as t
from tests.case_office import LAT, LON, CaseOffice


class Street:
    """Writes into the database of an office as the ingest would have."""

    def __init__(self, office: CaseOffice) -> None:
        self.office, self.at_us = office, office.clock.now_us

    def put(self, table: Any, **values: Any) -> int:
        with self.office.engine.begin() as connection:
            key = connection.execute(insert(table).values(values)).inserted_primary_key
        assert key is not None
        return int(key[0])

    def asset(self, number: str = "JG-1", kind: str = "manhole", lon: float = LON, lat: float = LAT) -> int:
        return self.put(t.asset, asset_id=number, kind=kind, name=number, lon=lon, lat=lat, street="县前街")

    def tilted(self, asset_key: int, degrees: dict[int, float], **alarm: Any) -> int:
        """An alarm raised now, with the tilts by minutes from now."""
        for minutes, value in degrees.items():
            measured_us = self.at_us + minutes * MINUTE_US
            self.put(
                t.observation,
                hour=measured_us // HOUR_US,
                asset_key=asset_key,
                metric=METRICS["tilt_deg"].number,
                measured_us=measured_us,
                discriminator=0,
                value=value,
                received_us=measured_us,
                flags=0,
            )
        told: dict[str, Any] = {
            "rule_key": "manhole.tilt",
            "severity": "major",
            "peak_severity": "major",
            "value": 22.4,
            "threshold": 15.0,
            "raised_us": self.at_us,
            "last_raised_us": self.at_us,
            "worsened_us": self.at_us,
            "updated_us": self.at_us,
        }
        key = self.put(t.alarm, asset_key=asset_key, **{**told, **alarm})
        self.note(key, "raised", self.at_us, value=22.4)
        return key

    def note(self, alarm_key: int, what: str, at_us: int, **more: Any) -> None:
        self.put(t.alarm_event, alarm_key=alarm_key, what=what, at_us=at_us, severity="major", **more)

    def clear(self, alarm_key: int, at_us: int) -> None:
        with self.office.engine.begin() as connection:
            connection.execute(update(t.alarm).where(t.alarm.c.alarm_key == alarm_key).values(cleared_us=at_us))
        self.note(alarm_key, "cleared", at_us)

    def image(self, content: bytes) -> str:
        """Keep a picture as cameras send them; return its digest."""
        digest = hashlib.sha256(content).hexdigest()
        with self.office.engine.begin() as connection:
            row = {"digest": digest, "media_type": "image/jpeg", "content": content, "stored_us": self.at_us}
            connection.execute(insert(t.image).values(row))
        return digest

    def event(self, asset_key: int | None, **event: Any) -> int:
        told = {
            "source": "test",
            "camera_ref": "canonical:C1",
            "asset_key": asset_key,
            "category": "0504",
            "label": "店外经营",
            "confidence": 0.93,
            "bbox": "[0.1,0.1,0.2,0.2]",
            "first_us": self.at_us,
            "last_us": self.at_us,
            "image_digest": "d" * 64,
            "updated_us": self.at_us,
        }
        return self.put(t.camera_event, **{**told, **event})
