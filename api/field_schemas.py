"""What `/api/v1/field` says, for its description."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, Field

from api.case_schemas import Case
from dashboard.domain.cases.tasks import TaskKind


class Words(BaseModel):
    """A text in both languages."""

    zh: str
    en: str


class TaskShot(BaseModel):
    """A picture of the case; `/api/v1/photos/{digest}` shows it."""

    digest: str
    role: str


class TaskStandard(BaseModel):
    """By what such a case is filed and closed, and what is to be shown; empty where the catalogue is silent."""

    condition: str
    filing: str
    closing: str
    evidence: str


class FieldTask(Case):
    """A case with all that a phone needs to work on it without a network."""

    kind: TaskKind
    is_own: Annotated[bool, Field(description="false: the squad has it, and nobody of it has taken it yet")]
    actions: Annotated[list[str], Field(description="what the asker may do with it now")]
    shots: list[TaskShot]
    standard: TaskStandard | None
    yellow_at: str | None
    step_yellow_at: str | None
    kind_name: Words
    state_name: Words
    source_name: Words


class FieldTasks(BaseModel):
    """The tasks of whoever asks, the first due first. `account` is who that is: a phone keeps them under that name."""

    account: str
    as_of: str
    items: list[FieldTask]
