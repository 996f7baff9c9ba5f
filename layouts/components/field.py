"""外勤: one's own day: the shift, the lines, the position."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from dash import html
from dash.development.base_component import Component

from dashboard.domain.positions.patrol import Mine, PatrolLine
from dashboard.domain.roster.duty import DutySpan
from dashboard.domain.roster.records import SHIFT_KIND_LABELS, Shift
from layouts.attributes import attributes
from layouts.components.blanks import empty
from layouts.components.panels import bar
from layouts.duty_ids import Field as Ids
from layouts.formatting import day_and_time, hour_and_minute, number, percent
from layouts.texts.duty import Field
from layouts.viewer import Viewer

MOST_LINES: Final = 12


def own_day(viewer: Viewer, mine: Mine, track_days: int) -> list[Component]:
    """Return the day of whoever asks."""
    return [
        _head(viewer, mine),
        html.P(_kept(viewer, mine, track_days), className="quiet field-kept"),
        html.Section([html.H2(viewer.say(Field.SHIFTS)), *_shifts(viewer, mine)], className="panel"),
        html.Section([html.H2(viewer.say(Field.LINES)), *_lines(viewer, mine.lines)], className="panel"),
    ]


def _head(viewer: Viewer, mine: Mine) -> Component:
    attendance = mine.duty.attendance if mine.duty else None
    state = Field.ON if mine.duty else Field.OFF
    since = viewer.say(Field.SINCE).format(hour_and_minute(viewer, attendance.signed_in_us)) if attendance else ""
    # Both are mounted, so that callbacks find them; which one shows is a matter of style.
    buttons = [
        html.Button(viewer.say(Field.SIGN_IN), id=Ids.SIGN_IN, className="btn primary big", hidden=bool(attendance)),
        html.Button(viewer.say(Field.SIGN_OUT), id=Ids.SIGN_OUT, className="btn big", hidden=not attendance),
    ]
    who = html.B([mine.person.name.masked(), html.Small(f" {mine.person.number}", className="fig quiet")])
    return html.Section(
        [
            html.Div([who, html.Span(viewer.say(state), className="duty-state" if mine.duty else "duty-state is-off")]),
            html.Span(since, className="quiet fig"),
            *buttons,
        ],
        className="panel field-head",
    )


def _kept(viewer: Viewer, mine: Mine, track_days: int) -> str:
    return viewer.say(Field.KEPT).format(number(mine.kept_positions), number(track_days))


def sharing(viewer: Viewer) -> Component:
    """Return the switch by which a phone shares its position; the browser keeps it, and says what came of it."""
    button = html.Button(
        viewer.say(Field.SHARE),
        className="btn big",
        **attributes(
            {"data-share-position": "", "data-on": viewer.say(Field.STOP), "data-off": viewer.say(Field.SHARE)}
        ),
    )
    said = html.P(className="share-said", role="status", **attributes({"data-share-said": ""}))
    return html.Section([html.H2(viewer.say(Field.PRIVACY)), button, said], className="panel field-share")


def outbox(viewer: Viewer) -> Component:
    """Return the place where the phone says what has not left it; its script fills it, with times of the city."""
    marks = {"data-outbox-banner": "", "data-zone": viewer.zone_name}
    return html.Div(className="outbox-place", **attributes(marks))


def _shifts(viewer: Viewer, mine: Mine) -> list[Component]:
    if not mine.shifts:
        return [empty(viewer, Field.NO_SHIFTS, Field.NO_SHIFTS_HINT)]
    return [_shift(viewer, span, shift, mine) for span, shift in mine.shifts]


def _shift(viewer: Viewer, span: DutySpan, shift: Shift, mine: Mine) -> Component:
    runs = span.start_us <= mine.at_us < span.end_us
    kind, area = SHIFT_KIND_LABELS[shift.kind], mine.areas.get(span.area or "", span.area or "")
    name = "" if shift.name == kind.zh else shift.name
    return html.Div(
        [
            html.Span(viewer.say(kind), className=f"tag shift-{shift.kind}"),
            html.B(f"{day_and_time(viewer, span.start_us)} – {hour_and_minute(viewer, span.end_us)}", className="fig"),
            html.Span(" · ".join(part for part in (name, area) if part), className="quiet"),
        ],
        className="field-shift is-now" if runs else "field-shift",
    )


def _lines(viewer: Viewer, lines: Sequence[PatrolLine]) -> list[Component]:
    if not lines:
        return [empty(viewer, Field.NO_LINES, Field.NO_LINES_HINT)]
    open_first = sorted(lines, key=lambda each: (each.coverage.share, each.area.code))
    return [_line(viewer, each) for each in open_first[:MOST_LINES]]


def _line(viewer: Viewer, line: PatrolLine) -> Component:
    found = line.coverage
    passed = viewer.say(Field.NOT_PASSED)
    if found.last_passed_us is not None:
        passed = viewer.say(Field.PASSED).format(hour_and_minute(viewer, found.last_passed_us))
    return html.Div(
        [
            html.B(line.area.name),
            html.Span(f"{percent(found.walked_m, found.length_m, 0)} %", className="fig"),
            bar(found.share, "normal" if found.share >= 0.8 else "plain"),
            html.Small(passed, className="quiet"),
        ],
        className="field-line",
    )
