"""The chain: whatever is changed or taken out of it is found."""

from __future__ import annotations

from typing import Any

import pytest

from dashboard.domain.audit import (
    BEGINNING,
    RENAMED,
    Deed,
    Entry,
    Link,
    deed_of,
    first_broken,
    name_now,
    names_ever,
    next_link,
)
from tests.actors import acting

NOW = 1_763_700_000_000_000


def chain(count: int) -> list[Entry]:
    link, entries = Link(0, BEGINNING), []
    for number in range(count):
        # A clock that goes back now and then changes nothing: entries are in their order, whatever their time.
        deed = deed_of(acting("li"), "try", f"JG-{number}", {"n": number}, NOW - number % 3)
        link = next_link(link, deed)
        entries.append(Entry(link.number, deed, link.digest))
    return entries


def head_of(entries: list[Entry]) -> Link:
    return Link(entries[-1].number, entries[-1].digest) if entries else Link(0, BEGINNING)


@pytest.mark.parametrize("count", [0, 1, 20])
def test_a_whole_chain_holds(count: int) -> None:
    entries = chain(count)
    anchors = {entry.number: entry.digest for entry in entries[::5]}
    assert first_broken(entries, head_of(entries), anchors) is None


@pytest.mark.parametrize(("old", "new"), RENAMED.items())
def test_an_action_is_known_by_its_name_of_before_and_of_now(old: str, new: str) -> None:
    assert name_now(old) == name_now(new) == new
    assert names_ever(old) == names_ever(new) == [new, old]


@pytest.mark.parametrize("field", Deed._fields)
def test_a_changed_entry_is_named(field: str) -> None:
    entries = chain(9)
    parts: dict[str, Any] = {field: 1 if field == "at_us" else "other"}
    entries[4] = entries[4]._replace(deed=entries[4].deed._replace(**parts))
    broken = first_broken(entries, head_of(entries), {})
    assert broken is not None
    assert broken.number == 5


def test_a_missing_entry_is_named_wherever_it_was() -> None:
    for place in range(9):
        entries = chain(9)
        head = head_of(entries)
        del entries[place]
        broken = first_broken(entries, head, {})
        assert broken is not None
        assert broken.number == place + 1


def test_a_tail_that_was_cut_off_with_its_head_is_found_by_the_anchor() -> None:
    entries = chain(9)
    anchor = {8: entries[7].digest}
    cut = entries[:6]
    assert first_broken(cut, head_of(cut), {}) is None
    broken = first_broken(cut, head_of(cut), anchor)
    assert broken is not None
    assert broken.number == 7


def test_a_chain_that_was_written_anew_is_found_by_the_anchor() -> None:
    anchor = {5: chain(9)[4].digest}
    forged = chain(4)
    link = head_of(forged)
    for number in range(4, 9):
        deed = deed_of(acting("wang"), "try", f"JG-{number}", {}, NOW)
        link = next_link(link, deed)
        forged.append(Entry(link.number, deed, link.digest))
    assert first_broken(forged, head_of(forged), {}) is None
    broken = first_broken(forged, head_of(forged), anchor)
    assert broken is not None
    assert broken.number == 5
