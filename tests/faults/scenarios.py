"""The faults. Each is one function that causes a fault and clears it while a gateway publishes."""

from __future__ import annotations

import os
import signal
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from typing import Final

from tests.e2e.product import eventually, family
from tests.faults.publisher import Publisher
from tests.faults.rig import EMBEDDED, SERVERS, STACKS, Rig, Setup


@dataclass(frozen=True, kw_only=True)
class Extent:
    """How much of everything: the short form for each `make test`, the long one for `make faults`."""

    name: str
    rate: float = 1_000.0
    before_s: float
    down_s: float
    away_s: float
    backlog: int
    quiet_s: float


SHORT: Final = Extent(name="short", before_s=1, down_s=0.2, away_s=3, backlog=5_000, quiet_s=0)
LONG: Final = Extent(name="long", before_s=8, down_s=5, away_s=60, backlog=100_000, quiet_s=6)

Act = Callable[[Rig, Publisher, Extent], str]
"""Causes the fault and clears it; returns a remark for the table, or nothing."""


@dataclass(frozen=True, kw_only=True)
class Scenario:
    """A fault, on which stacks it is met, and on which of them nothing is lost in it."""

    title: str
    act: Act
    stacks: tuple[str, ...]
    keeps: tuple[str, ...]
    setup: Setup
    in_short_form: bool
    padding: int


USUAL: Final = Setup()
FULL: Final = Setup(environment={"XIUHUA_DISK_RESERVE_MB": "0"}, disk_mb=400)
RESERVE: Final = Setup(environment={"XIUHUA_DISK_RESERVE_MB": "100"}, disk_mb=400)
SMALL_STORE: Final = Setup(environment={"XIUHUA_DISK_RESERVE_MB": "300"}, disk_mb=400)
SHARED: Final = Setup(environment={"XIUHUA_MQTT_SHARE_GROUP": "city"})

SCENARIOS: Final[list[Scenario]] = []
_pause: Final = threading.Event()


def short_form(stack: str) -> list[Scenario]:
    """Return the faults of `make test` on a stack, in which it keeps everything; they happen to one running product."""
    chosen = [scenario for scenario in SCENARIOS if scenario.in_short_form]
    return [scenario for scenario in chosen if stack in scenario.stacks and stack in scenario.keeps]


def fault(
    title: str,
    *,
    stacks: tuple[str, ...] = STACKS,
    keeps: tuple[str, ...] = STACKS,
    setup: Setup = USUAL,
    in_short_form: bool = False,
    padding: int = 0,
) -> Callable[[Act], Act]:
    """Enter a function in the table of faults."""

    def enter(act: Act) -> Act:
        SCENARIOS.append(
            Scenario(
                title=title,
                act=act,
                stacks=stacks,
                keeps=keeps,
                setup=setup,
                in_short_form=in_short_form,
                padding=padding,
            )
        )
        return act

    return enter


def _kill_and_start(rig: Rig, extent: Extent, *names: str) -> str:
    rig.kill(*names)
    _pause.wait(extent.down_s)
    rig.product.start(*names)
    return ""


@fault("ingest killed (-9)", in_short_form=True)
def kill_ingest(rig: Rig, _publisher: Publisher, extent: Extent) -> str:
    return _kill_and_start(rig, extent, "ingest")


@fault("broker killed (-9)", keeps=(EMBEDDED,), in_short_form=True)
def kill_broker(rig: Rig, _publisher: Publisher, extent: Extent) -> str:
    return _kill_and_start(rig, extent, "broker")


@fault("worker killed (-9)")
def kill_worker(rig: Rig, _publisher: Publisher, extent: Extent) -> str:
    return _kill_and_start(rig, extent, "worker")


@fault("web killed (-9)")
def kill_web(rig: Rig, _publisher: Publisher, extent: Extent) -> str:
    return _kill_and_start(rig, extent, "web")


@fault("broker and ingest killed (-9) at once", keeps=(EMBEDDED,))
def kill_broker_and_ingest(rig: Rig, _publisher: Publisher, extent: Extent) -> str:
    return _kill_and_start(rig, extent, "broker", "ingest")


@fault("everything killed (-9) at once", keeps=(EMBEDDED,), in_short_form=True)
def kill_everything(rig: Rig, _publisher: Publisher, extent: Extent) -> str:
    return _kill_and_start(rig, extent, "broker", "ingest", "worker", "web")


@fault("broker killed (-9) five times in a row", keeps=(EMBEDDED,))
def kill_broker_again_and_again(rig: Rig, publisher: Publisher, extent: Extent) -> str:
    for _ in range(5):
        sent = publisher.sent
        _kill_and_start(rig, extent, "broker")
        publisher.wait_for(sent + 2_000)
    return ""


@fault("database held by another writer", stacks=(EMBEDDED,), in_short_form=True)
def lock_database(rig: Rig, _publisher: Publisher, extent: Extent) -> str:
    with closing(sqlite3.connect(rig.product.data_dir / "xiuhua.db", timeout=60, isolation_level=None)) as database:
        database.execute("BEGIN EXCLUSIVE")
        _pause.wait(extent.away_s)
        database.execute("ROLLBACK")
    return f"{extent.away_s:g} s"


@fault("database stopped at once and started again", stacks=(SERVERS,), in_short_form=True)
def stop_database(rig: Rig, _publisher: Publisher, extent: Extent) -> str:
    assert rig.cluster is not None
    rig.cluster.stop()
    _pause.wait(extent.away_s)
    rig.cluster.resume()
    return f"{extent.away_s:g} s"


@fault("database frozen", stacks=(SERVERS,))
def freeze_database(rig: Rig, _publisher: Publisher, extent: Extent) -> str:
    assert rig.cluster is not None
    frozen = family(rig.cluster.pid)
    for pid in frozen:
        os.kill(pid, signal.SIGSTOP)
    try:
        _pause.wait(extent.away_s)
    finally:
        for pid in frozen:
            os.kill(pid, signal.SIGCONT)
    return f"{extent.away_s:g} s"


@fault("second ingest of the same name", in_short_form=True)
def start_second_ingest(rig: Rig, _publisher: Publisher, _extent: Extent) -> str:
    code = rig.start_extra("second-ingest", "ingest").wait(60)
    del rig.extra["second-ingest"]
    assert code == 2, f"the second ingest ended with {code}"
    return "it ends with exit code 2"


@fault("backlog: ingest stopped while messages come", in_short_form=True)
def gather_backlog(rig: Rig, publisher: Publisher, extent: Extent) -> str:
    rig.kill("ingest")
    publisher.hurry(extent.backlog)
    rig.product.start("ingest")
    return f"{extent.backlog:,} messages"


@fault("member of a share group stopped, and back", stacks=(SERVERS,), setup=SHARED)
def stop_member(rig: Rig, publisher: Publisher, extent: Extent) -> str:
    with _second_member(rig):
        _take_turns(rig, publisher, extent, signal.SIGTERM)
    return ""


@fault("member of a share group killed (-9), and back", stacks=(SERVERS,), setup=SHARED)
def kill_member(rig: Rig, publisher: Publisher, extent: Extent) -> str:
    with _second_member(rig):
        _take_turns(rig, publisher, extent, signal.SIGKILL)
    return ""


@contextmanager
def _second_member(rig: Rig) -> Iterator[None]:
    with rig.product.listener() as listener:
        rig.start_extra("member", "ingest", "--member", "2")
        eventually(lambda: _online_members(listener.states) == 2, "both members are online")
    yield
    rig.end_extra("member", signal.SIGTERM)


def _online_members(states: dict[str, dict[str, object]]) -> int:
    return sum(name.startswith("ingest") and state["state"] == "online" for name, state in states.items())


def _take_turns(rig: Rig, publisher: Publisher, extent: Extent, how: signal.Signals) -> None:
    """End the second member and bring it back; then the same, so that what waited for it is recorded before it goes."""
    publisher.wait_for(publisher.sent + int(extent.before_s * extent.rate))
    rig.end_extra("member", how)
    publisher.wait_for(publisher.sent + int(extent.down_s * extent.rate))
    rig.start_extra("member", "ingest", "--member", "2")
    publisher.wait_for(publisher.sent + int(extent.before_s * extent.rate) + 5_000)


@fault("disk full below the reserve, and free again", stacks=(EMBEDDED,), setup=RESERVE)
def fill_to_the_reserve(rig: Rig, _publisher: Publisher, extent: Extent) -> str:
    with _filled_disk(rig, leave_mb=50):
        _pause.wait(extent.away_s)
    return f"{extent.away_s:g} s with 50 MB free of a reserve of 100 MB"


@fault("disk full to the last byte, and free again", stacks=(EMBEDDED,), setup=FULL)
def fill_to_the_last_byte(rig: Rig, _publisher: Publisher, extent: Extent) -> str:
    with _filled_disk(rig, leave_mb=0):
        _pause.wait(extent.away_s)
    return f"{extent.away_s:g} s with no reserve and no byte free"


@fault("disk of the broker full, and free again", stacks=(SERVERS,), setup=FULL)
def fill_the_broker_disk(rig: Rig, _publisher: Publisher, extent: Extent) -> str:
    with _filled_disk(rig, leave_mb=0):
        _pause.wait(extent.away_s)
    return f"{extent.away_s:g} s with no byte free"


@contextmanager
def _filled_disk(rig: Rig, leave_mb: int) -> Iterator[None]:
    """Fill DATA_DIR's own disk, and keep it full: what others free meanwhile is taken, too."""
    path = rig.product.data_dir / "ballast"
    over = threading.Event()

    def fill() -> None:
        with path.open("wb", buffering=0) as ballast:
            while not over.is_set():
                space = os.statvfs(path)
                free = space.f_bavail * space.f_frsize - leave_mb * 1_000_000
                if free <= 0:
                    over.wait(0.2)
                    continue
                ballast.write(b"\0" * min(free, 1_000_000))

    thread = threading.Thread(target=fill, name="ballast")
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()
        path.unlink()


@fault("store of the broker full, then the ingest is back", stacks=(EMBEDDED,), setup=SMALL_STORE, padding=10_000)
def fill_the_store(rig: Rig, publisher: Publisher, extent: Extent) -> str:
    rig.kill("ingest")
    answered = -1
    while answered < len(publisher.acknowledged):
        answered = len(publisher.acknowledged)
        _pause.wait(15)
    rig.product.environment["XIUHUA_DISK_RESERVE_MB"] = "0"
    rig.product.start("ingest")
    return "64 MiB; no answer from then on"
