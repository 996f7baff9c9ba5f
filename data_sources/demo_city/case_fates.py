"""What becomes of a case of the demo: drawn beforehand, so that its life is a plain walk along it."""

from __future__ import annotations

import math
import zlib
from dataclasses import dataclass
from typing import Final, NamedTuple

from dashboard.domain.cases.states import CaseState, Source
from data_sources.demo_city.chance import Dice, scatter

PUBLIC: Final = frozenset({Source.HOTLINE, Source.QR, Source.SNAPSHOT, Source.GROUP_CLUE})
"""What the public tells is verified on the spot before it is filed."""
ON_THE_STREET: Final = frozenset({Source.COLLECTOR, Source.HANDHELD})
"""Who stands there can put it right at once."""


class Quality(NamedTuple):
    """How a unit works: by which percentage of the limit it is usually done, how that spreads, how often it fails."""

    usual_percent: float
    spread: float
    rework: float

    def done_percent(self, dice: Dice) -> int:
        """Return after how much of its limit a case is done; above 100 it is late."""
        return max(4, round(self.usual_percent * math.exp(self.spread * dice.gauss(0.0, 1.0))))


_SQUADS: Final = {
    "yuelin": Quality(36, 0.5, 0.02),
    "jinping": Quality(46, 0.55, 0.03),
    "jiangbin": Quality(52, 0.5, 0.04),
    "xicheng": Quality(66, 0.6, 0.08),
    "fangqiao": Quality(48, 0.7, 0.05),
    "mobile": Quality(33, 0.6, 0.03),
}


def quality_of(unit: str) -> Quality:
    """Return how a squad or a department works, always the same."""
    known = _SQUADS.get(unit)
    if known is not None:
        return known
    number = zlib.crc32(unit.encode())
    return Quality(40 + 30 * scatter(number, 1), 0.45 + 0.2 * scatter(number, 2), 0.02 + 0.05 * scatter(number, 3))


@dataclass(frozen=True, kw_only=True)
class Fate:
    """What happens to a case, and in which state it stays for now when it shall not go on."""

    is_public: bool = False
    self_done: bool = False
    rejected: bool = False
    voided: bool = False
    forced: bool = False
    returned: bool = False
    extended: bool = False
    suspended: bool = False
    reworked: bool = False
    supervised: bool = False
    excused: bool = False
    commented: bool = False
    done_percent: int = 50
    pace: float = 1.0
    stays: CaseState | None = None


def draw_fate(dice: Dice, source: Source, quality: Quality, *, is_long: bool) -> Fate:
    """Return what becomes of a case; only a long limit is extended or suspended."""

    def happens(likely: float) -> bool:
        return dice.random() < likely

    return Fate(
        is_public=source in PUBLIC,
        self_done=happens(0.06) and source in ON_THE_STREET,
        rejected=happens(0.09 if source in PUBLIC else 0.02),
        voided=happens(0.007),
        forced=happens(0.003),
        returned=happens(0.014),
        extended=happens(0.06) and is_long,
        suspended=happens(0.025) and is_long,
        reworked=happens(quality.rework),
        supervised=happens(0.5),
        excused=happens(0.15),
        commented=happens(0.03),
        done_percent=quality.done_percent(dice),
        pace=math.exp(dice.gauss(0.0, 0.35)),
    )


TODAY: Final = (
    Fate(stays=CaseState.REPORTED),
    Fate(is_public=True, stays=CaseState.VERIFYING),
    Fate(stays=CaseState.TO_REGISTER),
    Fate(stays=CaseState.TO_DISPATCH),
    Fate(stays=CaseState.TO_HANDLE),
    Fate(returned=True, stays=CaseState.RETURN_REQ),
    Fate(stays=CaseState.HANDLING),
    Fate(extended=True, done_percent=90, stays=CaseState.DELAY_REQ),
    Fate(suspended=True, stays=CaseState.HANG_REQ),
    Fate(suspended=True, stays=CaseState.HUNG),
    Fate(done_percent=6, stays=CaseState.FEEDBACK),
    Fate(done_percent=6, stays=CaseState.CHECKING),
    Fate(done_percent=6, reworked=True, stays=CaseState.REWORK),
    Fate(done_percent=6, stays=CaseState.TO_CLOSE),
    Fate(self_done=True, stays=CaseState.SELF_DONE),
    Fate(voided=True, stays=CaseState.VOID),
    Fate(forced=True, stays=CaseState.FORCED_CLOSE),
    Fate(rejected=True, stays=CaseState.REJECTED),
)
"""What lies there today in any case, so that every stage has something."""
NOT_LATE: Final = (
    (170, Fate(stays=CaseState.HANDLING)),
    (175, Fate(stays=CaseState.TO_HANDLE)),
    (180, Fate(stays=CaseState.HANDLING)),
    (4, Fate(stays=CaseState.REPORTED)),
    (25, Fate(stays=CaseState.TO_DISPATCH, pace=0.5)),
    (40, Fate(stays=CaseState.TO_HANDLE)),
    (60, Fate(stays=CaseState.HANDLING)),
    (90, Fate(stays=CaseState.HANDLING)),
)
"""How many minutes ago something of a limit of three hours was reported that is yellow or green now."""
