"""The dialog that reports a case: filled in from an alarm or a camera event, or blank for a call at the desk."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from dash import dcc, html
from dash.development.base_component import Component

from dashboard.domain.cases.photo_roles import PhotoRole
from dashboard.domain.cases.proposals import CaseOutlook, CaseProposal
from dashboard.domain.cases.records import ADDRESS_LENGTH, DESCRIPTION_LENGTH
from dashboard.domain.cases.similar import RECURS_FROM, SimilarCase
from dashboard.domain.cases.states import SOURCE_LABELS, STATE_LABELS, CaseState, Source
from dashboard.domain.catalogue.records import Standard
from dashboard.domain.text import Text
from layouts.attributes import attributes
from layouts.components.alarms.dialog_buttons import dialog_button
from layouts.components.cases.photos import upload_field
from layouts.components.fields import labelled
from layouts.formatting import duration, number
from layouts.ids import CaseReport
from layouts.texts.case_report import Report
from layouts.texts.photos import Upload
from layouts.viewer import Viewer

BY_HAND: Final = tuple(source for source in Source if source not in (Source.IOT, Source.IMPORTED))
"""What somebody at the desk may say that it came from."""


def report_dialog(viewer: Viewer) -> Component:
    """The frame: the browser opens it (`data-report-case`) and asks the server to fill it."""
    return html.Dialog(
        [
            dcc.Store(id=CaseReport.OPENED),
            dcc.Store(id=CaseReport.REPORTED),
            html.Div(id=CaseReport.FORM, className="report-form"),
        ],
        className="dialog report-dialog",
        **attributes({"data-report-dialog": "", "data-picking": viewer.say(Report.PICKING)}),
    )


def report_form(viewer: Viewer, proposal: CaseProposal, title: Text) -> list[Component]:
    """The whole form; of what is a case already, that case and the way to it, and no form that could double it."""
    if proposal.already is not None:
        return _already(viewer, proposal, title)
    actions = [
        dialog_button(viewer.say(Report.CANCEL), "btn", {"data-dialog-cancel": ""}),
        html.Button(viewer.say(Report.SEND), id=CaseReport.SEND, type="button", className="btn primary"),
    ]
    return [
        html.H2(viewer.say(title)),
        html.Div([_what(viewer, proposal), *_picture(viewer, proposal)], className="report-top"),
        labelled(viewer.say(Report.DESCRIPTION), _description(viewer, proposal)),
        _place(viewer, proposal),
        dcc.Store(id=CaseReport.PHOTOS, data=[]),
        _photos(viewer),
        dcc.Checklist(
            [{"label": viewer.say(Report.URGENT), "value": "urgent"}],
            ["urgent"] if proposal.is_urgent else [],
            id=CaseReport.URGENT,
            className="report-urgent",
        ),
        html.Div(id=CaseReport.SAID, className="report-said", role="alert"),
        html.Div(actions, className="dialog-actions"),
    ]


def _what(viewer: Viewer, proposal: CaseProposal) -> Component:
    """The sub-category with what it leads to, and where the report came from."""
    category = dcc.Dropdown(
        [{"label": f"{name}  {code}", "value": code} for code, name in proposal.choices],
        proposal.category or None,
        id=CaseReport.CATEGORY,
        placeholder=viewer.say(Report.CATEGORY_HINT),
        clearable=False,
        className="report-choice",
    )
    return html.Div(
        [
            labelled(viewer.say(Report.CATEGORY), category),
            dcc.RadioItems([], proposal.condition, id=CaseReport.CONDITION, className="report-conditions"),
            html.Div(id=CaseReport.OUTLOOK, className="report-outlook"),
            _source(viewer, proposal),
        ]
    )


def outlook_of(viewer: Viewer, outlook: CaseOutlook) -> list[Component]:
    """The limit, what may be the same, and how often it came here before."""
    return [*_limit(viewer, outlook.standards), *_same(viewer, outlook), *_recurs(viewer, outlook)]


def tied_case(viewer: Viewer, case_key: int, case_number: str, state: CaseState | None = None) -> Component:
    """The case that an alarm or event is, as a link."""
    short = f"#{case_number[4:]}" if len(case_number) > 8 else f"#{case_number}"
    label = viewer.say(Report.CASE).format(short)
    if state is not None:
        label = viewer.say(Report.CASE_STATE).format(short, viewer.say(STATE_LABELS[state]))
    return html.Button(label, className="btn small tied-case", **attributes({"data-select-case": str(case_key)}))


def report_button(viewer: Viewer, about: dict[str, str], class_name: str = "btn small") -> Component:
    """What opens the dialog; `about` names the alarm or event."""
    return dialog_button(viewer.say(Report.DO), f"{class_name} report-case", {"data-report-case": "", **about})


def _already(viewer: Viewer, proposal: CaseProposal, title: Text) -> list[Component]:
    case = proposal.already
    assert case is not None, "only what is a case already is told so"
    told = viewer.say(Report.ALREADY).format(f"#{case.number}", viewer.say(STATE_LABELS[case.state]))
    return [
        html.H2(viewer.say(title)),
        html.P(html.B(told)),
        html.P(f"{case.category_name} · {case.place.address}"),
        html.P(viewer.say(Report.ALREADY_HINT), className="quiet"),
        html.Div(
            [
                dialog_button(viewer.say(Report.CLOSE), "btn", {"data-dialog-cancel": ""}),
                dialog_button(
                    viewer.say(Report.OPEN_CASE),
                    "btn primary",
                    {"data-select-case": str(case.case_key), "data-dialog-cancel": ""},
                ),
            ],
            className="dialog-actions",
        ),
        *_unused(),
    ]


def _unused() -> list[Component]:
    """The fields that the callbacks name are there, though nothing is asked."""
    fields = [
        dcc.Dropdown([], None, id=CaseReport.CATEGORY),
        dcc.RadioItems([], "", id=CaseReport.CONDITION),
        html.Div(id=CaseReport.OUTLOOK),
        dcc.Dropdown([], None, id=CaseReport.SOURCE),
        dcc.Textarea(id=CaseReport.DESCRIPTION),
        dcc.Input(id=CaseReport.ADDRESS),
        dcc.Input(id=CaseReport.LON),
        dcc.Input(id=CaseReport.LAT),
        dcc.Checklist([], [], id=CaseReport.URGENT),
        dcc.Store(id=CaseReport.PHOTOS, data=[]),
        html.Div(id=CaseReport.SAID),
        html.Button(id=CaseReport.SEND),
    ]
    return [html.Div(fields, hidden=True)]


def _source(viewer: Viewer, proposal: CaseProposal) -> Component:
    """Where it came from is known of alarms and events."""
    known = proposal.source is not Source.HOTLINE
    sources = (proposal.source,) if known else BY_HAND
    field = dcc.Dropdown(
        [{"label": viewer.say(SOURCE_LABELS[source]), "value": source.value} for source in sources],
        proposal.source.value,
        id=CaseReport.SOURCE,
        clearable=False,
        disabled=known,
        className="report-choice",
    )
    return labelled(viewer.say(Report.SOURCE), field)


def _description(viewer: Viewer, proposal: CaseProposal) -> Component:
    return dcc.Textarea(
        id=CaseReport.DESCRIPTION,
        value=viewer.say(proposal.words),
        maxLength=DESCRIPTION_LENGTH,
        placeholder=viewer.say(Report.DESCRIPTION_HINT),
        className="field",
    )


def _place(viewer: Viewer, proposal: CaseProposal) -> Component:
    address = dcc.Input(
        id=CaseReport.ADDRESS,
        type="text",
        value=proposal.address,
        maxLength=ADDRESS_LENGTH,
        placeholder=viewer.say(Report.ADDRESS_HINT),
        className="field",
    )
    spots = [
        dcc.Input(
            id=name,
            type="text",
            value="" if value is None else f"{value:.6f}",
            maxLength=20,
            placeholder=viewer.say(label),
            className="field fig",
        )
        for name, value, label in (
            (CaseReport.LON, proposal.lon, Report.LON),
            (CaseReport.LAT, proposal.lat, Report.LAT),
        )
    ]
    again = Report.PICK if proposal.lon is None else Report.PICK_AGAIN
    pick = dialog_button(viewer.say(again), "btn report-pick", {"data-report-pick": ""})
    grid = [html.Span(proposal.area, className="quiet fig")] if proposal.area else []
    return html.Div(
        [
            labelled(viewer.say(Report.ADDRESS), address),
            html.Div(
                [html.Span([viewer.say(Report.PLACE), " ", *grid], className="report-label"), *spots, pick],
                className="report-spot",
            ),
        ],
        className="report-place",
    )


def _photos(viewer: Viewer) -> Component:
    """Checked against the place as it stands in the form."""
    field = upload_field(viewer, CaseReport.PHOTOS, PhotoRole.BEFORE, place_in=(CaseReport.LON, CaseReport.LAT))
    label = html.Span(viewer.say(Upload.LABEL), className="report-label")
    return html.Div([label, field], className="report-field")


def _picture(viewer: Viewer, proposal: CaseProposal) -> list[Component]:
    if proposal.picture is None:
        return []
    image = html.Img(src=f"/api/v1/images/{proposal.picture}", alt="", className="report-picture")
    return [html.Figure([image, html.Figcaption(viewer.say(Report.EVIDENCE), className="quiet")])]


def condition_choices(viewer: Viewer, standards: Sequence[Standard]) -> list[dict[str, str]]:
    """The filing conditions with their limits; nothing to choose where there is only one."""
    limits = {each.condition: viewer.say(each.limit.label) for each in reversed(standards)}
    names = list(dict.fromkeys(each.condition for each in standards))
    return (
        [{"label": f"{name or viewer.say(Report.USUALLY)} · {limits[name]}", "value": name} for name in names]
        if len(names) > 1
        else []
    )


def _limit(viewer: Viewer, standards: Sequence[Standard]) -> list[Component]:
    """How long it may take, where nothing is to choose."""
    if len({each.condition for each in standards}) != 1:
        return []
    told = viewer.say(Report.LIMITS).format(viewer.say(standards[0].limit.label))
    return [html.Span(told, className="quiet")]


def _same(viewer: Viewer, outlook: CaseOutlook) -> list[Component]:
    found = outlook.similar.duplicates
    if not found:
        return []
    title = html.P(viewer.say(Report.SAME).format(number(len(found))))
    return [html.Div([title, *(similar_line(viewer, each) for each in found)], className="report-same")]


def similar_line(viewer: Viewer, similar: SimilarCase) -> Component:
    """A case that may be the same: how far, how old, where it stands; a click opens it."""
    case = similar.case
    told = _told(viewer, similar)
    return html.Button(
        [html.B(f"#{case.number}"), html.Span(f"{case.category_name} · {case.address}"), html.Small(told)],
        type="button",
        className="similar-case",
        **attributes({"data-select-case": str(case.case_key), "data-dialog-cancel": ""}),
    )


def same_as_this(viewer: Viewer, found: Sequence[SimilarCase]) -> list[Component]:
    """What a case may be merged into: a click fills the number in."""
    if not found:
        return [html.P(viewer.say(Report.NONE_SIMILAR), className="quiet")]
    return [html.P(viewer.say(Report.INTO)), *(_into(viewer, each) for each in found)]


def _into(viewer: Viewer, similar: SimilarCase) -> Component:
    case = similar.case
    return html.Button(
        [
            html.B(f"#{case.number}"),
            html.Span(f"{case.category_name} · {case.address}"),
            html.Small(_told(viewer, similar)),
        ],
        type="button",
        className="similar-case",
        **attributes({"data-merge-into": case.number}),
    )


def _told(viewer: Viewer, similar: SimilarCase) -> str:
    ago = duration(viewer, abs(similar.earlier_us) / 1e6)
    word = Report.AWAY if similar.earlier_us >= 0 else Report.AWAY_LATER
    return viewer.say(word).format(number(similar.away_m), ago, viewer.say(STATE_LABELS[similar.case.state]))


def _recurs(viewer: Viewer, outlook: CaseOutlook) -> list[Component]:
    earlier = outlook.similar.earlier
    if len(earlier) < RECURS_FROM:
        return []
    numbers = "、".join(f"#{each.case.number}" for each in earlier)
    return [html.P(viewer.say(Report.RECURS).format(number(len(earlier)), numbers), className="report-recurs")]
