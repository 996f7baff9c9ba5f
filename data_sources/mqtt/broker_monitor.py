"""How the embedded broker is: asked of nats-server's monitoring and of its session store, both on loopback."""

from __future__ import annotations

import base64
import http.client
import json
import socket
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from dashboard.errors import Unavailable
from data_sources.mqtt.broker import SESSION_ROOM_BYTES
from data_sources.mqtt.credentials import BrokerUser

_PATIENCE_S: Final = 2.0
_MESSAGES: Final = "$MQTT_msgs"
_INBOX: Final = "$XIUHUA.replies"
"""Begins with `$`, so that no client that subscribes to `#` hears it (MQTT 3.1.1, 4.7.2)."""
_LONGEST_ANSWER: Final = 1024 * 1024


@dataclass(frozen=True, kw_only=True)
class KeptSession:
    """A session that the broker keeps: whether a client is connected to it, and what waits in it."""

    key: str
    is_served: bool
    waiting: int


@dataclass(frozen=True, kw_only=True)
class StoreState:
    """The broker's store; `limit_bytes` is where it refuses further messages."""

    used_bytes: int
    limit_bytes: int
    sessions: tuple[KeptSession, ...] = field(default=())


class BrokerMonitor:
    """Asks the nats-server of that process id. Every method raises Unavailable while it does not answer.

    `password` is that of the server's user `monitor`.
    """

    def __init__(self, ports_folder: Path, pid: int, password: str) -> None:
        self._ports_file = ports_folder / f"nats-server_{pid}.ports"
        self._login = json.dumps({"verbose": False, "user": BrokerUser.MONITOR, "pass": password})
        self._names: dict[str, str] = {}

    def problem(self) -> str | None:
        """Return what keeps the broker from storing messages; None when nothing does."""
        status, document = self._get("/healthz")
        return None if status == 200 else str(document.get("error") or document.get("status") or status)

    def store(self) -> StoreState:
        """Return how full the store is, and the sessions that have QoS 1 subscriptions."""
        _, document = self._get("/jsz?accounts=1&consumers=1")
        config = document.get("config") or {}
        return StoreState(
            used_bytes=int(document.get("storage", 0)),
            limit_bytes=max(0, int(config.get("max_storage", 0)) - SESSION_ROOM_BYTES),
            sessions=_sessions(document),
        )

    def limit_messages(self, limit_bytes: int) -> bool:
        """Let the broker refuse messages beyond so many bytes; return whether it does, which needs a first client.

        What is stored is kept (`discard: new`), and the rest of the store remains for sessions.
        """
        config = self._ask(f"$JS.API.STREAM.INFO.{_MESSAGES}", "").get("config")
        if not isinstance(config, Mapping):
            return False
        wanted = {**config, "max_bytes": limit_bytes, "discard": "new"}
        if wanted == config:
            return True
        answer = self._ask(f"$JS.API.STREAM.UPDATE.{_MESSAGES}", json.dumps(wanted))
        if "error" in answer:
            raise Unavailable(f"the broker's store could not be limited: {answer['error']}")
        return True

    def client_id(self, key: str) -> str:
        """Return the client id of a session."""
        if key not in self._names:
            request = json.dumps({"last_by_subj": f"$MQTT.sess.{key}"})
            answer = self._ask("$JS.API.STREAM.MSG.GET.$MQTT_sess", request)
            record = json.loads(base64.b64decode(answer.get("message", {}).get("data", "")) or b"{}")
            self._names[key] = str(record.get("id") or key)
        return self._names[key]

    def _get(self, path: str) -> tuple[int, Mapping[str, Any]]:
        address = urlsplit(self._address("monitoring"))
        connection = http.client.HTTPConnection(address.hostname or "", address.port, timeout=_PATIENCE_S)
        try:
            connection.request("GET", path)
            answer = connection.getresponse()
            return answer.status, json.loads(answer.read())
        except (OSError, http.client.HTTPException, ValueError) as error:
            raise Unavailable(f"the broker's monitoring does not answer: {error}") from error
        finally:
            connection.close()

    def _ask(self, subject: str, request: str) -> Mapping[str, Any]:
        """One request by the NATS client protocol (docs.nats.io, Client Protocol)."""
        address = urlsplit(self._address("nats"))
        body = request.encode()
        lines = f"CONNECT {self._login}\r\nSUB {_INBOX} 1\r\nPUB {subject} {_INBOX} {len(body)}\r\n"
        try:
            with socket.create_connection((address.hostname, address.port), _PATIENCE_S) as connection:
                connection.sendall(lines.encode() + body + b"\r\n")
                return _answer(connection)
        except (OSError, ValueError) as error:
            raise Unavailable(f"the broker does not answer: {error}") from error

    def _address(self, service: str) -> str:
        try:
            return str(json.loads(self._ports_file.read_bytes())[service][0])
        except (OSError, ValueError, LookupError) as error:
            raise Unavailable("the broker has not told its ports yet") from error


def _answer(connection: socket.socket) -> Mapping[str, Any]:
    """The payload of the first MSG that comes."""
    with connection.makefile("rb") as lines:
        for line in lines:
            if line.startswith(b"MSG "):
                size = min(int(line.split()[-1]), _LONGEST_ANSWER)
                answer = json.loads(lines.read(size))
                return answer if isinstance(answer, dict) else {}
    raise ValueError("it closed the connection")


def _sessions(document: Mapping[str, Any]) -> tuple[KeptSession, ...]:
    """The sessions behind the consumers of the message stream, each named `{session}_{number}`."""
    consumers: dict[str, list[Mapping[str, Any]]] = {}
    for account in document.get("account_details") or ():
        for stream in account.get("stream_detail") or ():
            if stream.get("name") == _MESSAGES:
                for consumer in stream.get("consumer_detail") or ():
                    consumers.setdefault(str(consumer["name"]).partition("_")[0], []).append(consumer)
    return tuple(
        KeptSession(
            key=key,
            is_served=any(consumer.get("push_bound", False) for consumer in parts),
            waiting=sum(int(part.get("num_pending", 0)) + int(part.get("num_ack_pending", 0)) for part in parts),
        )
        for key, parts in sorted(consumers.items())
    )
