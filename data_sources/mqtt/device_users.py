"""Devices that have a user of their own at the embedded broker: what each may publish and hear."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from dashboard.errors import BadInput, Conflict, NotFound, Unusable
from data_sources.mqtt.credentials import BrokerUser
from data_sources.mqtt.passwords import new_password
from data_sources.mqtt.permissions import ANONYMOUS, DeviceUser, nats_subjects
from data_sources.mqtt.private_files import only_writer, write_private

FILE: Final = "device_users.json"
_NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._@-]{0,63}")


def device_users(folder: Path) -> list[DeviceUser]:
    """Return the users in the broker's folder, by name. Raises Unusable when their file cannot be read."""
    path = folder / FILE
    try:
        kept = json.loads(path.read_bytes())
        users = [DeviceUser(one["name"], one["digest"], tuple(one["publish"]), tuple(one["hear"])) for one in kept]
    except FileNotFoundError:
        return []
    except (OSError, ValueError, LookupError, TypeError) as error:
        raise Unusable(
            f"{path} cannot be read ({error}): put a copy back, or remove it and add the users anew"
        ) from error
    return sorted(users)


def users_as_of(folder: Path) -> int:
    """Return when the users were last changed, in ns; 0 when there were never any."""
    try:
        return (folder / FILE).stat().st_mtime_ns
    except FileNotFoundError:
        return 0


def add_device_user(folder: Path, name: str, publish: Sequence[str] = (), hear: Sequence[str] = ()) -> str:
    """Add a user and return its password, which is kept as a digest only. Raises BadInput and Conflict."""
    if not _NAME.fullmatch(name):
        raise BadInput(f"{name!r:.80} is no user name: letters, digits and . _ @ - are allowed, 64 at most")
    if name in {*BrokerUser, ANONYMOUS}:
        raise BadInput(f"{name} is a user of Xiuhua's own: choose another name")
    for topic_filter in (*publish, *hear):
        nats_subjects(topic_filter)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with only_writer(folder / FILE):
        users = device_users(folder)
        if any(user.name == name for user in users):
            raise Conflict(f"there is a user {name}: remove it first to give it another password")
        password = new_password()
        _write(folder, [*users, DeviceUser(name, password.digest, tuple(publish), tuple(hear))])
    return password.plain


def remove_device_user(folder: Path, name: str) -> None:
    """Remove a user. Raises NotFound."""
    with only_writer(folder / FILE):
        users = device_users(folder)
        left = [user for user in users if user.name != name]
        if left == users:
            raise NotFound(f"there is no user {name!r:.80} of a device's own")
        _write(folder, left)


def _write(folder: Path, users: Sequence[DeviceUser]) -> None:
    write_private(folder / FILE, json.dumps([user._asdict() for user in users], indent=2, ensure_ascii=False))
