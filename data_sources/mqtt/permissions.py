"""What each user of the embedded broker may publish and hear, and how nats-server is told."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple

from dashboard.errors import BadInput
from data_sources.mqtt.credentials import BrokerUser, Credentials
from data_sources.mqtt.topics import (
    LIVE_FRAMES,
    LIVE_PACE,
    REPLAY_FILTER,
    SESSION_FILTER,
    SPEAKER_COMMANDS,
    SPEAKER_STATUSES,
    STATUS_FILTER,
)

ANONYMOUS: Final = "anonymous"
"""The user of whoever names none; it is there only while the broker listens on loopback."""

_EVERYTHING: Final = "#"
_INTERNALS: Final = ("$JS/#", "$SYS/#", "$XIUHUA/#")
_CLOSED_TO_DEVICES: Final = (
    *_INTERNALS,
    "$MQTT/#",
    "xiuhua/v1/live/#",
    "xiuhua/v1/status/#",
    "xiuhua/v1/session/#",
    REPLAY_FILTER,
    SPEAKER_COMMANDS,
)
"""What no device may publish, whatever was written down for it."""

_NO_OBSERVATIONS: Final = (SPEAKER_STATUSES, "xiuhua/v1/person/#")
"""What a device may publish only when it was written down for it."""

_DELIVERIES: Final = "$MQTT.sub.>"
"""Where the server hands over messages of QoS 1; it lets no MQTT client subscribe to it by itself."""

_MONITOR: Final = {
    "publish": {
        "allow": [
            "$JS.API.STREAM.INFO.$MQTT_msgs",
            "$JS.API.STREAM.UPDATE.$MQTT_msgs",
            "$JS.API.STREAM.MSG.GET.$MQTT_sess",
        ]
    },
    "subscribe": {"allow": ["$XIUHUA.replies"]},
}
_UNSUITED: Final = re.compile(r"[\s\x00\x7f*>]")


class Rights(NamedTuple):
    """The topic filters that a user may publish and hear; `closed` are those that it may not publish all the same."""

    publish: tuple[str, ...] = ()
    hear: tuple[str, ...] = ()
    closed: tuple[str, ...] = ()


OBSERVATIONS: Final = Rights(publish=(_EVERYTHING,), closed=(*_CLOSED_TO_DEVICES, *_NO_OBSERVATIONS))
"""What devices share: to publish on every topic, as the ingest shows unknown ones too, but none of our own."""

RIGHTS: Final[Mapping[BrokerUser, Rights]] = {
    BrokerUser.BROKER: Rights(publish=(STATUS_FILTER,)),
    BrokerUser.INGEST: Rights(publish=(STATUS_FILTER, SESSION_FILTER, LIVE_FRAMES), hear=(_EVERYTHING,)),
    BrokerUser.WORKER: Rights(publish=(STATUS_FILTER, LIVE_FRAMES)),
    BrokerUser.JOBS: Rights(publish=(STATUS_FILTER,)),
    BrokerUser.CAMERAS: Rights(publish=(STATUS_FILTER, LIVE_FRAMES)),
    BrokerUser.WEB: Rights(publish=(LIVE_FRAMES, LIVE_PACE), hear=(LIVE_FRAMES, STATUS_FILTER)),
    BrokerUser.SIMULATOR: Rights(publish=(_EVERYTHING,), closed=(*_CLOSED_TO_DEVICES, SPEAKER_STATUSES)),
    BrokerUser.TOOLS: Rights(publish=(LIVE_FRAMES, REPLAY_FILTER)),
    BrokerUser.DEVICES: OBSERVATIONS,
}


class DeviceUser(NamedTuple):
    """A device's own user: the digest of its password, and the topic filters of what it may publish and hear.

    Without `publish` it may publish what every device may.
    """

    name: str
    digest: str
    publish: tuple[str, ...] = ()
    hear: tuple[str, ...] = ()

    @property
    def rights(self) -> Rights:
        """What that comes to."""
        if not self.publish:
            return OBSERVATIONS._replace(hear=self.hear)
        return Rights(publish=self.publish, hear=self.hear, closed=_CLOSED_TO_DEVICES)


def authorization(ours: Credentials, devices: Iterable[DeviceUser], *, anonymous: bool) -> dict[str, Any]:
    """Return the part of nats-server's configuration that says who may do what."""
    users = [_user(user, ours.passwords[user].digest, rights) for user, rights in RIGHTS.items()]
    users += [_user(device.name, device.digest, device.rights) for device in devices]
    if anonymous:
        users.append(_user(ANONYMOUS, "", OBSERVATIONS))
    digest = ours.passwords[BrokerUser.MONITOR].digest
    return {"users": [*users, _entry(BrokerUser.MONITOR, digest, "STANDARD", _MONITOR)]}


def nats_subjects(topic_filter: str) -> list[str]:
    """Return what nats-server calls the topics of an MQTT filter; `a/#` is also `a` itself (MQTT 3.1.1, 4.7.1.2).

    Raises BadInput for what is no filter, and for the characters that nats-server does not take in topics.
    """
    levels = topic_filter.split("/")
    misplaced = any(("#" in level and level != "#") or ("+" in level and level != "+") for level in levels)
    if not topic_filter or misplaced or "#" in levels[:-1] or _UNSUITED.search(topic_filter):
        raise BadInput(
            f"{topic_filter!r:.200} is no topic filter: levels with / between, + for one of any name, # at the end"
        )
    if levels[-1] == "#" and len(levels) > 1:
        return [_subject(levels), _subject(levels[:-1])]
    return [_subject(levels)]


def _subject(levels: Sequence[str]) -> str:
    """The levels as nats-server names them: an empty one is `/`, a dot within one `//`."""
    named = {"+": "*", "#": ">"}
    return ".".join(named.get(level) or level.replace(".", "//") or "/" for level in levels)


def _user(name: str, digest: str, rights: Rights) -> dict[str, Any]:
    hear = [*_subjects(rights.hear), _DELIVERIES] if rights.hear else []
    permissions = {
        "publish": _only(list(_subjects(rights.publish)), list(_subjects(rights.closed))),
        "subscribe": _only(hear, list(_subjects(_INTERNALS)) if rights.closed else []),
    }
    return _entry(name, digest, "MQTT", permissions)


def _entry(name: str, digest: str, connection: str, permissions: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "user": str(name),
        "password": digest,
        "allowed_connection_types": [connection],
        "permissions": permissions,
    }


def _subjects(filters: Iterable[str]) -> Iterator[str]:
    for topic_filter in filters:
        yield from nats_subjects(topic_filter)


def _only(allowed: list[str], denied: list[str]) -> dict[str, list[str]]:
    if not allowed:
        return {"deny": [">"]}
    return {"allow": allowed, "deny": denied} if denied else {"allow": allowed}
