"""Texts and numbers at the edges of what databases store, alike on SQLite and PostgreSQL."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import Connection, Engine, select

from dashboard.domain.readouts import RegisterQuery
from dashboard.errors import BadInput
from data_sources.db import tables as t
from data_sources.db.asset_reader import AssetReader
from data_sources.db.audit import SqlAuditLog
from data_sources.db.device_read_models import DeviceReader
from data_sources.db.engine import reading, writing
from data_sources.db.read_models import DeskReader
from data_sources.db.storable import storable
from tests.actors import DUTY_1
from tests.adapters.city_of_four import NOW, settle


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("井盖 JG-1", "井盖 JG-1"),
        ("plain", "plain"),
        ("a\0b", "a\ufffdb"),
        ("井\0", "井\ufffd"),
        ("\ud83d", "\ufffd"),
        ("😀\t\n", "😀\t\n"),
    ],
    ids=["Chinese", "ASCII", "NUL", "Chinese and NUL", "half a pair", "whole pair and blanks"],
)
def test_a_text_is_stored_with_a_sign_for_what_cannot_be(engine: Engine, given: str, expected: str) -> None:
    assert storable(given) == expected
    with writing(engine) as connection:
        _note(connection, given, {"text": "a\0b"})
    with reading(engine) as connection:
        assert connection.execute(select(t.audit.c.subject, t.audit.c.detail)).one() == (
            expected,
            '{"text":"a\\u0000b"}',
        )


def _note(connection: Connection, subject: str, detail: dict[str, object]) -> None:
    log = SqlAuditLog(connection, NOW)
    log.note_in_audit(DUTY_1, "try", subject, detail, NOW)
    log.chain_deeds()


def test_names_with_bytes_that_nothing_has_are_not_found(engine: Engine) -> None:
    settle(engine)
    assert AssetReader(engine).asset("JG\0-1") is None
    assert DeskReader(engine).asset_sheet("\ud83d") is None
    assert DeskReader(engine).find_assets("JG\0", 5) == []
    assert DeviceReader(engine).register(RegisterQuery(text="\0")).total == 0


def test_letters_are_found_in_either_case_and_signs_of_patterns_literally(engine: Engine) -> None:
    settle(engine)
    desk = DeskReader(engine)
    assert [hit.key for hit in desk.find_assets("jg-1", 5)] == ["JG-1"]
    assert [desk.find_assets(sign, 5) for sign in ("J_-1", "%", "\\")] == [[], [], []]


def test_a_text_that_is_too_long_for_its_column_is_bad_input_where_the_database_refuses_it(
    new_engine: Callable[[str], Engine],
) -> None:
    with pytest.raises(BadInput, match="too long"), writing(new_engine("postgresql")) as connection:
        _note(connection, "x" * 201, {})
