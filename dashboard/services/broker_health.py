"""How the broker is, by what its keeper or its own counters tell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final

FILLING: Final = 0.7
"""The fill level of its store from which on a broker is degraded, long before it refuses messages."""

OWN_PREFIX: Final = "xiuhua-"


class Standing(StrEnum):
    """How a part, or the whole, is."""

    OK = "ok"
    DEGRADED = "degraded"
    DOWN = "down"


@dataclass(frozen=True, kw_only=True)
class Check:
    """How one part is; `age_s` is how long ago it was last heard of, `detail` says what is wrong.

    Of a broker: `store_fill` (0–1) and `waiting`, the messages in sessions that nobody serves; None where unknown.
    Of the ingest: `jumps`, the share (0–1) of what cannot be used where it has jumped, by `quarantined` or `unmapped`.
    """

    standing: Standing
    age_s: float | None = None
    detail: str | None = None
    processes: tuple[str, ...] = ()
    store_fill: float | None = None
    waiting: int | None = None
    jumps: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class BrokerReport:
    """What is known of a broker's store; `unserved` counts what waits, by the client id that nobody connects with.

    `waiting` is None where the broker does not tell.
    """

    store_fill: float | None = None
    waiting: int | None = None
    unserved: Mapping[str, int] = field(default_factory=dict)
    problem: str | None = None

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
            problem=str(status["problem"]) if status.get("problem") else None,
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


def _filling(report: BrokerReport) -> str | None:
    if report.store_fill is None or report.store_fill < FILLING:
        return None
    kept = "; ".join(f"{number} messages wait for {name}" for name, number in report.unserved.items())
    about = f": {kept}; start it, or `manage.py broker --forget` it" if kept else "; is the ingest keeping up?"
    return f"its store is {report.store_fill:.0%} full{about}"


def _left_behind(report: BrokerReport, gone: Sequence[str]) -> str | None:
    own = {name: number for name, number in report.unserved.items() if name.startswith(OWN_PREFIX) and number}
    if own:
        name, number = max(own.items(), key=lambda item: item[1])
        return f"{number} messages wait for {name}, which is not connected: start it, or `manage.py broker --forget` it"
    if gone and report.waiting and not report.unserved:
        names = ", ".join(gone)
        return f"up to {report.waiting} messages wait for {names}, which is gone: start or `ingest --drain` it"
    return None


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) else None


def _count(value: object) -> int | None:
    return int(value) if isinstance(value, int | float) else None
