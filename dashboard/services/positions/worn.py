"""Use case: which device a person wears, and where it is asked for its picture, kept from one form."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from dashboard.domain.camera_pictures import CameraAccess, SealedAccess, WornDevice, WornDraft
from dashboard.domain.feeds import Feed
from dashboard.domain.rights import Actor, Permission
from dashboard.domain.text import Text
from dashboard.errors import NotFound
from dashboard.ports.operations import Clock
from dashboard.ports.positions import WornStore, WornWork
from dashboard.ports.sealing import Sealing
from dashboard.services.access import require
from dashboard.services.cameras.access import keep_access
from dashboard.services.positions.devices import NOBODY, link_device

NO_DEVICE: Final = Text("此人没有这台设备", "this person has no such device")


class WornDevices:
    """Each method raises Forbidden, NotFound and Unavailable; the audit log has no password."""

    def __init__(self, store: WornStore, sealing: Sealing, clock: Clock) -> None:
        self._store = store
        self._sealing = sealing
        self._clock = clock

    def of(self, number: str, actor: Actor) -> Sequence[WornDevice]:
        """Return the devices that speak for a person, by their reference."""
        require(actor, Permission.MANAGE_PEOPLE)
        with self._store.look() as work:
            return _devices_of(work, number)

    def save(self, draft: WornDraft, actor: Actor) -> Sequence[WornDevice]:
        """Let a device speak for a person, and ask it for its picture there; return what the person has then.

        A password that is left empty stays while address and user are the same: it is sent nowhere else. Raises
        BadInput, with what to do; then neither is kept.
        """
        require(actor, Permission.MANAGE_PEOPLE)
        if draft.url:
            require(actor, Permission.REGISTER_DEVICES)
        with self._store.begin() as work:
            at_us = self._clock()
            link_device(work, draft.source, draft.number, actor, at_us)
            if draft.url:
                before = work.camera_accesses([draft.source]).get(draft.source)
                keep_access(work, _asked(draft, before), self._sealed(draft, before), actor, at_us)
            return _devices_of(work, draft.number)

    def remove(self, number: str, source: str, actor: Actor) -> Sequence[WornDevice]:
        """Let a device of a person speak for nobody, and ask it for no picture; return what the person has then."""
        require(actor, Permission.MANAGE_PEOPLE)
        with self._store.begin() as work:
            if work.people_of_sources().get(source) != number:
                raise NotFound(NO_DEVICE)
            at_us = self._clock()
            work.remove_position_source(source)
            work.note_in_audit(
                actor, "unlink_position_device", source, {"before": {"person": number}, "after": None}, at_us
            )
            if work.remove_camera_access(source):
                work.note_in_audit(actor, "remove_camera_access", source, {}, at_us)
            work.bump([Feed.PEOPLE])
            return _devices_of(work, number)

    def _sealed(self, draft: WornDraft, before: SealedAccess | None) -> str:
        if draft.password:
            return self._sealing.seal(draft.password)
        is_same = before is not None and (before.url, before.user) == (draft.url, draft.user)
        return before.sealed if before is not None and is_same else ""


def _asked(draft: WornDraft, before: SealedAccess | None) -> CameraAccess:
    """Where it is asked for its picture now; where it is asked for its events is kept as it is."""
    access = CameraAccess(camera=draft.source, url=draft.url, user=draft.user, password=draft.password)
    if before is None:
        return access
    kept = ("events", "events_url", "mjpeg_url", "hls_url", "whep_url")
    return replace(access, **{name: getattr(before, name) for name in kept})


def _devices_of(work: WornWork, number: str) -> list[WornDevice]:
    if number not in work.person_keys():
        raise NotFound(NOBODY)
    sources = sorted(source for source, person in work.people_of_sources().items() if person == number)
    accesses = work.camera_accesses(sources)
    return [_shown(source, accesses.get(source)) for source in sources]


def _shown(source: str, access: SealedAccess | None) -> WornDevice:
    if access is None:
        return WornDevice(source, "", "", has_password=False)
    return WornDevice(source, access.url, access.user, has_password=bool(access.sealed))
