"""Who answers for an area or a place: its own people first, then those of the areas around it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from dashboard.domain.grid import AreaHit
from dashboard.domain.people.readouts import AreaHolder
from dashboard.domain.trees import path_up


class AreaNode(NamedTuple):
    """An area as this lookup needs it: its name and level, what is above it, the squad that answers for it."""

    name: str
    level: str
    parent: str | None = None
    squad: str | None = None


class Answering(NamedTuple):
    """Those who answer for one area, in the order in which they were named."""

    area: str
    holders: tuple[AreaHolder, ...]


def starts_of(hit: AreaHit) -> list[str]:
    """Return where the lookup begins for a place: the street line, the unit grid, then the grid."""
    return [code for code in (hit.line, hit.unit_grid, hit.grid) if code is not None]


def areas_up(starts: Iterable[str], areas: Mapping[str, AreaNode]) -> list[str]:
    """Return the areas at `starts` and those above them, the lowest level first; unknown codes are passed over."""
    parents = {code: node.parent for code, node in areas.items()}
    path = dict.fromkeys(code for start in starts for code in path_up(start, parents) if code in areas)
    return sorted(path, key=lambda code: -len(path_up(code, parents)))


def nearest_first(path: Sequence[str], holders: Iterable[AreaHolder]) -> list[Answering]:
    """Return who answers for the areas of the path in its order; areas that nobody was ever named for are left out."""
    held: dict[str, list[AreaHolder]] = {}
    for each in holders:
        held.setdefault(each.area_code, []).append(each)
    return [Answering(code, tuple(held[code])) for code in path if code in held]


def is_answered(found: Iterable[Answering]) -> bool:
    """Whether there is anybody among them, and not only posts that are vacant."""
    return any(holder.name is not None for each in found for holder in each.holders)


def squad_in_charge(path: Sequence[str], areas: Mapping[str, AreaNode]) -> tuple[str, str] | None:
    """Return the nearest area that a squad answers for, with the squad's code; its leader answers where nobody does."""
    return next(((code, squad) for code in path if (squad := areas[code].squad) is not None), None)
