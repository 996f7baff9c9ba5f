"""Which pictures somebody may see, and giving them to cases."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Final

from dashboard.domain.cases.permits import sight_of
from dashboard.domain.cases.photo_roles import Shot
from dashboard.domain.photos.limits import not_stored
from dashboard.domain.rights import Actor, Means, Permission
from dashboard.errors import BadInput
from dashboard.ports.cases import CaseWork
from dashboard.ports.photos import PhotoRows

_OURSELVES: Final = (Means.SYSTEM, Means.COMMAND_LINE)


def visible(work: PhotoRows, digests: Collection[str], actor: Actor) -> Collection[str]:
    """Return those of these that the actor may see, whether they are stored or not."""
    if actor.means in _OURSELVES:
        return set(digests)
    sent = set(work.photos_sent_by(actor.name, digests))
    rest = [digest for digest in digests if digest not in sent]
    may_look = rest and Permission.VIEW_CASES in actor.rights
    return sent | set(work.photos_in_sight(sight_of(actor), rest)) if may_look else sent


def attach(work: CaseWork, case_key: int, shots: Sequence[Shot], actor: Actor, at_us: int) -> None:
    """Give pictures to a case, in the transaction of what they prove.

    Raises BadInput, naming the picture, for one that is not stored or that the actor may not see.
    """
    if not shots:
        return
    digests = list(dict.fromkeys(shot.digest for shot in shots))
    known = set(work.use_photos(digests, at_us)) & set(visible(work, digests, actor))
    unknown = next((digest for digest in digests if digest not in known), None)
    if unknown is not None:
        raise BadInput(not_stored(unknown))
    work.add_case_shots(case_key, shots, actor.name, at_us)
