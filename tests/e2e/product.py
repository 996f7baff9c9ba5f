"""The whole product as processes of its own on free loopback ports, and devices that speak to it over MQTT."""

from __future__ import annotations

import gzip
import http.client
import json
import os
import secrets
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any, Final, NamedTuple, TypeVar
from urllib.parse import urlencode

import paho.mqtt.client as paho
import psycopg
from paho.mqtt.enums import CallbackAPIVersion

from dashboard.settings import MqttEndpoint
from data_sources.mqtt.credentials import BrokerUser, kept_credentials
from tests.servers import mosquitto_command

ROOT: Final = Path(__file__).parents[2]
PATIENCE_S: Final = 120.0
SERVICES: Final = ("broker", "ingest", "worker", "jobs", "web")
_COMMANDS: Final = {"web": "serve", "cameras": "camera pull", "film": "camera film"}
_BETWEEN_LOOKS_S: Final = 0.05

Found = TypeVar("Found")


def eventually(look: Callable[[], Found | None], what: str, patience_s: float = PATIENCE_S) -> Found:
    """The first answer of `look` that is true; fails with `what` was waited for when there is none in time."""
    deadline = time.monotonic() + patience_s
    pause = threading.Event()
    while not (found := look()):
        assert time.monotonic() < deadline, f"waited {patience_s:g} s in vain until {what}"
        pause.wait(_BETWEEN_LOOKS_S)
    return found


def free_ports(count: int) -> list[int]:
    """Loopback ports that nobody listens on."""
    probes = [socket.socket() for _ in range(count)]
    for probe in probes:
        probe.bind(("127.0.0.1", 0))
    ports = [int(probe.getsockname()[1]) for probe in probes]
    for probe in probes:
        probe.close()
    return ports


def new_session(port: int, name: str, password: str) -> dict[str, str]:
    """The cookies of a new session of this account; none when the web server gives none."""
    cookies = {"_csrf_token": secrets.token_hex(32)}
    return _send_form(port, "/login", cookies, name=name, password=password, next="/")


def _send_form(port: int, path: str, cookies: dict[str, str], **fields: str) -> dict[str, str]:
    """The cookies that a form of the door is answered with when it was taken; none when it was not."""
    form = urlencode({"form_token": cookies["_csrf_token"], **fields})
    shown = "; ".join(f"{name}={value}" for name, value in cookies.items())
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": shown}
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request("POST", path, form, headers)
        answer = connection.getresponse()
        found = SimpleCookie()
        for cookie in answer.headers.get_all("set-cookie") or []:
            found.load(cookie)
        return {name: morsel.value for name, morsel in found.items()} if answer.status == 303 else {}
    except (OSError, http.client.HTTPException):
        return {}
    finally:
        connection.close()


class Report(NamedTuple):
    """One message of a device."""

    topic: str
    payload: bytes


class StoredReading(NamedTuple):
    """One reading as it is stored."""

    device: str
    metric: int
    measured_us: int
    value: float


class Product:
    """Broker, ingest, worker, jobs and web on a private folder; each can be killed and started again.

    It runs on the embedded SQLite and broker, or on the PostgreSQL database behind `database_url`, or with Mosquitto.
    """

    def __init__(self, data_dir: Path, assets: int, *, database_url: str = "", with_mosquitto: bool = False) -> None:
        self.data_dir, self.assets = data_dir, assets
        self.database_url, self.with_mosquitto = database_url, with_mosquitto
        self.port, self.mqtt_port = free_ports(2)
        self.processes: dict[str, subprocess.Popen[bytes]] = {}
        self._cookies: dict[str, str] = {}
        self._password = ""
        left_out = ("XIUHUA_", "PYTHONDONTWRITEBYTECODE")
        own = {key: value for key, value in os.environ.items() if not key.startswith(left_out)}
        self.environment = own | {
            "XIUHUA_DATA_DIR": str(data_dir),
            "XIUHUA_PORT": str(self.port),
            "XIUHUA_MQTT_PORT": str(self.mqtt_port),
            "XIUHUA_MQTT_URL": f"mqtt://127.0.0.1:{self.mqtt_port}" if with_mosquitto else "",
            "XIUHUA_DATABASE_URL": database_url,
            "PYTHONUNBUFFERED": "1",
        }

    @property
    def url(self) -> str:
        """The address of the desk, without a slash at its end."""
        return f"http://127.0.0.1:{self.port}"

    def prepare(self) -> None:
        """The newest schema, and the demo city of so many assets."""
        self.run("migrate")
        self.run("simulate", "--settle-only", "--assets", str(self.assets))

    def start(self, *names: str) -> None:
        """Starts these services, all when none is named."""
        for name in names or SERVICES:
            assert name not in self.processes, f"{name} runs already"
            with self._log_of(name).open("ab") as log:
                self.processes[name] = subprocess.Popen(
                    self._command(name),
                    cwd=ROOT,
                    env=self.environment,
                    stdin=subprocess.DEVNULL,
                    stdout=log,
                    stderr=subprocess.STDOUT,
                    start_new_session=True,
                )

    def cookies(self) -> dict[str, str]:
        """The cookies of a browser that is signed in as an administrator; of one session, however long."""
        if not self._cookies:
            self._cookies = eventually(self._session, "the web server lets the administrator in")
        return self._cookies

    def _cookie_header(self) -> dict[str, str]:
        return {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies().items())}

    def _session(self) -> dict[str, str]:
        """A session of the demo's administrator, or of one that is made where there is no demo."""
        if self.query("SELECT key FROM city_document WHERE key = 'demo_accounts'"):
            return new_session(self.port, "administrator", self.demo_password())
        if not self._password:
            self._password = self.run("user", "add", "tester", "--role", "administrator").split()[-1]
        return self.first_session("tester", self._password)

    def first_session(self, name: str, password: str) -> dict[str, str]:
        """The cookies of somebody who signs in for the first time and changes the password that was generated."""
        cookies = new_session(self.port, name, password)
        if cookies:
            again = f"Changed-{secrets.randbelow(10**6)}"
            _send_form(self.port, "/password", cookies, old=password, new=again, again=again)
        return cookies

    def demo_password(self) -> str:
        """The password of the demo's accounts."""
        ((content,),) = self.query("SELECT content FROM city_document WHERE key = 'demo_accounts'")
        return str(json.loads(gzip.decompress(content))["password"])

    def wait_until_ready(self) -> None:
        """Returns when the pages are served and the ingest, the worker and the jobs say that they are at work."""
        eventually(lambda: self.get("/api/v1/map/assets"), "the web server answers")
        with self.listener() as listener:
            for process in ("ingest", "worker", "jobs"):
                eventually(lambda name=process: listener.is_online(name), f"the {process} is online")  # type: ignore[misc]

    def kill(self, name: str) -> None:
        """kill -9, with all that it started."""
        process = self.processes.pop(name)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait(PATIENCE_S)
        if name == "web":
            eventually(self._is_web_port_free, "the killed web server has let go of its port")

    def stop(self) -> None:
        """Stops everything, the broker last, and fails when something had to be killed or is left over."""
        groups = [process.pid for process in self.processes.values()]
        for name in ("web", "cameras", "film", "jobs", "worker", "ingest", "broker"):
            if process := self.processes.pop(name, None):
                process.terminate()
                try:
                    process.wait(30)
                except subprocess.TimeoutExpired:
                    os.killpg(process.pid, signal.SIGKILL)
                    process.wait()
                    raise AssertionError(f"{name} did not stop:\n{self._log_of(name).read_text()[-2000:]}") from None
        for group in groups:
            eventually(lambda pid=group: not _group_lives(pid), "no process is left over")  # type: ignore[misc]

    def get(self, path: str) -> bytes | None:
        """The body behind `path`; None when there is no good answer."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request("GET", path, headers={} if path == "/health" else self._cookie_header())
            answer = connection.getresponse()
            body = answer.read()
            return body if answer.status == 200 else None
        except (OSError, http.client.HTTPException):
            return None
        finally:
            connection.close()

    def endpoint(self, user: BrokerUser) -> MqttEndpoint:
        """The broker as a process of ours finds it; Mosquitto asks nobody who it is."""
        place = MqttEndpoint("127.0.0.1", self.mqtt_port)
        if self.with_mosquitto:
            return place
        password = kept_credentials(self.data_dir / "broker").passwords[user]
        return place._replace(username=user.value, password=password.plain)

    @contextmanager
    def listener(self) -> Iterator[Device]:
        """A connection that hears what the processes say of themselves, closed at the end."""
        with closing(Device(self.endpoint(BrokerUser.WEB))) as listener:
            listener.listen_to_states()
            yield listener

    @contextmanager
    def device(self, *, keep: int = 0) -> Iterator[Device]:
        """A device's connection, closed at the end; it waits for `keep` more messages than usual in its window."""
        with closing(Device(MqttEndpoint("127.0.0.1", self.mqtt_port), keep)) as device:
            yield device

    def query(self, statement: str, *parameters: object) -> list[tuple[Any, ...]]:
        """What the database answers; each `?` stands for a parameter."""
        if self.database_url:
            with psycopg.connect(self.database_url.replace("+psycopg", "")) as connection:
                return connection.execute(statement.replace("?", "%s").encode(), parameters).fetchall()
        with closing(sqlite3.connect(f"file:{self.data_dir / 'xiuhua.db'}?mode=ro", uri=True, timeout=30)) as database:
            return database.execute(statement, parameters).fetchall()

    def canonical_assets(self, kind: str) -> list[str]:
        """The ids of the assets of a kind, none in alarm, whose device is named like them and speaks canonically."""
        rows = self.query(
            "SELECT asset_id FROM asset a WHERE kind = ? AND device_ref = 'canonical:' || asset_id AND NOT EXISTS "
            "(SELECT 1 FROM alarm WHERE alarm.asset_key = a.asset_key AND cleared_us IS NULL) ORDER BY asset_id",
            kind,
        )
        return [str(row[0]) for row in rows]

    def readings(self, device: str) -> list[StoredReading]:
        """Every stored reading of an asset."""
        rows = self.query(
            "SELECT a.asset_id, o.metric, o.measured_us, o.value FROM observation o JOIN asset a USING (asset_key) "
            "WHERE a.asset_id = ? ORDER BY o.measured_us",
            device,
        )
        return [StoredReading(*row) for row in rows]

    def log(self, name: str) -> str:
        """What a service said."""
        return self._log_of(name).read_text(encoding="utf-8", errors="replace")

    def _command(self, name: str) -> list[str]:
        if name == "broker" and self.with_mosquitto:
            return mosquitto_command(self.data_dir / "mosquitto", self.mqtt_port)
        return [sys.executable, "manage.py", "--die-with-parent", *_COMMANDS.get(name, name).split()]

    def _log_of(self, name: str) -> Path:
        folder = self.data_dir / "log"
        folder.mkdir(parents=True, exist_ok=True)
        return folder / f"{name}.log"

    def run(self, *arguments: str) -> str:
        """What a command of manage.py says; fails when it fails."""
        done = subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, f"manage.py {' '.join(arguments)}: {done.stderr[-2000:]}"
        return done.stdout

    def _is_web_port_free(self) -> bool:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", self.port))
            except OSError:
                return False
        return True


class Device:
    """An MQTT client that speaks as devices do, with QoS 1."""

    def __init__(self, endpoint: MqttEndpoint, window: int = 0) -> None:
        self.states: dict[str, dict[str, Any]] = {}
        self.client = paho.Client(CallbackAPIVersion.VERSION2, client_id=f"device-{os.getpid()}-{id(self)}")
        self.client.username_pw_set(endpoint.username, endpoint.password)
        self.client.max_inflight_messages_set(window or 500)
        self.client.max_queued_messages_set(0)
        self.client.reconnect_delay_set(1, 1)
        self.client.on_message = self._hear
        self._acknowledged: set[int] = set()
        self.client.on_publish = lambda _client, _data, message_id, *_: self._acknowledged.add(message_id)
        self._up = threading.Event()
        self.client.on_connect = lambda *_: self._up.set()
        eventually(lambda: self._connects(endpoint), "the broker takes connections")
        self.client.loop_start()
        assert self._up.wait(PATIENCE_S), "the broker never accepted the device"

    def publish(self, report: Report) -> paho.MQTTMessageInfo:
        """Hands the message over."""
        return self.client.publish(report.topic, report.payload, qos=1)

    def deliver(self, reports: Sequence[Report]) -> None:
        """Returns when the broker has acknowledged all of them, those too that wait in the client while it is away."""
        waiting = {self.publish(report).mid for report in reports}
        eventually(lambda: waiting <= self._acknowledged, "the broker acknowledged what was delivered")

    def listen_to_states(self) -> None:
        """Begins to hear what the processes say of themselves."""
        self.client.subscribe("xiuhua/v1/status/+", 1)

    def is_online(self, kind: str) -> bool:
        """Whether a process of this kind says so."""
        return any(name.startswith(kind) and state["state"] == "online" for name, state in self.states.items())

    def close(self) -> None:
        """Says goodbye."""
        self.client.disconnect()
        self.client.loop_stop()

    def _connects(self, endpoint: MqttEndpoint) -> bool:
        try:
            self.client.connect(endpoint.host, endpoint.port)
        except OSError:
            return False
        return True

    def _hear(self, _client: paho.Client, _data: Any, message: paho.MQTTMessage) -> None:
        self.states[message.topic.rpartition("/")[2]] = json.loads(message.payload)


def observation(kind: str, asset_id: str, at_ms: int, **values: float | str | bool) -> Report:
    """A canonical observation of one moment."""
    payload = json.dumps({"ts": at_ms, "values": values}).encode()
    return Report(f"xiuhua/v1/{kind}/{asset_id}/observation", payload)


def camera_event(camera_id: str, category: str) -> Report:
    """What a camera reports on the canonical topic."""
    payload = json.dumps({"event_id": f"{camera_id}-{now_ms()}", "category": category, "ts": now_ms()}).encode()
    return Report(f"xiuhua/v1/camera/{camera_id}/event", payload)


def now_ms() -> int:
    """Now in ms since the epoch."""
    return time.time_ns() // 1_000_000


def chromium() -> str | None:
    """The Chromium on this machine."""
    return shutil.which("chromium") or shutil.which("chromium-browser")


def family(pid: int) -> list[int]:
    """A process and all that descend from it."""
    children = Path(f"/proc/{pid}/task/{pid}/children")
    found = [pid]
    if children.exists():
        for child in children.read_text().split():
            found += family(int(child))
    return found


def _group_lives(pid: int) -> bool:
    try:
        os.killpg(pid, 0)
    except ProcessLookupError:
        return False
    return True
