"""Plays recorded messages through the live system again, in their order and at a multiple of their pace."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from dashboard.domain.replays import RecordedMessage, ReplayMark, replay_topic
from dashboard.ports.ingest import ReplaySender
from dashboard.ports.operations import Clock


class Played(NamedTuple):
    """How many messages were played, and whether that was all."""

    messages: int
    complete: bool


class Player:
    """Plays messages. `wait` waits so many seconds and returns whether to stop."""

    def __init__(self, sender: ReplaySender, clock: Clock, wait: Callable[[float], bool]) -> None:
        self._sender = sender
        self._clock = clock
        self._wait = wait

    def play(
        self,
        messages: Iterable[RecordedMessage],
        *,
        run: str,
        speed: float,
        tell: Callable[[int], None] = lambda _: None,
    ) -> Played:
        """Play them as the replay `run`, `speed` times as fast; `tell` hears how many were played so far.

        Each message is moved to the moment at which it is due, so its times follow each other at the faster pace,
        while what lay between measuring and arrival stays as long as it was.
        """
        begun_us = self._clock()
        first_us: int | None = None
        count = 0
        for message in messages:
            first_us = message.received_us if first_us is None else first_us
            due_us = begun_us + round((message.received_us - first_us) / speed)
            early_s = (due_us - self._clock()) / 1e6
            if self._wait(max(0.0, early_s)):
                return Played(count, complete=False)
            mark = ReplayMark(run, due_us - message.received_us)
            self._sender.send(replay_topic(message.topic, mark), message.payload)
            count += 1
            tell(count)
        self._sender.finish()
        return Played(count, complete=True)
