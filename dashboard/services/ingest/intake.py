"""Sorts deliveries: observations of known devices, camera events, and what goes to quarantine."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import UTC, tzinfo
from typing import Final, NamedTuple

from dashboard.domain.camera_events import CameraEventReport, CameraNote, CameraPicture
from dashboard.domain.clocks import wrong_clock
from dashboard.domain.ghosts import Met
from dashboard.domain.mappings import MappingRules
from dashboard.domain.positions.known import Heard
from dashboard.domain.quarantine import PROFILE_LENGTH, topic_pattern
from dashboard.domain.readings import Delivery, Device, Observation, Parsed, Refused, from_us
from dashboard.domain.replays import (
    REPLAY_FILTER,
    REPLAY_PREFIX,
    REPLAY_SOURCE,
    replayed_observation,
    replayed_report,
    unwrapped,
)
from dashboard.domain.sensors import derivations
from dashboard.errors import UnreadablePayload
from dashboard.ports.ingest import CameraSource, QuarantineRow, Registry, Uplink
from dashboard.ports.positions import PositionSource
from dashboard.services.cameras.masking import Masking

MQTT_CHANNEL: Final = "mqtt"
GENERIC: Final = "generic"
_ROUTES_KEPT: Final = 200_000

Route = Uplink | CameraSource | PositionSource


class KnownObservation(NamedTuple):
    """An observation with its device and how it came; one that is not `judged` changes states but no alarms."""

    device: Device
    observation: Observation
    received_us: int
    redelivered: bool
    replayed: bool = False
    judged: bool = True


class KnownRefusal(NamedTuple):
    """A refused value with its device and when it came."""

    device: Device
    refused: Refused
    received_us: int


class SignOfLife(NamedTuple):
    """A device that spoke, though nothing of what it said could be taken."""

    device: Device
    received_us: int


@dataclass
class Sorted:
    """What a batch of deliveries came to.

    `refused` are counted at their devices. `signs_of_life` are of devices that sent no observation with it: they are
    heard as of `received_us`. `no_reports` counts the deliveries that measure nothing by their nature.
    """

    observations: list[KnownObservation] = field(default_factory=list)
    camera_reports: list[CameraEventReport] = field(default_factory=list)
    camera_pictures: list[CameraPicture] = field(default_factory=list)
    camera_notes: list[CameraNote] = field(default_factory=list)
    quarantined: list[QuarantineRow] = field(default_factory=list)
    unmapped_fields: int = 0
    refused: list[KnownRefusal] = field(default_factory=list)
    signs_of_life: list[SignOfLife] = field(default_factory=list)
    no_reports: int = 0
    positions: list[Heard] = field(default_factory=list)

    @classmethod
    def whole(cls, parts: Iterable[Sorted]) -> Sorted:
        """Return what several batches came to, in their order."""
        into = cls()
        for part in parts:
            for each in fields(cls):
                setattr(into, each.name, getattr(into, each.name) + getattr(part, each.name))
        return into

    @property
    def says_nothing(self) -> bool:
        """Whether there is nothing to record."""
        return not any(getattr(self, each.name) for each in fields(self) if each.name != "no_reports")


class Intake:
    """Reads deliveries with the uplinks and camera sources, by topic or by the HTTP channel's key.

    Whoever sets `registry` or loads mappings sets `revision` AFTER them (dashboard/domain/quarantine.py): a message
    then never claims to have been judged by anything newer than what judged it.
    """

    def __init__(
        self,
        uplinks: Mapping[str, Uplink],
        cameras: Mapping[str, CameraSource],
        usual: MappingRules,
        positions: Mapping[str, PositionSource] | None = None,
        zone: tzinfo = UTC,
        masking: Masking | None = None,
    ) -> None:
        self._usual = usual
        self._zone = zone
        self.masking = masking
        self._derivations = derivations()
        self._own_filters: list[str] = []
        self._uplinks = dict(uplinks)
        self._cameras = dict(cameras)
        self._by_key: dict[str, Route] = {**cameras, **uplinks, **(positions or {})}
        patterns: list[Route] = list(self._by_key.values())
        # The generic uplink matches whatever a mapping names, so it is asked last.
        patterns.sort(key=lambda route: route.key == GENERIC)
        self._patterns = [(re.compile(route.topic_pattern), route) for route in patterns if route.topic_pattern]
        self._routes: dict[str, Route | None] = {}
        self.registry: Registry = {}
        self.mappings = usual
        self.revision = 0

    def load_mappings(self, specs: Iterable[object]) -> None:
        """Use these device mappings before those out of the box. Raises MappingError."""
        self.mappings = MappingRules.from_dicts(specs).followed_by(self._usual)
        self._routes.clear()

    def listen_to(self, filters: Iterable[str]) -> None:
        """Subscribe to these filters instead of to what the uplinks, cameras and mappings need."""
        self._own_filters = list(filters)

    def topic_filters(self) -> list[str]:
        """Every MQTT subscription that the uplinks, cameras and generic mappings need."""
        if self._own_filters:
            return self._own_filters
        filters: dict[str, None] = {REPLAY_FILTER: None}
        for route in self._by_key.values():
            filters.update(dict.fromkeys(route.topic_filters))
        filters.update(dict.fromkeys(self.mappings.generic_topic_filters()))
        return list(filters)

    def sort(self, deliveries: Iterable[Delivery], channel: str = MQTT_CHANNEL) -> Sorted:
        """Read every delivery; none can spoil another."""
        into = Sorted()
        revision = self.revision
        for delivery in deliveries:
            replayed = channel == MQTT_CHANNEL and delivery.topic.startswith(REPLAY_PREFIX)
            try:
                if replayed:
                    self._read_again(delivery, into)
                else:
                    self._read(delivery, channel, into)
            except UnreadablePayload as error:
                into.quarantined.append(QuarantineRow(delivery, channel, error.reason, error.detail))
        if into.quarantined:
            into.quarantined = [
                row._replace(source=row.source or self.source_of(row.delivery, channel), judged_revision=revision)
                for row in into.quarantined
            ]
        return into

    def source_of(self, delivery: Delivery, channel: str) -> str:
        """Return the key of what reads the delivery, or the pattern of its topic when that is all that is known."""
        if channel == MQTT_CHANNEL and delivery.topic.startswith(REPLAY_PREFIX):
            return REPLAY_SOURCE
        route = self._by_key.get(channel) if channel != MQTT_CHANNEL else self._route_of_topic(delivery.topic)
        return topic_pattern(delivery.topic) if route is None or route.key == GENERIC else route.key

    def meet(self, delivery: Delivery, channel: str, device_ref: str) -> Met | None:
        """What this unknown device said in a delivery, and how it would be read; None when it did not speak in it."""
        try:
            route = self._route(delivery.topic, channel)
            if not isinstance(route, Uplink):
                return None
            strangers = route.read(delivery, self.mappings, {}).strangers
        except UnreadablePayload:
            return None
        for stranger in strangers:
            if stranger.device_ref == device_ref:
                entry = self.mappings.find(route.key, device_ref, stranger.profile, delivery.topic)
                return Met(route.key, stranger, entry)
        return None

    def _read_again(self, delivery: Delivery, into: Sorted) -> None:
        """Read a replayed delivery as of the time it first came, and move what it says to now."""
        mark, topic = unwrapped(delivery.topic)
        first = Sorted()
        received_us = delivery.received_us - mark.shift_us
        self._read(delivery._replace(topic=topic, received_us=received_us), MQTT_CHANNEL, first)
        into.observations += [
            known._replace(
                observation=replayed_observation(known.observation, mark),
                received_us=delivery.received_us,
                replayed=True,
            )
            for known in first.observations
        ]
        into.camera_reports += [replayed_report(report, mark) for report in first.camera_reports]
        into.quarantined += [row._replace(delivery=delivery, device_ref="") for row in first.quarantined]
        into.unmapped_fields += first.unmapped_fields
        into.no_reports += first.no_reports

    def _read(self, delivery: Delivery, channel: str, into: Sorted) -> None:
        if not delivery.payload and channel == MQTT_CHANNEL:
            # How MQTT clears a retained message: nothing was said.
            into.no_reports += 1
            return
        route = self._route(delivery.topic, channel)
        if isinstance(route, CameraSource):
            self._see(route, delivery, channel, into)
            return
        if isinstance(route, PositionSource):
            self._follow(route, delivery, channel, into)
            return
        parsed = route.read(delivery, self.mappings, self.registry)
        into.unmapped_fields += parsed.unmapped_fields
        registry, profile = self.registry, parsed.profile[:PROFILE_LENGTH]
        for observation in parsed.observations:
            device = registry.get(observation.device_ref)
            if device is None:
                detail = f"no asset has the device_ref {observation.device_ref}: import it, then it is read again"
                row = QuarantineRow(
                    delivery, channel, "unknown_device", detail, profile=profile, device_ref=observation.device_ref
                )
                into.quarantined.append(row)
            else:
                if device.kind in self._derivations:
                    observation = self._derived(device.kind, observation)
                known = KnownObservation(device, observation, delivery.received_us, delivery.redelivered)
                into.observations.append(known)
        if parsed.refused or parsed.heard or parsed.no_report:
            self._note(parsed, delivery, into)
        for problem in parsed.problems[:1]:
            more = f" (and {len(parsed.problems) - 1} more)" if len(parsed.problems) > 1 else ""
            row = QuarantineRow(
                delivery, channel, problem.code, problem.detail + more, profile=profile, device_ref=problem.device_ref
            )
            into.quarantined.append(row)

    def _derived(self, kind: str, observation: Observation) -> Observation:
        """The observation with what follows from its values at its time of the city's day."""
        at = from_us(observation.measured_us).astimezone(self._zone)
        more = self._derivations[kind](observation.values, at.hour * 60 + at.minute)
        return observation._replace(values={**observation.values, **more}) if more else observation

    def _note(self, parsed: Parsed, delivery: Delivery, into: Sorted) -> None:
        """Takes in what was refused and who spoke; what the broker kept (retained) is no sign of life."""
        known = self.registry.get
        into.no_reports += parsed.no_report
        into.refused += [
            KnownRefusal(device, refused, delivery.received_us)
            for refused in parsed.refused
            if (device := known(refused.device_ref)) is not None
        ]
        if delivery.retained:
            return
        into.signs_of_life += [
            SignOfLife(device, delivery.received_us)
            for device_ref in parsed.heard
            if (device := known(device_ref)) is not None
        ]

    def _follow(self, source: PositionSource, delivery: Delivery, channel: str, into: Sorted) -> None:
        """Take in where people say they are; what cannot be read is kept without its bytes, which may be anybody's."""
        try:
            reports = source.read(delivery, self._zone)
        except UnreadablePayload as error:
            blank = delivery._replace(payload=b"")
            into.quarantined.append(QuarantineRow(blank, channel, error.reason, error.detail))
            return
        into.no_reports += not reports
        into.positions += [Heard(report, delivery.received_us) for report in reports]

    def _see(self, source: CameraSource, delivery: Delivery, channel: str, into: Sorted) -> None:
        """Take in what a camera said; a refused picture is kept in quarantine, its event is recorded."""
        read = source.read(delivery)
        into.no_reports += not read
        for said in read:
            if isinstance(said, CameraPicture):
                into.camera_pictures.append(self.masking.applied(said) if self.masking else said)
                continue
            if isinstance(said, CameraNote):
                into.camera_notes.append(said)
                continue
            said = self.masking.applied(said) if self.masking else said
            said = replace(said, category=self.mappings.category_of(said))
            into.camera_reports.append(said)
            self._note_clock(said, delivery.received_us, into)
            if said.image_problem is not None:
                code, detail, _ = said.image_problem
                kept = self.masking.kept_of(delivery, said.camera_ref) if self.masking else delivery
                into.quarantined.append(QuarantineRow(kept, channel, code, detail))

    def _note_clock(self, report: CameraEventReport, received_us: int, into: Sorted) -> None:
        """Tell at the camera that its clock is off, as is told at any device."""
        camera = self.registry.get(report.camera_ref) if report.clock_off_h else None
        if camera is not None:
            refused = wrong_clock(report.camera_ref, -report.clock_off_h)
            into.refused.append(KnownRefusal(camera, refused, received_us))

    def _route(self, topic: str, channel: str) -> Route:
        route = self._by_key.get(channel) if channel != MQTT_CHANNEL else self._route_of_topic(topic)
        if route is None:
            raise UnreadablePayload("unknown_topic", f"no uplink reads the topic {topic}; add a generic mapping for it")
        return route

    def _route_of_topic(self, topic: str) -> Route | None:
        try:
            return self._routes[topic]
        except KeyError:
            pass
        route = next((route for pattern, route in self._patterns if pattern.fullmatch(topic)), None)
        if len(self._routes) >= _ROUTES_KEPT:
            self._routes.clear()
        self._routes[topic] = route
        return route
