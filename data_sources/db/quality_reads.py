"""What could not be read, in groups, and which devices' values were not taken."""

from __future__ import annotations

from codecs import getincrementaldecoder
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any, Final

from sqlalchemy import Connection, and_, func, select

from dashboard.domain.data_quality import QuarantineGroup, RefusalLine, RefusingDevice
from data_sources.db import tables as t

_PREVIEW_BYTES: Final = 320
_Q = t.quarantine.c
_R = t.refusal.c
_LINE: Final = (_R.field, _R.code, _R.value, _R["count"], _R.first_us, _R.last_us)


def quarantine_groups(connection: Connection, limit: int) -> tuple[Sequence[QuarantineGroup], int]:
    """Return the groups that were added to last, newest first, and how many messages there are in all.

    The groups come from an index alone; then one message of each is looked up, so a quarantine of hundreds of
    thousands answers at once.
    """
    kind = (_Q.source, _Q.profile, _Q.reason)
    last_us = func.max(_Q.received_us)
    everything = func.sum(func.count()).over()
    query = (
        select(*kind, func.count(), func.sum(_Q["count"]), func.min(_Q.first_received_us), last_us, everything)
        .group_by(*kind)
        .order_by(last_us.desc(), *kind)
        .limit(limit)
    )
    rows = connection.execute(query).all()
    groups = [_group(connection, row) for row in rows]
    return [group for group in groups if group is not None], int(rows[0][-1]) if rows else 0


def _group(connection: Connection, found: Any) -> QuarantineGroup | None:
    """Return the group with its newest message; None when that was read again and released meanwhile."""
    source, profile, reason, messages, times, first_us, last_us, _ = found
    newest = (
        select(_Q.channel, _Q.topic, _Q.detail, func.substr(_Q.payload, 1, _PREVIEW_BYTES), _Q.payload_bytes)
        .where(_Q.source == source, _Q.profile == profile, _Q.reason == reason, _Q.received_us == last_us)
        .limit(1)
    )
    message = connection.execute(newest).first()
    if message is None:
        return None
    channel, topic, detail, begin, payload_bytes = message
    return QuarantineGroup(
        source=source,
        profile=profile,
        reason=reason,
        messages=messages,
        times=int(times),
        first_us=first_us,
        last_us=last_us,
        channel=channel,
        topic=topic,
        detail=detail,
        preview=preview(bytes(begin), payload_bytes),
        payload_bytes=payload_bytes,
    )


def refusals(connection: Connection, asset_id: str, since_us: int) -> Sequence[RefusalLine]:
    """Return the fields of one device whose values were not taken since then, the most frequent first."""
    query = (
        select(*_LINE)
        .join(t.asset, t.asset.c.asset_key == _R.asset_key)
        .where(t.asset.c.asset_id == asset_id, _R.last_us >= since_us)
    )
    return _in_order(RefusalLine(*row) for row in connection.execute(query))


def refusing_devices(connection: Connection, since_us: int, limit: int) -> tuple[Sequence[RefusingDevice], int]:
    """Return the devices whose values were not taken since then, the most first, and how many there are in all."""
    recent = _R.last_us >= since_us
    counted = select(_R.asset_key, func.sum(_R["count"]).label("times")).where(recent).group_by(_R.asset_key).subquery()
    worst = select(counted).order_by(counted.c.times.desc(), counted.c.asset_key).limit(limit).subquery()
    a = t.asset.c
    query = (
        select(a.asset_id, a.name, a.kind, *_LINE)
        .select_from(worst)
        .join(t.refusal, and_(_R.asset_key == worst.c.asset_key, recent))
        .join(t.asset, a.asset_key == worst.c.asset_key)
        .order_by(worst.c.times.desc(), worst.c.asset_key)
    )
    lines: dict[tuple[str, str, str], list[RefusalLine]] = defaultdict(list)
    for asset_id, name, kind, *line in connection.execute(query):
        lines[asset_id, name, kind].append(RefusalLine(*line))
    total = connection.scalar(select(func.count()).select_from(counted)) or 0
    return [RefusingDevice(*device, tuple(_in_order(each))) for device, each in lines.items()], total


def _in_order(lines: Iterable[RefusalLine]) -> list[RefusalLine]:
    return sorted(lines, key=lambda line: (-line.times, line.field, line.code))


def preview(begin: bytes, payload_bytes: int) -> str:
    """The beginning of a payload of so many bytes: as text when it is some, else as bytes in lines of sixteen."""
    begin = begin[:_PREVIEW_BYTES]
    text = _text(begin)
    if text is None:
        text = "\n".join(begin[at : at + 16].hex(" ") for at in range(0, len(begin), 16))
    return text if len(begin) == payload_bytes else f"{text} …"


def _text(begin: bytes) -> str | None:
    """UTF-8, even if it was cut within a character; None for anything else."""
    try:
        text = getincrementaldecoder("utf-8")().decode(begin)
    except UnicodeDecodeError:
        return None
    return text if all(sign.isprintable() or sign in "\t\r\n" for sign in text) else None
