"""What `/api/v1/cases` says, for its description."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, Field

from api.photo_schemas import CasePhoto
from api.schemas import example
from dashboard.domain.cases.candidates import CandidateKind


class Case(BaseModel):
    """A case. Times are RFC 3339 or null; `lamp` is that of the whole case, `step_lamp` that of its present step."""

    model_config = example(id=798, number="20261121-0798", revision=7, state="to_close", category="0504")
    id: int
    number: str
    revision: int
    state: str
    category: str
    category_name: str
    condition: str
    description: str
    source: str
    priority: str
    address: str
    lon: float
    lat: float
    area_code: str | None
    line_code: str | None
    squad: str | None
    second_squad: str | None
    department: str | None
    assignee: str | None
    checker: str | None
    reported_at: str
    filed_at: str | None
    due_at: str | None
    step_due_at: str | None
    is_provisional: Annotated[bool, Field(description="true: no list of holidays reaches as far as due_at yet")]
    lamp: str
    step_lamp: str
    paused_s: float
    suspended_until: Annotated[str | None, Field(description="when the suspension ends that stops its clocks now")]
    closed_at: str | None
    on_time: bool | None
    flags: list[str]
    counts: dict[str, int]
    pending: Annotated[dict[str, Any] | None, Field(description="what waits for consent")]
    asset_id: str | None
    alarm_id: int | None
    camera_event_id: int | None
    merged_into: int | None


class CaseDetail(Case):
    """One case with what the asker may do now, its pictures, and what must hold before it is closed."""

    actions: list[str]
    photos: list[CasePhoto]
    conditions: list[dict[str, Any]]


class CasePage(BaseModel):
    """Cases, how many there are in all, and the cursor of the next page."""

    items: list[Case]
    total: int
    next: str | None


class CaseEntry(BaseModel):
    """An entry of a timeline."""

    at: str
    case_id: int
    kind: str
    what: str
    actor: str | None
    text: str
    data: dict[str, Any]


class CaseTimeline(BaseModel):
    """What happened, the oldest first."""

    items: list[CaseEntry]


class CaseCandidate(BaseModel):
    """Whom a case may be given to. `score` is 0 to 100, `why` tells what it is made of."""

    kind: CandidateKind
    code: str
    name: str
    score: float
    why: list[dict[str, str]]
    squad: str | None
    helps: Annotated[bool, Field(description="comes along as a second squad")]


class CaseCandidates(BaseModel):
    """The candidates, the best first."""

    items: list[CaseCandidate]
