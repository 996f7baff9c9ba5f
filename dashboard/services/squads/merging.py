"""Use case: one squad takes another one over."""

from __future__ import annotations

from dashboard.domain.feeds import Feed
from dashboard.domain.rights import Actor, Permission
from dashboard.domain.squads.merging import Handover, merge_problem, merged
from dashboard.errors import BadInput
from dashboard.ports.operations import Clock, LiveNotifier
from dashboard.ports.squad_mergers import SquadMergerStore, SquadMergerWork
from dashboard.services.access import require

CHANGED_FEEDS = (Feed.PEOPLE, Feed.CASES, Feed.REGISTRY)


class SquadMerging:
    """Merges squads. Raises Forbidden, BadInput with what to do, Unavailable; nothing was changed then."""

    def __init__(self, store: SquadMergerStore, notifier: LiveNotifier, clock: Clock) -> None:
        self._store = store
        self._notifier = notifier
        self._clock = clock

    def outlook(self, code: str, into: str, actor: Actor) -> Handover:
        """Return what would go to the other squad; nothing is changed."""
        require(actor, Permission.MANAGE_PEOPLE)
        with self._store.look() as work:
            _check(work, code, into)
            return work.held_by_squad(code)

    def merge(self, code: str, into: str, actor: Actor) -> Handover:
        """Merge the squad `code` into `into`, and return what goes there: at once, its open cases by the worker."""
        require(actor, Permission.MANAGE_PEOPLE)
        with self._store.begin() as work:
            _check(work, code, into)
            handover = merge_in(work, code, into, actor, self._clock())
            feeds = work.bump(CHANGED_FEEDS)
        self._notifier.publish([], feeds)
        return handover


def merge_in(work: SquadMergerWork, code: str, into: str, actor: Actor, at_us: int) -> Handover:
    """Merge in a transaction of somebody else's, who checked that it can be done and raises the feeds."""
    handover = work.held_by_squad(code)
    work.save_mergers(merged(work.squads(), code, into, at_us))
    work.hand_over_squad(code, into)
    work.note_in_audit(actor, "merge_squad", code, {"into": into, **handover._asdict()}, at_us)
    return handover


def _check(work: SquadMergerWork, code: str, into: str) -> None:
    problem = merge_problem(work.squads(), code, into)
    if problem is not None:
        raise BadInput(problem)
