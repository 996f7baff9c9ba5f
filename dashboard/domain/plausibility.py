"""What a sensor of the city can truly measure: plausible ranges and known words for "no measurement".

Sensors that fail, warm up or lose their probe go on sending numbers: the largest integer (255, 32767, 65535, also
divided by 10, 100 or 1000 by a decoder), 9999, −9999, a saturated scale. Such a number is refused before it can
raise an alarm. The ranges are wider than anything measured in a city, and end below those numbers:

- Water on a road: gauges measure up to 5 m. Level in a shaft or sewer: up to 30 m, and never half a metre below the
  floor (a distance greater than the datum is a wrong datum, or an echo from nowhere).
- Rain: the highest of one hour in mainland China is 201.9 mm (Zhengzhou, 20 July 2021), 409.5 mm is 0xFFF ÷ 10.
- pH: a broken or dry electrode stands at the end of its scale, exactly 0 or 14.
- COD, suspended solids: online analysers end at 20,000 mg/L; NH3-N at 1,500 mg/L.
- Temperature: exactly 85 °C is what a DS18B20 says before its first conversion (data sheet, power-on value), −127 °C
  that it is not there. Water in pipes −10 … 60 °C.
- Fill: a bin 1.2 of its volume at most; 2.55 is 255 %.
- Fumes: monitors of kitchens measure up to 100 mg/m³ at most, and stand at 99.9 when the probe is gone. Dust: the worst
  storms came to some thousand µg/m³; 999 is a full scale. Noise: sound level meters begin at 20 to 30 dB, exactly 0 is
  a microphone that is not there.
- Signal: a received power is below 0 dBm; 1 … 31 is a CSQ (3GPP TS 27.007), which has a unit of its own.
"""

from __future__ import annotations

from functools import cache
from typing import Final, NamedTuple

from dashboard.domain.metrics import METRICS


class Plausible(NamedTuple):
    """A value is a measurement from `minimum` to `maximum`, except for the `sentinels`; in the metric's unit."""

    minimum: float
    maximum: float
    sentinels: frozenset[float] = frozenset()


_INTEGERS: Final = frozenset({-9999.0, -999.0, 3276.7, 6553.5, 9999.0, 9999.9, 32767.0, 65535.0, 99999.0})
_LENGTHS: Final = frozenset({9.999, 32.767, 65.535})
_POWER_ON: Final = frozenset({85.0})

_EVERYWHERE: Final[dict[str, Plausible]] = {
    "level_m": Plausible(-0.5, 30.0, _LENGTHS),
    "depth_m": Plausible(-0.1, 5.0),
    "fill_ratio": Plausible(0.0, 5.0, frozenset({2.55})),
    "flow_lps": Plausible(-5_000.0, 50_000.0, _INTEGERS),
    "rain_mm": Plausible(0.0, 300.0),
    "ph": Plausible(0.0, 14.0, frozenset({0.0, 14.0})),
    "cod_mgl": Plausible(0.0, 20_000.0, _INTEGERS),
    "nh3n_mgl": Plausible(0.0, 1_500.0),
    "ss_mgl": Plausible(0.0, 20_000.0, _INTEGERS),
    "conductivity_uscm": Plausible(0.0, 200_000.0, _INTEGERS),
    "velocity_mps": Plausible(-10.0, 10.0, _LENGTHS),
    "occupied_bays": Plausible(0.0, 20_000.0, _INTEGERS),
    "temperature_c": Plausible(-60.0, 120.0, _POWER_ON),
    "fumes_mgm3": Plausible(0.0, 100.0, frozenset({99.9, 99.99})),
    "nmhc_mgm3": Plausible(0.0, 1_000.0, frozenset({999.9})),
    "uncleaned_days": Plausible(0.0, 3_650.0, frozenset({999.0})),
    "pm10_ugm3": Plausible(0.0, 5_000.0, frozenset({999.0})),
    "pm25_ugm3": Plausible(0.0, 2_000.0, frozenset({999.0})),
    "tsp_ugm3": Plausible(0.0, 9_000.0, frozenset({999.0})),
    "noise_db": Plausible(20.0, 140.0, frozenset({0.0})),
}
_OUTDOORS: Final = Plausible(-50.0, 80.0)
_IN_WATER: Final = Plausible(-10.0, 60.0)
_OF_KIND: Final[dict[str, dict[str, Plausible]]] = {
    "bin": {"fill_ratio": Plausible(0.0, 1.2)},
    "camera": {"temperature_c": Plausible(-60.0, 120.0)},
    "drainage": {"temperature_c": _IN_WATER},
    "manhole": {"temperature_c": _OUTDOORS},
    "parking_bay": {"temperature_c": _OUTDOORS},
    "rain": {"temperature_c": _OUTDOORS},
    "road_water": {"temperature_c": _OUTDOORS},
    "sewage": {"temperature_c": _IN_WATER},
    "speaker": {"temperature_c": Plausible(-60.0, 120.0)},
    "tree": {"temperature_c": _OUTDOORS},
}


@cache
def plausible_ranges(kind: str) -> dict[str, Plausible]:
    """By metric what an asset of `kind` can measure; of states (a cover, a bay) there is nothing to say."""
    of_metric = {key: Plausible(metric.minimum, metric.maximum) for key, metric in METRICS.items() if not metric.states}
    return {**of_metric, **_EVERYWHERE, **_OF_KIND.get(kind, {})}


def distance_is_measured(distance_m: float) -> bool:
    """Whether a distance sensor measured at all: 9999, 32767 and 65535 mm are its words for "no echo"."""
    return round(distance_m, 6) not in _LENGTHS
