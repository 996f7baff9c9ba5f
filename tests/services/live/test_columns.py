"""Columns of the map's snapshot: runs, differences, texts split at their number."""

from __future__ import annotations

import pytest

from dashboard.services.live.columns import Split, differences, microdegrees, runs, split, split_texts


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("JG-0014", Split("JG-", "", 4, 14)),
        ("朝阳街 333 号", Split("朝阳街 ", " 号", 0, 333)),
        ("A1-B0", Split("A1-B", "", 0, 0)),
        ("西坞村农污站", Split("西坞村农污站", "", -1, 0)),
        ("", Split("", "", -1, 0)),
        ("1234567890123", Split("1234", "", 0, 567_890_123)),
        ("٣", Split("٣", "", -1, 0)),
        ("line\n7", Split("line\n", "", 0, 7)),
    ],
)
def test_a_text_is_split_at_its_last_number(text: str, parts: Split) -> None:
    assert split(text) == parts


def test_runs_and_differences() -> None:
    assert runs([7, 7, 7, 4]) == [7, 3, 4, 1]
    assert differences([5, 6, 4]) == [5, 1, -2]
    assert microdegrees([121.4337421, 121.43374]) == [121_433_742, -2]
    assert (runs([]), differences([])) == ([], [])


def test_texts_that_differ_by_their_number_share_their_words() -> None:
    told = split_texts(["BW-9", "BW-10", "BW-011", "塔"])
    assert told["words"] == [["BW-", "", 0], ["BW-", "", 3], ["塔"]]
    assert told["word"] == [0, 2, 1, 1, 2, 1]
    assert told["number"] == [9, 1, 1, -11]
