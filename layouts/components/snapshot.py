"""随手拍: a picture of a chat group, where it is, the unit that it goes to by one tap, and what became of others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dash import dcc, html
from dash.development.base_component import Component

from dashboard.domain.cases.records import DESCRIPTION_LENGTH
from dashboard.domain.cases.snapshots import SENDER_LABELS, ReceiptFigure, Receipts, Recent, Sender
from dashboard.domain.cases.states import STATE_LABELS
from dashboard.domain.photos.limits import LARGEST_UPLOAD_BYTES
from layouts.attributes import attributes
from layouts.components.blanks import empty, skeleton
from layouts.components.quick_report import beside, catalogue_rows, what_field, where_field
from layouts.formatting import NONE, day_and_time, duration, number
from layouts.quick_ids import Snapshot as Ids
from layouts.texts.snapshot import Snapshots
from layouts.viewer import Viewer

MOST_UNITS = 5


def snapshot_form(viewer: Viewer, basemap: str) -> Component:
    """Return the form; the browser fills in what the picture tells and who may take it on."""
    return html.Div(
        [
            catalogue_rows(),
            _picture(viewer),
            html.Section([what_field(viewer), where_field(viewer, basemap)], className="panel snap-about"),
            _whom(viewer),
        ],
        id=Ids.ROOT,
        className="snap quick-form",
        **attributes({"data-snapshot": "", "data-largest": str(LARGEST_UPLOAD_BYTES)}),
    )


def _picture(viewer: Viewer) -> Component:
    drop = html.Button(
        [html.Span(className="icon icon-picture"), html.Span(viewer.say(Snapshots.DROP))],
        type="button",
        className="snap-drop",
        **attributes({"data-snap-drop": ""}),
    )
    shown = html.Div(className="snap-shown", hidden=True, **attributes({"data-snap-shown": ""}))
    other = html.Button(
        viewer.say(Snapshots.REMOVE), type="button", className="link", **attributes({"data-snap-other": ""})
    )
    senders = [
        html.Button(
            viewer.say(SENDER_LABELS[each]),
            type="button",
            className="quick-chip",
            **attributes({"data-snap-sender": each.value, "aria-pressed": str(each is Sender.RESIDENT).lower()}),
        )
        for each in Sender
    ]
    note = dcc.Input(
        id=Ids.NOTE,
        type="text",
        placeholder=viewer.say(Snapshots.NOTE),
        className="field snap-note",
        autoComplete="off",
        maxLength=DESCRIPTION_LENGTH,
    )
    return html.Section(
        [
            html.H2([viewer.say(Snapshots.PICTURE), other]),
            drop,
            shown,
            html.Div(className="snap-odd", **attributes({"data-snap-odd": ""})),
            html.H2(viewer.say(Snapshots.SENDER)),
            html.Div(senders, className="quick-chips snap-senders", role="group"),
            note,
        ],
        className="panel snap-picture",
    )


def _whom(viewer: Viewer) -> Component:
    hint = html.Span(viewer.say(Snapshots.WHOM_HINT), className="quiet")
    units = html.Div(className="snap-units", role="radiogroup", **attributes({"data-snap-units": ""}))
    said = html.P(className="quick-said", role="alert", **attributes({"data-quick-said": ""}))
    told = html.P(className="snap-told", role="status", **attributes({"data-snap-told": ""}))
    act = attributes({"data-snap-send": ""})
    send = html.Button(viewer.say(Snapshots.SEND), type="button", className="btn primary quick-send", **act)
    return html.Section(
        [
            html.H2([viewer.say(Snapshots.WHOM), hint]),
            units,
            beside(),
            html.Div([said, told, send], className="snap-foot"),
        ],
        className="panel snap-whom",
    )


def snapshot_results(viewer: Viewer) -> Component:
    """Return the places of the figures and of the newest pictures, before any data came."""
    return html.Div(
        [
            html.Section(html.Div(skeleton(2), id=Ids.FIGURES), className="panel snap-figures"),
            html.Section(
                [html.H2(viewer.say(Snapshots.RECENT)), html.Div(skeleton(4), id=Ids.RECENT)],
                className="panel snap-recent",
            ),
        ],
        className="snap-results",
    )


def receipt_figures(viewer: Viewer, receipts: Receipts, names: Mapping[str, str], now_us: int) -> list[Component]:
    """Return the median with its denominator, who waits, and the largest units."""
    whole, since_us = receipts.whole, receipts.waiting_since_us
    longest = "" if since_us is None else duration(viewer, max(0, now_us - since_us) / 1e6)
    waiting = viewer.say(Snapshots.WAITING_SINCE).format(longest) if longest else viewer.say(Snapshots.NONE_WAIT)
    return [
        _tile(viewer.say(Snapshots.MEDIAN), _median(viewer, whole), _share(viewer, whole)),
        _tile(viewer.say(Snapshots.WAITING), number(whole.waiting), waiting),
        html.Div(
            [html.H3(viewer.say(Snapshots.UNITS)), *(_unit(viewer, names.get(c, c), f) for c, f in _largest(receipts))],
            className="snap-by-unit",
        ),
    ]


def _largest(receipts: Receipts) -> Sequence[tuple[str, ReceiptFigure]]:
    return receipts.units[:MOST_UNITS]


def _tile(label: str, figure: str, note: str) -> Component:
    return html.Div([html.Span(label), html.B(figure, className="fig"), html.Small(note)], className="snap-tile")


def _median(viewer: Viewer, figure: ReceiptFigure) -> str:
    return NONE if figure.median_s is None else exact(viewer, figure.median_s)


def _share(viewer: Viewer, figure: ReceiptFigure) -> str:
    if figure.median_s is None:
        return viewer.say(Snapshots.NO_MEDIAN)
    return viewer.say(Snapshots.OF).format(number(figure.accepted), number(figure.of))


def _unit(viewer: Viewer, name: str, figure: ReceiptFigure) -> Component:
    share = html.Small(f"{number(figure.accepted)} / {number(figure.of)}", className="fig quiet")
    middle = html.B(_median(viewer, figure), className="fig")
    return html.Div([html.Span(name), middle, share], className="snap-unit-row")


def exact(viewer: Viewer, seconds: float) -> str:
    """Return a length of time in two units, the smaller one rounded: what is compared with others."""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return f"{duration(viewer, hours * 3600)} {duration(viewer, minutes * 60)}"
    return f"{duration(viewer, minutes * 60)} {duration(viewer, rest)}" if minutes else duration(viewer, rest)


def recent_pictures(viewer: Viewer, recent: Sequence[Recent], names: Mapping[str, str], now_us: int) -> list[Component]:
    """Return the newest pictures, each with its unit and its receipt; a click opens the case."""
    if not recent:
        return [empty(viewer, Snapshots.NO_RECENT, Snapshots.NO_RECENT_HINT)]
    return [_row(viewer, each, names, now_us) for each in recent]


def _row(viewer: Viewer, recent: Recent, names: Mapping[str, str], now_us: int) -> Component:
    case, receipt = recent.case, recent.receipt
    unit = names.get(case.last_unit, case.last_unit) or viewer.say(Snapshots.NO_UNIT)
    what = [html.B(case.category_name), html.Small(f"#{case.number} · {case.place.address}".rstrip(" ·"))]
    whom = [html.Span(unit), html.Small(viewer.say(STATE_LABELS[case.state]))]
    return html.A(
        [
            html.Span(day_and_time(viewer, receipt.received_us), className="fig quiet"),
            html.Span(what, className="snap-two"),
            html.Span(whom, className="snap-two"),
            _receipt(viewer, recent, now_us),
        ],
        href=f"/cases?case={case.case_key}",
        className="snap-row",
    )


def _receipt(viewer: Viewer, recent: Recent, now_us: int) -> Component:
    took = recent.receipt.took_us
    if took is not None:
        return html.Span(viewer.say(Snapshots.TOOK).format(exact(viewer, took / 1e6)), className="snap-took")
    if recent.case.ended:
        return html.Span(viewer.say(Snapshots.NOT_TAKEN), className="snap-took quiet")
    waits = duration(viewer, max(0, now_us - recent.receipt.received_us) / 1e6)
    return html.Span(viewer.say(Snapshots.WAITS).format(waits), className="snap-took is-waiting")
