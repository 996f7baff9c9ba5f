"""What a changed rule, or one that is taken back, would do, in one sentence."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from dashboard.domain.rule_preview import RulePreview, Tally
from dashboard.domain.severity import Severity
from layouts.attributes import attributes
from layouts.components.marks import state_mark
from layouts.formatting import duration, number
from layouts.texts.sensors import Preview
from layouts.viewer import Viewer


def preview_answer(asked: int, content: Component) -> Component:
    """What is put where somebody asked at `asked` (epoch ms)."""
    return html.Div(content, **attributes({"data-answers": str(asked)}))


def preview_refused(reason: str) -> Component:
    """The form's own refusal, in place of a preview."""
    return html.P(reason, className="preview is-bad")


def preview_sentence(viewer: Viewer, preview: RulePreview | None) -> Component:
    """How many devices, how many alarms before and after, and whether red ones would be missed (said in red)."""
    if preview is None:
        return html.P(viewer.say(Preview.SILENCE), className="preview")
    if not preview.assets:
        return html.P(viewer.say(Preview.NO_DEVICE), className="preview")
    stands = viewer.say(Preview.STANDS).format(number(preview.stands_now), number(preview.assets))
    told: list[Component | str] = [stands, *_past(viewer, preview)]
    if preview.examined < preview.assets and preview.past_s is not None:
        part = viewer.say(Preview.PART).format(number(preview.examined), number(preview.assets))
        told.append(html.Span(part, className="quiet"))
    return html.P(told, className="preview")


def _past(viewer: Viewer, preview: RulePreview) -> list[Component | str]:
    if preview.past_s is None:
        return [viewer.say(Preview.NO_PAST)]
    tally = preview.tally
    span = duration(viewer, preview.past_s)
    alarms = viewer.say(Preview.PAST).format(span, number(tally.before), number(tally.after))
    return [alarms, *_red(viewer, tally)]


def _red(viewer: Viewer, tally: Tally) -> list[Component | str]:
    if not tally.red_before:
        return [viewer.say(Preview.NO_RED)]
    if not tally.red_missed:
        return [viewer.say(Preview.RED_KEPT)]
    missed = viewer.say(Preview.RED_MISSED).format(number(tally.red_missed), number(tally.red_before))
    return [html.B([state_mark(Severity.CRITICAL), missed], className="preview-missed")]
