"""The tree of categories: main ones unfold to sub-categories, these to their standards."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Final

from dash import html
from dash.development.base_component import Component

from dashboard.domain.cases.limits import Limit, LimitType
from dashboard.domain.catalogue.records import (
    AREA_CLASS_LABELS,
    CATEGORY_KIND_LABELS,
    STEP_LABELS,
    Category,
    CategoryKind,
    Standard,
)
from dashboard.domain.catalogue.tree import Catalogue, Level
from layouts.attributes import attributes
from layouts.components.blanks import empty
from layouts.formatting import NONE, THIN_SPACE, number
from layouts.texts.catalogue import CatalogueTab as Says
from layouts.viewer import Viewer

MOST_SHOWN: Final = 600
"""So many categories are drawn at once; no city was seen with more than 250."""


def limit_words(viewer: Viewer, limit: Limit) -> str:
    """Return a limit as people say it: 4 工作时, 15 分钟."""
    if limit.type is LimitType.URGENT_HOUR and limit.amount < 1:
        return viewer.say(Says.MINUTES).format(number(limit.amount * 60))
    return viewer.say(limit.label).replace(" ", THIN_SPACE, 1)


def catalogue_tree(viewer: Viewer, catalogue: Catalogue, text: str, kind: CategoryKind | None) -> list[Component]:
    """Return the branches in which something was found; all of them, folded, when nothing is looked for."""
    found = _found(catalogue, text, kind)
    if not found:
        return [empty(viewer, Says.NOT_FOUND, Says.NOT_FOUND_HINT, about=text)]
    shown = {each.code for each in catalogue.in_order if each.code in found}
    kept = set(list(shown)[:MOST_SHOWN]) if len(shown) > MOST_SHOWN else shown
    branches = [
        _branch(viewer, catalogue, each, kept, is_open=bool(text)) for each in catalogue.children() if each.code in kept
    ]
    too_many = html.P(viewer.say(Says.TOO_MANY).format(number(MOST_SHOWN)), className="quiet intro")
    return [too_many, *branches] if len(shown) > MOST_SHOWN else branches


def _found(catalogue: Catalogue, text: str, kind: CategoryKind | None) -> Collection[str]:
    """What matches, with those above it, so that it can be reached, and those below it."""
    found: dict[str, None] = {}
    for each in catalogue.find(text, kind):
        found |= dict.fromkeys(above.code for above in catalogue.path(each.code))
        found |= dict.fromkeys(_below(catalogue, each))
    return found


def _below(catalogue: Catalogue, category: Category) -> Sequence[str]:
    below = catalogue.children(category.code)
    return [each.code for each in below] + [code for each in below for code in _below(catalogue, each)]


def _branch(
    viewer: Viewer, catalogue: Catalogue, category: Category, kept: Collection[str], is_open: bool
) -> Component:
    below = [each for each in catalogue.children(category.code) if each.code in kept]
    if not below and catalogue.level(category.code) is Level.SUB:
        return _leaf(viewer, catalogue, category)
    kind = html.Span(viewer.say(CATEGORY_KIND_LABELS[category.kind]), className="tag") if not category.parent else None
    subs = sum(catalogue.level(code) is Level.SUB for code in _below(catalogue, category))
    head = html.Summary(
        [
            html.Span(category.code, className="fig quiet"),
            html.B(category.name),
            kind,
            html.Span(viewer.say(Says.COUNT).format(number(subs)), className="fig quiet"),
        ]
    )
    inner = [_branch(viewer, catalogue, each, kept, is_open) for each in below]
    return html.Details([head, html.Div(inner, className="category-below")], open=is_open, className="category-branch")


def _leaf(viewer: Viewer, catalogue: Catalogue, category: Category) -> Component:
    standards = catalogue.standards(category.code)
    head = html.Summary(
        [
            html.Span(category.code, className="fig quiet"),
            html.Span(category.name, className="category-name"),
            html.Span(_limits(viewer, standards), className="fig category-limit"),
        ]
    )
    return html.Details([head, _standards(viewer, standards)], className="category")


def _limits(viewer: Viewer, standards: Sequence[Standard]) -> list[Component | str]:
    if not standards:
        return [html.Span(NONE, className="quiet")]
    more = viewer.say(Says.MORE).format(number(len(standards)))
    first = limit_words(viewer, standards[0].limit)
    return [first] if len(standards) == 1 else [first, html.Small(more)]


def _standards(viewer: Viewer, standards: Sequence[Standard]) -> Component:
    if not standards:
        return html.P(viewer.say(Says.NO_STANDARD), className="quiet category-none")
    labels = [
        viewer.say(label) for label in (Says.CONDITION, Says.AREA, Says.LIMIT, Says.FILING, Says.CLOSING, Says.EVIDENCE)
    ]
    head = html.Thead(html.Tr([html.Th(label) for label in labels]))
    rows = [
        html.Tr(
            [
                html.Td(cell, **attributes({"data-label": label}))
                for label, cell in zip(labels, _cells(viewer, each), strict=True)
            ]
        )
        for each in standards
    ]
    table = html.Table([head, html.Tbody(rows)], className="table standards")
    return html.Div(table, className="standards-scroll")


def _cells(viewer: Viewer, standard: Standard) -> Sequence[Component | str]:
    area_class = viewer.say(AREA_CLASS_LABELS[standard.area_class]) if standard.area_class else NONE
    return (
        standard.condition or html.Span(viewer.say(Says.ANY), className="quiet"),
        area_class,
        html.Span(limit_words(viewer, standard.limit), className="fig"),
        standard.filing or NONE,
        standard.closing or NONE,
        standard.evidence or NONE,
    )


def step_limits(viewer: Viewer, catalogue: Catalogue) -> list[Component]:
    """Return how long each step may take, in the order in which a case goes through them."""
    return [
        html.Div(
            [
                html.Span(viewer.say(label)),
                html.Span(limit_words(viewer, catalogue.step_limit(step)), className="fig"),
            ],
            className="step-limit",
        )
        for step, label in STEP_LABELS.items()
    ]
