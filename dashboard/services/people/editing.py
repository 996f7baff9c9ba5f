"""Use case: add one person, or change what is known of one, by hand."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from dashboard.domain.audit import before_and_after
from dashboard.domain.feeds import Feed
from dashboard.domain.people.records import Person
from dashboard.domain.people.rows import RowRefused, person_of
from dashboard.domain.personal import half_width
from dashboard.domain.rights import Actor, Permission
from dashboard.errors import BadInput
from dashboard.ports.operations import Clock, LiveNotifier
from dashboard.ports.people import PeopleStore
from dashboard.services.access import require
from dashboard.services.people.bureau import bureau_of

CLEAR: Final = "-"
"""What somebody types into a field that is to be empty; an empty field leaves what is stored."""
_CLEARED: Final = ("phone", "squad", "department", "skills")
FIELDS: Final = ("number", "name", "phone", "post", "squad", "department", "skills", "staff", "status")


class PeopleEditing:
    """Changes people one at a time, by the rules of an import."""

    def __init__(self, store: PeopleStore, notifier: LiveNotifier, clock: Clock) -> None:
        self._store = store
        self._notifier = notifier
        self._clock = clock

    def save(self, typed: Mapping[str, str], actor: Actor) -> bool:
        """Store what was typed; return whether the person is new.

        A field that is empty leaves what is stored, CLEAR empties it. Names and phones are in the audit log by the
        word that they changed alone. Raises Forbidden, BadInput with what to mend, and Unavailable.
        """
        require(actor, Permission.MANAGE_PEOPLE)
        with self._store.begin() as work:
            bureau = bureau_of(work)
            before = bureau.people.get(half_width(typed.get("number", "")))
            try:
                person = person_of(_cells(typed, before), bureau, self._clock()).person
            except RowRefused as error:
                raise BadInput(error.reason) from error
            work.save_people([person])
            told = before_and_after(_told(before), _told(person)) | {"renamed": _is_renamed(before, person)}
            work.note_in_audit(actor, "edit_person", person.number, told, self._clock())
            feeds = work.bump([Feed.PEOPLE])
        self._notifier.publish([], feeds)
        return before is None


def _cells(typed: Mapping[str, str], before: Person | None) -> dict[str, str]:
    """What was typed as a row of a table that has only the columns that were filled in."""
    cells = {name: half_width(typed.get(name, "")) for name in FIELDS}
    filled = {name: "" if said == CLEAR and name in _CLEARED else said for name, said in cells.items() if said}
    kept_name = before.name.reveal() if before else ""
    return {"number": "", **filled, "name": filled.get("name") or kept_name}


def _told(person: Person | None) -> dict[str, Any] | None:
    if person is None:
        return None
    return {
        "post": person.post.value,
        "squad": person.squad,
        "department": person.department,
        "skills": list(person.skills),
        "staff": person.staff.value,
        "left": person.left_us is not None,
    }


def _is_renamed(before: Person | None, after: Person) -> bool:
    return before is not None and (before.name != after.name or before.phone != after.phone)
