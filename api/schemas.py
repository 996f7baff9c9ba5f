"""What requests and answers look like, for /openapi.json and for checking what people send."""

from __future__ import annotations

from typing import Annotated, Any, Final, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from dashboard.domain.camera_events import CATEGORIES
from dashboard.domain.metrics import METRICS
from dashboard.domain.readouts import AlarmStanding
from dashboard.domain.sensors import device_types
from dashboard.domain.severity import AssetState, Severity
from dashboard.domain.triage.states import EventState, HeldBecause, RejectReason

_MOMENT: Final = "2026-11-21T08:15:02.331Z"

Time = Annotated[AwareDatetime, Field(examples=[_MOMENT])]
Value = float | bool | str


def example(**members: Any) -> ConfigDict:
    """A model with this example."""
    return ConfigDict(json_schema_extra={"examples": [members]})


class Problem(BaseModel):
    """An RFC 9457 problem document; `code` is stable."""

    model_config = example(
        type="urn:xiuhua:problem:not_found",
        title="not_found",
        status=404,
        detail="there is no asset JG-9999",
        code="not_found",
    )
    type: str
    title: str
    status: int
    detail: str
    code: str
    told: Annotated[
        dict[str, str] | None, Field(description="the detail by language, where there is more than one")
    ] = None


class MetricValue(BaseModel):
    """The newest reading of a metric; `value` is a number, a truth value or the name of a state."""

    value: Value
    unit: str
    at: Time


class AssetProperties(BaseModel):
    """What is known of an asset now; `area_code` is its grid."""

    model_config = example(
        asset_id="JG-0413",
        kind="manhole",
        name="县前街雨水井 0413",
        state="major",
        area_code="G07",
        last_seen_at=_MOMENT,
        values={"tilt_deg": {"value": 22.4, "unit": "°", "at": _MOMENT}},
    )
    asset_id: str
    kind: Annotated[str, Field(description=f"one of {', '.join(device_types())}")]
    name: str
    state: AssetState
    area_code: str | None
    last_seen_at: Time | None
    values: Annotated[dict[str, MetricValue], Field(description=f"by metric: {', '.join(METRICS)}")]


class Point(BaseModel):
    """A GeoJSON point: longitude and latitude in degrees, WGS-84."""

    type: Literal["Point"]
    coordinates: Annotated[list[float], Field(min_length=2, max_length=2, examples=[[120.5853, 30.0303]])]


class AssetFeature(BaseModel):
    """An asset as a GeoJSON feature."""

    type: Literal["Feature"]
    id: str
    geometry: Point
    properties: AssetProperties


class AssetCollection(BaseModel):
    """Assets as a GeoJSON feature collection; `next` is the cursor of the next page."""

    type: Literal["FeatureCollection"]
    features: list[AssetFeature]
    next: str | None


class Reading(BaseModel):
    """One reading; `late` ones came after newer ones or more than an hour late, `replayed` ones are no real ones."""

    model_config = example(
        at=_MOMENT, received_at="2026-11-21T08:15:02.502Z", metric="level_m", value=0.84, late=False, replayed=False
    )
    at: Time
    received_at: Time
    metric: str
    value: Value
    late: bool
    replayed: bool


class ReadingPage(BaseModel):
    """Readings, newest first."""

    items: list[Reading]
    next: str | None


class QuarantinedMessage(BaseModel):
    """A message that could not be read, verbatim."""

    model_config = example(
        topic="xiuhua/v1/manhole/JG-9999/observation",
        channel="mqtt",
        reason="unknown_device",
        detail="unknown device 'canonical:JG-9999': import it, then it is read again",
        received_at=_MOMENT,
        first_received_at=_MOMENT,
        count=3,
        payload_bytes=28,
        payload_base64="eyJ2YWx1ZXMiOnsidGlsdF9kZWciOjN9fQ==",
    )
    topic: str
    channel: Annotated[str, Field(description="mqtt, or the HTTP uplink's key")]
    reason: str
    detail: str
    received_at: Time
    first_received_at: Time
    count: int
    payload_bytes: int
    payload_base64: Annotated[str, Field(json_schema_extra={"contentEncoding": "base64"})]


class QuarantinePage(BaseModel):
    """Messages in quarantine, the newest first."""

    items: list[QuarantinedMessage]
    next: str | None


class Observation(BaseModel):
    """A canonical observation; it names its device by `device_id` or by a whole `device_ref`."""

    model_config = example(device_id="JG-0413", ts=_MOMENT, seq=1547, values={"tilt_deg": 3.5}, battery_pct=92)
    device_id: Annotated[str | None, Field(description="short for the device_ref canonical:{device_id}")] = None
    device_ref: Annotated[str | None, Field(examples=["deveui:24e124136b502217"])] = None
    ts: Annotated[Time | float | None, Field(description="RFC 3339, or the epoch in s or ms; none: the arrival")] = None
    seq: int | None = None
    values: Annotated[dict[str, Value], Field(description=f"by metric: {', '.join(METRICS)}")]
    battery_pct: float | None = None
    battery_v: float | None = None
    rssi_dbm: float | None = None
    temperature_c: float | None = None


class Refusal(BaseModel):
    """Why an element of a push is in quarantine; `element` counts from 0."""

    element: int
    code: str
    detail: str


class PushedObservations(BaseModel):
    """What became of the observations, after the commit."""

    model_config = example(accepted=2, repeated=0, quarantined=1, problems=[])
    accepted: int
    repeated: int
    quarantined: int
    problems: list[Refusal]


class PushedEvents(BaseModel):
    """What became of the camera events, after the commit."""

    model_config = example(accepted=1, quarantined=0, problems=[])
    accepted: int
    quarantined: int
    problems: list[Refusal]


class Alarm(BaseModel):
    """One alarm; at most one per asset and rule has not cleared."""

    id: int
    asset_id: str
    kind: str
    area_code: str | None
    rule: Annotated[str, Field(examples=["manhole.tilted"])]
    state: AlarmStanding
    severity: Severity
    peak_severity: Severity
    value: float | None
    threshold: float | None
    raised_at: Time
    last_raised_at: Time
    raise_count: int
    acknowledged_at: Time | None
    acknowledged_by: str | None
    note: str | None
    shelved_until: Time | None
    shelved_by: str | None
    shelve_reason: str | None
    in_maintenance: bool
    cleared_at: Time | None


class AlarmPage(BaseModel):
    """Alarms, newest first."""

    items: list[Alarm]
    next: str | None


class CameraEvent(BaseModel):
    """One camera event, repeats merged into `count`; `bbox` is x, y, width, height as parts of the picture."""

    id: int
    camera_ref: str
    asset_id: str | None
    category: Annotated[str | None, Field(description=f"code of GB/T 30428.2: {', '.join(CATEGORIES)}")]
    label: str
    confidence: float | None
    zone: str | None
    bbox: list[float] | None
    first_at: Time
    last_at: Time
    ended_at: Time | None
    count: int
    image: Annotated[str | None, Field(examples=["/api/v1/images/" + "0" * 64])]
    state: EventState
    held_because: Annotated[HeldBecause | None, Field(description="the gate that keeps it out of the queue")]
    held_by: Annotated[str | None, Field(description="the number of the place or permit that allows it")]
    judged_at: Time | None
    judged_by: str | None
    reject_reason: RejectReason | None
    merged_into: Annotated[int | None, Field(description="the event that this one is once more")]
    case_id: Annotated[int | None, Field(description="the case that it was reported as last")]


class CameraEventPage(BaseModel):
    """Camera events, the last seen first."""

    items: list[CameraEvent]
    next: str | None


class Person(BaseModel):
    """Somebody who works for the bureau; name and phone are masked."""

    model_config = example(
        number="XC0042",
        name="张**",
        phone="100****0042",
        post="grid_leader",
        squad="yuelin",
        squad_name="岳林中队",
        department="ZF02",
        department_name="执法大队",
        skills=["市容", "渣土"],
        staff="regular",
        active=True,
    )
    number: str
    name: str
    phone: str | None
    post: str
    squad: str | None
    squad_name: str | None
    department: str | None
    department_name: str | None
    skills: list[str]
    staff: Literal["regular", "auxiliary"]
    active: bool


class PeoplePage(BaseModel):
    """People in the order in which they were brought in."""

    items: list[Person]
    next: str | None


class CameraWays(BaseModel):
    """By what ways a camera can be watched, the quickest first; none where nothing is set up."""

    asset_id: str
    name: str
    ways: list[str]


class CameraReport(BaseModel):
    """What a camera saw; other usual names of these fields are understood too."""

    model_config = example(
        source="gate", camera="c-17", event_id="e-1", phase="start", category="0504", confidence=0.93, ts=_MOMENT
    )
    camera: str
    category: Annotated[str, Field(description="a code of GB/T 30428.2, or a label")]
    source: str | None = None
    event_id: str | None = None
    phase: Literal["start", "update", "end"] = "start"
    confidence: float | None = None
    ts: Time | float | None = None
    bbox: Annotated[list[float] | None, Field(description="x, y, w, h as parts of the picture")] = None
    zone: str | None = None
    image: Annotated[str | None, Field(description="JPEG or PNG in base64, at most 5 MB")] = None


class Check(BaseModel):
    """How one part is."""

    status: Literal["ok", "degraded", "down"]
    age_s: Annotated[float | None, Field(description="how long ago it was last heard of")] = None
    detail: str | None = None
    processes: list[str] | None = None
    store_fill: Annotated[
        float | None, Field(description="of the broker: how full its store is, 0–1; null: unknown")
    ] = None
    waiting: Annotated[
        int | None, Field(description="of the broker: messages in sessions that nobody serves; null: unknown")
    ] = None


class Health(BaseModel):
    """How everything is."""

    model_config = example(
        status="ok",
        version="0.1.0",
        checks={
            "database": {"status": "ok"},
            "broker": {"status": "ok", "store_fill": 0.02, "waiting": 0},
            "ingest": {"status": "ok", "age_s": 0.4, "processes": ["ingest-host-1"]},
            "worker": {"status": "ok", "age_s": 0.7, "processes": ["worker-host-1"]},
            "jobs": {"status": "ok", "age_s": 0.4, "processes": ["jobs-host-1"]},
        },
        data_age_s=0.2,
    )
    status: Literal["ok", "degraded", "down"]
    version: str
    checks: dict[str, Check]
    data_age_s: float | None


class AuditEntry(BaseModel):
    """Who did what to what, from where; `detail` has `before` and `after` where something changed."""

    number: int
    at: str
    actor: str
    means: str
    address: str
    action: str
    subject: str
    detail: dict[str, Any]
    digest: str


class AuditPage(BaseModel):
    """A page of the audit log, the newest entry first."""

    items: list[AuditEntry]
    next: str | None
