"""A camera event as lists tell it."""

from __future__ import annotations

from dataclasses import dataclass

from dashboard.domain.cases.states import CaseState
from dashboard.domain.triage.states import EventState, HeldBecause, RejectReason


@dataclass(frozen=True, kw_only=True, slots=True)
class EventLine:
    """One camera event, repeats merged into `count`. `bbox` is (x, y, width, height) as fractions of the picture.

    `case_…` tell the case that it was reported as last; `state` and what follows, how it was judged. `held_by` is the
    number of the place or permit that allows what was seen. `holder` has it until `holder_until_us`, if that is still
    to come.
    """

    event_key: int
    label: str
    category: str | None
    confidence: float | None
    camera_ref: str
    asset_id: str | None
    place: str | None
    grid_code: str | None
    grid_name: str | None
    zone: str | None
    bbox: tuple[float, float, float, float] | None
    first_us: int
    last_us: int
    ended_us: int | None
    count: int
    image_digest: str | None
    case_key: int | None = None
    case_number: str | None = None
    case_state: CaseState | None = None
    state: EventState = EventState.WAITING
    held_because: HeldBecause | None = None
    held_by: str | None = None
    held_by_name: str | None = None
    judged_us: int | None = None
    judged_by: str | None = None
    reject_reason: RejectReason | None = None
    merged_into: int | None = None
    holder: str | None = None
    holder_until_us: int | None = None
    lon: float | None = None
    lat: float | None = None
