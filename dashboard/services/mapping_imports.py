"""Use case: bring device mappings in, beside those that stand or in place of them, and tell what that changes."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from dashboard.domain.audit import before_and_after
from dashboard.domain.feeds import Feed
from dashboard.domain.rights import Actor, Permission, Target
from dashboard.domain.text import Text
from dashboard.errors import Conflict, MappingError
from dashboard.ports.operations import Clock
from dashboard.ports.register import MappingReads, MappingStore
from dashboard.services.access import require

Spec = Mapping[str, Any]


class MappingChange(NamedTuple):
    """What an import makes of the mappings: `before` and `after` are whole lists, the others are entries of them.

    It is `reordered` when entries that stay follow each other otherwise than before: the first that matches wins.
    """

    before: tuple[Spec, ...]
    after: tuple[Spec, ...]
    added: tuple[Spec, ...]
    changed: tuple[Spec, ...]
    removed: tuple[Spec, ...]
    unchanged: int
    reordered: bool

    def told(self) -> dict[str, object]:
        """The change for the audit log: the counts, and the entries that differ; of a changed order all entries."""
        counts = {"added": len(self.added), "changed": len(self.changed), "removed": len(self.removed)}
        if self.reordered:
            return before_and_after(list(self.before), list(self.after), **counts, unchanged=self.unchanged)
        old = {_match(entry): entry for entry in self.before}
        gone = [*(old[_match(entry)] for entry in self.changed), *self.removed]
        return before_and_after(gone, [*self.changed, *self.added], **counts, unchanged=self.unchanged)

    def lines(self) -> Iterator[str]:
        """The change for people: the counts, then an entry a line with + added, ~ changed, - removed.

        Of a changed order all entries follow, as they will stand.
        """
        counts = f"{len(self.added)} added, {len(self.changed)} changed, {len(self.removed)} removed"
        yield f"{counts}, {self.unchanged} unchanged"
        for mark, entries in (("+", self.added), ("~", self.changed), ("-", self.removed)):
            for entry in entries:
                yield _line(mark, entry)
        if self.reordered:
            yield "order changed, and the first entry that matches wins; from now on:"
            yield from (_line(f"{place}.", entry) for place, entry in enumerate(self.after, start=1))


def _line(mark: str, entry: Spec) -> str:
    return f"  {mark} {json.dumps(entry['match'], ensure_ascii=False)}"


def land_mappings(store: MappingStore, change: MappingChange, file_name: str, actor: Actor, clock: Clock) -> None:
    """Put the change in force. Raises Forbidden, Conflict when the mappings are others by now than those it is of."""
    require(actor, Permission.REGISTER_DEVICES, Target())
    with store.begin() as work:
        work.bump([Feed.MAPPINGS])  # first, so that two who change mappings at once do not overwrite each other's
        if list(work.mapping_specs()) != list(change.before):
            raise Conflict(
                Text("映射刚被别人改过，请重新导入", "somebody changed the mappings meanwhile; import the file again")
            )
        work.replace_mappings(change.after)
        work.note_in_audit(actor, "import_mappings", file_name, change.told(), clock())


def merge_mappings(store: MappingReads, entries: Sequence[Spec]) -> MappingChange:
    """Return the change that lays `entries` over those that stand.

    An entry with the `match` of one that stands takes its place; others come after all that stand, since the first
    that matches wins and nothing that is read today may be read otherwise. Raises MappingError on a doubled match.
    """
    new = _by_match(entries)
    before = list(store.mapping_specs())
    known = {_match(entry) for entry in before}
    kept = [new.get(_match(entry), entry) for entry in before]
    return _change(before, kept + [entry for match, entry in new.items() if match not in known])


def replace_mappings(store: MappingReads, entries: Sequence[Spec]) -> MappingChange:
    """Return the change that puts `entries` in place of all that stand. Raises MappingError on a doubled match."""
    return _change(list(store.mapping_specs()), list(_by_match(entries).values()))


def _change(before: Sequence[Spec], after: Sequence[Spec]) -> MappingChange:
    old = {_match(entry): entry for entry in before}
    new = {_match(entry): entry for entry in after}
    added = tuple(entry for match, entry in new.items() if match not in old)
    changed = tuple(entry for match, entry in new.items() if match in old and old[match] != entry)
    removed = tuple(entry for match, entry in old.items() if match not in new)
    reordered = [match for match in old if match in new] != [match for match in new if match in old]
    unchanged = len(new) - len(added) - len(changed)
    return MappingChange(tuple(before), tuple(after), added, changed, removed, unchanged, reordered)


def _by_match(entries: Sequence[Spec]) -> dict[str, Spec]:
    found: dict[str, Spec] = {}
    for number, entry in enumerate(entries, start=1):
        if _match(entry) in found:
            raise MappingError(f"entry {number} has the match of an earlier one, which always wins; make them one")
        found[_match(entry)] = entry
    return found


def _match(entry: Spec) -> str:
    """What an entry is known by, whatever the order of its keys."""
    return json.dumps(entry["match"], sort_keys=True, ensure_ascii=False)
