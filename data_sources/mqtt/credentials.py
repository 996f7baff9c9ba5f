"""Who our processes are to the embedded broker: their users, made on first use and kept beside its store."""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import Final, NamedTuple

from dashboard.errors import Unusable
from dashboard.settings import MqttEndpoint, Settings
from data_sources.mqtt.passwords import Password, new_password
from data_sources.mqtt.private_files import only_writer, write_private

OWN_PREFIX: Final = "xiuhua-"
"""How the client ids of our own connections begin."""

FILE: Final = "credentials.json"
_TAG_BYTES: Final = 8


class BrokerUser(StrEnum):
    """The users that the embedded broker always has: one per kind of process, and one that devices share."""

    BROKER = "broker"
    MONITOR = "monitor"
    INGEST = "ingest"
    WORKER = "worker"
    JOBS = "jobs"
    CAMERAS = "cameras"
    WEB = "web"
    SIMULATOR = "simulator"
    TOOLS = "tools"
    DEVICES = "devices"


class Credentials(NamedTuple):
    """The passwords, and the tag that ends the client ids of our own connections.

    The broker gives a session to whoever names its client id, whatever user that is. The tag is what devices do not
    know; a folder in which an older Xiuhua left sessions has none, so that those are found again.
    """

    tag: str
    passwords: Mapping[BrokerUser, Password]


class BrokerAccess(NamedTuple):
    """How a process of ours gets in: where, as whom, and with which client ids."""

    endpoints: tuple[MqttEndpoint, ...]
    tag: str = ""

    def client_id(self, name: str) -> str:
        """Return the client id of our connection of that name, with or without `xiuhua-` before it."""
        return f"{OWN_PREFIX}{name.removeprefix(OWN_PREFIX)}{f'-{self.tag}' if self.tag else ''}"

    def shown(self, client_id: str) -> str:
        """Return a client id without the tag, as people and pages may see it."""
        return client_id.removesuffix(f"-{self.tag}") if self.tag else client_id


def broker_access(settings: Settings, user: BrokerUser) -> BrokerAccess:
    """Return how a process gets in as that user; to an external broker, as its URL says.

    Raises Unavailable when passwords cannot be made, and Unusable when those that are kept cannot be read.
    """
    if not settings.has_embedded_broker:
        return BrokerAccess(settings.mqtt_endpoints)
    kept = kept_credentials(settings.data_dir / "broker")
    endpoints = (
        place._replace(username=user.value, password=kept.passwords[user].plain) for place in settings.mqtt_endpoints
    )
    return BrokerAccess(tuple(endpoints), kept.tag)


def kept_credentials(folder: Path) -> Credentials:
    """Return the credentials kept in the broker's folder; what is missing is made, by whoever comes first."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = folder / FILE
    if (known := _read(path)) is not None and known.passwords.keys() == set(BrokerUser):
        return known
    with only_writer(path):
        known = _read(path) or Credentials(_new_tag(folder), {})
        complete = known._replace(passwords={user: known.passwords.get(user) or new_password() for user in BrokerUser})
        users = {user.value: password._asdict() for user, password in complete.passwords.items()}
        write_private(path, json.dumps({"tag": complete.tag, "users": users}, indent=2))
    return complete


def _new_tag(folder: Path) -> str:
    return "" if (folder / "store").exists() else secrets.token_hex(_TAG_BYTES)


def _read(path: Path) -> Credentials | None:
    try:
        kept = json.loads(path.read_bytes())
        known = {BrokerUser(name): Password(**word) for name, word in kept["users"].items() if name in set(BrokerUser)}
        return Credentials(str(kept["tag"]), known)
    except FileNotFoundError:
        return None
    except (OSError, ValueError, LookupError, TypeError, AttributeError) as error:
        raise Unusable(
            f"{path} cannot be read ({error}): put it back, or remove it to have new passwords made"
        ) from error
