"""Words of cameras: their order, and what an entry of the mappings would have done."""

from __future__ import annotations

from typing import Any

import pytest

from dashboard.domain.camera_mappings import CameraEntry, camera_entry_from_dict
from dashboard.domain.durations import DAY_US
from dashboard.domain.triage.words import MappingEffect, WordCount, WordGroup, board_of, effect_of, window_us
from dashboard.errors import BadInput

CAR = WordGroup("frigate", "car", "yard,no_park_3", "frigate:gate", None, 0.0, 7)
LONG = CAR._replace(stood_s=180.0, events=5)
STALL = WordGroup("frigate", "stall", None, "frigate:gate", "0501", 0.0, 11)


def entry(category: str = "0505", **match: Any) -> CameraEntry:
    return camera_entry_from_dict({"match": {"camera_source": "frigate", **match}, "category": category})


def word(label: str, category: str | None, events: int) -> WordCount:
    return WordCount("frigate", label, None, category, events, events, 0, 1)


def test_the_unclassified_come_first_then_the_most_frequent() -> None:
    board = board_of(7, 0, [word("a", "0501", 90), word("b", None, 3), word("c", None, 5), word("d", "0505", 2)])
    assert [line.label for line in board.lines] == ["c", "b", "a", "d"]
    assert (board.words, board.events, board.unclassified) == (4, 100, 8)


@pytest.mark.parametrize(
    ("new", "earlier", "effect"),
    [
        (entry(label="car"), [], (12, 12, 12)),
        (entry(label="car", min_dwell_s=180), [], (5, 5, 5)),
        (entry(label="car", zone="no_park.*"), [], (12, 12, 12)),
        (entry(label="bus"), [], (0, 0, 0)),
        (entry(label="car|stall"), [], (23, 23, 12)),
        (entry("0501", label="stall"), [], (11, 0, 0)),
        (entry(label="car"), [entry("0506", label="c.*")], (12, 0, 0)),
        (entry(label="car"), [entry("0506", label="car", min_dwell_s=180)], (12, 7, 7)),
    ],
)
def test_an_entry_is_tried_on_the_events_that_came(
    new: CameraEntry, earlier: list[CameraEntry], effect: tuple[int, int, int]
) -> None:
    told = effect_of(new, earlier, [*earlier, new], [CAR, LONG, STALL], 7)
    assert told == MappingEffect(7, *effect)


def test_words_are_counted_over_a_week_or_a_month() -> None:
    assert window_us(30) == 30 * DAY_US
    with pytest.raises(BadInput, match="7 or 30"):
        window_us(31)
