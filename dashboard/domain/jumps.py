"""Whether the share of what cannot be used has jumped: messages in quarantine, fields that no mapping names."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from typing import Final, NamedTuple

RECENT_MIN: Final = 5
USUAL_MIN: Final = 60
FEWEST: Final = 20
"""Fewer unusable ones than this in the recent minutes are no jump, and fewer of all tell nothing of what is usual."""

LEAST_SHARE: Final = 0.1
TIMES_USUAL: Final = 3.0
SHARE_WITHOUT_PAST: Final = 0.5


class Jump(NamedTuple):
    """The share (0–1) of the recent minutes, and the usual one; `usual` is None where nothing came before."""

    share: float
    usual: float | None


@dataclass
class _Minute:
    """What was counted in a minute."""

    number: int
    whole: int = 0
    unusable: int = 0


@dataclass
class ShareWatch:
    """Compares the share of the last 5 minutes with that of the hour before.

    It has jumped when at least 20 are unusable, a tenth of all, and three times the usual share; with nothing to
    compare with, half of all. Minutes in which a jump stood never become the usual, so it stands until it is mended.
    """

    _recent: deque[_Minute] = field(default_factory=deque)
    _past: deque[_Minute] = field(default_factory=lambda: deque(maxlen=USUAL_MIN))

    def count(self, whole: int, unusable: int, at_s: float) -> None:
        """Add what came until `at_s`, in seconds of a clock that only rises: all, and the unusable of them."""
        self._forget(at_s)
        number = int(at_s // 60)
        if not self._recent or self._recent[-1].number != number:
            self._recent.append(_Minute(number))
        self._recent[-1].whole += whole
        self._recent[-1].unusable += unusable

    def jump(self, at_s: float) -> Jump | None:
        """Return the jump that stands at `at_s`; None without one."""
        self._forget(at_s)
        return self._find_jump()

    def _forget(self, at_s: float) -> None:
        oldest = int(at_s // 60) - RECENT_MIN + 1
        stands = self._find_jump() is not None
        while self._recent and self._recent[0].number < oldest:
            minute = self._recent.popleft()
            if not stands:
                self._past.append(minute)

    def _find_jump(self) -> Jump | None:
        whole, unusable = _sum(self._recent)
        if unusable < FEWEST or not whole:
            return None
        past_whole, past_unusable = _sum(self._past)
        usual = past_unusable / past_whole if past_whole >= FEWEST else None
        least = SHARE_WITHOUT_PAST if usual is None else max(LEAST_SHARE, TIMES_USUAL * usual)
        share = min(1.0, unusable / whole)
        return Jump(share, usual) if share >= least else None


def _sum(minutes: deque[_Minute]) -> tuple[int, int]:
    return sum(minute.whole for minute in minutes), sum(minute.unusable for minute in minutes)
