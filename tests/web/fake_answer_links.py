"""Links of a case on fixed records."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard.domain.answering.links import AnswerLink, LinkLine, LinkStanding
from dashboard.domain.durations import DAY_US
from dashboard.domain.rights import Actor
from dashboard.services.answering.links import MadeLink
from tests.readout_builders import NOW_US

TOKEN = "t" * 43


class FakeAnswerLinks:
    """One that is open and one that was answered; `done` are the commands that came."""

    def __init__(self) -> None:
        self.done: list[tuple[object, ...]] = []
        self.link = AnswerLink(3, 7, "D1", 1, NOW_US, "chief", NOW_US + 7 * DAY_US)

    def offered(self, _case_key: int, _actor: Actor) -> Sequence[LinkLine]:
        used = self.link._replace(link_key=2, answered_us=NOW_US, answer="result")
        return [LinkLine(self.link, LinkStanding.OPEN), LinkLine(used, LinkStanding.ANSWERED)]

    def make(self, case_key: int, days: int, _actor: Actor) -> MadeLink:
        self.done.append(("make", case_key, days))
        return MadeLink(self.link, TOKEN)

    def revoke(self, link_key: int, _actor: Actor) -> None:
        self.done.append(("revoke", link_key))
