"""Use case: which body cam, radio or vehicle terminal speaks for whom."""

from __future__ import annotations

import re
from typing import Final

from dashboard.domain.feeds import Feed
from dashboard.domain.rights import Actor, Permission
from dashboard.domain.text import Text
from dashboard.errors import BadInput, NotFound
from dashboard.ports.operations import Clock
from dashboard.ports.positions import PositionStore, PositionWork
from dashboard.services.access import require

_SOURCE: Final = re.compile(r"gb28181:[0-9]{20}|jt808:[0-9]{6,20}")
_NO_SOURCE: Final = Text(
    "设备写作 gb28181:20 位编码 或 jt808:终端手机号",
    "a device is written gb28181:{20 digits} or jt808:{terminal number}",
)
NOBODY: Final = Text("没有这个工号", "there is no person of that number")


class PositionDevices:
    """Links devices with people. Each method raises Forbidden, BadInput, NotFound, or Unavailable."""

    def __init__(self, store: PositionStore, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def link(self, source: str, number: str, actor: Actor) -> None:
        """Let a device speak for a person from now on, and for nobody else."""
        require(actor, Permission.MANAGE_PEOPLE)
        with self._store.begin() as work:
            link_device(work, source, number, actor, self._clock())


def link_device(work: PositionWork, source: str, number: str, actor: Actor, at_us: int) -> None:
    """Let a device speak for a person in a transaction of somebody else's. Raises BadInput and NotFound."""
    if not _SOURCE.fullmatch(source):
        raise BadInput(_NO_SOURCE)
    key = work.person_keys().get(number)
    if key is None:
        raise NotFound(NOBODY)
    before = work.people_of_sources().get(source)
    if before == number:
        return
    work.save_position_source(source, key)
    detail = {"before": {"person": before}, "after": {"person": number}}
    work.note_in_audit(actor, "link_position_device", source, detail, at_us)
    work.bump([Feed.PEOPLE])
