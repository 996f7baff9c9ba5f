"""The keeper of the embedded broker on real servers: a full disk, forgotten sessions, how full the store is."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import pytest

from dashboard.settings import MqttEndpoint
from data_sources.mqtt.broker import MIN_STORE_BYTES, BrokerSetup
from data_sources.mqtt.broker_monitor import BrokerMonitor, KeptSession, StoreState
from data_sources.mqtt.client import Connection, Received
from data_sources.mqtt.credentials import BrokerUser, kept_credentials
from data_sources.mqtt.session_keeper import CRAMPED, OWN_EXPIRY_S, SessionKeeper, forget_session
from data_sources.processes.broker_process import BrokerProcess
from data_sources.processes.disk_reserve import free_bytes
from tests.e2e.product import eventually, free_ports

SMALL_DISK: Final = "120m"
PAYLOAD: Final = b"." * 1000


class Voice:
    """Keeps the last state that was told."""

    def __init__(self) -> None:
        self.status: dict[str, Any] = {}

    def start(self) -> None:
        """Nothing to connect to."""

    def tell(self, status: Mapping[str, Any]) -> None:
        """Keeps it."""
        self.status = dict(status)

    def stop(self) -> None:
        """Nothing to say goodbye to."""


class Keeper:
    """A broker under its keeper, on a thread of this process."""

    def __init__(self, data_dir: Path) -> None:
        (self.port,) = free_ports(1)
        self.voice = Voice()
        self.now_s = 0.0
        self.endpoint = MqttEndpoint("127.0.0.1", self.port)
        self.ports = data_dir / "broker" / "ports"
        folder = data_dir / "broker"
        folder.mkdir()
        words = kept_credentials(folder).passwords
        self.reader = self.endpoint._replace(username="ingest", password=words[BrokerUser.INGEST].plain)
        setup = BrokerSetup(data_dir, self.port)
        self._stop = threading.Event()
        self._process = BrokerProcess(
            folder=folder,
            command=setup.command,
            refresh=setup.refresh,
            monitor=lambda pid: BrokerMonitor(self.ports, pid, words[BrokerUser.MONITOR].plain),
            voice=self.voice,
            keeper=SessionKeeper(60.0, lambda: self.now_s),
            free=free_bytes,
            forget=lambda client_id: forget_session(self.endpoint, client_id),
            shown=str,
        )
        self._thread = threading.Thread(target=self._process.run, args=(self._stop,))
        self._thread.start()
        eventually(lambda: self.voice.status, "the broker tells how it is")

    def connect(self, name: str, *, persistent: bool = False, reads: bool = False) -> Connection:
        """A connection that is up: a device's, or one that may subscribe to everything."""
        connection = Connection([self.reader if reads else self.endpoint], name, persistent=persistent)
        connection.start()
        eventually(lambda: connection.connected, f"{name} is connected")
        return connection

    def forgotten_session(self, name: str) -> None:
        """Leaves a session behind to which everything is delivered."""
        connection = self.connect(name, persistent=True, reads=True)
        connection.listen(["#"], lambda _: None)
        connection.publish("xiuhua/v1/status/settled", b"", qos=1).wait_for_publish(30)
        connection.stop()

    def fill_level(self) -> int:
        """The bytes in the store, as they were last told."""
        return int(self.voice.status["store_bytes"])

    def waiting(self) -> dict[str, int]:
        """What waits, by client id, as it was last told."""
        return dict(self.voice.status["unserved"])

    def stop(self) -> None:
        """Ends it with its server."""
        self._stop.set()
        self._thread.join()


@pytest.fixture
def keeper(tmp_path: Path) -> Iterator[Keeper]:
    """A broker with room to spare."""
    running = Keeper(tmp_path)
    yield running
    running.stop()


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A folder on a disk of its own; skips where none may be mounted."""
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={SMALL_DISK}", "none", str(tmp_path)], capture_output=True, check=False
    )
    if mounted.returncode != 0:
        pytest.skip("only root may mount a small disk")
    yield tmp_path
    subprocess.run(["umount", str(tmp_path)], check=True)


def publish(connection: Connection, count: int, payload: bytes = PAYLOAD, patience_s: float = 120.0) -> bool:
    """Whether the broker confirmed so many messages in time."""
    messages = [connection.publish("xiuhua/v1/manhole/m1/observation", payload, qos=1) for _ in range(count)]
    deadline_s = time.monotonic() + patience_s
    for message in messages:
        message.wait_for_publish(max(0.01, deadline_s - time.monotonic()))
    return all(message.is_published() for message in messages)


def fill(path: Path) -> None:
    """Writes until the disk is full."""
    with path.open("wb", buffering=0) as file:
        while True:
            try:
                file.write(bytes(1 << 16))
            except OSError:
                return


def test_a_broker_whose_disk_was_full_confirms_again_when_there_is_room(small_disk: Path) -> None:
    keeper = Keeper(small_disk)
    try:
        keeper.forgotten_session("reader")
        device = keeper.connect("device")
        assert publish(device, 100)
        fill(small_disk / "ballast")
        device.publish("xiuhua/v1/manhole/m1/observation", PAYLOAD * 1000, qos=1)
        eventually(lambda: "cannot store" in keeper.voice.status.get("problem", ""), "the broker is known to be ailing")
        (small_disk / "ballast").unlink()
        assert publish(device, 100)
        eventually(lambda: "problem" not in keeper.voice.status, "the broker is well again")
        eventually(lambda: keeper.waiting().get("reader", 0) >= 200, "nothing that was confirmed is lost")
        device.stop()
    finally:
        keeper.stop()


def test_a_stranger_that_fills_the_store_does_not_stop_the_devices(small_disk: Path) -> None:
    keeper = Keeper(small_disk)
    try:
        assert keeper.voice.status["store_limit_bytes"] == MIN_STORE_BYTES
        keeper.forgotten_session("stranger")
        device = keeper.connect("device")
        for _ in range(10):
            assert publish(device, 10, PAYLOAD * 1000)
        device.stop()
    finally:
        keeper.stop()


def test_the_ingest_is_let_into_a_full_store_and_empties_it(small_disk: Path) -> None:
    keeper = Keeper(small_disk)
    try:
        keeper.forgotten_session("xiuhua-ingest-host-1")
        device = keeper.connect("device")
        confirmed = 0
        while publish(device, 10, PAYLOAD * 1000, 10.0):
            confirmed += 10
        heard: list[Received] = []
        ingest = Connection([keeper.reader], "xiuhua-ingest-host-1", persistent=True)

        def record(received: Received) -> None:
            heard.append(received)
            ingest.acknowledge([received])

        ingest.listen(["#"], record)
        ingest.start()
        eventually(lambda: len(heard) >= confirmed > 0, "all that was confirmed comes")
        eventually(lambda: keeper.fill_level() < MIN_STORE_BYTES // 2, "the store is empty again")
        another = keeper.connect("sensor")
        assert publish(another, 10)
        for connection in (device, another, ingest):
            connection.stop()
    finally:
        keeper.stop()


def test_what_waits_for_nobody_is_told_and_given_up_in_time(keeper: Keeper) -> None:
    keeper.forgotten_session("stranger")
    keeper.forgotten_session("xiuhua-ingest-host-2")
    device = keeper.connect("device")
    assert publish(device, 50)
    eventually(lambda: len(keeper.waiting()) == 2, "both sessions are told of")
    assert set(keeper.waiting()) == {"stranger", "xiuhua-ingest-host-2"}
    keeper.now_s = 61.0
    eventually(lambda: "stranger" not in keeper.waiting(), "the stranger's session is given up")
    assert keeper.waiting()["xiuhua-ingest-host-2"] >= 50
    keeper.now_s = OWN_EXPIRY_S + 61.0
    eventually(lambda: keeper.fill_level() < 50 * len(PAYLOAD), "the store is empty again")
    device.stop()


def test_what_the_keeper_asks_is_heard_by_no_device(keeper: Keeper) -> None:
    topics: list[str] = []
    device = keeper.connect("device")
    reader = keeper.connect("reader", reads=True)
    reader.listen(["#"], lambda received: topics.append(received.delivery.topic))
    assert publish(device, 1)
    keeper.forgotten_session("stranger")
    eventually(lambda: "stranger" in keeper.waiting(), "the keeper has asked whose session it is")
    assert publish(device, 1)
    eventually(lambda: len(topics) >= 3, "everything published has come")
    device.stop()
    reader.stop()
    assert set(topics) == {"xiuhua/v1/manhole/m1/observation", "xiuhua/v1/status/settled"}


def test_a_killed_server_is_started_again(keeper: Keeper) -> None:
    device = keeper.connect("device")
    (running,) = keeper.ports.glob("*.ports")
    os.kill(int(running.stem.rpartition("_")[2]), signal.SIGKILL)
    # A device of its own: whether the first one has noticed already is a matter of milliseconds.
    another = keeper.connect("sensor")
    assert publish(another, 10)
    eventually(lambda: device.connected, "the first device is back")
    for connection in (device, another):
        connection.stop()


def test_the_server_ends_when_its_keeper_was_killed(tmp_path: Path) -> None:
    (port,) = free_ports(1)
    environment = {**os.environ, "XIUHUA_DATA_DIR": str(tmp_path), "XIUHUA_MQTT_PORT": str(port)}
    first = subprocess.Popen([sys.executable, "manage.py", "broker"], env=environment, stderr=subprocess.DEVNULL)
    ports = tmp_path / "broker" / "ports"
    eventually(lambda: ports.exists() and any(ports.iterdir()), "the server runs")
    first.kill()
    first.wait()
    second = subprocess.Popen([sys.executable, "manage.py", "broker"], env=environment, stderr=subprocess.DEVNULL)
    connection = Connection([MqttEndpoint("127.0.0.1", port)], "device")
    connection.start()
    eventually(lambda: connection.connected, "the second one serves")
    connection.stop()
    second.terminate()
    assert second.wait(60) == 0


def state(fill_level: float, *sessions: KeptSession) -> StoreState:
    """A store of 1 000 bytes."""
    return StoreState(used_bytes=round(1000 * fill_level), limit_bytes=1000, sessions=sessions)


def test_in_a_cramped_store_a_stranger_goes_at_once_and_the_fullest_first() -> None:
    keeper = SessionKeeper(3600.0, lambda: 0.0)
    kept = [
        KeptSession(key="a", is_served=False, waiting=5),
        KeptSession(key="b", is_served=False, waiting=9),
        KeptSession(key="c", is_served=True, waiting=99),
        KeptSession(key="d", is_served=False, waiting=99),
        KeptSession(key="e", is_served=False, waiting=0),
    ]
    names = {"a": "app", "b": "old-app", "d": "xiuhua-ingest-h-1", "e": "idle"}
    assert keeper.overdue(state(CRAMPED - 0.01, *kept), names) == []
    assert keeper.overdue(state(CRAMPED, *kept), names) == ["old-app", "app"]


def test_a_session_that_was_served_meanwhile_begins_anew() -> None:
    moments = iter([0.0, 50.0, 70.0, 110.0, 130.0])
    keeper = SessionKeeper(60.0, lambda: next(moments))
    away = KeptSession(key="a", is_served=False, waiting=1)
    back = KeptSession(key="a", is_served=True, waiting=1)
    overdue = [keeper.overdue(state(0.1, session), {"a": "app"}) for session in (away, back, away, away, away)]
    assert overdue == [[], [], [], [], ["app"]]
