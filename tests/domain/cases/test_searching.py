"""What words of cases are found by."""

from __future__ import annotations

import pytest

from dashboard.domain.cases.searching import Piece, Wanted, indexed, wanted


def test_each_run_of_letters_and_digits_gives_its_pairs_and_its_last_character() -> None:
    assert list(indexed("县前街 3号", "Rain!")) == [("县前", "前街", "街"), ("3号", "号"), ("ra", "ai", "in", "n")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("垃圾", Wanted((Piece(("垃圾",)),))),
        ("暴露 垃圾堆", Wanted((Piece(("暴露",)), Piece(("垃圾", "圾堆"))))),
        ("3 号", Wanted((Piece(("3",), is_beginning=True), Piece(("号",), is_beginning=True)))),
        ("2026-001", Wanted((Piece(("20", "02", "26")), Piece(("00", "01"))), ("2026", "0260", "2600", "6001"))),
        ("12-3", Wanted((Piece(("12",)), Piece(("3",), is_beginning=True)))),
        ("！？", Wanted(())),
        ("", Wanted(())),
    ],
)  # fmt: skip
def test_what_is_typed_is_looked_for_piece_by_piece(text: str, expected: Wanted) -> None:
    assert wanted(text) == expected
