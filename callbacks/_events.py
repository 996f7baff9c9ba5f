"""A camera event as somebody opens it."""

from __future__ import annotations

from contextlib import suppress

from callbacks._ports import PageServices
from dashboard.domain.people.authors import Author
from dashboard.domain.rights import Actor, Permission, decide
from dashboard.domain.triage.readouts import EventFile
from dashboard.errors import Conflict, Forbidden, NotFound

Opened = tuple[EventFile, dict[str, Author]]


def opened_event(services: PageServices, event_key: int, actor: Actor) -> Opened | None:
    """Return an event with who had to do with it, held by the actor where it waits and nobody else holds it."""
    if decide(actor, Permission.JUDGE_EVENTS).allowed:
        with suppress(Conflict, Forbidden, NotFound):
            services.triage.claims.claim(event_key, actor)
    return event_file(services, event_key, actor)


def event_file(services: PageServices, event_key: int, actor: Actor) -> Opened | None:
    """Return the same without holding it; None when there is none, or none any more."""
    file = services.triage.reading.file_of(event_key, actor)
    if file is None:
        return None
    accounts = {each.by for each in file.verdicts} | {file.event.judged_by}
    holder = {file.holder.holder} if file.holder is not None else set()
    return file, dict(services.people.authors(accounts | holder, actor))
