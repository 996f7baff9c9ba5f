"""Use case: bring device mappings in, beside those that stand or in place of them, and tell what that changes."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from dashboard.errors import MappingError
from dashboard.ports.register import MappingStore

Spec = Mapping[str, Any]


class MappingChange(NamedTuple):
    """What an import makes of the mappings: `after` is the whole list, the others are entries of it or of before.

    It is `reordered` when entries that stay follow each other otherwise than before: the first that matches wins.
    """

    after: tuple[Spec, ...]
    added: tuple[Spec, ...]
    changed: tuple[Spec, ...]
    removed: tuple[Spec, ...]
    unchanged: int
    reordered: bool

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


def merge_mappings(store: MappingStore, entries: Sequence[Spec]) -> MappingChange:
    """Return the change that lays `entries` over those that stand.

    An entry with the `match` of one that stands takes its place; others come after all that stand, since the first
    that matches wins and nothing that is read today may be read otherwise. Raises MappingError on a doubled match.
    """
    new = _by_match(entries)
    before = list(store.mapping_specs())
    known = {_match(entry) for entry in before}
    kept = [new.get(_match(entry), entry) for entry in before]
    return _change(before, kept + [entry for match, entry in new.items() if match not in known])


def replace_mappings(store: MappingStore, entries: Sequence[Spec]) -> MappingChange:
    """Return the change that puts `entries` in place of all that stand. Raises MappingError on a doubled match."""
    return _change(list(store.mapping_specs()), list(_by_match(entries).values()))


def _change(before: Sequence[Spec], after: Sequence[Spec]) -> MappingChange:
    old = {_match(entry): entry for entry in before}
    new = {_match(entry): entry for entry in after}
    added = tuple(entry for match, entry in new.items() if match not in old)
    changed = tuple(entry for match, entry in new.items() if match in old and old[match] != entry)
    removed = tuple(entry for match, entry in old.items() if match not in new)
    reordered = [match for match in old if match in new] != [match for match in new if match in old]
    return MappingChange(tuple(after), added, changed, removed, len(new) - len(added) - len(changed), reordered)


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
