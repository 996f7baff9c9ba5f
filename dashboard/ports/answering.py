"""Links by which other departments answer, inside a transaction."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from typing import Protocol

from dashboard.domain.answering.links import AnswerLink
from dashboard.domain.throttles import Uses
from dashboard.ports.cases import CaseWork


class AnswerLinkRows(Protocol):
    """Links inside a transaction."""

    def add_answer_link(self, link: AnswerLink, token_digest: str) -> int:
        """Store it and return its key."""

    def answer_link(self, link_key: int) -> AnswerLink | None: ...

    def answer_link_of(self, token_digest: str) -> AnswerLink | None:
        """The link of a token, locked until the end of a transaction that writes."""

    def answer_links(self, case_key: int) -> Sequence[AnswerLink]:
        """Those of a case, the newest first."""

    def save_answer_link(self, link: AnswerLink) -> None:
        """Store whether it was revoked or answered."""


class UseRows(Protocol):
    """How often something was done in a while, for all processes."""

    def uses(self, use: str) -> Uses | None:
        """What was counted; it may be over."""

    def count_use(self, use: str, until_us: int, now_us: int) -> Uses:
        """Count one more and return what was counted before it. Where nothing was, or what was is over, a while
        until `until_us` begins."""


class AnswerWork(AnswerLinkRows, UseRows, CaseWork, Protocol):
    """One transaction of answers."""


class AnswerStore(Protocol):
    """Where links are kept. Every method raises Unavailable when it is out of reach."""

    def begin(self) -> AbstractContextManager[AnswerWork]:
        """A transaction that ends with its block: kept when the block ends well, undone when it raises."""

    def look(self) -> AbstractContextManager[AnswerWork]:
        """The same for reading only; it waits for no writer."""
