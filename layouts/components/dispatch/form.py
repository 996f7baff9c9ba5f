"""The form of a rule of dispatch."""

from __future__ import annotations

from typing import Any, Final

from dash import dcc, html
from dash.development.base_component import Component

from dashboard.domain.cases.dispatch_readouts import RuleChoices
from dashboard.domain.cases.dispatch_rules import OWNER_LENGTH, RULE_NAME_LENGTH, DispatchRule
from dashboard.domain.cases.states import SOURCE_LABELS
from dashboard.domain.grid import LEVEL_LABELS, AreaLevel
from dashboard.domain.text import Text
from layouts.case_ids import Dispatch
from layouts.components.dispatch.words import RuleNames, hour_words
from layouts.components.fields import labelled
from layouts.components.menus import menu_words
from layouts.formatting import WEEKDAYS
from layouts.texts.dispatch import Ruling
from layouts.viewer import Viewer

RESPONSIBLE: Final = "responsible"
_NO_AREAS: Final = frozenset({AreaLevel.UNIT_GRID.value, AreaLevel.WATER.value})
"""Levels that rules are not made for."""
Options = list[dict[str, Any]]


def names_of(choices: RuleChoices) -> RuleNames:
    """Return what the codes that a rule can have are called; persons are masked."""
    categories = {} if choices.catalogue is None else {each.code: each.name for each in choices.catalogue.in_order}
    units = {each.number: each.name.masked() for each in choices.people}
    units |= {each.code: each.name for each in choices.departments}
    units |= {each.code: each.name for each in (*choices.former, *choices.squads)}
    return RuleNames(categories, {code: node.name for code, node in choices.areas.items()}, units)


def rule_form(viewer: Viewer, rule: DispatchRule, choices: RuleChoices | None, *, may_edit: bool) -> list[Component]:
    """Return the form with what the rule says; without choices it is empty and waits for them."""
    squads = [] if choices is None else [{"label": each.name, "value": each.code} for each in choices.squads]
    return [
        dcc.Store(id=Dispatch.VERSION, data=[rule.rule_key, rule.version]),
        labelled(
            viewer.say(Ruling.NAME),
            dcc.Input(id=Dispatch.NAME, value=rule.name, maxLength=RULE_NAME_LENGTH, className="field"),
        ),
        html.H3(viewer.say(Ruling.WHICH)),
        *_conditions(viewer, rule, choices),
        html.H3(viewer.say(Ruling.TO)),
        labelled(
            viewer.say(Ruling.UNIT),
            dcc.Dropdown(
                _units(viewer, choices),
                unit_value(rule),
                id=Dispatch.UNIT,
                placeholder=viewer.say(Ruling.CHOOSE_UNIT),
                labels=menu_words(viewer),
            ),
        ),
        labelled(
            viewer.say(Ruling.SECOND),
            dcc.Dropdown(
                squads,
                rule.units.second_squad,
                id=Dispatch.SECOND,
                placeholder=viewer.say(Ruling.NOBODY),
                labels=menu_words(viewer),
            ),
        ),
        _buttons(viewer, rule, may_edit=may_edit),
    ]


def _conditions(viewer: Viewer, rule: DispatchRule, choices: RuleChoices | None) -> list[Component]:
    sources = [{"label": viewer.say(label), "value": source.value} for source, label in SOURCE_LABELS.items()]
    days = [{"label": viewer.say(day), "value": number_} for number_, day in enumerate(WEEKDAYS, start=1)]
    return [
        labelled(
            viewer.say(Ruling.CATEGORIES), _many(viewer, Dispatch.CATEGORIES, _categories(choices), rule.categories)
        ),
        labelled(viewer.say(Ruling.AREAS), _many(viewer, Dispatch.AREAS, _areas(viewer, choices), rule.areas)),
        labelled(
            viewer.say(Ruling.OWNER),
            dcc.Input(
                id=Dispatch.OWNER,
                value=rule.owner,
                maxLength=OWNER_LENGTH,
                placeholder=viewer.say(Ruling.ANY),
                className="field",
            ),
        ),
        labelled(viewer.say(Ruling.SOURCES), _many(viewer, Dispatch.SOURCES, sources, rule.sources)),
        labelled(viewer.say(Ruling.WEEKDAYS), _many(viewer, Dispatch.WEEKDAYS, days, rule.weekdays)),
        html.Div(
            [
                labelled(viewer.say(Ruling.FROM), _hour(Dispatch.FROM, rule.from_min, "08:00")),
                labelled(viewer.say(Ruling.UNTIL), _hour(Dispatch.UNTIL, rule.until_min, "18:00")),
            ],
            className="dispatch-hours",
        ),
    ]


def _buttons(viewer: Viewer, rule: DispatchRule, *, may_edit: bool) -> Component:
    switch = Ruling.SWITCH_OFF if rule.is_on else Ruling.SWITCH_ON
    note = [] if may_edit else [html.P(viewer.say(Ruling.READ_ONLY), className="quiet")]
    in_force = dcc.Checklist(
        [{"label": viewer.say(Ruling.IS_ON), "value": "on"}],
        ["on"] if rule.is_on else [],
        id=Dispatch.IS_ON,
        className="dispatch-check",
    )
    return html.Div(
        [
            html.Div(in_force, hidden=not may_edit),
            html.Button(viewer.say(Ruling.TRY), id=Dispatch.TRY, className="btn"),
            html.Button(
                viewer.say(switch), id=Dispatch.SWITCH, className="btn", hidden=not may_edit or rule.rule_key == 0
            ),
            html.Button(viewer.say(Ruling.SAVE), id=Dispatch.SAVE, className="btn primary", hidden=not may_edit),
            *note,
        ],
        className="dispatch-buttons",
    )


def unit_value(rule: DispatchRule) -> str | None:
    """Return the choice of the form for whom a rule sends to."""
    if rule.to_responsible:
        return RESPONSIBLE
    units = rule.units
    pairs = (("person", units.assignee), ("squad", units.squad), ("department", units.department))
    return next((f"{kind}:{code}" for kind, code in pairs if code is not None), None)


def _units(viewer: Viewer, choices: RuleChoices | None) -> Options:
    if choices is None:
        return []
    people = [each for each in choices.people if each.squad is not None]
    return [
        {"label": viewer.say(Ruling.RESPONSIBLE), "value": RESPONSIBLE},
        *({"label": each.name, "value": f"squad:{each.code}"} for each in choices.squads),
        *({"label": each.name, "value": f"department:{each.code}"} for each in choices.departments),
        *({"label": f"{each.name.masked()} {each.number}", "value": f"person:{each.number}"} for each in people),
    ]


def _categories(choices: RuleChoices | None) -> Options:
    catalogue = None if choices is None else choices.catalogue
    if catalogue is None:
        return []
    return [{"label": catalogue.path_name(each.code), "value": each.code} for each in catalogue.in_order]


def _areas(viewer: Viewer, choices: RuleChoices | None) -> Options:
    nodes = {} if choices is None else choices.areas
    return [
        {
            "label": f"{node.name} · {viewer.say(LEVEL_LABELS.get(node.level, Text(node.level, node.level)))}",
            "value": code,
        }
        for code, node in sorted(nodes.items())
        if node.level not in _NO_AREAS
    ]


def _many(viewer: Viewer, control: Dispatch, options: Options, chosen: Any) -> Component:
    return dcc.Dropdown(
        options, sorted(chosen), id=control, multi=True, placeholder=viewer.say(Ruling.ANY), labels=menu_words(viewer)
    )


def _hour(control: Dispatch, minute: int | None, hint: str) -> Component:
    value = "" if minute is None else hour_words(minute)
    return dcc.Input(id=control, value=value, maxLength=5, placeholder=hint, className="field")
