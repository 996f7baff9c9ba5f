"""A case as it is reported."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from dashboard.domain.cases.photo_roles import Shot
from dashboard.domain.cases.records import Flag
from dashboard.domain.cases.states import Source
from dashboard.domain.text import Text

NO_PLACE: Final = Text("请给出位置：经纬度、设备或告警", "say where it is: lon and lat, an asset, or an alarm")


@dataclass(frozen=True, kw_only=True, slots=True)
class CaseDraft:
    """What somebody reports. Without `lon` and `lat` it lies where its asset, alarm or camera event is.

    `by_rule` is the key of the alarm rule that reports it by itself.
    `sender` is the kind of whoever posted the picture of a chat group. `seen_similar` are the keys of the similar cases
    that whoever reports has seen: one that came meanwhile is told instead of doubled; None asks for nothing.
    `is_done` says that who reports it has put it right on the spot (举手之劳); somebody else confirms that.
    """

    source: Source
    category: str
    condition: str = ""
    description: str = ""
    lon: float | None = None
    lat: float | None = None
    address: str = ""
    asset_id: str | None = None
    alarm_key: int | None = None
    camera_event_key: int | None = None
    photos: tuple[Shot, ...] = ()
    flags: frozenset[Flag] = frozenset()
    is_done: bool = False
    by_rule: str | None = None
    sender: str = ""
    seen_similar: frozenset[int] | None = None
