"""The demo's past cases, written day by day, the newest first, while the demo is running already."""

from __future__ import annotations

import logging
import threading
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, Final

from bootstrap import now_us
from bootstrap.cases import build_case_rules
from dashboard.domain.cases.records import Case, Flag
from dashboard.domain.feeds import Feed
from dashboard.domain.roster.duty import day_of
from dashboard.ports.operations import Clock
from dashboard.settings import Settings
from data_sources.db.engine import Database
from data_sources.db.transactions import SqlTransactions
from data_sources.demo_city.bureau import make_bureau
from data_sources.demo_city.case_lives import of_case
from data_sources.demo_city.case_past import CasePast, PastCase
from data_sources.demo_city.records import DemoCity
from data_sources.demo_city.supervision import entry_of, task_of_day, tasks_of_today

_DOCUMENT: Final = "case_past"
_BREATH_S: Final = 0.05
_LOG: Final = logging.getLogger("xiuhua.demo")


@dataclass
class CaseHistory:
    """So many days of cases before now. A day that was written once stays as it is; one that is missing is made up for.

    Each day is one transaction together with the note that it is there, so that whoever is interrupted goes on.
    """

    settings: Settings
    engine: Database
    city: DemoCity
    days: int
    clock: Clock = now_us

    def write(self, stop: threading.Event) -> int:
        """Write what is missing until told to stop; return how many cases that were."""
        store, zone = SqlTransactions(self.engine, self.clock), self.settings.timezone
        with store.begin() as work:
            rules = build_case_rules(self.settings, self.engine, self.clock).now(work)
            known, dispatch_rules = frozenset(work.document(_DOCUMENT) or {}), work.dispatch_rules()
        until_us = self.clock()
        past = CasePast.of(self.city, make_bureau(self.city), rules, zone, until_us, dispatch_rules)
        today, count = day_of(until_us, zone), 0
        for ago in range(self.days):
            day = today - timedelta(ago)
            if day.isoformat() in known:
                continue
            told = [*past.of_day(day), *(past.standing() if ago == 0 else ())]
            count += _keep(store, day.isoformat(), told, past)
            if stop.wait(_BREATH_S):
                break
        _LOG.info("the past has %d more cases", count)
        return count


def _keep(store: SqlTransactions, day: str, told: list[PastCase], past: CasePast) -> int:
    """Write the cases of a day under its next numbers, unless somebody was faster."""
    with store.begin() as work:
        known: dict[str, Any] = work.document(_DOCUMENT) or {}
        if day in known:
            return 0
        numbered = [each._replace(case=replace(each.case, number=_number(work, each, past))) for each in told]
        keys = work.add_cases([each.case for each in numbered])
        entries = [of_case(each.entries, key) for each, key in zip(numbered, keys, strict=True)]
        work.add_case_entries([entry for some in entries for entry in some])
        decisions = [(each.decision, key) for each, key in zip(numbered, keys, strict=True)]
        cases = [replace(each.case, case_key=key) for each, key in zip(numbered, keys, strict=True)]
        _demand(work, date.fromisoformat(day), cases, past)
        work.add_decisions([each._replace(case_key=key) for each, key in decisions if each is not None])
        work.save_document(_DOCUMENT, {**known, day: len(told)})
        work.bump([Feed.CASES])
    return len(told)


def _demand(work: Any, day: date, cases: list[Case], past: CasePast) -> None:
    """Write the supervision tasks about these cases; open ones are marked as supervised and tell of it."""
    heads = {**{unit: people[0] for unit, people in past.handlers.items()}, **past.leaders}
    if day == day_of(past.until_us, past.zone):
        tasks = list(tasks_of_today(cases, heads, past.until_us))
    else:
        found = task_of_day(day, cases, heads, past.zone, past.until_us)
        tasks = [] if found is None else [found]
    by_key = {case.case_key: case for case in cases}
    for task in tasks:
        given = day_of(task.issued.at_us, past.zone)
        number = f"DB{given:%Y%m%d}-{work.next_task_number(given):02d}"
        work.add_task(task._replace(number=number), f"{_DOCUMENT}-{number}")
        work.add_case_entries([entry_of(task, key) for key in task.cases])
        for case in (by_key[key] for key in task.cases):
            work.save_case(replace(case, revision=case.revision + 1, flags=case.flags | {Flag.SUPERVISED}))


def _number(work: Any, told: PastCase, past: CasePast) -> str:
    day = day_of(told.case.times.reported_us, past.zone)
    return f"{day:%Y%m%d}-{work.next_case_number(day):04d}"
