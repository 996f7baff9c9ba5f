"""Body cameras by GB/T 28181."""

from __future__ import annotations

from datetime import UTC, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest

from dashboard.domain.positions.reports import PositionReport
from dashboard.domain.quarantine_reasons import QUARANTINE_REASONS
from dashboard.errors import UnreadablePayload
from data_sources.positions.mobile_position import read_notification as read
from data_sources.xml_payloads import MAX_XML_BYTES
from tests.positions.payloads import payload

CITY = ZoneInfo("Asia/Shanghai")
AT_US = 1_795_248_903_000_000  # 2026-11-21 16:15:03 in China
CAMERA = "gb28181:33100000001320000042"
SINGLE = (
    "<Notify><CmdType>MobilePosition</CmdType><SN>1</SN><DeviceID>33100000001320000042</DeviceID>"
    "<Time>2026-11-21T16:15:03</Time><Longitude>121.2623</Longitude><Latitude>28.6497</Latitude></Notify>"
)


def refused(content: bytes) -> UnreadablePayload:
    with pytest.raises(UnreadablePayload) as error:
        read(content, CITY)
    assert error.value.reason in QUARANTINE_REASONS
    return error.value


def test_one_position_declared_as_gb2312_is_read() -> None:
    content = payload("mobile_position_2016.xml")
    assert b'encoding="GB2312"' in content
    assert "执法记录仪".encode("gb2312") in content
    assert read(content, CITY) == [PositionReport(CAMERA, AT_US, 121.2623, 28.6497, None, 10.0, 271.5, None)]


def test_a_batch_names_device_and_time_by_item_and_else_for_all() -> None:
    assert read(payload("mobile_position_2022.xml"), CITY) == [
        PositionReport(CAMERA, AT_US, 121.2623, 28.6497, None, 1.25, 90.0, None),
        PositionReport("gb28181:33100000001320000043", AT_US + 1_000_000, 121.2624, 28.6498),
        PositionReport(CAMERA, AT_US + 2_000_000, None, None),
    ]


@pytest.mark.parametrize("encoding", ["GB2312", "gbk", "GB18030", "UTF-8", "utf-8"])
@pytest.mark.parametrize("written", ["utf-8", "gb18030"])
def test_what_the_declaration_says_of_the_encoding_need_not_be_true(encoding: str, written: str) -> None:
    text = f"<?xml version='1.0' encoding='{encoding}' ?>\n" + SINGLE.replace("</SN>", "</SN><Name>执法仪</Name>")
    assert read(text.encode(written), CITY) == read(SINGLE.encode(), CITY)


@pytest.mark.parametrize(
    "content",
    [
        SINGLE.encode(),
        b"\xef\xbb\xbf" + SINGLE.encode(),
        b"\r\n  " + SINGLE.encode() + b"\r\n\0",
        b'<?xml version="1.0"?>\r\n' + SINGLE.encode(),
        b"NOTIFY sip:331000@10.0.0.1 SIP/2.0\r\nFrom: <sip:3310@10.0.0.2>\r\nEvent: presence\r\n\r\n" + SINGLE.encode(),
        SINGLE.replace("<Notify>", "<Notify>\n").replace(">MobilePosition<", ">\n MobilePosition \n<").encode(),
    ],
)
def test_the_body_is_found_with_and_without_what_stands_around_it(content: bytes) -> None:
    assert read(content, CITY) == [PositionReport(CAMERA, AT_US, 121.2623, 28.6497)]


def test_a_time_without_a_zone_is_the_citys_and_none_is_the_arrival() -> None:
    assert read(SINGLE.encode(), UTC)[0].at_us == AT_US + 8 * 3_600_000_000
    assert read(SINGLE.replace("15:03<", "15:03Z<").encode(), CITY)[0].at_us == AT_US + 8 * 3_600_000_000
    assert read(SINGLE.replace("2026-11-21T16:15:03", "").encode(), CITY)[0].at_us is None
    assert read(SINGLE.replace("2026-", "1970-").encode(), timezone(timedelta(hours=8)))[0].at_us == 0


@pytest.mark.parametrize("word", ["", "NaN", "n/a"])
def test_optional_values_need_not_be_numbers(word: str) -> None:
    odd = SINGLE.replace("</Notify>", f"<Speed>{word}</Speed><Direction>{word}</Direction></Notify>")
    found = read(odd.encode(), CITY)[0]
    assert (found.speed_mps, found.heading_deg) == (None, None) or word == "NaN"


@pytest.mark.parametrize(
    ("content", "reason", "said"),
    [
        (b"", "bad_shape", "not XML"),
        (b"<Notify>", "bad_shape", "not XML"),
        (SINGLE.encode()[:-9], "bad_shape", "not XML"),
        (b"\xff\xff<Notify/>", "bad_shape", ""),
        (b"<Notify>\xff\xff</Notify>", "bad_shape", "neither"),
        (SINGLE.replace("Notify>", "Response>").encode(), "bad_shape", "no <Notify>"),
        (SINGLE.replace("CmdType>", "Command>").encode(), "bad_shape", "no <Notify>"),
        (SINGLE.replace("MobilePosition", "Catalog").encode(), "unknown_event", "'Catalog'"),
        (SINGLE.replace("33100000001320000042", "3310000000132000004").encode(), "bad_shape", "20 digits"),
        (SINGLE.replace("33100000001320000042", "３３100000001320000042").encode(), "bad_shape", "20 digits"),
        (SINGLE.replace("121.2623", "121,2623").encode(), "bad_shape", "Longitude is not a number"),
        (SINGLE.replace("2026-11-21", "2026-13-21").encode(), "bad_time", "not a time"),
        (b"<?xml " * 150_000, "bad_shape", "not XML"),
        (b"<?xml" + b" encoding" * 100_000, "bad_shape", "not XML"),
        (b"<a>" * 300_000, "bad_shape", "not XML"),
        (SINGLE.encode() + b" " * MAX_XML_BYTES, "too_large", "limit"),
    ],
)
def test_what_is_no_such_notification_is_refused_and_says_why(content: bytes, reason: str, said: str) -> None:
    error = refused(content)
    assert error.reason == reason
    assert said in error.detail


@pytest.mark.parametrize(
    "prologue",
    [
        '<!DOCTYPE Notify [<!ENTITY a "121.2623">]>',
        '<!DOCTYPE Notify [<!ENTITY a "x"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">]>',
        '<!DOCTYPE Notify [<!ENTITY a SYSTEM "file:///etc/hostname">]>',
        '<!DOCTYPE Notify SYSTEM "http://192.0.2.1/notify.dtd">',
        "<!DOCTYPE Notify>",
    ],
)
@pytest.mark.parametrize("declaration", ["", '<?xml version="1.0" encoding="GB2312"?>'])
def test_document_types_entity_bombs_and_outside_entities_are_refused(prologue: str, declaration: str) -> None:
    bomb = declaration + prologue + SINGLE.replace("121.2623", "&a;")
    assert "document type" in refused(bomb.encode()).detail


def test_an_empty_list_of_devices_holds_no_position() -> None:
    empty = SINGLE.replace("</Notify>", '<DeviceList Num="0"></DeviceList></Notify>')
    assert read(empty.encode(), CITY) == []
