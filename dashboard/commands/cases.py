"""Report a case, and move one: what a program sends."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from pydantic import AwareDatetime, Field

from dashboard.commands.reading import Command
from dashboard.domain.cases.commands import Move
from dashboard.domain.cases.drafts import CaseDraft
from dashboard.domain.cases.photo_roles import MOST_PHOTOS, PhotoRole, Shot
from dashboard.domain.cases.records import ADDRESS_LENGTH, DESCRIPTION_LENGTH, REASON_LENGTH, Flag, Units
from dashboard.domain.cases.states import Action, Outcome, Source
from dashboard.domain.readings import to_us

Code = Annotated[str, Field(min_length=1, max_length=40)]
MaybeCode = Annotated[Code | None, Field(default=None)]
Digest = Annotated[str, Field(pattern="^[0-9a-f]{64}$")]
Key = Annotated[int, Field(ge=1, le=2**31 - 1)]
Degrees = Annotated[float | None, Field(default=None, ge=-180, le=180, allow_inf_nan=False)]


class PhotoOf(Command):
    """A stored picture and what it shows."""

    digest: Digest
    role: PhotoRole = PhotoRole.NEAR


Photos = Annotated[list[PhotoOf | Digest], Field(max_length=MOST_PHOTOS)]


def shots_of(photos: list[PhotoOf | str], role: PhotoRole) -> tuple[Shot, ...]:
    """Return pictures with what they show; a bare digest shows `role`."""
    told = (each if isinstance(each, PhotoOf) else PhotoOf(digest=each, role=role) for each in photos)
    return tuple(Shot(each.digest, each.role) for each in told)


class CaseReport(Command):
    """A report. Where it is told by `lon` and `lat`, or by an asset, an alarm or a camera event."""

    source: Source
    category: Code
    condition: Annotated[str, Field(max_length=120)] = ""
    description: Annotated[str, Field(max_length=DESCRIPTION_LENGTH)] = ""
    lon: Degrees
    lat: Degrees
    address: Annotated[str, Field(max_length=ADDRESS_LENGTH)] = ""
    asset_id: Annotated[str | None, Field(max_length=80)] = None
    alarm_id: Key | None = None
    camera_event_id: Key | None = None
    photos: Photos = Field(default_factory=list)
    flags: list[Flag] = Field(default_factory=list)
    is_done: bool = False
    similar_seen: Annotated[list[Key] | None, Field(max_length=100)] = None

    def draft(self) -> CaseDraft:
        """The report as the rules take it."""
        return CaseDraft(
            source=self.source,
            category=self.category,
            condition=self.condition,
            description=self.description,
            lon=self.lon,
            lat=self.lat,
            address=self.address,
            asset_id=self.asset_id,
            alarm_key=self.alarm_id,
            camera_event_key=self.camera_event_id,
            photos=shots_of(self.photos, PhotoRole.AFTER if self.is_done else PhotoRole.BEFORE),
            flags=frozenset(self.flags) & {Flag.URGENT, Flag.KEY},
            is_done=self.is_done,
            seen_similar=None if self.similar_seen is None else frozenset(self.similar_seen),
        )


class CaseMove(Command):
    """What belongs to an action. `revision` is that of the case as it was seen.

    `keep` is for phones that had no network: what the case still allows is done whatever its revision is now, and of
    what comes too late the words, pictures and position are kept as a comment. `done_at` is when it was done; the
    timeline tells it, clocks and states go by when it came.
    """

    revision: Annotated[int, Field(ge=1)]
    reason: Annotated[str, Field(max_length=REASON_LENGTH)] = ""
    squad: MaybeCode
    second_squad: MaybeCode
    department: MaybeCode
    assignee: MaybeCode
    checker: MaybeCode
    until: AwareDatetime | None = None
    lon: Degrees
    lat: Degrees
    accuracy_m: Annotated[float | None, Field(ge=0, le=1e5, allow_inf_nan=False)] = None
    photos: Photos = Field(default_factory=list)
    category: MaybeCode
    condition: Annotated[str, Field(max_length=120)] = ""
    into: Key | None = None
    undo: bool = False
    outcome: Outcome | None = None
    keep: bool = False
    done_at: AwareDatetime | None = None

    def move(self, action: Action) -> Move:
        """The move as the rules take it."""
        return Move(
            action=action,
            revision=self.revision,
            reason=self.reason,
            units=Units(self.squad, self.second_squad, self.department, self.assignee, self.checker),
            until_us=_us(self.until),
            lon=self.lon,
            lat=self.lat,
            accuracy_m=self.accuracy_m,
            photos=shots_of(self.photos, PhotoRole.AFTER if action is Action.FEEDBACK else PhotoRole.NEAR),
            category=self.category or "",
            condition=self.condition,
            into=self.into,
            undo=self.undo,
            done_us=_us(self.done_at),
            outcome=self.outcome,
        )


def _us(moment: datetime | None) -> int | None:
    return None if moment is None else to_us(moment)
