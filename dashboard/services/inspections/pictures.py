"""Use case: see what the body cam of an inspected person shows, while they are on duty."""

from __future__ import annotations

from datetime import tzinfo
from typing import Final

from dashboard.domain.camera_pictures import CameraAccess, Look, SealedAccess
from dashboard.domain.durations import MINUTE_US
from dashboard.domain.inspections.records import Inspection
from dashboard.domain.rights import Actor, Permission, Target
from dashboard.domain.text import Text
from dashboard.errors import Conflict, Forbidden, NotFound, Unusable
from dashboard.ports.inspections import InspectionStore, InspectionWork
from dashboard.ports.operations import Clock
from dashboard.ports.sealing import Sealing
from dashboard.services.access import require
from dashboard.services.cameras.looking import CameraLooks
from dashboard.services.positions.recording import read_duty
from dashboard.services.remembered import Remembered

LOOKED: Final = "look_through_camera"
_NOTED_EVERY_US: Final = 10 * MINUTE_US
_GONE: Final = Text("没有这次督查", "there is no such inspection")
_ANOTHERS: Final = Text("只有抽取人可以看实时画面", "only who picked it sees the live picture")
_ENDED: Final = Text("这次督查已填写，画面不再提供", "this inspection was filled in: its picture is shown no more")
_OFF_DUTY: Final = Text("此人已不在岗，画面不再提供", "the person is off duty: the picture is shown no more")
_OTHER_KEY: Final = Text(
    "记录仪密码是用另一个 XIUHUA_SECRET_KEY 加密的：请管理员用 manage.py camera set 重新填写",
    "its password was encrypted with another XIUHUA_SECRET_KEY: an administrator enters it again (manage.py camera)",
)
NOT_OFFERED: Final = Text("此执法记录仪不提供实时画面", "this body cam offers no live picture")


class InspectionPictures:
    """Shows the live picture of an inspection that is open to whoever picked it, and to nobody else.

    That somebody looks is noted before the first picture, and again each ten minutes. Nothing of it is kept.
    """

    def __init__(
        self, store: InspectionStore, looks: CameraLooks, sealing: Sealing, clock: Clock, zone: tzinfo
    ) -> None:
        self._store = store
        self._looks = looks
        self._sealing = sealing
        self._clock = clock
        self._zone = zone
        self._noted = Remembered()

    def offers(self, inspection: Inspection, actor: Actor) -> bool:
        """Return whether the inspected person's body cam can be asked for a picture. Raises Forbidden, Unavailable."""
        require(actor, Permission.INSPECT, Target(squad=inspection.squad))
        with self._store.look() as work:
            return _access_of(work, inspection.person) is not None

    def picture(self, key: int, actor: Actor) -> Look:
        """Return what the body cam shows now.

        Raises Forbidden, NotFound, Conflict when the inspection is filled in or the person off duty, and Unavailable
        with the reason.
        """
        require(actor, Permission.INSPECT)
        with self._store.look() as work:
            inspection = self._open(work, key, actor)
            sealed = _access_of(work, inspection.person)
        if sealed is None:
            raise NotFound(NOT_OFFERED)
        password = self._sealing.unseal(sealed.sealed) if sealed.sealed else ""
        if password is None:
            raise Unusable(_OTHER_KEY)
        self._note(inspection, actor)
        access = CameraAccess(camera=sealed.camera, url=sealed.url, user=sealed.user, password=password)
        shown = self._looks.now(access)
        return Look(shown, max(0, self._clock() - shown.new_us))

    def _open(self, work: InspectionWork, key: int, actor: Actor) -> Inspection:
        inspection = work.inspection(key)
        if inspection is None:
            raise NotFound(_GONE)
        require(actor, Permission.INSPECT, Target(squad=inspection.squad))
        if inspection.inspector != actor.name:
            raise Forbidden(_ANOTHERS)
        if inspection.marks is not None:
            raise Conflict(_ENDED)
        at_us = self._clock()
        if inspection.person not in read_duty(work, at_us, self._zone).on_duty(at_us):
            raise Conflict(_OFF_DUTY)
        return inspection

    def _note(self, inspection: Inspection, actor: Actor) -> None:
        at_us = self._clock()
        question = (actor.name, inspection.inspection_key)
        self._noted.get(question, at_us // _NOTED_EVERY_US, lambda: self._write(inspection, actor, at_us))

    def _write(self, inspection: Inspection, actor: Actor, at_us: int) -> bool:
        with self._store.begin() as work:
            work.note_in_audit(actor, LOOKED, inspection.person, {"inspection": inspection.inspection_key}, at_us)
        return True


def _access_of(work: InspectionWork, person: str) -> SealedAccess | None:
    """How the first of the person's cameras that can be asked is reached."""
    mine = sorted(source for source, number in work.people_of_sources().items() if number == person)
    found = work.camera_accesses(mine)
    return next((found[source] for source in mine if source in found and found[source].url), None)
