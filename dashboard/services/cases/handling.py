"""Use case: a person moves a case by a form, which says before what it will do, and after why it was not done."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import tzinfo
from typing import Any, Final, NamedTuple

from dashboard.domain.cases.commands import Move
from dashboard.domain.cases.demands import Lack
from dashboard.domain.cases.differences import Clash, changes, seen_of, since
from dashboard.domain.cases.machine import not_now
from dashboard.domain.cases.permits import assigns_only
from dashboard.domain.cases.records import Approval, Case
from dashboard.domain.cases.states import Action
from dashboard.domain.catalogue.records import Category, Standard
from dashboard.domain.catalogue.tree import Catalogue, Level
from dashboard.domain.people.records import Department, Squad
from dashboard.domain.rights import Actor, Permission
from dashboard.domain.squads.merging import standing
from dashboard.domain.text import Text
from dashboard.errors import BadInput, Conflict, Forbidden, Incomplete, NotFound, Outdated
from dashboard.ports.cases import CaseStore, CaseWork
from dashboard.services.access import require
from dashboard.services.cases.calendars import Calendars
from dashboard.services.cases.consequences import Consequences
from dashboard.services.cases.moving import CaseMoves, seen
from dashboard.services.cases.reading import actions_of
from dashboard.services.cases.rules import CaseRules

_NO_CASE: Final = Text("没有这个案号", "there is no case of that number")


class Member(NamedTuple):
    """Somebody who can be sent: the number, the masked name, whose they are."""

    number: str
    name: str
    squad: str | None


class FilingChoice(NamedTuple):
    """As what a case can be filed: a category with one of its standards; None for one that has none."""

    category: Category
    standard: Standard | None


class CaseForm(NamedTuple):
    """What a form is made of. `entry_key` is the newest entry of the timeline, `told` what the move will do."""

    case: Case
    action: Action
    entry_key: int
    remembered: Mapping[str, str | int | None]
    squads: Sequence[Squad]
    departments: Sequence[Department]
    people: Sequence[Member]
    filings: Sequence[FilingChoice]
    told: tuple[Text, ...]


class Pressed(NamedTuple):
    """What came of a form: the case after it; or what lacks; or what somebody else did before."""

    case: Case | None = None
    lacking: tuple[Lack, ...] = ()
    clash: Clash | None = None


class CaseHandling:
    """Forms that move cases. Raises NotFound, Forbidden, Conflict on opening one that is not to be had; Unavailable."""

    def __init__(
        self, store: CaseStore, moves: CaseMoves, rules: CaseRules, calendars: Calendars, zone: tzinfo
    ) -> None:
        self._store = store
        self._moves = moves
        self._rules = rules
        self._consequences = Consequences(calendars, zone)

    def open(self, case_key: int, action: Action, actor: Actor) -> CaseForm:
        """Return what the form of an action is made of, for who may do that with the case as it stands."""
        require(actor, Permission.VIEW_CASES)
        with self._store.look() as work:
            case = seen(work, case_key, actor)
            if action not in actions_of(case, actor):
                raise Conflict(not_now(case, action))
            names_units = action in (Action.DISPATCH, Action.VERIFY, Action.CHECK)
            own = case.units.squad if action is Action.DISPATCH and assigns_only(case, actor) else None
            return CaseForm(
                case=case,
                action=action,
                entry_key=max((entry.entry_key for entry in work.case_entries([case_key])), default=0),
                remembered=seen_of(case),
                squads=[each for each in standing(work.squads()) if own in (None, each.code)]
                if action is Action.DISPATCH
                else (),
                departments=work.departments() if action is Action.DISPATCH and own is None else (),
                people=[each for each in _members(work) if own in (None, each.squad)] if names_units else (),
                filings=tuple(_filings(self._rules.catalogue(), case)) if action is Action.FILE else (),
                told=tuple(self._told(work, case, action)),
            )

    def press(
        self,
        case_key: int,
        move: Move,
        actor: Actor,
        *,
        idempotency_key: str = "",
        into: str = "",
        remembered: Mapping[str, Any],
        entry_key: int,
    ) -> Pressed:
        """Return what came of the form; `into` is the number of a case to merge into, the last two what it knows."""
        try:
            told = replace(move, into=self._key_of(into)) if into else move
            return Pressed(case=self._moves.act(case_key, told, actor, idempotency_key))
        except Outdated as error:
            return Pressed(clash=self._clash(error.newer, remembered, entry_key))
        except Incomplete as error:
            return Pressed(lacking=tuple(Lack(part, text) for part, text in error.lacking))
        except (BadInput, Forbidden, Conflict, NotFound) as error:
            return Pressed(lacking=(Lack("case", error.told or Text(str(error), str(error))),))

    def _key_of(self, number: str) -> int:
        with self._store.look() as work:
            key = work.case_of_number(number.strip().removeprefix("#"))
        if key is None:
            raise Incomplete([("into", _NO_CASE)])
        return key

    def _clash(self, newer: object, remembered: Mapping[str, Any], entry_key: int) -> Clash:
        assert isinstance(newer, Case), "what is newer is a case"
        with self._store.look() as work:
            entries = work.case_entries([newer.case_key])
        return Clash(newer, changes(remembered, newer), since(entries, entry_key))

    def _told(self, work: CaseWork, case: Case, action: Action) -> Iterator[Text]:
        """What a request or a consent leads to."""
        what = case.pending.what if case.pending is not None else _REQUESTS.get(action)
        if what is not None and action in (Action.APPROVE, *_REQUESTS):
            yield from self._consequences.of(work, case, what)


_REQUESTS: Final[Mapping[Action, Approval]] = {
    Action.RETURN: Approval.RETURN,
    Action.EXTEND: Approval.EXTEND,
    Action.SUSPEND: Approval.SUSPEND,
    Action.VOID: Approval.VOID,
    Action.FORCE_CLOSE: Approval.FORCE_CLOSE,
    Action.EXEMPT: Approval.EXEMPT,
}


def _members(work: CaseWork) -> list[Member]:
    """Those who still work here, by squad and number."""
    found = [Member(each.number, each.name.masked(), each.squad) for each in work.people() if each.left_us is None]
    return sorted(found, key=lambda each: (each.squad or "~", each.number))


def _filings(catalogue: Catalogue, case: Case) -> Iterator[FilingChoice]:
    """Of each category its conditions, each with the standard that holds where the case lies."""
    for category in catalogue.in_order:
        if catalogue.children(category.code) or catalogue.level(category.code) is Level.MIDDLE:
            continue
        conditions = dict.fromkeys(each.condition for each in catalogue.standards(category.code))
        chosen = [catalogue.standard_for(category.code, each, case.place.area_class) for each in conditions]
        standards = dict.fromkeys(each.standard for each in chosen if each is not None)
        yield from (FilingChoice(category, each) for each in standards or (None,))
