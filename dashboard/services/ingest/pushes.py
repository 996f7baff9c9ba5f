"""What third parties push over HTTP: recorded at once, and whatever cannot be read is kept in quarantine."""

from __future__ import annotations

import json
import logging
from collections.abc import Sequence
from typing import Final, NamedTuple

from dashboard.domain.readings import Delivery
from dashboard.errors import BadInput, Unavailable
from dashboard.ports.ingest import QuarantineRow, Recorded
from dashboard.ports.operations import Clock
from dashboard.services.ingest.intake import Sorted
from dashboard.services.ingest.recording import Ingest

log = logging.getLogger(__name__)

BATCH: Final = 500
MOST_ELEMENTS: Final = 10_000
MOST_COMMAS: Final = 50 * MOST_ELEMENTS
"""JSON with more of them is not read at all: its objects would take a hundred times the memory of its text."""
PROBLEMS_TOLD: Final = 20
OBSERVATIONS: Final = "canonical"
CAMERA_EVENTS: Final = "webhook"
CTWING: Final = "ctwing"
_TOPICS: Final = {
    OBSERVATIONS: "api/v1/observations",
    CAMERA_EVENTS: "api/v1/camera-events",
    CTWING: "api/v1/uplinks/ctwing",
}


class TooManyElements(BadInput):
    """A push has more elements than are taken at once (HTTP 413)."""

    code = "too_many_elements"
    http_status = 413

    def __init__(self) -> None:
        super().__init__(f"a push has at most {MOST_ELEMENTS} elements; send them in several requests")


class Refusal(NamedTuple):
    """Why something of a push is in quarantine: which element of a list (from 0), code and detail."""

    element: int
    code: str
    detail: str


class Pushed(NamedTuple):
    """What became of a push after the commit; `readable` is False when nothing of it was JSON."""

    accepted: int
    repeated: int
    quarantined: int
    camera_events: int
    problems: tuple[Refusal, ...]
    readable: bool


class Pushes:
    """Records pushes.

    Raises Unavailable: parts of a long list may be recorded then, and may be sent again safely; TooManyElements:
    nothing of it is recorded.
    """

    def __init__(self, ingest: Ingest, clock: Clock) -> None:
        self._ingest = ingest
        self._clock = clock

    def observations(self, body: bytes) -> Pushed:
        """A canonical observation or a list of them; each element is counted, and quarantined, by itself."""
        return self._record(OBSERVATIONS, body)

    def camera_events(self, body: bytes) -> Pushed:
        """A camera event in generic JSON, or a list of them."""
        return self._record(CAMERA_EVENTS, body)

    def ctwing(self, body: bytes) -> Pushed:
        """One message of the CTWing platform."""
        return self._record(CTWING, body)

    def _record(self, channel: str, body: bytes) -> Pushed:
        now_us = self._clock()
        elements = _elements(body)
        total = Pushed(0, 0, 0, 0, (), readable=elements is not None)
        whole = [body] if elements is None else elements
        for start in range(0, len(whole), BATCH):
            deliveries = [Delivery(_TOPICS[channel], payload, now_us) for payload in whole[start : start + BATCH]]
            total = self._record_batch(channel, deliveries, start, total)
        return total

    def _record_batch(self, channel: str, deliveries: Sequence[Delivery], start: int, total: Pushed) -> Pushed:
        """Record a batch in one transaction; when something in it cannot be recorded, one by one."""
        try:
            found = self._ingest.read(deliveries, channel)
            return _add(total, self._ingest.record_sorted(found), refusals_of(found, deliveries, start))
        except Unavailable:
            raise
        except Exception as error:
            if len(deliveries) == 1:
                log.exception("a push to %s could not be recorded; it goes to quarantine", deliveries[0].topic)
                recorded = self._ingest.record_poison(deliveries[0], error, channel)
                return _add(total, recorded, [Refusal(start, "internal_error", "it is kept in quarantine")])
        for index, delivery in enumerate(deliveries, start=start):
            total = self._record_batch(channel, [delivery], index, total)
        return total


def _elements(body: bytes) -> list[bytes] | None:
    """A JSON list as its elements, anything else that is JSON as itself; None when it is not JSON."""
    if body.count(b",") > MOST_COMMAS:
        raise TooManyElements
    try:
        value = json.loads(_text(body))
    except (ValueError, RecursionError):
        return None
    if not isinstance(value, list):
        return [body]
    if len(value) > MOST_ELEMENTS:
        raise TooManyElements
    return [json.dumps(element, ensure_ascii=False).encode("utf-8", "backslashreplace") for element in value]


def _text(body: bytes) -> str:
    """The text of a body as the readers take it: without byte order mark and trailing NULs, else in GB18030."""
    content = body.rstrip(b"\0 \t\r\n")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("gb18030")


def refusals_of(found: Sorted, deliveries: Sequence[Delivery], start: int = 0) -> list[Refusal]:
    """Return why something of these deliveries went to quarantine."""
    places = {id(delivery): start + index for index, delivery in enumerate(deliveries)}
    return [_refusal(row, places) for row in found.quarantined]


def _refusal(row: QuarantineRow, places: dict[int, int]) -> Refusal:
    return Refusal(places[id(row.delivery)], row.reason, row.detail)


def _add(total: Pushed, recorded: Recorded, refusals: list[Refusal]) -> Pushed:
    return Pushed(
        accepted=total.accepted + recorded.accepted,
        repeated=total.repeated + recorded.repeated,
        quarantined=total.quarantined + recorded.quarantined,
        camera_events=total.camera_events + recorded.camera_events,
        problems=(*total.problems, *refusals)[:PROBLEMS_TOLD],
        readable=total.readable,
    )
