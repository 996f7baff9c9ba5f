"""Since when somebody listens, as far as silence goes."""

from __future__ import annotations

import pytest

from dashboard.domain.presence import Listener, attending, listening_since_us

SECOND = 1_000_000
HOUR = 3_600 * SECOND
NOW = 1_763_700_000 * SECOND

LISTENERS: dict[str, tuple[list[Listener], int | None]] = {
    "nobody was ever there": ([], None),
    "one that listens": ([Listener("a", NOW - HOUR, NOW)], NOW - HOUR),
    "the last one that joined counts": ([Listener("a", NOW - HOUR, NOW), Listener("b", NOW - 5, NOW)], NOW - 5),
    "one of two is away": ([Listener("a", NOW - HOUR, NOW), Listener("b", 0, NOW - 40 * SECOND)], None),
    "one that is away for good": ([Listener("a", NOW - HOUR, NOW), Listener("b", 0, NOW - 2 * HOUR)], NOW - HOUR),
}


@pytest.mark.parametrize(("listeners", "since_us"), LISTENERS.values(), ids=LISTENERS)
def test_since_when_all_listen(listeners: list[Listener], since_us: int | None) -> None:
    assert listening_since_us(listeners, NOW) == since_us


@pytest.mark.parametrize(
    ("before", "since_us"),
    [
        pytest.param(None, NOW, id="the first time"),
        pytest.param(Listener("a", NOW - HOUR, NOW - 5 * SECOND), NOW - HOUR, id="without a break"),
        pytest.param(Listener("a", NOW - HOUR, NOW - 31 * SECOND), NOW, id="after a break"),
    ],
)
def test_a_break_begins_anew(before: Listener | None, since_us: int) -> None:
    assert attending(before, "a", NOW) == Listener("a", since_us, NOW)
