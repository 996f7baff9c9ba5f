"""How the broker is, by what its keeper or its own counters tell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from dashboard.domain.health import Check, Standing
from dashboard.domain.text import Text

FILLING: Final = 0.7
"""The fill level of its store from which on a broker is degraded, long before it refuses messages."""

OWN_PREFIX: Final = "xiuhua-"


@dataclass(frozen=True, kw_only=True)
class BrokerReport:
    """What is known of a broker's store; `unserved` counts what waits, by the client id that nobody connects with.

    `waiting` is None where the broker does not tell.
    """

    store_fill: float | None = None
    waiting: int | None = None
    unserved: Mapping[str, int] = field(default_factory=dict)
    problem: Text | None = None

    @classmethod
    def read(cls, status: Mapping[str, Any]) -> BrokerReport:
        """Return what the keeper of the embedded broker told on its status topic."""
        used, limit = _number(status.get("store_bytes")), _number(status.get("store_limit_bytes"))
        unserved = status.get("unserved")
        return cls(
            store_fill=round(used / limit, 3) if used is not None and limit else None,
            waiting=_count(status.get("waiting_unserved")),
            unserved={str(name): _count(number) or 0 for name, number in unserved.items()}
            if isinstance(unserved, Mapping)
            else {},
            problem=_as_told(status.get("problem")),
        )


@dataclass
class BrokerCounters:
    """What an external broker publishes of itself below $SYS (Mosquitto); other brokers tell nothing."""

    counters: dict[str, int] = field(default_factory=dict)

    def hear(self, topic: str, payload: bytes) -> None:
        """Take in one counter; what is no whole number is left out."""
        if payload.isdigit():
            self.counters[topic] = int(payload)

    def report(self) -> BrokerReport:
        """Return what waits at most: the messages in store, while any client with a kept session is away."""
        away = self.counters.get(CLIENTS_AWAY)
        stored = self.counters.get(MESSAGES_STORED)
        if away is None or stored is None:
            return BrokerReport()
        return BrokerReport(waiting=max(0, stored - self.counters.get(MESSAGES_RETAINED, 0)) if away else 0)


CLIENTS_AWAY: Final = "$SYS/broker/clients/disconnected"
MESSAGES_STORED: Final = "$SYS/broker/store/messages/count"
MESSAGES_RETAINED: Final = "$SYS/broker/retained messages/count"
COUNTERS: Final = (CLIENTS_AWAY, MESSAGES_STORED, MESSAGES_RETAINED)


def check_broker(report: BrokerReport, gone: Sequence[str] = ()) -> Check:
    """Return how the broker is: degraded when it cannot store, fills up, or keeps messages for an ingest that is gone.

    `gone` are the ingest processes that went away without giving up their session.
    """
    detail = report.problem or _filling(report) or _left_behind(report, gone)
    return Check(
        standing=Standing.DEGRADED if detail else Standing.OK,
        detail=detail,
        store_fill=report.store_fill,
        waiting=report.waiting,
    )


def _filling(report: BrokerReport) -> Text | None:
    if report.store_fill is None or report.store_fill < FILLING:
        return None
    fill = f"{report.store_fill:.0%}"
    if not report.unserved:
        return Text(f"存储已用 {fill}；采集是否跟得上？", f"its store is {fill} full; is the ingest keeping up?")
    zh = "；".join(f"{number} 条消息在等 {name}" for name, number in report.unserved.items())
    en = "; ".join(f"{number} messages wait for {name}" for name, number in report.unserved.items())
    return Text(
        f"存储已用 {fill}：{zh}；请启动它，或用 `manage.py broker --forget` 放弃",
        f"its store is {fill} full: {en}; start it, or `manage.py broker --forget` it",
    )


def _left_behind(report: BrokerReport, gone: Sequence[str]) -> Text | None:
    own = {name: number for name, number in report.unserved.items() if name.startswith(OWN_PREFIX) and number}
    if own:
        name, number = max(own.items(), key=lambda item: item[1])
        return Text(
            f"{number} 条消息在等 {name}，它没有连接：请启动它，或用 `manage.py broker --forget` 放弃",
            f"{number} messages wait for {name}, which is not connected: start it, or `manage.py broker --forget` it",
        )
    if gone and report.waiting and not report.unserved:
        names = ", ".join(gone)
        return Text(
            f"最多 {report.waiting} 条消息在等 {names}，它已离开：请启动它，或用 `ingest --drain` 读完",
            f"up to {report.waiting} messages wait for {names}, which is gone: start or `ingest --drain` it",
        )
    return None


def _as_told(problem: object) -> Text | None:
    """What a process says of itself, which is the same in every language."""
    return Text(str(problem), str(problem)) if problem else None


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) else None


def _count(value: object) -> int | None:
    return int(value) if isinstance(value, int | float) else None
