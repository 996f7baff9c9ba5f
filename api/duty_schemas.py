"""What `/api/v1` says of people on duty, for its description."""

from __future__ import annotations

from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, Field


class DutyFeature(BaseModel):
    """Somebody on duty; without a position the geometry is null.

    Properties: number, name (masked), squad, hue (the squad's colour on maps, 1 to 8; 0 without a squad), post, skills,
    shift, until, signed_in_at, standing, age_s, and of the position at, accuracy_m, battery_pct, still_min, outside_m.
    """

    type: Literal["Feature"]
    geometry: dict[str, Any] | None
    properties: dict[str, Any]


class DutyPositions(BaseModel):
    """Who is on duty now, as GeoJSON. Who stays at one place for `still_after_s` is still.

    null: nobody is, or areas or people have limits of their own.
    """

    type: Literal["FeatureCollection"]
    still_after_s: int | None
    features: list[DutyFeature]


class Track(BaseModel):
    """Where somebody was: longitude, latitude and time of each position, the oldest first."""

    number: str
    points: list[list[float | str]]


class Coverage(BaseModel):
    """Street lines as GeoJSON; properties: code, name, squad, length_m, walked_m, share (0–1), last_passed_at."""

    type: Literal["FeatureCollection"]
    features: list[dict[str, Any]]


ATTENDANCE_COLUMNS: Final = (
    "period",
    "from",
    "to",
    "squad",
    "squad_name",
    "rostered",
    "came",
    "extra",
    "away",
    "turnouts",
    "rate",
)


class AttendanceRow(BaseModel):
    """One squad in one period; `turnouts` (人次) is `came` and `extra` together, `rate` `came` of `rostered`."""

    period: Annotated[str, Field(description="2026-11-27, 2026-11, 2026-Q4 or 2026")]
    from_: Annotated[str, Field(alias="from", description="the first day that has figures")]
    to: Annotated[str, Field(description="the last one")]
    squad: str | None
    squad_name: str | None
    rostered: int
    came: int
    extra: Annotated[int, Field(description="sign-ins without a shift of the roster")]
    away: Annotated[int, Field(description="shifts whose person was on leave, ill or in training")]
    turnouts: int
    rate: float | None


class Attendance(BaseModel):
    """Figures of attendance, and all turnouts together."""

    rows: list[AttendanceRow]
    turnouts: int


class PositionsTaken(BaseModel):
    """How many positions were kept, and how many were not, by reason."""

    kept: int
    refused: dict[str, int]
