"""What is odd about a picture as evidence of something at a place. It is told and never a reason to refuse it."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from typing import Final, NamedTuple

from dashboard.domain.coordinates import Position, distance_m
from dashboard.domain.durations import DAY_US, HOUR_US
from dashboard.domain.photos.records import Photo
from dashboard.domain.text import Text

FAR_M: Final = 300.0
"""Between high houses a phone may be off by so much."""
OLD_US: Final = DAY_US
AHEAD_US: Final = HOUR_US
SMALL_PX: Final = 480
"""Of less than that on the longer side no plate can be read."""


class Oddity(StrEnum):
    """What is odd."""

    FAR = "far"
    OLD = "old"
    AHEAD = "ahead"
    SMALL = "small"
    REUSED = "reused"


class Finding(NamedTuple):
    """Something odd about a picture, in words that say what to look at."""

    oddity: Oddity
    text: Text


REUSED: Final = Finding(
    Oddity.REUSED,
    Text(
        "同一张照片已用于另一个案件，请核对是否拍错",
        "the very same picture is on another case already: check that it is the right one",
    ),
)


def findings(photo: Photo, place: Position | None, is_reused: bool = False) -> tuple[Finding, ...]:
    """Return what is odd about it; `place` is where it should have been taken, None when that is not known."""
    return tuple(_findings(photo, place, is_reused))


def _findings(photo: Photo, place: Position | None, is_reused: bool) -> Iterator[Finding]:
    if place is not None and photo.position is not None:
        away = distance_m(place, photo.position)
        if away > FAR_M:
            yield Finding(Oddity.FAR, _far(away))
    if photo.taken_us is not None:
        yield from _of_time(photo.stored_us - photo.taken_us)
    if max(photo.width, photo.height) < SMALL_PX:
        yield Finding(
            Oddity.SMALL,
            Text(
                f"照片只有 {photo.width} × {photo.height} 像素，细节看不清，最好上传原图",
                f"the picture has {photo.width} × {photo.height} pixels only: better send the original",
            ),
        )
    if is_reused:
        yield REUSED


def _far(away_m: float) -> Text:
    told = f"{away_m:.0f}" if away_m < 1000 else f"{away_m / 1000:.1f}" if away_m < 1e5 else f"{away_m / 1000:.0f}"
    zh, en = ("米", "m") if away_m < 1000 else ("公里", "km")
    return Text(
        f"照片里的定位距案点 {told} {zh}，请核对地点",
        f"by its own position the picture was taken {told} {en} from the place: check which one is right",
    )


def _of_time(age_us: int) -> Iterator[Finding]:
    if age_us > OLD_US:
        days = age_us // DAY_US
        yield Finding(
            Oddity.OLD,
            Text(
                f"照片拍摄于上传前 {days} 天，请核对是否旧照片",
                f"the picture was taken {days} d before it was sent: check that it shows today",
            ),
        )
    elif age_us < -AHEAD_US:
        yield Finding(
            Oddity.AHEAD,
            Text(
                "照片的拍摄时间在将来，请核对相机时钟",
                "the picture was taken in the future by its own clock: check the camera's clock",
            ),
        )
