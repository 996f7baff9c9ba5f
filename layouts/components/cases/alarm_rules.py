"""The administrator's tab of rules by which alarms become cases: what there is, and the form of one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from dash import dcc, html
from dash.development.base_component import Component

from dashboard.domain.cases.by_alarm import MOST_AN_HOUR, CaseByAlarmLine
from dashboard.domain.sensors import device_types
from dashboard.domain.severity import AssetState, Severity
from dashboard.domain.text import Text
from layouts.case_ids import AlarmCases
from layouts.components.blanks import empty
from layouts.components.fields import labelled
from layouts.components.marks import state_mark
from layouts.formatting import number
from layouts.texts.case_report import AlarmCaseRules
from layouts.texts.shell import STATE
from layouts.viewer import Viewer

ENABLED, URGENT, FILES = "enabled", "urgent", "files"
_NOT_OF_THE_STREET: Final = (".battery", ".offline", ".fault")


def alarm_cases_tab() -> list[Component]:
    """The tab before any data came."""
    return [dcc.Store(id=AlarmCases.SAVED), html.Div(id=AlarmCases.SAID), html.Div(id=AlarmCases.VIEW)]


def rules_view(viewer: Viewer, lines: Sequence[CaseByAlarmLine], choices: Sequence[tuple[str, str]]) -> list[Component]:
    """The rules, and the form; its fields are filled when an alarm is chosen."""
    rows = [_row(viewer, line) for line in lines]
    listed = rows or [empty(viewer, AlarmCaseRules.NONE, AlarmCaseRules.NONE_HINT)]
    return [
        html.P(viewer.say(AlarmCaseRules.INTRO), className="quiet intro"),
        html.Div(listed, className="card alarm-cases"),
        _form(viewer, choices),
    ]


def _row(viewer: Viewer, line: CaseByAlarmLine) -> Component:
    rule = line.rule
    flags = [
        viewer.say(text)
        for text, holds in ((AlarmCaseRules.URGENT, rule.is_urgent), (AlarmCaseRules.FILES, rule.files))
        if holds
    ]
    what = f"{line.category_name or rule.category} {rule.category}"
    parts = [what, rule.condition, *flags, f"≤ {number(rule.most_an_hour)}/h"]
    problem = (
        [html.P(viewer.say(AlarmCaseRules.PROBLEM).format(viewer.say(line.problem)), className="is-bad")]
        if line.problem is not None
        else []
    )
    return html.Div(
        [
            state_mark(rule.severity),
            html.Div([html.B(viewer.say(line.label)), html.P(" · ".join(part for part in parts if part)), *problem]),
            html.Span(viewer.say(AlarmCaseRules.ON if rule.is_enabled else AlarmCaseRules.OFF), className="tag"),
        ],
        className="alarm-case-row" if rule.is_enabled else "alarm-case-row is-off",
    )


def _form(viewer: Viewer, choices: Sequence[tuple[str, str]]) -> Component:
    rules = [
        {"label": f"{viewer.say(sensor.label)} · {viewer.say(rule.label)}", "value": rule.key}
        for sensor in device_types().values()
        for rule in sensor.rules
        if not rule.key.endswith(_NOT_OF_THE_STREET)
    ]
    severities = [{"label": viewer.say(STATE[AssetState(each.value)]), "value": each.value} for each in Severity]
    options = [
        {"label": viewer.say(text), "value": value}
        for text, value in (
            (AlarmCaseRules.ENABLED, ENABLED),
            (AlarmCaseRules.URGENT, URGENT),
            (AlarmCaseRules.FILES, FILES),
        )
    ]
    categories = [{"label": f"{name}  {code}", "value": code} for code, name in choices]
    return html.Div(
        [
            _line(viewer, AlarmCaseRules.RULE, dcc.Dropdown(rules, id=AlarmCases.RULE, clearable=False)),
            _line(viewer, AlarmCaseRules.SEVERITY, dcc.Dropdown(severities, id=AlarmCases.SEVERITY, clearable=False)),
            _line(viewer, AlarmCaseRules.CATEGORY, dcc.Dropdown(categories, id=AlarmCases.CATEGORY, clearable=False)),
            _line(viewer, AlarmCaseRules.CONDITION, _text(AlarmCases.CONDITION, "", 120)),
            _line(viewer, AlarmCaseRules.MOST, _text(AlarmCases.MOST, "60", len(str(MOST_AN_HOUR)))),
            dcc.Checklist(options, [FILES], id=AlarmCases.OPTIONS, className="report-urgent"),
            html.Button(viewer.say(AlarmCaseRules.SAVE), id=AlarmCases.SAVE, className="btn primary"),
        ],
        className="card admin-form",
    )


def _text(field: AlarmCases, value: str, longest: int) -> Component:
    return dcc.Input(id=field, type="text", value=value, maxLength=longest, autoComplete="off", className="field")


def _line(viewer: Viewer, label: Text, field: Component) -> Component:
    return labelled(viewer.say(label), field)
