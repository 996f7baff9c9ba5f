"""The rules of pairing codes, heartbeats and direction."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from dashboard.domain import walls
from dashboard.domain.text import Text
from dashboard.domain.wall_refusals import Refused
from dashboard.domain.walls import Direction, Entry, Field, Fly, Heartbeat, Level, Message, Reload, WallScreen
from dashboard.errors import BadInput

NOW = 1_763_700_000_000_000
SECOND = 1_000_000
SCENES = ("overview", "flood")
SCREEN = WallScreen(screen_key=1, name="A-01", place="指挥大厅", paired_us=NOW)
BEAT = Heartbeat(width=5760, height=2160, dpr=1.0, scene="flood", started_us=NOW)


@pytest.mark.parametrize("text", ["4821-07", "482107", " 48 21 07 ", "４８２１－０７", "4821—07"])
def test_a_code_is_understood_however_it_is_typed(text: str) -> None:
    assert walls.read_code(text) == "482107"


@pytest.mark.parametrize("text", ["", "48210", "4821077", "48210a", "四八二一〇七", "٤٨٢١٠٧", "1234"])
def test_what_is_no_code_is_refused(text: str) -> None:
    with pytest.raises(BadInput) as refused:
        walls.read_code(text)
    assert refused.value.told == Refused.CODE_SHAPE


def test_a_code_is_shown_in_two_parts() -> None:
    assert walls.shown_code("482107") == "4821-07"


def test_names_lose_needless_blanks_and_signs_that_cannot_be_shown() -> None:
    assert walls.named("  A-01\n ", "指挥大厅\x00  主屏\u200b") == ("A-01", "指挥大厅 主屏")


@pytest.mark.parametrize(
    ("refused", "reason"),
    [
        (lambda: walls.named(" \x00 ", ""), Refused.NAME_MISSING),
        (lambda: walls.named("长" * 31, ""), Refused.NAME_TOO_LONG),
        (lambda: walls.named("A", "长" * 61), Refused.PLACE_TOO_LONG),
        (lambda: walls.pinned("nowhere", SCENES), Refused.SCENE_UNKNOWN),
        (lambda: walls.rotation(True, 19), Refused.DWELL_OUT_OF_RANGE),
        (lambda: walls.rotation(False, 61), Refused.DWELL_OUT_OF_RANGE),
        (lambda: walls.message("\t ", 30, Level.INFO, NOW), Refused.MESSAGE_EMPTY),
        (lambda: walls.message("字" * 61, 30, Level.INFO, NOW), Refused.MESSAGE_TOO_LONG),
        (lambda: walls.message("字", 4, Level.INFO, NOW), Refused.MESSAGE_TIME),
        (lambda: walls.message("字", 86_401, Level.INFO, NOW), Refused.MESSAGE_TIME),
    ],
)
def test_bad_input_is_refused_with_its_reason(refused: Callable[[], Any], reason: Text) -> None:
    with pytest.raises(BadInput) as error:
        refused()
    assert error.value.told == reason


def test_without_orders_a_wall_goes_round_all_scenes() -> None:
    assert walls.direction({}, {}, NOW) == Direction(revision=0, scene=None, rotate=True, dwell_s=30)


def test_the_newer_order_wins_for_each_field() -> None:
    for_all = {Field.SCENE: Entry(5, "flood"), Field.ROTATE: Entry(2, False), Field.DWELL_S: Entry(2, 20)}
    for_one = {Field.SCENE: Entry(4, "overview"), Field.ROTATE: Entry(3, True), Field.DWELL_S: Entry(3, 60)}
    merged = walls.direction(for_all, for_one, NOW)
    assert (merged.scene, merged.rotate, merged.dwell_s, merged.revision) == ("flood", True, 60, 5)


def test_unpinning_all_frees_a_screen_that_was_pinned_before() -> None:
    assert walls.direction({Field.SCENE: Entry(9, None)}, {Field.SCENE: Entry(8, "flood")}, NOW).scene is None


def test_a_message_ends_when_its_time_is_over() -> None:
    orders = {field: Entry(1, value) for field, value in walls.message("封闭", 30, Level.URGENT, NOW).items()}
    assert walls.direction(orders, {}, NOW).message == Message("封闭", NOW + 30 * SECOND, Level.URGENT)
    assert walls.direction(orders, {}, NOW + 30 * SECOND).message is None


def test_a_flight_is_over_after_five_minutes() -> None:
    orders = {field: Entry(1, value) for field, value in walls.flight("JG-0413", NOW).items()}
    assert walls.direction(orders, {}, NOW + 300 * SECOND).fly == Fly("JG-0413", NOW)
    assert walls.direction(orders, {}, NOW + 301 * SECOND).fly is None


@pytest.mark.parametrize(
    ("booted_us", "told"),
    [(None, NOW), (NOW - 1, NOW), (NOW, None), (NOW + SECOND, None)],
    ids=["never heard", "older page", "same moment", "newer page"],
)
def test_a_reload_is_told_until_a_newer_page_was_heard(booted_us: int | None, told: int | None) -> None:
    orders = {Field.RELOAD: Entry(1, NOW)}
    assert walls.direction(orders, {}, NOW, booted_us).reload_us == told


def test_a_first_heartbeat_is_kept_whole() -> None:
    beat = replace(BEAT, error="boom", reload=Reload(NOW - SECOND, "heap"))
    assert walls.heard(SCREEN, beat, NOW) == {
        "seen_us": NOW,
        "beat": beat,
        "booted_us": NOW,
        "error": "boom",
        "error_us": NOW,
        "reload": Reload(NOW - SECOND, "heap"),
    }


def test_the_last_error_stays_while_nothing_new_goes_wrong() -> None:
    changes = walls.heard(replace(SCREEN, beat=BEAT, error="boom", error_us=NOW), BEAT, NOW + SECOND)
    assert changes == {"seen_us": NOW + SECOND, "beat": BEAT}


def test_two_pages_with_one_token_are_noticed_and_the_newer_one_counts() -> None:
    older = replace(BEAT, started_us=NOW - SECOND)
    changes = walls.heard(replace(SCREEN, beat=BEAT), older, NOW + SECOND)
    assert changes == {"seen_us": NOW + SECOND, "twin_us": NOW + SECOND}
    twin = replace(SCREEN, twin_us=NOW)
    assert (twin.is_twin(NOW + 60 * SECOND), twin.is_twin(NOW + 61 * SECOND)) == (True, False)


def test_a_screen_is_silent_after_a_minute_and_before_its_first_heartbeat() -> None:
    assert SCREEN.is_silent(NOW)
    seen = replace(SCREEN, seen_us=NOW)
    assert (seen.is_silent(NOW + 60 * SECOND), seen.is_silent(NOW + 61 * SECOND)) == (False, True)
