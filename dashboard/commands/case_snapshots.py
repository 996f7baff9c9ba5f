"""Pass a picture of a chat group on: what a program sends."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from dashboard.commands.cases import Code, Degrees, Key, Photos, shots_of
from dashboard.commands.reading import Command
from dashboard.domain.cases.candidates import CandidateKind
from dashboard.domain.cases.drafts import CaseDraft
from dashboard.domain.cases.photo_roles import PhotoRole
from dashboard.domain.cases.records import ADDRESS_LENGTH, DESCRIPTION_LENGTH
from dashboard.domain.cases.snapshots import Sender, Snapshot, Unit
from dashboard.domain.cases.states import Source


class SnapshotUnit(Command):
    """One of the units that are proposed."""

    kind: CandidateKind
    code: Code


class CaseSnapshot(Command):
    """A picture with what it shows, where, and to whom it goes; without a unit it waits for a dispatcher."""

    category: Code
    sender: Sender = Sender.OTHER
    description: Annotated[str, Field(max_length=DESCRIPTION_LENGTH)] = ""
    lon: Degrees
    lat: Degrees
    address: Annotated[str, Field(max_length=ADDRESS_LENGTH)] = ""
    photos: Photos = Field(default_factory=list)
    unit: SnapshotUnit | None = None
    similar_seen: Annotated[list[Key] | None, Field(max_length=100)] = None

    def snapshot(self) -> Snapshot:
        """The picture as the rules take it."""
        draft = CaseDraft(
            source=Source.SNAPSHOT,
            category=self.category,
            description=self.description,
            lon=self.lon,
            lat=self.lat,
            address=self.address,
            photos=shots_of(self.photos, PhotoRole.BEFORE),
            sender=self.sender.value,
            seen_similar=None if self.similar_seen is None else frozenset(self.similar_seen),
        )
        return Snapshot(draft=draft, unit=None if self.unit is None else Unit(self.unit.kind, self.unit.code))
