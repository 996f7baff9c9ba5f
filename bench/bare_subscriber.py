"""The yardstick: a paho subscriber that parses JSON and keeps nothing. Prints when the first and the last came."""

from __future__ import annotations

import json
import sys
import threading
import time
from pathlib import Path
from typing import Any

import paho.mqtt.client as paho
from paho.mqtt.enums import CallbackAPIVersion

from data_sources.mqtt.credentials import BrokerUser, kept_credentials
from data_sources.mqtt.passwords import Password


def main(data_dir: Path, port: int, count: int) -> None:
    """Takes `count` messages from its session, which is made when there is none; 0 makes it and ends.

    Its rights are those of the ingest of `data_dir`.
    """
    first_s = last_s = 0.0
    taken = 0
    done = threading.Event()

    def on_message(_client: paho.Client, _data: Any, message: paho.MQTTMessage) -> None:
        nonlocal first_s, last_s, taken
        last_s = time.time()
        first_s = first_s or last_s
        json.loads(message.payload)
        taken += 1
        if taken == count:
            done.set()

    client = subscriber(kept_credentials(data_dir / "broker").passwords[BrokerUser.INGEST])
    client.on_message = on_message
    if not count:
        client.on_subscribe = lambda *_: done.set()
    client.connect("127.0.0.1", port)
    spent_s = time.process_time()
    client.loop_start()
    done.wait(300)
    client.disconnect()
    client.loop_stop()
    if not count:
        return
    sys.stdout.write(f"{first_s} {last_s} {taken} {time.process_time() - spent_s}\n")


def subscriber(password: Password) -> paho.Client:
    """A client with a session that the broker keeps, subscribed to every observation."""
    client = paho.Client(CallbackAPIVersion.VERSION2, client_id="bare", clean_session=False)
    client.username_pw_set(BrokerUser.INGEST, password.plain)
    client.on_connect = subscribe
    return client


def subscribe(client: paho.Client, *_: Any) -> None:
    """At each connect."""
    client.subscribe("xiuhua/v1/+/+/observation", 1)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
