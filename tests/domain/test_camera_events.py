"""Merging of repeated camera events, and their categories."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from dashboard.domain.camera_events import (
    CATEGORIES,
    CameraEventReport,
    KnownCameraEvent,
    Phase,
    category_label,
    category_of,
    merges_into,
)
from dashboard.domain.text import Text

MINUTE_US = 60_000_000
KNOWN = KnownCameraEvent(
    camera_event_key=1, camera_ref="frigate:a", category="0504", label="stall", last_us=100 * MINUTE_US
)
REPORT = CameraEventReport(
    event_ref="e",
    camera_ref="frigate:a",
    phase=Phase.UPDATE,
    category="0504",
    label="shop",
    confidence=None,
    at_us=105 * MINUTE_US,
    source="frigate",
)


def test_the_same_thing_before_the_same_camera_soon_after_is_one_event() -> None:
    assert merges_into(KNOWN, REPORT)


@pytest.mark.parametrize(("minutes", "merges"), [(90, True), (110, True), (111, False), (89, False)])
def test_ten_minutes_apart_is_the_limit(minutes: int, merges: bool) -> None:
    assert merges_into(KNOWN, replace(REPORT, at_us=minutes * MINUTE_US)) is merges


@pytest.mark.parametrize("change", [{"camera_ref": "frigate:b"}, {"category": "0505"}, {"category": None}])
def test_another_camera_or_category_is_another_event(change: dict[str, Any]) -> None:
    assert not merges_into(KNOWN, replace(REPORT, **change))


def test_the_same_reference_is_the_same_event_however_late() -> None:
    known = replace(KNOWN, same_reference=True)
    assert merges_into(known, replace(REPORT, at_us=900 * MINUTE_US, category="0505"))
    assert not merges_into(known, replace(REPORT, camera_ref="frigate:b"))


def test_without_category_the_label_decides() -> None:
    known = replace(KNOWN, category=None, label="person")
    assert merges_into(known, replace(REPORT, category=None, label="person"))
    assert not merges_into(known, replace(REPORT, category=None, label="dog"))


def test_no_word_belongs_to_two_categories() -> None:
    words = [word for category in CATEGORIES.values() for word in category.words]
    assert sorted(words) == sorted(set(words))
    assert all(word == word.lower() for word in words)


def test_categories_have_names_in_both_languages() -> None:
    assert category_label("0504") == Text("店外经营", "Trading outside the shop")
    assert category_label("9999") == Text("9999", "9999")
    assert category_label(None) == Text("未分类", "Unclassified")
    assert category_of(" CityMotorParking ") == "0505"
