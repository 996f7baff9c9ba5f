"""The running product on one of its two stacks, with what faults need: more processes, a small disk, the database."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from dashboard.domain.durations import HOUR_US
from dashboard.domain.metrics import METRICS
from tests.e2e.product import ROOT, Product, eventually
from tests.faults.fleet import KINDS_OF_ASSETS, METRIC, Fleet
from tests.servers import DURABLE, PostgresCluster, mosquitto_command, private_postgres

ASSETS: Final = 900
EMBEDDED: Final = "SQLite + NATS (embedded)"
SERVERS: Final = "PostgreSQL + Mosquitto"
STACKS: Final = (EMBEDDED, SERVERS)

_BETWEEN_LOOKS_S: Final = 0.5


@dataclass(frozen=True, kw_only=True)
class Setup:
    """How the product is set up for some faults: settings, and the size of the disk of DATA_DIR if it has its own."""

    environment: Mapping[str, str] = field(default_factory=dict)
    disk_mb: int | None = None


class Rig:
    """One running product. `cluster` is the database of the stack with servers."""

    def __init__(self, stack: str, product: Product, cluster: PostgresCluster | None) -> None:
        self.stack, self.product, self.cluster = stack, product, cluster
        self.next_number, self.begun_us = 0, time.time_ns() // 1000
        self.acknowledged: set[int] = set()
        self.extra: dict[str, subprocess.Popen[bytes]] = {}
        marks = ",".join("?" * len(KINDS_OF_ASSETS))
        statement = (
            "SELECT kind, asset_id, asset_key FROM asset WHERE device_ref = 'canonical:' || asset_id "
            f"AND kind IN ({marks}) ORDER BY asset_id"
        )
        rows = product.query(statement, *KINDS_OF_ASSETS)
        self.fleet = Fleet([(kind, asset_id) for kind, asset_id, _ in rows])
        self._asset_ids = {key: asset_id for _, asset_id, key in rows}

    def pids(self) -> list[int]:
        """Return the processes of the product."""
        return [process.pid for process in [*self.product.processes.values(), *self.extra.values()]]

    def start_extra(self, name: str, *arguments: str) -> subprocess.Popen[bytes]:
        """Start one more process of manage.py."""
        with (self.product.data_dir / "log" / f"{name}.log").open("ab") as log:
            self.extra[name] = subprocess.Popen(
                [sys.executable, "manage.py", "--die-with-parent", *arguments],
                cwd=ROOT,
                env=self.product.environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        return self.extra[name]

    def end_extra(self, name: str, how: signal.Signals) -> None:
        """End such a process and wait for its end."""
        process = self.extra.pop(name)
        process.send_signal(how)
        process.wait(60)

    def kill(self, *names: str) -> None:
        """kill -9 of these services at once."""
        for name in names:
            os.killpg(self.product.processes[name].pid, signal.SIGKILL)
        for name in names:
            self.product.kill(name)

    def is_well(self) -> bool:
        """Whether /health says so of everything."""
        health = json.loads(self.product.get("/health") or b"{}")
        return bool(health.get("status") == "ok")

    def stored(self, since_us: int) -> Counter[int]:
        """Return how many rows each message became, of those that came since then."""
        statement = "SELECT asset_key, value FROM observation WHERE hour >= ? AND metric = ? AND received_us >= ?"
        rows = self.product.query(statement, since_us // HOUR_US - 1, METRICS[METRIC].number, since_us)
        ours = ((self._asset_ids[key], value) for key, value in rows if key in self._asset_ids)
        return Counter(number for row in ours if (number := self.fleet.number(*row)) is not None)

    def wait_until_stored(self, numbers: set[int], since_us: int, stuck_s: float) -> tuple[Counter[int], float]:
        """Return what is stored, and since when (monotonic, s), when it is all of these or nothing more comes."""
        pause = threading.Event()
        missing, moved_s = len(numbers) + 1, time.monotonic()
        while True:
            stored = self.stored(since_us)
            now_missing = len(numbers - stored.keys())
            if now_missing < missing:
                missing, moved_s = now_missing, time.monotonic()
            if not missing or time.monotonic() - moved_s > stuck_s:
                return stored, moved_s
            pause.wait(_BETWEEN_LOOKS_S)

    def wait_until_quiet(self, since_us: int, quiet_s: float) -> Counter[int]:
        """Return what is stored when for so long not a row has been added."""
        pause = threading.Event()
        stored = self.stored(since_us)
        while True:
            pause.wait(quiet_s)
            before, stored = stored.total(), self.stored(since_us)
            if stored.total() == before:
                return stored

    def wait_until_well(self) -> None:
        """Return when /health says that everything is well."""
        eventually(self.is_well, "/health says ok", 300)


@contextmanager
def open_rig(stack: str, setup: Setup) -> Iterator[Rig]:
    """The product on a stack, running, with a city of its own. Raises NotInstalled."""
    with ExitStack() as at_end:
        folder = Path(tempfile.mkdtemp(prefix="xiuhua-faults-"))
        at_end.callback(shutil.rmtree, folder)
        data_dir = folder / "data"
        if setup.disk_mb is not None:
            data_dir.mkdir(mode=0o700)
            at_end.enter_context(_small_disk(data_dir, setup.disk_mb))
        cluster = None
        if stack == SERVERS:
            mosquitto_command(folder, 1)
            cluster = at_end.enter_context(private_postgres(DURABLE))
        product = Product(
            data_dir, ASSETS, database_url=cluster.new_database() if cluster else "", with_mosquitto=cluster is not None
        )
        product.environment |= setup.environment
        product.prepare()
        at_end.callback(product.stop)
        product.start()
        rig = Rig(stack, product, cluster)
        at_end.callback(_end_extras, rig)
        rig.wait_until_well()
        yield rig


def may_mount() -> bool:
    """Whether this process may mount a small disk: as root, and not in every container."""
    if os.getuid() != 0 or shutil.which("mount") is None:
        return False
    with tempfile.TemporaryDirectory(prefix="xiuhua-faults-") as folder:
        if subprocess.run(_mount(Path(folder), 1), check=False, capture_output=True).returncode != 0:
            return False
        subprocess.run(["umount", folder], check=True)
    return True


@contextmanager
def _small_disk(folder: Path, size_mb: int) -> Iterator[None]:
    subprocess.run(_mount(folder, size_mb), check=True)
    try:
        yield
    finally:
        subprocess.run(["umount", str(folder)], check=True)


def _mount(folder: Path, size_mb: int) -> list[str]:
    return ["mount", "-t", "tmpfs", "-o", f"size={size_mb}m,mode=0700", "tmpfs", str(folder)]


def _end_extras(rig: Rig) -> None:
    for name in list(rig.extra):
        rig.end_extra(name, signal.SIGKILL)
