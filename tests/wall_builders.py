"""A picture of a whole wall for tests: as full or as empty as they need it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from dashboard.domain.cases.board import CaseBoard, CaseLine, CasePoint, SquadCases
from dashboard.domain.cases.clocks import Lamp
from dashboard.domain.cases.queries import LampCount
from dashboard.domain.cases.states import ENDED, CaseState
from dashboard.domain.city import NAMELESS, CityProfile
from dashboard.domain.data_quality import DataQuality, IngestCounts
from dashboard.domain.readouts import (
    LayerCount,
    RoadsideParking,
    Station,
    StreetParking,
)
from dashboard.domain.severity import AssetState, Severity
from dashboard.domain.text import Text
from dashboard.domain.wall_facts import (
    Battery,
    BatteryHealth,
    CategoryCount,
    ClassifiedEvents,
    GridCount,
    News,
    NewsKind,
    RainSlice,
    SilentAsset,
    Then,
    WallPicture,
    Weather,
)
from tests.readout_builders import (
    HOUR_US,
    NOW_US,
    alarm_line,
    drainage_of,
    event_line,
    parking_of,
    quarantine_group,
    station_of,
)

NO_BAYS = RoadsideParking(bays=0, reporting=0, occupied=0, arrivals_by_hour=(0,) * 24, mean_stay_min=None)


def road_of(asset_id: str, depth_m: float, state: AssetState = AssetState.NORMAL) -> Station:
    """A water point with that depth."""
    return replace(station_of(asset_id, None, state), kind="road_water", values={"depth_m": depth_m})


def empty_picture(**changes: Any) -> WallPicture:
    """A city of which nothing is known yet."""
    values: dict[str, Any] = {
        "at_us": NOW_US,
        "hour_now": 21,
        "city": NAMELESS,
        "weather": Weather(None, None),
        "counts": (),
        "alarms": (),
        "alarms_raised": Then(0, None),
        "events": (),
        "classified": ClassifiedEvents(Then(0, None), (0,) * 24, ()),
        "grids": (),
        "drainage": replace(drainage_of(), rain_mm=None),
        "rain": (),
        "parking": replace(parking_of(), car_parks=(), streets=(), roadside=NO_BAYS),
        "arrivals_yesterday": None,
        "silent": (),
        "batteries": BatteryHealth((0,) * 6, ()),
        "quality": DataQuality(groups=(), total=0, counts=None),
        "news": (),
        "cases": CaseBoard(),
    }
    return WallPicture(**{**values, **changes})


def busy_board() -> CaseBoard:
    """Cases at every stage, of more squads than have room."""
    lamps = [*Lamp]
    lines = tuple(
        CaseLine(
            n, f"20261121-{n:04d}", "店外经营", f"县前街 {n} 号", CaseState.HANDLING, lamps[n % 4], "一中队", NOW_US
        )
        for n in range(30)
    )
    return CaseBoard(
        by_state={state: 12 - n % 7 for n, state in enumerate(CaseState) if state not in ENDED},
        lamps=LampCount(green=61, yellow=14, red=5, grey=3),
        filed=Then(83, 71),
        ended=Then(64, None),
        squads=tuple(SquadCases(f"{n} 中队", 20 - n, n % 3, n % 5, 7) for n in range(14)),
        newest=lines,
        points=tuple(CasePoint(121.4 + n / 1000, 29.65, lamps[n % 4]) for n in range(12)),
    )


def full_picture(**changes: Any) -> WallPicture:
    """A city with something in every panel, more than any list has room for."""
    drainage = replace(
        drainage_of(*(station_of(f"PS-{n}") for n in range(40))),
        roads=tuple(road_of(f"JS-{n}", 0.28, AssetState.CRITICAL) for n in range(20)),
        gauges=(station_of("RG-1", None),),
        rain_mm=12.4,
        alarms=2,
    )
    park = parking_of().car_parks[0]
    parking = replace(
        parking_of(),
        car_parks=tuple(park._replace(asset_id=f"CP-{n}", name=f"停车场 {n}") for n in range(20)),
        streets=tuple(StreetParking(f"街路 {n}", 20, 10, 30) for n in range(20)),
    )
    lowest = tuple(Battery(f"JG-{n}", "路", "manhole", 5.0 + n) for n in range(16))
    values: dict[str, Any] = {
        "city": CityProfile(name=Text("绣城区", "Xiucheng")),
        "weather": Weather(12.4, 14.0),
        "counts": tuple(LayerCount(kind, 100, 98) for kind in ("manhole", "drainage", "camera", "tree", "bin", "sign")),
        "alarms": tuple(
            alarm_line(n, severity=Severity.CRITICAL, kind="road_water", rule_key="road_water.depth") for n in range(30)
        ),
        "alarms_raised": Then(40, 30),
        "events": tuple(event_line(n) for n in range(30)),
        "classified": ClassifiedEvents(
            Then(120, 100), (5,) * 24, tuple(CategoryCount(f"05{n:02d}", 20 - n) for n in range(1, 12))
        ),
        "grids": tuple(GridCount(f"G{n}", f"网格-{n:02d}", 9 - n % 9, n % 2, n) for n in range(12)),
        "drainage": drainage,
        "rain": tuple(RainSlice(NOW_US - n * HOUR_US // 6, 0.5) for n in range(36)),
        "parking": parking,
        "arrivals_yesterday": (7,) * 24,
        "silent": tuple(SilentAsset(f"BW-{n}", f"街 {n} 号", "parking_bay", None) for n in range(16)),
        "batteries": BatteryHealth((1, 2, 3, 4, 5, 6), lowest),
        "quality": DataQuality(groups=(quarantine_group(),) * 8, total=8, counts=IngestCounts(100, 97, 2, 1, 0, 4)),
        "news": tuple(
            News(f"a{n}", NOW_US - n, NewsKind.RAISED, Severity.MAJOR, "manhole.tilt", "manhole", "JG-0413", "方桥路口")
            for n in range(24)
        ),
        "cases": busy_board(),
    }
    return empty_picture(**{**values, **changes})
