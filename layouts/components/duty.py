"""A squad at work: figures, who is on duty and how, attendance."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final
from urllib.parse import quote

from dash import dcc, html
from dash.development.base_component import Component

from dashboard.domain.durations import MINUTE_US, SECOND_US
from dashboard.domain.people.posts import POST_LABELS
from dashboard.domain.people.records import Squad
from dashboard.domain.positions.patrol import DutyNow, OnDuty
from dashboard.domain.positions.standing import STANDING_LABELS, Standing
from dashboard.domain.readouts import AlarmLine
from dashboard.domain.text import Text
from layouts.attributes import attributes
from layouts.components.blanks import empty
from layouts.components.marks import state_mark
from layouts.components.queue import alarm_value, rule_label
from layouts.formatting import duration, hour_and_minute, number, since
from layouts.texts.duty import Squads
from layouts.viewer import Viewer

MOST_ALARMS: Final = 20


def still_label(still_us: int | None) -> Text:
    """Return what it is called to be still, with the minutes of the rule."""
    if still_us is None:
        return Squads.STILL
    return Text(*(part.format(number(still_us / MINUTE_US)) for part in Squads.STILL_AFTER))


def duty_list(viewer: Viewer, now: DutyNow) -> list[Component]:
    """Return a row for each person on duty, those who want a look first."""
    if not now.people:
        return [empty(viewer, Squads.NOBODY, Squads.NOBODY_HINT)]
    people = sorted(now.people, key=lambda each: (_urgency(each), each.person.number))
    return [_row(viewer, each, now.at_us) for each in people]


def squad_alarms(viewer: Viewer, alarms: Sequence[AlarmLine]) -> list[Component]:
    """Return a row for each alarm, the gravest first, then the newest; a click opens it at the desk."""
    if not alarms:
        return [empty(viewer, Squads.NO_ALARMS, Squads.NO_ALARMS_HINT)]
    ordered = sorted(alarms, key=lambda each: (-each.severity.rank, -each.raised_us))
    rows: list[Component] = [_alarm(viewer, each) for each in ordered[:MOST_ALARMS]]
    if len(ordered) > MOST_ALARMS:
        more = viewer.say(Squads.MORE_ALARMS).format(number(len(ordered) - MOST_ALARMS))
        rows.append(html.A(more, href="/", className="duty-row quiet"))
    return rows


def _alarm(viewer: Viewer, each: AlarmLine) -> Component:
    place = " · ".join(part for part in (each.asset_name, each.grid_name) if part)
    who = html.Span([html.B(rule_label(viewer, each)), html.Small(place, className="quiet clip")], className="duty-who")
    how = html.Span([html.B(alarm_value(viewer, each), className="fig"), since(each.raised_us)], className="duty-how")
    return html.A(
        [state_mark(each.severity), who, how],
        href=f"/?asset={quote(each.asset_id, safe='')}",
        className="duty-row",
        **attributes({"data-alarm": str(each.alarm_key)}),
    )


def squad_choice(viewer: Viewer, squads: Sequence[Squad], chosen: str | None) -> list[Component]:
    """Return the squads to choose from, and all of them together."""
    choices = [("", viewer.say(Squads.ALL)), *((each.code, each.name) for each in squads)]
    links = [
        dcc.Link(
            name,
            href=f"/squad?squad={quote(code)}" if code else "/squad",
            className="seg-item is-on" if code == (chosen or "") else "seg-item",
        )
        for code, name in choices
    ]
    return [html.Div(links, className="seg")]


def _urgency(each: OnDuty) -> int:
    """Who was never heard of comes last: of those, nothing can be said."""
    order = (Standing.OUTSIDE, Standing.STILL, Standing.NO_SIGNAL, Standing.MOVING)
    return len(order) if each.known is None else order.index(each.standing)


def _row(viewer: Viewer, each: OnDuty, at_us: int) -> Component:
    person = each.person
    name = html.Span([html.B(person.name.masked()), html.Small(f" {person.number}", className="fig quiet")])
    post = html.Small(" · ".join([viewer.say(POST_LABELS[person.post]), *person.skills]), className="quiet clip")
    begun_us = each.duty.span.start_us if each.duty.span else _signed_in_us(each)
    return html.Button(
        [
            html.I(className=f"duty-mark is-{each.standing}", **attributes({"data-hue": str(each.hue)})),
            html.Span([name, post], className="duty-who"),
            html.Span([html.B(_how(viewer, each, at_us)), html.Small(_shift(viewer, each))], className="duty-how"),
        ],
        className="duty-row",
        title=viewer.say(Squads.REPLAY),
        **attributes(
            {
                "data-track": person.number,
                "data-from": str(begun_us // 1000),
                "data-standing": each.standing.value,
            }
        ),
    )


def _signed_in_us(each: OnDuty) -> int:
    return each.duty.attendance.signed_in_us if each.duty.attendance else 0


def _how(viewer: Viewer, each: OnDuty, at_us: int) -> str:
    known = each.known
    if known is None:
        return viewer.say(Squads.NEVER)
    if each.standing is Standing.NO_SIGNAL:
        ago = duration(viewer, (at_us - known.position.at_us) / SECOND_US)
        return f"{viewer.say(STANDING_LABELS[Standing.NO_SIGNAL])} {ago}"
    if each.standing is Standing.OUTSIDE:
        return viewer.say(Squads.OUTSIDE_BY).format(number(known.outside_m))
    if each.standing is Standing.STILL:
        still_s = (known.position.at_us - known.still.since_us) / SECOND_US
        return viewer.say(Squads.STILL_FOR).format(duration(viewer, still_s))
    return viewer.say(STANDING_LABELS[Standing.MOVING])


def _shift(viewer: Viewer, each: OnDuty) -> str:
    span, attendance = each.duty.span, each.duty.attendance
    until = (
        viewer.say(Squads.UNTIL).format(hour_and_minute(viewer, span.end_us))
        if span
        else viewer.say(Squads.WITHOUT_SHIFT)
    )
    return until if attendance else f"{until} · {viewer.say(Squads.NOT_SIGNED_IN)}"
