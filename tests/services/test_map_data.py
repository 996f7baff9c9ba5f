"""The areas of the map: written once per revision of the register."""

from __future__ import annotations

import gzip
import json
from typing import Any

from dashboard.services.map_data import MapData


class Register:
    """A register whose areas can change, and that counts how often it was asked for them."""

    def __init__(self) -> None:
        self.revision, self.asked = 1, 0

    def registry_revision(self) -> int:
        return self.revision

    def areas(self) -> dict[str, Any]:
        self.asked += 1
        return {"type": "FeatureCollection", "features": [{"properties": {"name": f"第{self.revision}网格"}}]}


def test_areas_are_written_again_when_the_register_changed() -> None:
    register = Register()
    data = MapData(register)
    first = data.areas()
    assert data.areas() is first
    assert register.asked == 1
    register.revision = 2
    assert json.loads(data.areas().plain)["features"][0]["properties"]["name"] == "第2网格"
    assert register.asked == 2


def test_both_forms_say_the_same() -> None:
    plain, packed = MapData(Register()).areas()
    assert gzip.decompress(packed) == plain
