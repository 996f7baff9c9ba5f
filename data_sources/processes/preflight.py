"""What is checked before anything is started: the data folder, the disk and the ports."""

from __future__ import annotations

import errno
import shutil
import socket
from pathlib import Path
from typing import Final

from dashboard.errors import Conflict, Unavailable, Unusable
from dashboard.settings import Settings
from data_sources.processes.data_dir import open_data_dir
from data_sources.processes.web_health import ask_health

MINIMUM_FREE_BYTES: Final = 500 * 1000 * 1000


def prepare_data_dir(data_dir: Path, minimum_free: int = MINIMUM_FREE_BYTES) -> None:
    """Makes the data folder and its log folder.

    Raises Unusable when they cannot be written to or the disk has less than `minimum_free` bytes left.
    """
    open_data_dir(data_dir)
    try:
        (data_dir / "log").mkdir(mode=0o700, exist_ok=True)
    except OSError as error:
        raise Unusable(f"cannot write to {data_dir / 'log'} ({error.strerror})") from error
    free = shutil.disk_usage(data_dir).free
    if free < minimum_free:
        raise Unusable(
            f"only {free // 1_000_000} MB are free where {data_dir} lies, {minimum_free // 1_000_000} MB are needed: "
            "free some, or set XIUHUA_DATA_DIR to another disk"
        )


def check_ports(settings: Settings) -> None:
    """Raises Conflict, naming the setting to change, when a port that is needed is taken."""
    if is_taken(settings.host, settings.port):
        by = "another Xiuhua" if ask_health(settings.host, settings.port) else "another program"
        raise Conflict(f"port {settings.port} is taken by {by}: stop it, or set XIUHUA_PORT to a free one")
    if settings.has_embedded_broker and is_taken(settings.mqtt_host, settings.mqtt_port):
        raise Conflict(
            f"port {settings.mqtt_port} (MQTT) is taken by another program: "
            "stop it, set XIUHUA_MQTT_PORT to a free one, or use that broker by XIUHUA_MQTT_URL"
        )


def is_taken(host: str, port: int) -> bool:
    """Whether somebody listens at that address."""
    family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    with socket.socket(family, kind, protocol) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(address)
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                return True
            raise Unavailable(f"cannot listen on {host}:{port} ({error.strerror})") from error
    return False
