"""Wall screens: how one is paired by a code, what it says of itself, and how the desk directs it."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, ClassVar, Final, NamedTuple

from dashboard.domain.durations import MINUTE_US, SECOND_US
from dashboard.domain.wall_refusals import Refused
from dashboard.errors import BadInput

CODE_DIGITS: Final = 6
CODE_LIVES_US: Final = 10 * MINUTE_US
WRONG_CODES_AT_MOST: Final = 10
"""Wrong codes within CODE_LIVES_US, by all desks together; further ones are refused unread."""
PENDING_AT_MOST: Final = 60
"""Unpaired browsers that may show a code at the same time; the oldest give way to a new one."""
PENDING_OF_ONE_ADDRESS: Final = 30
"""How many of them may ask from the same network address."""
NAME_LENGTH: Final = 30
PLACE_LENGTH: Final = 60
SILENT_AFTER_US: Final = MINUTE_US
DWELL_S: Final = range(20, 61)
DEFAULT_DWELL_S: Final = 30
MESSAGE_LENGTH: Final = 60
MESSAGE_S: Final = range(5, 24 * 3600 + 1)
FLY_LASTS_US: Final = 5 * MINUTE_US
"""A screen that asks later than this no longer flies: the moment has passed."""
EVERY_SCREEN: Final = 0
"""The target that stands for all screens; screens have keys from 1 on."""
WRONG_CODE: Final = "refuse_pairing"
"""The audit log's word for a code that no wall showed."""


class TooManyCodes(BadInput):
    """Too many codes were asked for or tried; it works again after some minutes (HTTP 429)."""

    code: ClassVar[str] = "too_many"
    http_status: ClassVar[int] = 429


class Pairing(NamedTuple):
    """An unpaired browser that shows a code, and the network address that it asked from."""

    code: str
    expires_us: int
    address: str = ""


class Level(StrEnum):
    """How loud a message is."""

    INFO = "info"
    URGENT = "urgent"


class Field(StrEnum):
    """What the desk may direct; for each the newer of "all" and "this screen" wins."""

    SCENE = "scene"
    ROTATE = "rotate"
    DWELL_S = "dwell_s"
    FLY = "fly"
    MESSAGE = "message"
    RELOAD = "reload"


class Entry(NamedTuple):
    """What was directed last about a field: the revision of the feed then, and the JSON-able value."""

    revision: int
    value: Any


Orders = Mapping[Field, Entry]
Change = Mapping[Field, Any]
"""What shall hold from now on, by field; the values are JSON-able."""


class Fly(NamedTuple):
    """A flight to an asset, asked for at `at_us`."""

    asset_id: str
    at_us: int


class Message(NamedTuple):
    """A sentence across the wall until `until_us`."""

    text: str
    until_us: int
    level: Level


@dataclass(frozen=True, kw_only=True)
class Direction:
    """What a screen shall do now; without orders it goes round all scenes by itself. `scene` None: not pinned."""

    revision: int = 0
    scene: str | None = None
    rotate: bool = True
    dwell_s: int = DEFAULT_DWELL_S
    fly: Fly | None = None
    message: Message | None = None
    reload_us: int | None = None


class Reload(NamedTuple):
    """A reload that the wall did by itself or was told to do."""

    at_us: int
    why: str


@dataclass(frozen=True, kw_only=True)
class Heartbeat:
    """What a wall says of itself every 20 s or so; sizes in CSS pixels, times by the wall's own clock."""

    width: int
    height: int
    dpr: float
    scene: str
    started_us: int
    heap_mb: float | None = None
    frame_ms: float | None = None
    channel_age_s: float | None = None
    error: str | None = None
    reload: Reload | None = None


@dataclass(frozen=True, kw_only=True)
class WallScreen:
    """One paired screen with what it said last. `booted_us` is when its page was first heard of, by our clock,
    `twin_us` when a second page last spoke with the same token, `error_us` when the error was told."""

    screen_key: int
    name: str
    place: str
    paired_us: int
    revoked_us: int | None = None
    seen_us: int | None = None
    booted_us: int | None = None
    twin_us: int | None = None
    beat: Heartbeat | None = None
    error: str | None = None
    error_us: int | None = None
    reload: Reload | None = None

    def is_silent(self, now_us: int) -> bool:
        """Whether nothing was heard of it for more than 60 s, or ever."""
        return self.seen_us is None or now_us - self.seen_us > SILENT_AFTER_US

    def is_twin(self, now_us: int) -> bool:
        """Whether two pages used its token within the last minute."""
        return self.twin_us is not None and now_us - self.twin_us <= SILENT_AFTER_US


def shown_code(code: str) -> str:
    """The code as the wall shows it, `4821-07`."""
    return f"{code[:4]}-{code[4:]}"


def read_code(text: str) -> str:
    """The six digits of a code as people type it: spaces, dashes and full-width digits do no harm."""
    kept = "".join(sign for sign in unicodedata.normalize("NFKC", text) if sign.isalnum())
    if len(kept) != CODE_DIGITS or not (kept.isascii() and kept.isdigit()):
        raise BadInput(Refused.CODE_SHAPE)
    return kept


def plain(text: str) -> str:
    """The text on one line, without needless blanks and without signs that cannot be shown."""
    return " ".join("".join(sign for sign in text if sign.isprintable() or sign.isspace()).split())


def named(name: str, place: str) -> tuple[str, str]:
    """A screen's name and place without needless blanks. Raises BadInput."""
    name, place = plain(name), plain(place)
    if not name:
        raise BadInput(Refused.NAME_MISSING)
    if len(name) > NAME_LENGTH:
        raise BadInput(Refused.NAME_TOO_LONG)
    if len(place) > PLACE_LENGTH:
        raise BadInput(Refused.PLACE_TOO_LONG)
    return name, place


def pinned(scene: str, scenes: Collection[str]) -> Change:
    """Holds `scene` until it is unpinned. Raises BadInput."""
    if scene not in scenes:
        raise BadInput(Refused.SCENE_UNKNOWN)
    return {Field.SCENE: scene}


def unpinned() -> Change:
    """Lets the scenes go on."""
    return {Field.SCENE: None}


def rotation(rotate: bool, dwell_s: int) -> Change:
    """Starts or stops going round the scenes, each for `dwell_s` (20–60 s). Raises BadInput."""
    if dwell_s not in DWELL_S:
        raise BadInput(Refused.DWELL_OUT_OF_RANGE)
    return {Field.ROTATE: rotate, Field.DWELL_S: dwell_s}


def flight(asset_id: str, now_us: int) -> Change:
    """Flies to an asset, once."""
    return {Field.FLY: (asset_id, now_us)}


def message(text: str, lasts_s: int, level: Level, now_us: int) -> Change:
    """Shows a sentence of at most 60 characters for 5 s to 24 h. Raises BadInput."""
    text = plain(text)
    if not text:
        raise BadInput(Refused.MESSAGE_EMPTY)
    if len(text) > MESSAGE_LENGTH:
        raise BadInput(Refused.MESSAGE_TOO_LONG)
    if lasts_s not in MESSAGE_S:
        raise BadInput(Refused.MESSAGE_TIME)
    return {Field.MESSAGE: (text, now_us + lasts_s * SECOND_US, level.value)}


def silence() -> Change:
    """Takes the message down."""
    return {Field.MESSAGE: None}


def reload(now_us: int) -> Change:
    """Loads the page anew, once."""
    return {Field.RELOAD: now_us}


def direction(for_all: Orders, for_screen: Orders, now_us: int, booted_us: int | None = None) -> Direction:
    """What holds at `now_us` where for each field the newer order wins.

    A message whose time is over, a flight older than five minutes and a reload that was followed by a new page
    (`booted_us`) are over.
    """
    orders = in_force(for_all, for_screen)
    fly = _valued(orders, Field.FLY)
    said = _valued(orders, Field.MESSAGE)
    told_us = _valued(orders, Field.RELOAD)
    done = told_us is None or (booted_us is not None and booted_us >= told_us)
    return Direction(
        revision=max((entry.revision for entry in orders.values()), default=0),
        scene=_valued(orders, Field.SCENE),
        rotate=_valued(orders, Field.ROTATE, True),
        dwell_s=_valued(orders, Field.DWELL_S, DEFAULT_DWELL_S),
        fly=Fly(*fly) if fly and now_us - fly[1] <= FLY_LASTS_US else None,
        message=Message(said[0], said[1], Level(said[2])) if said and said[1] > now_us else None,
        reload_us=None if done else told_us,
    )


def in_force(for_all: Orders, for_screen: Orders) -> Orders:
    """Return the newer order for each field."""
    orders = {**for_all}
    for field, entry in for_screen.items():
        if field not in orders or orders[field].revision < entry.revision:
            orders[field] = entry
    return orders


def _valued(orders: Orders, field: Field, otherwise: Any = None) -> Any:
    return orders[field].value if field in orders else otherwise


def heard(screen: WallScreen, beat: Heartbeat, now_us: int) -> dict[str, Any]:
    """What changes about a screen by a heartbeat.

    The last error stays until another one comes. A page older than the one heard of before means that two pages
    speak with one token: the newer one counts, and the screen is marked.
    """
    known = screen.beat
    if known is not None and beat.started_us < known.started_us:
        return {"seen_us": now_us, "twin_us": now_us}
    changes: dict[str, Any] = {"seen_us": now_us, "beat": beat}
    if known is None or beat.started_us > known.started_us:
        changes["booted_us"] = now_us
    if beat.error:
        changes |= {"error": beat.error, "error_us": now_us}
    if beat.reload:
        changes["reload"] = beat.reload
    return changes


def giving_way(waiting: Sequence[Pairing], address: str) -> Sequence[Pairing]:
    """Which of those that wait, the oldest first, must go so that one more from `address` may wait.

    Those of an address that asks for too many are the first to go, then those of the address that has the most.
    """
    of_address = [pairing for pairing in waiting if pairing.address == address]
    if len(of_address) >= PENDING_OF_ONE_ADDRESS:
        return of_address[: len(of_address) - PENDING_OF_ONE_ADDRESS + 1]
    if len(waiting) < PENDING_AT_MOST:
        return []
    most, _ = Counter(pairing.address for pairing in waiting).most_common(1)[0]
    of_most = [pairing for pairing in waiting if pairing.address == most]
    return of_most[: len(waiting) - PENDING_AT_MOST + 1]
