"""What the ingest says of itself once a second."""

from __future__ import annotations

from dataclasses import asdict

import orjson

from dashboard.domain.readings import Delivery
from dashboard.ports.ingest import Recorded
from data_sources.mqtt.client import Received
from data_sources.mqtt.consumer import Tally

NOW = 1_763_700_000_000_000


def test_refused_values_are_told_by_reason_as_json() -> None:
    tally = Tally()
    batch = [Received(Delivery("a/b", b"{}", NOW), 1, 1, 1)]
    for refused in ({"out_of_range": 2}, {"out_of_range": 1, "bad_time": 4}, {}):
        recorded = Recorded(accepted=1, repeated=0, quarantined=0, camera_events=0, unmapped=0, refused=refused)
        tally.add(batch, recorded)
    said = orjson.loads(orjson.dumps(asdict(tally)))
    assert said["refused"] == {"out_of_range": 3, "bad_time": 4}
    assert (said["committed"], said["accepted"]) == (3, 3)
