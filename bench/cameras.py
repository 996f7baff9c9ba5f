"""The tree of 17 500 cameras: opened, counted and searched as the page asks, on both databases."""

from __future__ import annotations

import argparse
import itertools
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Final
from zoneinfo import ZoneInfo

from bench.rig import TITLES, Database, add_databases
from bench.tables import quantile, show
from callbacks.cameras import camera_rows
from dashboard.domain.camera_register import CameraKind
from dashboard.domain.coordinates import Position
from dashboard.domain.grid import Area
from dashboard.domain.imports import AssetRecord
from dashboard.domain.text import Language
from dashboard.services.cameras.register import CameraRegister
from data_sources.db import engine as db
from data_sources.db.cameras.tree import CameraTreeReader
from data_sources.db.migrate import migrate
from data_sources.db.register_store import SqlRegister
from layouts.markup import markup
from layouts.viewer import Theme, Viewer
from tests.servers import DURABLE, private_postgres

REACH_MS: Final = 200.0
DISTRICTS, TOWNS, GRIDS = 10, 12, 8
_KINDS: Final = (*[CameraKind.STREET] * 6, *[CameraKind.SHOP_FRONT] * 4, CameraKind.HIGH_POINT, CameraKind.DRAIN)
_ROADS: Final = ("中山", "人民", "解放", "县前", "桥东", "学士", "织锦", "南山", "环城", "船厂")
_HEAD: Final = ("asked", "rows", "kB of markup", "p50, ms", "p95, ms", "worst, ms", "to reach, ms")
_VIEWER: Final = Viewer(Language.CHINESE, Theme.DARK, ZoneInfo("Asia/Shanghai"))


def areas() -> Iterator[Area]:
    """A city of districts (区), towns (街道) and grids, of which nothing but the tree matters."""
    ring = [[120.0, 30.0], [121.0, 30.0], [121.0, 31.0], [120.0, 30.0]]
    shape = {"type": "Polygon", "coordinates": [ring]}
    for district in range(DISTRICTS):
        code = f"33{district:02}"
        yield Area(code=code, name=f"{district + 1}区", level="district", geometry=shape)
        for town in range(TOWNS):
            below = f"{code}{town:02}"
            yield Area(code=below, name=f"{town + 1}街道", level="street", geometry=shape, parent=code)
            for grid in range(GRIDS):
                own = f"{below}{grid:02}"
                yield Area(code=own, name=f"网格{own}", level="grid", geometry=shape, parent=below)


def cameras(count: int, grids: list[str]) -> Iterator[AssetRecord]:
    """So many cameras of every kind, in all grids, on streets with Chinese names."""
    for number in range(count):
        road = f"{_ROADS[number % len(_ROADS)]}{'路' if number % 3 else '街'}"
        kind = _KINDS[number % len(_KINDS)]
        yield AssetRecord(
            asset_id=f"CAM-{number:05}",
            kind="camera",
            name=f"{road}{number % 900 + 1}号{'高点' if kind is CameraKind.HIGH_POINT else ''}",
            position=Position(120.5, 30.5),
            grid=grids[number * 7 % len(grids)],
            attributes={"street": road, "camera_kind": kind.value},
        )


def questions() -> Mapping[str, tuple[str, CameraKind | None, Any]]:
    """What the page asks: text, kind, and what is open."""
    town = {"3300": 1, "330000": 1}
    return {
        "the tree, closed": ("", None, {}),
        "a district and a town open": ("", None, town),
        "and a leaf of 60": ("", None, {**town, "330000/street": 1}),
        "every district open": ("", None, {f"33{each:02}": 1 for each in range(DISTRICTS)}),
        "high points alone": ("", CameraKind.HIGH_POINT, {}),
        "by number": ("CAM-12345", None, None),
        "by street": ("中山路", None, None),
        "by name": ("县前街34号", None, None),
        "by pinyin initials": ("xqj34h", None, None),
        "by a letter that all have": ("c", None, None),
        "by what none has": ("没有这样的", None, None),
    }


def measured(register: CameraRegister, ask: tuple[str, CameraKind | None, Any], rounds: int) -> tuple[object, ...]:
    """One row: so many rows of the tree in so much markup, and how long query and markup took."""
    services: Any = SimpleNamespace(camera_register=register)
    took_ms, rows, html = [], 0, ""
    for _ in range(rounds):
        begun_s = time.perf_counter()
        tree, chips = camera_rows(_VIEWER, services, *ask)
        html = markup(tree) + markup(chips)
        took_ms.append((time.perf_counter() - begun_s) * 1000)
        rows = html.count('class="tree-row')
    times = (quantile(took_ms, 0.5), quantile(took_ms, 0.95), max(took_ms))
    return rows, round(len(html.encode()) / 1000), *(round(each, 1) for each in times), f"{REACH_MS:g}"


@contextmanager
def _database(which: Database) -> Iterator[db.Database]:
    folder = Path(tempfile.mkdtemp(prefix="xiuhua-bench-"))
    try:
        if which is Database.SQLITE:
            yield db.create(f"sqlite:///{folder / 'bench.db'}")
        else:
            with private_postgres(DURABLE) as cluster:
                yield db.create(cluster.new_database())
    finally:
        shutil.rmtree(folder)


def _ticking() -> Callable[[], int]:
    """A clock that is far on at each look, so that no count is remembered from the question before."""
    seconds = itertools.count(1_795_000_000, 60)
    return lambda: next(seconds) * 1_000_000


def main() -> None:
    """Prints a table for each database."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cameras", type=int, default=17_500)
    parser.add_argument("--rounds", type=int, default=30)
    add_databases(parser)
    options = parser.parse_args()
    for which in options.database:
        with _database(which) as engine:
            migrate(engine, 0)
            tree, register = list(areas()), SqlRegister(engine, lambda: 0)
            register.upsert_areas(tree, ())
            register.upsert_assets(list(cameras(options.cameras, [each.code for each in tree if each.level == "grid"])))
            with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
                connection.exec_driver_sql("ANALYZE")  # as either database does by itself after a while
            reads = CameraRegister(CameraTreeReader(engine), _ticking())
            rows = [(name, *measured(reads, ask, options.rounds)) for name, ask in questions().items()]
            show(f"{options.cameras:,} cameras on {TITLES[which]}: query and markup", _HEAD, rows)
            engine.dispose()


if __name__ == "__main__":
    main()
