"""Use case: keep the photo of a person, by whoever keeps the people or by the person, and show one's own."""

from __future__ import annotations

from typing import Final

from dashboard.domain.feeds import Feed
from dashboard.domain.people.personal_file import PHOTO_REMOVED, PHOTO_SET
from dashboard.domain.people.readouts import KeptPhoto
from dashboard.domain.personal import half_width
from dashboard.domain.photos.limits import EMPTY, LARGEST_PORTRAIT_BYTES, PORTRAIT_TOO_LARGE
from dashboard.domain.photos.records import MEDIA_TYPE, PhotoSize
from dashboard.domain.rights import Actor, Permission
from dashboard.domain.text import Text
from dashboard.errors import BadInput, NotFound
from dashboard.ports.operations import Clock, LiveNotifier
from dashboard.ports.people import PeopleStore
from dashboard.ports.photos import Pictures
from dashboard.services.access import require

_NOBODY: Final = Text(
    "您的账号没有关联人员，不能保存照片：请管理员先关联",
    "your account belongs to nobody who is known, so no photo can be kept: ask an administrator to link it",
)


class Portraits:
    """One photo of a person, small and without what the camera wrote into it. Raises Forbidden and Unavailable."""

    def __init__(self, store: PeopleStore, pictures: Pictures, notifier: LiveNotifier, clock: Clock) -> None:
        self._store = store
        self._pictures = pictures
        self._notifier = notifier
        self._clock = clock

    def own(self, actor: Actor) -> KeptPhoto | None:
        """Return the actor's own photo; None without one."""
        if actor.person is None:
            return None
        with self._store.begin() as work:
            return work.portrait(actor.person)

    def keep(self, number: str, content: bytes, actor: Actor) -> None:
        """Keep this photo in place of the one that the person has.

        Raises NotFound for an unknown number, and BadInput, with what to do, for what is no picture.
        """
        number = half_width(number)
        _require_keeper(number, actor)
        if not content:
            raise BadInput(EMPTY)
        if len(content) > LARGEST_PORTRAIT_BYTES:
            raise BadInput(PORTRAIT_TOO_LARGE)
        small = self._pictures.prepare(content).sizes[PhotoSize.SMALL]
        self._replace(number, KeptPhoto(MEDIA_TYPE, small), actor)

    def remove(self, number: str, actor: Actor) -> None:
        """Remove the person's photo; without one nothing is changed. Raises NotFound for an unknown number."""
        number = half_width(number)
        _require_keeper(number, actor)
        self._replace(number, None, actor)

    def keep_own(self, content: bytes, actor: Actor) -> None:
        """Keep the actor's own photo. Raises BadInput also for an account that belongs to nobody."""
        self.keep(_own_number(actor), content, actor)

    def remove_own(self, actor: Actor) -> None:
        """Remove the actor's own photo. Raises BadInput for an account that belongs to nobody."""
        self.remove(_own_number(actor), actor)

    def _replace(self, number: str, photo: KeptPhoto | None, actor: Actor) -> None:
        with self._store.begin() as work:
            if not work.replace_portrait(number, photo):
                raise NotFound(Text(f"没有工号为 {number:.40} 的人员", f"there is nobody with number {number:.40}"))
            told = {"bytes": len(photo.content)} if photo else {}
            work.note_in_audit(actor, PHOTO_SET if photo else PHOTO_REMOVED, number, told, self._clock())
            feeds = work.bump([Feed.PEOPLE])
        self._notifier.publish([], feeds)


def _own_number(actor: Actor) -> str:
    if actor.person is None:
        raise BadInput(_NOBODY)
    return actor.person


def _require_keeper(number: str, actor: Actor) -> None:
    if not number or number != actor.person:
        require(actor, Permission.MANAGE_PEOPLE)
