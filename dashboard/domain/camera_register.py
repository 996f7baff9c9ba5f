"""The register of cameras: their kinds, what they see, and the tree in which they are looked for."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, Final, NamedTuple

from dashboard.domain.severity import AssetState
from dashboard.domain.text import Text

CAMERA: Final = "camera"
"""The kind of asset that is a camera."""
KIND: Final = "camera_kind"
BEARING: Final = "view_bearing_deg"
ANGLE: Final = "view_angle_deg"
RANGE: Final = "view_range_m"
TRAITS: Final = frozenset({KIND, BEARING, ANGLE, RANGE})
"""The attributes by which an import tells what a camera looks at."""
LARGEST_RANGE_M: Final = 20_000.0


class CameraKind(StrEnum):
    """What a camera looks at. The values are stored: they never change."""

    STREET = "street"
    SHOP_FRONT = "shop_front"
    HIGH_POINT = "high_point"
    DRAIN = "drain"
    SITE = "site"
    VEHICLE = "vehicle"
    OTHER = "other"


KIND_LABELS: Final[Mapping[CameraKind, Text]] = {
    CameraKind.STREET: Text("街面", "Street"),
    CameraKind.SHOP_FRONT: Text("店面", "Shop front"),
    CameraKind.HIGH_POINT: Text("高点", "High point"),
    CameraKind.DRAIN: Text("排水", "Drain"),
    CameraKind.SITE: Text("工地", "Building site"),
    CameraKind.VEHICLE: Text("车载", "Vehicle"),
    CameraKind.OTHER: Text("未分类", "Not classified"),
}
_KINDS: Final = {word.casefold(): kind for kind, label in KIND_LABELS.items() for word in (kind, label.zh, label.en)}


class ViewFan(NamedTuple):
    """What a camera overlooks: the middle of its view (degrees from north, clockwise), how wide, how far."""

    bearing_deg: float
    angle_deg: float
    range_m: float


class CameraTraits(NamedTuple):
    """What the register knows of a camera beside name and place."""

    kind: CameraKind
    view: ViewFan | None


def traits_of(attributes: Mapping[str, Any]) -> CameraTraits:
    """Return the traits that a camera's attributes tell; what they do not tell is OTHER, and no view."""
    kind = _KINDS.get(str(attributes.get(KIND, "")).strip().casefold(), CameraKind.OTHER)
    bearing, angle, reach = (_number(attributes.get(name)) for name in (BEARING, ANGLE, RANGE))
    if bearing is None or angle is None or reach is None:
        return CameraTraits(kind, None)
    return CameraTraits(kind, ViewFan(bearing % 360, angle, reach))


def traits_problem(attributes: Mapping[str, Any]) -> Text | None:
    """Return what is wrong with the traits that an import tells, and what to do; None when they can be used."""
    told = str(attributes.get(KIND) or "").strip()
    if told and told.casefold() not in _KINDS:
        return Text(
            f"{KIND} {told!r} 不认识，可用：{'、'.join(label.zh for label in KIND_LABELS.values())}",
            f"unknown {KIND} {told!r}; use one of {', '.join(CameraKind)}",
        )
    given = [name for name in (BEARING, ANGLE, RANGE) if attributes.get(name) not in (None, "")]
    if not given:
        return None
    limits = {BEARING: (0.0, 360.0), ANGLE: (1.0, 360.0), RANGE: (1.0, LARGEST_RANGE_M)}
    for name, (low, high) in limits.items():
        number = _number(attributes.get(name))
        if number is None or not low <= number <= high:
            told = str(attributes.get(name) or "")
            return Text(
                f"{name} {told!r} 须为 {low:g} 至 {high:g} 的数；视域的三项要么都填，要么都不填",
                f"{name} {told!r} must be a number from {low:g} to {high:g}; give all three of the view, or none",
            )
    return None


def _number(told: Any) -> float | None:
    try:
        number = float(str(told).strip())
    except ValueError:
        return None
    return number if math.isfinite(number) else None


class CameraLine(NamedTuple):
    """One camera as lists show it. `area` is the name of the branch that it is in."""

    asset_id: str
    name: str
    street: str | None
    kind: CameraKind
    state: AssetState
    last_seen_us: int
    lon: float
    lat: float
    area: str | None = None
    view: ViewFan | None = None

    @property
    def is_live(self) -> bool:
        """Whether it has been heard within the time that its kind allows."""
        return self.state is not AssetState.OFFLINE


class Tally(NamedTuple):
    """How many cameras, and how many of them are heard."""

    total: int = 0
    live: int = 0

    def __add__(self, other: object) -> Tally:
        """Return both together."""
        if not isinstance(other, Tally):
            return NotImplemented
        return Tally(self.total + other.total, self.live + other.live)


class KindCount(NamedTuple):
    """Cameras of one kind that lie directly in one area (None: in none)."""

    area: str | None
    kind: CameraKind
    tally: Tally


class AreaNode(NamedTuple):
    """An area of the tree, by codes."""

    code: str
    name: str
    parent: str | None


@dataclass(frozen=True, kw_only=True)
class Branch:
    """An area with what is below it: other areas, then the kinds of the cameras that lie in it itself.

    `code` is empty for cameras that lie in no area.
    """

    code: str
    name: str
    tally: Tally
    branches: tuple[Branch, ...] = ()
    kinds: tuple[tuple[CameraKind, Tally], ...] = ()


def camera_tree(counts: Iterable[KindCount], areas: Sequence[AreaNode]) -> tuple[Branch, ...]:
    """Return the branches at the top, in the order of codes; cameras without an area come last.

    `areas` holds the area of each count and all above it. An area whose parents bite their own tail is at the top.
    """
    own: dict[str, dict[CameraKind, Tally]] = {}
    for area, kind, tally in counts:
        kinds = own.setdefault(area or "", {})
        kinds[kind] = kinds.get(kind, Tally()) + tally
    nodes = {node.code: node for node in areas}
    below: dict[str, list[AreaNode]] = {}
    for node in sorted(areas):
        below.setdefault(_parent_of(node, nodes), []).append(node)
    found = [_branch(node, below, own) for node in below.get("", [])]
    if "" in own:
        found.append(_completed(Branch(code="", name="", tally=Tally()), own[""]))
    return tuple(found)


def _parent_of(node: AreaNode, nodes: Mapping[str, AreaNode]) -> str:
    """The code above; none at the top, and none where the way up comes back to the node."""
    seen: set[str] = set()
    at = node.parent
    while at is not None and at in nodes and at not in seen:
        if at == node.code:
            return ""
        seen.add(at)
        at = nodes[at].parent
    return node.parent if node.parent is not None and node.parent in nodes else ""


def _branch(
    node: AreaNode, below: Mapping[str, list[AreaNode]], own: Mapping[str, Mapping[CameraKind, Tally]]
) -> Branch:
    branches = tuple(_branch(each, below, own) for each in below.get(node.code, []))
    tally = sum((each.tally for each in branches), Tally())
    bare = Branch(code=node.code, name=node.name, tally=tally, branches=branches)
    return _completed(bare, own.get(node.code, {}))


def _completed(branch: Branch, kinds: Mapping[CameraKind, Tally]) -> Branch:
    ordered = tuple((kind, kinds[kind]) for kind in CameraKind if kind in kinds)
    return replace(branch, kinds=ordered, tally=sum((tally for _, tally in ordered), branch.tally))
