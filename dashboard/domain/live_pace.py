"""How long a live frame waits for the next one, from what frames cost the server and the slowest page."""

from __future__ import annotations

import json
import math
from typing import Final, NamedTuple

SHORTEST_S: Final = 0.005
USUAL_S: Final = 0.05
"""Where nobody says what frames cost; and the longest that a page's word or a busy server alone can ask for."""

LONGEST_S: Final = 0.25
SPARING_SHARE: Final = 0.125
SERVER_SHARE: Final = 0.25
"""Of one core, for frames that are up to USUAL_S apart, and for those that are farther apart."""

PAGE_SHARE: Final = 0.5
"""Of a page's main thread, for frames."""

LATE_S: Final = 0.02
"""The event loop may come so late to what is due."""

_FALL: Final = 0.5
_WORD_LENGTH: Final = 64


class Look(NamedTuple):
    """What was seen since the last look.

    `frame_s` is the mean time of the server for one frame, `busy_share` the share of the time that went into frames,
    `late_s` how late the event loop was at worst, `page_s` the time of the slowest page for one frame.
    """

    frame_s: float
    busy_share: float
    late_s: float
    page_s: float


def next_interval_s(interval_s: float, look: Look) -> float:
    """Return the interval that follows `interval_s`, in seconds.

    Frames may take SPARING_SHARE of a core, or SERVER_SHARE where they would else be more than USUAL_S apart, and
    PAGE_SHARE of the slowest page. An event loop that is late doubles the interval at most. Pages and lateness ask for
    USUAL_S at most, so that no client can make the channel slower than that; only the measured cost of frames can. The
    interval rises at once and falls by half at each look.
    """
    cost_s = max(look.frame_s, look.busy_share * interval_s)
    server_s = max(min(cost_s / SPARING_SHARE, USUAL_S), cost_s / SERVER_SHARE)
    page_s = min(look.page_s / PAGE_SHARE, USUAL_S)
    late_s = min(interval_s * min(2.0, look.late_s / LATE_S), USUAL_S) if look.late_s > LATE_S else 0.0
    return bounded_s(max(server_s, page_s, late_s, interval_s * _FALL))


def bounded_s(interval_s: float) -> float:
    """Return the interval, in seconds, within what the channel may be told."""
    return min(LONGEST_S, max(SHORTEST_S, interval_s))


def read_page_cost_s(word: str) -> float | None:
    """Return how long a page took for a frame, in seconds, from its `{"took_ms": 3.1}`; None for anything else."""
    if len(word) > _WORD_LENGTH:
        return None
    try:
        said = json.loads(word)
    except ValueError:
        return None
    took_ms = said.get("took_ms") if isinstance(said, dict) else None
    if isinstance(took_ms, bool) or not isinstance(took_ms, int | float):
        return None
    return float(took_ms) / 1000 if math.isfinite(took_ms) and 0 <= took_ms <= 60_000 else None
