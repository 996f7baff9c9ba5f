"""The people who report: collectors on the street, seats for callers and cameras, by the plan of the run."""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

from dashboard.domain.cases.photo_roles import PhotoRole
from dashboard.domain.cases.records import Flag
from dashboard.domain.cases.states import Source
from dashboard.domain.coordinates import Position
from data_sources.demo_city.case_fates import ON_THE_STREET
from data_sources.demo_city.case_past import URGENT
from data_sources.demo_city.working.api import BureauApi
from data_sources.demo_city.working.crew import Crew
from data_sources.demo_city.working.evidence import Evidence
from data_sources.demo_city.working.planning import Planned, ReportPlan

MOST_OPEN: Final = 300
"""With so many open cases nothing new is reported: a bureau that cannot follow is no demo."""
MOST_AT_ONCE: Final = 3
_LOOKED_AT: Final = 50
_LOG: Final = logging.getLogger("xiuhua.bureau")


class _Report(NamedTuple):
    """A report as it is sent, and sent again under its key if nobody answered."""

    account: str
    body: Mapping[str, Any]
    key: str


@dataclass
class Reporters:
    """Report what is due; what cannot be sent now is sent later, under the same key."""

    api: BureauApi
    crew: Crew
    evidence: Evidence
    plan: ReportPlan
    _waiting: deque[_Report] = field(default_factory=deque)

    def step(self, now_us: int, open_cases: int) -> int:
        """Report; return how many cases that made. Raises Unavailable."""
        for planned in self.plan.due(now_us):
            if open_cases + len(self._waiting) < MOST_OPEN and len(self._waiting) < MOST_OPEN // 10:
                report = self._report(planned, now_us)
                self._waiting.extend([report] if report is not None else [])
        made = 0
        for _ in range(min(MOST_AT_ONCE, len(self._waiting))):
            report = self._waiting[0]
            answer = self.api.post(report.account, "/cases", report.body, report.key)
            self._waiting.popleft()
            made += answer.ok
            if not answer.ok:
                _LOG.info("a report was refused: %s", answer.body.get("detail", answer.status))
        return made

    def _report(self, planned: Planned, now_us: int) -> _Report | None:
        """What is said, by whom; None for what no sensor or camera shows now."""
        body = self._found(planned)
        if body is None:
            return None
        place = planned.spot.place
        on_street = planned.source in ON_THE_STREET
        where = Position(place.lon, place.lat)
        account = self.crew.reporter(place.area, where) if on_street else self._seat(planned)
        if on_street:
            body |= {"photos": [self._photo(account, planned, where, now_us)], "is_done": planned.done_at_once}
        return _Report(account, body, f"bureau-{self.plan.begun_us}-{planned.number}")

    def _found(self, planned: Planned) -> dict[str, Any] | None:
        topic, place = planned.topic, planned.spot.place
        told: dict[str, Any] = {
            "source": planned.source.value,
            "category": topic.code,
            "condition": topic.condition,
            "description": planned.words,
            "flags": [Flag.URGENT.value] if topic.code in URGENT else [],
        }
        if planned.source is Source.IOT:
            alarm = self._alarm(topic.kind)
            return None if alarm is None else told | {"alarm_id": alarm}
        if planned.source is Source.AI:
            event = self._event(topic.code)
            if event is not None:
                return told | {"camera_event_id": event}
            told["source"] = Source.VIDEO_SEAT.value
        return told | {"lon": place.lon, "lat": place.lat, "address": place.address}

    def _alarm(self, kind: str | None) -> int | None:
        """The newest open alarm of such a sensor; one that is a case already is refused then."""
        found = self.api.get(self.crew.cast.seats[0], "/alarms", state="open", limit=_LOOKED_AT).body
        return next((int(each["id"]) for each in found.get("items", ()) if each["kind"] == kind), None)

    def _event(self, category: str) -> int | None:
        """The newest sight of a camera of this kind."""
        found = self.api.get(self.crew.cast.seats[0], "/camera-events", limit=_LOOKED_AT).body
        wanted = (each for each in found.get("items", ()) if each["category"] == category and each["asset_id"])
        return next((int(each["id"]) for each in wanted), None)

    def _seat(self, planned: Planned) -> str:
        seats = self.crew.cast.seats
        return seats[planned.number % len(seats)]

    def _photo(self, account: str, planned: Planned, where: Position, now_us: int) -> Mapping[str, str]:
        role = PhotoRole.AFTER if planned.done_at_once else PhotoRole.BEFORE
        picture = self.evidence.picture(planned.topic.code, where, now_us, role, done=planned.done_at_once)
        kept = self.api.send_picture(account, picture, None)
        return {"digest": str(kept.body.get("digest", "")), "role": role.value}
