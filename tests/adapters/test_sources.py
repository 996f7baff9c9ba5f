"""Every kind of data that there is a record of, on both databases."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine, insert, update

from dashboard.domain.cases.states import Source
from dashboard.domain.data_kinds import DATA_KINDS
from dashboard.domain.rights import Role
from dashboard.domain.sensors import people_kinds, sensor_types
from dashboard.domain.sources import SourceLine, board, is_connected
from dashboard.errors import Forbidden
from dashboard.services.sources import Sources
from data_sources.db import tables as t
from data_sources.db.sources_reader import SqlSources
from tests.actors import acting
from tests.adapters.city_of_four import NOW, settle
from tests.web.fake_page_services import SHANGHAI


@pytest.fixture
def sources(engine: Engine) -> Sources:
    """The city of four; one manhole has a LoRaWAN device and was heard, an event came from a camera."""
    settle(engine)
    with engine.begin() as connection:
        connection.execute(update(t.asset).values(device_ref=None))
        connection.execute(update(t.asset_state).values(last_seen_us=0))
        first = t.asset.c.asset_id == "JG-1"
        connection.execute(update(t.asset).where(first).values(device_ref="deveui:a1"))
        key = t.asset_state.c.asset_key.in_(t.asset.select().with_only_columns(t.asset.c.asset_key).where(first))
        connection.execute(update(t.asset_state).where(key).values(last_seen_us=NOW - 5))
        event = {"source": "frigate", "camera_ref": "c", "label": "stall", "first_us": NOW, "last_us": NOW}
        connection.execute(insert(t.camera_event).values(**event, updated_us=NOW))
    return Sources(SqlSources(engine), clock=lambda: NOW, zone=SHANGHAI)


def test_each_kind_and_system_has_a_line_with_its_newest_record(sources: Sources) -> None:
    board = sources.board(acting("root", Role.ADMINISTRATOR))
    lines = [line for each in board.kinds for line in each.lines]
    assert SourceLine("manhole", "deveui", 1, NOW - 5, is_live=True) in lines
    assert SourceLine("manhole", None, 1, None, is_live=True) in lines
    assert SourceLine("camera_events", "frigate", 1, NOW, is_live=True) in lines
    (areas,) = (line for line in lines if line.kind == "areas")
    assert areas.records > 3
    assert not areas.is_live


def test_all_33_kinds_are_there_and_what_nothing_brings_is_said_to_be_missing(sources: Sources) -> None:
    board = sources.board(acting("root", Role.ADMINISTRATOR))
    assert [each.kind for each in board.kinds] == list(DATA_KINDS)
    assert (len(DATA_KINDS), board.tally.kinds) == (33, 33)
    assert [line.kind for each in board.kinds if each.kind.key == "gas" for line in each.lines] == []
    known = {line.kind for each in board.kinds for line in each.lines}
    assert board.tally.connected == sum(any(is_connected(line) for line in each.lines) for each in board.kinds)
    assert known.isdisjoint(line.kind for line in board.others)
    assert board.tally.heard_today == 2, "the manhole and the camera"


def test_every_sensor_type_way_of_discovery_and_line_belongs_to_one_kind() -> None:
    lines = [name for kind in DATA_KINDS for name in kind.lines]
    assert len(lines) == len(set(lines))
    assert set(sensor_types()) - people_kinds() <= set(lines)
    assert {f"cases.{source.value}" for source in Source} <= set(lines)


def test_a_sensor_type_that_was_added_is_one_kind_more() -> None:
    heard = SourceLine("radon", "canonical", 3, NOW, is_live=True)
    shown = board([heard, SourceLine("audit", "", 9, NOW, is_live=False)], NOW - 1, NOW)
    assert (shown.tally.kinds, shown.kinds[-1].lines) == (34, [heard])
    assert [line.kind for line in shown.others] == ["audit"]


def test_who_may_not_see_processes_sees_no_sources(sources: Sources) -> None:
    with pytest.raises(Forbidden):
        sources.board(acting("li", Role.OFFICER))
    with pytest.raises(Forbidden):
        sources.mappings(acting("boss", Role.MANAGER))
