"""The audit log as a chain: each entry's digest covers the one before, so that nothing can be changed or taken out."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Final, NamedTuple

from dashboard.domain.rights import Actor

BEGINNING: Final = "0" * 64
"""What stands before the first entry."""
RENAMED: Final[Mapping[str, str]] = {
    "acknowledged_alarm": "acknowledge_alarm",
    "shelved_alarm": "shelve_alarm",
    "unshelved_alarm": "unshelve_alarm",
    "city.described": "describe_city",
    "sign_in_refused": "refuse_sign_in",
    "sign_in_held_up": "hold_up_sign_in",
    "wall_wrong_code": "refuse_pairing",
}
"""What actions were called before, and are called now. Entries keep the name that they were chained with."""


class Deed(NamedTuple):
    """What is noted: who did what to what, from where.

    `detail` is the text of a JSON object; it has `before` and `after` where something changed.
    """

    at_us: int
    actor: str
    means: str
    address: str
    action: str
    subject: str
    detail: str


class Entry(NamedTuple):
    """A deed in the chain. `number` counts without gaps from 1."""

    number: int
    deed: Deed
    digest: str


class Link(NamedTuple):
    """Where the chain stands: number and digest of its newest entry."""

    number: int
    digest: str


class AuditQuery(NamedTuple):
    """What is looked for: empty and None are everything. `action` stands for all its names, `text` stands anywhere in
    subject or detail, `until_us` is no more in it.
    """

    actor: str = ""
    action: str = ""
    text: str = ""
    from_us: int | None = None
    until_us: int | None = None


class Broken(NamedTuple):
    """The first link that does not hold, and what is wrong with it."""

    number: int
    why: str


def before_and_after(before: object, after: object, **beside: object) -> dict[str, object]:
    """Return the detail of a deed that changed something, each JSON-able; None is what is not there."""
    return {**beside, "before": before, "after": after}


def name_now(action: str) -> str:
    """Return what an action is called now."""
    return RENAMED.get(action, action)


def names_ever(action: str) -> Sequence[str]:
    """Return all that an action was ever called, asked for by any of its names."""
    now = name_now(action)
    return [now, *(old for old, new in RENAMED.items() if new == now)]


def deed_of(actor: Actor, action: str, subject: str, detail: Mapping[str, object], at_us: int) -> Deed:
    """Return the deed of an actor."""
    text = json.dumps(dict(detail), ensure_ascii=False, separators=(",", ":"), default=str)
    return Deed(at_us, actor.name, actor.means, actor.address, action, subject, text)


def next_link(before: Link, deed: Deed) -> Link:
    """Return where the chain stands after this deed."""
    said = json.dumps([before.digest, before.number + 1, *deed], ensure_ascii=False)
    return Link(before.number + 1, hashlib.sha256(said.encode()).hexdigest())


def first_broken(entries: Iterable[Entry], head: Link | None, anchors: Mapping[int, str]) -> Broken | None:
    """Return the first link that does not hold; None when the whole chain does.

    `entries` come in their order. `head` is where the database says that the chain stands, `anchors` are digests that
    were written down elsewhere, by number: an entry that an anchor names must be there, also at the end.
    """
    link = Link(0, BEGINNING)
    for entry in entries:
        wanted = next_link(link, entry.deed)
        if entry.number != wanted.number:
            return Broken(wanted.number, f"entry {wanted.number} is missing; the next one is {entry.number}")
        if entry.digest != wanted.digest:
            return Broken(entry.number, f"entry {entry.number} was changed, or one before it taken out")
        if anchors.get(entry.number, entry.digest) != entry.digest:
            return Broken(entry.number, f"entry {entry.number} is another one than the anchor says")
        link = wanted
    ends = max((head.number if head else 0, *anchors))
    if link.number < ends:
        return Broken(link.number + 1, f"the chain ends with entry {link.number}, but {ends} were written")
    if head is not None and head != link:
        return Broken(link.number, "the chain's head is another one than its last entry")
    return None
