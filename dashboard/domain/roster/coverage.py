"""How many people the roster has at each hour of a day, how many are needed, and where some are missing."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta, tzinfo
from typing import NamedTuple

from dashboard.domain.durations import HOUR_US, MINUTE_US
from dashboard.domain.roster.duty import DutySpan, moment_us
from dashboard.domain.roster.records import Need, Shift


class NeedSpan(NamedTuple):
    """So many people are needed from one moment to another (µs since the epoch), the end excluded."""

    start_us: int
    end_us: int
    people: int


class HourCover(NamedTuple):
    """How many people are rostered and needed in an hour: at its worst moment, when that changes within it."""

    start_us: int
    rostered: int
    needed: int

    @property
    def missing(self) -> int:
        """How many people are missing."""
        return max(0, self.needed - self.rostered)


class Gap(NamedTuple):
    """So many people are missing from one moment to another (µs since the epoch)."""

    start_us: int
    end_us: int
    missing: int

    @property
    def minutes(self) -> int:
        """How long it is."""
        return (self.end_us - self.start_us) // MINUTE_US


class Strip(NamedTuple):
    """The hours of a day, 23 to 25 of them, and its gaps; of a whole squad, or of one area (code) of it."""

    day: date
    hours: tuple[HourCover, ...]
    gaps: tuple[Gap, ...]
    area: str | None = None


def need_spans(
    needs: Iterable[Need], shifts: Mapping[str, Shift], days: Iterable[date], zone: tzinfo
) -> list[NeedSpan]:
    """Return what these needs ask for on these days."""
    wanted, found = list(needs), []
    for day in days:
        for need in wanted:
            shift = shifts.get(need.shift)
            if shift is not None and day.isoweekday() in need.weekdays and need.people > 0:
                begun, ended = (moment_us(day, minute, zone) for minute in (shift.starts_min, shift.ends_min))
                found.append(NeedSpan(begun, ended, need.people))
    return found


def strip(day: date, spans: Sequence[DutySpan], needed: Sequence[NeedSpan], zone: tzinfo) -> Strip:
    """Return a day of a squad; spans and needs of the day before belong to it where they reach over midnight."""
    segments = _segments(day, spans, needed, zone)
    return Strip(day, _hours(segments, moment_us(day, 0, zone)), _gaps(segments))


def area_strip(
    day: date, area: str, areas: Collection[str], spans: Sequence[DutySpan], needed: Sequence[NeedSpan], zone: tzinfo
) -> Strip:
    """Return a day of one of the areas of a squad.

    Each area needs one person while the squad needs as many people as it has areas, or more; else none of its own.
    """
    own = [span for span in spans if span.area == area]
    segments = [
        each._replace(needed=1 if each.needed >= len(areas) else 0) for each in _segments(day, spans, needed, zone)
    ]
    counted = [each._replace(rostered=_people_at(own, each.start_us)) for each in segments]
    return Strip(day, _hours(counted, moment_us(day, 0, zone)), _gaps(counted), area)


class _Segment(NamedTuple):
    start_us: int
    end_us: int
    rostered: int
    needed: int


def _segments(day: date, spans: Sequence[DutySpan], needed: Sequence[NeedSpan], zone: tzinfo) -> list[_Segment]:
    """The day cut wherever somebody comes or goes, a need begins or ends, or an hour is full."""
    begun, ended = moment_us(day, 0, zone), moment_us(day + timedelta(1), 0, zone)
    cuts = {begun, ended, *range(begun, ended, HOUR_US)}
    moments = [(each.start_us, each.end_us) for each in spans] + [(each.start_us, each.end_us) for each in needed]
    cuts |= {at for pair in moments for at in pair if begun < at < ended}
    ordered = sorted(cuts)
    return [
        _Segment(start, end, _people_at(spans, start), _needed_at(needed, start))
        for start, end in zip(ordered, ordered[1:], strict=False)
    ]


def _people_at(spans: Iterable[DutySpan], at_us: int) -> int:
    return len({span.person for span in spans if span.start_us <= at_us < span.end_us})


def _needed_at(needed: Iterable[NeedSpan], at_us: int) -> int:
    return sum(each.people for each in needed if each.start_us <= at_us < each.end_us)


def _hours(segments: Iterable[_Segment], begun_us: int) -> tuple[HourCover, ...]:
    worst: dict[int, _Segment] = {}
    for each in segments:
        hour = (each.start_us - begun_us) // HOUR_US
        worst[hour] = max(worst.get(hour, each), each, key=lambda one: (one.needed - one.rostered, one.needed))
    return tuple(HourCover(begun_us + hour * HOUR_US, each.rostered, each.needed) for hour, each in worst.items())


def _gaps(segments: Iterable[_Segment]) -> tuple[Gap, ...]:
    return tuple(_joined(Gap(each.start_us, each.end_us, each.needed - each.rostered) for each in segments))


def _joined(gaps: Iterable[Gap]) -> Iterator[Gap]:
    open_gap: Gap | None = None
    for gap in gaps:
        if open_gap is not None and (gap.missing, gap.start_us) == (open_gap.missing, open_gap.end_us):
            open_gap = open_gap._replace(end_us=gap.end_us)
            continue
        if open_gap is not None and open_gap.missing > 0:
            yield open_gap
        open_gap = gap
    if open_gap is not None and open_gap.missing > 0:
        yield open_gap
