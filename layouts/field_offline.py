"""The phone page as a document of its own, for a start without a network: nothing of Dash, nothing of anybody."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Final

from dash import html
from dash.development.base_component import Component

from layouts.attributes import attributes
from layouts.catalogue import catalogue_element
from layouts.components.quick_report import quick_report
from layouts.components.tasks import task_page
from layouts.markup import markup
from layouts.texts.outbox import Offline
from layouts.viewer import Viewer

PATH: Final = "/field"


def offline_document(viewer: Viewer, styles: str, scripts: Sequence[str]) -> str:
    """Return the document; `styles` and `scripts` are addresses of files that the phone keeps."""
    say = viewer.say
    tags = "".join(f'<script src="{escape(address)}" defer></script>' for address in scripts)
    return (
        f'<!doctype html><html lang="{viewer.language.value}" data-theme="{viewer.theme.value}" data-chrome="full">'
        '<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1,'
        f' viewport-fit=cover"><title>{escape(say(Offline.TITLE))}</title>'
        f'<link rel="stylesheet" href="{escape(styles)}">{catalogue_element()}{tags}</head>'
        f'<body data-page="{PATH}" data-offline>{markup(_page(viewer))}</body></html>'
    )


def _page(viewer: Viewer) -> Component:
    note = html.Div(
        [
            html.Span(viewer.say(Offline.NOTE)),
            html.Span(viewer.say(Offline.BACK)),
            html.A(viewer.say(Offline.RELOAD), href=PATH, className="btn"),
        ],
        className="offline-note",
        **attributes({"data-offline-page": ""}),
    )
    app = html.Div(task_page(viewer, []), className="field-office")
    report = html.Template(quick_report(viewer, ""), **attributes({"data-offline-report": ""}))
    return html.Main([note, app, report], id="page", className="page is-offline")
