"""Take in a device that nobody registered, and try beforehand how its fields would be read."""

from __future__ import annotations

from typing import Annotated, Final, Literal

from pydantic import Field, TypeAdapter

from dashboard.commands.fields import Code, MaybeCode
from dashboard.commands.reading import Clicked, Command
from dashboard.domain.ghost_guesses import MOST_FIELDS
from dashboard.domain.ghosts import Choice, Entrance


class FieldMeaning(Command):
    """What a field of the device's messages means, as the form has it; nothing when it is left out."""

    path: Code
    meaning: MaybeCode = ""
    unit: MaybeCode = ""
    scale: MaybeCode = ""


class DraftDevice(Clicked):
    """The part of the form on which it depends how the fields are read."""

    device_ref: Code
    kind: MaybeCode = ""
    datum_m: MaybeCode = ""
    fields: Annotated[tuple[FieldMeaning, ...], Field(max_length=MOST_FIELDS)] = ()

    @property
    def choices(self) -> tuple[Choice, ...]:
        """The fields as the domain has them."""
        return tuple(Choice(each.path, each.meaning, each.unit, each.scale) for each in self.fields)


class TryFields(DraftDevice):
    """Reads the newest message as the form says, and changes nothing."""

    action: Literal["try"]


class TakeInDevice(DraftDevice):
    """Registers the device, places it, and maps its fields; `alike` lets the mapping hold for all that are like it.

    The texts stay as they were typed, so that each can be refused by its own input.
    """

    action: Literal["take_in"]
    asset_id: MaybeCode
    name: MaybeCode = ""
    lon: MaybeCode
    lat: MaybeCode
    alike: bool = False

    def entrance(self) -> Entrance:
        """The form as the domain has it."""
        return Entrance(
            device_ref=self.device_ref,
            asset_id=self.asset_id,
            name=self.name,
            kind=self.kind,
            lon=self.lon,
            lat=self.lat,
            datum_m=self.datum_m,
            choices=self.choices,
            alike=self.alike,
        )


GhostCommand = TryFields | TakeInDevice
GHOST_COMMANDS: Final[TypeAdapter[GhostCommand]] = TypeAdapter(Annotated[GhostCommand, Field(discriminator="action")])
