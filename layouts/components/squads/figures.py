"""The strip of a squad's figures, each beside the whole district's and that of the time before."""

from __future__ import annotations

from typing import Final, NamedTuple

from dash import html
from dash.development.base_component import Component

from dashboard.domain.durations import DAY_US, HOUR_US, MINUTE_US, SECOND_US
from dashboard.domain.positions.standing import DutyFigures
from dashboard.domain.squads.periods import BEFORE_LABELS, SquadPeriod
from dashboard.domain.squads.speeds import SPEED_HINTS, SPEED_LABELS, InTime, Speed, SpeedBoard, change
from dashboard.domain.text import Text
from layouts.formatting import NONE, THIN_SPACE, figure, number, percent
from layouts.texts.duty import Squads
from layouts.texts.squad import Figures
from layouts.viewer import Viewer

_KM: Final = 1_000.0


class _Unit(NamedTuple):
    """From how many seconds on it is used, how long it is, its word, and how many decimals."""

    from_s: float
    size_s: float
    words: Text
    digits: int


_UNITS: Final = (
    _Unit(2 * DAY_US / SECOND_US, DAY_US / SECOND_US, Figures.DAYS, 1),
    _Unit(2 * HOUR_US / SECOND_US, HOUR_US / SECOND_US, Figures.HOURS, 1),
    _Unit(0.0, MINUTE_US / SECOND_US, Figures.MINUTES, 0),
)


class _Moved(NamedTuple):
    words: str
    is_better: bool | None


_NOT_KNOWN: Final = _Moved("", None)


def figure_tiles(viewer: Viewer, duty: DutyFigures, board: SpeedBoard, period: SquadPeriod) -> list[Component]:
    """Return the tiles: on duty, three speeds, what was in time, what was walked."""
    due = viewer.say(Squads.OF_DUE).format(number(duty.due))
    turnouts = f"{viewer.say(Squads.TURNOUTS)} {number(duty.turnouts)}"
    on_duty = _tile(viewer.say(Squads.ON_DUTY), [figure(number(duty.on_duty)), html.Small(due)], [html.Span(turnouts)])
    length = viewer.say(Squads.KM).format(number(duty.walked_m / _KM, 1), number(duty.length_m / _KM, 1))
    share = percent(duty.walked_m, duty.length_m, 0)
    walked = _tile(viewer.say(Squads.COVERAGE), [figure(share, "%" if duty.length_m else "")], [html.Span(length)])
    return [on_duty, *(_speed(viewer, board, each, period) for each in Speed), _in_time(viewer, board, period), walked]


def _tile(label: str, big: list[Component], notes: list[Component], title: str = "") -> Component:
    return html.Div(
        [html.Span(label, className="squad-label"), html.Div(big, className="squad-big"), html.Div(notes)],
        className="squad-tile",
        title=title,
    )


def _speed(viewer: Viewer, board: SpeedBoard, speed: Speed, period: SquadPeriod) -> Component:
    now, district, before = (each.pace(speed) for each in (board.squad, board.district, board.before))
    unit = None if now.median_s is None else _unit(now.median_s)
    cases = html.Small(viewer.say(Figures.CASES).format(number(now.cases)))
    notes = [
        html.Span(viewer.say(Figures.DISTRICT).format(_told(viewer, district.median_s, unit))),
        _against(viewer, period, _told(viewer, before.median_s, unit), _slower(viewer, now.median_s, before.median_s)),
    ]
    big = figure(*_length(viewer, now.median_s, unit))
    return _tile(viewer.say(SPEED_LABELS[speed]), [big, cases], notes, viewer.say(SPEED_HINTS[speed]))


def _in_time(viewer: Viewer, board: SpeedBoard, period: SquadPeriod) -> Component:
    now, district, before = board.squad.in_time, board.district.in_time, board.before.in_time
    notes = [
        html.Span(viewer.say(Figures.DISTRICT).format(_share(district))),
        _against(viewer, period, _share(before), _more_in_time(now.share, before.share)),
    ]
    big = [figure(percent(now.in_time, now.due), "%" if now.due else ""), html.Small(f"{now.in_time} / {now.due}")]
    return _tile(viewer.say(Figures.IN_TIME), big, notes, viewer.say(Figures.IN_TIME_HINT))


def _against(viewer: Viewer, period: SquadPeriod, before: str, moved: _Moved) -> Component:
    """The time before, and how far it moved: green is better, whatever the direction."""
    how = {True: "is-better", False: "is-worse", None: ""}[moved.is_better]
    told = html.Span(f"{viewer.say(BEFORE_LABELS[period])} {before}", className="squad-before")
    return html.Span([told, html.B(moved.words, className=f"squad-moved {how}".strip())])


def _share(told: InTime) -> str:
    return f"{percent(told.in_time, told.due)}%" if told.due else NONE


def _slower(viewer: Viewer, now_s: float | None, before_s: float | None) -> _Moved:
    if now_s is None or before_s is None:
        return _NOT_KNOWN
    _, size, unit, digits = _unit(now_s)
    more = change(now_s / size, before_s / size, digits)
    return _Moved(_moved(more, digits, viewer.say(unit)), more < 0 if more else None)


def _more_in_time(now: float | None, before: float | None) -> _Moved:
    if now is None or before is None:
        return _NOT_KNOWN
    more = change(100 * now, 100 * before, 1)
    return _Moved(_moved(more, 1, "pp"), more > 0 if more else None)


def _moved(more: float, digits: int, unit: str) -> str:
    return f"{'▲' if more > 0 else '▼'} {number(abs(more), digits)}{THIN_SPACE}{unit}" if more else "="


def _told(viewer: Viewer, seconds: float | None, unit: _Unit | None) -> str:
    return THIN_SPACE.join(part for part in _length(viewer, seconds, unit) if part)


def _length(viewer: Viewer, seconds: float | None, unit: _Unit | None) -> tuple[str, str]:
    """A length of time in this unit, else in its own; an em dash of nothing."""
    if seconds is None:
        return NONE, ""
    _, size, words, digits = unit or _unit(seconds)
    return number(seconds / size, digits), viewer.say(words)


def _unit(seconds: float) -> _Unit:
    return next(each for each in _UNITS if seconds >= each.from_s)
