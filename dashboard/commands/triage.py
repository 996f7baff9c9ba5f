"""Judge camera events, by a page or by a program."""

from __future__ import annotations

from typing import Annotated, Final, Literal

from pydantic import ConfigDict, Field, TypeAdapter

from dashboard.commands.fields import Key, MaybeCode, Written
from dashboard.commands.reading import Clicked, Command
from dashboard.domain.triage.readouts import Order
from dashboard.domain.triage.states import RejectReason, Verdict
from dashboard.domain.triage.verdicts import Saying


class EventConfirmation(Command):
    """That the event is right. It becomes a case (`case`), of its own category or of `category`, or joins the open case
    `join`; else it needs none."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"case": True}]})
    case: bool = True
    join: Key | None = None
    category: MaybeCode = ""
    note: Written = ""

    @property
    def saying(self) -> Saying:
        """What is said of the event."""
        if self.case or self.join is not None:
            return Saying(verdict=Verdict.CONVERT, case_key=self.join, note=self.note)
        return Saying(verdict=Verdict.ACCEPT, note=self.note)


class EventRejection(Command):
    """That the event is wrong, and why."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"reason": "nothing_there"}]})
    reason: RejectReason
    note: Written = ""

    @property
    def saying(self) -> Saying:
        """What is said of the event."""
        return Saying(verdict=Verdict.REJECT, reason=self.reason, note=self.note)


class EventMerger(Command):
    """That the event is another event once more: `into` is that one's number."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"into": 88213}]})
    into: Key
    note: Written = ""

    @property
    def saying(self) -> Saying:
        """What is said of the event."""
        return Saying(verdict=Verdict.MERGE, into=self.into, note=self.note)


class _OfTheQueue(Clicked):
    """A command of the queue: the event, and in which order the next one follows."""

    event: Key
    order: Order = Order.NEWEST
    mine: bool = False


class ConfirmEvent(EventConfirmation, _OfTheQueue):
    """Confirms an event and goes on to the next."""

    action: Literal["confirm"]


class RejectEvent(EventRejection, _OfTheQueue):
    """Rejects an event and goes on to the next."""

    action: Literal["reject"]


class MergeEvent(EventMerger, _OfTheQueue):
    """Merges an event and goes on to the next."""

    action: Literal["merge"]


class UndoVerdict(Clicked):
    """Takes the own last verdict on an event back and opens it again."""

    action: Literal["undo"]
    event: Key


class NextEvent(Clicked):
    """Takes the next event; without `event` the first."""

    action: Literal["next"]
    event: Key | None = None
    order: Order = Order.NEWEST
    mine: bool = False


class HoldEvent(Clicked):
    """Says that somebody still looks at an event."""

    action: Literal["hold"]
    event: Key


class LeaveEvent(Clicked):
    """Lets go of what is held."""

    action: Literal["leave"]


VerdictCommand = ConfirmEvent | RejectEvent | MergeEvent
TriageCommand = VerdictCommand | UndoVerdict | NextEvent | HoldEvent | LeaveEvent
TRIAGE_COMMANDS: Final[TypeAdapter[TriageCommand]] = TypeAdapter(
    Annotated[TriageCommand, Field(discriminator="action")]
)
