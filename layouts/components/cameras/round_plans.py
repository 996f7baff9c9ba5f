"""Plans of rounds, their form, and what came of them over a time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from dash import dcc, html
from dash.development.base_component import Component

from dashboard.domain.camera_rounds.figures import RoundFigures, SeatFigures
from dashboard.domain.camera_rounds.planning import clock_of
from dashboard.domain.camera_rounds.records import NAME_LENGTH, CameraRound, RoundPlan
from layouts.attributes import attributes
from layouts.camera_ids import Rounds
from layouts.components.authors import Authors, author_name
from layouts.components.blanks import empty
from layouts.components.fields import labelled
from layouts.formatting import NONE, WEEKDAYS, number, percent, unit_gap
from layouts.texts.cameras import Rounding
from layouts.viewer import Viewer

USUAL_WINDOW_MIN: Final = 60
USUAL_TIMES: Final = "8:30 14:00"


def plan_list(viewer: Viewer, rounds: Sequence[CameraRound], chosen: int | None) -> list[Component]:
    """Return a line for each round; a click puts it into the form."""
    new = html.Button(viewer.say(Rounding.NEW), type="button", className="btn", **attributes({"data-round-plan": ""}))
    if not rounds:
        return [empty(viewer, Rounding.NO_PLAN, Rounding.NO_PLAN_HINT)]
    return [*(_plan_line(viewer, each, is_on=each.round_key == chosen) for each in rounds), new]


def _plan_line(viewer: Viewer, each: CameraRound, *, is_on: bool) -> Component:
    plan = each.plan
    times = " ".join(clock_of(minute) for minute in plan.minutes)
    said = viewer.say(Rounding.PLAN_LINE).format(number(len(plan.cameras)), days_text(viewer, plan), times)
    return html.Button(
        [html.B(each.name), html.Small(said, className="quiet")],
        type="button",
        className="plan-line is-on" if is_on else "plan-line",
        **attributes({"data-round-plan": str(each.round_key)}),
    )


def days_text(viewer: Viewer, plan: RoundPlan) -> str:
    """Return the weekdays of a plan in words."""
    if len(plan.weekdays) == len(WEEKDAYS):
        return viewer.say(Rounding.EVERY_DAY)
    return " ".join(viewer.say(WEEKDAYS[day - 1]) for day in sorted(plan.weekdays))


def plan_form(viewer: Viewer) -> Component:
    """Return the form of a plan."""
    days = [{"label": viewer.say(day), "value": at} for at, day in enumerate(WEEKDAYS, start=1)]
    hint = viewer.say(Rounding.CAMERAS_HINT)
    return html.Div(
        [
            dcc.Store(id=Rounds.REVISION),
            labelled(viewer.say(Rounding.NAME), dcc.Input(id=Rounds.NAME, maxLength=NAME_LENGTH, className="field")),
            labelled(
                viewer.say(Rounding.CAMERAS), dcc.Textarea(id=Rounds.CAMERAS, placeholder=hint, className="field fig")
            ),
            labelled(
                viewer.say(Rounding.WEEKDAYS),
                dcc.Checklist(days, list(range(1, 8)), id=Rounds.WEEKDAYS, inline=True, className="round-days"),
            ),
            labelled(
                viewer.say(Rounding.TIMES), dcc.Input(id=Rounds.TIMES, placeholder=USUAL_TIMES, className="field")
            ),
            labelled(
                viewer.say(Rounding.WINDOW),
                dcc.Input(id=Rounds.WINDOW, value=str(USUAL_WINDOW_MIN), inputMode="numeric", className="field"),
            ),
            html.Div(
                [
                    html.Button(viewer.say(Rounding.END), id=Rounds.END, className="btn"),
                    html.Button(viewer.say(Rounding.SAVE), id=Rounds.SAVE, className="btn primary"),
                ],
                className="find-buttons",
            ),
        ],
        className="round-plan-form",
    )


def figures_view(
    viewer: Viewer,
    whole: RoundFigures,
    rounds: Sequence[tuple[str, RoundFigures]],
    seats: Sequence[SeatFigures],
    cases: int,
    authors: Authors,
) -> list[Component]:
    """Return the figures of a time: all together, by round, by seat."""
    tiles = (
        (Rounding.DONE_OF, f"{number(whole.done)} / {number(whole.over)}"),
        (Rounding.RATE, _rate(whole)),
        (Rounding.MISSED, number(whole.missed)),
        (Rounding.UNFINISHED, number(whole.unfinished)),
        (Rounding.FOUND, number(whole.finds)),
        (Rounding.CASES, number(cases)),
    )
    head = html.Div(
        [
            html.Div([html.Span(viewer.say(label)), html.B(value, className="fig")], className="card key-tile")
            for label, value in tiles
        ],
        className="key-tiles",
    )
    if not whole.planned and not seats:
        return [head, empty(viewer, Rounding.NOTHING_YET, Rounding.NOTHING_HINT)]
    return [head, html.Div([_rounds(viewer, rounds), _seats(viewer, seats, authors)], className="round-tables")]


def _rate(figures: RoundFigures) -> str:
    return f"{percent(figures.done, figures.over)}{unit_gap('%')}%" if figures.over else NONE


def _rounds(viewer: Viewer, rounds: Sequence[tuple[str, RoundFigures]]) -> Component:
    heads = (
        *(Rounding.NAME, Rounding.DONE_OF, Rounding.RATE, Rounding.MISSED, Rounding.UNFINISHED),
        *(Rounding.OPEN, Rounding.LOOKED, Rounding.FOUND),
    )
    rows = [
        [
            name,
            f"{number(each.done)} / {number(each.over)}",
            _rate(each),
            *(number(count) for count in (each.missed, each.unfinished, each.open, each.looked, each.finds)),
        ]
        for name, each in rounds
    ]
    return _table(viewer.say(Rounding.BY_ROUND), [viewer.say(each) for each in heads], rows)


def _seats(viewer: Viewer, seats: Sequence[SeatFigures], authors: Authors) -> Component:
    heads = (Rounding.SEAT, Rounding.FOUND, Rounding.LOOKED, Rounding.UNSEEN_OF, Rounding.ROUNDS)
    rows = [
        [
            author_name(viewer, authors, each.seat),
            *(number(count) for count in (each.finds, each.looked, each.unseen, each.finished)),
        ]
        for each in seats
    ]
    return _table(viewer.say(Rounding.BY_SEAT), [viewer.say(each) for each in heads], rows)


def _table(title: str, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> Component:
    head = html.Tr([html.Th(text, className="num" if at else "") for at, text in enumerate(heads)])
    body = [html.Tr([html.Td(text, className="num fig" if at else "") for at, text in enumerate(row)]) for row in rows]
    table = html.Table([html.Thead(head), html.Tbody(body)], className="table")
    return html.Section([html.H2(title), html.Div(table, className="table-frame")], className="panel")
