"""Use case: how much of each street line was walked in the last two hours, computed once a minute for everybody."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Final

from dashboard.domain.durations import HOUR_US
from dashboard.domain.grid import AreaLevel
from dashboard.domain.positions.areas import PatrolArea
from dashboard.domain.positions.coverage import LineCoverage, cover_lines
from dashboard.domain.positions.reports import Position
from dashboard.ports.positions import PositionStore, PositionWork

SINCE_US: Final = 2 * HOUR_US
"""A line that nobody passed for so long counts as not walked now."""


class PatrolCoverage:
    """The worker's task."""

    def __init__(self, store: PositionStore) -> None:
        self._store = store

    def cover(self, now_us: int) -> int:
        """Compute it anew and store it; return how many lines there are. Raises Unavailable."""
        with self._store.look() as work:
            lines = street_lines(work)
            found = covered(work, lines, now_us - SINCE_US, now_us)
        with self._store.begin() as work:
            work.save_line_coverage(found, now_us)
        return len(found)


def street_lines(work: PositionWork) -> list[PatrolArea]:
    """Return the street lines, by code."""
    return [each for each in work.patrol_areas() if each.level == AreaLevel.LINE]


def covered(
    work: PositionWork, lines: Sequence[PatrolArea], since_us: int, until_us: int
) -> Mapping[str, LineCoverage]:
    """Return what the people of each line's squad walked of it between two moments, by the line's code."""
    found: dict[str, LineCoverage] = {}
    tracks = _tracks_by_squad(work, {each.squad or "" for each in lines}, since_us, until_us)
    for squad in sorted({each.squad or "" for each in lines}):
        own = [each for each in lines if (each.squad or "") == squad]
        parts = [(each.code, line) for each in own for line in each.shape.lines]
        results = cover_lines([line for _, line in parts], tracks.get(squad, []))
        for each in own:
            mine = [result for (code, _), result in zip(parts, results, strict=True) if code == each.code]
            found[each.code] = _together(mine)
    return found


def _tracks_by_squad(
    work: PositionWork, squads: Collection[str], since_us: int, until_us: int
) -> Mapping[str, list[Sequence[Position]]]:
    squad_of = {each.number: each.squad or "" for each in work.people()}
    numbers = {key: number for number, key in work.person_keys().items() if squad_of.get(number, "") in squads}
    found: dict[str, list[Sequence[Position]]] = {}
    for key, track in work.tracks(list(numbers), since_us, until_us).items():
        found.setdefault(squad_of.get(numbers[key], ""), []).append(track)
    return found


def _together(parts: Sequence[LineCoverage]) -> LineCoverage:
    length_m, walked_m = sum(each.length_m for each in parts), sum(each.walked_m for each in parts)
    passed = [each.last_passed_us for each in parts if each.last_passed_us is not None]
    return LineCoverage(length_m, walked_m, walked_m / length_m if length_m else 0.0, max(passed, default=None))
