"""Use case: see one person's name, phone and photo, for a reason that is noted."""

from __future__ import annotations

from typing import Final

from dashboard.domain.people.readouts import PersonSheet
from dashboard.domain.people.records import REASON_AT_LEAST, REASON_AT_MOST
from dashboard.domain.personal import starred
from dashboard.domain.rights import Actor, Permission, Target
from dashboard.domain.text import Text
from dashboard.errors import BadInput, NotFound
from dashboard.ports.operations import Clock
from dashboard.ports.people import PeopleReads, PeopleStore
from dashboard.services.access import require

REVEALED: Final = "reveal_person"
_FIELDS: Final = ("name", "phone")


class Revealing:
    """What is revealed is noted first: who, whose, why, which fields. Raises Unavailable; nothing is shown then."""

    def __init__(self, reads: PeopleReads, store: PeopleStore, clock: Clock) -> None:
        self._reads = reads
        self._store = store
        self._clock = clock

    def reveal(self, number: str, reason: str, actor: Actor) -> PersonSheet:
        """Return the person, to be shown whole this once.

        Raises NotFound, Forbidden when the right does not reach the person's squad, and BadInput for a reason of
        fewer than four characters.
        """
        sheet = self._reads.person(number)
        if sheet is None:
            require(actor, Permission.REVEAL_PERSONAL_DATA)
            raise NotFound(Text(f"没有工号为 {number:.40} 的人员", f"there is nobody with number {number:.40}"))
        require(actor, Permission.REVEAL_PERSONAL_DATA, Target(squad=sheet.line.person.squad))
        why = reason.strip()
        if not REASON_AT_LEAST <= len(why) <= REASON_AT_MOST:
            raise BadInput(
                Text(
                    f"请填写查看原因，{REASON_AT_LEAST} 到 {REASON_AT_MOST} 个字",
                    f"say why, in {REASON_AT_LEAST} to {REASON_AT_MOST} characters",
                )
            )
        with self._store.begin() as work:
            photo = work.portrait(number)
            fields = [*_FIELDS, "photo"] if photo else [*_FIELDS]
            work.note_in_audit(actor, REVEALED, number, {"reason": starred(why), "fields": fields}, self._clock())
        return sheet._replace(photo=photo)
