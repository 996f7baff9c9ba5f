"""Where the cases of the demo lie: along street lines, at some spots again and again, or at a sensor."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from dashboard.domain.cases.records import Place
from dashboard.domain.catalogue.records import AreaClass
from data_sources.demo_city.bureau import DemoBureau
from data_sources.demo_city.chance import Dice
from data_sources.demo_city.records import Area, Asset, DemoCity

HOT_SPOTS: Final = 36
_AGAIN: Final = 0.22
_LANDMARKS: Final = (
    "菜市场门口",
    "小学门口",
    "公交站旁",
    "地铁口",
    "广场东侧",
    "小区北门",
    "桥头",
    "医院门口",
    "超市门前",
)
_AWAY_M: Final = 9.0
_METRES_A_DEGREE: Final = 111_320.0


Classes = dict[str, AreaClass | None]
"""The classes of the grids, by code."""


class Spot(NamedTuple):
    """A place, and whose it is: the squad in charge and the officers of the line."""

    place: Place
    squad: str
    officers: Sequence[str]
    asset_id: str | None = None


@dataclass(frozen=True, kw_only=True)
class Ground:
    """The street lines of a city with their officers, the spots where things recur, and the sensors by kind."""

    lines: Sequence[Area]
    officers: dict[str, Sequence[str]]
    hot: Sequence[Spot]
    sensors: dict[str, Sequence[Asset]]
    squads: dict[str, str]
    classes: Classes

    def draw(self, dice: Dice, kind: str | None) -> Spot:
        """Return where a case lies; with a kind, at a sensor of it that stands in a grid."""
        if kind is not None:
            return self._at(dice.choice(self.sensors[kind]))
        if dice.random() < _AGAIN:
            return dice.choice(self.hot)
        line = dice.choice(self.lines)
        return _beside(dice, line, self.officers, f"{dice.randrange(1, 480)}号", self.classes)

    def _at(self, asset: Asset) -> Spot:
        grid = asset.area_code
        assert grid is not None, "sensors outside the grids were left out"
        place = Place(asset.lon, asset.lat, asset.street or asset.name, grid, area_class=self.classes.get(grid))
        return Spot(place, self.squads[grid], self.officers[grid], asset.asset_id)


def make_ground(city: DemoCity, bureau: DemoBureau, kinds: Sequence[str]) -> Ground:
    """Return where cases can lie, the same for the same city."""
    lines = [area for area in city.areas if area.level == "line"]
    grids = {area.code: area.squad for area in city.areas if area.level == "grid" and area.squad}
    officers = _officers(bureau, lines)
    dice = Dice.of(city.seed, "hot spots")
    classes = {area.code: area.area_class for area in city.areas if area.level == "grid"}
    hot = [_beside(dice, dice.choice(lines), officers, dice.choice(_LANDMARKS), classes) for _ in range(HOT_SPOTS)]
    sensors = {kind: [each for each in city.assets if each.kind == kind and each.area_code in grids] for kind in kinds}
    return Ground(
        lines=lines,
        officers=officers,
        hot=hot,
        sensors={kind: found for kind, found in sensors.items() if found},
        squads=grids,
        classes=classes,
    )


def _officers(bureau: DemoBureau, lines: Sequence[Area]) -> dict[str, Sequence[str]]:
    """Who answers for each line, and for each grid those of its lines."""
    of_line: dict[str, list[str]] = {}
    for each in bureau.responsibilities:
        if each.person is not None:
            of_line.setdefault(each.area, []).append(each.person)
    found: dict[str, Sequence[str]] = {}
    for line in lines:
        own = of_line.get(line.code, [])
        found[line.code] = own
        if line.parent is not None:
            found[line.parent] = [*found.get(line.parent, ()), *own]
    return found


def _beside(dice: Dice, line: Area, officers: dict[str, Sequence[str]], where: str, classes: Classes) -> Spot:
    """Somewhere on a line, a few metres to one side."""
    points = line.geometry["coordinates"]
    index = dice.randrange(len(points) - 1)
    (lon, lat), (to_lon, to_lat) = points[index], points[index + 1]
    share = dice.random()
    aside = [dice.uniform(-_AWAY_M, _AWAY_M) / _METRES_A_DEGREE for _ in range(2)]
    here = lat + share * (to_lat - lat) + aside[0]
    east = lon + share * (to_lon - lon) + aside[1] / math.cos(math.radians(here))
    area_class = classes.get(line.parent or "")
    place = Place(round(east, 7), round(here, 7), f"{line.name}{where}", line.parent, line.code, area_class=area_class)
    assert line.squad is not None, "every line of the demo is a squad's"
    return Spot(place, line.squad, officers[line.code])
