"""Measuring times in all the notations of devices."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from dashboard.domain.readings import to_us
from dashboard.domain.timestamps import BadTime, ImplausibleTime, parse_time

RECEIVED_US = to_us(datetime(2026, 11, 21, 8, 15, 3, tzinfo=UTC))
MOMENT_US = to_us(datetime(2026, 11, 21, 8, 15, 2, tzinfo=UTC))


@pytest.mark.parametrize(
    "written",
    [
        "2026-11-21T08:15:02Z",
        "2026-11-21T08:15:02.000000000Z",
        "2026-11-21T08:15:02+00:00",
        "2026-11-21T16:15:02+08:00",
        "2026-11-21T16:15:02+0800",
        "2026-11-21T04:15:02-0400",
        "20261121T081502Z",
        "2026-11-21 16:15:02",
        "2026-11-21T16:15:02",
        "20261121161502",
        " 2026-11-21T08:15:02Z ",
        1_795_248_902,
        1_795_248_902.0,
        "1795248902",
        1_795_248_902_000,
        "1795248902000",
        1_795_248_902_000_000,
        1_795_248_902_000_000_000,
    ],
)
def test_every_notation_of_one_moment_is_the_same(written: object) -> None:
    assert parse_time(written, RECEIVED_US) == MOMENT_US


def test_nanoseconds_are_cut_to_microseconds() -> None:
    assert parse_time("2026-11-21T08:15:02.331456789Z", RECEIVED_US) == MOMENT_US + 331_456


def test_milliseconds_of_an_epoch_are_kept() -> None:
    assert parse_time(1_795_248_902_331, RECEIVED_US) == MOMENT_US + 331_000
    assert parse_time(1_795_248_902.331, RECEIVED_US) == MOMENT_US + 331_000


@pytest.mark.parametrize(("written", "year"), [(1_736_889_600, 2025), (1_524_448_722_000, 2018)])
def test_seconds_and_milliseconds_are_told_apart_by_magnitude(written: int, year: int) -> None:
    read = parse_time(written, RECEIVED_US)
    assert to_us(datetime(year, 1, 1, tzinfo=UTC)) <= read < to_us(datetime(year + 1, 1, 1, tzinfo=UTC))


def test_a_time_without_a_zone_may_be_of_another_place() -> None:
    assert parse_time("20261121081502", RECEIVED_US, local=UTC) == MOMENT_US


def test_no_time_means_the_arrival() -> None:
    assert parse_time(None, RECEIVED_US) == RECEIVED_US


@pytest.mark.parametrize(
    "written",
    [
        "2014-12-31T23:59:59Z",
        "1970-01-01T00:00:00Z",
        0,
        -1,
        5_000,
        "2026-11-21T08:25:04Z",
        "2106-02-07T06:28:15Z",
        1e17,
    ],
)
def test_a_time_that_cannot_be_true_is_refused(written: object) -> None:
    with pytest.raises(ImplausibleTime):
        parse_time(written, RECEIVED_US)


@pytest.mark.parametrize(
    "written",
    [
        "",
        "now",
        "2026-13-01T00:00:00Z",
        "2026-11-21T25:00:00Z",
        "１７９５２４８９０２",
        True,
        [],
        {},
        float("nan"),
        float("inf"),
        10**400,
    ],
)
def test_what_is_no_time_is_refused(written: object) -> None:
    with pytest.raises(BadTime):
        parse_time(written, RECEIVED_US)
