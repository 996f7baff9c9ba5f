"""督查: whom chance drew, the form, the records."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from dash import dcc, html
from dash.development.base_component import Component

from dashboard.domain.camera_pictures import CUT_AFTER_US, LATE_AFTER_US
from dashboard.domain.durations import SECOND_US
from dashboard.domain.inspections.records import MARK_LABELS, NOTE_LENGTH, POINT_LABELS, Inspection, Mark, Point
from layouts.attributes import attributes
from layouts.components.authors import Authors, author_name
from layouts.components.blanks import empty
from layouts.duty_ids import Inspect
from layouts.formatting import day_and_time, number
from layouts.texts.duty import Inspecting
from layouts.viewer import Viewer

FIELDS: Final[Mapping[Point, Inspect]] = {
    Point.PRESENT: Inspect.PRESENT,
    Point.ON_LINE: Inspect.ON_LINE,
    Point.UNIFORM: Inspect.UNIFORM,
    Point.RECORDER: Inspect.RECORDER,
    Point.CONDUCT: Inspect.CONDUCT,
    Point.FINDINGS: Inspect.FINDINGS,
}
"""The field of each point."""


def inspection_form(
    viewer: Viewer, inspection: Inspection | None, begun_us: int, offers_picture: bool
) -> list[Component]:
    """Return what is to be filled in, its fields hidden without one; `begun_us` is since when the track is shown."""
    options = [{"label": viewer.say(label), "value": mark.value} for mark, label in MARK_LABELS.items()]
    points = [
        html.Div(
            [
                html.Span(viewer.say(POINT_LABELS[point])),
                dcc.RadioItems(options, id=field, inline=True, className="inspect-marks"),
            ],
            className="inspect-point",
        )
        for point, field in FIELDS.items()
    ]
    hint = viewer.say(Inspecting.NOTE)
    note = dcc.Textarea(id=Inspect.NOTE, maxLength=NOTE_LENGTH, placeholder=hint, className="field")
    save = html.Button(viewer.say(Inspecting.SAVE), id=Inspect.SAVE, className="btn primary big")
    key = dcc.Store(id=Inspect.KEY, data=inspection.inspection_key if inspection else None)
    form = html.Div([key, *points, note, save], hidden=inspection is None, className="inspect-form")
    if inspection is None:
        return [empty(viewer, Inspecting.NOTHING, Inspecting.NOTHING_HINT), form]
    return [_head(viewer, inspection, begun_us, offers_picture), form]


def _head(viewer: Viewer, inspection: Inspection, begun_us: int, offers_picture: bool) -> Component:
    out_of = viewer.say(Inspecting.OUT_OF).format(number(inspection.candidates), number(inspection.picked_before + 1))
    track = html.Button(
        viewer.say(Inspecting.TRACK),
        className="btn",
        **attributes({"data-track": inspection.person, "data-from": str(begun_us // 1000)}),
    )
    return html.Div(
        [
            html.B(inspection.person, className="fig"),
            html.Span(out_of, className="quiet"),
            track,
            _picture(viewer, inspection) if offers_picture else _no_picture(viewer),
        ],
        className="inspect-head",
    )


def _no_picture(viewer: Viewer) -> Component:
    return html.P(viewer.say(Inspecting.NO_PICTURE), className="quiet")


def _picture(viewer: Viewer, inspection: Inspection) -> Component:
    """The place of the live picture, which the browser asks for when somebody wants it and it is in sight."""
    says = {
        "data-picture": f"/api/v1/inspections/{inspection.inspection_key}/picture",
        "data-late-ms": str(LATE_AFTER_US * 1000 // SECOND_US),
        "data-cut-ms": str(CUT_AFTER_US * 1000 // SECOND_US),
        "data-waiting": viewer.say(Inspecting.PICTURE_WAITING),
        "data-live": viewer.say(Inspecting.PICTURE_LIVE),
        "data-late": viewer.say(Inspecting.PICTURE_LATE),
        "data-cut": viewer.say(Inspecting.PICTURE_CUT),
        "data-unreached": viewer.say(Inspecting.PICTURE_UNREACHED),
    }
    start = html.Button(
        viewer.say(Inspecting.PICTURE),
        className="btn",
        **attributes({"data-picture-start": "", "aria-pressed": "false"}),
    )
    image = html.Img(alt=viewer.say(Inspecting.PICTURE_OF).format(inspection.person), hidden=True)
    said = html.B(**attributes({"data-picture-said": "", "aria-live": "polite"}))
    noted = html.Small(viewer.say(Inspecting.PICTURE_NOTED), className="quiet")
    return html.Div([html.Div([start, said]), image, noted], className="live-picture", **attributes(says))


def inspection_list(viewer: Viewer, inspections: Sequence[Inspection], authors: Authors) -> list[Component]:
    """Return a line for each, the newest first."""
    if not inspections:
        return [empty(viewer, Inspecting.NONE, Inspecting.NONE_HINT)]
    return [_line(viewer, each, authors) for each in inspections]


def _line(viewer: Viewer, each: Inspection, authors: Authors) -> Component:
    inspector = author_name(viewer, authors, each.inspector)
    return html.Div(
        [
            html.Span(day_and_time(viewer, each.picked_us), className="fig quiet"),
            html.B(each.person, className="fig"),
            html.Span(_outcome(viewer, each), className=_class(each)),
            html.Small(" · ".join(part for part in (inspector, each.note) if part), className="quiet clip"),
        ],
        className="inspect-line",
    )


def _bad(each: Inspection) -> list[Point]:
    return [point for point, mark in (each.marks or {}).items() if mark is Mark.BAD]


def _outcome(viewer: Viewer, each: Inspection) -> str:
    if each.marks is None:
        return viewer.say(Inspecting.OPEN)
    bad = [viewer.say(POINT_LABELS[point]) for point in _bad(each)]
    return viewer.say(Inspecting.BAD).format(" · ".join(bad)) if bad else viewer.say(Inspecting.ALL_GOOD)


def _class(each: Inspection) -> str:
    if each.marks is None:
        return "quiet"
    return "inspect-bad" if _bad(each) else "inspect-good"
