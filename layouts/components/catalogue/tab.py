"""The tab of the catalogue: its tree, versions with their periods, and the import of a new one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from dash import dcc, html
from dash.development.base_component import Component

from dashboard.domain.catalogue.records import CATEGORY_KIND_LABELS
from dashboard.domain.catalogue.tree import Catalogue, Level, Version
from dashboard.domain.jobs import LARGEST_FILE, TOO_LARGE
from dashboard.domain.rights import Actor, Permission, decide
from dashboard.domain.text import Text
from layouts.attributes import attributes
from layouts.catalogue_ids import CatalogueTab as Ids
from layouts.components.blanks import empty, skeleton
from layouts.components.fields import labelled
from layouts.components.jobs import LOOK_OFTEN_MS
from layouts.formatting import day_and_time, number
from layouts.markup import drawn
from layouts.texts.admin import Jobs
from layouts.texts.catalogue import CatalogueTab as Says
from layouts.viewer import Viewer

EXPORT: Final = "/api/v1/catalogue.csv"
VERSIONS_SHOWN: Final = 20


def catalogue_tab(viewer: Viewer, actor: Actor | None) -> list[Component]:
    """Return the tab before any data came; the form of the import for those who may."""
    may_import = actor is not None and decide(actor, Permission.MANAGE_CATALOGUE).allowed
    tree = html.Div(id=Ids.TREE, className="card category-tree", **drawn(skeleton(12)))
    side = [
        html.Section([html.H2(viewer.say(Says.VERSIONS)), _plain(Ids.VERSIONS, 3)], className="panel"),
        html.Section([html.H2(viewer.say(Says.STEPS)), _plain(Ids.STEPS, 4)], className="panel"),
    ]
    aside = html.Aside([*(_import(viewer) if may_import else []), *side], className="catalogue-side")
    return [
        html.Div(skeleton(1), id=Ids.FACTS, className="catalogue-facts"),
        html.Div([html.Div([_bar(viewer), tree]), aside], className="catalogue"),
    ]


def _plain(name: Ids, bones: int) -> Component:
    return html.Div(id=name, **drawn(skeleton(bones)))


def _bar(viewer: Viewer) -> Component:
    kinds = [{"label": viewer.say(label), "value": kind.value} for kind, label in CATEGORY_KIND_LABELS.items()]
    return html.Div(
        [
            dcc.Input(
                id=Ids.TEXT,
                type="search",
                debounce=0.3,
                placeholder=viewer.say(Says.FIND),
                autoComplete="off",
                className="field",
            ),
            dcc.Dropdown(kinds, id=Ids.KIND, placeholder=viewer.say(Says.ALL), className="catalogue-kind"),
            dcc.Dropdown(id=Ids.VERSION, placeholder=viewer.say(Says.HOLDS), className="right-choice"),
            html.A(viewer.say(Says.EXPORT), id=Ids.EXPORT, href=EXPORT, className="btn", download=""),
        ],
        className="admin-bar",
    )


def _import(viewer: Viewer) -> list[Component]:
    upload = dcc.Upload(
        html.Span(viewer.say(Says.FILE), id=Ids.FILE_NAME),
        id=Ids.FILE,
        max_size=LARGEST_FILE,
        className="job-file",
    )
    limits = {"data-largest": str(LARGEST_FILE), "data-too-large": viewer.say(TOO_LARGE)}
    sized = html.Div(upload, **attributes(limits | {"data-file": Ids.FILE, "data-said": Ids.SAID}))
    buttons = [
        html.Button(viewer.say(Jobs.TRY), id=Ids.TRY, className="btn"),
        html.Button(viewer.say(Says.START), id=Ids.START, className="btn primary"),
    ]
    form = [
        html.H2(viewer.say(Says.IMPORT)),
        html.P(viewer.say(Says.IMPORT_INTRO), className="quiet"),
        sized,
        _labelled(viewer, Says.VALID_FROM, Ids.VALID_FROM, viewer.say(Says.TODAY)),
        _labelled(viewer, Says.NAME, Ids.NAME, viewer.say(Says.NAME_HINT)),
        html.Div(buttons, className="admin-deeds"),
        html.Div(id=Ids.SAID),
        html.H3(viewer.say(Says.JOBS)),
        html.Div(id=Ids.JOBS, className="catalogue-jobs", **drawn(skeleton(2))),
    ]
    hidden = [
        dcc.Store(id=Ids.ASKED),
        dcc.Interval(id=Ids.CLOCK, interval=LOOK_OFTEN_MS),
    ]
    return [*hidden, html.Section(form, className="panel catalogue-import")]


def _labelled(viewer: Viewer, label: Text, name: Ids, hint: str) -> Component:
    field = dcc.Input(id=name, placeholder=hint, autoComplete="off", className="field")
    return labelled(viewer.say(label), field)


def catalogue_facts(viewer: Viewer, catalogue: Catalogue | None) -> list[Component]:
    """Return what there is of it in figures."""
    if catalogue is None:
        return []
    every = catalogue.contents.categories
    subs = sum(catalogue.level(each.code) is Level.SUB for each in every)
    counts = (
        (Says.MAINS, len(catalogue.children())),
        (Says.SUBS, subs),
        (Says.STANDARDS, len(catalogue.contents.standards)),
    )
    figures = [
        html.Div([html.Span(number(count), className="fig"), html.Small(viewer.say(label))], className="catalogue-fact")
        for label, count in counts
    ]
    version = catalogue.version
    name = html.Div([html.B(version.name), html.Small(period(viewer, version))], className="catalogue-fact is-name")
    return [*figures, name]


def no_catalogue(viewer: Viewer) -> list[Component]:
    """Return what would be here."""
    return [empty(viewer, Says.NONE, Says.NONE_HINT)]


def period(viewer: Viewer, version: Version) -> str:
    """Return when a version holds."""
    if version.never_held:
        return viewer.say(Says.REPLACED)
    if version.valid_until is None:
        return viewer.say(Says.UNTIL_NOW).format(version.valid_from)
    return viewer.say(Says.PERIOD).format(version.valid_from, version.valid_until)


def version_choices(viewer: Viewer, versions: Sequence[Version]) -> list[dict[str, Any]]:
    """Return those that may be looked at, the newest beginning first."""
    return [
        {"label": f"{each.name} · {period(viewer, each)}", "value": each.version}
        for each in versions
        if not each.never_held
    ]


def version_list(viewer: Viewer, versions: Sequence[Version], today: date) -> list[Component]:
    """Return the versions with their periods and how they stand today."""
    if not versions:
        return no_catalogue(viewer)
    return [_version(viewer, each, today) for each in versions[:VERSIONS_SHOWN]]


def _version(viewer: Viewer, version: Version, today: date) -> Component:
    standing, word = _standing(version, today)
    brought_in = viewer.say(Says.BROUGHT_IN).format(day_and_time(viewer, version.imported_us))
    return html.Div(
        [
            html.B(version.name),
            html.Span(viewer.say(word), className=f"tag version-{standing}"),
            html.Span(period(viewer, version), className="fig"),
            html.Span(brought_in, className="fig quiet") if version.imported_us else None,
        ],
        className="version-row",
    )


def _standing(version: Version, today: date) -> tuple[str, Text]:
    if version.holds_on(today):
        return "holds", Says.HOLDS
    return ("coming", Says.COMING) if version.valid_from > today and not version.never_held else ("ended", Says.ENDED)
