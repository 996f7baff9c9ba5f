"""The rules of dispatch as a list, the figures of dispatch, and what came back."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Final

from dash import dcc, html
from dash.development.base_component import Component

from dashboard.domain.cases.decisions import FIGURE_LABELS, DispatchFigures, ReturnedCase
from dashboard.domain.cases.dispatch_readouts import RuleLine
from dashboard.domain.cases.dispatch_rules import RuleVersion
from layouts.attributes import attributes
from layouts.components.authors import Authors, author_name
from layouts.components.blanks import empty
from layouts.components.dispatch.words import RuleNames, to_words, when_words
from layouts.formatting import NONE, day_and_time, duration, figure, number, percent
from layouts.texts.dispatch import Review, Ruling
from layouts.viewer import Viewer

PATH: Final = "/dispatch"
NEW: Final = "new"
_SECONDS_UNTIL: Final = 600.0
"""Up to here a time is told in seconds."""


def figure_tiles(viewer: Viewer, figures: DispatchFigures) -> list[Component]:
    """Return the three figures, each with what it is of."""
    share = percent(figures.automatic, figures.dispatched, 2) if figures.dispatched else NONE
    right = percent(figures.right, figures.automatic, 2) if figures.automatic else NONE
    of = viewer.say(Ruling.DISPATCHED_OF)
    by_means = viewer.say(Ruling.AUTO_AND_HAND).format(
        _seconds(viewer, figures.median_auto_s), _seconds(viewer, figures.median_hand_s)
    )
    return [
        _tile(viewer, "automatic_share", share, of.format(number(figures.automatic), number(figures.dispatched))),
        _tile(viewer, "first_accuracy", right, of.format(number(figures.right), number(figures.automatic))),
        _tile(viewer, "median_s", _seconds(viewer, figures.median_s), by_means, ""),
    ]


def _tile(viewer: Viewer, key: str, value: str, note: str, unit: str = "%") -> Component:
    return html.Div(
        [
            html.Span(viewer.say(FIGURE_LABELS[key]), className="quiet"),
            figure(value, unit),
            html.Small(note, className="fig"),
        ],
        className="dispatch-tile",
    )


def _seconds(viewer: Viewer, seconds: float | None) -> str:
    if seconds is None:
        return NONE
    if seconds < _SECONDS_UNTIL:
        return f"{number(seconds, 1 if seconds < 10 else 0)} {viewer.say(Ruling.SECONDS)}"
    return duration(viewer, seconds)


def rule_list(viewer: Viewer, lines: Sequence[RuleLine], names: RuleNames, chosen: int | None) -> list[Component]:
    """Return the rules, those that are on first, the chosen one marked."""
    on = sum(line.rule.is_on for line in lines)
    count = viewer.say(Ruling.COUNT).format(on, len(lines))
    head = html.Div(
        [
            html.Span(count, className="quiet fig"),
            dcc.Link(viewer.say(Ruling.NEW), href=f"{PATH}?rule={NEW}", className="btn small"),
        ],
        className="dispatch-bar",
    )
    if not lines:
        return [head, empty(viewer, Ruling.NONE, Ruling.NONE_HINT)]
    return [head, *(_line(viewer, line, names, is_chosen=line.rule.rule_key == chosen) for line in lines)]


def _line(viewer: Viewer, line: RuleLine, names: RuleNames, *, is_chosen: bool) -> Component:
    rule = line.rule
    state = html.Span(
        viewer.say(Ruling.ON if rule.is_on else Ruling.OFF),
        className="tag",
        **attributes({"data-state": "normal" if rule.is_on else "offline"}),
    )
    when = [html.Span(word, className="dispatch-when") for word in when_words(viewer, rule, names)]
    goes = html.Span([html.Span("→ ", className="quiet"), to_words(viewer, rule, names)], className="dispatch-to")
    problem = [html.Small(viewer.say(line.problem), className="dispatch-problem")] if line.problem else []
    if line.follows is not None:
        problem.append(html.Small(viewer.say(line.follows), className="quiet"))
    return dcc.Link(
        [
            html.Div([html.B(rule.name), state], className="dispatch-name"),
            html.Div([*when, goes], className="dispatch-words"),
            html.Small(_use(viewer, line), className="quiet fig"),
            *problem,
        ],
        href=f"{PATH}?rule={rule.rule_key}",
        className="dispatch-line is-on" if is_chosen else "dispatch-line",
    )


def _use(viewer: Viewer, line: RuleLine) -> str:
    use = line.use
    if not use.dispatches:
        return viewer.say(Ruling.NOT_USED)
    told = viewer.say(Ruling.USE).format(number(use.dispatches))
    if not use.returned:
        return told
    share = percent(use.returned, use.dispatches)
    return f"{told} · {viewer.say(Ruling.BACK).format(number(use.returned), f'{share}%')}"


def version_list(
    viewer: Viewer, versions: Sequence[RuleVersion], names: RuleNames, authors: Authors
) -> list[Component]:
    """Return every version with who made it when, the newest first."""
    if not versions:
        return []
    return [
        html.H3(viewer.say(Ruling.VERSIONS)),
        html.Ol([_version(viewer, each, names, authors) for each in versions]),
    ]


def _version(viewer: Viewer, told: RuleVersion, names: RuleNames, authors: Authors) -> Component:
    rule = told.rule
    state = viewer.say(Ruling.ON if rule.is_on else Ruling.OFF)
    author = author_name(viewer, authors, told.author)
    head = viewer.say(Ruling.CHANGED).format(rule.version, author, day_and_time(viewer, told.at_us))
    words = f"{rule.name} · {' · '.join(when_words(viewer, rule, names))} → {to_words(viewer, rule, names)}"
    return html.Li([html.Span(f"{head} · {state}", className="fig"), html.P(words, className="quiet")])


def returned_list(
    viewer: Viewer, cases: Sequence[ReturnedCase], lines: Sequence[RuleLine], names: RuleNames
) -> list[Component]:
    """Return what came back, by rule, the rule with the most first."""
    if not cases:
        return [empty(viewer, Review.NONE, Review.NONE_HINT)]
    known = {line.rule.rule_key: line for line in lines}
    by_rule = sorted(cases, key=lambda case: case.rule_key)
    groups = [(key, list(group)) for key, group in groupby(by_rule, key=lambda case: case.rule_key)]
    groups.sort(key=lambda pair: -len(pair[1]))
    return [_group(viewer, key, group, known.get(key), names) for key, group in groups]


def _group(
    viewer: Viewer, key: int, cases: Sequence[ReturnedCase], line: RuleLine | None, names: RuleNames
) -> Component:
    name = viewer.say(Review.GONE).format(key) if line is None else line.rule.name
    back = len(cases) if line is None else max(line.use.returned, len(cases))
    total = len(cases) if line is None else line.use.dispatches
    head = viewer.say(Review.GROUP).format(name, number(back), number(total))
    return html.Section(
        [
            dcc.Link(head, href=f"{PATH}?rule={key}", className="dispatch-group"),
            html.Ul([_returned(viewer, case, names) for case in cases], className="dispatch-cases"),
        ]
    )


def _returned(viewer: Viewer, case: ReturnedCase, names: RuleNames) -> Component:
    then = names.unit(case.then) if case.then else viewer.say(Review.WAITS)
    way = viewer.say(Review.WAY).format(names.unit(case.unit), then)
    return html.Li(
        [
            html.Div(
                [
                    html.B(case.category_name),
                    html.A(f"#{case.number}", href=f"/?case={case.case_key}", className="fig quiet"),
                    html.Span(way, className="dispatch-way"),
                    html.Small(day_and_time(viewer, case.returned_us), className="fig quiet"),
                ],
                className="dispatch-name",
            ),
            html.P(case.reason or viewer.say(Review.NO_REASON), className="quiet"),
        ]
    )
