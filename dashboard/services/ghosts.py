"""Use cases: see the devices that nobody registered, and take one in with one form."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from typing import Final, NamedTuple

from dashboard.domain.audit import before_and_after
from dashboard.domain.durations import SECOND_US
from dashboard.domain.feeds import Feed
from dashboard.domain.ghost_guesses import guess_fields, guess_kind
from dashboard.domain.ghosts import (
    CANONICAL,
    Choice,
    Entrance,
    Faults,
    Ghost,
    Met,
    Reading,
    WaitingMessage,
    read_choices,
    row_of,
    spec_of,
)
from dashboard.domain.grid import AreaHit
from dashboard.domain.imports import OF_A_PERSON, AssetRecord, DeviceRow, is_of_a_person, register
from dashboard.domain.readings import Delivery
from dashboard.domain.rights import Actor, Permission, Target
from dashboard.domain.sensors import device_types
from dashboard.domain.text import Text
from dashboard.errors import NotFound
from dashboard.ports.ghosts import GhostStore, RegisterWork
from dashboard.ports.operations import Clock, LiveNotifier
from dashboard.ports.register import GeodataReader
from dashboard.services.access import require
from dashboard.services.mapping_imports import merge_mappings
from dashboard.services.remembered import Remembered

GHOSTS_SHOWN: Final = 50
_SHARED_US: Final = 10 * SECOND_US
_GONE: Final = Text(
    "这台设备已没有待读的消息：可能刚被接入，请刷新页面",
    "no message of this device waits any more: somebody may have taken it in; reload the page",
)


Meet = Callable[[Delivery, str, str], Met | None]
"""Reads a message (and its channel) as if that device were unknown; see Ingest.meet."""


class GhostList(NamedTuple):
    """The ghosts that were heard last, and how many there are in all."""

    ghosts: Sequence[Ghost]
    total: int


class Outcome(NamedTuple):
    """The asset that was registered; or None, and what is wrong with the form by input."""

    asset: AssetRecord | None
    faults: Faults


class _NotTakenInError(Exception):
    """Undoes the transaction of a form that cannot be accepted."""

    def __init__(self, faults: Faults) -> None:
        super().__init__(", ".join(faults))
        self.faults = faults


class Ghosts:
    """Sees ghosts and takes them in. Each method raises Unavailable; nothing was changed then.

    `meet` reads a message of an unknown device.
    """

    def __init__(
        self,
        store: GhostStore,
        meet: Meet,
        geodata: GeodataReader,
        notifier: LiveNotifier,
        clock: Clock,
    ) -> None:
        self._store = store
        self._meet = meet
        self._geodata = geodata
        self._notifier = notifier
        self._clock = clock
        self._remembered = Remembered()

    def listed(self, revision: int | None) -> GhostList:
        """The ghosts, the last heard first; asked for once per revision of the quarantine, and every ten seconds."""
        mark = None if revision is None else (revision, self._clock() // _SHARED_US)
        return self._remembered.get("ghosts", mark, self._listed)

    def _listed(self) -> GhostList:
        messages, total = self._store.waiting(GHOSTS_SHOWN)
        return GhostList([self._ghost(message) for message in messages], total)

    def ghost(self, device_ref: str) -> Ghost | None:
        """One ghost; None when none of its messages waits any more."""
        message = self._store.waiting_of(device_ref)
        return None if message is None else self._ghost(message)

    def _waiting(self, device_ref: str) -> Ghost:
        ghost = self.ghost(device_ref)
        if ghost is None:
            raise NotFound(_GONE)
        return ghost

    def preview(
        self, device_ref: str, choices: Sequence[Choice], kind: str, datum_m: float | None
    ) -> Mapping[str, Reading]:
        """What the fields of its newest message come to by these choices, by path. Raises NotFound."""
        return read_choices(self._waiting(device_ref), choices, kind, datum_m)

    def take_in(self, entrance: Entrance, actor: Actor) -> Outcome:
        """Register the device, map its fields where that is needed, and let its quarantine be read again.

        All of it or nothing. Raises NotFound when none of its messages waits any more.
        """
        require(actor, Permission.REGISTER_DEVICES, Target())
        try:
            return Outcome(self._take_in(entrance, actor), {})
        except _NotTakenInError as refused:
            return Outcome(None, refused.faults)

    def _take_in(self, entrance: Entrance, actor: Actor) -> AssetRecord:
        ghost = self._waiting(entrance.device_ref)
        row, faults = row_of(entrance)
        spec, of_fields = spec_of(ghost, entrance.choices, alike=entrance.alike)
        if entrance.kind and entrance.kind not in device_types():
            faults["kind"] = Text("没有这种类型", "There is no such kind")
        if row is None or faults or of_fields:
            raise _NotTakenInError(faults | of_fields)
        hit = self._hit(row)
        with self._store.begin() as work:
            # First, so that two who take in devices at once do not overwrite each other's mapping.
            revisions = work.bump([Feed.REGISTRY, Feed.MAPPINGS] if spec else [Feed.REGISTRY])
            stored, asset = _registered(work, row, hit)
            told = before_and_after(stored and asdict(stored), asdict(asset))
            if spec is not None:
                change = merge_mappings(work, [spec])
                work.replace_mappings(change.after)
                told["mapping"] = change.told()
            work.note_in_audit(actor, "take_in_device", asset.asset_id, told, self._clock())
        self._notifier.publish([], revisions)
        return asset

    def _hit(self, row: DeviceRow) -> AreaHit:
        with self._store.look() as work:
            areas = work.areas()
        return self._geodata.index(areas).locate_many([row.position])[0]

    def _ghost(self, message: WaitingMessage) -> Ghost:
        delivery = Delivery(message.topic, message.payload, message.last_us)
        met = self._meet(delivery, message.channel, message.device_ref)
        if met is None:
            kind = message.known.kind if message.known else guess_kind((), (message.topic,))
            return Ghost(message, "", "", None, kind, (), True, None)
        fields = guess_fields(met.stranger.body, met.stranger.measured)
        mapped = met.entry is not None or met.uplink == CANONICAL
        kind = self._kind(message, met, [field.meaning for field in fields])
        return Ghost(message, met.uplink, met.stranger.profile, met.stranger.body, kind, fields, mapped, met.entry)

    def _kind(self, message: WaitingMessage, met: Met, meanings: Sequence[str]) -> str:
        """The kind that is known, that the topic names, or that fits what is measured."""
        if message.known is not None:
            return message.known.kind
        named = message.topic.split("/")[2:3] if met.uplink == CANONICAL else []
        if named and named[0] in device_types():
            return named[0]
        if met.entry is not None:
            meanings = [rule.metric.key for rule in met.entry.fields]
        return guess_kind(meanings, (message.topic, met.stranger.profile))


def _registered(work: RegisterWork, row: DeviceRow, hit: AreaHit) -> tuple[AssetRecord | None, AssetRecord]:
    """Store the device; return it as it was known and as it is now.

    Raises _NotTakenInError when its number or its reference belongs to another asset.
    """
    stored = None
    if is_of_a_person(row.device_ref, None):
        raise _NotTakenInError({"asset_id": OF_A_PERSON})
    for rival in work.rivals(row.asset_id, row.device_ref or ""):
        if rival.asset_id != row.asset_id:
            raise _NotTakenInError({"asset_id": _owned(rival.asset_id)})
        if rival.device_ref != row.device_ref:
            raise _NotTakenInError({"asset_id": _taken(rival)})
        stored = rival
    asset = register(row, stored).placed(hit)
    work.save_assets([asset])
    return stored, asset


def _owned(asset_id: str) -> Text:
    return Text(f"这台设备已登记为 {asset_id}", f"This device is registered as {asset_id} already")


def _taken(rival: AssetRecord) -> Text:
    return Text(f"编号已属于「{rival.name}」，请换一个", f"The number belongs to “{rival.name}” already; take another")
