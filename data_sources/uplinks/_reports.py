"""From the reports inside an envelope to observations, by the device mappings: what all third-party uplinks share."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import tzinfo
from functools import cache
from typing import Final

from dashboard.domain.durations import HOUR_US
from dashboard.domain.field_rules import Path, path_text, resolve
from dashboard.domain.mappings import MappingEntry, MappingRules, canonical_names
from dashboard.domain.readings import Delivery, Device, Observation, Parsed, Problem, Refused, Stranger, TimeSource
from dashboard.domain.refusals import DOUBTFUL_ZONE, TIME_FIELD
from dashboard.domain.timestamps import FUTURE_TOLERANCE_US, WRONG_ZONE_US, BadTime, parse_time, zone_is_doubtful
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
    `envelope_fields` is how many of the measured fields only tell the device and the time. A `partial` report is a
    part of what a device said at once: it may stand without a value beside one that has some. `frame` is the frame
    counter of a LoRaWAN session.
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
    partial: bool = False
    frame: int | None = None


def understand(
    uplink: str,
    reports: Iterable[Report],
    delivery: Delivery,
    rules: MappingRules,
    registry: Registry,
    entry: MappingEntry | None = None,
) -> Parsed:
    """The observations of all reports, by `entry` or else by the entry that matches each.

    A report of an unknown device or time, without a mapping or without a value is a problem. Raises
    UnreadablePayload: `too_large` for more than 20 000 reports, `no_values` when there is none at all.
    """
    gathered = _Gathered()
    number = -1
    for number, report in enumerate(reports):
        if number >= MAX_REPORTS:
            raise UnreadablePayload("too_large", f"more than {MAX_REPORTS} reports; send them in parts")
        gathered.profile = gathered.profile or report.profile
        rule = entry or rules.find(uplink, report.device_ref, report.profile, delivery.topic)
        if rule is not None and rule.ignore:
            gathered.ignored += 1
            continue
        device = registry.get(report.device_ref)
        if device is None:
            gathered.tell(unknown_device(report.device_ref))
            gathered.meet(Stranger(report.device_ref, report.profile, report.body, report.measured))
            continue
        _observe(report, rule, device, delivery, gathered)
    if number < 0:
        raise UnreadablePayload("no_values", "the message holds no report at all")
    return gathered.parsed()


class _Gathered:
    """What the reports of one message came to so far."""

    def __init__(self) -> None:
        self.observations: list[Observation] = []
        self.problems: list[Problem] = []
        self.refused: list[Refused] = []
        self.unmapped = 0
        self.profile = ""
        self.ignored = 0
        self.heard: set[str] = set()
        self.used: set[str] = set()
        self.unused: dict[str, Problem] = {}
        self.strangers: list[Stranger] = []

    def tell(self, *problems: Problem) -> None:
        """Keep the problems, as long as they are not too many to tell."""
        self.problems.extend(problems[: MAX_PROBLEMS - len(self.problems)])

    def meet(self, stranger: Stranger) -> None:
        """Keep what an unknown device said, as long as there are not too many of them."""
        if len(self.strangers) < MAX_PROBLEMS:
            self.strangers.append(stranger)

    def refuse(self, device_ref: str, field: str, value: str, code: str) -> None:
        """Note a value that is not taken."""
        self.refused.append(Refused(device_ref, field, value, code))

    def parsed(self) -> Parsed:
        """All of it; a device of which nothing at all could be used is a problem."""
        self.tell(*(problem for device_ref, problem in self.unused.items() if device_ref not in self.used))
        observed = {observation.device_ref for observation in self.observations}
        silent = not (self.observations or self.problems or self.refused)
        return Parsed(
            self.observations,
            self.problems,
            self.unmapped,
            self.refused,
            self.heard - observed,
            no_report=silent and self.ignored > 0,
            profile=self.profile,
            strangers=self.strangers,
        )


def _observe(
    report: Report, entry: MappingEntry | None, device: Device, delivery: Delivery, gathered: _Gathered
) -> None:
    """Gather one report by one mapping entry; None: only canonical names are understood."""
    gathered.heard.add(report.device_ref)
    rule = entry or _names(report.measured)
    try:
        measured_us, source = _measured(report, delivery, rule.zone)
    except BadTime as error:
        gathered.used.add(report.device_ref)
        gathered.refuse(report.device_ref, TIME_FIELD, str(error)[:60], "bad_time")
        gathered.tell(Problem("bad_time", str(error)))
        return
    values, problems, found, refused = rule.read(report.body, device.datum_m, device.kind)
    gathered.tell(*problems)
    for metric, value, code in refused:
        gathered.refuse(report.device_ref, metric, value, code)
    fields = _leaves(resolve(report.body, report.measured))
    gathered.unmapped += max(0, fields - found - report.envelope_fields)
    if values:
        gathered.observations.append(_observation(report, measured_us, source, values, rule))
        _doubt_zone(report, measured_us, source, delivery.received_us, rule.zone, gathered)
    if values or refused:
        gathered.used.add(report.device_ref)
        return
    problem = _no_mapping(report) if entry is None and fields else _no_values(report, rule, fields)
    if report.partial:
        gathered.unused[report.device_ref] = problem
    else:
        gathered.tell(problem)


def _observation(
    report: Report, measured_us: int, source: TimeSource, values: dict[str, float], rule: MappingEntry
) -> Observation:
    """What a report observed, with what the envelope itself measured beside the device's own values."""
    if report.extra:
        values |= {metric: value for metric, value in report.extra.items() if metric not in values}
    counters = rule.counters & frozenset(values) if rule.counters else rule.counters
    return Observation(
        report.device_ref, measured_us, values, report.dedupe, source, report.history, counters, report.frame
    )


def _measured(report: Report, delivery: Delivery, zone: tzinfo) -> tuple[int, TimeSource]:
    """When it was measured and by whose clock. Raises BadTime when there are times and none of them can be true."""
    times = [time for time in report.times if time is not None and time != ""]
    fault: BadTime | None = None
    for ahead_us in (FUTURE_TOLERANCE_US, WRONG_ZONE_US):
        for time in times:
            try:
                return parse_time(time, delivery.received_us, zone, ahead_us), report.source
            except BadTime as error:
                fault = fault or error
    if fault is not None:
        raise fault
    return delivery.received_us, TimeSource.UNKNOWN if delivery.retained else TimeSource.SERVER


def _doubt_zone(
    report: Report, measured_us: int, source: TimeSource, received_us: int, zone: tzinfo, gathered: _Gathered
) -> None:
    """Leave a hint at a device whose times without a zone look like UTC."""
    if source is not TimeSource.DEVICE or received_us - measured_us < HOUR_US:
        return
    for time in report.times:
        if zone_is_doubtful(time, measured_us, received_us, zone):
            gathered.refuse(report.device_ref, TIME_FIELD, f"{time!r:.60}", DOUBTFUL_ZONE)


def _no_mapping(report: Report) -> Problem:
    return Problem(
        "no_mapping",
        f"no mapping matches {report.device_ref!r:.120} with the profile {report.profile!r:.80}: "
        "import one with its fields, then it is read again",
    )


def _no_values(report: Report, entry: MappingEntry, fields: int) -> Problem:
    """Nothing of a report can be used: it waits in quarantine for a better mapping rather than vanish."""
    if not fields:
        return Problem("no_values", f"{report.device_ref!r:.120} sent a report without any value")
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
