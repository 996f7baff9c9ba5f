"""Whom a case may be given to, in the form of dispatching: each with why, taken by one click."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Final

from dash import html
from dash.development.base_component import Component

from dashboard.domain.cases.candidates import CANDIDATE_KIND_LABELS, Candidate, CandidateKind
from layouts.attributes import attributes
from layouts.formatting import number
from layouts.texts.dispatch import Candidates
from layouts.viewer import Viewer

_AT_FIRST: Final = 2
"""Of each kind that are shown before one asks for more."""


def candidate_list(viewer: Viewer, candidates: Sequence[Candidate]) -> list[Component]:
    """Return the candidates by kind, the kind with the best first."""
    if not candidates:
        return [html.P(viewer.say(Candidates.NONE), className="quiet")]
    kinds = dict.fromkeys(each.kind for each in candidates)
    return [
        html.H4(viewer.say(Candidates.TITLE)),
        *(_group(viewer, kind, [each for each in candidates if each.kind is kind]) for kind in kinds),
    ]


def _group(viewer: Viewer, kind: CandidateKind, candidates: Sequence[Candidate]) -> Component:
    rows = [_row(viewer, each) for each in candidates]
    more = viewer.say(Candidates.MORE).format(len(rows) - _AT_FIRST)
    rest = [html.Details([html.Summary(more), *rows[_AT_FIRST:]])] if len(rows) > _AT_FIRST else []
    label = html.Span(viewer.say(CANDIDATE_KIND_LABELS[kind]), className="quiet")
    return html.Div([label, *rows[:_AT_FIRST], *rest], className="candidate-kind")


def _row(viewer: Viewer, candidate: Candidate) -> Component:
    """The whole row is the button; a squad can come along as a second one."""
    why = " · ".join(viewer.say(each) for each in candidate.why)
    name = f"{candidate.name} {candidate.code}" if candidate.kind is CandidateKind.PERSON else candidate.name
    points = viewer.say(Candidates.SCORE).format(number(candidate.score))
    take = html.Button(
        [
            html.Span(
                [
                    html.B(name),
                    html.Meter(value=f"{candidate.score:.0f}", min="0", max="100", title=points),
                    html.Span(points, className="fig quiet"),
                ],
                className="candidate-head",
            ),
            html.Small(why, className="candidate-why"),
        ],
        className="candidate",
        type="button",
        **attributes({"data-candidate": json.dumps(_units(candidate), separators=(",", ":"))}),
    )
    if candidate.kind is not CandidateKind.SQUAD:
        return html.Div(take, className="candidate-row")
    along = html.Button(
        viewer.say(Candidates.WITH),
        className="btn small",
        type="button",
        title=viewer.say(Candidates.WITH_HINT),
        **attributes({"data-candidate": json.dumps({"second_squad": candidate.code}, separators=(",", ":"))}),
    )
    return html.Div([take, along], className="candidate-row is-helper" if candidate.helps else "candidate-row")


def _units(candidate: Candidate) -> dict[str, str | None]:
    """What the fields of the form become."""
    match candidate.kind:
        case CandidateKind.SQUAD:
            return {"squad": candidate.code, "department": None, "assignee": None}
        case CandidateKind.PERSON:
            return {"squad": candidate.squad, "department": None, "assignee": candidate.code}
        case CandidateKind.DEPARTMENT:
            return {"squad": None, "department": candidate.code, "assignee": None}
