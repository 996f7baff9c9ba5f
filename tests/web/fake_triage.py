"""The services of triage, as callbacks ask them."""

from __future__ import annotations

from typing import Any

from dashboard.domain.rights import Actor
from dashboard.domain.triage.claims import Claim
from dashboard.domain.triage.precision import Precision
from dashboard.domain.triage.readouts import (
    EventFile,
    EventGroup,
    EventQueue,
    GroupKey,
    PlacePast,
    QueuePart,
    QueueQuery,
    Waiting,
)
from dashboard.domain.triage.states import LEADS_TO, EventState
from dashboard.domain.triage.verdicts import Judged, Saying
from dashboard.services.triage.judging import Outcome
from tests.readout_builders import NOW_US, event_line


class FakeTriage:
    """One event, 7, that waits in G2; `done` has what was asked. After it comes 8, after that none."""

    def __init__(self) -> None:
        self.done: list[tuple[Any, ...]] = []
        self.judging: Any = self
        self.claims: Any = self
        self.reading: Any = self

    def queue(self, query: QueueQuery, actor: Actor, revision: int | None, opened: Any = None) -> EventQueue:
        is_here = query.grids is None or "G2" in query.grids
        group = EventGroup(GroupKey("0504", "0504", None), None, 2, NOW_US, NOW_US)
        parts = [QueuePart(group, [event_line()])] if is_here else []
        return EventQueue(parts, 0, Waiting(2 if is_here else 0, NOW_US, 0, {}, 0))

    def file_of(self, event_key: int, actor: Actor) -> EventFile | None:
        if event_key != 7:
            return None
        return EventFile(event=event_line(), trust=Precision(3, 4), past=PlacePast(2, 1, 1), may_judge=True)

    def claim(self, event_key: int, actor: Actor) -> Claim:
        self.done.append(("claim", event_key))
        return Claim(event_key, actor.name, NOW_US, NOW_US)

    def release(self, actor: Actor) -> None:
        self.done.append(("release",))

    def take_next(self, query: QueueQuery, actor: Actor, after: int | None = None) -> Any:
        self.done.append(("next", after, query.order.value))
        return event_line(8) if after in (None, 7) else None

    def judge(self, event_key: int, saying: Saying, actor: Actor, category: str = "") -> Outcome:
        self.done.append(("judge", event_key, saying.verdict.value, saying.reason, saying.into))
        return Outcome(Judged(event_key=event_key, state=LEADS_TO[saying.verdict]))

    def undo(self, event_key: int, actor: Actor) -> Outcome:
        self.done.append(("undo", event_key))
        return Outcome(Judged(event_key=event_key, state=EventState.WAITING))
