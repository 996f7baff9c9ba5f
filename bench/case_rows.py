"""Cases by the hundred thousand with a believable mix, written by the driver itself; some thousand are still open."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any, Final, TypeVar

from sqlalchemy import Connection, insert, select, text

from dashboard.domain.cases.limits import Limit, LimitType
from dashboard.domain.cases.records import Case, Origin, Place, Times
from dashboard.domain.cases.states import CaseState, Source
from dashboard.domain.cases.timing import Rules, timed
from dashboard.domain.catalogue.records import USUAL_STEP_LIMITS, Category, CategoryKind, Standard
from dashboard.domain.catalogue.tree import Contents
from dashboard.domain.durations import DAY_US, HOUR_US, MINUTE_US
from data_sources.db import tables as t
from data_sources.db.cases.columns import row_of
from data_sources.db.cases.search import Findable, add_to_search
from data_sources.db.engine import Database, writing
from data_sources.db.json_columns import packed

T = TypeVar("T")
AT_ONCE: Final = 5_000
_GO_ON: Final = "SELECT setval(pg_get_serial_sequence('case_record', 'case_key'), max(case_key)) FROM case_record"
_INDEXES: Final = (
    "SELECT indexname, indexdef FROM pg_indexes WHERE tablename IN ('case_record', 'case_entry', 'case_search')"
    " AND NOT indexdef LIKE 'CREATE UNIQUE%%'"
)
_COLUMNS: Final = (
    "SELECT column_name FROM information_schema.columns WHERE table_name = %s AND is_generated = 'NEVER'"
    " AND column_name <> 'entry_key'"
)
_LATER: Final = {
    "case_key": "case_key + :by",
    "number": "lpad((case_key + :by - 1)::text, 9, '0')",
    "paused_us": "paused_us",
}
SHIFT_US: Final = 7 * MINUTE_US
YEARS_US: Final = 3 * 365 * DAY_US
OPEN_DAYS: Final = 25
"""What is open was reported in so many days; of what is older all has ended."""
MIX: Final = (
    ("01", "市容环境", (("0102", "暴露垃圾", 4654), ("0104", "道路不洁", 900), ("0110", "道路破损", 300))),
    ("05", "街面秩序", (("0505", "机动车乱停放", 4000), ("0507", "乱堆物料", 2247), ("0511", "沿街晾挂", 1508))),
    ("06", "街面秩序其他", (("0506", "非机动车乱停放", 1046), ("0504", "店外经营", 700), ("0501", "游商", 500))),
    ("11", "公用设施", (("1114", "无主井盖", 177), ("1102", "污水井盖", 90), ("1118", "路灯", 120))),
    ("12", "道路设施", (("1220", "人行道破损", 318), ("1221", "警示柱", 186), ("1209", "交通标志牌", 60))),
)
"""Categories with how many cases a month they have (domain.md 2.3)."""
_SOURCES: Final = ((Source.COLLECTOR, 48), (Source.AI, 22), (Source.HANDHELD, 9), (Source.HOTLINE, 8), (Source.IOT, 4),
                   (Source.VIDEO_SEAT, 4), (Source.SNAPSHOT, 3), (Source.QR, 2))  # fmt: skip
_ENDS: Final = ((CaseState.CLOSED, 940), (CaseState.REJECTED, 35), (CaseState.VOID, 20), (CaseState.FORCED_CLOSE, 5))
_WAYS: Final = tuple(state for state in CaseState if state not in dict(_ENDS))
_WORDS: Final = (
    "占道约三平方米",
    "影响通行",
    "居民反映多次",
    "商户拒不整改",
    "雨后积水",
    "夜间施工",
    "已拍照",
    "请尽快处置",
)
_UNITS: Final = (None, "ZF03", "ZF04", "SZ01", "SZ02", "HW01", "HW02", "YL")


def contents() -> Contents:
    """The catalogue of these cases."""
    return Contents(
        tuple(
            category
            for code, name, subs in MIX
            for category in (
                Category(code, name, CategoryKind.EVENT),
                *(Category(sub, title, CategoryKind.EVENT, code) for sub, title, _ in subs),
            )
        ),
        tuple(Standard(sub, Limit(4, LimitType.WORK_HOUR)) for _, _, subs in MIX for sub, _, _ in subs),
        USUAL_STEP_LIMITS,
    )


@dataclass(frozen=True)
class Ground:
    """Where cases can be: keys of grids with their lines and squads, people, and street names."""

    grids: Sequence[tuple[int, str, Sequence[int]]]
    people: Sequence[str]
    streets: Sequence[str]


def ground(connection: Connection) -> Ground:
    """What the register tells of it."""
    a, s = t.area.c, t.squad.c
    lines: dict[int, list[int]] = {}
    for key, parent in connection.execute(select(a.area_key, a.parent_key).where(a.level == "line")):
        lines.setdefault(parent, []).append(key)
    grids = connection.execute(
        select(a.area_key, s.code).join(t.squad, s.squad_key == a.squad_key).where(a.level == "grid")
    )
    people = connection.execute(select(t.person.c.number)).scalars()
    streets = connection.execute(select(t.street.c.name)).scalars()
    return Ground([(key, squad, lines[key]) for key, squad in grids], list(people), list(streets))


def rows(count: int, land: Ground, rules: Rules, until_us: int) -> Iterator[dict[str, Any]]:
    """So many rows of cases, the oldest first, the same each time."""
    dice = random.Random(count)
    subs = [(sub, title) for _, _, all_subs in MIX for sub, title, _ in all_subs]
    weights = [often for _, _, all_subs in MIX for _, _, often in all_subs]
    frozen, usual = _frozen(rules, until_us), row_of(_reported(until_us))
    for number in range(count):
        at_us = until_us - YEARS_US + YEARS_US * number // count + dice.randrange(HOUR_US)
        sub, title = dice.choices(subs, weights)[0]
        grid, squad, lines = dice.choice(land.grids)
        street = dice.choice(land.streets)
        unit = dice.choice(_UNITS)
        times = _times(dice, at_us, until_us)
        yield usual | {
            "number": f"{number:09d}",
            "revision": 9,
            "category": sub,
            "category_name": title,
            "description": f"{title}，{dice.choice(_WORDS)}，{dice.choice(_WORDS)}",
            "address": f"{street}{dice.randrange(1, 400)}号",
            "lon": 121.40 + dice.random() / 20,
            "lat": 29.65 + dice.random() / 20,
            "area_key": grid,
            "line_key": dice.choice(lines),
            "source": _drawn(dice, _SOURCES).value,
            "reporter": f"reporter-{dice.randrange(40)}",
            "squad": squad if unit is None else None,
            "department": unit,
            "assignee": dice.choice(land.people),
            "flags": " urgent " if dice.random() < 0.01 else "",
            "frozen": frozen,
            **times,
        }


def _times(dice: random.Random, at_us: int, until_us: int) -> dict[str, Any]:
    """How far it came, and by when it had to."""
    filed_us = at_us + dice.randrange(20) * MINUTE_US
    limit_us = dice.choice((3, 6, 24, 72)) * HOUR_US
    due_us = filed_us + limit_us
    ended = until_us - at_us > OPEN_DAYS * DAY_US or dice.random() < 0.7
    handled_us = filed_us + int(limit_us * dice.lognormvariate(-0.8, 0.6))
    state = _drawn(dice, _ENDS) if ended else dice.choice(_WAYS)
    return {
        "state": state.value,
        "reported_us": at_us,
        "registered_us": at_us + 5 * MINUTE_US,
        "filed_us": filed_us,
        "dispatched_us": filed_us + MINUTE_US,
        "handled_us": handled_us if ended else None,
        "ended_us": handled_us + HOUR_US if ended else None,
        "due_us": due_us,
        "yellow_us": filed_us + limit_us * 4 // 5,
        "step_due_us": None if ended else at_us + dice.randrange(1, 600) * HOUR_US,
        "step_yellow_us": None if ended else at_us + dice.randrange(1, 400) * HOUR_US,
        "paused_since_us": at_us + DAY_US if state is CaseState.HUNG else None,
        "on_time": handled_us <= due_us if ended else None,
        "pending": None,
    }


def _drawn(dice: random.Random, weighted: Sequence[tuple[T, int]]) -> T:
    return dice.choices([each for each, _ in weighted], [weight for _, weight in weighted])[0]


def _reported(at_us: int) -> Case:
    place = Place(121.40, 29.65)
    return Case(category="", category_name="", place=place, origin=Origin(Source.AI, ""), times=Times(at_us))


def _frozen(rules: Rules, at_us: int) -> str:
    """What is frozen into a filed case, as long as it usually is."""
    filed = Case(
        category=MIX[0][2][0][0],
        category_name="",
        state=CaseState.TO_DISPATCH,
        place=Place(121.40, 29.65),
        origin=Origin(Source.AI, ""),
        times=Times(at_us, filed_us=at_us),
    )
    return packed(dict(timed(None, filed, rules, at_us).clocks.frozen))


def load(engine: Database, made: Iterator[dict[str, Any]], copies: int = 1) -> None:
    """Write them, with a first and a last entry of each timeline; PostgreSQL has them so many times in the end."""
    with _indexes_last(engine):
        while some := list(islice(made, AT_ONCE)):
            with writing(engine) as connection:
                write = _copy if connection.dialect.name == "postgresql" else _executemany
                write(connection, "case_record", [row | {"case_key": key_of(row)} for row in some])
                write(connection, "case_entry", [entry for row in some for entry in _entries(row)])
                add_to_search(connection, [_findable(row) for row in some])
        if engine.dialect.name == "postgresql":
            with writing(engine) as connection:
                _multiply(connection, copies)
                connection.exec_driver_sql(_GO_ON)


@contextmanager
def _indexes_last(engine: Database) -> Iterator[None]:
    """Let PostgreSQL make the indexes of what is loaded afterwards, each in one go; keys stay."""
    if engine.dialect.name != "postgresql":
        yield
        return
    with writing(engine) as connection:
        indexes = connection.exec_driver_sql(_INDEXES).all()
        for name, _ in indexes:
            connection.exec_driver_sql(f"DROP INDEX {name}")
    yield
    with writing(engine) as connection:
        connection.exec_driver_sql("SET LOCAL maintenance_work_mem = '512MB'")
        for _, statement in indexes:
            connection.exec_driver_sql(statement)


def _multiply(connection: Connection, copies: int) -> None:
    """The same again some minutes later, under keys and numbers of their own."""
    first = connection.exec_driver_sql("SELECT max(case_key) FROM case_record").scalar_one()
    for table in ("case_record", "case_entry", "case_search"):
        names = connection.exec_driver_sql(_COLUMNS, (table,)).scalars().all()
        told = ", ".join(_LATER.get(name, f"{name} + :us" if name.endswith("_us") else name) for name in names)
        copied = f"INSERT INTO {table} ({', '.join(names)}) SELECT {told} FROM {table} WHERE case_key <= {first}"
        for number in range(1, copies):
            connection.execute(text(copied), {"by": number * first, "us": number * SHIFT_US})


def _findable(row: dict[str, Any]) -> Findable:
    return Findable(key_of(row), row["number"], (row["address"], row["description"], row["category_name"]))


def key_of(row: dict[str, Any]) -> int:
    """The key of a case: its running number from 1 on."""
    return int(row["number"]) + 1


def _entries(row: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for what, at_us in (("report", row["reported_us"]), ("close", row["ended_us"] or row["filed_us"])):
        told = {"case_key": key_of(row), "at_us": at_us, "kind": "step", "what": what, "actor": row["reporter"]}
        yield {**told, "text": row["description"], "data": '{"from":"to_close","to":"closed"}'}


def _executemany(connection: Connection, table: str, some: Sequence[dict[str, Any]]) -> None:
    names = ", ".join(some[0])
    marks = ", ".join("?" * len(some[0]))
    statement = f"INSERT INTO {table} ({names}) VALUES ({marks})"
    connection.exec_driver_sql(statement, [tuple(row.values()) for row in some])


def _copy(connection: Connection, table: str, some: Sequence[dict[str, Any]]) -> None:
    cursor = connection.connection.cursor()
    with cursor.copy(f"COPY {table} ({', '.join(some[0])}) FROM STDIN") as copy:
        for row in some:
            copy.write_row(tuple(row.values()))


def store_photos(engine: Database, digests: Sequence[str], at_us: int) -> None:
    """Let pictures of these digests be given to cases."""
    size = {"width": 1_280, "height": 960, "size_bytes": 200_000, "stored_us": at_us, "wanted_us": at_us}
    with writing(engine) as connection:
        connection.execute(insert(t.photo), [{"digest": digest, **size} for digest in digests])


def begin_of_time() -> date:
    """From when on their catalogue holds."""
    return date(2015, 1, 1)
