"""The tab of categories that file by themselves: how far each can be trusted, and the switch."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from dash import dcc, html
from dash.development.base_component import Component

from dashboard.domain.camera_events import CATEGORIES, category_label
from dashboard.domain.text import Text
from dashboard.domain.triage.filing import MOST_AN_HOUR, FilingLine
from dashboard.domain.triage.precision import Precision
from layouts.attributes import attributes
from layouts.components.blanks import empty, skeleton
from layouts.components.fields import labelled
from layouts.components.gates.parts import address, text_field
from layouts.formatting import day_and_time, number
from layouts.gate_ids import Filings
from layouts.page import PageContext
from layouts.texts.gates import SelfFiling
from layouts.viewer import Viewer

TAB: Final = "camera-filing"
ENABLED: Final = "enabled"
CONDITION_LENGTH: Final = 120


def filings_tab(context: PageContext) -> list[Component]:
    """Return the tab before any data came; what the address asks for is read by its callback."""
    chosen = context.query.get("category", "")
    return [
        dcc.Store(id=Filings.CHANGED),
        html.P(context.viewer.say(SelfFiling.INTRO), className="quiet intro"),
        html.Div(id=Filings.SAID),
        html.Div(
            [
                html.Div(
                    skeleton(8), id=Filings.BOARD, className="find-board", **attributes({"data-category": chosen})
                ),
                html.Div([_hidden()], id=Filings.FORM, className="find-form"),
            ],
            className="finds has-one" if chosen else "finds",
        ),
    ]


def _hidden() -> Component:
    """Every id of the form, before it is drawn."""
    fields: list[Component] = [dcc.Input(id=each) for each in (Filings.PRECISION, Filings.CONDITION, Filings.MOST)]
    rest: list[Component] = [dcc.Checklist(id=Filings.OPTIONS), dcc.Store(id=Filings.VERSION)]
    return html.Div([*fields, *rest, html.Button(id=Filings.SAVE)], hidden=True)


def filing_board(viewer: Viewer, lines: Sequence[FilingLine], chosen: str) -> list[Component]:
    """Return every category with what people said of it."""
    rows = [_row(viewer, line, is_chosen=line.filing.category == chosen) for line in lines]
    return [html.Div(rows or [empty(viewer, SelfFiling.NONE, SelfFiling.NONE_HINT)], className="card find-rows")]


def _row(viewer: Viewer, line: FilingLine, *, is_chosen: bool) -> Component:
    filing, precision = line.filing, line.precision
    label, tone = _standing(line)
    tag = html.Span(viewer.say(label), className="tag", **attributes({"data-state": tone}))
    told = [viewer.say(SelfFiling.LEAST).format(f"{100 * filing.least_precision:g}")]
    if line.filed:
        told.append(viewer.say(SelfFiling.FILED).format(number(line.filed)))
    of = viewer.say(SelfFiling.OF).format(number(precision.right), number(precision.reviewed))
    return dcc.Link(
        [
            html.Span([html.B(f"{category_name(viewer, line)} {filing.category}"), tag], className="gate-name"),
            html.Span(precision_words(viewer, precision), className="fig gate-words"),
            html.Span(
                [
                    html.Span(of if precision.reviewed else "", className="fig"),
                    html.Small(" · ".join(told), className="quiet fig"),
                ],
                className="gate-tally",
            ),
        ],
        href=address(TAB, category=filing.category),
        className="find-row gate-row is-on" if is_chosen else "find-row gate-row",
    )


def category_name(viewer: Viewer, line: FilingLine) -> str:
    """Return the category as cameras' categories are called, else as the catalogue calls it."""
    code = line.filing.category
    return viewer.say(category_label(code)) if code in CATEGORIES else line.name


def _standing(line: FilingLine) -> tuple[Text, str]:
    if line.filing.is_on:
        return SelfFiling.ON, "normal"
    if line.filing.ended_us is not None:
        return SelfFiling.ENDED, "critical"
    return (SelfFiling.READY, "") if line.problem is None else (SelfFiling.OFF, "offline")


def precision_words(viewer: Viewer, precision: Precision) -> str:
    """Return a share with its interval."""
    if precision.share is None:
        return viewer.say(SelfFiling.NO_VERDICTS)
    shares = (number(100 * part, 1) for part in (precision.share, *precision.interval))
    return viewer.say(SelfFiling.PRECISION).format(*shares)


def filing_form(viewer: Viewer, line: FilingLine | None) -> list[Component]:
    """Return the form of a category with what holds now."""
    if line is None:
        return [_hidden()]
    filing = line.filing
    chosen, name = [ENABLED] if filing.is_on else [], category_name(viewer, line)
    fields = (
        (SelfFiling.THRESHOLD, text_field(Filings.PRECISION, f"{100 * filing.least_precision:g}", 6, "95")),
        (SelfFiling.CONDITION, text_field(Filings.CONDITION, filing.condition, CONDITION_LENGTH)),
        (SelfFiling.MOST, text_field(Filings.MOST, str(filing.most_an_hour), len(str(MOST_AN_HOUR)), "60")),
    )
    return [
        html.Div(
            [
                html.H2([viewer.say(SelfFiling.CHANGE), " ", html.Small(name, className="quiet")]),
                dcc.Store(id=Filings.VERSION, data=[filing.category, filing.version]),
                *_notes(viewer, line),
                *(labelled(viewer.say(label), field) for label, field in fields),
                dcc.Checklist(
                    [{"label": viewer.say(SelfFiling.ENABLED), "value": ENABLED}],
                    chosen,
                    id=Filings.OPTIONS,
                    className="gate-options",
                ),
                html.Button(viewer.say(SelfFiling.SAVE), id=Filings.SAVE, className="btn primary"),
            ],
            className="card admin-form gate-form",
        )
    ]


def _notes(viewer: Viewer, line: FilingLine) -> Iterator[Component]:
    filing, precision = line.filing, line.precision
    of = viewer.say(SelfFiling.OF).format(number(precision.right), number(precision.reviewed))
    yield html.P(f"{precision_words(viewer, precision)} · {of}", className="fig")
    if filing.ended_us is not None and filing.ended_with is not None:
        then = filing.ended_with
        figures = (number(100 * part, 1) for part in (then.share or 0.0, then.lower))
        at = day_and_time(viewer, filing.ended_us)
        words = viewer.say(SelfFiling.ENDED_AT).format(at, *figures, number(then.reviewed))
        yield html.P(words, className="is-bad", role="alert")
    if line.problem is not None and not filing.is_on:
        yield html.P(viewer.say(SelfFiling.NOT_YET).format(viewer.say(line.problem)), className="quiet")
