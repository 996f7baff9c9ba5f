"""Use case: positions that phones send over HTTP."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final

from dashboard.domain.positions.known import Taken
from dashboard.domain.readings import Delivery
from dashboard.domain.rights import Actor, Permission, Target, decide
from dashboard.domain.text import Text
from dashboard.errors import BadInput, Forbidden
from dashboard.ports.operations import Clock
from dashboard.services.access import require
from dashboard.services.ingest.recording import Ingest

MOST_AT_ONCE: Final = 1_000
_NOT_LINKED: Final = Text(
    "账号未关联人员，请管理员关联工号", "this account belongs to no person; ask the administrator to link a number"
)
_ANOTHER: Final = Text("只能上报自己的位置", "one may tell the own position only")
_NO_PERSON: Final = Text("每个位置须有 person（工号）", "each position needs a person, which is a number")
_NO_LIST: Final = Text(
    f"须为一个位置或位置列表，最多 {MOST_AT_ONCE} 个", f"send one position or a list of at most {MOST_AT_ONCE}"
)


class PositionPushes:
    """Takes positions: a person's own, or, from programs that may push observations, those of anybody."""

    def __init__(self, ingest: Ingest, clock: Clock) -> None:
        self._ingest = ingest
        self._clock = clock

    def take(self, body: bytes, actor: Actor) -> Taken:
        """Record them and return what became of them.

        Raises BadInput for what is no position, Forbidden for those of another person, and Unavailable; nothing was
        kept then.
        """
        items = _items(body)
        deliveries = [self._delivery(self._person(item, actor), item) for item in items]
        read = self._ingest.read(deliveries, "mqtt")
        if read.quarantined:
            raise BadInput(read.quarantined[0].detail)
        return self._ingest.record_sorted(read).positions

    def _person(self, item: Mapping[str, Any], actor: Actor) -> str:
        told = item.get("person")
        if decide(actor, Permission.PUSH_OBSERVATIONS).allowed:
            if not isinstance(told, str) or not told:
                raise BadInput(_NO_PERSON)
            return told
        require(actor, Permission.SHARE_POSITION, Target(owner=actor.name))
        if actor.person is None:
            raise Forbidden(_NOT_LINKED)
        if told not in (None, actor.person):
            raise Forbidden(_ANOTHER)
        return actor.person

    def _delivery(self, person: str, item: Mapping[str, Any]) -> Delivery:
        if "/" in person or "+" in person or "#" in person:
            raise BadInput(_NO_PERSON)
        return Delivery(f"xiuhua/v1/person/{person}/position", json.dumps(item).encode(), self._clock())


def _items(body: bytes) -> list[Mapping[str, Any]]:
    try:
        read = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise BadInput(_NO_LIST) from error
    items = read if isinstance(read, list) else [read]
    if not 1 <= len(items) <= MOST_AT_ONCE or not all(isinstance(item, dict) for item in items):
        raise BadInput(_NO_LIST)
    return items
