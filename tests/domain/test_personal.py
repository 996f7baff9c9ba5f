"""Personal data show themselves masked."""

from __future__ import annotations

import json
import logging
import pickle

import pytest

from dashboard.domain.personal import IdNumber, Personal, PersonName, Phone, Photo, Plate, quotable

NAMES = [
    ("王明", "王*"),
    ("王小明", "王**"),
    ("欧阳小明明", "欧**"),
    ("王", "*"),
    ("", ""),
    ("  王明 ", "王*"),
    ("Ann Lee", "A**"),
]
PHONES = [
    ("13812345678", "138****5678"),
    ("138 1234 5678", "138****5678"),
    ("138-1234-5678", "138****5678"),
    ("+86 138 1234 5678", "138****5678"),
    ("008613812345678", "****5678"),
    ("１３８１２３４５６７８", "138****5678"),
    ("0574-88123456", "****3456"),
    ("88123456", "****56"),
    ("8812", "****"),
    ("+44 7911 123456", "****3456"),
    ("no number", "****"),
    ("", ""),
]
PLATES = [
    ("浙B12K21", "浙B·**K21"),
    ("浙B·12K21", "浙B·**K21"),
    ("浙b 12k21", "浙B·**K21"),
    ("浙ＢD12345", "浙B·***345"),
    ("浙B1234警", "浙B·**34警"),
    ("粤Z1234港", "粤Z·**34港"),
    ("K21", "****"),
    ("AB12 CDE", "****DE"),
    ("", ""),
]
ID_NUMBERS = [
    ("33029919900101123X", "330***********123X"),
    ("33029919900101123x", "330***********123X"),
    ("３３０２９９１９９００１０１１２３X", "330***********123X"),
    ("330299900101123", "330********1123"),
    ("E12345678", "****78"),
    ("123", "****"),
    ("", ""),
]


@pytest.mark.parametrize(
    ("kind", "whole", "shown"),
    [
        *((PersonName, *case) for case in NAMES),
        *((Phone, *case) for case in PHONES),
        *((Plate, *case) for case in PLATES),
        *((IdNumber, *case) for case in ID_NUMBERS),
        (Photo, "ab" * 32, "****"),
        (Photo, "", ""),
    ],
)
def test_a_value_is_masked_however_it_was_written(kind: type[Personal], whole: str, shown: str) -> None:
    assert kind(whole).masked() == shown


@pytest.mark.parametrize(
    "value",
    [PersonName("王小明"), Phone("13812345678"), Plate("浙B12K21"), IdNumber("33029919900101123X"), Photo("ab" * 32)],
)
def test_no_usual_way_of_writing_shows_the_whole_value(value: Personal, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO):
        logging.getLogger("xiuhua").info("%s %r %s", value, value, [value])
    ways = [str(value), repr(value), f"{value}", f"{value!r:>40}", "{}".format(value), "%s" % value, str({"a": value})]  # noqa: UP031, UP032
    assert all(value.reveal() not in way for way in [*ways, caplog.text])
    with pytest.raises(TypeError):
        json.dumps(value)
    with pytest.raises(TypeError):
        vars(value)


def test_values_are_equal_by_what_they_are_and_never_change() -> None:
    assert Phone("138 1234") == Phone("138 1234") != Phone("138 1235")
    assert Phone("王") != PersonName("王")
    assert len({PersonName("王明"), PersonName(" 王明")}) == 1
    assert not Phone("")
    assert Phone("1")
    with pytest.raises(AttributeError):
        Phone("1").whole = "2"
    assert pickle.loads(pickle.dumps(Plate("浙B12K21"))) == Plate("浙B12K21")


@pytest.mark.parametrize(
    ("cell", "quoted"),
    [
        ("S-01", "S-01"),
        ("330299001002", "330299001002"),
        ("330299001002003", "330299001002003"),
        ("13812345678", "****"),
        ("138 1234 5678", "****"),
        ("0574-88123456", "****"),
        ("33029919900101123X", "****"),
        ("x" * 60, "x" * 40),
    ],
)
def test_a_report_quotes_codes_but_no_phone_that_slipped_into_their_column(cell: str, quoted: str) -> None:
    assert quotable(cell) == quoted
