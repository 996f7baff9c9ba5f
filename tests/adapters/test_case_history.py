"""The demo's past cases on both databases."""

from __future__ import annotations

import threading
from datetime import date, timedelta
from pathlib import Path

from sqlalchemy import Engine, func, select

from bootstrap.case_past import CaseHistory
from dashboard.domain.cases.queries import CaseQuery, Sorting
from dashboard.domain.cases.records import Flag
from dashboard.domain.durations import DAY_US
from dashboard.domain.roster.duty import day_of, moment_us
from dashboard.domain.supervision.records import TaskState
from dashboard.settings import Settings
from data_sources.db import tables as t
from data_sources.db.catalogue.store import SqlCatalogueStore
from data_sources.db.people.store import SqlPeopleStore
from data_sources.db.register_store import SqlRegister
from data_sources.db.transactions import SqlTransactions
from data_sources.demo_city.bureau import make_bureau
from data_sources.demo_city.city import generate
from data_sources.demo_city.settle import settle, settle_bureau, settle_catalogue
from tests.fakes_alarms import FakeClock

ZONE = Settings().timezone
TODAY = date(2026, 11, 26)
NOW_US = moment_us(TODAY, 15 * 60, ZONE)


def test_a_day_is_written_once_and_one_that_is_missing_is_made_up_for(engine: Engine, tmp_path: Path) -> None:
    city, clock = generate(7, 300), FakeClock(NOW_US)
    settle(city, SqlRegister(engine, lambda: NOW_US))
    settle_bureau(make_bureau(city), SqlPeopleStore(engine, lambda: NOW_US))
    settle_catalogue(SqlCatalogueStore(engine, lambda: NOW_US), NOW_US)
    history, stop = CaseHistory(Settings(data_dir=tmp_path), engine, city, 2, clock), threading.Event()

    written = history.write(stop)
    assert written == count(engine) > 100
    assert history.write(stop) == 0
    clock.now_us += 3 * DAY_US
    assert history.write(stop) == count(engine) - written > 100

    store = SqlTransactions(engine, lambda: NOW_US)
    with store.look() as work:
        cases, _ = work.list_cases(CaseQuery(text="人行道"), Sorting(), 5, None, clock())
        assert cases
        assert work.case_entries([cases[0].case_key])[0].what == "report"
        days = {day_of(case.times.reported_us, ZONE) for case in cases}
        tasks = work.tasks(None, False, 50)
        assert {TaskState.ISSUED, TaskState.SIGNED} <= {task.state for task in tasks}
        demanded = [work.case(key) for task in tasks for key in task.cases]
        assert all(case is not None and Flag.SUPERVISED in case.flags for case in demanded)
    assert days <= {TODAY + timedelta(ago) for ago in (-1, 0, 2, 3)}


def count(engine: Engine) -> int:
    with engine.connect() as connection:
        return int(connection.execute(select(func.count()).select_from(t.case_record)).scalar_one())
