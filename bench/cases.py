"""Half a million cases: the list by every filter and sort, counts of lamps, reports and moves, on both databases."""

from __future__ import annotations

import argparse
import gc
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from itertools import product
from pathlib import Path
from typing import Any, Final

from sqlalchemy import func, select

from bench.case_rows import MIX, begin_of_time, contents, ground, load, rows, store_photos
from bench.rig import TITLES, Database, add_databases
from bench.tables import quantile, show
from bootstrap.cases import build_case_rules, build_cases
from bootstrap.squads import build_squads
from dashboard.domain.cases.clocks import Lamp
from dashboard.domain.cases.commands import Move
from dashboard.domain.cases.drafts import CaseDraft
from dashboard.domain.cases.photo_roles import PhotoRole, Shot
from dashboard.domain.cases.queries import CaseQuery, CaseSort, Sight, Sorting
from dashboard.domain.cases.records import Case, Units
from dashboard.domain.cases.states import Action, CaseState, Source
from dashboard.domain.catalogue.tree import Version
from dashboard.domain.durations import DAY_US
from dashboard.domain.rights import Actor, system
from dashboard.domain.squads.periods import SquadPeriod
from dashboard.settings import Settings
from data_sources.db import engine as db
from data_sources.db import tables as t
from data_sources.db.cases.store import SqlCaseStore
from data_sources.db.cases.tally import fold
from data_sources.db.catalogue.store import SqlCatalogueStore
from data_sources.db.migrate import migrate
from data_sources.db.people.store import SqlPeopleStore
from data_sources.db.register_store import SqlRegister
from data_sources.demo_city.bureau import make_bureau
from data_sources.demo_city.city import generate
from data_sources.demo_city.settle import settle, settle_bureau
from tests.servers import DURABLE, private_postgres

REACH_MS: Final = {"list": 300.0, "move": 50.0}
PAGE: Final = 100
MADE: Final = 250_000
"""So many cases are made; PostgreSQL copies the rest from them."""
_LIST_HEAD: Final = ("filter", "cases", "p50, ms", "p95, ms", "worst, ms", "its sort")
_STEP_HEAD: Final = ("step", "count", "p50, ms", "p95, ms", "worst, ms", "to reach, ms")
_SCREEN_HEAD: Final = ("asked", "squads", *_STEP_HEAD[2:])
_EVERYBODY: Final = system()
_OF_SQUADS: Final = (
    select(t.squad.c.code, func.min(t.person.c.number))
    .join(t.person, t.person.c.squad_key == t.squad.c.squad_key)
    .group_by(t.squad.c.code)
    .order_by(t.squad.c.code)
)
_LEADER: Final = Sight(everything=False, account="leader", person="XC0031", squad="north", areas=frozenset({"01"}))
_SHOTS: Final = (Shot("b" * 64, PhotoRole.BEFORE), Shot("a" * 64, PhotoRole.AFTER))


def now_us() -> int:
    """The present in µs since the epoch."""
    return time.time_ns() // 1000


class Desk:
    """The services of cases on a database with the demo city and so many cases."""

    def __init__(self, engine: db.Database, count: int) -> None:
        self.engine, self.count = engine, count
        city = generate(7, 300)
        bureau = make_bureau(city)
        settle(city, SqlRegister(engine, now_us))
        settle_bureau(bureau, SqlPeopleStore(engine, now_us))
        with SqlCatalogueStore(engine, now_us).begin() as work:
            work.add_catalogue(Version(0, "bench", begin_of_time()), contents())
        self.store = SqlCaseStore(engine, now_us)
        self.rules = build_case_rules(Settings(), engine)
        self.cases = build_cases(Settings(), engine, _Nobody())
        self.squads = [each.code for each in bureau.squads]
        self.areas = city.areas
        self.load_s = self._load()
        gc.collect()
        gc.freeze()  # the city is no part of a web server: collecting it would be counted as time of the list

    def _load(self) -> float:
        began = time.monotonic()
        with db.reading(self.engine) as connection:
            land = ground(connection)
        with self.store.begin() as work:
            rules = self.rules.now(work)
        copies = max(1, self.count // MADE) if self.engine.dialect.name == "postgresql" else 1
        load(self.engine, rows(self.count // copies, land, rules, now_us()), copies)
        store_photos(self.engine, [shot.digest for shot in _SHOTS], now_us())
        with db.writing(self.engine) as connection:
            fold(connection)
        with self.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            if connection.dialect.name == "postgresql":
                connection.exec_driver_sql("VACUUM ANALYZE")
        return time.monotonic() - began


class _Nobody:
    """Told what nobody looks at."""

    def publish(self, changes: Any, feeds: Any) -> None:
        """Nothing to tell."""


def filters(desk: Desk) -> Mapping[str, CaseQuery]:
    """What the list can be asked for, one thing each and what people ask for together."""
    at_us, sub = now_us(), MIX[0][2][0][0]
    grid = next(area.code for area in desk.areas if area.level == "grid")
    block = next(area.code for area in desk.areas if area.level == "block")
    return {
        "nothing": CaseQuery(),
        "open": CaseQuery(open_only=True),
        **{f"state {state.value}": CaseQuery(state=state) for state in (CaseState.TO_DISPATCH, CaseState.CLOSED)},
        "state rejected": CaseQuery(state=CaseState.REJECTED),
        **{f"lamp {lamp.value}": CaseQuery(lamp=lamp) for lamp in Lamp},
        "squad": CaseQuery(squad=desk.squads[0]),
        "department": CaseQuery(department="SZ01"),
        "block": CaseQuery(area=block),
        "grid": CaseQuery(area=grid),
        "sub-category": CaseQuery(categories=frozenset({sub})),
        "main category": CaseQuery(categories=frozenset({each[0] for each in MIX[0][2]})),
        "source": CaseQuery(source=Source.AI),
        "assignee": CaseQuery(assignee="XC0040"),
        "a month": CaseQuery(from_us=at_us - 60 * DAY_US, until_us=at_us - 30 * DAY_US),
        "a year": CaseQuery(from_us=at_us - 2 * 365 * DAY_US, until_us=at_us - 365 * DAY_US),
        "text, rare": CaseQuery(text="399号"),
        "text, common": CaseQuery(text="垃圾"),
        "text, nowhere": CaseQuery(text="龙卷风"),
        "text, number": CaseQuery(text=f"{desk.count // 2:09d}"),
        "text and open": CaseQuery(text="垃圾", open_only=True),
        "squad and red": CaseQuery(squad=desk.squads[0], lamp=Lamp.RED),
        "source and grid": CaseQuery(source=Source.HOTLINE, area=grid),
        "decisions": CaseQuery(pending_only=True),
        "a leader's own": CaseQuery(sight=_LEADER._replace(areas=frozenset({block}))),
        "an officer's own": CaseQuery(sight=Sight(everything=False, account="o", person="XC0040", squad="north")),
    }


def measured(act: Callable[[], object]) -> float:
    """How many ms it took."""
    began = time.perf_counter()
    act()
    return 1000 * (time.perf_counter() - began)


def lists(desk: Desk, chosen: str) -> Iterator[list[object]]:
    """A row for each filter: every sort in both directions, the first page and the one after it.

    Each time as the desk asks: the page, how many have each lamp, and by them the total. Pages are cut by the last case
    of the one before, so that none costs more for lying deep.
    """
    for name, query in filters(desk).items():
        if chosen not in name:
            continue
        took: dict[str, list[float]] = {}
        for by, descending in product(CaseSort, (True, False)):
            took[f"{'-' if descending else ''}{by.value}"] = _two_pages(desk, query, Sorting(by, descending))
        every = [each for pages in took.values() for each in pages]
        worst = max(took, key=lambda sort: max(took[sort]))
        with desk.store.look() as work:
            total = work.count_cases(query, now_us())
        yield [name, total, *(quantile(every, share) for share in (0.5, 0.95)), max(every), worst]


def _two_pages(desk: Desk, query: CaseQuery, sorting: Sorting) -> list[float]:
    """How many ms each of the first two pages takes, with the lamps; one when there is no second."""
    cursors: list[str | None] = [None]

    def page() -> None:
        with desk.store.look() as work:
            cursors.append(work.list_with_lamps(query, sorting, PAGE, cursors[-1], now_us())[1])

    return [measured(page), *([measured(page)] if cursors[-1] is not None else [])]


def screens(desk: Desk) -> list[list[object]]:
    """A row for each thing that the page of a squad and a phone on the street ask, for each squad as often."""
    with db.reading(desk.engine) as connection:
        people = connection.execute(_OF_SQUADS).all()
    actors = [(squad, _EVERYBODY._replace(squad=squad, person=person)) for squad, person in people]
    squads, tasks, periods = build_squads(Settings(), desk.engine), desk.cases.tasks, list(SquadPeriod)
    asked: dict[str, Callable[[Actor, str], object]] = {
        "squad: lamps, and who could take them": squads.lamplight.lamps,
        "squad: lamps again": squads.lamplight.lamps,
        "squad: verify and check": squads.lamplight.tasks,
        "squad: requests": squads.approving.waiting,
        **{f"squad: speeds, {each.value}": partial(squads.figures.speeds, period=each) for each in periods},
        "squad: hours and places": squads.figures.hot_spots,
        "squad: head": squads.lamplight.head,
        "squad: tasks of people who left": tasks.unattended,
        "phone: GET /api/v1/field/tasks": lambda actor, _squad: tasks.mine(actor),
    }
    table: list[list[object]] = []
    for what, ask in asked.items():
        took = [measured(partial(ask, actor, squad)) for squad, actor in actors]
        table.append([what, len(took), quantile(took, 0.5), quantile(took, 0.95), max(took), REACH_MS["list"]])
    return table


def moves(desk: Desk, rounds: int) -> list[list[object]]:
    """A row for a report and one for each step on its way to the closing."""
    times: dict[str, list[float]] = {}
    for number in range(rounds):
        for step, took_ms in _one_way(desk, number):
            times.setdefault(step, []).append(took_ms)
    return [
        [name, len(each), quantile(each, 0.5), quantile(each, 0.95), max(each), REACH_MS["move"]]
        for name, each in times.items()
    ]


def _one_way(desk: Desk, number: int) -> Iterator[tuple[str, float]]:
    """What each step of a case takes, from the report to the closing."""
    case: list[Case] = []

    def step(act: Callable[[], Case]) -> float:
        return measured(lambda: case.append(act()))

    yield "report", step(lambda: _report(desk, _draft(desk, number)))
    for action, told in _way(desk):
        move = Move(action=action, revision=case[-1].revision, **told)
        yield action.value, step(partial(_act, desk, case[-1].case_key, move, _EVERYBODY))


def _draft(desk: Desk, number: int) -> CaseDraft:
    place = desk.areas[number % len(desk.areas)].label
    return CaseDraft(source=Source.AI, category="0102", lon=place[0], lat=place[1], photos=_SHOTS)


def _report(desk: Desk, draft: CaseDraft) -> Case:
    return desk.cases.reporting.report(draft, _EVERYBODY, f"r{time.monotonic_ns()}")


def _act(desk: Desk, key: int, move: Move, actor: Actor) -> Case:
    return desk.cases.moves.act(key, move, actor, f"m{time.monotonic_ns()}")


def _way(desk: Desk) -> Sequence[tuple[Action, dict[str, Any]]]:
    return (
        (Action.REGISTER, {}),
        (Action.FILE, {}),
        (Action.DISPATCH, {"units": Units(squad=desk.squads[0])}),
        (Action.ACCEPT, {}),
        (Action.ARRIVE, {"reason": "no position"}),
        (Action.FEEDBACK, {}),
        (Action.CHECK, {}),
        (Action.CHECK, {}),
        (Action.CLOSE, {}),
    )


@contextmanager
def _database(which: Database) -> Iterator[db.Database]:
    if which is Database.POSTGRESQL:
        with private_postgres(DURABLE) as cluster:
            engine = db.create(cluster.new_database())
            yield engine
            engine.dispose()
        return
    folder = Path(tempfile.mkdtemp(prefix="xiuhua-bench-"))
    engine = db.create(f"sqlite:///{folder / 'cases.db'}")
    try:
        migrate(engine, now_us())
        yield engine
    finally:
        engine.dispose()
        shutil.rmtree(folder)


def main() -> None:
    """Prints two tables for each database."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=500_000)
    parser.add_argument("--rounds", type=int, default=50, help="cases that go all the way")
    parser.add_argument("--only", default="", help="filters that have this in their name")
    add_databases(parser)
    options = parser.parse_args()
    for which in options.database:
        with _database(which) as engine:
            desk = Desk(engine, options.cases)
            title = f"{desk.count:,} cases on {TITLES[which]}, loaded in {desk.load_s:.0f} s"
            sorts = (
                f"a page of {PAGE} with total and lamps, {2 * len(CaseSort)} sorts, to reach {REACH_MS['list']:g} ms"
            )
            show(f"{title}: {sorts}", _LIST_HEAD, list(lists(desk, options.only)))
            show(f"{title}: what a squad and the street ask", _SCREEN_HEAD, screens(desk))
            show(f"{title}: steps", _STEP_HEAD, moves(desk, options.rounds))


if __name__ == "__main__":
    main()
