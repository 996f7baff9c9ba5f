"""One question to a camera for all who ask the same: one answer, or one failure, which is remembered for a while."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Hashable
from typing import Final, Generic, TypeVar

from dashboard.domain.camera_pulls import LoginRefused
from dashboard.domain.camera_streams import AFTER_FAILURE_S, AFTER_REFUSAL_S
from dashboard.domain.durations import SECOND_US
from dashboard.errors import XiuhuaError
from dashboard.ports.operations import Clock

Answer = TypeVar("Answer")

_KEPT_AT_MOST: Final = 2000


class Failures:
    """Of what was asked in vain: why, for as long as it is not asked again."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._kept: OrderedDict[Hashable, tuple[int, XiuhuaError]] = OrderedDict()

    def note(self, question: Hashable, error: XiuhuaError) -> None:
        """Keep it: a refused login for ten minutes, since cameras lock accounts; anything else for two seconds."""
        pause_s = AFTER_REFUSAL_S if isinstance(error, LoginRefused) else AFTER_FAILURE_S
        self._kept[question] = (self._clock() + round(pause_s * SECOND_US), error)
        while len(self._kept) > _KEPT_AT_MOST:
            self._kept.popitem(last=False)

    def check(self, question: Hashable) -> None:
        """Raise it again while it is kept."""
        until_us, error = self._kept.get(question, (0, None))
        if error is None:
            return
        if self._clock() < until_us:
            raise type(error)(error.told or str(error))
        del self._kept[question]


class Asking(Generic[Answer]):
    """An answer is used again for as many µs as `kept_us` says; who asks meanwhile waits for the same one.

    Those that were used longest ago are forgotten beyond `room`, by what `size` says of each.
    """

    def __init__(
        self, clock: Clock, kept_us: Callable[[Answer], int], room: int, size: Callable[[Answer], int]
    ) -> None:
        self._clock = clock
        self._kept_us = kept_us
        self._room = room
        self._size = size
        self._used = 0
        self._kept: OrderedDict[Hashable, tuple[int, Answer]] = OrderedDict()
        self._asked: dict[Hashable, asyncio.Task[Answer]] = {}

    async def get(self, question: Hashable, ask: Callable[[], Awaitable[Answer]]) -> Answer:
        """Return the answer; who goes away leaves the others theirs."""
        kept = self._kept.get(question)
        if kept is not None and self._clock() - kept[0] < self._kept_us(kept[1]):
            self._kept.move_to_end(question)
            return kept[1]
        task = self._asked.get(question)
        if task is None:
            task = self._asked[question] = asyncio.create_task(self._ask(question, ask))
            task.add_done_callback(_heard)
        return await asyncio.shield(task)

    async def _ask(self, question: Hashable, ask: Callable[[], Awaitable[Answer]]) -> Answer:
        try:
            answer = await ask()
        finally:
            del self._asked[question]
        self._keep(question, answer)
        return answer

    def _keep(self, question: Hashable, answer: Answer) -> None:
        before = self._kept.pop(question, None)
        self._used += self._size(answer) - (self._size(before[1]) if before else 0)
        self._kept[question] = (self._clock(), answer)
        while self._used > self._room:
            _, (_, forgotten) = self._kept.popitem(last=False)
            self._used -= self._size(forgotten)


def _heard(task: asyncio.Task[Answer]) -> None:
    """What went wrong is nobody's to hear any more when all who asked have gone."""
    if not task.cancelled():
        task.exception()
