"""What the ingest notes of devices and of itself: refused values and who listens, on both databases."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import Engine, select

from dashboard.domain.presence import Listener
from dashboard.ports.ingest import RefusalRow
from data_sources.db import tables as t
from data_sources.db.engine import reading
from data_sources.db.ingest.store import SqlIngestStore
from tests.adapters.city_of_four import HOUR, NOW, SECOND, settle


@pytest.fixture
def store(engine: Engine) -> SqlIngestStore:
    """The ingest's store with the four assets."""
    settle(engine)
    return SqlIngestStore(engine, lambda: NOW)


def refusals(engine: Engine) -> list[Any]:
    """What is counted: field, code, newest value, count, first and last time."""
    r = t.refusal.c
    with reading(engine) as connection:
        query = select(r.field, r.code, r.value, r.count, r.first_us, r.last_us).order_by(r.field, r.code)
        return [tuple(row) for row in connection.execute(query)]


def test_refused_values_are_counted_by_field_and_reason(store: SqlIngestStore, engine: Engine) -> None:
    (key, *_) = sorted(device.asset_key for device in store.registry().values())
    for moment, value, times in ((NOW, "9.999", 2), (NOW + SECOND, "65.535", 1)):
        with store.begin() as work:
            work.count_refusals(
                [
                    RefusalRow(key, "depth_m", "no_measurement", value, moment, times),
                    RefusalRow(key, "depth_m", "out_of_range", value, moment, times),
                ]
            )
    assert refusals(engine) == [
        ("depth_m", "no_measurement", "65.535", 3, NOW, NOW + SECOND),
        ("depth_m", "out_of_range", "65.535", 3, NOW, NOW + SECOND),
    ]


def test_an_older_refusal_is_counted_but_does_not_become_the_newest(store: SqlIngestStore, engine: Engine) -> None:
    (key, *_) = sorted(device.asset_key for device in store.registry().values())
    for moment, value in ((NOW, "9.999"), (NOW - HOUR, "65.535")):
        with store.begin() as work:
            work.count_refusals([RefusalRow(key, "depth_m", "out_of_range", value, moment, 1)])
    assert refusals(engine) == [("depth_m", "out_of_range", "9.999", 2, NOW - HOUR, NOW)]


def test_what_is_too_long_to_be_kept_is_cut(store: SqlIngestStore, engine: Engine) -> None:
    (key, *_) = [device.asset_key for device in store.registry().values()]
    with store.begin() as work:
        work.count_refusals([RefusalRow(key, "x" * 500, "out_of_range", "9" * 500, NOW, 1)])
    ((field, _, value, *_),) = refusals(engine)
    assert (len(field), len(value)) == (120, 80)


def test_a_process_says_of_itself_that_it_listens_and_leaves(store: SqlIngestStore) -> None:
    with store.begin() as work:
        work.save_listener(Listener("ingest-a-1", NOW, NOW))
        work.save_listener(Listener("ingest-a-2", NOW, NOW))
        work.save_listener(Listener("ingest-a-1", NOW, NOW + SECOND))
        work.remove_listener("ingest-a-2")
        assert work.listeners() == [Listener("ingest-a-1", NOW, NOW + SECOND)]


def test_a_process_that_said_nothing_for_a_day_is_forgotten(store: SqlIngestStore) -> None:
    with store.begin() as work:
        work.save_listener(Listener("ingest-old-1", NOW - 25 * HOUR, NOW - 25 * HOUR))
        work.save_listener(Listener("ingest-new-1", NOW, NOW))
        assert [listener.name for listener in work.listeners()] == ["ingest-new-1"]
