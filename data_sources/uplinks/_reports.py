"""From the reports inside an envelope to observations, by the device mappings: what all third-party uplinks share."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache

from dashboard.domain.field_rules import Path, resolve
from dashboard.domain.mappings import MappingEntry, MappingRules, canonical_names
from dashboard.domain.readings import Delivery, Device, Observation, Parsed, Problem, TimeSource
from dashboard.domain.timestamps import BadTime, parse_time
from dashboard.ports import Registry
from data_sources.payloads import MAX_PROBLEMS, unknown_device


@dataclass(frozen=True, kw_only=True, slots=True)
class Report:
    """What one device reports at one moment, as its envelope says it.

    `body` is what the paths of mappings start from; below `measured` in it are the fields that ought to be mapped.
    `times` are candidates in order of trust: the first that can be true is taken, none means the arrival.
    `extra` are values that the envelope itself measured; they are stored only beside values of the device.
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


def understand(
    uplink: str, reports: Iterable[Report], delivery: Delivery, rules: MappingRules, registry: Registry
) -> Parsed:
    """The observations of all reports. A report of an unknown device or time, or without a mapping, is a problem."""
    observations: list[Observation] = []
    problems: list[Problem] = []
    unmapped = 0
    for report in reports:
        device = registry.get(report.device_ref)
        if device is None:
            problems.append(unknown_device(report.device_ref))
            del problems[MAX_PROBLEMS:]
            continue
        entry = rules.find(uplink, report.device_ref, report.profile, delivery.topic)
        observation, unknown = observe(report, entry, device, delivery, problems)
        unmapped += unknown
        if observation is not None:
            observations.append(observation)
        del problems[MAX_PROBLEMS:]
    return Parsed(observations, problems, unmapped)


def observe(
    report: Report, entry: MappingEntry | None, device: Device, delivery: Delivery, problems: list[Problem]
) -> tuple[Observation | None, int]:
    """One report by one mapping entry (None: only canonical names are understood), and its number of unmapped fields.

    What cannot be read is added to `problems`.
    """
    try:
        measured_us, source = _measured(report, delivery.received_us)
    except BadTime as error:
        problems.append(Problem("bad_time", str(error)))
        return None, 0
    values, refused, found = (entry or _names(report.measured)).read(report.body, device.datum_m)
    problems.extend(refused)
    fields = _leaves(resolve(report.body, report.measured))
    if entry is None and fields and not values and not refused:
        problems.append(_no_mapping(report))
    unmapped = max(0, fields - found)
    if not values:
        return None, unmapped
    for metric, value in report.extra.items():
        values.setdefault(metric, value)
    return Observation(report.device_ref, measured_us, values, report.dedupe, source, report.history), unmapped


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
