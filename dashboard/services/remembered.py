"""Answers shared between all clients: one question to the database per revision, or per few seconds."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any, Final, TypeVar

Answer = TypeVar("Answer")

KEPT_AT_MOST: Final = 64


class Remembered:
    """Keeps the newest answers by question. Clients that ask the same at the same time wait for one answer.

    An answer is used again while its `mark` (a feed's revision, or a time slice) is unchanged; without a mark the
    question is asked anew. The oldest answers are forgotten beyond KEPT_AT_MOST.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._answers: OrderedDict[Hashable, tuple[Hashable, Any]] = OrderedDict()
        self._asking: dict[Hashable, threading.Lock] = {}

    def get(self, question: Hashable, mark: Hashable | None, ask: Callable[[], Answer]) -> Answer:
        """The answer to `question` as of `mark`; `ask` is called at most once for all who wait."""
        with self._turn(question):
            with self._lock:
                kept = self._answers.get(question)
            if mark is not None and kept is not None and kept[0] == mark:
                answer: Answer = kept[1]
                return answer
            answer = ask()
            if mark is not None:
                self._keep(question, mark, answer)
            return answer

    def _turn(self, question: Hashable) -> threading.Lock:
        with self._lock:
            return self._asking.setdefault(question, threading.Lock())

    def _keep(self, question: Hashable, mark: Hashable, answer: Any) -> None:
        with self._lock:
            self._answers[question] = (mark, answer)
            self._answers.move_to_end(question)
            while len(self._answers) > KEPT_AT_MOST:
                forgotten, _ = self._answers.popitem(last=False)
                self._asking.pop(forgotten, None)
