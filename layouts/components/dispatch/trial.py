"""What trying a rule of dispatch on past cases told."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from dash import html
from dash.development.base_component import Component

from dashboard.domain.cases.decisions import PastCase, Rerouting, TryOut
from dashboard.domain.cases.dispatch_readouts import Tried
from dashboard.domain.text import Text
from layouts.components.dispatch.words import RuleNames
from layouts.formatting import number
from layouts.texts.dispatch import Review, Trial
from layouts.viewer import Viewer

_MOST_WAYS: Final = 12
"""Ways that are shown; of a rule that changes much the others are a count."""


def trial_result(viewer: Viewer, tried: Tried, names: RuleNames) -> list[Component]:
    """Return what the rules in force did with past cases beside what they would do with this one, and who moves."""
    now, then, ways = tried
    if not then.cases:
        return [html.P(viewer.say(Trial.NOTHING), className="quiet")]
    about = viewer.say(Trial.CASES).format(number(then.cases), number(then.fits))
    rows = [
        _row(viewer, Trial.AUTOMATIC, now, then, "automatic", strong=True),
        _row(viewer, Trial.SAME, now, then, "same"),
        _row(viewer, Trial.OTHER, now, then, "other"),
        _row(viewer, Trial.HAND, now, then, "hand", strong=True),
        _row(viewer, Trial.SEVERAL, now, then, "several"),
        _row(viewer, Trial.RETURNED, now, then, "returned", strong=True),
        _row(viewer, Trial.ELSEWHERE, now, then, "elsewhere"),
        _row(viewer, Trial.RIGHT, now, then, "right"),
    ]
    head = html.Tr(
        [html.Th(), *(html.Th(viewer.say(each), className="num") for each in (Trial.NOW, Trial.THEN)), html.Th()]
    )
    return [
        html.H3(viewer.say(Trial.TITLE)),
        html.P(about, className="quiet"),
        html.Table([html.Thead(head), html.Tbody(rows)], className="dispatch-trial"),
        *_ways(viewer, ways, names),
    ]


def _row(viewer: Viewer, label: Text, now: TryOut, then: TryOut, name: str, *, strong: bool = False) -> Component:
    before, after = getattr(now, name), getattr(then, name)
    change = after - before
    told = f"{change:+,d}".replace("-", "−") if change else ""
    cells: Sequence[Component] = [
        html.Th(viewer.say(label), scope="row"),
        html.Td(number(before), className="num fig"),
        html.Td(number(after), className="num fig"),
        html.Td(told, className="num fig quiet"),
    ]
    return html.Tr(cells, className="is-strong" if strong else "")


def _ways(viewer: Viewer, ways: Sequence[Rerouting], names: RuleNames) -> list[Component]:
    """Which cases would go elsewhere, by way, each with its newest ones."""
    if not ways:
        return [html.H3(viewer.say(Trial.WAYS)), html.P(viewer.say(Trial.NO_WAYS), className="quiet")]
    left = sum(way.cases for way in ways[_MOST_WAYS:])
    more = viewer.say(Trial.MORE_WAYS).format(number(len(ways) - _MOST_WAYS), number(left))
    return [
        html.H3(viewer.say(Trial.WAYS_OF).format(number(sum(way.cases for way in ways)))),
        *(_way(viewer, way, names, is_open=place == 0) for place, way in enumerate(ways[:_MOST_WAYS])),
        *([html.P(more, className="quiet")] if left else []),
    ]


def _way(viewer: Viewer, way: Rerouting, names: RuleNames, *, is_open: bool) -> Component:
    told = viewer.say(Review.WAY).format(_unit(viewer, way.before, names), _unit(viewer, way.after, names))
    count = html.Span(viewer.say(Trial.WAY_CASES).format(number(way.cases)), className="fig")
    right = [html.Small(viewer.say(Trial.WAY_RIGHT).format(number(way.right)), className="quiet")] if way.right else []
    head = html.Summary([html.B(told, className="dispatch-way"), count, *right])
    rows = html.Ul([_example(viewer, case, names) for case in way.examples], className="dispatch-cases")
    left = way.cases - len(way.examples)
    more = [html.Small(viewer.say(Trial.MORE_CASES).format(number(left)), className="quiet")] if left else []
    return html.Details([head, rows, *more], className="dispatch-moved", open=is_open)


def _example(viewer: Viewer, case: PastCase, names: RuleNames) -> Component:
    """A case with who had it in the end, and that it had come back."""
    had = viewer.say(Trial.HAD).format(_unit(viewer, case.unit, names))
    back = [html.Span(viewer.say(Trial.CAME_BACK).format(names.unit(case.first)), className="dispatch-problem")]
    return html.Li(
        [
            html.B(names.categories.get(case.category, case.category)),
            html.A(f"#{case.number}", href=f"/?case={case.case_key}", className="fig quiet"),
            html.Span(had, className="quiet"),
            *(back if case.returned else []),
        ],
        className="dispatch-name",
    )


def _unit(viewer: Viewer, code: str, names: RuleNames) -> str:
    return names.unit(code) if code else viewer.say(Trial.BY_HAND)
