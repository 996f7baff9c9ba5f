"""Alarm rules of one kind: what holds by default, how the site changed it, and a form to change it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from dash import dcc, html
from dash.development.base_component import Component

from dashboard.domain.compiled_rules import effective_rules
from dashboard.domain.kinds import SensorType
from dashboard.domain.metrics import METRICS
from dashboard.domain.rules import AlarmRule, Comparison, Level, RuleOverride, Scope
from dashboard.domain.sensors import sensor_types
from dashboard.domain.severity import Severity
from layouts.attributes import attributes
from layouts.components.fields import labelled
from layouts.components.marks import severity_chip, state_mark
from layouts.formatting import duration, number, reading
from layouts.ids import Sensors, slot
from layouts.texts.sensors import Limits, Preview
from layouts.texts.shell import SEVERITY
from layouts.viewer import Viewer


def thresholds_tab(viewer: Viewer, chosen: str) -> list[Component]:
    """The choice of a kind and the place of its rules."""
    items = [
        dcc.Link(
            viewer.say(kind.label),
            href=f"/sensors?tab=thresholds&kind={kind.key}",
            className="seg-item is-on" if kind.key == chosen else "seg-item",
        )
        for kind in sensor_types().values()
    ]
    return [
        dcc.Store(id=Sensors.THRESHOLD_KIND, data=chosen),
        dcc.Store(id=Sensors.RULES_CHANGED),
        dcc.Store(id=Sensors.RULE_TRIED),
        html.Div(id=Sensors.RULE_PREVIEW, hidden=True),
        html.Div(html.Div(items, className="seg"), className="seg-scroll"),
        html.P(viewer.say(Limits.INTRO), className="quiet intro"),
        html.Div(id=Sensors.THRESHOLDS, className="rules"),
    ]


def rule_cards(viewer: Viewer, kind: SensorType, overrides: Sequence[RuleOverride]) -> list[Component]:
    """One card a rule."""
    return [
        _card(viewer, kind, rule, [change for change in overrides if change.rule_key == rule.key])
        for rule in kind.rules
    ]


def _card(viewer: Viewer, kind: SensorType, rule: AlarmRule, changes: Sequence[RuleOverride]) -> Component:
    return html.Section(
        [
            html.H3([viewer.say(rule.label), html.Span(rule.key, className="fig quiet")]),
            _levels(viewer, rule, rule.levels),
            html.P(_patience(viewer, rule), className="quiet"),
            *(_change(viewer, rule, change) for change in changes),
            html.Details(
                [
                    html.Summary(viewer.say(Limits.EDIT), className="link"),
                    _form(viewer, kind, _holding(rule, kind, changes)),
                ],
                className="rule-edit",
                **attributes({"data-group": rule.key}),
            ),
        ],
        className="card rule",
    )


def threshold_text(viewer: Viewer, rule: AlarmRule, threshold: float) -> str:
    """A threshold as people read it: a state's name, a length of time, or a figure with its unit."""
    if rule.comparison is Comparison.SILENCE:
        return duration(viewer, threshold)
    metric = METRICS[rule.metric]
    unit = f"\u2009{viewer.say(metric.unit_label)}" if metric.unit else ""
    return reading(viewer, rule.metric, threshold) if metric.states else f"{number(threshold, metric.digits)}{unit}"


def _levels(viewer: Viewer, rule: AlarmRule, levels: Sequence[Level]) -> Component:
    if not levels:
        return html.P(viewer.say(Limits.ASLEEP), className="quiet")
    window = duration(viewer, rule.window_s)
    how = viewer.say(Limits.COMPARISON[rule.comparison.value]).format(window)
    metric = viewer.say(METRICS[rule.metric].label) if rule.metric else ""
    chips = [
        html.Span(
            [
                state_mark(level.severity),
                html.B(threshold_text(viewer, rule, level.threshold), className="fig"),
                severity_chip(viewer, level.severity),
            ],
            className="level",
        )
        for level in levels
    ]
    return html.Div([html.Span(f"{metric} {how}".strip(), className="dim"), *chips], className="levels")


def _patience(viewer: Viewer, rule: AlarmRule) -> str:
    parts = []
    if rule.hysteresis:
        parts.append(f"{viewer.say(Limits.HYSTERESIS)} {threshold_text(viewer, rule, rule.hysteresis)}")
    if rule.minimum_duration_s:
        parts.append(f"{viewer.say(Limits.DURATION)} {duration(viewer, rule.minimum_duration_s)}")
    if rule.upgrade is not None:
        rise = threshold_text(viewer, rule, rule.upgrade.rise)
        parts.append(viewer.say(Limits.UPGRADE).format(duration(viewer, rule.upgrade.window_s), rise))
    return " · ".join(parts)


def _change(viewer: Viewer, rule: AlarmRule, change: RuleOverride) -> Component:
    what: list[Component | str] = []
    if change.enabled is False:
        what.append(html.Span(viewer.say(Limits.OFF), className="tag"))
    if change.levels is not None:
        what.append(_levels(viewer, rule, change.levels))
    if change.hysteresis is not None:
        what.append(f"{viewer.say(Limits.HYSTERESIS)} {threshold_text(viewer, rule, change.hysteresis)}")
    if change.minimum_duration_s is not None:
        what.append(f"{viewer.say(Limits.DURATION)} {duration(viewer, change.minimum_duration_s)}")
    command = {"data-rule-reset": rule.key, "data-scope": change.scope.value, "data-scope-ref": change.scope_ref}
    return html.Div(
        [
            html.B([viewer.say(Limits.SCOPES[change.scope.value]), " ", html.Span(change.scope_ref, className="fig")]),
            *what,
            html.Button(viewer.say(Limits.RESET), className="btn small", **attributes({"data-rule-reset-ask": ""})),
            _taking_back(viewer, command),
        ],
        className="rule-change",
    )


def _taking_back(viewer: Viewer, command: Mapping[str, str]) -> Component:
    """What taking the change back would do, before it is done."""
    keep = html.Button(viewer.say(Limits.KEEP), className="btn", **attributes({"data-rule-keep": ""}))
    reset = html.Button(viewer.say(Limits.RESET), className="btn primary", **attributes(command))
    return html.Div(
        [html.Div(className="rule-preview", role="status"), keep, reset], className="rule-acts rule-reset", hidden=True
    )


def _holding(rule: AlarmRule, kind: SensorType, changes: Sequence[RuleOverride]) -> AlarmRule:
    """The rule as it holds for the whole kind, also while it is switched off there."""
    of_kind = [
        replace(each, enabled=True) for each in changes if (each.scope, each.scope_ref) == (Scope.KIND, kind.key)
    ]
    return next(iter(effective_rules([rule], of_kind)), rule)


def _form(viewer: Viewer, kind: SensorType, rule: AlarmRule) -> Component:
    """What holds for the kind stands in the fields: what is saved is what was seen."""
    fields: list[Component] = []
    if rule.comparison is not Comparison.EQUALS:
        known = {level.severity: level.threshold for level in rule.levels}
        fields += [
            _field(viewer.say(SEVERITY[severity]), rule.key, severity.value, known.get(severity))
            for severity in Severity
        ]
        fields.append(_field(viewer.say(Limits.HYSTERESIS), rule.key, "hysteresis", rule.hysteresis))
        fields.append(_leave_out(viewer))
    seconds = f"{viewer.say(Limits.DURATION)} ({viewer.say(Limits.SECONDS)})"
    fields.append(_field(seconds, rule.key, "minimum_duration_s", rule.minimum_duration_s))
    return html.Div(
        [
            html.Div(fields, className="form-fields"),
            html.Div(
                [
                    _choice("scope", [(scope.value, viewer.say(Limits.SCOPES[scope.value])) for scope in Scope]),
                    _field(viewer.say(Limits.SCOPE_REF), rule.key, "scope_ref", None),
                    _choice("enabled", [("true", viewer.say(Limits.ON)), ("false", viewer.say(Limits.OFF))]),
                ],
                className="form-fields",
            ),
            html.Div(
                [
                    html.Div(className="rule-preview", role="status"),
                    html.Button(viewer.say(Preview.TRY), className="btn", **attributes({"data-rule-try": ""})),
                    html.Button(viewer.say(Limits.SAVE), className="btn primary", **attributes({"data-rule-save": ""})),
                ],
                className="rule-acts",
            ),
        ],
        className="rule-form",
        **attributes({"data-rule": rule.key, "data-kind": kind.key}),
    )


def _leave_out(viewer: Viewer) -> Component:
    """What an empty level means: a slip, or that it shall alarm no more."""
    options = [("false", viewer.say(Limits.EMPTY_REFUSED)), ("true", viewer.say(Limits.EMPTY_QUIET))]
    return labelled(viewer.say(Limits.EMPTY), _choice("leave_out", options))


def _field(label: str, rule_key: str, name: str, value: float | None) -> Component:
    box = dcc.Input(
        id={**slot(Sensors.THRESHOLDS, f"{rule_key}.{name}")},
        name=name,
        type="text",
        value="" if value is None else f"{value:.10g}",
        autoComplete="off",
        className="field fig",
    )
    return labelled(label, box)


def _choice(name: str, options: Sequence[tuple[str, str]]) -> Component:
    items = [html.Option(label, value=value) for value, label in options]
    return html.Select(items, className="field", **attributes({"data-field": name}))
