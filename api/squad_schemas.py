"""Squads as programs read them, and the order to merge one."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from api.schemas import example


class SquadEntry(BaseModel):
    """A squad; `merged_into` is the one that took it over at `merged_at`, null while it stands."""

    model_config = example(
        code="sq-9",
        name="机动二中队",
        kind="mobile",
        people=0,
        merged_into="sq-8",
        merged_at="2026-11-28T01:00:00+00:00",
    )
    code: str
    name: str
    kind: str
    people: int
    merged_into: str | None
    merged_at: str | None


class SquadPage(BaseModel):
    """All squads, in the order of import."""

    items: list[SquadEntry]


class Merger(BaseModel):
    """Into which squad; with `dry_run` nothing is changed."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"into": "sq-8", "dry_run": True}]})
    into: Annotated[str, Field(min_length=1, max_length=40)]
    dry_run: bool = False


class MergerOutcome(BaseModel):
    """What goes, or would go, to the other squad; open cases follow one by one."""

    squad: str
    into: str
    dry_run: bool
    people: int
    areas: int
    cases: int
    tasks: int
    accounts: int
