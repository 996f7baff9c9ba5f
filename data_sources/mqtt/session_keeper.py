"""Which sessions of the embedded broker have been forgotten, and how one is given up."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import paho.mqtt.client as paho
from paho.mqtt.enums import CallbackAPIVersion

from dashboard.errors import Unavailable
from dashboard.settings import MqttEndpoint
from data_sources.mqtt.broker_monitor import KeptSession, StoreState
from data_sources.mqtt.credentials import OWN_PREFIX

OWN_EXPIRY_S: Final = 7 * 24 * 3600
"""How long a session of our own waits for its process: what lies in it was acknowledged and is nowhere else."""

CRAMPED: Final = 0.95
"""The fill level at which strangers' sessions that nobody serves are given up at once."""

_PATIENCE_S: Final = 5.0


@dataclass
class SessionKeeper:
    """Tells which sessions to give up: strangers' that nobody served for `expiry_s`, ours after a week.

    In a cramped store, strangers' go at once, so that devices are still answered.
    """

    expiry_s: float
    clock: Callable[[], float]
    _unserved_since: dict[str, float] = field(default_factory=dict)

    def overdue(self, store: StoreState, names: Mapping[str, str]) -> list[str]:
        """Return the client ids of the sessions to give up, those with most waiting first; `names` is by key."""
        now = self.clock()
        unserved = [session for session in store.sessions if not session.is_served]
        self._unserved_since = {session.key: self._unserved_since.get(session.key, now) for session in unserved}
        cramped = store.limit_bytes > 0 and store.used_bytes >= CRAMPED * store.limit_bytes
        due = [session for session in unserved if self._is_due(session, names[session.key], now, cramped)]
        return [names[session.key] for session in sorted(due, key=lambda session: -session.waiting)]

    def _is_due(self, session: KeptSession, client_id: str, now: float, cramped: bool) -> bool:
        if client_id.startswith(OWN_PREFIX):
            return now - self._unserved_since[session.key] >= OWN_EXPIRY_S
        return now - self._unserved_since[session.key] >= self.expiry_s or (cramped and session.waiting > 0)


def forget_session(endpoint: MqttEndpoint, client_id: str) -> None:
    """End the session of that client id at the broker, with all that waits in it. Raises Unavailable."""
    answered = threading.Event()
    refusals: list[str] = []

    def on_connect(_client: paho.Client, _data: Any, _flags: Any, code: Any, _properties: Any) -> None:
        if code.is_failure:
            refusals.append(str(code))
        answered.set()

    client = paho.Client(CallbackAPIVersion.VERSION2, client_id=client_id, clean_session=True)
    client.username_pw_set(endpoint.username, endpoint.password)
    if endpoint.tls:
        client.tls_set()
    client.on_connect = on_connect
    try:
        client.connect(endpoint.host, endpoint.port)
    except OSError as error:
        raise Unavailable(f"the broker at {endpoint.host}:{endpoint.port} cannot be reached: {error}") from error
    client.loop_start()
    try:
        if not answered.wait(_PATIENCE_S) or refusals:
            raise Unavailable(
                f"the broker did not give up the session of {client_id}: {'; '.join(refusals) or 'silent'}"
            )
    finally:
        client.disconnect()
        client.loop_stop()
