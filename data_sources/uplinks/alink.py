"""Alink (Aliyun) and OneJSON (OneNET): thing-model properties and events on `/sys/…` and `$sys/…` topics."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from dashboard.domain.mappings import MappingRules
from dashboard.domain.readings import Delivery, Parsed, TimeSource, from_us
from dashboard.domain.timestamps import BadTime, parse_time
from dashboard.errors import UnreadablePayload
from dashboard.ports.ingest import Registry, Uplink
from data_sources.payloads import as_object, decode_object, digest, key_part
from data_sources.uplinks._reports import Report, understand

_TOPIC: Final = re.compile(r"[/$]sys/(?P<product>[^/]+)/(?P<device>[^/]+)/thing/(?P<what>.+)/post")
_DEPTH: Final = 4


class _Identity(NamedTuple):
    product: str
    device: str

    @property
    def device_ref(self) -> str:
        return f"alink:{self.product}/{self.device}"


class _Properties(NamedTuple):
    """The properties that one device posted, as they stand in the message."""

    identity: _Identity
    fields: dict[str, object]
    event: bool


def read(delivery: Delivery, rules: MappingRules, registry: Registry) -> Parsed:
    """The properties of a post, grouped by their own times; in packs and histories those of every device in them.

    A property is a bare value, `{value, time}` or, in histories, a list of those. Paths of mappings begin with
    `params` and go straight to the value (`params.Distance`); the profile is the product key.
    """
    topic = _TOPIC.fullmatch(delivery.topic)
    if topic is None:
        raise UnreadablePayload("bad_topic", f"{delivery.topic!r:.80} is no property or event post")
    message = decode_object(delivery.payload)
    identity = _Identity(topic["product"], topic["device"])
    history = topic["what"].split("/")[-1] == "history"
    event = topic["what"].startswith("event") and not topic["what"].startswith("event/property")
    blocks = _blocks(message.get("params"), identity, event)
    reports = (report for block in blocks for report in _reports(message, block, delivery, history))
    return understand("alink", reports, delivery, rules, registry)


def _blocks(params: object, identity: _Identity, event: bool, depth: int = 0) -> Iterator[_Properties]:
    """Every device's properties and events in the params of a post, a pack, a batch or a history."""
    if depth > _DEPTH:
        raise UnreadablePayload("bad_shape", f"params are nested more than {_DEPTH} deep")
    if isinstance(params, list):
        for each in params:
            yield from _blocks(as_object(each, "an element of params"), identity, event, depth + 1)
        return
    fields = as_object(params, "params")
    if "properties" not in fields and "subDevices" not in fields and "identity" not in fields:
        yield _Properties(identity, fields, event)
        return
    identity = _identity(fields.get("identity"), identity)
    devices = fields.get("subDevices")
    blocks = list(_own_blocks(fields, identity))
    yield from blocks
    if isinstance(devices, list) and devices:
        yield from _blocks(devices, identity, event, depth + 1)
    elif not blocks:
        yield _Properties(identity, {}, event)


def _own_blocks(fields: dict[str, object], identity: _Identity) -> Iterator[_Properties]:
    """What one device of a pack or history tells; of properties and events either may be left empty."""
    for key in ("properties", "events"):
        inner = fields.get(key)
        for each in inner if isinstance(inner, list) else [inner]:
            if isinstance(each, dict):
                if each:
                    yield _Properties(identity, each, key == "events")
            elif each is not None:
                yield _Properties(identity, {key: each}, key == "events")


def _identity(stated: object, parent: _Identity) -> _Identity:
    if not isinstance(stated, dict):
        return parent
    product = stated.get("productKey", stated.get("productID", parent.product))
    return _Identity(str(product), str(stated.get("deviceName", parent.device)))


def _reports(message: dict[str, object], block: _Properties, delivery: Delivery, history: bool) -> Iterator[Report]:
    """One report for each time at which properties of the block were measured."""
    for time, fields in _by_time(block):
        yield Report(
            device_ref=block.identity.device_ref,
            profile=block.identity.product,
            body={"params": fields},
            measured=("params",),
            times=(time,),
            dedupe=_dedupe(message, time, fields, delivery.received_us),
            source=TimeSource.DEVICE,
            history=history,
            partial=True,
        )


def _by_time(block: _Properties) -> list[tuple[object, dict[str, object]]]:
    if block.event and isinstance(block.fields.get("value"), dict):
        return [(block.fields.get("time"), as_object(block.fields["value"], "value"))]
    groups: dict[str, tuple[object, dict[str, object]]] = {}
    for name, posted in block.fields.items():
        for each in posted if isinstance(posted, list) and _all_timed(posted) else [posted]:
            value, time = _value_and_time(each)
            group = groups.setdefault(repr(time), (time, {}))[1]
            told = value if block.event and isinstance(value, dict) else {name: value}
            group.update({key: one for key, one in told.items() if one is not None or key not in group})
    return list(groups.values()) or [(None, {})]


def _value_and_time(posted: object) -> tuple[object, object]:
    if isinstance(posted, dict) and _is_timed(posted):
        return posted["value"], posted.get("time")
    return posted, None


def _is_timed(posted: object) -> bool:
    return isinstance(posted, dict) and "value" in posted and posted.keys() <= {"value", "time"}


def _all_timed(posted: list[object]) -> bool:
    return bool(posted) and all(_is_timed(each) for each in posted)


def _dedupe(message: dict[str, object], time: object, fields: dict[str, object], received_us: int) -> str:
    """`id` is unique for a device and a day only, and some firmware always sends the same: the content is added."""
    try:
        day = from_us(parse_time(time, received_us)).strftime("%Y%m%d")
    except BadTime:
        day = "?"
    return f"{key_part(message.get('id', ''))}:{day}:{digest(repr((time, fields)))}"


UPLINK = Uplink(
    key="alink",
    topic_filters=(
        "/sys/+/+/thing/event/+/post",
        "/sys/+/+/thing/event/property/+/post",
        "$sys/+/+/thing/+/post",
    ),
    topic_pattern=r"[/$]sys/[^/]+/[^/]+/thing/.+/post",
    read=read,
)
