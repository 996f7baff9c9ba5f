"""Who may do what at the embedded broker: every user against every topic, on a real server under its keeper."""

from __future__ import annotations

import json
import os
import queue
import socket
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Final

import paho.mqtt.client as paho
import pytest
from paho.mqtt.enums import CallbackAPIVersion

from dashboard.errors import BadInput, Conflict, NotFound, Unusable
from dashboard.settings import MqttEndpoint, Settings
from data_sources.mqtt.client import Connection
from data_sources.mqtt.credentials import BrokerUser, broker_access, kept_credentials
from data_sources.mqtt.device_users import add_device_user, device_users, remove_device_user
from data_sources.mqtt.permissions import nats_subjects
from tests.e2e.product import ROOT, Product, eventually, family

PATIENCE_S: Final = 30
REFUSED: Final = 128

OBSERVATIONS: Final = frozenset(
    {
        "xiuhua/v1/manhole/m1/observation",
        "xiuhua/v1/speaker/s1/observation",
        "xiuhua/v1/camera/c1/event",
        "xiuhua/v1/observations",
        "application/a/device/d/event/up",
        "v3/app/devices/d/up",
        "/sys/product/device/thing/event/property/post",
        "$sys/product/device/thing/property/post",
        "$oc/devices/d1/sys/properties/report",
        "frigate/events",
        "井盖/一号/上报",
        "a.b/c",
        "xiuhua.v1.live.frame",
    }
)
FRAME: Final = "xiuhua/v1/live/frame"
PACE: Final = "xiuhua/v1/live/pace"
STATUS: Final = "xiuhua/v1/status/x"
SESSION: Final = "xiuhua/v1/session/x"
REPLAY: Final = "xiuhua/v1/replay/r/0/xiuhua/v1/manhole/m1/observation"
HORN: Final = "xiuhua/v1/speaker/s1/status"
OTHERS: Final = frozenset(
    {
        FRAME,
        PACE,
        STATUS,
        SESSION,
        REPLAY,
        HORN,
        "xiuhua/v1/speaker/s1/command",
        "xiuhua/v1/person/p1/position",
        "$JS/API/STREAM/INFO/nothing",
        "$XIUHUA/replies",
        "$SYS/x",
    }
)
ENDS: Final = (
    "frigate/events",
    "$oc/devices/d1/sys/properties/report",
    "$sys/product/device/thing/property/post",
)
"""One topic of devices in each subscription of who reads everything."""
MAY_PUBLISH: Final = {
    BrokerUser.BROKER: {STATUS},
    BrokerUser.INGEST: {STATUS, SESSION, FRAME},
    BrokerUser.WORKER: {STATUS, FRAME},
    BrokerUser.WEB: {FRAME, PACE},
    BrokerUser.SIMULATOR: OBSERVATIONS | {"xiuhua/v1/person/p1/position"},
    BrokerUser.TOOLS: {FRAME, REPLAY},
    BrokerUser.DEVICES: OBSERVATIONS,
    None: OBSERVATIONS,
}
FILTERS: Final = (
    "#",
    "+/#",
    "xiuhua/v1/+/+/observation",
    "$oc/#",
    FRAME,
    PACE,
    "xiuhua/v1/status/+",
    SESSION,
    "xiuhua/v1/speaker/+/command",
    "$JS/#",
    "$MQTT/sub/#",
    "$MQTT/msgs/#",
)
MAY_HEAR: Final[Mapping[BrokerUser | None, set[str]]] = {
    BrokerUser.INGEST: set(FILTERS) - {"$MQTT/sub/#", "$MQTT/msgs/#"},
    BrokerUser.WEB: {FRAME, "xiuhua/v1/status/+"},
}


class Peer:
    """An MQTT client; what the broker answers and what comes is waited for."""

    def __init__(self, place: MqttEndpoint, client_id: str, will: str | None = None) -> None:
        self.messages: queue.Queue[tuple[str, bytes]] = queue.Queue()
        self.answers: queue.Queue[int] = queue.Queue()
        self.connects: queue.Queue[str] = queue.Queue()
        self.client_id, self.drops = client_id, 0
        self.paho = paho.Client(CallbackAPIVersion.VERSION2, client_id=client_id, reconnect_on_failure=False)
        if place.username is not None:
            self.paho.username_pw_set(place.username, place.password)
        if will is not None:
            self.paho.will_set(will, b"gone", 1, retain=True)
        self.paho.on_connect = lambda _c, _u, _f, code, _p: self.connects.put(str(code))
        self.paho.on_disconnect = self._count
        self.paho.on_subscribe = lambda _c, _u, _m, codes, _p: self.answers.put(codes[0].value)
        self.paho.on_message = lambda _c, _u, message: self.messages.put((message.topic, bytes(message.payload)))
        eventually(lambda: self._connects(place), "the broker takes connections")
        self.paho.loop_start()
        self.answer = self.connects.get(timeout=PATIENCE_S)

    def subscribe(self, topic_filter: str, qos: int = 1) -> bool:
        """Whether the broker granted it."""
        self.paho.subscribe(topic_filter, qos)
        return self.answers.get(timeout=PATIENCE_S) != REFUSED

    def publish(self, topic: str, payload: bytes, *, qos: int = 1, retain: bool = False) -> None:
        """Return when the broker has answered."""
        self.paho.publish(topic, payload, qos, retain).wait_for_publish(PATIENCE_S)

    def heard_until(self, payload: bytes, *, times: int = 1, of: bytes | None = None) -> set[str]:
        """The topics of all that came until that payload, or of those only whose payload is `of`."""
        topics: set[str] = set()
        while True:
            topic, came = self.messages.get(timeout=PATIENCE_S)
            times -= came == payload
            if not times:
                return topics
            if of in (None, came):
                topics.add(topic)

    def break_off(self) -> None:
        """Be gone without a goodbye."""
        connection = self.paho.socket()
        assert isinstance(connection, socket.socket)
        connection.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """Say goodbye."""
        self.paho.disconnect()
        self.paho.loop_stop()

    def _count(self, *_: Any) -> None:
        self.drops += 1

    def _connects(self, place: MqttEndpoint) -> bool:
        try:
            self.paho.connect(place.host, place.port)
        except OSError:
            return False
        return True


Connect = Callable[..., Peer]


@pytest.fixture(scope="module")
def broker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    """The embedded broker under its keeper, as `make run` starts it."""
    running = Product(tmp_path_factory.mktemp("broker"), assets=0)
    running.start("broker")
    yield running
    running.stop()


@pytest.fixture
def connect(broker: Product) -> Iterator[Connect]:
    """Opens clients, of our users or devices' own, that are closed at the end."""
    peers: list[Peer] = []

    def open_peer(user: BrokerUser | None = None, *, login: tuple[str, str] | None = None, **options: Any) -> Peer:
        place = MqttEndpoint("127.0.0.1", broker.mqtt_port, *(login or ()))
        place = place if user is None else broker.endpoint(user)
        peers.append(Peer(place, f"peer-{len(peers)}-{os.urandom(4).hex()}", **options))
        return peers[-1]

    yield open_peer
    for peer in peers:
        peer.close()


def everything(connect: Connect) -> Peer:
    """Who hears all that anybody may publish."""
    peer = connect(BrokerUser.INGEST)
    for topic_filter in ("#", "$oc/#", "$sys/#", "$XIUHUA/#", "$SYS/#", "$JS/API/STREAM/INFO/nothing"):
        assert peer.subscribe(topic_filter)
    return peer


def heard_by(reader: Peer, *, of: Peer, marks_by: Peer, qos: int) -> set[str]:
    """The topics that the reader of everything heard of a writer's tries.

    The broker keeps the order within one subscription only, so each of the reader's gets an end mark of its own.
    """
    of.subscribe("is/all/read")
    for topic in ENDS:
        marks_by.publish(topic, b"end", qos=qos)
    return reader.heard_until(b"end", times=len(ENDS), of=b"try")


@pytest.mark.parametrize("qos", [0, 1, 2])
@pytest.mark.parametrize("user", MAY_PUBLISH, ids=lambda user: user or "nobody")
def test_each_user_publishes_on_its_own_topics_and_no_others(
    connect: Connect, user: BrokerUser | None, qos: int
) -> None:
    reader, writer = everything(connect), connect(user)
    for topic in sorted(OBSERVATIONS | OTHERS):
        writer.publish(topic, b"try", qos=qos)
    assert heard_by(reader, of=writer, marks_by=connect(), qos=qos) == MAY_PUBLISH[user]


@pytest.mark.parametrize("qos", [0, 1])
@pytest.mark.parametrize("user", MAY_PUBLISH, ids=lambda user: user or "nobody")
def test_each_user_hears_its_own_topics_and_no_others(connect: Connect, user: BrokerUser | None, qos: int) -> None:
    peer = connect(user)
    assert {each for each in FILTERS if peer.subscribe(each, qos)} == MAY_HEAR.get(user, set())


def test_a_device_leaves_no_retained_message_and_no_last_will_on_our_topics(broker: Product, connect: Connect) -> None:
    device = connect(will=STATUS)
    device.publish(STATUS, b"false", retain=True)
    device.break_off()
    refusals = f'"{device.client_id}" - Publish Violation - Subject "xiuhua.v1.status.x"'
    eventually(lambda: broker.log("broker").count(refusals) == 2, "the broker has refused both")
    web, worker = connect(BrokerUser.WEB), connect(BrokerUser.WORKER)
    assert web.subscribe("xiuhua/v1/status/+")
    worker.publish("xiuhua/v1/status/y", b"end")
    assert STATUS not in web.heard_until(b"end")


@pytest.mark.parametrize(
    "login", [("devices", "wrong"), ("ingest", ""), ("nobody", "x"), ("web", "$2b$04$"), ("monitor", "")]
)
def test_a_wrong_password_is_refused(connect: Connect, login: tuple[str, str]) -> None:
    assert connect(login=login).answer == "Not authorized"


def test_the_user_of_the_monitoring_is_none_for_mqtt(connect: Connect) -> None:
    assert connect(BrokerUser.MONITOR).answer == "Not authorized"


def command(broker: Product, *arguments: str) -> subprocess.CompletedProcess[str]:
    """What `manage.py broker-user` does."""
    line = [sys.executable, "manage.py", "broker-user", *arguments]
    return subprocess.run(line, cwd=ROOT, env=broker.environment, capture_output=True, text=True, check=False)


def password_of(said: str) -> str:
    """The password that was shown."""
    return said.split("password ")[1].split(" ")[0]


def is_let_in(connect: Connect, login: tuple[str, str]) -> Peer | None:
    """The connection of that login, if the broker accepts it."""
    peer = connect(login=login)
    return peer if peer.answer == "Success" else None


def test_a_device_with_its_own_user_comes_and_goes_while_others_stay(broker: Product, connect: Connect) -> None:
    others = [connect(), connect(BrokerUser.DEVICES), connect(BrokerUser.WEB), everything(connect)]
    added = command(broker, "add", "horn-1", "--topic", HORN, "--hear", "xiuhua/v1/speaker/s1/command")
    assert added.returncode == 0, added.stderr
    login = ("horn-1", password_of(added.stdout))
    horn = eventually(lambda: is_let_in(connect, login), "the broker has taken the user in")
    for topic in sorted(OBSERVATIONS | OTHERS):
        horn.publish(topic, b"try")
    horn.publish(HORN, b"end")
    assert others[-1].heard_until(b"end", of=b"try") == {HORN}
    assert [each for each in FILTERS if horn.subscribe(each)] == []
    assert horn.subscribe("xiuhua/v1/speaker/s1/command")
    listed = command(broker, "list").stdout
    assert listed == f"horn-1: may publish {HORN}, may hear xiuhua/v1/speaker/s1/command\n"
    assert login[1] not in (broker.data_dir / "broker" / "device_users.json").read_text()
    assert command(broker, "remove", "horn-1").returncode == 0
    eventually(lambda: horn.drops, "it is disconnected")
    assert connect(login=login).answer == "Not authorized"
    assert [other.drops for other in others] == [0, 0, 0, 0]


def test_a_phone_with_its_own_user_tells_the_position_of_no_other_person(broker: Product, connect: Connect) -> None:
    own = "xiuhua/v1/person/p1/position"
    login = ("phone-1", password_of(command(broker, "add", "phone-1", "--topic", own).stdout))
    phone = eventually(lambda: is_let_in(connect, login), "the broker has taken the user in")
    reader = everything(connect)
    for topic in (own, "xiuhua/v1/person/p2/position", "xiuhua/v1/person/p1/gb28181", "xiuhua/v1/person/p1"):
        phone.publish(topic, b"try")
    phone.publish(own, b"end")
    assert reader.heard_until(b"end", of=b"try") == {own}


def test_what_is_written_down_for_a_device_does_not_open_our_topics(broker: Product, connect: Connect) -> None:
    password = password_of(command(broker, "add", "greedy", "--topic", "#").stdout)
    greedy = eventually(lambda: is_let_in(connect, ("greedy", password)), "the broker has taken the user in")
    reader = everything(connect)
    for topic in sorted(OBSERVATIONS | OTHERS):
        greedy.publish(topic, b"try")
    heard = heard_by(reader, of=greedy, marks_by=greedy, qos=1)
    assert heard == OBSERVATIONS | {HORN, "xiuhua/v1/person/p1/position"}


def test_passwords_are_in_private_files_only(broker: Product, connect: Connect) -> None:
    assert connect(BrokerUser.WEB).answer == "Success"
    folder = broker.data_dir / "broker"
    for name in ("credentials.json", "nats.conf"):
        assert stat.S_IMODE((folder / name).stat().st_mode) == 0o600
    secrets = [word.plain for word in kept_credentials(folder).passwords.values()]
    told = broker.log("broker") + (folder / "nats.conf").read_text()
    for pid in family(broker.processes["broker"].pid):
        told += Path(f"/proc/{pid}/cmdline").read_text() + Path(f"/proc/{pid}/environ").read_text()
    assert [secret for secret in secrets if secret in told] == []


def test_a_session_of_ours_is_told_of_and_given_up_by_its_name_without_the_tag(
    broker: Product, connect: Connect
) -> None:
    settings = Settings(data_dir=broker.data_dir, mqtt_port=broker.mqtt_port)
    access = broker_access(settings, BrokerUser.INGEST)
    session = Connection(access.endpoints, access.client_id("ingest-gone-1"), persistent=True)
    session.listen(["xiuhua/v1/#"], lambda _: None)
    session.start()
    eventually(lambda: session.connected, "the session is there")
    session.publish(STATUS, b"settled", qos=1).wait_for_publish(PATIENCE_S)
    session.stop()
    connect().publish("xiuhua/v1/manhole/m1/observation", b"1")
    with broker.listener() as listener:

        def unserved() -> list[str]:
            return [name for state in listener.states.values() for name in state.get("unserved", ())]

        eventually(lambda: unserved() == ["xiuhua-ingest-gone-1"], "what waits is told")
        broker.run("broker", "--forget", "xiuhua-ingest-gone-1")
        eventually(lambda: unserved() == [], "nothing waits any more")


def test_beyond_loopback_nobody_comes_in_without_a_name(tmp_path: Path) -> None:
    running = Product(tmp_path, assets=0)
    running.environment["XIUHUA_MQTT_HOST"] = "0.0.0.0"
    running.start("broker")
    try:
        place = MqttEndpoint("127.0.0.1", running.mqtt_port)
        answers = [
            Peer(each, f"peer-{number}")
            for number, each in enumerate(
                [place, place._replace(username="anonymous", password=""), running.endpoint(BrokerUser.DEVICES)]
            )
        ]
        assert [peer.answer for peer in answers] == ["Not authorized", "Not authorized", "Success"]
        for peer in answers:
            peer.close()
    finally:
        running.stop()


def test_credentials_that_were_removed_are_made_anew_and_the_old_ones_let_nobody_in(tmp_path: Path) -> None:
    running = Product(tmp_path, assets=0)
    old = known_endpoint(running, BrokerUser.WEB)
    (tmp_path / "broker" / "credentials.json").unlink()
    new = known_endpoint(running, BrokerUser.WEB)
    running.start("broker")
    try:
        peers = [Peer(each, f"peer-{number}") for number, each in enumerate((old, new))]
        assert [peer.answer for peer in peers] == ["Not authorized", "Success"]
        for peer in peers:
            peer.close()
    finally:
        running.stop()


def known_endpoint(product: Product, user: BrokerUser) -> MqttEndpoint:
    """The broker with the password of now, which is made when there is none."""
    kept_credentials(product.data_dir / "broker")
    return product.endpoint(user)


def test_credentials_are_made_once_by_whoever_comes_first(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(lambda _: kept_credentials(tmp_path / "broker"), range(8)))
    assert all(each == made[0] for each in made)
    assert len({word.plain for word in made[0].passwords.values()}) == len(BrokerUser)


def test_a_user_that_a_newer_version_brings_is_added_and_the_others_stay(tmp_path: Path) -> None:
    known = kept_credentials(tmp_path)
    path = tmp_path / "credentials.json"
    document = json.loads(path.read_bytes())
    del document["users"]["tools"]
    path.write_text(json.dumps(document))
    again = kept_credentials(tmp_path)
    assert again.tag == known.tag
    assert {user for user in BrokerUser if again.passwords[user] != known.passwords[user]} == {BrokerUser.TOOLS}


def test_damaged_credentials_are_told(tmp_path: Path) -> None:
    (tmp_path / "credentials.json").write_text("{")
    with pytest.raises(Unusable, match=r"credentials\.json cannot be read"):
        kept_credentials(tmp_path)


def test_devices_do_not_know_the_client_ids_of_our_sessions(tmp_path: Path) -> None:
    first, second = (broker_access(Settings(data_dir=tmp_path / name), BrokerUser.INGEST) for name in ("a", "b"))
    assert first.client_id("ingest-host-1") != second.client_id("ingest-host-1")
    assert first.shown(first.client_id("ingest-host-1")) == "xiuhua-ingest-host-1"
    assert first.client_id("xiuhua-ingest-host-1") == first.client_id("ingest-host-1")


def test_sessions_that_an_older_version_left_are_found_again(tmp_path: Path) -> None:
    (tmp_path / "broker" / "store").mkdir(parents=True)
    access = broker_access(Settings(data_dir=tmp_path), BrokerUser.INGEST)
    assert access.client_id("ingest-host-1") == "xiuhua-ingest-host-1"


def test_an_external_broker_is_entered_as_its_url_says(tmp_path: Path) -> None:
    url = MqttEndpoint("broker", 1883, "someone", "secret")
    access = broker_access(Settings(data_dir=tmp_path, mqtt_url=(url,)), BrokerUser.INGEST)
    assert access.endpoints == (url,)
    assert access.client_id("ingest-host-1") == "xiuhua-ingest-host-1"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("topic_filter", "subjects"),
    [
        ("a/b", ["a.b"]),
        ("#", [">"]),
        ("a/+/#", ["a.*.>", "a.*"]),
        ("/sys/+", ["/.sys.*"]),
        ("a//b", ["a./.b"]),
        ("a/", ["a./"]),
        ("a.b/c", ["a//b.c"]),
        ("$oc/#", ["$oc.>", "$oc"]),
        ("井盖/+", ["井盖.*"]),
    ],
)
def test_a_filter_is_said_as_the_server_says_it(topic_filter: str, subjects: Sequence[str]) -> None:
    assert nats_subjects(topic_filter) == subjects


@pytest.mark.parametrize("wrong", ["", "a/#/b", "a+/b", "a#", "a b", "a/*", ">", "a\x00"])
def test_what_is_no_filter_is_refused(tmp_path: Path, wrong: str) -> None:
    with pytest.raises(BadInput, match="is no topic filter"):
        add_device_user(tmp_path, "device", publish=[wrong])
    assert device_users(tmp_path) == []


@pytest.mark.parametrize("name", ["ingest", "devices", "anonymous", "", "a b", "a/b", "x" * 65])
def test_a_name_that_cannot_be_a_devices_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(BadInput):
        add_device_user(tmp_path, name)


def test_a_user_is_added_once_and_removed_once(tmp_path: Path) -> None:
    add_device_user(tmp_path, "device")
    with pytest.raises(Conflict):
        add_device_user(tmp_path, "device")
    remove_device_user(tmp_path, "device")
    with pytest.raises(NotFound):
        remove_device_user(tmp_path, "device")
