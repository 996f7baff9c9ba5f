"""管理: people, squads, departments, who answers for what, what cases are about, the city, its data's sources."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, NamedTuple

from dash import dcc, html
from dash.development.base_component import Component

from dashboard.domain.jobs import ASKERS
from dashboard.domain.rights import Actor, Permission, decide, decide_any
from dashboard.domain.text import Text
from layouts.attributes import attributes
from layouts.components.accounts import rights_form
from layouts.components.audit import audit_tab
from layouts.components.blanks import skeleton
from layouts.components.cases.alarm_rules import alarm_cases_tab
from layouts.components.catalogue.tab import catalogue_tab
from layouts.components.gates.filing import TAB as FILINGS
from layouts.components.gates.filing import filings_tab
from layouts.components.gates.rules import TAB as GATES
from layouts.components.gates.rules import gates_tab
from layouts.components.gates.words import TAB as WORDS
from layouts.components.gates.words import words_tab
from layouts.components.jobs import jobs_tab
from layouts.components.office import office, tab_class
from layouts.components.people.form import person_form
from layouts.components.people.listing import people_tab, query_from_address
from layouts.components.people.merging import merge_form
from layouts.components.webhooks import exchange_tab
from layouts.ids import Admin
from layouts.markup import drawn
from layouts.page import Page, PageContext
from layouts.requests import current_account
from layouts.texts.admin import Accounts, Audit, City, Jobs, Mappings, Processes, Roles, Sources
from layouts.texts.case_report import AlarmCaseRules
from layouts.texts.catalogue import CatalogueTab
from layouts.texts.gates import Ruling, SelfFiling, Words
from layouts.texts.people import Departments, People, Responsibilities, Squads
from layouts.texts.webhooks import Exchange


class Tab(NamedTuple):
    """One tab: what it is called, who sees it (with any of these rights), and how it looks before any data came."""

    label: Text
    permissions: tuple[Permission, ...]
    draw: Callable[[PageContext], list[Component]]


def layout(context: PageContext) -> Component:
    """Return the tab that `?tab=` asks for, else the first; links to the others that the viewer may see."""
    viewer, actor = context.viewer, current_account()
    offered = {key: tab for key, tab in _TABS.items() if actor and _may_see(actor, tab)}
    asked = context.query.get("tab", "")
    chosen = asked if asked in offered else next(iter(offered), "people")
    tabs = [
        dcc.Link(viewer.say(tab.label), href=f"/admin?tab={key}", className=tab_class(is_chosen=key == chosen))
        for key, tab in offered.items()
    ]
    tabs += [
        dcc.Link(viewer.say(label), href=href, className=tab_class(is_chosen=False))
        for label, href, permission in _ELSEWHERE
        if actor and decide(actor, permission).allowed
    ]
    return office(viewer.say(PAGE.title), _TABS[chosen].draw(context), tabs)


def _may_see(actor: Actor, tab: Tab) -> bool:
    return decide_any(actor, tab.permissions).allowed


def _people(context: PageContext) -> list[Component]:
    actor, tab = current_account(), people_tab(context.viewer, query_from_address(context.query))
    may_edit = actor is not None and decide(actor, Permission.MANAGE_PEOPLE).allowed
    return [*tab, person_form(context.viewer)] if may_edit else tab


def _squads(context: PageContext) -> list[Component]:
    actor, cards = current_account(), html.Div(skeleton(8), id=Admin.SQUADS, className="squad-cards")
    may_edit = actor is not None and decide(actor, Permission.MANAGE_PEOPLE).allowed
    return [cards, merge_form(context.viewer)] if may_edit else [cards]


def _departments(_context: PageContext) -> list[Component]:
    return [html.Div(skeleton(8), id=Admin.DEPARTMENTS)]


def _responsibilities(_context: PageContext) -> list[Component]:
    return [html.Div(id=Admin.RESPONSIBILITIES, **drawn(skeleton(10)))]


def _city(_context: PageContext) -> list[Component]:
    return [dcc.Store(id=Admin.CITY_SAVED), html.Div(id=Admin.CITY_SAID), html.Div(skeleton(6), id=Admin.CITY)]


def _mappings(_context: PageContext) -> list[Component]:
    return [html.Div(id=Admin.MAPPINGS, **drawn(skeleton(8)))]


def _sources(_context: PageContext) -> list[Component]:
    return [html.Div(id=Admin.SOURCES, **drawn(skeleton(10)))]


def _processes(_context: PageContext) -> list[Component]:
    return [html.Div(id=Admin.PROCESSES, **drawn(skeleton(8)))]


def _accounts(context: PageContext) -> list[Component]:
    chosen = {"data-account": context.query.get("account", "")}
    return [
        dcc.Store(id=Admin.ACCOUNTS_CHANGED),
        html.Div(id=Admin.ACCOUNTS_SAID),
        html.Div(
            [
                html.Div(skeleton(8), id=Admin.ACCOUNTS, className="card account-list", **attributes(chosen)),
                html.Div(skeleton(6), id=Admin.ACCOUNT),
                html.Div(skeleton(6), id=Admin.TOKENS),
            ],
            className="accounts",
        ),
    ]


def _roles(context: PageContext) -> list[Component]:
    return [
        dcc.Store(id=Admin.RIGHT_SAVED),
        html.P(context.viewer.say(Roles.INTRO), className="quiet intro"),
        rights_form(context.viewer),
        html.Div(id=Admin.RIGHT_SAID),
        html.Div(id=Admin.RIGHTS, **drawn(skeleton(12))),
    ]


def _imports(context: PageContext) -> list[Component]:
    return jobs_tab(context.viewer, current_account())


def _catalogue(context: PageContext) -> list[Component]:
    return catalogue_tab(context.viewer, current_account())


def _alarm_cases(_context: PageContext) -> list[Component]:
    return alarm_cases_tab()


def _exchange(context: PageContext) -> list[Component]:
    return exchange_tab(context.viewer, context.query.get("system", ""))


def _audit(context: PageContext) -> list[Component]:
    return audit_tab(context.viewer)


_TABS: Final[dict[str, Tab]] = {
    "people": Tab(People.TAB, (Permission.VIEW_PEOPLE,), _people),
    "squads": Tab(Squads.TAB, (Permission.VIEW_PEOPLE,), _squads),
    "departments": Tab(Departments.TAB, (Permission.VIEW_PEOPLE,), _departments),
    "responsibilities": Tab(Responsibilities.TAB, (Permission.VIEW_PEOPLE,), _responsibilities),
    "catalogue": Tab(CatalogueTab.TAB, (Permission.VIEW_OPERATIONS,), _catalogue),
    "alarm-cases": Tab(AlarmCaseRules.TAB, (Permission.EDIT_RULES,), _alarm_cases),
    GATES: Tab(Ruling.TAB, (Permission.EDIT_RULES,), gates_tab),
    FILINGS: Tab(SelfFiling.TAB, (Permission.EDIT_RULES,), filings_tab),
    WORDS: Tab(Words.TAB, (Permission.REGISTER_DEVICES,), words_tab),
    "imports": Tab(Jobs.TAB, ASKERS, _imports),
    "accounts": Tab(Accounts.TAB, (Permission.MANAGE_ACCOUNTS,), _accounts),
    "roles": Tab(Roles.TAB, (Permission.MANAGE_RIGHTS,), _roles),
    "exchange": Tab(Exchange.TAB, (Permission.MANAGE_EXCHANGE,), _exchange),
    "city": Tab(City.TAB, (Permission.MANAGE_CITY,), _city),
    "mappings": Tab(Mappings.TAB, (Permission.REGISTER_DEVICES,), _mappings),
    "audit": Tab(Audit.TAB, (Permission.VIEW_AUDIT,), _audit),
    "processes": Tab(Processes.TAB, (Permission.VIEW_PROCESSES,), _processes),
    "sources": Tab(Sources.TAB, (Permission.VIEW_PROCESSES,), _sources),
}
_ELSEWHERE: Final = (
    (Text("规则 ↗", "Rules ↗"), "/sensors?tab=thresholds", Permission.EDIT_RULES),
    (Text("设备 ↗", "Devices ↗"), "/sensors", Permission.REGISTER_DEVICES),
)
"""What is administered on the page of the devices."""
PAGE: Final = Page(
    key="admin",
    path="/admin",
    title=Text("管理", "Admin"),
    order=6,
    icon="people",
    layout=layout,
    permission=(Permission.VIEW_PEOPLE, Permission.VIEW_AUDIT),
)
