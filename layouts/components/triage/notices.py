"""What is said after a verdict, with the way back."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from layouts.attributes import attributes
from layouts.texts.triage import Triage
from layouts.viewer import Viewer


def judged_notice(viewer: Viewer, event_key: int, words: str, case_key: int | None, *, is_last: bool) -> Component:
    """Return what was done, the button that takes it back, and the way to the case."""
    told = {"data-undo-verdict": "", "data-event": str(event_key), "aria-keyshortcuts": "Z"}
    parts: list[Component] = [
        html.B(words),
        html.Button([viewer.say(Triage.UNDO), html.Kbd("Z")], className="link", **attributes(told)),
    ]
    if case_key is not None:
        opened = attributes({"data-select-case": str(case_key)})
        parts.append(html.Button(f"{viewer.say(Triage.OPEN_CASE)} →", className="link", **opened))
    last = [html.P(viewer.say(Triage.SAID_EMPTY))] if is_last else []
    return html.Div([html.Div(parts, className="toast-line"), *last], className="toast")
