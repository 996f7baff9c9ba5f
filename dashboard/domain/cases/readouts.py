"""A case as it is told to programs and pages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dashboard.domain.cases.records import Case, CaseEntry
from dashboard.domain.cases.timing import step_lamp, whole_lamp
from dashboard.domain.readings import from_us


def shown_case(case: Case, now_us: int) -> dict[str, Any]:
    """Return the members of a case, by the contract; times are RFC 3339 or null."""
    clocks, times, units, origin = case.clocks, case.times, case.units, case.origin
    return {
        "id": case.case_key,
        "number": case.number,
        "revision": case.revision,
        "state": case.state.value,
        "category": case.category,
        "category_name": case.category_name,
        "condition": case.condition,
        "description": case.description,
        "source": origin.source.value,
        "priority": "urgent" if "urgent" in case.flags else "normal",
        "address": case.place.address,
        "lon": case.place.lon,
        "lat": case.place.lat,
        "area_code": case.place.area,
        "line_code": case.place.line,
        **units._asdict(),
        **{name.removesuffix("_us") + "_at": _moment(at_us) for name, at_us in times._asdict().items()},
        "closed_at": _moment(times.ended_us),
        "due_at": _moment(clocks.due_us),
        "step_due_at": _moment(clocks.step_due_us),
        "is_provisional": clocks.provisional,
        "lamp": whole_lamp(case, now_us).value,
        "step_lamp": step_lamp(case, now_us).value,
        "paused_s": _paused_s(case, now_us),
        "suspended_until": _moment(clocks.paused_until_us),
        "on_time": case.on_time,
        "flags": sorted(flag.value for flag in case.flags),
        "counts": case.counts._asdict(),
        "pending": _pending(case),
        "asset_id": origin.asset_id,
        "alarm_id": origin.alarm_key,
        "camera_event_id": origin.camera_event_key,
        "merged_into": case.merged_into,
    }


def shown_entry(entry: CaseEntry) -> Mapping[str, Any]:
    """Return the members of an entry of a timeline; moments in its data become RFC 3339."""
    data = {
        name.removesuffix("_us") + "_at" if name.endswith("_us") else name: _moment(value)
        if name.endswith("_us")
        else value
        for name, value in entry.data.items()
    }
    return {
        "at": _moment(entry.at_us),
        "case_id": entry.case_key,
        "kind": entry.kind.value,
        "what": entry.what,
        "actor": entry.actor,
        "text": entry.text,
        "data": data,
    }


def _moment(at_us: int | None) -> str | None:
    return None if at_us is None else from_us(at_us).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _paused_s(case: Case, now_us: int) -> float:
    since_us = case.clocks.paused_since_us
    return round((case.clocks.paused_us + (0 if since_us is None else now_us - since_us)) / 1e6, 3)


def _pending(case: Case) -> dict[str, Any] | None:
    asked = case.pending
    if asked is None:
        return None
    return {
        "what": asked.what.value,
        "reason": asked.reason,
        "asked_by": asked.asked_by,
        "asked_at": _moment(asked.asked_us),
        "until": _moment(asked.until_us),
        "agreed": list(asked.agreed),
    }
