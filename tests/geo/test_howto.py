"""The examples of docs/howto/import-grids-and-devices.md do what it says."""

from __future__ import annotations

import re
from pathlib import Path

from dashboard.domain.text import Text
from dashboard.services.imports import import_devices, import_grids
from data_sources.geo.geodata import Geodata
from tests.fakes_geo import BY, FakeImportStore

HOWTO = Path(__file__).parents[2] / "docs" / "howto" / "import-grids-and-devices.md"


def example(language: str) -> str:
    found = re.search(rf"```{language}\n(.*?)```", HOWTO.read_text(encoding="utf-8"), re.DOTALL)
    assert found is not None
    return found[1]


def test_the_examples_of_the_howto_land(tmp_path: Path) -> None:
    store, geodata = FakeImportStore(), Geodata()
    (tmp_path / "grids.geojson").write_text(example("geojson"), encoding="utf-8")
    (tmp_path / "devices.csv").write_text(example("csv"), encoding="utf-8")
    grids = import_grids(store, geodata, tmp_path / "grids.geojson", level="grid", crs="cgcs2000", **BY)
    kinds = {"manhole": Text("智能井盖", "Manhole cover"), "camera": Text("视频", "Camera")}
    devices = import_devices(store, geodata, tmp_path / "devices.csv", crs="gcj02", kinds=kinds, **BY)
    assert (grids.accepted, grids.rejected, grids.findings.problems) == (2, (), ())
    assert (devices.accepted, devices.rejected, devices.unplaced) == (2, (), ())
    assert {each.asset_id: each.grid for each in store.assets.values()} == {
        "MYCITY-JG-0413": "DC-01",
        "MYCITY-CAM-0217": "DC-02",
    }
