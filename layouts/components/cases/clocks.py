"""The clocks of a case: the tighter one large, both as bars of the time on the wall, and what they were made of."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from dashboard.domain.cases.clocks import Lamp
from dashboard.domain.cases.sheets import CaseFile, ClockFace
from dashboard.domain.cases.states import CaseState
from dashboard.domain.catalogue.records import STEP_LABELS
from layouts.attributes import attributes
from layouts.components.cases.lamps import LAMP_STATES, lamp_mark, left_text, time_left
from layouts.formatting import clock, day_and_time, duration, local, number
from layouts.texts.cases import CaseSheet, ClockText
from layouts.viewer import Viewer


def clock_head(viewer: Viewer, file: CaseFile) -> list[Component]:
    """Return the large figure and the bars of step and whole; of a case that has ended, what it took."""
    if file.case.ended:
        return [_ended(viewer, file)]
    if not file.faces:
        return [html.P(viewer.say(CaseSheet.NO_CLOCK), className="quiet")]
    running = [face for face in file.faces if face.stopped_us is None] or file.faces
    tight = min(running, key=lambda face: face.due_us if face.due_us is not None else float("inf"))
    rows = [_row(viewer, face, file.now_us) for face in file.faces]
    return [_figure(viewer, tight, file), html.Div(rows, className="clock-rows")]


def _figure(viewer: Viewer, face: ClockFace, file: CaseFile) -> Component:
    now_us = file.now_us
    if face.is_paused or face.due_us is None:
        until_us = file.case.clocks.paused_until_us
        told = _name(viewer, face)
        if until_us is not None:
            told = viewer.say(CaseSheet.RESUMES).format(day_and_time(viewer, until_us))
        elif face.is_paused and file.case.state is CaseState.HUNG:
            told = viewer.say(CaseSheet.NO_RESUME)
        return html.Div([html.B(viewer.say(CaseSheet.PAUSED)), html.Span(told)], className="clock-big")
    late = now_us > face.due_us
    if face.step is None:
        told = viewer.say(CaseSheet.LATE_WHOLE if late else CaseSheet.LEFT_WHOLE)
    else:
        step = viewer.say(STEP_LABELS[face.step])
        told = viewer.say(CaseSheet.LATE_STEP if late else CaseSheet.LEFT_STEP).format(step)
    figure = time_left(viewer, face.lamp, face.due_us, now_us)
    return html.Div([figure, html.Span(told)], className="clock-big")


def _name(viewer: Viewer, face: ClockFace) -> str:
    if face.step is None:
        return viewer.say(CaseSheet.WHOLE)
    return viewer.say(CaseSheet.STEP).format(viewer.say(STEP_LABELS[face.step]))


def _row(viewer: Viewer, face: ClockFace, now_us: int) -> Component:
    limit = face.limit.label.in_language(viewer.language)
    more = f" +{face.extensions}" if face.extensions else ""
    name = html.Span([_name(viewer, face), html.Small(f" {limit}{more}", className="fig")], className="clock-name")
    left = [
        time_left(viewer, face.lamp, face.due_us, now_us),
        html.Span(f" · {number(face.percent)}%", className="fig"),
    ]
    if face.is_paused:
        left = [html.Span(f"{number(face.percent)}%", className="fig")]
    elif face.stopped_us is not None:
        left[0] = html.Span(viewer.say(ClockText.LATE if face.lamp is Lamp.RED else ClockText.ON_TIME))
    runs = not face.is_paused and face.stopped_us is None
    mark = lamp_mark(viewer, face.lamp, face.due_us if runs else None, face.yellow_us)
    line = [mark, name, _bar(face), html.Span(left, className="clock-left")]
    return html.Div([*line, _note(viewer, face)], className="clock-row")


def _bar(face: ClockFace) -> Component:
    parts = [
        html.I(
            className="is-paused" if each.is_paused else None,
            style={
                "left": f"{100 * each.from_share:.1f}%",
                "width": f"{100 * max(each.until_share - each.from_share, 0.004):.1f}%",
            },
        )
        for each in face.stretches
    ]
    return html.Span(parts, className="clock-bar", **attributes({"data-state": LAMP_STATES[face.lamp].value}))


def _note(viewer: Viewer, face: ClockFace) -> Component:
    """Until when, how long it stood still, and that it may move yet."""
    told = []
    if face.paused_us:
        told.append(viewer.say(ClockText.STOOD).format(duration(viewer, face.paused_us / 1e6)))
    if face.due_us is not None:
        same_day = local(viewer, face.due_us).date() == local(viewer, face.started_us).date()
        moment = clock(viewer, face.due_us) if same_day else day_and_time(viewer, face.due_us)
        told.append(viewer.say(ClockText.DUE_AT).format(moment))
    if face.is_provisional:
        told.append(viewer.say(ClockText.PROVISIONAL))
    return html.Small(" · ".join(told), className="clock-note fig")


def _ended(viewer: Viewer, file: CaseFile) -> Component:
    case = file.case
    ended_us = case.times.ended_us if case.times.ended_us is not None else file.now_us
    took = left_text(viewer, ended_us - case.times.reported_us)
    verdict = {True: ClockText.ON_TIME, False: ClockText.LATE, None: ClockText.NO_VERDICT}[case.on_time]
    lamp = {True: Lamp.GREEN, False: Lamp.RED, None: Lamp.GREY}[case.on_time]
    return html.Div(
        [
            html.B(took, className="fig"),
            html.Span([lamp_mark(viewer, lamp), f"{viewer.say(verdict)} · {viewer.say(CaseSheet.ENDED)}"]),
        ],
        className="clock-big is-ended",
    )


def clock_panel(viewer: Viewer, file: CaseFile) -> Component:
    """Return what the clocks were made of: each with its limit, from when until when, and the frozen rules."""
    rows = [
        html.Tr(
            [
                html.Td(_name(viewer, face)),
                html.Td(face.limit.label.in_language(viewer.language), className="fig"),
                html.Td(day_and_time(viewer, face.started_us), className="fig"),
                html.Td(_end(viewer, face), className="fig"),
                html.Td([lamp_mark(viewer, face.lamp), f" {number(face.percent)}%"], className="fig num"),
            ]
        )
        for face in (*file.ended_faces, *file.faces)
    ]
    heads = (ClockText.CLOCK, ClockText.LIMIT, ClockText.FROM, ClockText.UNTIL, ClockText.USED)
    head = html.Tr([html.Th(viewer.say(text), className="num" if text is ClockText.USED else None) for text in heads])
    version = viewer.say(ClockText.NO_VERSION if file.catalogue is None else ClockText.VERSION).format(file.catalogue)
    table = html.Table([html.Thead(head), html.Tbody(rows)], className="table plain")
    return html.Details(
        [html.Summary(viewer.say(ClockText.TITLE)), html.Div(table, className="table-frame"), html.P(version)],
        className="clock-panel",
    )


def _end(viewer: Viewer, face: ClockFace) -> str:
    if face.stopped_us is not None:
        return day_and_time(viewer, face.stopped_us)
    return viewer.say(CaseSheet.PAUSED) if face.due_us is None else f"≤ {day_and_time(viewer, face.due_us)}"
