"""How the devices of the demo city speak: per profile the uplink and its fields, for encoding and for mapping alike."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from dashboard.domain.metrics import METRICS
from data_sources.demo_city.records import GeoJson

PREFIXES: Final = {
    "chirpstack": "object.",
    "ttn": "decoded_payload.",
    "alink": "params.",
    "iotda": "services.Data.",
    "generic": "",
}
ALINK_PRODUCT: Final = "xh8Qp2Drain"
WELL_TOPIC: Final = "city/xiucheng/well/status"


@dataclass(frozen=True, kw_only=True)
class Field:
    """One field of a payload: payload number = (value, or datum − value) × factor + offset, in `unit`.

    `words` are what the payload says for the states of an enumeration, by index.
    """

    name: str
    metric: str
    unit: str | None = None
    factor: float = 1.0
    offset: float = 0.0
    digits: int = 2
    from_datum: bool = False
    words: tuple[str | bool, ...] = ()

    def encode(self, value: float, datum_m: float | None) -> float | int | str | bool:
        """The metric's value as the payload has it."""
        if self.words:
            return self.words[int(value)]
        number = (datum_m or 0.0) - value if self.from_datum else value
        scaled = number * self.factor + self.offset
        return round(scaled) if self.digits == 0 else round(scaled, self.digits)

    def mapping(self, prefix: str) -> GeoJson:
        """The field in the shape of mappings.yaml."""
        entry: GeoJson = {"path": prefix + self.name, "metric": self.metric}
        if self.unit is not None:
            entry["unit"] = self.unit
        elif self.factor != 1.0:
            entry |= {"scale": 1 / self.factor, "offset": -self.offset / self.factor}
        if self.from_datum:
            entry["from_datum"] = True
        if self.words:
            entry["values"] = {
                _word(word): state for word, state in zip(self.words, _states(self.metric), strict=False)
            }
        return entry


def _word(word: str | bool) -> str:
    return str(word).lower() if isinstance(word, bool) else word


def _states(metric: str) -> tuple[str, ...]:
    return METRICS[metric].states


@dataclass(frozen=True, kw_only=True)
class Profile:
    """A make of device: which kind it is, what it speaks and the number that its device ids carry."""

    key: str
    kind: str
    uplink: str
    number: int
    share: int
    fields: tuple[Field, ...] = ()

    @property
    def needs_datum(self) -> bool:
        """Whether it measures a distance down to the water."""
        return any(field.from_datum for field in self.fields)

    def device_ref(self, asset_id: str, serial: int) -> str:
        """The device reference of the `serial`-th device of this profile (contract: device references)."""
        if self.uplink in ("chirpstack", "ttn"):
            return f"deveui:a84041{self.number:02x}{serial:08x}"
        if self.uplink == "alink":
            return f"alink:{ALINK_PRODUCT}/{asset_id}"
        if self.uplink == "iotda":
            return f"iotda:64f0a1{self.number:02x}_{asset_id}"
        if self.uplink == "generic":
            return f"generic:well_0x{serial + 0x7A00:04x}"
        return f"canonical:{asset_id}"

    def mapping(self) -> GeoJson | None:
        """The device mapping that the profile needs; None for the canonical format."""
        if not self.fields:
            return None
        match: GeoJson = {"uplink": self.uplink}
        if self.uplink in ("chirpstack", "ttn"):
            match["device_ref"] = f"deveui:a84041{self.number:02x}[0-9a-f]{{8}}"
        elif self.uplink == "alink":
            match["device_ref"] = f"alink:{ALINK_PRODUCT}/{_PREFIX[self.kind]}-.*"
        elif self.uplink == "iotda":
            match["device_ref"] = f"iotda:64f0a1{self.number:02x}_.*"
        else:
            match["topic"] = f"{WELL_TOPIC}/.+"
        entry: GeoJson = {"match": match, "fields": [field.mapping(PREFIXES[self.uplink]) for field in self.fields]}
        return entry | ({"device_id": "device_id", "time": "ts"} if self.uplink == "generic" else {})


_PREFIX: Final = {
    "manhole": "JG", "camera": "CAM", "speaker": "YZ", "car_park": "TCC", "parking_bay": "BW", "drainage": "PS",
    "road_water": "JS", "rain": "YL", "tree": "GS", "sewage": "NW", "bin": "LJ", "sign": "GG",
    "fumes": "YY", "site_air": "YC",
}  # fmt: skip

_BATTERY: Final = Field(name="battery", metric="battery_pct", digits=0)
_TEMPERATURE: Final = Field(name="temperature", metric="temperature_c", digits=1)

PROFILES: Final[tuple[Profile, ...]] = (
    Profile(key="xh-cover", kind="manhole", uplink="canonical", number=1, share=46),
    Profile(
        key="EM320-TILT", kind="manhole", uplink="chirpstack", number=2, share=26,
        fields=(
            Field(name="angle_x", metric="tilt_deg", digits=2),
            Field(name="cover", metric="cover", words=("normal", "trigger", "open")),
            _BATTERY,
        ),
    ),
    Profile(
        key="EM400-MUD", kind="manhole", uplink="ttn", number=3, share=16,
        fields=(
            Field(name="distance", metric="level_m", unit="mm", factor=1000.0, digits=0, from_datum=True),
            Field(name="position", metric="cover", words=("normal", "tilt", "open")),
            _TEMPERATURE,
            _BATTERY,
        ),
    ),
    Profile(
        key="well", kind="manhole", uplink="generic", number=4, share=12,
        fields=(
            Field(name="tilt", metric="tilt_deg", digits=1),
            Field(name="status", metric="cover", words=("normal", "abnormal", "lost")),
            _BATTERY,
        ),
    ),
    Profile(key="xh-depth", kind="road_water", uplink="canonical", number=10, share=16),
    Profile(
        key="EM500-SWL", kind="road_water", uplink="chirpstack", number=11, share=5,
        fields=(Field(name="depth", metric="depth_m", unit="cm", factor=100.0, digits=1), _BATTERY),
    ),
    Profile(
        key="ruler", kind="road_water", uplink="alink", number=12, share=3,
        fields=(
            Field(name="WaterDepth", metric="depth_m", unit="mm", factor=1000.0, digits=0),
            Field(name="Battery", metric="battery_pct", digits=0),
        ),
    ),
    Profile(key="xh-drain", kind="drainage", uplink="canonical", number=20, share=60),
    Profile(
        key="radar", kind="drainage", uplink="alink", number=21, share=30,
        fields=(
            Field(name="Distance", metric="level_m", unit="mm", factor=1000.0, digits=0, from_datum=True),
            Field(name="FillRatio", metric="fill_ratio", unit="%", factor=100.0, digits=1),
            Field(name="Flow", metric="flow_lps", digits=1),
            Field(name="PH", metric="ph"),
            Field(name="Conductivity", metric="conductivity_uscm", digits=0),
        ),
    ),
    Profile(
        key="quality", kind="drainage", uplink="iotda", number=22, share=30,
        fields=(
            Field(name="level", metric="level_m", digits=3),
            Field(name="fill", metric="fill_ratio", digits=3),
            Field(name="flow", metric="flow_lps", unit="m³/h", factor=3.6, digits=1),
            Field(name="ph", metric="ph"),
            Field(name="cod", metric="cod_mgl", digits=1),
            Field(name="nh3n", metric="nh3n_mgl", digits=1),
            Field(name="ss", metric="ss_mgl", digits=1),
        ),
    ),
    Profile(key="xh-rain", kind="rain", uplink="canonical", number=30, share=8),
    Profile(
        key="bucket", kind="rain", uplink="iotda", number=31, share=4,
        fields=(Field(name="rain", metric="rain_mm", digits=1), _TEMPERATURE, _BATTERY),
    ),
    Profile(key="xh-bay", kind="parking_bay", uplink="canonical", number=40, share=70),
    Profile(
        key="DO201", kind="parking_bay", uplink="chirpstack", number=41, share=20,
        fields=(
            Field(name="alarmPark", metric="occupied", words=(False, True)),
            Field(name="volt", metric="battery_v"),
        ),
    ),
    Profile(
        key="TPS110", kind="parking_bay", uplink="ttn", number=42, share=10,
        fields=(Field(name="occupied", metric="occupied", words=(False, True)), _TEMPERATURE),
    ),
    Profile(key="xh-park", kind="car_park", uplink="canonical", number=45, share=1),
    Profile(key="xh-lean", kind="tree", uplink="canonical", number=50, share=12),
    Profile(
        key="EM310-TILT", kind="tree", uplink="chirpstack", number=51, share=12,
        fields=(Field(name="angle_x", metric="tilt_deg"), _BATTERY),
    ),
    Profile(key="xh-sewage", kind="sewage", uplink="canonical", number=60, share=10),
    Profile(
        key="village", kind="sewage", uplink="iotda", number=61, share=8,
        fields=(
            Field(name="running", metric="running", words=(False, True)),
            Field(name="flow", metric="flow_lps", digits=2),
            Field(name="ph", metric="ph"),
            Field(name="cod", metric="cod_mgl", digits=1),
            Field(name="nh3n", metric="nh3n_mgl", digits=1),
        ),
    ),
    Profile(key="xh-bin", kind="bin", uplink="canonical", number=70, share=60),
    Profile(
        key="EM400-TLD", kind="bin", uplink="chirpstack", number=71, share=40,
        fields=(
            Field(name="distance", metric="fill_ratio", factor=-1200.0, offset=1200.0, digits=0),
            _TEMPERATURE,
            _BATTERY,
        ),
    ),
    Profile(key="xh-sign", kind="sign", uplink="canonical", number=80, share=70),
    Profile(
        key="sign-tilt", kind="sign", uplink="ttn", number=81, share=30,
        fields=(Field(name="tilt", metric="tilt_deg"), _TEMPERATURE, _BATTERY),
    ),
    Profile(key="xh-camera", kind="camera", uplink="canonical", number=90, share=180),
    Profile(key="frigate", kind="camera", uplink="frigate", number=91, share=1),
    Profile(key="xh-speaker", kind="speaker", uplink="canonical", number=95, share=1),
    Profile(key="xh-fumes", kind="fumes", uplink="canonical", number=100, share=1),
    Profile(key="xh-site", kind="site_air", uplink="canonical", number=105, share=1),
)  # fmt: skip

PROFILES_BY_KEY: Final = {profile.key: profile for profile in PROFILES}


def id_prefix(kind: str) -> str:
    """The letters that begin the asset ids of a kind, such as JG for 井盖."""
    return _PREFIX[kind]


def mappings() -> tuple[GeoJson, ...]:
    """The device mappings of all non-canonical profiles."""
    found = (profile.mapping() for profile in PROFILES)
    return tuple(entry for entry in found if entry is not None)
