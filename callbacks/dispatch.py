"""The rules of dispatch: listed, changed, tried on past cases, switched on and off, reviewed."""

from __future__ import annotations

import asyncio
from typing import Any, Final

from dash import Input, Output, State, no_update

from callbacks._actor import current_actor
from callbacks._ports import CallbackRegistry, PageServices
from callbacks._typed import minute_of, typed
from dashboard.domain.cases.dispatch_rules import OWNER_LENGTH, RULE_NAME_LENGTH, DispatchRule
from dashboard.domain.cases.records import Units
from dashboard.domain.cases.states import Source
from dashboard.domain.rights import Actor, Permission, decide
from dashboard.errors import BadInput
from layouts.case_ids import Dispatch
from layouts.components.blanks import said
from layouts.components.dispatch.form import RESPONSIBLE, names_of, rule_form
from layouts.components.dispatch.rules import figure_tiles, returned_list, rule_list, version_list
from layouts.components.dispatch.trial import trial_result
from layouts.ids import Shell
from layouts.markup import markup
from layouts.requests import current_viewer
from layouts.texts.dispatch import Ruling

_MOST_DAYS: Final = 366
_FIELDS: Final = (
    Dispatch.NAME,
    Dispatch.CATEGORIES,
    Dispatch.AREAS,
    Dispatch.OWNER,
    Dispatch.SOURCES,
    Dispatch.WEEKDAYS,
    Dispatch.FROM,
    Dispatch.UNTIL,
    Dispatch.UNIT,
    Dispatch.SECOND,
    Dispatch.IS_ON,
)


def register(app: CallbackRegistry, services: PageServices) -> None:
    """Figures, list, form and review follow the feed of cases; the form keeps what is typed until it is saved."""
    _register_reads(app, services)
    _register_trial(app, services)
    _register_form(app, services)


def _register_reads(app: CallbackRegistry, services: PageServices) -> None:
    @app.callback(
        Output(Dispatch.FIGURES, "data-html"),
        Input(Dispatch.DAYS, "value"),
        Input(Shell.FEED_CASES, "data"),
    )
    async def show_figures(days: Any, _revision: Any) -> Any:
        viewer, actor = current_viewer(services.settings), current_actor()
        count = days if type(days) is int and 1 <= days <= _MOST_DAYS else 1
        figures = await asyncio.to_thread(services.cases.dispatch_ruling.figures_of_days, actor, count)
        return markup(figure_tiles(viewer, figures))

    @app.callback(
        Output(Dispatch.LIST, "children"),
        Output(Dispatch.RETURNED, "children"),
        Output(Dispatch.VERSIONS, "data-html"),
        Input(Dispatch.RULE, "data"),
        Input(Dispatch.DONE, "data"),
        Input(Shell.FEED_CASES, "data"),
    )
    async def show_rules(chosen: Any, _done: Any, _revision: Any) -> Any:
        return await asyncio.to_thread(_listed, services, _key(chosen), current_actor())

    @app.callback(
        Output(Dispatch.FORM, "children"),
        Input(Dispatch.RULE, "data"),
        Input(Dispatch.DONE, "data"),
    )
    async def show_form(chosen: Any, _done: Any) -> Any:
        key = _key(chosen)
        if key is None:
            return no_update
        return await asyncio.to_thread(_form, services, key, current_actor())


def _register_trial(app: CallbackRegistry, services: PageServices) -> None:
    @app.callback(
        Output(Dispatch.TRIED, "children"),
        Input(Dispatch.TRY, "n_clicks"),
        State(Dispatch.VERSION, "data"),
        *(State(field, "value") for field in _FIELDS),
        prevent_initial_call=True,
    )
    async def try_rule(clicks: int | None, version: Any, *told: Any) -> Any:
        if not clicks:
            return no_update
        return await asyncio.to_thread(_tried, services, _rule(version, *told), current_actor())


def _register_form(app: CallbackRegistry, services: PageServices) -> None:
    @app.callback(
        Output(Dispatch.SAID, "children"),
        Output(Dispatch.RULE, "data"),
        Output(Dispatch.DONE, "data"),
        Input(Dispatch.SAVE, "n_clicks"),
        State(Dispatch.VERSION, "data"),
        *(State(field, "value") for field in _FIELDS),
        prevent_initial_call=True,
    )
    async def save(clicks: int | None, version: Any, *told: Any) -> Any:
        if not clicks:
            return no_update, no_update, no_update
        ruling, draft = services.cases.dispatch_ruling, _rule(version, *told)
        saved = await asyncio.to_thread(ruling.save, draft, current_actor())
        return _said(services, saved), saved.rule_key, _mark(saved)

    @app.callback(
        Output(Dispatch.SAID, "children", allow_duplicate=True),
        Output(Dispatch.DONE, "data", allow_duplicate=True),
        Input(Dispatch.SWITCH, "n_clicks"),
        State(Dispatch.VERSION, "data"),
        prevent_initial_call=True,
    )
    async def switch(clicks: int | None, version: Any) -> Any:
        if not clicks:
            return no_update, no_update
        key, number = _versioned(version)
        if not key:
            raise BadInput(Ruling.BAD_RULE)
        saved = await asyncio.to_thread(services.cases.dispatch_ruling.switch, key, number, current_actor())
        return _said(services, saved), _mark(saved)


def _listed(services: PageServices, chosen: int | None, actor: Actor) -> Any:
    viewer, ruling = current_viewer(services.settings), services.cases.dispatch_ruling
    lines, names, cases = ruling.lines(actor), names_of(ruling.choices(actor)), ruling.returned(actor)
    versions = ruling.versions(chosen, actor) if chosen else ()
    authors = services.people.authors((each.author for each in versions), actor)
    return (
        rule_list(viewer, lines, names, chosen),
        returned_list(viewer, cases, lines, names),
        markup(version_list(viewer, versions, names, authors)),
    )


def _form(services: PageServices, key: int, actor: Actor) -> Any:
    viewer, ruling = current_viewer(services.settings), services.cases.dispatch_ruling
    rule = ruling.versions(key, actor)[0].rule if key else DispatchRule(name="")
    may_edit = decide(actor, Permission.EDIT_DISPATCH_RULES).allowed
    return rule_form(viewer, rule, ruling.choices(actor), may_edit=may_edit)


def _tried(services: PageServices, draft: DispatchRule, actor: Actor) -> Any:
    ruling = services.cases.dispatch_ruling
    tried, names = ruling.try_on_past(draft, actor), names_of(ruling.choices(actor))
    return trial_result(current_viewer(services.settings), tried, names)


def _said(services: PageServices, rule: DispatchRule) -> Any:
    return said(current_viewer(services.settings), Ruling.SAVED, rule.name, str(rule.version))


def _mark(rule: DispatchRule) -> list[int]:
    return [rule.rule_key, rule.version]


def _key(chosen: Any) -> int | None:
    return chosen if type(chosen) is int and 0 <= chosen < 2**31 else None


def _versioned(told: Any) -> tuple[int, int]:
    """The key and the version of the rule that the form shows; zeros for a new one."""
    if isinstance(told, list) and len(told) == 2 and all(type(each) is int and 0 <= each < 2**31 for each in told):
        return told[0], told[1]
    raise BadInput(Ruling.BAD_RULE)


def _rule(
    version: Any,
    name: Any,
    categories: Any,
    areas: Any,
    owner: Any,
    sources: Any,
    weekdays: Any,
    from_: Any,
    until: Any,
    unit: Any,
    second: Any,
    is_on: Any,
) -> DispatchRule:
    """The rule that the form says."""
    key, number = _versioned(version)
    chosen, squad = typed(unit, 60), typed(second, 40)
    return DispatchRule(
        rule_key=key,
        version=number,
        name=typed(name, RULE_NAME_LENGTH + 1),
        is_on=bool(is_on),
        categories=_codes(categories),
        areas=_codes(areas),
        owner=typed(owner, OWNER_LENGTH + 1),
        sources=frozenset(Source(each) for each in _codes(sources) if each in set(Source)),
        weekdays=frozenset(day for day in range(1, 8) if isinstance(weekdays, list) and day in weekdays),
        from_min=minute_of(from_),
        until_min=minute_of(until),
        to_responsible=chosen == RESPONSIBLE,
        units=_units(chosen)._replace(second_squad=squad or None),
    )


def _codes(told: Any) -> frozenset[str]:
    return (
        frozenset(typed(each, 40) for each in told if isinstance(each, str)) if isinstance(told, list) else frozenset()
    )


def _units(chosen: str) -> Units:
    kind, _, code = chosen.partition(":")
    match kind:
        case "squad":
            return Units(squad=code)
        case "department":
            return Units(department=code)
        case "person":
            return Units(assignee=code)
        case _:
            return Units()
