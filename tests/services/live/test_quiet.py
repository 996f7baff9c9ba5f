"""When the readings of a city count as old follows from how it reports."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import pytest

from dashboard.services.live.quiet import FLOOR_MS, Quiet

NOW: Final = 1_795_000_000_000
MINUTE: Final = 60_000
HOUR: Final = 60 * MINUTE


def heard(pauses_ms: Iterable[int]) -> Quiet:
    """A city that reported, and then so long after each time again."""
    quiet, at_ms = Quiet(), NOW
    quiet.hear(at_ms)
    for pause_ms in pauses_ms:
        at_ms += pause_ms
        quiet.hear(at_ms)
    return quiet


@pytest.mark.parametrize(
    ("pauses_ms", "limit_ms"),
    [
        pytest.param([], None, id="one reading"),
        pytest.param([5_000] * 3, None, id="too few"),
        pytest.param([50] * 100, FLOOR_MS, id="busy"),
        pytest.param([5 * HOUR] * 5, 15 * HOUR, id="a few devices once a day"),
        pytest.param([*[50] * 50, HOUR, *[50] * 50], FLOOR_MS, id="an outage"),
        pytest.param([*[50] * 50, HOUR, *[50] * 5], FLOOR_MS, id="just after an outage"),
        pytest.param([*[50] * 50, 10 * MINUTE, *[50] * 50, 10 * MINUTE, *[50] * 50], 30 * MINUTE, id="in bursts"),
    ],
)
def test_how_long_silence_may_last(pauses_ms: list[int], limit_ms: int | None) -> None:
    assert heard(pauses_ms).limit_ms == limit_ms


def test_a_process_that_starts_knows_it_from_when_assets_were_last_seen() -> None:
    quiet = Quiet()
    quiet.begin([0, *(NOW - n * HOUR for n in range(6))])
    assert quiet.limit_ms == 3 * HOUR
    quiet.begin([NOW - n for n in range(50_000)])
    assert quiet.limit_ms == FLOOR_MS


def test_what_came_before_says_nothing() -> None:
    quiet = heard([50] * 10)
    quiet.hear(NOW - HOUR)
    assert quiet.limit_ms == FLOOR_MS
