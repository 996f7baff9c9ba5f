"""The ingest's loop: take what has come, record it in one transaction, acknowledge after the commit."""

from __future__ import annotations

import gc
import logging
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict
from functools import partial
from typing import Final, Protocol

import orjson

from dashboard.domain.readings import Delivery
from dashboard.errors import Unavailable
from dashboard.ports.ingest import Recorded
from data_sources.mqtt.client import Received
from data_sources.mqtt.company import Company, nothing_waits
from data_sources.mqtt.heavy import MOST_BYTES, Heavy
from data_sources.mqtt.reader import ReadingConnection
from data_sources.mqtt.tally import Tally, TallyWatch
from data_sources.mqtt.topics import is_own, status_topic

log = logging.getLogger(__name__)

BATCH: Final = 500
BATCH_BYTES: Final = 256 * 1024
"""A batch of large messages ends sooner, so that its transaction stays short."""

_PATIENCE_S: Final = 0.5
_GARBAGE_AT: Final = 50_000
"""A batch makes thousands of objects and no cycles: looking for garbage at each (or at the registry) costs a fifth."""

_REFRESH_S: Final = 1.0
_ATTEND_S: Final = 5.0
_RETRY_S: Final = (0.2, 0.5, 1.0, 2.0)
_LEAVE_S: Final = 8.0
"""How long a member that leaves its group records what it was given; below supervisord's `stopwaitsecs`."""

_QUIET_S: Final = 1.0
_DRAIN_S: Final = 600.0
_CONNECT_S: Final = 10.0


class Recorder(Protocol):
    """What the loop drives."""

    def refresh(self) -> bool: ...

    def record(self, deliveries: Sequence[Delivery]) -> Recorded: ...

    def record_poison(self, delivery: Delivery, error: Exception) -> Recorded: ...

    def topic_filters(self) -> list[str]: ...

    def attend(self, name: str) -> None: ...

    def leave(self, name: str) -> None: ...


def _no_check() -> None:
    """There is nothing to look after."""


class Consumer:
    """Runs until `stop` is set. While the database is out of reach it keeps what it has and acknowledges nothing.

    `has_room` is asked before each transaction and `keeps_name` once a second; both raise what keeps the ingest from
    recording: Unavailable while it shall wait, any other error when it shall end. Messages on topics that `may_wait`
    are recorded and acknowledged half a second later, together.
    """

    def __init__(
        self,
        connection: ReadingConnection,
        recorder: Recorder,
        process: str,
        accepts: Callable[[str], bool],
        share_group: str = "",
        has_room: Callable[[], None] = _no_check,
        keeps_name: Callable[[], None] = _no_check,
        may_wait: Callable[[str], bool] = nothing_waits,
    ) -> None:
        self._connection = connection
        self._recorder = recorder
        self._process = process
        self._accepts = accepts
        self._share_group = share_group
        self._has_room = has_room
        self._keeps_name = keeps_name
        self._problem: str | None = None
        self._owes = False
        self._taken: list[Received] = []
        self._taken_bytes = 0
        self._company = Company(may_wait)
        self._heavy = Heavy()
        self._filters: list[str] = []
        self._refreshed_s = 0.0
        self._told_s = 0.0
        self._attended_s = 0.0
        self.tally = Tally()
        self._watch = TallyWatch()

    def run(self, stop: threading.Event) -> None:
        """Connect, and record until told to stop; then leave the share group, if there is one."""
        gc.set_threshold(_GARBAGE_AT)
        self._patiently(self._follow, stop)
        self._connection.start()
        while not stop.is_set():
            batch = self._take_batch()
            if time.monotonic() - self._refreshed_s > _REFRESH_S:
                self._patiently(self._follow, stop)
            self._record_patiently(batch, stop)
            self._record_patiently(self._heavy.share(), stop)
            self._tell()
        if self._share_group and self._connection.connected:
            self._leave(_LEAVE_S)
        self._say_goodbye()

    def _record_patiently(self, batch: list[Received], stop: threading.Event) -> None:
        if batch and self._patiently(partial(self._record, batch), stop):
            self._connection.acknowledge(batch)
        elif batch:
            self._owes = True

    def drain(self, stop: threading.Event) -> None:
        """Record what waits in the session of a member that is gone, and end that session.

        Raises Unavailable when the broker cannot be reached, or something is left.
        """
        self._patiently(self._refresh, stop)
        self._connection.listen([], self._take)
        self._connection.start()
        deadline_s = time.monotonic() + _CONNECT_S
        while not self._connection.connected and time.monotonic() < deadline_s and not stop.is_set():
            self._connection.read(lambda: self._connection.connected, _PATIENCE_S)
        if not self._connection.connected:
            raise Unavailable("the broker cannot be reached: nothing was drained")
        # Meanwhile the record comes of what the session subscribes to, and that is given up.
        if batch := self._take_last_batch():
            self._record(batch)
            self._connection.acknowledge(batch)
        if not self._leave(_DRAIN_S):
            raise Unavailable("not everything could be recorded; the rest waits at the broker: drain it once more")
        self._say_goodbye()

    def _leave(self, patience_s: float) -> bool:
        """Give up the share, so that the other members get what comes from now on, and record what was given already.

        Only when nothing is left is the session ended; else it waits at the broker for this process to come back.
        """
        self._connection.unsubscribe()
        deadline_s = time.monotonic() + patience_s
        while not self._owes and time.monotonic() < deadline_s:
            batch = self._take_last_batch()
            if not self._connection.connected:
                break
            if not batch:
                self._connection.end_session()
                return True
            if error := _outage(partial(self._record, batch)):
                log.warning("%s", error)
                self._owes = True
            else:
                self._connection.acknowledge(batch)
        log.warning("not everything could be recorded; the rest waits at the broker for this process")
        return False

    def _take_last_batch(self) -> list[Received]:
        """What has come; empty only when nothing came for a while, whatever else the broker said meanwhile."""
        quiet_s = time.monotonic() + _QUIET_S
        while not (batch := self._take_batch(at_once=True)):
            if not self._connection.connected or time.monotonic() >= quiet_s:
                break
        return batch

    def _take_batch(self, *, at_once: bool = False) -> list[Received]:
        """What has come; waits a while for the first message, and lets those that may wait do so unless `at_once`."""
        if not self._is_enough():
            self._connection.read(self._is_enough, 0.0 if self._heavy else _PATIENCE_S)
        batch = [*self._company.let_go(time.monotonic(), at_once=at_once), *self._taken]
        batch += self._heavy.share(MOST_BYTES) if at_once else []
        self._taken, self._taken_bytes = [], 0
        return batch

    def _is_enough(self) -> bool:
        waiting = len(self._taken) + len(self._company)
        return waiting >= BATCH or self._taken_bytes >= BATCH_BYTES or self._heavy.is_full

    def _patiently(self, action: Callable[[], None], stop: threading.Event) -> bool:
        """Does it, again and again while the database is out of reach; gives whether it was done."""
        attempt = 0
        while error := _outage(action):
            if attempt == 0:
                log.warning("%s; nothing is acknowledged until that is over", error)
            self._problem = str(error)
            self._tell()
            stop.wait(_RETRY_S[min(attempt, len(_RETRY_S) - 1)])
            self._connection.read(self._is_enough, 0.0)
            if stop.is_set():
                return False
            attempt += 1
        if attempt:
            log.info("recording again")
        self._problem = None
        return True

    def _follow(self) -> None:
        """Picks up new devices, mappings and rules, and subscribes to what they need."""
        self._refreshed_s = time.monotonic()
        self._refresh()
        if self._connection.connected and time.monotonic() - self._attended_s > _ATTEND_S:
            self._recorder.attend(self._process)
            self._attended_s = time.monotonic()
        filters = self._recorder.topic_filters()
        if filters != self._filters:
            self._filters = filters
            shared = f"$share/{self._share_group}/" if self._share_group else ""
            self._connection.listen([shared + topic_filter for topic_filter in filters], self._take)

    def _say_goodbye(self) -> None:
        """A process that ends in good order is not waited for; one that cannot say so is, for an hour."""
        if error := _outage(partial(self._recorder.leave, self._process)):
            log.warning("%s; this process will count as away", error)

    def _refresh(self) -> None:
        self._keeps_name()
        if self._recorder.refresh():
            gc.freeze()

    def _take(self, received: Received) -> None:
        topic = received.delivery.topic
        if is_own(topic) or not self._accepts(topic):
            self._connection.acknowledge([received])
        else:
            self.tally.received += 1
            if not self._heavy.takes(received) and not self._company.takes(received, time.monotonic()):
                self._taken.append(received)
                self._taken_bytes += len(received.delivery.payload)

    def _record(self, batch: list[Received]) -> None:
        """Records a batch; one that cannot be recorded is halved until the message to blame stands alone."""
        self._has_room()
        deliveries = [received.delivery for received in batch]
        try:
            self.tally.add(batch, self._recorder.record(deliveries))
        except Unavailable:
            raise
        except Exception as error:
            if len(batch) == 1:
                log.exception("a message on %s could not be recorded; it goes to quarantine", deliveries[0].topic)
                self.tally.add(batch, self._recorder.record_poison(deliveries[0], error))
                return
            half = len(batch) // 2
            self._record(batch[:half])
            self._record(batch[half:])

    def _tell(self) -> None:
        if time.monotonic() - self._told_s < 1.0:
            return
        self._told_s = time.monotonic()
        problem = {"problem": self._problem} if self._problem else {}
        jumps = {"jumps": jumps} if (jumps := self._watch.look(self.tally, self._told_s)) else {}
        waiting = len(self._taken) + len(self._company) + len(self._heavy)
        status = {"state": "online", **problem, **jumps, "waiting": waiting, **asdict(self.tally)}
        self._connection.publish(status_topic(self._process), orjson.dumps(status), qos=0, retain=True)


def _outage(action: Callable[[], None]) -> Unavailable | None:
    """Does it; gives what was out of reach, if anything."""
    try:
        action()
    except Unavailable as error:
        return error
    return None
