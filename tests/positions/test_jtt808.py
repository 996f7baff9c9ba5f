"""Vehicles by JT/T 808-2013 and -2019."""

from __future__ import annotations

import pytest

from dashboard.domain.positions.reports import PositionReport
from dashboard.domain.quarantine_reasons import QUARANTINE_REASONS
from dashboard.errors import UnreadablePayload
from data_sources.positions.jtt808 import read_frames as read
from tests.positions.payloads import frame, payload

AT_US = 1_795_248_903_000_000  # 2026-11-21 16:15:03 GMT+8
HEADER = "02 00 00 1c 01 23 00 00 00 42 00 01"
FIX = "00000000 00000002 01b528e4 073a50dc 0012 0168 010f 261121161503"
BULK = "07 04 00 {:02x} 01 23 00 00 00 42 00 01"


def refused(content: bytes) -> str:
    with pytest.raises(UnreadablePayload) as error:
        read(content)
    assert error.value.reason in QUARANTINE_REASONS
    return error.value.detail


def test_a_location_report_of_2013_is_read_to_the_last_field() -> None:
    assert read(payload("jtt808_2013_location.hex")) == [
        PositionReport("jt808:012300000042", AT_US, 121.2623, 28.6497, None, 10.0, 271.0, None)
    ]


def test_one_of_2019_has_a_number_of_20_digits_and_its_escaped_bytes_are_restored() -> None:
    assert read(payload("jtt808_2019_location.hex")) == [
        PositionReport("jt808:00000000012300000042", AT_US + 1_000_000, 121.2623, 28.6497, None, 3.5, 125.0, None)
    ]


def test_of_a_bulk_every_position_is_read_also_the_one_without_a_fix() -> None:
    source = "jt808:012300000042"
    assert read(payload("jtt808_2013_bulk.hex")) == [
        PositionReport(source, AT_US - 3_000_000, 121.2623, 28.6497, None, 0.0, 0.0, None),
        PositionReport(source, 0, None, None),
        PositionReport(source, AT_US + 7_000_000, -2.0, -1.0, None, 0.5, 180.0, None),
    ]


def test_several_frames_in_one_buffer_are_read_in_order_and_others_are_passed_over() -> None:
    names = ("jtt808_2013_heartbeat.hex", "jtt808_2019_location.hex", "jtt808_2013_bulk.hex")
    heartbeat, location, bulk = (payload(name) for name in names)
    assert read(heartbeat) == []
    assert read(heartbeat + location + bulk) == [*read(location), *read(bulk)]
    assert read(location + bulk[1:]) == read(location + bulk)


def test_the_fixtures_are_the_bytes_that_the_standard_asks_for() -> None:
    """By a second way: escapes and checksum from the header and body written out here."""
    assert frame(
        "02 00 00 22 01 23 00 00 00 42 00 01", FIX.replace("02 01b5", "03 01b5") + "01 04 00003039"
    ) == payload("jtt808_2013_location.hex")
    assert frame("00 02 00 00 01 23 00 00 00 42 00 1f", "") == payload("jtt808_2013_heartbeat.hex")
    assert payload("jtt808_2013_heartbeat.hex").endswith(b"\x1f\x7d\x01\x7e")


def test_escapes_are_undone_in_the_right_order() -> None:
    found = read(frame(HEADER, FIX.replace("01b528e4", "01b5 7d02").replace("0168 010f", "007d 007e")))
    assert (found[0].lat, found[0].speed_mps, found[0].heading_deg) == (28.671234, 125 / 36, 126.0)


@pytest.mark.parametrize(
    "name",
    ["jtt808_2013_location.hex", "jtt808_2019_location.hex", "jtt808_2013_bulk.hex", "jtt808_2013_heartbeat.hex"],
)
def test_a_frame_that_is_cut_or_has_one_wrong_bit_is_refused(name: str) -> None:
    whole = payload(name)
    for end in range(len(whole)):
        refused(whole[:end])
    for start in range(1, len(whole)):
        refused(whole[start:])
    for at in range(len(whole)):
        for bit in range(8):
            refused(whole[:at] + bytes([whole[at] ^ 1 << bit]) + whole[at + 1 :])


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "begins and ends"),
        (b"\x7e", "cut"),
        (b"\x7e\x7e", "nothing between"),
        (b"\x7e\x02\x00\x02\x7e", "too few"),
        (frame(HEADER, FIX)[:-2] + b"\x00\x7e", "checksum"),
        (frame(HEADER, FIX + "00"), "29 bytes, not 28"),
        (frame(HEADER.replace("00 1c", "00 1b"), FIX[:-2]), "28 bytes at least"),
        (frame(HEADER.replace("00 1c", "04 1c"), FIX), "encrypted"),
        (frame(HEADER.replace("00 1c", "20 1c") + "0002 0001", FIX), "several parts"),
        (frame(HEADER.replace("01 23", "0a 23"), FIX), "no decimal digits"),
        (frame(HEADER, FIX.replace("261121", "2a1121")), "no decimal digits"),
        (frame("02 00 40 1c 01 01 23 00 00 00 42 00 01", FIX), "bytes, not 28"),
        (frame(BULK.format(2), "0001"), "bulk of positions is cut"),
        (frame(BULK.format(33), "0002 00 001c" + FIX), "another number"),
        (frame(BULK.format(33), "0001 00 001d" + FIX), "another number"),
        (frame(BULK.format(34), "0001 00 001c" + FIX + "00"), "another number"),
        (frame(BULK.format(3), "0001 00"), "another number"),
        (b"\x7e" + b"\x00" * (8 * 1024 * 1024) + b"\x7e", "the limit"),
        (b"\x7e\x7d\x03\x7e", "0x7d stands"),
    ],
)
def test_what_is_no_whole_frame_is_refused_and_says_why(content: bytes, said: str) -> None:
    assert said in refused(content)


def test_a_date_that_does_not_exist_is_a_clock_never_set_and_an_empty_bulk_holds_nothing() -> None:
    assert read(frame(HEADER, FIX.replace("261121161503", "261321161503")))[0].at_us == 0
    assert read(frame(HEADER, FIX.replace("261121161503", "000000000000")))[0].at_us == 0
    assert read(frame(BULK.format(3), "0000 00")) == []
