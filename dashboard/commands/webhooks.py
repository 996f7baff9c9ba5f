"""Subscribe another system to what happens to cases: what a program sends."""

from __future__ import annotations

from datetime import tzinfo
from typing import Annotated, Final

from pydantic import AwareDatetime, Field, TypeAdapter

from dashboard.commands.maintenance import BAD_TIME, Moment
from dashboard.commands.reading import Command
from dashboard.domain.cases.records import EntryKind
from dashboard.domain.readings import to_us
from dashboard.domain.webhooks.records import EVENT_KINDS, NAME_LENGTH, WebhookDraft, WebhookFilter
from dashboard.domain.webhooks.targets import URL_LENGTH
from dashboard.errors import BadInput

_Code = Annotated[str | None, Field(max_length=40)]


class WebhookOrder(Command):
    """A subscription as it shall be; without `kinds` it is of all of them."""

    name: Annotated[str, Field(min_length=1, max_length=NAME_LENGTH)]
    url: Annotated[str, Field(max_length=URL_LENGTH)]
    kinds: Annotated[frozenset[EntryKind], Field(default_factory=lambda: frozenset(EVENT_KINDS))]
    department: _Code = None
    area: _Code = None
    category: _Code = None
    with_words: bool = False

    def draft(self) -> WebhookDraft:
        """The subscription as the rules take it."""
        meant = WebhookFilter(self.kinds, self.department, self.area, self.category)
        return WebhookDraft(self.name, self.url, meant, with_words=self.with_words)


class WebhookReplay(Command):
    """What was written from a moment to another is told again."""

    from_: Annotated[AwareDatetime, Field(alias="from")]
    to: AwareDatetime

    def range_us(self) -> tuple[int, int]:
        """Both in µs since the epoch."""
        return to_us(self.from_), to_us(self.to)


class WebhookAgain(Command):
    """The same as a page asks it; times without a zone are the city's."""

    begins: Moment = Field(alias="from")
    until: Moment

    def range_us(self, zone: tzinfo) -> tuple[int, int]:
        """Both in µs since the epoch. Raises BadInput when one is empty."""
        if self.begins is None or self.until is None:
            raise BadInput(BAD_TIME)
        first, last = (to_us(each if each.tzinfo else each.replace(tzinfo=zone)) for each in (self.begins, self.until))
        return first, last


REPLAYS: Final[TypeAdapter[WebhookAgain]] = TypeAdapter(WebhookAgain)
