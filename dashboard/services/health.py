"""How everything is: database, broker, ingest, worker and jobs, and the figures that monitoring collects."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

from dashboard.domain.health import Check, Checkup, ProcessReport, Standing
from dashboard.domain.text import Text
from dashboard.domain.webhooks.records import WebhookLine
from dashboard.errors import Unavailable
from dashboard.ports.operations import BrokerLink, HealthReads
from dashboard.services.broker_health import BrokerReport, check_broker
from dashboard.services.live.channel import LiveChannel, refused_by_reason
from dashboard.services.webhooks.health import check_webhooks

log = logging.getLogger(__name__)

PATIENCE_S: Final = 2.0
HEARD_WITHIN_S: Final = 5.0
KINDS: Final = ("broker", "ingest", "worker", "jobs", "cameras")
"""The kinds of processes that say how they are."""
_JUMPED: Final = {
    "quarantined": Text("的报文被隔离", "of the messages are in quarantine"),
    "unmapped": Text("的字段没有映射", "of the fields have no mapping"),
}
_OUT_OF_REACH: Final = Text("连不上消息服务器", "the broker is out of reach")
_SILENT_BROKER: Final = Text("不再报告状态，原因可能在它的日志里", "it no longer says how it is; its log may tell why")


@dataclass(frozen=True, kw_only=True)
class Figures:
    """What monitoring collects. `ingest` holds each ingest process's counts by name, `open_alarms` by severity.

    `refused` holds how many values each ingest process did not take, by reason, `positions_refused` how many positions
    of people.
    """

    ingest: Mapping[str, Mapping[str, float]]
    refused: Mapping[str, Mapping[str, int]]
    positions_refused: Mapping[str, Mapping[str, int]]
    open_alarms: Mapping[str, int] | None
    live_clients: int
    frames_received: int
    frames_sent: int
    clients_dropped: int
    data_age_s: float | None
    checks: Mapping[str, Check] = field(default_factory=dict)
    webhooks: Sequence[WebhookLine] = ()
    now_us: int = 0


class Known(NamedTuple):
    """What the database answers."""

    open_alarms: Mapping[str, int]
    webhooks: Sequence[WebhookLine]
    endless_suspensions: int


class Health:
    """Asks the parts. A database that does not answer is asked once at a time and waited for no longer than 2 s."""

    def __init__(self, source: HealthReads, broker: BrokerLink, live: LiveChannel) -> None:
        self._source = source
        self._broker = broker
        self._live = live
        self._asking = ThreadPoolExecutor(1, thread_name_prefix="health")
        self._question: Future[Known] | None = None

    def checkup(self) -> Checkup:
        """How everything is now; never raises."""
        return self._checkup(self._ask())

    def figures(self) -> Figures:
        """What monitoring collects; never raises."""
        answer, heard = self._ask(), self._heard("ingest")
        checkup, hub = self._checkup(answer), self._live.hub
        return Figures(
            ingest={name: _counts(status) for name, status in heard.items()},
            refused={name: refused_by_reason(status) for name, status in heard.items()},
            positions_refused={name: refused_by_reason(status, "positions_refused") for name, status in heard.items()},
            open_alarms=answer.open_alarms if isinstance(answer, Known) else None,
            live_clients=hub.clients,
            frames_received=self._live.frames,
            frames_sent=hub.sent,
            clients_dropped=hub.dropped,
            data_age_s=checkup.data_age_s,
            checks=checkup.checks,
            webhooks=answer.webhooks if isinstance(answer, Known) else (),
            now_us=self._live.clock(),
        )

    def processes(self) -> Sequence[ProcessReport]:
        """Return what each process last said, in the order of the way of a message, then by name."""
        now_us = self._live.clock()
        heard = [(kind, name, status) for kind in KINDS for name, status in sorted(self._heard(kind).items())]
        return [self._report(kind, name, status, now_us) for kind, name, status in heard]

    def _report(self, kind: str, name: str, status: Mapping[str, Any], now_us: int) -> ProcessReport:
        age_s = max(0.0, (now_us - status["heard_us"]) / 1e6)
        tasks = status.get("done")
        counts = _counts(status) | (dict(_numbers(tasks.items())) if isinstance(tasks, Mapping) else {})
        return ProcessReport(
            name=name,
            kind=kind,
            is_online=self._is_online(name, age_s),
            age_s=round(age_s, 1),
            problem=str(status.get("problem") or ""),
            counts=counts,
        )

    def close(self) -> None:
        """End the thread that asks the database."""
        self._asking.shutdown(wait=False, cancel_futures=True)

    def _checkup(self, answer: Known | Text) -> Checkup:
        database = Check(standing=Standing.OK) if isinstance(answer, Known) else _down(answer)
        broker = self._broker_check() if self._broker.connected else _down(_OUT_OF_REACH)
        processes = {kind: self._process(kind) for kind in ("ingest", "worker", "jobs")}
        if self._heard("cameras"):
            processes["cameras"] = self._process("cameras")
        checks = {"database": database, "broker": broker, **processes}
        if isinstance(answer, Known) and answer.webhooks:
            checks["webhooks"] = check_webhooks(answer.webhooks, self._live.clock())
        if isinstance(answer, Known) and answer.endless_suspensions:
            checks["cases"] = _suspensions(answer.endless_suspensions)
        newest_ms = self._live.board.newest_ms
        age_s = max(0.0, self._live.clock() / 1e6 - newest_ms / 1e3) if newest_ms else None
        return Checkup(standing=_whole(checks), checks=checks, data_age_s=None if age_s is None else round(age_s, 1))

    def _broker_check(self) -> Check:
        """The broker by what it or its keeper tells; one that tells nothing is well as long as it is connected to."""
        heard = self._heard("broker")
        told = next((status for name, status in heard.items() if self._is_fresh(name)), None)
        if heard and told is None:
            return Check(standing=Standing.DEGRADED, detail=_SILENT_BROKER)
        gone = sorted(name for name in self._heard("ingest") if self._is_offline(name))
        return check_broker(BrokerReport.read(told) if told else self._live.broker_counters.report(), gone)

    def _is_fresh(self, name: str) -> bool:
        status = self._live.processes[name]
        return self._is_online(name, (self._live.clock() - status["heard_us"]) / 1e6)

    def _is_offline(self, name: str) -> bool:
        return self._live.processes[name].get("state") == "offline"

    def _known(self) -> Known:
        source = self._source
        return Known(source.open_alarms(), source.webhooks(), source.endless_suspensions(self._live.clock()))

    def _ask(self) -> Known | Text:
        """The database's answer, or what is wrong with it."""
        if self._question is None or self._question.done():
            self._question = self._asking.submit(self._known)
        try:
            return self._question.result(PATIENCE_S)
        except TimeoutError:
            return Text(f"数据库 {PATIENCE_S:g} 秒没有应答", f"the database has not answered for {PATIENCE_S:g} s")
        except Unavailable as error:
            return error.told or Text(str(error), str(error))
        except Exception:
            log.exception("the database could not be asked")
            return Text("无法询问数据库，原因见日志", "the database could not be asked; the log says why")

    def _heard(self, kind: str) -> dict[str, dict[str, Any]]:
        return {name: status for name, status in list(self._live.processes.items()) if name.startswith(f"{kind}-")}

    def _process(self, kind: str) -> Check:
        now_us = self._live.clock()
        heard = {name: (now_us - status["heard_us"]) / 1e6 for name, status in self._heard(kind).items()}
        if not heard:
            never = f"no {kind} process was ever heard of; is it running?"
            return _down(Text(f"从未收到 {kind} 进程的消息；它在运行吗？", never))
        online = [name for name, age_s in heard.items() if self._is_online(name, age_s)]
        age_s = round(max(0.0, min(heard[name] for name in online or heard)), 1)
        if online:
            jumps = largest_jumps(self._live.processes[name] for name in online)
            problem = self._problem(online) or _describe(jumps)
            standing = Standing.DEGRADED if problem else Standing.OK
            return Check(standing=standing, age_s=age_s, detail=problem, processes=tuple(sorted(online)), jumps=jumps)
        gone = Text(f"没有 {kind} 进程在报告；它在运行吗？", f"no {kind} process reports; is it running?")
        return Check(standing=Standing.DOWN, age_s=age_s, detail=gone)

    def _problem(self, names: Iterable[str]) -> Text | None:
        """What keeps the first of these from its work, by its own word."""
        told = ((name, self._live.processes[name].get("problem")) for name in sorted(names))
        said = next((f"{name}: {problem}" for name, problem in told if problem), None)
        return None if said is None else Text(said, said)

    def _is_online(self, name: str, age_s: float) -> bool:
        return age_s <= HEARD_WITHIN_S and self._live.processes[name].get("state") == "online"


def largest_jumps(statuses: Iterable[Mapping[str, Any]]) -> dict[str, float]:
    """Return the largest share (0–1) of each jump that ingest processes tell of, by what jumped."""
    found: dict[str, float] = {}
    for status in statuses:
        told = status.get("jumps")
        for name, jump in told.items() if isinstance(told, Mapping) else ():
            share = jump.get("share") if isinstance(jump, Mapping) else None
            if name in _JUMPED and isinstance(share, int | float):
                found[name] = max(found.get(name, 0.0), float(share))
    return found


def _describe(jumps: Mapping[str, float]) -> Text | None:
    """What jumped, and where to look."""
    if not jumps:
        return None
    zh = "，".join(f"{share:.0%} {_JUMPED[name].zh}" for name, share in sorted(jumps.items()))
    en = " and ".join(f"{share:.0%} {_JUMPED[name].en}" for name, share in sorted(jumps.items()))
    return Text(f"最近 5 分钟{zh}：/sensors 有原因", f"of the last 5 minutes {en}: /sensors says why")


def _suspensions(count: int) -> Check:
    """A warning, since nobody but people can end them."""
    told = Text(
        f"{count} 件挂账没有终点、已过期或时间过长：请恢复计时或结案",
        f"{count} suspended cases have no end, are past it or too long: resume or close them",
    )
    return Check(standing=Standing.DEGRADED, detail=told)


def _down(detail: Text) -> Check:
    return Check(standing=Standing.DOWN, detail=detail)


def _whole(checks: Mapping[str, Check]) -> Standing:
    if checks["database"].standing is Standing.DOWN:
        return Standing.DOWN
    everything_ok = all(check.standing is Standing.OK for check in checks.values())
    return Standing.OK if everything_ok else Standing.DEGRADED


def _counts(status: Mapping[str, Any]) -> dict[str, float]:
    return {name: value for name, value in _numbers(status.items()) if name != "heard_us"}


def _numbers(items: Iterable[tuple[str, Any]]) -> Iterable[tuple[str, float]]:
    return ((name, float(value)) for name, value in items if isinstance(value, int | float) and value is not True)
