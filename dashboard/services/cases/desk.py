"""Use case: a person's own views of the list, and who else has a case open."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from dashboard.domain.cases.desk import (
    FORGOTTEN_AFTER_US,
    LONGEST_PART,
    MOST_PARTS,
    MOST_VIEWS,
    PRESENT_FOR_US,
    VIEW_NAME_LENGTH,
    Present,
    SavedView,
)
from dashboard.domain.rights import Actor, Permission
from dashboard.domain.text import Text
from dashboard.errors import BadInput
from dashboard.ports.cases import CaseStore
from dashboard.ports.operations import Clock
from dashboard.services.access import require
from dashboard.services.cases.moving import seen

_NO_NAME: Final = Text("请给视图起个名字", "give the view a name")
_TOO_LONG: Final = Text(f"视图名最多 {VIEW_NAME_LENGTH} 字", f"a name has at most {VIEW_NAME_LENGTH} characters")
_TOO_MANY: Final = Text(f"最多存 {MOST_VIEWS} 个视图，请先删一个", f"{MOST_VIEWS} views are the most; remove one first")
_NO_VIEW: Final = Text("视图内容过大", "that is no view of the list")


class CaseDesk:
    """Views and presence. Raises Forbidden, NotFound, BadInput, Unavailable."""

    def __init__(self, store: CaseStore, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def views(self, actor: Actor) -> Sequence[SavedView]:
        """Return the actor's saved views."""
        require(actor, Permission.VIEW_CASES)
        with self._store.look() as work:
            return work.case_views(actor.name)

    def save_view(self, name: str, told: Mapping[str, str], actor: Actor) -> Sequence[SavedView]:
        """Store a view under a name, in place of one of the same name, and return all."""
        require(actor, Permission.VIEW_CASES)
        view = SavedView(" ".join(name.split()), told)
        _check(view)
        with self._store.begin() as work:
            names = {each.name for each in work.case_views(actor.name)}
            if view.name not in names and len(names) >= MOST_VIEWS:
                raise BadInput(_TOO_MANY)
            work.save_case_view(actor.name, view, self._clock())
            return work.case_views(actor.name)

    def remove_view(self, name: str, actor: Actor) -> Sequence[SavedView]:
        """Remove a view and return the others."""
        require(actor, Permission.VIEW_CASES)
        with self._store.begin() as work:
            work.remove_case_view(actor.name, name)
            return work.case_views(actor.name)

    def look_at(self, case_key: int, actor: Actor) -> Sequence[Present]:
        """Note that the actor has the case open, and return who else has."""
        require(actor, Permission.VIEW_CASES)
        at_us = self._clock()
        with self._store.begin() as work:
            seen(work, case_key, actor)
            work.forget_presence(at_us - FORGOTTEN_AFTER_US)
            work.note_presence(case_key, actor.name, at_us)
            found = work.present(case_key, at_us - PRESENT_FOR_US)
        return [each for each in found if each.account != actor.name]

    def leave(self, case_key: int, actor: Actor) -> None:
        """Note that the actor closed the case."""
        require(actor, Permission.VIEW_CASES)
        with self._store.begin() as work:
            work.forget_presence(self._clock() - FORGOTTEN_AFTER_US, actor.name, case_key)


def _check(view: SavedView) -> None:
    if not view.name:
        raise BadInput(_NO_NAME)
    if len(view.name) > VIEW_NAME_LENGTH:
        raise BadInput(_TOO_LONG)
    if len(view.told) > MOST_PARTS or any(len(part) > LONGEST_PART for pair in view.told.items() for part in pair):
        raise BadInput(_NO_VIEW)
