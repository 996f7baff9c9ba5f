"""What cases are tied to: alarms with their readings, and camera events."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Protocol

from dashboard.domain.cases.discovery import SeenEvent, Stretch, Trail
from dashboard.domain.cases.similar import NearCase, NearQuery
from dashboard.domain.event_lines import EventLine
from dashboard.domain.readouts import AlarmLine, HistoryPoint
from dashboard.ports.camera_privacy import StoredPicture


class CaseLinks(Protocol):
    """The ties inside a transaction. An alarm or event is tied to one case at a time."""

    def told_alarm(self, alarm_key: int) -> AlarmLine | None:
        """Return one alarm as lists show it."""

    def told_event(self, camera_event_key: int) -> EventLine | None:
        """Return one camera event as lists show it."""

    def event_picture(self, camera_event_key: int) -> StoredPicture | None:
        """Return the picture of a camera event as it came; None without one, or when its time is over."""

    def case_of_alarm(self, alarm_key: int) -> int | None:
        """Return the key of the case that an alarm was reported as the last time."""

    def case_of_event(self, camera_event_key: int) -> int | None:
        """Return the key of the case that a camera event was reported as the last time."""

    def tie_alarm(self, alarm_key: int, case_key: int, at_us: int, rule: str | None = None) -> bool:
        """Tie an alarm to a case; False when it is tied to another that has not ended."""

    def tie_event(self, camera_event_key: int, case_key: int, at_us: int) -> bool:
        """Tie a camera event to a case; False when it is tied to another that has not ended."""

    def untie_event(self, camera_event_key: int) -> None:
        """Let a camera event be no case again."""

    def trails(self, case_keys: Collection[int]) -> Sequence[Trail]:
        """Return the alarms that these cases are tied to, with their timelines, the earliest raised first."""

    def seen_events(self, case_keys: Collection[int]) -> Sequence[SeenEvent]:
        """Return the camera events that these cases are tied to, the first seen first."""

    def cases_near(self, query: NearQuery, limit: int) -> Sequence[NearCase]:
        """Return the cases in a box around the place, the newest first; rejected and void ones are none."""

    def stretch(self, of: Stretch, limit: int) -> Sequence[HistoryPoint]:
        """Return raw readings in the order of time, the first `limit` of them."""
