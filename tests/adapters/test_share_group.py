"""Members of a share group at a real Mosquitto: they come, go and change, and every message is recorded once."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from dashboard.domain.coordinates import Position
from dashboard.domain.imports import AssetRecord
from data_sources.db.engine import create
from data_sources.db.migrate import migrate
from data_sources.db.register_store import SqlRegister
from tests.e2e.product import ROOT, Device, Product, Report, eventually, now_ms
from tests.servers import NotInstalled, mosquitto_command

MESSAGES: Final = 600
DEVICE: Final = "JG-1"


class Site(Product):
    """Mosquitto in the place of the embedded broker, and any number of ingests on one database."""

    def __init__(self, data_dir: Path, database_url: str) -> None:
        super().__init__(data_dir, assets=0, database_url=database_url, with_mosquitto=True)
        self.share()

    def share(self, group: str = "city") -> None:
        """Ingests that start from now on are members of this group; of none when it is empty."""
        self.environment["XIUHUA_MQTT_SHARE_GROUP"] = group

    def prepare(self) -> None:
        """The newest schema where there is none, one manhole, and a running broker."""
        engine = create(self.database_url or f"sqlite:///{self.data_dir / 'xiuhua.db'}")
        migrate(engine, now_ms() * 1000)
        manhole = AssetRecord(
            asset_id=DEVICE,
            kind="manhole",
            name="manhole",
            position=Position(120.5, 30.0),
            device_ref=f"canonical:{DEVICE}",
        )
        SqlRegister(engine, lambda: now_ms() * 1000).upsert_assets([manhole])
        engine.dispose()
        self.start("broker")

    def join(self, number: int, *options: str) -> subprocess.Popen[bytes]:
        """Start an ingest; return when it says that it is at work."""
        name = f"ingest {number}"
        command = [sys.executable, "manage.py", "--die-with-parent", "ingest", *options]
        if number > 1:
            command += ["--member", str(number)]
        with self._log_of(name).open("ab") as log:
            process = subprocess.Popen(
                command, cwd=ROOT, env=self.environment, stdout=log, stderr=log, start_new_session=True
            )
        self.processes[name] = process
        with self.listener() as listener:
            eventually(lambda: any(s.endswith(f"-{number}") and listener.is_online(s) for s in listener.states), name)
        return process

    def leave(self, number: int) -> None:
        """Stop an ingest by SIGTERM and wait for its end."""
        process = self.processes.pop(f"ingest {number}")
        process.send_signal(signal.SIGTERM)
        assert process.wait(60) == 0

    def stored(self) -> list[int]:
        """The sequence of every stored reading, in ms since the epoch, doubles included."""
        rows = self.query("SELECT o.measured_us / 1000 FROM observation o ORDER BY 1")
        return [int(row[0]) for row in rows]

    def tear_down(self) -> None:
        """End everything, the broker last."""
        for name in sorted(self.processes, key=lambda name: name == "broker"):
            self.processes[name].terminate()
            self.processes[name].wait(60)


def reports(first_ms: int, count: int) -> list[Report]:
    """So many readings, each a ms later than the one before."""
    topic = f"xiuhua/v1/manhole/{DEVICE}/observation"
    return [
        Report(topic, json.dumps({"ts": first_ms + number, "seq": number, "values": {"tilt_deg": 1.0}}).encode())
        for number in range(count)
    ]


def received(listener: Device) -> int:
    """How many messages the ingests say that they received."""
    return sum(int(state.get("received", 0)) for state in listener.states.values())


@pytest.fixture(params=["sqlite", "postgresql"])
def site(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Site]:
    """A database of each kind and a running Mosquitto; skips where a server is not installed."""
    try:
        mosquitto_command(tmp_path, 1)
    except NotInstalled as error:
        pytest.skip(str(error))
    on_postgres = request.param == "postgresql"
    running = Site(tmp_path, request.getfixturevalue("postgres").new_database() if on_postgres else "")
    running.prepare()
    yield running
    running.tear_down()


def test_a_member_that_is_stopped_leaves_its_share_to_the_others(site: Site) -> None:
    first_ms = now_ms() - MESSAGES
    messages = reports(first_ms, MESSAGES)
    site.join(1)
    site.join(2)
    with site.device() as device:
        device.deliver(messages[: MESSAGES // 2])
        site.leave(2)
        device.deliver(messages[MESSAGES // 2 :])
    eventually(lambda: len(site.stored()) >= MESSAGES, "every message is stored")
    assert site.stored() == [first_ms + number for number in range(MESSAGES)]


def test_what_waits_for_a_killed_member_can_be_drained(site: Site) -> None:
    first_ms = now_ms() - MESSAGES
    site.join(1)
    site.join(2)
    site.kill("ingest 2")
    with site.device() as device:
        device.deliver(reports(first_ms, MESSAGES))
        device.listen_to_states()
        name = eventually(lambda: next((s for s in device.states if s.endswith("-2")), None), "its name is known")
    drained = subprocess.run(
        [sys.executable, "manage.py", "ingest", "--drain", name],
        cwd=ROOT,
        env=site.environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (drained.returncode, drained.stdout) == (0, f"nothing waits for {name} any more\n"), drained.stderr
    eventually(lambda: len(site.stored()) >= MESSAGES, "every message is stored")
    assert site.stored() == [first_ms + number for number in range(MESSAGES)]


def test_a_session_that_was_not_shared_gets_only_its_share_afterwards(site: Site) -> None:
    site.share("")
    site.join(1)
    site.leave(1)
    site.share("city")
    site.join(1)
    site.join(2)
    log = site.data_dir / "log" / "ingest 1.log"
    eventually(lambda: "no longer subscribes to" in log.read_text(), "the former subscriptions are ended")
    first_ms = now_ms() - MESSAGES
    with site.device() as device:
        device.listen_to_states()
        for start in range(0, MESSAGES, MESSAGES // 2):
            device.deliver(reports(first_ms + start, MESSAGES // 2))
            eventually(lambda after=start + MESSAGES // 2: len(site.stored()) >= after, "it is stored")  # type: ignore[misc]
        eventually(lambda: received(device) >= MESSAGES, "both have told what they received")
        assert received(device) == MESSAGES


def test_two_ingests_of_one_name_are_refused_and_the_first_goes_on(site: Site) -> None:
    site.join(1)
    second = subprocess.run(
        [sys.executable, "manage.py", "ingest"],
        cwd=ROOT,
        env=site.environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert second.returncode == 2
    assert "another ingest runs under the name" in second.stderr
    assert site.processes["ingest 1"].poll() is None


def test_a_killed_ingest_is_followed_at_once_by_one_of_its_name(site: Site) -> None:
    site.join(1)
    site.kill("ingest 1")
    site.join(1)
