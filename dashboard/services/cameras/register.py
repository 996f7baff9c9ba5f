"""Use case: look for cameras, by area and kind or by name, among many thousands."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from dashboard.domain.camera_register import (
    AreaNode,
    Branch,
    CameraKind,
    CameraLine,
    KindCount,
    Tally,
    camera_tree,
)
from dashboard.domain.durations import SECOND_US
from dashboard.ports.cameras import CameraTreeReads
from dashboard.ports.operations import Clock
from dashboard.services.remembered import Remembered

BRANCH_PAGE: Final = 60
FOUND_AT_MOST: Final = 60
LONGEST_TEXT: Final = 60
_COUNTED_EVERY_US: Final = 2 * SECOND_US
"""For so long one count of all cameras serves everybody."""


@dataclass(frozen=True)
class Found:
    """What a search came to: the first cameras, and how many there are in all."""

    cameras: Sequence[CameraLine]
    total: int


@dataclass(frozen=True)
class CameraRegister:
    """Reads the register. Every method raises Unavailable."""

    reads: CameraTreeReads
    clock: Clock
    _kept: Remembered = field(default_factory=Remembered)

    def tree(self, kind: CameraKind | None = None) -> tuple[tuple[Branch, ...], Mapping[CameraKind, Tally]]:
        """Return the branches with cameras of that kind, or of any, and how many there are of each kind."""
        counts, areas = self._kept.get("counts", self.clock() // _COUNTED_EVERY_US, self._counted)
        kinds: dict[CameraKind, Tally] = {}
        for each in counts:
            kinds[each.kind] = kinds.get(each.kind, Tally()) + each.tally
        wanted = [each for each in counts if kind in (None, each.kind)]
        codes = _codes_up([each.area for each in wanted if each.area], areas)
        return camera_tree(wanted, [node for node in areas if node.code in codes]), kinds

    def _counted(self) -> tuple[Sequence[KindCount], Sequence[AreaNode]]:
        counts = self.reads.kind_counts()
        return counts, self.reads.areas_above({each.area for each in counts if each.area})

    def cameras_of(self, area: str | None, kind: CameraKind, pages: int = 1) -> Sequence[CameraLine]:
        """Return the first `pages` pages of those of one kind in one area, by street and name."""
        return self.reads.cameras_of(area, kind, 0, BRANCH_PAGE * max(1, pages))

    def find(self, text: str, kind: CameraKind | None = None) -> Found:
        """Return those whose number, name, street or initials hold the text; only its first 60 characters count."""
        wanted = " ".join(text.split())[:LONGEST_TEXT]
        return Found(*self.reads.find_cameras(wanted, kind, FOUND_AT_MOST)) if wanted else Found((), 0)

    def cameras(self, asset_ids: Sequence[str]) -> Sequence[CameraLine]:
        """Return those of these that there are, in this order."""
        found = self.reads.cameras(asset_ids) if asset_ids else {}
        return [found[asset_id] for asset_id in asset_ids if asset_id in found]


def _codes_up(codes: Collection[str], areas: Sequence[AreaNode]) -> frozenset[str]:
    """These codes and all above them."""
    above = {node.code: node.parent for node in areas}
    found: set[str] = set()
    for code in codes:
        at: str | None = code
        while at is not None and at not in found:
            found.add(at)
            at = above.get(at)
    return frozenset(found)
