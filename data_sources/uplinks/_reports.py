"""From the reports inside an envelope to observations, by the device mappings: what all third-party uplinks share."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Final

from dashboard.domain.field_rules import Path, path_text, resolve
from dashboard.domain.mappings import MappingEntry, MappingRules, canonical_names
from dashboard.domain.readings import Delivery, Device, Observation, Parsed, Problem, TimeSource
from dashboard.domain.timestamps import BadTime, parse_time
from dashboard.errors import UnreadablePayload
from dashboard.ports.ingest import Registry
from data_sources.payloads import MAX_PROBLEMS, unknown_device

MAX_REPORTS: Final = 20_000
"""No network sends so many in one message; reading more would keep the others waiting for seconds."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Report:
    """What one device reports at one moment, as its envelope says it.

    `body` is what the paths of mappings start from; below `measured` in it are the fields that ought to be mapped.
    `times` are candidates in order of trust: the first that can be true is taken, none means the arrival.
    `extra` are values that the envelope itself measured; they are stored only beside values of the device.
    `envelope_fields` is how many of the measured fields only tell the device and the time.
    """

    device_ref: str
    profile: str
    body: dict[str, object]
    measured: Path
    times: tuple[object, ...]
    dedupe: str
    source: TimeSource
    history: bool = False
    extra: Mapping[str, float] = field(default_factory=dict)
    envelope_fields: int = 0


def understand(
    uplink: str,
    reports: Iterable[Report],
    delivery: Delivery,
    rules: MappingRules,
    registry: Registry,
    entry: MappingEntry | None = None,
) -> Parsed:
    """The observations of all reports, by `entry` or else by the entry that matches each.

    A report of an unknown device or time, or without a mapping, is a problem. Raises UnreadablePayload
    (`too_large`) for more than 20 000 reports.
    """
    gathered = _Gathered()
    for number, report in enumerate(reports):
        if number >= MAX_REPORTS:
            raise UnreadablePayload("too_large", f"more than {MAX_REPORTS} reports; send them in parts")
        device = registry.get(report.device_ref)
        if device is None:
            gathered.refuse(unknown_device(report.device_ref))
            continue
        rule = entry or rules.find(uplink, report.device_ref, report.profile, delivery.topic)
        _observe(report, rule, device, delivery.received_us, gathered)
    return gathered.parsed()


class _Gathered:
    """What the reports of one message came to so far."""

    def __init__(self) -> None:
        self.observations: list[Observation] = []
        self.problems: list[Problem] = []
        self.unmapped = 0
        self.heard: set[str] = set()
        self.unused: dict[str, Problem] = {}

    def refuse(self, *problems: Problem) -> None:
        """Keeps the problems, as long as they are not too many to tell."""
        self.problems.extend(problems[: MAX_PROBLEMS - len(self.problems)])

    def parsed(self) -> Parsed:
        """All of it; a device of which nothing at all could be used is a problem."""
        self.refuse(*(problem for device_ref, problem in self.unused.items() if device_ref not in self.heard))
        return Parsed(self.observations, self.problems, self.unmapped)


def _observe(report: Report, entry: MappingEntry | None, device: Device, received_us: int, gathered: _Gathered) -> None:
    """Gathers one report by one mapping entry; None: only canonical names are understood."""
    try:
        measured_us, source = _measured(report, received_us)
    except BadTime as error:
        gathered.heard.add(report.device_ref)
        gathered.refuse(Problem("bad_time", str(error)))
        return
    values, refused, found = (entry or _names(report.measured)).read(report.body, device.datum_m)
    gathered.refuse(*refused)
    fields = _leaves(resolve(report.body, report.measured))
    gathered.unmapped += max(0, fields - found - report.envelope_fields)
    if values or refused:
        gathered.heard.add(report.device_ref)
    elif fields:
        gathered.unused[report.device_ref] = _no_mapping(report) if entry is None else _no_values(report, entry)
    if values:
        values |= {metric: value for metric, value in report.extra.items() if metric not in values}
        gathered.observations.append(
            Observation(report.device_ref, measured_us, values, report.dedupe, source, report.history)
        )


def _measured(report: Report, received_us: int) -> tuple[int, TimeSource]:
    """When it was measured and by whose clock. Raises BadTime when there are times and none of them can be true."""
    fault: BadTime | None = None
    for time in report.times:
        if time is None or time == "":
            continue
        try:
            return parse_time(time, received_us), report.source
        except BadTime as error:
            fault = fault or error
    if fault is not None:
        raise fault
    return received_us, TimeSource.SERVER


def _no_mapping(report: Report) -> Problem:
    return Problem(
        "no_mapping",
        f"no mapping matches {report.device_ref!r:.120} with the profile {report.profile!r:.80}: "
        "import one with its fields, then requeue",
    )


def _no_values(report: Report, entry: MappingEntry) -> Problem:
    """Nothing of a report is mapped: it waits in quarantine for a better mapping rather than vanish."""
    paths = ", ".join(path_text(rule.path) for rule in entry.fields[:5])
    return Problem("no_values", f"{report.device_ref!r:.120} sent none of the mapped fields {paths:.200}")


@cache
def _names(measured: Path) -> MappingEntry:
    return canonical_names(measured)


def _leaves(value: object, depth: int = 0) -> int:
    """How many single values there are in a decoded payload."""
    if depth > 16:
        return 1
    if isinstance(value, dict):
        return sum(_leaves(each, depth + 1) for each in value.values())
    if isinstance(value, list):
        return sum(_leaves(each, depth + 1) for each in value)
    return 0 if value is None else 1
