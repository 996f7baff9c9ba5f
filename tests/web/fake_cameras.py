"""A register of cameras of four, as the pages read it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from dashboard.domain.camera_register import AreaNode, CameraKind, CameraLine, KindCount, Tally, ViewFan
from dashboard.domain.severity import AssetState

HIGH = ViewFan(270.0, 90.0, 900.0)
CAMERAS = (
    CameraLine("CAM-1", "县前街口", "县前街", CameraKind.STREET, AssetState.NORMAL, 1, 121.4, 29.6, "桃源街道"),
    CameraLine(
        "CAM-2", "<大厦>高点", None, CameraKind.HIGH_POINT, AssetState.OFFLINE, 0, 121.41, 29.61, "桃源街道", HIGH
    ),
)


class FakeCameraReads:
    """Two cameras of one area, and a thousand that only a count tells of."""

    def kind_counts(self) -> Sequence[KindCount]:
        return [
            KindCount("T1", CameraKind.STREET, Tally(1001, 990)),
            KindCount("T1", CameraKind.HIGH_POINT, Tally(1, 0)),
        ]

    def areas_above(self, codes: Collection[str]) -> Sequence[AreaNode]:
        return [AreaNode("T1", "桃源街道", "D"), AreaNode("D", "绣城区", None)]

    def cameras_of(self, area: str | None, kind: CameraKind, offset: int, limit: int) -> Sequence[CameraLine]:
        return [each for each in CAMERAS if each.kind is kind and area == "T1"]

    def find_cameras(self, text: str, kind: CameraKind | None, limit: int) -> tuple[Sequence[CameraLine], int]:
        found = [each for each in CAMERAS if text in each.name and kind in (None, each.kind)]
        return found, len(found)

    def cameras(self, asset_ids: Collection[str]) -> Mapping[str, CameraLine]:
        return {each.asset_id: each for each in CAMERAS if each.asset_id in asset_ids}
