"""The demo's evidence pictures: drawn the same everywhere, and read like those of a phone."""

from __future__ import annotations

import io
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from PIL import Image, ImageChops

from dashboard.domain.coordinates import Position
from data_sources.demo_city.case_mix import topics
from data_sources.demo_city.photos import SIZE, Taken, street_photo
from data_sources.photos.pillow import PillowPictures

TAKEN = Taken(datetime(2026, 11, 27, 9, 41, tzinfo=ZoneInfo("Asia/Shanghai")), Position(120.0931, 30.8612))
STREET = (20261121, "photo", 7)


def drawn(category: str = "0504", *, after: bool = False) -> bytes:
    return street_photo(category, STREET, TAKEN, after=after)


def test_a_picture_is_the_same_for_the_same_purpose() -> None:
    assert drawn() == drawn()
    assert drawn() != street_photo("0504", (20261121, "photo", 8), TAKEN, after=False)


@pytest.mark.parametrize("category", sorted({topic.code for topic in topics()}))
def test_before_and_after_are_the_same_street_with_the_matter_and_without(category: str) -> None:
    before, after = (Image.open(io.BytesIO(drawn(category, after=after))).convert("L") for after in (False, True))
    assert before.size == after.size == SIZE
    changed = ImageChops.difference(before, after).point(lambda value: 255 * (value > 30))
    share = changed.histogram()[255] / (SIZE[0] * SIZE[1])
    assert 0.002 < share < 0.5


def test_it_is_read_like_the_picture_of_a_phone_and_is_small() -> None:
    read = PillowPictures().prepare(drawn())
    assert read.taken == TAKEN.at
    assert read.position == pytest.approx(TAKEN.place, abs=1e-5)
    assert sum(map(len, read.sizes.values())) < 150_000
