"""Plays recorded messages through the live system again, in their order and at a multiple of their pace."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from dashboard.domain.replays import RecordedMessage, ReplayMark, replay_topic
from dashboard.domain.rights import Actor, Permission, Target
from dashboard.ports.audit import AuditStore
from dashboard.ports.ingest import ReplaySender
from dashboard.ports.operations import Clock
from dashboard.services.access import require


class Played(NamedTuple):
    """How many messages were played, and whether that was all."""

    messages: int
    complete: bool


class Replay(NamedTuple):
    """What is played, how much faster than the first time, and under which name."""

    run: str
    source: str
    speed: float


class Player:
    """Plays messages. `wait` waits so many seconds and returns whether to stop."""

    def __init__(self, sender: ReplaySender, store: AuditStore, clock: Clock, wait: Callable[[float], bool]) -> None:
        self._sender = sender
        self._store = store
        self._clock = clock
        self._wait = wait

    def play(
        self,
        messages: Iterable[RecordedMessage],
        replay: Replay,
        actor: Actor,
        tell: Callable[[int], None] = lambda _: None,
    ) -> Played:
        """Play them; `tell` hears how many were played so far. Raises Forbidden.

        The audit log has it before the first message leaves, for the broker takes part in no transaction. Each message
        is moved to the moment at which it is due, so its times follow each other at the faster pace, while what lay
        between measuring and arrival stays as long as it was.
        """
        require(actor, Permission.REGISTER_DEVICES, Target())
        begun_us = self._clock()
        with self._store.begin() as work:
            told = {"run": replay.run, "speed": replay.speed}
            work.note_in_audit(actor, "replay_messages", replay.source, told, begun_us)
        first_us: int | None = None
        count = 0
        for message in messages:
            first_us = message.received_us if first_us is None else first_us
            due_us = begun_us + round((message.received_us - first_us) / replay.speed)
            early_s = (due_us - self._clock()) / 1e6
            if self._wait(max(0.0, early_s)):
                return Played(count, complete=False)
            mark = ReplayMark(replay.run, due_us - message.received_us)
            self._sender.send(replay_topic(message.topic, mark), message.payload)
            count += 1
            tell(count)
        self._sender.finish()
        return Played(count, complete=True)
