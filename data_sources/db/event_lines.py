"""What lists tell of camera events, and of the case that an alarm or an event is."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import Row, Select, case, select

from dashboard.domain.cases.states import CaseState
from dashboard.domain.event_lines import EventLine
from dashboard.domain.triage.allowances import AllowanceKind
from dashboard.domain.triage.states import EventState, HeldBecause, RejectReason
from data_sources.db import tables as t
from data_sources.db.json_columns import unpacked

_E: Final = t.camera_event.c
_PLACE, _PERMIT = AllowanceKind.PLACE.value, AllowanceKind.PERMIT.value

GRID: Final = (t.area.c.code.label("grid_code"), t.area.c.name.label("grid_name"))

CASE: Final = (
    t.case_record.c.case_key,
    t.case_record.c.number.label("case_number"),
    t.case_record.c.state.label("case_state"),
)

_CAMERA: Final = (t.asset.c.asset_id, t.asset.c.name.label("place"), t.asset.c.lon, t.asset.c.lat)

_CLAIM: Final = (t.camera_event_claim.c.holder, t.camera_event_claim.c.until_us.label("holder_until_us"))

_HELD_BY: Final = (
    select(t.allowance.c.name)
    .where(t.allowance.c.number == t.camera_event.c.held_by)
    .where(t.allowance.c.kind == case((_E.held_because == HeldBecause.PERMIT.value, _PERMIT), else_=_PLACE))
    .correlate(t.camera_event)
    .scalar_subquery()
    .label("held_by_name")
)
"""The name of the place or permit that an event is held by."""

EVENT: Final[Select[Any]] = (
    select(t.camera_event, *_CAMERA, *GRID, *CASE, *_CLAIM, _HELD_BY)
    .outerjoin(t.asset, t.asset.c.asset_key == t.camera_event.c.asset_key)
    .outerjoin(t.area, t.area.c.area_key == t.camera_event.c.grid_key)
    .outerjoin(t.case_camera_event, t.case_camera_event.c.camera_event_key == t.camera_event.c.camera_event_key)
    .outerjoin(t.case_record, t.case_record.c.case_key == t.case_camera_event.c.case_key)
    .outerjoin(t.camera_event_claim, t.camera_event_claim.c.camera_event_key == t.camera_event.c.camera_event_key)
)


def event_line(row: Row[Any]) -> EventLine:
    """A row of EVENT as the record of the read side."""
    bbox = unpacked(row.bbox) if row.bbox else None
    return EventLine(
        event_key=row.camera_event_key,
        label=row.label,
        category=row.category,
        confidence=row.confidence,
        camera_ref=row.camera_ref,
        asset_id=row.asset_id,
        place=row.place,
        grid_code=row.grid_code,
        grid_name=row.grid_name,
        zone=row.zone,
        bbox=tuple(bbox) if bbox else None,
        first_us=row.first_us,
        last_us=row.last_us,
        ended_us=row.ended_us,
        count=row._mapping["count"],
        image_digest=row.image_digest,
        case_key=row.case_key,
        case_number=row.case_number,
        case_state=case_state(row),
        state=EventState(row.state),
        held_because=HeldBecause(row.held_because) if row.held_because else None,
        held_by=row.held_by,
        held_by_name=row.held_by_name,
        judged_us=row.judged_us,
        judged_by=row.judged_by,
        reject_reason=RejectReason(row.reject_reason) if row.reject_reason else None,
        merged_into=row.merged_into,
        holder=row.holder,
        holder_until_us=row.holder_until_us,
        lon=row.lon,
        lat=row.lat,
    )


def case_state(row: Row[Any]) -> CaseState | None:
    """The state of the case of a row with CASE."""
    return None if row.case_state is None else CaseState(row.case_state)
