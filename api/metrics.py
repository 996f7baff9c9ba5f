"""`/metrics`: what Prometheus collects from this web process."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from fastapi import APIRouter, Request, Response
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Histogram, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dashboard.domain.health import Check, Standing
from dashboard.domain.webhooks.records import WebhookLine
from dashboard.services.health import Figures

ROUTER = APIRouter(tags=["monitoring"])
_BUCKETS_S: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
_ENDLESS: Final = "/api/v1/live"
_COUNTERS: Final = {
    "received": "Messages that came from the broker",
    "committed": "Messages that were recorded and acknowledged",
    "accepted": "New observations",
    "repeated": "Observations that were there already",
    "quarantined": "Messages that could not be read and are kept in quarantine",
    "camera_events": "Reports of camera events",
    "unmapped": "Fields that no mapping names",
    "batches": "Transactions of the ingest",
    "positions": "Positions of people on duty that were kept",
}


class RequestTimes:
    """The request times of one web process, by method, route template and status."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self._times = Histogram(
            "xiuhua_request_seconds",
            "Time to answer a request, by method, route template and status, of this web process",
            ("method", "route", "status", "process"),
            buckets=_BUCKETS_S,
            registry=self.registry,
        )
        self._process = str(os.getpid())

    def observe(self, method: str, route: str, status: int, seconds: float) -> None:
        """Adds one request."""
        self._times.labels(method, route, str(status), self._process).observe(seconds)


class Timing:
    """Measures every request but the endless live stream."""

    def __init__(self, app: ASGIApp, times: RequestTimes) -> None:
        self._app = app
        self._times = times

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes the request on and notes how long the answer took."""
        if scope["type"] != "http" or scope["path"] == _ENDLESS:
            await self._app(scope, receive, send)
            return
        status, begun_s = 500, time.perf_counter()

        async def noting(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self._app(scope, receive, noting)
        finally:
            self._times.observe(_method(scope), _template(scope), status, time.perf_counter() - begun_s)


def _method(scope: Scope) -> str:
    method: str = scope["method"]
    return method if method in {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"} else "other"


def _template(scope: Scope) -> str:
    """The route's path with its parameters named, not filled in; so there are few of them."""
    route = scope.get("route")
    return str(getattr(route, "path_format", None) or getattr(route, "path", None) or "other")


class _Snapshot(Collector):
    """The figures of this moment as metrics."""

    def __init__(self, figures: Figures) -> None:
        self._figures = figures

    def collect(self) -> Iterator[Metric]:
        """All of them."""
        yield from _of_ingest(self._figures.ingest)
        yield _of_refusals("xiuhua_ingest_refused", "Values that were not taken", self._figures.refused)
        about = "Positions of people that were not kept"
        yield _of_refusals("xiuhua_ingest_positions_refused", about, self._figures.positions_refused)
        yield from _of_alarms(self._figures.open_alarms)
        yield from _of_live(self._figures)
        up = GaugeMetricFamily("xiuhua_up", "Whether a part works", labels=("part",))
        for name, check in self._figures.checks.items():
            up.add_metric((name,), float(check.standing is Standing.OK))
        yield up
        yield from _of_broker(self._figures.checks.get("broker"))
        yield from _of_webhooks(self._figures.webhooks, self._figures.now_us)


def _of_webhooks(lines: Sequence[WebhookLine], now_us: int) -> Iterator[Metric]:
    """By the number of the subscription; names may be anything."""
    counters = {
        "delivered": "Messages that arrived at other systems",
        "failed": "Attempts at other systems that failed",
        "given_up": "Messages that were given up",
    }
    for name, about in counters.items():
        counter = CounterMetricFamily(f"xiuhua_webhook_{name}", about, labels=("webhook",))
        for line in lines:
            counter.add_metric((str(line.webhook.webhook_key),), getattr(line.webhook.tally, name))
        yield counter
    waiting = GaugeMetricFamily("xiuhua_webhook_waiting", "Messages that wait to leave", labels=("webhook",))
    about = "For how long the oldest of them waits"
    age = GaugeMetricFamily("xiuhua_webhook_oldest_seconds", about, labels=("webhook",))
    for line in lines:
        key, oldest_us = (str(line.webhook.webhook_key),), line.backlog.oldest_us
        waiting.add_metric(key, line.backlog.waiting)
        age.add_metric(key, 0.0 if oldest_us is None else max(0.0, (now_us - oldest_us) / 1e6))
    yield from (waiting, age)


def _of_broker(check: Check | None) -> Iterator[Metric]:
    """What is not known is left out."""
    if check is None:
        return
    if check.store_fill is not None:
        about = "How full the broker's store is, 0 to 1"
        yield GaugeMetricFamily("xiuhua_broker_store_fill_ratio", about, value=check.store_fill)
    if check.waiting is not None:
        about = "Messages that wait at the broker in sessions that nobody serves"
        yield GaugeMetricFamily("xiuhua_broker_waiting_messages", about, value=check.waiting)


def _of_ingest(processes: Mapping[str, Mapping[str, float]]) -> Iterator[Metric]:
    for name, about in _COUNTERS.items():
        counter = CounterMetricFamily(
            f"xiuhua_ingest_{name}", f"{about}, since the ingest started", labels=("process",)
        )
        for process, counts in processes.items():
            counter.add_metric((process,), counts.get(name, 0.0))
        yield counter
    lag = GaugeMetricFamily(
        "xiuhua_ingest_lag_seconds", "Age of the newest recorded message at its commit", labels=("process",)
    )
    waiting = GaugeMetricFamily("xiuhua_ingest_waiting", "Messages that wait to be recorded", labels=("process",))
    for process, counts in processes.items():
        lag.add_metric((process,), counts.get("lag_s", 0.0))
        waiting.add_metric((process,), counts.get("waiting", 0.0))
    yield from (lag, waiting)


def _of_refusals(name: str, about: str, processes: Mapping[str, Mapping[str, int]]) -> Metric:
    counter = CounterMetricFamily(name, f"{about}, since the ingest started", labels=("process", "reason"))
    for process, counts in processes.items():
        for reason, count in counts.items():
            counter.add_metric((process, reason), count)
    return counter


def _of_alarms(by_severity: Mapping[str, int] | None) -> Iterator[Metric]:
    if by_severity is not None:
        alarms = GaugeMetricFamily("xiuhua_open_alarms", "Alarms that have not cleared", labels=("severity",))
        for severity, count in by_severity.items():
            alarms.add_metric((severity,), count)
        yield alarms


def _of_live(figures: Figures) -> Iterator[Metric]:
    process = (str(os.getpid()),)
    clients = GaugeMetricFamily("xiuhua_live_clients", "Clients of the live channel", labels=("process",))
    clients.add_metric(process, figures.live_clients)
    yield clients
    for name, about, value in (
        ("frames_received", "Live frames from ingest and worker", figures.frames_received),
        ("frames_sent", "Live frames handed to clients", figures.frames_sent),
        ("clients_dropped", "Clients that were let go because they were too slow", figures.clients_dropped),
    ):
        counter = CounterMetricFamily(f"xiuhua_live_{name}", about, labels=("process",))
        counter.add_metric(process, value)
        yield counter
    if figures.data_age_s is not None:
        yield GaugeMetricFamily("xiuhua_data_age_seconds", "Age of the newest reading", value=figures.data_age_s)


@ROUTER.get(
    "/metrics",
    response_class=Response,
    responses={200: {"content": {"text/plain": {"schema": {"type": "string"}}}, "description": "Prometheus text"}},
)
async def metrics(request: Request) -> Response:
    """Messages, lag, live clients, open alarms and request times, as Prometheus text."""
    state: Any = request.app.state
    figures = await asyncio.to_thread(state.services.health.figures)
    now = CollectorRegistry()
    now.register(_Snapshot(figures))
    text = generate_latest(now) + generate_latest(state.request_times.registry)
    return Response(text, headers={"Content-Type": CONTENT_TYPE_LATEST, "Cache-Control": "no-store"})
