"""The wall store on SQLite and PostgreSQL, and the one in memory beside them."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace

import pytest
from sqlalchemy import Engine, insert

from dashboard.domain.feeds import Feed
from dashboard.domain.walls import EVERY_SCREEN, WRONG_CODE, Entry, Field, Heartbeat, Pairing, Reload
from dashboard.ports.walls import WallStore
from data_sources.db import tables as t
from data_sources.db.walls.store import SqlWallStore
from tests.actors import OPERATOR
from tests.fakes_walls import FakeWallStore

NOW = 1_763_700_000_000_000
BEAT = Heartbeat(width=3840, height=1080, dpr=1.5, scene="视频", started_us=NOW, heap_mb=180.5, error="boom")


@pytest.fixture(params=["memory", "sqlite", "postgresql"])
def store(request: pytest.FixtureRequest, new_engine: Callable[[str], Engine]) -> WallStore:
    if request.param == "memory":
        return FakeWallStore(["JG-0413"])
    engine = new_engine(request.param)
    with engine.begin() as connection:
        row = {"asset_id": "JG-0413", "kind": "manhole", "name": "JG-0413", "lon": 120.0, "lat": 30.0}
        connection.execute(insert(t.asset).values(row))
    return SqlWallStore(engine, lambda: NOW)


def test_a_pairing_is_kept_until_it_expires(store: WallStore) -> None:
    with store.begin() as work:
        assert work.save_pairing("b", second := Pairing("111111", NOW + 20, "10.0.0.2"))
        assert work.save_pairing("a", first := Pairing("222222", NOW + 10))
    with store.look() as work:
        assert (work.pairing("a", NOW), work.pairing("a", NOW + 10)) == (first, None)
        assert list(work.waiting(NOW)) == [first, second]
        assert (list(work.waiting(NOW + 10)), list(work.waiting(NOW + 20))) == ([second], [])
    with store.begin() as work:
        work.forget_pairings(NOW + 10)
        assert work.pairing("a", NOW) is None
        assert work.pairing("b", NOW) is not None


def test_a_code_that_another_wall_shows_is_not_given_again(store: WallStore) -> None:
    with store.begin() as work:
        assert work.save_pairing("a", Pairing("111111", NOW + 10))
        assert not work.save_pairing("b", Pairing("111111", NOW + 10))
        assert work.pairing("b", NOW) is None


def test_a_pairing_is_taken_once_and_only_before_it_expires(store: WallStore) -> None:
    with store.begin() as work:
        work.save_pairing("a", Pairing("111111", NOW + 10))
        assert work.take_pairing("111111", NOW + 10) is None
        assert work.take_pairing("111111", NOW) == "a"
        assert work.take_pairing("111111", NOW) is None


def test_a_name_is_given_once_until_its_screen_is_revoked(store: WallStore) -> None:
    with store.begin() as work:
        first = work.add_screen("a", "A-01", "指挥大厅", "operator", NOW)
        assert first is not None
        assert work.add_screen("b", "A-01", "", "operator", NOW) is None
        work.save_screen(first.screen_key, {"revoked_us": NOW})
        again = work.add_screen("b", "A-01", "", "operator", NOW)
    assert again is not None
    with store.look() as work:
        assert work.screens() == [again]
        assert work.screen(first.screen_key) == work.screen_of("a") == replace(first, revoked_us=NOW)
        assert work.screen_of("c") is None
        assert work.screen(99) is None


def test_a_heartbeat_comes_back_as_it_was(store: WallStore) -> None:
    reload = Reload(NOW - 5, "heap 1.2 GB")
    changes = {"seen_us": NOW, "booted_us": NOW, "beat": BEAT, "error": "boom", "error_us": NOW, "reload": reload}
    with store.begin() as work:
        screen = work.add_screen("a", "A-01", "", "operator", NOW)
        assert screen is not None
        work.save_screen(screen.screen_key, changes)
        work.save_screen(screen.screen_key, {"twin_us": NOW})
    with store.look() as work:
        found = work.screen_of("a")
    expected = replace(screen, seen_us=NOW, booted_us=NOW, beat=BEAT, error="boom", error_us=NOW, reload=reload)
    assert found == replace(expected, twin_us=NOW)


def test_orders_come_back_with_their_revisions(store: WallStore) -> None:
    orders = {Field.SCENE: Entry(3, None), Field.MESSAGE: Entry(4, ["封闭", NOW, "urgent"])}
    with store.begin() as work:
        work.save_orders(EVERY_SCREEN, {Field.ROTATE: Entry(1, False)})
        work.save_orders(EVERY_SCREEN, orders)
    with store.look() as work:
        assert work.orders(EVERY_SCREEN) == orders
        assert work.orders(1) == {}


def test_what_a_failed_block_did_is_undone(store: WallStore) -> None:
    with suppress(LookupError), store.begin() as work:
        work.save_orders(EVERY_SCREEN, {Field.ROTATE: Entry(1, False)})
        raise LookupError
    with store.look() as work:
        assert work.orders(EVERY_SCREEN) == {}


def test_assets_revisions_and_the_audit_log_are_told(store: WallStore) -> None:
    with store.begin() as work:
        assert (work.asset_exists("JG-0413"), work.asset_exists("JG-9999")) == (True, False)
        first, second = work.bump([Feed.WALLS]), work.bump([Feed.WALLS])
        assert second[Feed.WALLS] > first[Feed.WALLS]
        work.note_in_audit(OPERATOR, WRONG_CODE, "A-01", {"a": [1]}, NOW)
    with store.look() as work:
        assert (work.audited(WRONG_CODE, NOW), work.audited(WRONG_CODE, NOW + 1)) == (1, 0)
        assert work.audited("pair_wall", NOW) == 0
